/** What an entry says, field by field, in words: how two readings of it are told apart. */
import { i18n } from '#i18n';
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
import type { FormPolicy } from '../../shared/entry-draft.ts';
import type { EntryContent } from '../../shared/records/entry.ts';
import { shortTime } from '../look/time.ts';
import { listWords, wordOf } from '../look/words.ts';

export interface EntryFact {
  label: string;
  words: string;
}

const yesOrNo = (value: boolean): string => (value ? i18n.t('common.yes') : i18n.t('common.no'));
const several = (list: CodeList, codes: readonly string[]): string =>
  listWords(codes.map((code) => wordOf(list, code)));

/** The list of conduct of an entry's kind, the court's own codes among them. */
function conductWords(kind: EntryContent['kind'], codes: readonly string[], policy?: FormPolicy): string {
  const own = Object.fromEntries((policy?.conduct ?? []).map((one) => [one.code, one]));
  return several({ ...CONDUCT[kind], ...own }, codes);
}

function personFacts({ person }: EntryContent): EntryFact[] {
  const { leader } = person;
  return [
    {
      label: i18n.t('entry.name'),
      words: person.unidentified ? i18n.t('entry.unidentified') : person.name,
    },
    { label: i18n.t('entry.unit'), words: person.unit },
    { label: i18n.t('entry.unitClass'), words: wordOf(UNIT_CLASSES, person.unitClass) },
    { label: i18n.t('entry.post'), words: person.post },
    { label: i18n.t('entry.isLeader'), words: yesOrNo(person.isLeader) },
    { label: i18n.t('entry.identity'), words: wordOf(IDENTITIES, person.identity) },
    { label: i18n.t('entry.relation'), words: wordOf(RELATIONS, person.relationToParty) },
    {
      label: i18n.t('entry.relationToRecorder'),
      words: person.relationToRecorder === undefined ? '' : wordOf(RELATIONS, person.relationToRecorder),
    },
    { label: i18n.t('entry.contactDetails'), words: person.contact ?? '' },
    {
      label: i18n.t('entry.leader'),
      words: leader ? [leader.unit, leader.post, leader.name].filter((words) => words !== '').join(' ') : '',
    },
  ];
}

/** Every field in the order of the form; one that says nothing has no words. */
export function entryFacts(entry: EntryContent, policy?: FormPolicy): EntryFact[] {
  const { approval, omission, present, fileOnly } = entry;
  return [
    { label: i18n.t('entry.kind'), words: wordOf(ENTRY_KINDS, entry.kind) },
    {
      label: i18n.t('entry.stage'),
      words: entry.stage === undefined ? '' : wordOf(STAGES, entry.stage),
    },
    ...personFacts(entry),
    {
      label: i18n.t('entry.dutyBasis'),
      words: entry.dutyBasis === undefined ? '' : wordOf(DUTY_BASES, entry.dutyBasis),
    },
    { label: i18n.t('entry.when'), words: shortTime(entry.occurredAt) },
    { label: i18n.t('entry.manner'), words: wordOf(MANNERS, entry.manner) },
    { label: i18n.t('entry.medium'), words: entry.medium ?? '' },
    {
      label: i18n.t('entry.present'),
      words: listWords((present ?? []).map(({ name, unit }) => (unit === '' ? name : `${name} ${unit}`))),
    },
    { label: i18n.t('entry.place'), words: entry.place },
    { label: i18n.t('entry.atWorkplace'), words: yesOrNo(entry.atWorkplace) },
    { label: i18n.t('entry.conduct'), words: conductWords(entry.kind, entry.conduct, policy) },
    { label: i18n.t('entry.content'), words: entry.content },
    { label: i18n.t('entry.handling'), words: several(HANDLINGS, entry.handling) },
    { label: i18n.t('entry.effect'), words: wordOf(EFFECTS, entry.effect) },
    { label: i18n.t('entry.evidence'), words: listWords(entry.evidence.map(({ name }) => name)) },
    {
      label: i18n.t('entry.fileOnly'),
      words: fileOnly ? wordOf(FILE_ONLY_GROUNDS, fileOnly.ground) : '',
    },
    {
      label: i18n.t('entry.approval'),
      words: approval ? [approval.number, approval.approver].join(' ') : '',
    },
    { label: i18n.t('entry.requests'), words: several(REQUESTS, entry.requests ?? []) },
    {
      label: i18n.t('entry.omission'),
      words: omission ? [omission.by, omission.account].filter((words) => words !== '').join(' ') : '',
    },
    { label: i18n.t('entry.lateReason'), words: entry.lateReason ?? '' },
  ];
}

export interface EntryChange {
  label: string;
  before: string;
  after: string;
}

/** The fields in which two readings of an entry say something else. */
export function entryChanges(before: EntryContent, after: EntryContent, policy?: FormPolicy): EntryChange[] {
  const now = entryFacts(after, policy);
  return entryFacts(before, policy).flatMap(({ label, words }, place) => {
    const said = now[place]?.words ?? '';
    return said === words ? [] : [{ label, before: words, after: said }];
  });
}
