/**
 * What an entry still lacks while it is being written. Pure and without zod, so that the form can say it beside
 * each field; the door checks the finished body again by its own schema.
 */
import { type CaseNumberProblem, caseKeys, parseCaseNumber } from './case-number.ts';
import {
  approvalGiven,
  asksDutyBasis,
  asksLateReason,
  asksLeader,
  asksMedium,
  asksPresent,
  asksStage,
  beijingToInstant,
  conductOf,
  ENTRY_LIMITS,
  type EntryDraft,
  type EntrySetting,
  groundFacts,
  groundOf,
  groundsFor,
  hasUnit,
} from './entry-draft.ts';
import { fileOnlyLack, type GroundLack } from './file-only.ts';
import { hiddenCharacters } from './names.ts';
import { isStorableText } from './text.ts';
import { beijingDay } from './work-calendar.ts';

export { ENTRY_LIMITS, type EntryDraft } from './entry-draft.ts';

/** In the order of the form. */
export const ENTRY_FIELDS = [
  'reason',
  'caseNumber',
  'kind',
  'stage',
  'person.name',
  'person.unit',
  'person.unitClass',
  'person.post',
  'person.identity',
  'person.relationToParty',
  'person.leader.name',
  'person.leader.unit',
  'person.leader.post',
  'dutyBasis',
  'when',
  'manner',
  'medium',
  'present',
  'place',
  'atWorkplace',
  'lateReason',
  'conduct',
  'content',
  'handling',
  'effect',
  'evidence',
  'fileOnly.ground',
  'approval.number',
  'approval.approver',
  'approval.approvedAt',
  'requests',
  'person.contact',
  'person.relationToRecorder',
  'omission.by',
  'omission.account',
  'declared',
] as const;
export type EntryField = (typeof ENTRY_FIELDS)[number];

export type EntryGap = { field: EntryField } & (
  | { code: 'required' | 'too-many' | 'not-a-time' | 'in-future' | 'not-declared' }
  /** `over`: how many characters too many. */
  | { code: 'too-long'; over: number }
  /** Characters nobody sees in a name, or that cannot be stored in any text. */
  | { code: 'hidden-characters' | 'control-characters' }
  | { code: 'case-number'; problem: CaseNumberProblem | 'several' }
  | { code: 'scope-narrowed' | 'ground-not-allowed' }
  | { code: `file-only-${GroundLack['code']}` }
);

const GROUND_FIELDS: Readonly<Record<GroundLack['code'], EntryField>> = {
  'other-kind': 'fileOnly.ground',
  'duty-basis-required': 'dutyBasis',
  'not-at-work': 'fileOnly.ground',
  'approval-required': 'approval.number',
  'material-required': 'evidence',
};

/** Line ends of word processors become line ends when the text is stored. */
const storedText = (value: string): string => value.replace(/[\v\f]/g, '\n').trim();

/** Why a case number is refused; undefined when it is good, or left out. */
export function caseNumberProblem(text: string, now: string): CaseNumberProblem | 'several' | undefined {
  if (text.trim() === '') return undefined;
  const currentYear = Number(beijingDay(now).slice(0, 4));
  const result = parseCaseNumber(text, { currentYear });
  if (!result.ok) return result.problem;
  return caseKeys(result.value).length > 1 ? 'several' : undefined;
}

/** @returns gaps in the order of the form, one a field */
export function checkEntry(draft: EntryDraft, setting: EntrySetting): EntryGap[] {
  const { now, policy, ofCase, supplementOf } = setting;
  const { person, approval, omission } = draft;
  const gaps: EntryGap[] = [];
  const chosen = (field: EntryField, value: string) => {
    if (value === '') gaps.push({ field, code: 'required' });
  };
  const written = (field: EntryField, value: string, max: number, required = false) => {
    const stored = storedText(value);
    if (!isStorableText(stored)) gaps.push({ field, code: 'control-characters' });
    else if (required && stored === '') gaps.push({ field, code: 'required' });
    else if (stored.length > max) gaps.push({ field, code: 'too-long', over: stored.length - max });
  };
  /** Names are compared, searched and read aloud: what cannot be seen in them has no place there. */
  const named = (field: EntryField, value: string, max: number, required = false) => {
    if (hiddenCharacters(value).length > 0) gaps.push({ field, code: 'hidden-characters' });
    else written(field, value, max, required);
  };
  const several = (field: EntryField, count: number, max: number, required = true) => {
    if (required && count === 0) gaps.push({ field, code: 'required' });
    else if (count > max) gaps.push({ field, code: 'too-many' });
  };
  const time = (field: EntryField, value: string, required: boolean) => {
    if (value === '') {
      if (required) gaps.push({ field, code: 'required' });
      return;
    }
    const instant = beijingToInstant(value);
    if (instant === null) gaps.push({ field, code: 'not-a-time' });
    else if (instant > now) gaps.push({ field, code: 'in-future' });
  };

  if (supplementOf) written('reason', draft.reason, ENTRY_LIMITS.reason, true);
  if (!ofCase) {
    const problem = caseNumberProblem(draft.caseNumber, now);
    if (problem) gaps.push({ field: 'caseNumber', code: 'case-number', problem });
  }
  chosen('kind', draft.kind);
  if (asksStage(draft, ofCase)) chosen('stage', draft.stage);

  if (!person.unidentified) named('person.name', person.name, ENTRY_LIMITS.name, true);
  if (hasUnit(draft)) named('person.unit', person.unit, ENTRY_LIMITS.unit);
  chosen('person.unitClass', person.unitClass);
  if (!person.unidentified) named('person.post', person.post, ENTRY_LIMITS.post);
  chosen('person.identity', person.identity);
  chosen('person.relationToParty', person.relationToParty);
  if (asksLeader(draft)) {
    named('person.leader.name', person.leader.name, ENTRY_LIMITS.name);
    named('person.leader.unit', person.leader.unit, ENTRY_LIMITS.unit);
    named('person.leader.post', person.leader.post, ENTRY_LIMITS.post);
  }
  if (asksDutyBasis(draft)) chosen('dutyBasis', draft.dutyBasis);

  time('when', draft.when, true);
  chosen('manner', draft.manner);
  if (asksMedium(draft)) written('medium', draft.medium, ENTRY_LIMITS.medium, true);
  if (asksPresent(draft)) present(draft, gaps);
  written('place', draft.place, ENTRY_LIMITS.place, true);
  if (draft.atWorkplace === null) gaps.push({ field: 'atWorkplace', code: 'required' });
  if (asksLateReason(draft, setting)) written('lateReason', draft.lateReason, ENTRY_LIMITS.lateReason, true);

  several('conduct', conductOf(draft, policy).length, ENTRY_LIMITS.conduct);
  written('content', draft.content, ENTRY_LIMITS.content, true);
  several('handling', draft.handling.length, ENTRY_LIMITS.handling);
  chosen('effect', draft.effect);
  if (draft.evidence.length > ENTRY_LIMITS.evidenceFiles) gaps.push({ field: 'evidence', code: 'too-many' });

  if (approvalGiven(draft)) {
    named('approval.number', approval.number, ENTRY_LIMITS.approvalNumber, true);
    named('approval.approver', approval.approver, ENTRY_LIMITS.approver, true);
    time('approval.approvedAt', approval.approvedAt, false);
  }
  ground(draft, setting, gaps);
  several('requests', draft.requests.length, ENTRY_LIMITS.requests, false);
  if (!person.unidentified) written('person.contact', person.contact, ENTRY_LIMITS.contact);
  if (omission.told) {
    named('omission.by', omission.by, ENTRY_LIMITS.omissionBy, true);
    written('omission.account', omission.account, ENTRY_LIMITS.omissionAccount);
  }
  if (!draft.declared) gaps.push({ field: 'declared', code: 'not-declared' });
  return inOrder(gaps);
}

function present({ present: rows }: EntryDraft, gaps: EntryGap[]): void {
  const field = 'present';
  if (rows === null) gaps.push({ field, code: 'required' });
  else if (rows.length > ENTRY_LIMITS.present) gaps.push({ field, code: 'too-many' });
  else if (rows.some(({ name, unit }) => hiddenCharacters(name + unit).length > 0))
    gaps.push({ field, code: 'hidden-characters' });
  else if (rows.some(({ name }) => name.trim() === '')) gaps.push({ field, code: 'required' });
  else {
    const over = Math.max(
      0,
      ...rows.map(({ name, unit }) =>
        Math.max(name.trim().length - ENTRY_LIMITS.name, unit.trim().length - ENTRY_LIMITS.unit),
      ),
    );
    if (over > 0) gaps.push({ field, code: 'too-long', over });
  }
}

function ground(draft: EntryDraft, setting: EntrySetting, gaps: EntryGap[]): void {
  const { kind } = draft;
  if (!draft.fileOnly.on || kind === '') return;
  const field = 'fileOnly.ground';
  if (setting.supplementOf?.reported) {
    gaps.push({ field, code: 'scope-narrowed' });
    return;
  }
  const chosen = groundOf(draft);
  if (chosen === '') {
    gaps.push({ field, code: 'required' });
    return;
  }
  const lack = fileOnlyLack(groundFacts({ ...draft, kind }, setting), chosen);
  if (lack) gaps.push({ field: GROUND_FIELDS[lack.code], code: `file-only-${lack.code}` });
  else if (!groundsFor(kind, setting.policy).includes(chosen))
    gaps.push({ field, code: 'ground-not-allowed' });
}

/** A field says one thing at a time: the first that was found. */
function inOrder(gaps: EntryGap[]): EntryGap[] {
  return ENTRY_FIELDS.flatMap((field) => gaps.find((gap) => gap.field === field) ?? []);
}

/** Paths of a record that a field stands for without bearing their name. */
const OTHER_PATHS: readonly (readonly [RegExp, EntryField])[] = [
  [/^occurredAt\b/, 'when'],
  [/^fileOnly\b/, 'fileOnly.ground'],
  [/^approval$/, 'approval.number'],
  [/^omission$/, 'omission.by'],
  [/^person\.leader$/, 'person.leader.name'],
];

/** `body.person.name` → `person.name`; `body.entry.evidence.0.hash` → `evidence`. */
export function fieldOfPath(path: string): EntryField | undefined {
  const inEntry = path.replace(/^body\./, '').replace(/^entry\./, '');
  const other = OTHER_PATHS.find(([pattern]) => pattern.test(inEntry))?.[1];
  return other ?? ENTRY_FIELDS.find((field) => inEntry === field || inEntry.startsWith(`${field}.`));
}
