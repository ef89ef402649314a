import { useRef, useState } from 'preact/hooks';
import { i18n } from '#i18n';
import type { GrantItem } from '../../shared/api.ts';
import { Button } from '../look/button.tsx';
import { FocusFirst } from '../look/focus-first.tsx';
import { Icon, type IconName } from '../look/icon.tsx';
import { Mark, type Tone } from '../look/notice.tsx';
import { shortTime } from '../look/time.ts';
import type { Filed } from '../panel/use-filing.ts';
import { numberOf } from './entry-marks.tsx';
import { CountersignForm, DecisionForm, WithdrawalForm } from './grant-acts.tsx';
import { hashOf } from './route.ts';
import { Told } from './told.tsx';

function StateOfGrant({ state }: Pick<GrantItem, 'state'>) {
  const of = (icon: IconName, words: string, tone: Tone = 'plain') => (
    <Mark icon={icon} tone={tone}>
      {words}
    </Mark>
  );
  switch (state) {
    case 'asked':
      return of('clock', i18n.t('grant.stateAsked'));
    case 'approved':
      return of('clock', i18n.t('grant.stateApproved'));
    case 'in-force':
      return of('done', i18n.t('grant.stateInForce'), 'blue');
    case 'refused':
      return of('turn', i18n.t('grant.stateRefused'));
    case 'withdrawn':
      return of('turn', i18n.t('grant.stateWithdrawn'));
    case 'lapsed':
      return of('lock', i18n.t('grant.stateLapsed'));
    case 'void':
      return of('lock', i18n.t('grant.stateVoid'), 'due');
  }
}

interface Step {
  at: string;
  words: string;
  note?: string | undefined;
}

function stepsOf({ by, at, decision, countersign, withdrawal }: GrantItem): Step[] {
  const steps: Step[] = [{ at, words: i18n.t('grant.stepAsked', [by.name, by.department]) }];
  if (decision)
    steps.push({
      at: decision.at,
      words: i18n.t(decision.approves ? 'grant.stepApproved' : 'grant.stepRefused', [decision.by]),
      note: decision.note,
    });
  if (countersign)
    steps.push({ at: countersign.at, words: i18n.t('grant.stepCountersigned', [countersign.by]) });
  if (withdrawal) steps.push({ at: withdrawal.at, words: i18n.t('grant.stepWithdrawn', [withdrawal.by]) });
  return steps;
}

/** Who did what, in order. */
const Steps = ({ grant }: { grant: GrantItem }) => (
  <ol class="events">
    {stepsOf(grant).map(({ at, words, note }) => (
      <li key={words}>
        <span class="time small">{shortTime(at)}</span>
        <p>{words}</p>
        {note !== undefined && (
          <p class="note">
            <Told text={note} />
          </p>
        )}
      </li>
    ))}
  </ol>
);

/** What may be opened, for who asked. */
function Entries({ grant, court }: { grant: GrantItem; court: string | undefined }) {
  const { entries } = grant;
  if (!entries) return null;
  if (entries.length === 0) return <p class="small">{i18n.t('grant.entriesNone')}</p>;
  return (
    <>
      <p class="small">{i18n.t('grant.entries')}</p>
      <ul class="granted">
        {entries.map(({ id, seq, opened }) => (
          <li key={id}>
            <a class="button" href={hashOf({ view: 'grants', id: grant.id, entryId: id })}>
              <Icon name={opened ? 'done' : 'lock'} />
              {numberOf(court, seq)}
            </a>{' '}
            {opened && <span class="small">{i18n.t('grant.opened')}</span>}
          </li>
        ))}
      </ul>
    </>
  );
}

type Act = 'decide' | 'countersign' | 'withdraw';

function actWords(act: Act): string {
  if (act === 'decide') return i18n.t('grant.decide');
  return act === 'countersign' ? i18n.t('grant.countersign') : i18n.t('grant.withdraw');
}

interface GrantThingProps {
  grant: GrantItem;
  court: string | undefined;
  onSigned(filed: Filed): void;
}

/** One grant: what is asked, why, by whom, how far it has come; and what this person may do about it. */
export function GrantThing({ grant, court, onSigned }: GrantThingProps) {
  const [act, setAct] = useState<Act>();
  const { id, entryNumber, caseNumber, reason, state, endsAt } = grant;
  const heading = useRef<HTMLHeadingElement>(null);
  const close = () => {
    setAct(undefined);
    heading.current?.focus();
  };
  const ends = {
    grantId: id,
    onCancel: close,
    onDone(filed: Filed) {
      close();
      onSigned(filed);
    },
  };
  return (
    <li class="grant">
      <div class="grant-head">
        <h3 ref={heading} tabIndex={-1}>
          {entryNumber === undefined
            ? i18n.t('grant.entriesOf', [caseNumber ?? ''])
            : i18n.t('grant.oneEntry', [numberOf(court, entryNumber)])}
        </h3>
        <StateOfGrant state={state} />
      </div>
      <p class="small">
        {entryNumber !== undefined && (caseNumber ?? i18n.t('fields.noCase'))}{' '}
        {i18n.t('grant.asksHours', [String(grant.hours)])}{' '}
        {endsAt !== undefined && state !== 'refused' && i18n.t('grant.until', [shortTime(endsAt)])}
      </p>
      <p class="note">
        <Told text={reason} />
      </p>
      <Steps grant={grant} />
      {state === 'void' && <p>{i18n.t('grant.voidText')}</p>}
      <Entries grant={grant} court={court} />
      {act === undefined ? (
        <div class="buttons">
          {grant.may.map((each) => (
            <Button key={each} look={each === 'withdraw' ? 'quiet' : 'main'} onPress={() => setAct(each)}>
              {actWords(each)}
            </Button>
          ))}
        </div>
      ) : (
        <FocusFirst key={act}>
          {act === 'decide' && <DecisionForm {...ends} hours={grant.hours} />}
          {act === 'countersign' && <CountersignForm {...ends} />}
          {act === 'withdraw' && <WithdrawalForm {...ends} />}
        </FocusFirst>
      )}
    </li>
  );
}
