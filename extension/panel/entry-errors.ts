/** What is said beside a field of the entry form: gaps found here, and what the sidecar did not accept. */

import { i18n } from '#i18n';
import type { Problem } from '../../shared/api.ts';
import { ENTRY_LIMITS, type EntryField, type EntryGap } from '../../shared/entry-check.ts';

export type FieldErrors = Partial<Record<EntryField, string>>;

const TYPED: readonly EntryField[] = [
  'person.name',
  'person.unit',
  'person.post',
  'when',
  'place',
  'content',
];
const SEVERAL: readonly EntryField[] = ['conduct', 'handling'];
const FIELDS: readonly EntryField[] = [
  ...TYPED,
  ...SEVERAL,
  'kind',
  'stage',
  'person.unitClass',
  'person.identity',
  'person.relationToParty',
  'atWorkplace',
  'manner',
  'effect',
  'evidence',
  'declared',
];

const LENGTHS: Partial<Record<EntryField, number>> = {
  'person.name': ENTRY_LIMITS.name,
  'person.unit': ENTRY_LIMITS.unit,
  'person.post': ENTRY_LIMITS.post,
  place: ENTRY_LIMITS.place,
  content: ENTRY_LIMITS.content,
};

export function gapWords({ field, code }: EntryGap): string {
  switch (code) {
    case 'required':
      if (TYPED.includes(field)) return i18n.t('entry.errorRequired');
      return SEVERAL.includes(field) ? i18n.t('entry.errorSeveral') : i18n.t('entry.errorChoose');
    case 'too-long':
      return i18n.t('entry.errorTooLong', [String(LENGTHS[field] ?? 0)]);
    case 'too-many':
      return i18n.t('entry.errorTooMany', [
        String(field === 'evidence' ? ENTRY_LIMITS.evidenceFiles : ENTRY_LIMITS.handling),
      ]);
    case 'not-a-time':
      return i18n.t('entry.errorNotATime');
    case 'in-future':
      return i18n.t('entry.errorInFuture');
    case 'not-declared':
      return i18n.t('entry.errorNotDeclared');
  }
}

/** `body.person.name` → `person.name`; `body.evidence.0.hash` → `evidence`. */
export function fieldOfPath(path: string): EntryField | undefined {
  const inBody = path.replace(/^body\./, '').replace(/^occurredAt\b/, 'when');
  return FIELDS.find((field) => inBody === field || inBody.startsWith(`${field}.`));
}

function serverWords(code: string): string {
  if (code === 'person-name-required' || code === 'too_small') return i18n.t('entry.errorRequired');
  if (code === 'text-not-storable') return i18n.t('entry.errorText');
  return i18n.t('entry.errorServer');
}

/** Refusals that are about one field without naming it. */
const FIELD_OF_CODE: Readonly<Record<string, EntryField>> = {
  'occurred-in-future': 'when',
  'occurred-too-early': 'when',
};

/** What the sidecar found in a file. */
const OF_EVIDENCE = /^(?:evidence|upload)-/;

export function refusedFields(problem: Problem): FieldErrors {
  const errors: FieldErrors = {};
  for (const { path, code } of problem.errors ?? []) {
    const field = fieldOfPath(path);
    if (field) errors[field] = serverWords(code);
  }
  const field = OF_EVIDENCE.test(problem.code) ? 'evidence' : FIELD_OF_CODE[problem.code];
  if (field) errors[field] = problem.detail || i18n.t('entry.errorServer');
  return errors;
}
