import { useRef, useState } from 'preact/hooks';
import { i18n } from '#i18n';
import type { DestructionItem, Person } from '../../shared/api.ts';
import { asksForDestruction } from '../../shared/grant-offices.ts';
import type { Me } from '../link/calls.ts';
import { call } from '../link/client.ts';
import { Button } from '../look/button.tsx';
import { FocusFirst } from '../look/focus-first.tsx';
import { Mark, Notice } from '../look/notice.tsx';
import { Failed } from '../look/state-notices.tsx';
import { shortTime } from '../look/time.ts';
import { useLive } from '../look/use-live.ts';
import type { Filed } from '../panel/use-filing.ts';
import { ApprovalForm, DestructionForm } from './destruction-forms.tsx';
import { numberOf } from './entry-marks.tsx';
import { Told } from './told.tsx';

function StateOfDestruction({ state }: Pick<DestructionItem, 'state'>) {
  if (state === 'done') return <Mark icon="lock">{i18n.t('destroy.stateDone')}</Mark>;
  if (state === 'lapsed') return <Mark icon="turn">{i18n.t('destroy.stateLapsed')}</Mark>;
  return <Mark icon="clock">{i18n.t('destroy.stateAsked')}</Mark>;
}

function Thing({
  item,
  court,
  onSigned,
}: {
  item: DestructionItem;
  court: string | undefined;
  onSigned(filed: Filed): void;
}) {
  const [approving, approve] = useState(false);
  const heading = useRef<HTMLHeadingElement>(null);
  const close = () => {
    approve(false);
    heading.current?.focus();
  };
  const number = numberOf(court, item.recordNumber);
  return (
    <li class="grant">
      <div class="grant-head">
        <h3 ref={heading} tabIndex={-1}>
          {item.recordType === 'entry'
            ? i18n.t('destroy.entry', [number])
            : i18n.t('destroy.supplement', [number, numberOf(court, item.entryNumber)])}
        </h3>
        <StateOfDestruction state={item.state} />
      </div>
      <p class="small">{item.caseNumber ?? i18n.t('fields.noCase')}</p>
      <p class="note">
        <Told text={item.ground} />
      </p>
      <p>
        {i18n.t('console.destroyedDocument')} <Told text={item.document} />
      </p>
      <ol class="events">
        <li>
          <span class="time small">{shortTime(item.at)}</span>
          <p>{i18n.t('destroy.stepAsked', [item.by.name, item.by.department])}</p>
        </li>
        {item.done && (
          <li>
            <span class="time small">{shortTime(item.done.at)}</span>
            <p>{i18n.t('destroy.stepDone', [item.done.by])}</p>
          </li>
        )}
      </ol>
      {item.mayApprove &&
        (approving ? (
          <FocusFirst>
            <ApprovalForm
              requestId={item.id}
              number={number}
              onDone={(filed) => {
                close();
                onSigned(filed);
              }}
              onCancel={close}
            />
          </FocusFirst>
        ) : (
          <div class="buttons">
            <Button look="main" onPress={() => approve(true)}>
              {i18n.t('destroy.approve')}
            </Button>
          </div>
        ))}
    </li>
  );
}

/** 依法销毁: what waits for the second person, what was done; and the form to ask. */
export function Destructions({ me, person }: { me: Me; person: Person }) {
  const { staffCode } = person;
  const live = useLive(`destructions:${staffCode}`, ['case', 'duties', 'session', 'link'], () =>
    call('destructions'),
  );
  const [asking, ask] = useState(false);
  const [said, say] = useState<string>();
  const court = me.court?.code;
  return (
    <div class="page">
      <div class="page-head">
        <h1 tabIndex={-1} data-heading>
          {i18n.t('destroy.title')}
        </h1>
        {asksForDestruction(person) && !asking && (
          <Button
            icon="pen"
            onPress={() => {
              say(undefined);
              ask(true);
            }}
          >
            {i18n.t('destroy.ask')}
          </Button>
        )}
      </div>
      <p class="small">{i18n.t('destroy.text')}</p>
      {said !== undefined && (
        <Notice icon="done" tone="blue" live>
          <p>{said}</p>
        </Notice>
      )}
      {asking && (
        <FocusFirst look="form-column">
          <DestructionForm
            court={court}
            onDone={(filed) => {
              ask(false);
              say(i18n.t(filed.outcome === 'queued' ? 'console.queued' : 'destroy.asked'));
            }}
            onCancel={() => ask(false)}
          />
        </FocusFirst>
      )}
      {live.error !== undefined ? (
        <Failed error={live.error} again={live.again} tone="due" />
      ) : !live.value ? (
        <p role="status">{i18n.t('common.loading')}</p>
      ) : live.value.length === 0 ? (
        !asking && <p class="empty">{i18n.t('destroy.none')}</p>
      ) : (
        <section class="grants">
          <h2 class="unseen">{i18n.t('destroy.title')}</h2>
          <ul>
            {[...live.value]
              .sort((a, b) => Number(b.mayApprove) - Number(a.mayApprove))
              .map((item) => (
                <Thing
                  key={item.id}
                  item={item}
                  court={court}
                  onSigned={(filed) =>
                    say(i18n.t(filed.outcome === 'queued' ? 'console.queued' : 'destroy.done'))
                  }
                />
              ))}
          </ul>
        </section>
      )}
    </div>
  );
}
