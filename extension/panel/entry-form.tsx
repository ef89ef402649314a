import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { i18n } from '#i18n';
import type { OwnEntry } from '../../shared/api.ts';
import { stageOf } from '../../shared/codes.ts';
import { isUrgent } from '../../shared/deadline.ts';
import { checkEntry, type EntryField, type EntryGap } from '../../shared/entry-check.ts';
import {
  type DraftPerson,
  type EntryDraft,
  type EntrySetting,
  emptyDraft,
} from '../../shared/entry-draft.ts';
import { NATIONAL_EVIDENCE } from '../../shared/evidence-kinds.ts';
import type { SupplementBody } from '../../shared/records/supplement.ts';
import type { Me } from '../link/calls.ts';
import { call } from '../link/client.ts';
import { SignButton } from '../look/button.tsx';
import { Choice } from '../look/choice.tsx';
import { FieldGroup } from '../look/field.tsx';
import { useLive } from '../look/use-live.ts';
import { errorWords, refusalWords } from '../look/words.ts';
import { casePeople } from './case-people.ts';
import { CopyList } from './copy-list.tsx';
import type { Outcome } from './done.tsx';
import { draftKey, supplementKey } from './draft-keys.ts';
import { EntryAccountPart } from './entry-account.tsx';
import { EntryCasePart } from './entry-case.tsx';
import { copiedFrom, restoreDraft, toEntryBody, toEntryContent } from './entry-draft.ts';
import { type FieldErrors, gapWords, refusedFields } from './entry-errors.ts';
import { EntryEventPart } from './entry-event.tsx';
import { HintsCard } from './entry-hints-card.tsx';
import { EntryKindPart } from './entry-kind.tsx';
import { EntryMorePart } from './entry-more.tsx';
import { type EntryPart, idOf } from './entry-parts.ts';
import { EntryPersonPart } from './entry-person.tsx';
import { entryChanges } from './entry-rows.ts';
import { Changes, SupplementHead } from './entry-supplement.tsx';
import { EvidenceField } from './evidence-field.tsx';
import { fileSigned, type SignedWhere } from './file-signed.ts';
import { FormNotices } from './form-notices.tsx';
import { Protection } from './protection.tsx';
import { ScreenHead } from './screen-head.tsx';
import { Signature } from './signature.tsx';
import { useDraft } from './use-draft.ts';

/** What stands beside the form: a case page with what was read there, or nothing. */
export interface EntryAbout {
  caseNumber?: string | undefined;
  stageWords: string;
  parties: string[];
  agents: string[];
}

/** What the form begins with, if it does not begin empty. */
export type EntryStart = { supplementOf: OwnEntry; kind: 'supplement' | 'correction' } | { copyOf: OwnEntry };

export interface EntryFormProps {
  about: EntryAbout;
  me: Me;
  start?: EntryStart | undefined;
  onBack(): void;
  onDone(outcome: Outcome): void;
}

/** Said as soon as it is typed; what is missing is said once it was tried to sign. */
const AT_ONCE: readonly EntryGap['code'][] = [
  'hidden-characters',
  'control-characters',
  'too-long',
  'in-future',
  'scope-narrowed',
];

const NO_ENTRIES: OwnEntry[] = [];

/** Records one interference, inquiry or contact, or supplements it. What is typed is kept whatever happens. */
export function EntryForm({ about, me, start, onBack, onDone }: EntryFormProps) {
  const supplement = start && 'supplementOf' in start ? start : undefined;
  const former = supplement?.supplementOf;
  const caseNumber = former ? former.entry.caseNumber : about.caseNumber;
  const { stageWords, parties, agents } = about;
  const pageStage = stageOf(stageWords) ?? '';
  const signedIn = me.person !== undefined;

  const policy = useLive('policy', ['session', 'link'], signedIn ? () => call('policy') : undefined).value
    ?.value.policy;
  const own =
    useLive('own-entries', ['session', 'link'], signedIn ? () => call('ownEntries') : undefined).value
      ?.value ?? NO_ENTRIES;
  const kept = useDraft<EntryDraft>(
    former
      ? { key: supplementKey(former.id), restore: restoreDraft, empty: () => restoreDraft(former.entry) }
      : { key: draftKey(caseNumber), restore: restoreDraft, empty: () => emptyDraft(pageStage) },
    signedIn,
  );
  const [refused, setRefused] = useState<FieldErrors>({});
  const [tried, setTried] = useState(false);
  const [busy, setBusy] = useState(false);
  const [keeping, setKeeping] = useState(false);
  const [said, setSaid] = useState<string>();
  /** The account as it was when it was left: hints do not come while somebody writes. */
  const [accountLeft, setAccountLeft] = useState('');
  /** Counts attempts that ended beside a field; each moves the focus there. */
  const [missed, setMissed] = useState(0);
  const form = useRef<HTMLFormElement>(null);
  const people = useMemo(() => casePeople(parties, agents), [parties, agents]);
  const otherOwn = useMemo(() => (former ? own.filter(({ id }) => id !== former.id) : own), [own, former]);

  useEffect(() => {
    if (missed === 0) return;
    const error = form.current?.querySelector('.error')?.closest('.field');
    error
      ?.querySelector<HTMLElement>('input:not([hidden]):not(:disabled), select, textarea, button')
      ?.focus();
  }, [missed]);

  const { draft, replace } = kept;
  const loaded = draft !== undefined;
  const copyOf = start && 'copyOf' in start ? start.copyOf : undefined;
  const copied = useRef<string | undefined>(undefined);
  const copy = (entry: OwnEntry) => {
    copied.current = entry.id;
    replace((before) => copiedFrom(entry.entry, before), i18n.t('entry.copied'));
    form.current?.querySelector<HTMLElement>('[data-heading]')?.focus();
  };
  const copyNow = useRef(copy);
  copyNow.current = copy;
  useEffect(() => {
    if (loaded && copyOf && copied.current !== copyOf.id) copyNow.current(copyOf);
  }, [loaded, copyOf]);

  const title = supplement
    ? supplement.kind === 'supplement'
      ? i18n.t('entry.titleSupplement')
      : i18n.t('entry.titleCorrection')
    : i18n.t('entry.title');
  if (!draft) {
    return (
      <>
        <ScreenHead title={title} onBack={onBack} />
        <p role="status">{i18n.t('common.loading')}</p>
      </>
    );
  }

  const now = new Date().toISOString();
  const setting: EntrySetting = {
    now,
    policy,
    ofCase: caseNumber !== undefined,
    supplementOf: former && { reported: former.scope === 'report' },
  };
  const gaps = checkEntry(draft, setting);
  const gapOf = (field: EntryField) => gaps.find((gap) => gap.field === field);
  const errorOf = (field: EntryField): string | undefined => {
    const gap = gapOf(field);
    return gap && (tried || AT_ONCE.includes(gap.code)) ? gapWords(gap) : refused[field];
  };
  /** What the sidecar said of a field holds until the field is changed. */
  const settled = (keys: string[]) =>
    setRefused((errors) =>
      Object.fromEntries(
        Object.entries(errors).filter(
          ([field]) => !keys.some((key) => field === key || field.startsWith(`${key}.`)),
        ),
      ),
    );
  const part: EntryPart = {
    draft,
    setting,
    errorOf,
    gapOf,
    change(patch: Partial<EntryDraft>) {
      settled(Object.keys(patch));
      kept.update((before) => ({ ...before, ...patch }));
    },
    changePerson(patch: Partial<DraftPerson>) {
      settled(Object.keys(patch).map((key) => `person.${key}`));
      kept.update((before) => ({ ...before, person: { ...before.person, ...patch } }));
    },
    apply(change) {
      setRefused({});
      kept.update(change);
    },
  };

  function recordOf(whole: EntryDraft): { type: string; body: unknown; ofEntry?: string } | undefined {
    if (!supplement || !former) {
      const body = toEntryBody(whole, setting, caseNumber);
      return body && { type: 'entry', body };
    }
    const entry = toEntryContent(whole, setting);
    const body: SupplementBody | undefined = entry && {
      entryId: former.id,
      ...(caseNumber === undefined ? {} : { caseNumber }),
      kind: supplement.kind,
      reason: whole.reason.trim(),
      entry,
    };
    return body && { type: 'supplement', body, ofEntry: former.id };
  }

  async function submit(whole: EntryDraft, where: SignedWhere) {
    setTried(true);
    setSaid(undefined);
    const record = recordOf(whole);
    if (gaps.length > 0 || !record) {
      setMissed((count) => count + 1);
      return;
    }
    setBusy(true);
    try {
      const { type, body, ofEntry } = record;
      const outcome = await fileSigned(where, { act: 'record', draft: { type, body } });
      if (outcome.outcome !== 'refused') {
        await kept.drop();
        onDone({
          of: supplement ? 'supplement' : 'entry',
          result: outcome,
          entryId: ofEntry ?? outcome.id,
          ofCase: caseNumber !== undefined || whole.caseNumber.trim() !== '',
          fileOnly: whole.fileOnly.on,
          urgent: whole.effect !== '' && isUrgent({ effect: whole.effect }),
        });
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

  const filled = gaps.length === 0;
  const reading = former && toEntryContent({ ...draft, declared: true }, setting);
  return (
    <form ref={form} onSubmit={(event) => event.preventDefault()} autocomplete="off" noValidate>
      <ScreenHead title={title} onBack={onBack} />
      <FormNotices me={me} kept={kept} onClear={former ? undefined : () => emptyDraft(pageStage)} />
      {supplement && former ? (
        <SupplementHead {...part} of={former} kind={supplement.kind} />
      ) : (
        <CopyList own={own} onPick={copy} />
      )}
      {caseNumber === undefined && !former && <EntryCasePart {...part} />}
      <EntryKindPart {...part} stageRead={pageStage === '' ? '' : stageWords} />
      <EntryPersonPart {...part} court={me.court?.name} people={people} />
      <EntryEventPart {...part} />
      <EntryAccountPart {...part} onAccountLeft={() => setAccountLeft(draft.content)} />
      <EvidenceField
        evidence={draft.evidence}
        manner={draft.manner}
        policy={policy?.evidence ?? NATIONAL_EVIDENCE}
        error={errorOf('evidence')}
        onBusy={setKeeping}
        update={(to) => {
          settled(['evidence']);
          kept.update((before) => ({ ...before, evidence: to(before.evidence) }));
        }}
      />
      <EntryMorePart {...part} />
      {former && reading && (
        <Changes changes={entryChanges(former.entry, { ...reading, caseNumber }, policy)} />
      )}
      <HintsCard
        draft={tried ? draft : { ...draft, content: accountLeft }}
        caseNumber={caseNumber}
        staffCode={me.person?.staffCode}
        policy={policy?.hints}
        own={otherOwn}
        now={now}
      />
      <Protection />
      <FieldGroup id={idOf('declared')} label={i18n.t('entry.declaration')} error={errorOf('declared')}>
        <Choice
          type="checkbox"
          name="declared"
          checked={draft.declared}
          invalid={errorOf('declared') !== undefined}
          onChange={(declared) => part.change({ declared })}
        >
          {i18n.t('entry.declare')}
        </Choice>
      </FieldGroup>
      <div class="foot">
        <Signature
          name={me.person?.name}
          caseNumber={caseNumber ?? (former || draft.caseNumber.trim() === '' ? undefined : draft.caseNumber)}
        />
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
          <SignButton
            busy={busy || keeping}
            onPress={() => submit(draft, 'here')}
            onCovered={() => submit(draft, 'window')}
          >
            {busy ? i18n.t('common.submitting') : i18n.t('common.sign')}
          </SignButton>
        </div>
      </div>
    </form>
  );
}
