import { useEffect, useRef, useState } from 'preact/hooks';
import { i18n } from '#i18n';
import type { OwnEntry } from '../../shared/api.ts';
import { checkEntry, type EntryDraft, type EntryField } from '../../shared/entry-check.ts';
import type { EntryBody } from '../../shared/records/entry.ts';
import type { Me } from '../link/calls.ts';
import { call } from '../link/client.ts';
import { Button, SignButton } from '../look/button.tsx';
import { Choice } from '../look/choice.tsx';
import { Field, FieldGroup } from '../look/field.tsx';
import { Notice } from '../look/notice.tsx';
import { SignInButton } from '../look/session-buttons.tsx';
import { shortTime } from '../look/time.ts';
import { errorWords, refusalWords } from '../look/words.ts';
import type { Outcome } from './done.tsx';
import { EntryAccountPart } from './entry-account.tsx';
import { stageOfPage, toEntryBody } from './entry-draft.ts';
import { type FieldErrors, gapWords, refusedFields } from './entry-errors.ts';
import { EntryEventPart } from './entry-event.tsx';
import { EntryKindPart } from './entry-kind.tsx';
import { idOf } from './entry-parts.ts';
import { EntryPersonPart } from './entry-person.tsx';
import { EvidenceField } from './evidence-field.tsx';
import { Protection } from './protection.tsx';
import { ScreenHead } from './screen-head.tsx';
import { useDraft } from './use-draft.ts';

export interface EntryFormProps {
  /** The case; without a number it is asked for, and may be left out. */
  about: { caseNumber?: string; stageWords: string; parties: string[]; agents: string[] };
  me: Me;
  start?: { supplementOf: OwnEntry; kind: 'supplement' | 'correction' } | { copyOf: OwnEntry };
  onBack(): void;
  onDone(outcome: Outcome): void;
}

function fieldsOf(patch: Partial<EntryDraft>): EntryField[] {
  return Object.keys(patch) as EntryField[];
}

function asSupplement(
  { supplementOf, kind }: { supplementOf: OwnEntry; kind: 'supplement' | 'correction' },
  { caseNumber, ...entry }: EntryBody,
  reason: string,
) {
  const body = {
    entryId: supplementOf.id,
    kind,
    reason,
    entry,
    ...(caseNumber === undefined ? {} : { caseNumber }),
  };
  return { type: 'supplement', body };
}

/** Records one interference, inquiry or contact. What is typed is kept whatever happens. */
export function EntryForm({ about, me, start, onBack, onDone }: EntryFormProps) {
  const former = start && ('supplementOf' in start ? start.supplementOf : start.copyOf);
  const supplement = start && 'supplementOf' in start ? start : undefined;
  const [typedCase, setTypedCase] = useState('');
  const [reason, setReason] = useState('');
  const caseNumber = supplement
    ? supplement.supplementOf.entry.caseNumber
    : (about.caseNumber ?? (typedCase.trim() || undefined));
  const signedIn = me.person !== undefined;
  const pageStage = stageOfPage(about.stageWords);
  const draftName = former ? `${supplement ? 'supplement' : 'copy'}:${former.id}` : (about.caseNumber ?? '');
  const kept = useDraft(draftName, pageStage, signedIn, former?.entry);
  const [refused, setRefused] = useState<FieldErrors>({});
  const [tried, setTried] = useState(false);
  const [busy, setBusy] = useState(false);
  const [keeping, setKeeping] = useState(false);
  const [said, setSaid] = useState<string>();
  /** Counts attempts that ended beside a field; each moves the focus there. */
  const [missed, setMissed] = useState(0);
  const form = useRef<HTMLFormElement>(null);

  useEffect(() => {
    if (missed === 0) return;
    const error = form.current?.querySelector('.error')?.closest('.field');
    error?.querySelector<HTMLElement>('input:not([hidden]), select, textarea, button')?.focus();
  }, [missed]);

  const { draft } = kept;
  if (!draft) {
    return (
      <>
        <ScreenHead title={i18n.t('entry.title')} onBack={onBack} />
        <p role="status">{i18n.t('common.loading')}</p>
      </>
    );
  }

  const now = new Date().toISOString();
  const gaps = checkEntry(draft, now);
  const errorOf = (field: EntryField): string | undefined => {
    const gap = tried ? gaps.find((found) => found.field === field) : undefined;
    return gap ? gapWords(gap) : refused[field];
  };
  const settled = (fields: EntryField[]) =>
    setRefused((errors) =>
      Object.fromEntries(Object.entries(errors).filter(([field]) => !fields.some((f) => f === field))),
    );
  const change = (patch: Partial<EntryDraft>) => {
    settled(fieldsOf(patch));
    kept.update((before) => ({ ...before, ...patch }));
  };
  const changePerson = (patch: Partial<EntryDraft['person']>) => {
    settled(Object.keys(patch).map((key) => `person.${key}` as EntryField));
    kept.update((before) => ({ ...before, person: { ...before.person, ...patch } }));
  };

  async function submit(whole: EntryDraft) {
    setTried(true);
    setSaid(undefined);
    const body = toEntryBody(whole, caseNumber);
    if (gaps.length > 0 || !body) {
      setMissed((count) => count + 1);
      return;
    }
    setBusy(true);
    try {
      const outcome = await call(
        'fileRecord',
        supplement ? asSupplement(supplement, body, reason) : { type: 'entry', body },
      );
      if (outcome.outcome !== 'refused') {
        await kept.drop();
        onDone({ of: 'entry', result: outcome });
        return;
      }
      // The form still holds everything; a second copy in the queue would be one too many.
      call('takeBack', outcome.id).catch(() => undefined);
      setRefused(refusedFields(outcome.problem));
      setSaid(`${i18n.t('entry.refused')} ${refusalWords(outcome.problem)}`);
      setMissed((count) => count + 1);
    } catch (error) {
      setSaid(errorWords(error));
    } finally {
      setBusy(false);
    }
  }

  const part = { draft, change, changePerson, errorOf };
  const filled = gaps.length === 0;
  return (
    <form ref={form} onSubmit={(event) => event.preventDefault()} autocomplete="off" noValidate>
      <ScreenHead title={i18n.t('entry.title')} onBack={onBack} />
      {!signedIn && (
        <Notice tone="due" live>
          <p>{i18n.t('entry.signedOut')}</p>
          <div class="buttons">
            <SignInButton />
          </div>
        </Notice>
      )}
      {signedIn && me.link === 'offline' && (
        <Notice icon="offline" tone="due" live>
          <p>{i18n.t('entry.offline')}</p>
        </Notice>
      )}
      {kept.restoredAt !== undefined && (
        <Notice live>
          <p>{i18n.t('entry.restored', [shortTime(kept.restoredAt)])}</p>
          <div class="buttons">
            <Button onPress={kept.clear}>{i18n.t('entry.clear')}</Button>
          </div>
        </Notice>
      )}
      {kept.undo && (
        <Notice live>
          <p>{i18n.t('entry.cleared')}</p>
          <div class="buttons">
            <Button onPress={kept.undo}>{i18n.t('entry.undo')}</Button>
          </div>
        </Notice>
      )}
      {about.caseNumber === undefined && !supplement && (
        <Field id="entry-case-number" label="案号" optional>
          {(wiring) => (
            <input
              {...wiring}
              class="input"
              value={typedCase}
              onInput={(event) => setTypedCase(event.currentTarget.value)}
            />
          )}
        </Field>
      )}
      {supplement && (
        <Field id="entry-reason" label="补充或更正的原因">
          {(wiring) => (
            <input
              {...wiring}
              class="input"
              value={reason}
              onInput={(event) => setReason(event.currentTarget.value)}
            />
          )}
        </Field>
      )}
      <EntryKindPart {...part} pageStage={pageStage === '' ? '' : about.stageWords} />
      <EntryPersonPart {...part} />
      <EntryEventPart {...part} now={now} />
      <EntryAccountPart {...part} />
      <EvidenceField
        evidence={draft.evidence}
        manner={draft.manner}
        error={errorOf('evidence')}
        onBusy={setKeeping}
        update={(to) => {
          settled(['evidence']);
          kept.update((before) => ({ ...before, evidence: to(before.evidence) }));
        }}
      />
      <Protection />
      <FieldGroup id={idOf('declared')} label={i18n.t('entry.declaration')} error={errorOf('declared')}>
        <Choice
          type="checkbox"
          name="declared"
          checked={draft.declared}
          invalid={errorOf('declared') !== undefined}
          onChange={(declared) => change({ declared })}
        >
          {i18n.t('entry.declare')}
        </Choice>
      </FieldGroup>
      <div class="foot">
        <p class="said" role="status">
          {said ?? (tried && !filled ? i18n.t('entry.check') : '')}
        </p>
        <div class="foot-row">
          <p>
            <b>{filled ? i18n.t('entry.complete') : i18n.t('entry.left', [String(gaps.length)])}</b>
            {kept.saved !== 'untouched' && (
              <span class="small saved">
                {kept.saved === 'saved' ? i18n.t('entry.saved') : i18n.t('entry.notSaved')}
              </span>
            )}
          </p>
          <SignButton busy={busy || keeping} onPress={() => submit(draft)}>
            {busy ? i18n.t('common.submitting') : i18n.t('common.sign')}
          </SignButton>
        </div>
      </div>
    </form>
  );
}
