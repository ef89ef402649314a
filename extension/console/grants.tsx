import { useState } from 'preact/hooks';
import { i18n } from '#i18n';
import type { GrantItem, Person } from '../../shared/api.ts';
import { asksForGrants } from '../../shared/grant-offices.ts';
import { NATIONAL_POLICY } from '../../shared/policy.ts';
import type { Me } from '../link/calls.ts';
import { call } from '../link/client.ts';
import { Button } from '../look/button.tsx';
import { FocusFirst } from '../look/focus-first.tsx';
import { Notice } from '../look/notice.tsx';
import { Failed } from '../look/state-notices.tsx';
import { useLive } from '../look/use-live.ts';
import type { Filed } from '../panel/use-filing.ts';
import { GrantForm } from './grant-form.tsx';
import { GrantThing } from './grant-thing.tsx';
import { usePolicy } from './own-entry.tsx';

const waitsForMe = ({ may }: GrantItem): boolean => may.includes('decide') || may.includes('countersign');

/** One part of the list; nothing where there is none of it. */
function Part({
  title,
  items,
  court,
  onSigned,
}: {
  title: string;
  items: readonly GrantItem[];
  court: string | undefined;
  onSigned(filed: Filed): void;
}) {
  if (items.length === 0) return null;
  return (
    <section class="grants">
      <h2>{title}</h2>
      <ul>
        {items.map((grant) => (
          <GrantThing key={grant.id} grant={grant} court={court} onSigned={onSigned} />
        ))}
      </ul>
    </section>
  );
}

/** 查阅审批: what waits for me, what I asked for, what I signed; and the form to ask. */
export function Grants({ me, person }: { me: Me; person: Person }) {
  const { staffCode } = person;
  const live = useLive(`grants:${staffCode}`, ['case', 'duties', 'session', 'link'], () => call('grants'));
  const policy = usePolicy(staffCode) ?? NATIONAL_POLICY;
  const [asking, ask] = useState(false);
  const [said, say] = useState<string>();
  const court = me.court?.code;
  const grants = live.value ?? [];
  const waiting = grants.filter(waitsForMe);
  const rest = grants.filter((grant) => !waitsForMe(grant));
  const mine = rest.filter((grant) => grant.mine);
  const of = {
    court,
    onSigned: (filed: Filed) => say(i18n.t(filed.outcome === 'queued' ? 'console.queued' : 'grant.done')),
  };
  return (
    <div class="page">
      <div class="page-head">
        <h1 tabIndex={-1} data-heading>
          {i18n.t('grant.title')}
        </h1>
        {asksForGrants(person, policy.grants) && !asking && (
          <Button
            look="main"
            icon="pen"
            onPress={() => {
              say(undefined);
              ask(true);
            }}
          >
            {i18n.t('grant.ask')}
          </Button>
        )}
      </div>
      <p class="small">{i18n.t('grant.text')}</p>
      {said !== undefined && (
        <Notice icon="done" tone="blue" live>
          <p>{said}</p>
        </Notice>
      )}
      {asking && (
        <FocusFirst look="form-column">
          <GrantForm
            court={court}
            maxHours={policy.grants.maxHours}
            onDone={(filed) => {
              ask(false);
              say(i18n.t(filed.outcome === 'queued' ? 'console.queued' : 'grant.asked'));
            }}
            onCancel={() => ask(false)}
          />
        </FocusFirst>
      )}
      {live.error !== undefined && <Failed error={live.error} again={live.again} tone="due" />}
      {!live.value && live.error === undefined && <p role="status">{i18n.t('common.loading')}</p>}
      {live.value && grants.length === 0 && !asking && <p class="empty">{i18n.t('grant.none')}</p>}
      <Part title={i18n.t('grant.waiting')} items={waiting} {...of} />
      <Part title={i18n.t('grant.mine')} items={mine} {...of} />
      <Part title={i18n.t('grant.signed')} items={rest.filter((grant) => !grant.mine)} {...of} />
    </div>
  );
}
