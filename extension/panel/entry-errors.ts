/** What is said beside a field of the entry form: gaps found here, and what the sidecar did not accept. */

import { i18n } from '#i18n';
import type { Problem } from '../../shared/api.ts';
import { type EntryField, type EntryGap, fieldOfPath } from '../../shared/entry-check.ts';
import { ENTRY_LIMITS } from '../../shared/entry-draft.ts';

export type FieldErrors = Partial<Record<EntryField, string>>;

const SEVERAL: readonly EntryField[] = ['conduct', 'handling', 'requests'];
/** Fields of which one answer is chosen; all others are typed. */
const CHOSEN: readonly EntryField[] = [
  'kind',
  'stage',
  'person.unitClass',
  'person.identity',
  'person.relationToParty',
  'person.relationToRecorder',
  'dutyBasis',
  'manner',
  'atWorkplace',
  'effect',
  'fileOnly.ground',
];

const LENGTHS: Partial<Record<EntryField, number>> = {
  reason: ENTRY_LIMITS.reason,
  'person.name': ENTRY_LIMITS.name,
  'person.unit': ENTRY_LIMITS.unit,
  'person.post': ENTRY_LIMITS.post,
  'person.contact': ENTRY_LIMITS.contact,
  'person.leader.name': ENTRY_LIMITS.name,
  'person.leader.unit': ENTRY_LIMITS.unit,
  'person.leader.post': ENTRY_LIMITS.post,
  medium: ENTRY_LIMITS.medium,
  present: ENTRY_LIMITS.name,
  place: ENTRY_LIMITS.place,
  lateReason: ENTRY_LIMITS.lateReason,
  content: ENTRY_LIMITS.content,
  'approval.number': ENTRY_LIMITS.approvalNumber,
  'approval.approver': ENTRY_LIMITS.approver,
  'omission.by': ENTRY_LIMITS.omissionBy,
  'omission.account': ENTRY_LIMITS.omissionAccount,
};
const COUNTS: Partial<Record<EntryField, number>> = {
  evidence: ENTRY_LIMITS.evidenceFiles,
  present: ENTRY_LIMITS.present,
};

function requiredWords(field: EntryField): string {
  if (field === 'present') return i18n.t('entry.errorPresent');
  if (SEVERAL.includes(field)) return i18n.t('entry.errorSeveral');
  return CHOSEN.includes(field) ? i18n.t('entry.errorChoose') : i18n.t('entry.errorRequired');
}

/** @param problem of case-number.ts, or the door's own */
function caseNumberWords(problem: string): string {
  switch (problem) {
    case 'several':
    case 'several-cases':
    case 'too-many-cases':
      return i18n.t('entry.caseSeveral');
    case 'year-brackets-missing':
      return i18n.t('entry.caseBrackets');
    case 'year-in-future':
      return i18n.t('entry.caseYearFuture');
    case 'year-not-of-form':
      return i18n.t('entry.caseYearForm');
    case 'court-unknown':
    case 'court-digits':
      return i18n.t('entry.caseCourt');
    case 'type-form':
      return i18n.t('entry.caseType');
    case 'serial-missing':
    case 'serial-form':
    case 'serial-run-backwards':
      return i18n.t('entry.caseSerial');
    case 'serial-not-eight-digits':
      return i18n.t('entry.caseEight');
    case 'suffix-form':
      return i18n.t('entry.caseSuffix');
    default:
      return i18n.t('entry.caseForm');
  }
}

export function gapWords(gap: EntryGap): string {
  const { field } = gap;
  switch (gap.code) {
    case 'required':
      return requiredWords(field);
    case 'too-long':
      return i18n.t('entry.errorTooLong', [String(gap.over), String(LENGTHS[field] ?? 0)]);
    case 'too-many':
      return field === 'evidence'
        ? i18n.t('entry.errorTooManyFiles', [String(ENTRY_LIMITS.evidenceFiles)])
        : i18n.t('entry.errorTooMany', [String(COUNTS[field] ?? ENTRY_LIMITS.handling)]);
    case 'not-a-time':
      return i18n.t('entry.errorNotATime');
    case 'in-future':
      return i18n.t('entry.errorInFuture');
    case 'not-declared':
      return i18n.t('entry.errorNotDeclared');
    case 'hidden-characters':
      return i18n.t('entry.errorHidden');
    case 'control-characters':
      return i18n.t('entry.errorControl');
    case 'case-number':
      return caseNumberWords(gap.problem);
    case 'scope-narrowed':
      return i18n.t('entry.errorScope');
    case 'ground-not-allowed':
      return i18n.t('entry.errorGround');
    case 'file-only-other-kind':
      return i18n.t('entry.errorGroundKind');
    case 'file-only-material-required':
      return i18n.t('entry.errorGroundMaterial');
    case 'file-only-approval-required':
      return i18n.t('entry.errorGroundApproval');
    case 'file-only-not-at-work':
      return i18n.t('entry.errorGroundAtWork');
    case 'file-only-duty-basis-required':
      return i18n.t('entry.errorGroundDuty');
  }
}

/** Refusals that say the same as a gap found here. */
function sameGap(field: EntryField, code: string): EntryGap | undefined {
  switch (code) {
    case 'person-name-required':
    case 'stage-required':
    case 'too_small':
      return { field, code: 'required' };
    case 'name-hidden-characters':
      return { field, code: 'hidden-characters' };
    case 'text-not-storable':
      return { field, code: 'control-characters' };
    case 'occurred-in-future':
      return { field, code: 'in-future' };
    case 'scope-narrowed':
    case 'ground-not-allowed':
    case 'file-only-other-kind':
    case 'file-only-material-required':
    case 'file-only-approval-required':
    case 'file-only-not-at-work':
    case 'file-only-duty-basis-required':
      return { field, code };
    default:
      return undefined;
  }
}

function serverWords(field: EntryField, code: string): string {
  if (field === 'caseNumber') return caseNumberWords(code);
  const gap = sameGap(field, code);
  if (gap) return gapWords(gap);
  if (code === 'conduct-unknown' || code === 'conduct-of-other-kind') return i18n.t('entry.errorConduct');
  return i18n.t('entry.errorServer');
}

/** Refusals that are about one field without naming it. */
const FIELD_OF_CODE: Readonly<Record<string, EntryField>> = {
  'occurred-in-future': 'when',
  'occurred-too-early': 'when',
  'case-differs': 'caseNumber',
  'case-number-several': 'caseNumber',
  'case-number-invalid': 'caseNumber',
  'conduct-unknown': 'conduct',
  'scope-narrowed': 'fileOnly.ground',
  'ground-not-allowed': 'fileOnly.ground',
};

/** What the sidecar found in a file. */
const OF_EVIDENCE = /^(?:evidence|upload)-/;

export function refusedFields(problem: Problem): FieldErrors {
  const errors: FieldErrors = {};
  for (const { path, code } of problem.errors ?? []) {
    const field = fieldOfPath(path);
    if (field) errors[field] ??= serverWords(field, code);
  }
  const field = OF_EVIDENCE.test(problem.code) ? 'evidence' : FIELD_OF_CODE[problem.code];
  if (field) errors[field] ??= problem.detail || serverWords(field, problem.code);
  return errors;
}
