/**
 * What an entry says, as rows of label and words: for whoever reads it, and to tell two readings of it apart. Fields that
 * do not apply to it have no row.
 */
import { i18n } from '#i18n';
import { printBeijingTime } from '../../shared/calendar.ts';
import {
  CONDUCT,
  type CodeList,
  DUTY_BASES,
  EFFECTS,
  ENTRY_KINDS,
  FILE_ONLY_GROUNDS,
  HANDLINGS,
  IDENTITIES,
  MANNERS,
  RELATIONS,
  REQUESTS,
  STAGES,
  UNIT_CLASSES,
} from '../../shared/codes.ts';
import type { Policy } from '../../shared/policy.ts';
import type { EntryContent } from '../../shared/records/entry.ts';
import { listWords, wordOf } from '../look/words.ts';
import { changesOf, type Row, type RowChange } from './row-changes.ts';

/** An entry as it is filed, or as a form would file it. */
export type EntryRead = EntryContent & { caseNumber?: string | undefined };

/** Of the court's policy, its own codes; without it national words stand. */
type OwnCodes = Pick<Policy, 'conduct'> | undefined;

export interface RowGroup {
  title: string;
  rows: Row[];
}

const yesOrNo = (value: boolean): string => (value ? i18n.t('common.yes') : i18n.t('common.no'));

const word = (list: CodeList, code: string | undefined): string =>
  code === undefined ? '' : wordOf(list, code);

const several = (list: CodeList, codes: readonly string[] = []): string =>
  listWords(codes.map((code) => wordOf(list, code)));

const joined = (between: string, ...parts: (string | undefined)[]): string =>
  parts.filter((part) => part !== undefined && part !== '').join(between);

/** The conduct of an entry's kind, the court's own codes among them. */
function conductWords({ kind, conduct }: EntryRead, policy: OwnCodes): string {
  const own = Object.fromEntries((policy?.conduct ?? []).map((one) => [one.code, one]));
  return several({ ...CONDUCT[kind], ...own }, conduct);
}

function presentWords(present: EntryRead['present']): string {
  if (!present) return '';
  if (present.length === 0) return i18n.t('fields.presentNobody');
  return listWords(
    present.map(({ name, unit, confirmed }) => {
      const who = unit === '' ? name : `${name}${i18n.t('entry.article', [unit])}`;
      return confirmed ? i18n.t('fields.presentConfirmed', [who]) : who;
    }),
  );
}

/** Only rows that say something. */
const rows = (...found: [field: string, label: string, value: string | undefined][]): Row[] =>
  found.flatMap(([field, label, value]) =>
    value === undefined || value === '' ? [] : [{ field, label, value }],
  );

function caseRows({ kind, caseNumber, stage }: EntryRead): Row[] {
  return rows(
    ['kind', i18n.t('fields.kind'), wordOf(ENTRY_KINDS, kind)],
    ['caseNumber', i18n.t('fields.case'), caseNumber ?? i18n.t('fields.noCase')],
    ['stage', i18n.t('fields.stage'), word(STAGES, stage)],
  );
}

function personRows({ person }: EntryRead): Row[] {
  const { leader, unidentified } = person;
  return rows(
    ['person.name', i18n.t('fields.name'), unidentified ? i18n.t('fields.unidentified') : person.name],
    ['person.unit', i18n.t('fields.unit'), person.unit],
    ['person.unitClass', i18n.t('fields.unitClass'), wordOf(UNIT_CLASSES, person.unitClass)],
    ['person.post', i18n.t('fields.post'), person.post],
    ['person.staffCode', i18n.t('fields.staffCode'), person.staffCode],
    ['person.isLeader', i18n.t('fields.isLeader'), yesOrNo(person.isLeader)],
    ['person.identity', i18n.t('fields.identity'), wordOf(IDENTITIES, person.identity)],
    [
      'person.leader',
      i18n.t('fields.leader'),
      leader && joined(' · ', leader.name, leader.unit, leader.post),
    ],
    ['person.relationToParty', i18n.t('fields.relationToParty'), wordOf(RELATIONS, person.relationToParty)],
    [
      'person.relationToRecorder',
      i18n.t('fields.relationToRecorder'),
      word(RELATIONS, person.relationToRecorder),
    ],
    ['person.contact', i18n.t('fields.contact'), person.contact],
  );
}

function eventRows(entry: EntryRead): Row[] {
  const { workingTime } = entry;
  return rows(
    ['occurredAt', i18n.t('fields.occurredAt'), printBeijingTime(entry.occurredAt)],
    ['place', i18n.t('fields.place'), entry.place],
    ['atWorkplace', i18n.t('fields.atWorkplace'), yesOrNo(entry.atWorkplace)],
    ['workingTime', i18n.t('fields.workingTime'), workingTime === undefined ? '' : yesOrNo(workingTime)],
    ['manner', i18n.t('fields.manner'), wordOf(MANNERS, entry.manner)],
    ['medium', i18n.t('fields.medium'), entry.medium],
    ['present', i18n.t('fields.present'), presentWords(entry.present)],
  );
}

function accountRows(entry: EntryRead, policy: OwnCodes): Row[] {
  const { approval, omission } = entry;
  const approvedAt = approval?.approvedAt;
  return rows(
    ['conduct', i18n.t('fields.conduct'), conductWords(entry, policy)],
    ['content', i18n.t('fields.content'), entry.content],
    ['requests', i18n.t('fields.requests'), several(REQUESTS, entry.requests)],
    ['handling', i18n.t('fields.handling'), several(HANDLINGS, entry.handling)],
    ['effect', i18n.t('fields.effect'), wordOf(EFFECTS, entry.effect)],
    [
      'omission',
      i18n.t('fields.omission'),
      omission && joined(i18n.t('entry.colon'), omission.by, omission.account),
    ],
    ['dutyBasis', i18n.t('fields.dutyBasis'), word(DUTY_BASES, entry.dutyBasis)],
    [
      'approval',
      i18n.t('fields.approval'),
      approval &&
        joined(' · ', approval.number, approval.approver, approvedAt && printBeijingTime(approvedAt)),
    ],
    ['fileOnly', i18n.t('fields.fileOnly'), word(FILE_ONLY_GROUNDS, entry.fileOnly?.ground)],
    ['lateReason', i18n.t('fields.lateReason'), entry.lateReason],
  );
}

export function entryRows(entry: EntryRead, policy: OwnCodes): RowGroup[] {
  return [
    { title: i18n.t('fields.groupCase'), rows: caseRows(entry) },
    { title: i18n.t('fields.groupPerson'), rows: personRows(entry) },
    { title: i18n.t('fields.groupEvent'), rows: eventRows(entry) },
    { title: i18n.t('fields.groupAccount'), rows: accountRows(entry, policy) },
  ];
}

/** All rows of a reading, with its files. */
function comparedRows(entry: EntryRead, policy: OwnCodes): Row[] {
  const files = listWords(entry.evidence.map(({ name }) => name));
  return [
    ...entryRows(entry, policy).flatMap((group) => group.rows),
    ...rows(['evidence', i18n.t('fields.evidence'), files]),
  ];
}

/** What reads otherwise, in the order of the form. */
export const entryChanges = (before: EntryRead, after: EntryRead, policy: OwnCodes): RowChange[] =>
  changesOf(comparedRows(before, policy), comparedRows(after, policy));
