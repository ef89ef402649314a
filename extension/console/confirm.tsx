/**
 * A window of our own in which a signature is confirmed that was made while the panel was not in plain sight. It shows
 * all that is signed: what stood in the panel, the page may have covered.
 */
import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import { i18n } from '#i18n';
import { ESCALATION_TARGETS, MEETING_KINDS } from '../../shared/codes.ts';
import { NIL_QUESTIONS } from '../../shared/nil-questions.ts';
import type { EntryBody } from '../../shared/records/entry.ts';
import type { EscalationBody } from '../../shared/records/escalation.ts';
import type { RecusalBody } from '../../shared/records/recusal.ts';
import type { ReminderBody } from '../../shared/records/reminder.ts';
import type { SupplementBody } from '../../shared/records/supplement.ts';
import type { FileOutcome, SignedAct } from '../link/calls.ts';
import { call } from '../link/client.ts';
import { SignButton } from '../look/button.tsx';
import { Notice } from '../look/notice.tsx';
import { useLive } from '../look/use-live.ts';
import { Watermark } from '../look/watermark.tsx';
import { errorWords, language, refusalWords, wordOf } from '../look/words.ts';
import { type EntryRead, entryRows } from '../panel/entry-rows.ts';
import { recordTypeWords } from '../panel/record-type-words.ts';
import { Signature } from '../panel/signature.tsx';
import { Told } from './told.tsx';

type Rows = { label: string; value: string }[];

const rowsOf = (entry: EntryRead): Rows => [
  ...entryRows(entry, undefined).flatMap((group) => group.rows),
  ...entry.evidence.map(({ name }) => ({ label: i18n.t('fields.evidence'), value: name })),
];

/** What a draft of each type says. The form that made it is ours; the sidecar checks it like any other. */
function contentOf({ type, body }: Extract<SignedAct, { act: 'record' }>['draft']): Rows {
  switch (type) {
    case 'entry':
      return rowsOf(body as EntryBody);
    case 'supplement': {
      const { entry, kind, reason, caseNumber } = body as SupplementBody;
      const why = kind === 'supplement' ? i18n.t('entry.supplementReason') : i18n.t('entry.correctionReason');
      return [{ label: why, value: reason }, ...rowsOf({ ...entry, caseNumber })];
    }
    case 'nil-declaration':
      return NIL_QUESTIONS.map((question, index) => ({
        label: String(index + 1),
        value: question[language],
      }));
    case 'recusal': {
      const { statement, reason } = body as RecusalBody;
      const answer = statement === 'recuse' ? i18n.t('brief.recuse') : i18n.t('brief.noRecusal');
      return [
        { label: i18n.t('brief.question'), value: answer },
        ...(reason === '' ? [] : [{ label: i18n.t('brief.reason'), value: reason }]),
      ];
    }
    case 'reminder':
      return [{ label: recordTypeWords(type), value: wordOf(MEETING_KINDS, (body as ReminderBody).meeting) }];
    case 'escalation': {
      const { to, reason } = body as EscalationBody;
      return [
        { label: i18n.t('escalate.to'), value: wordOf(ESCALATION_TARGETS, to) },
        { label: i18n.t('escalate.reason'), value: reason },
      ];
    }
    default:
      // Nothing else is signed in a panel; what is not shown cannot be signed here.
      throw new Error(`no words for ${type}`);
  }
}

function caseOf(act: SignedAct): string | undefined {
  if (act.act === 'sheet') return act.caseNumber;
  const { caseNumber } = act.draft.body as { caseNumber?: unknown };
  return typeof caseNumber === 'string' ? caseNumber : undefined;
}

function Signing({ id, act, name }: { id: string; act: SignedAct; name: string }) {
  const [busy, setBusy] = useState(false);
  const [outcome, setOutcome] = useState<FileOutcome>();
  const [said, setSaid] = useState<string>();

  async function sign() {
    setBusy(true);
    setSaid(undefined);
    try {
      setOutcome(await call('confirmSigned', id));
    } catch (error) {
      setSaid(errorWords(error));
    } finally {
      setBusy(false);
    }
  }

  if (outcome)
    return (
      <Notice tone={outcome.outcome === 'refused' ? 'due' : 'blue'} live>
        <p>
          {outcome.outcome === 'filed'
            ? i18n.t('sign.signed', [String(outcome.seq)])
            : outcome.outcome === 'queued'
              ? i18n.t('sign.queued')
              : refusalWords(outcome.problem)}
        </p>
      </Notice>
    );
  const content = act.act === 'record' ? contentOf(act.draft) : [];
  return (
    <>
      <p>{i18n.t('sign.lead')}</p>
      <h2>{act.act === 'record' ? recordTypeWords(act.draft.type) : i18n.t('sign.sheet')}</h2>
      <dl>
        {content.map(({ label, value }) => (
          <div key={label + value}>
            <dt>{label}</dt>
            <dd>
              <Told text={value} />
            </dd>
          </div>
        ))}
      </dl>
      <div class="confirm-foot">
        <Signature name={name} caseNumber={caseOf(act)} />
        <div class="buttons">
          <SignButton busy={busy} onPress={sign}>
            {busy ? i18n.t('common.submitting') : i18n.t('common.sign')}
          </SignButton>
        </div>
        <p class="said" role="status">
          {said}
        </p>
      </div>
    </>
  );
}

const Frame = ({ children }: { children: ComponentChildren }) => (
  <main class="confirm">
    <h1>{i18n.t('sign.title')}</h1>
    {children}
  </main>
);

export function Confirm() {
  const id = location.hash.slice(1);
  const me = useLive('me', ['session'], () => call('me'));
  // Asked once: after it was signed there is nothing to ask for any more, and what came of it stays on show.
  const asked = useLive(`confirmation:${id}`, [], () => call('confirmation', id));
  const person = me.value?.person;

  if (me.loading || asked.loading)
    return (
      <Frame>
        <p role="status">{i18n.t('common.loading')}</p>
      </Frame>
    );
  if (!asked.value || !person)
    return (
      <Frame>
        <p role="status">{i18n.t('sign.nothing')}</p>
      </Frame>
    );
  return (
    <Frame>
      <Signing id={id} act={asked.value.act} name={person.name} />
      <Watermark name={person.name} staffCode={person.staffCode} />
    </Frame>
  );
}
