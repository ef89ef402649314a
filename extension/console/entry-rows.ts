/** What an entry says, as rows of label and words; fields that do not apply to it have no row. */
import { i18n } from '#i18n';
import { printBeijingTime } from '../../shared/calendar.ts';
import {
  CONDUCT,
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
import type { EntryBody } from '../../shared/records/entry.ts';
import { language, listWords, wordOf } from '../look/words.ts';
import type { Row } from './readings.ts';

export interface RowGroup {
  title: string;
  rows: Row[];
}

/** A conduct code in words, the court's own codes among them. */
function conductWord(kind: EntryBody['kind'], code: string, policy: Policy | undefined): string {
  const own = policy?.conduct.find((one) => one.code === code);
  return own ? own[language] : wordOf(CONDUCT[kind], code);
}

const yesNo = (value: boolean): string => (value ? i18n.t('common.yes') : i18n.t('common.no'));

/** Only rows that say something. */
const rows = (...found: [field: string, label: string, value: string | undefined][]): Row[] =>
  found.flatMap(([field, label, value]) =>
    value === undefined || value === '' ? [] : [{ field, label, value }],
  );

function personRows({ person }: EntryBody): Row[] {
  const { leader } = person;
  return rows(
    [
      'person.name',
      i18n.t('console.name'),
      person.unidentified ? i18n.t('console.unidentified') : person.name,
    ],
    ['person.unit', i18n.t('console.unit'), person.unit],
    ['person.unitClass', i18n.t('console.unitClass'), wordOf(UNIT_CLASSES, person.unitClass)],
    ['person.post', i18n.t('console.post'), person.post],
    ['person.staffCode', i18n.t('console.staffCode'), person.staffCode],
    ['person.isLeader', i18n.t('console.isLeader'), yesNo(person.isLeader)],
    ['person.identity', i18n.t('console.identity'), wordOf(IDENTITIES, person.identity)],
    [
      'person.leader',
      i18n.t('console.leader'),
      leader && [leader.name, leader.unit, leader.post].filter((part) => part !== '').join(' · '),
    ],
    ['person.relationToParty', i18n.t('console.relationToParty'), wordOf(RELATIONS, person.relationToParty)],
    [
      'person.relationToRecorder',
      i18n.t('console.relationToRecorder'),
      person.relationToRecorder && wordOf(RELATIONS, person.relationToRecorder),
    ],
    ['person.contact', i18n.t('console.contact'), person.contact],
  );
}

function presentWords(present: EntryBody['present']): string | undefined {
  if (!present) return undefined;
  if (present.length === 0) return i18n.t('console.presentNobody');
  return listWords(
    present.map(({ name, unit, confirmed }) => {
      const who = unit === '' ? name : `${name}（${unit}）`;
      return confirmed ? i18n.t('console.presentConfirmed', [who]) : who;
    }),
  );
}

function eventRows(entry: EntryBody): Row[] {
  const { workingTime } = entry;
  return rows(
    ['occurredAt', i18n.t('console.occurredAt'), printBeijingTime(entry.occurredAt)],
    ['place', i18n.t('console.place'), entry.place],
    ['atWorkplace', i18n.t('console.atWorkplace'), yesNo(entry.atWorkplace)],
    [
      'workingTime',
      i18n.t('console.workingTime'),
      workingTime === undefined ? undefined : yesNo(workingTime),
    ],
    ['manner', i18n.t('console.manner'), wordOf(MANNERS, entry.manner)],
    ['medium', i18n.t('console.medium'), entry.medium],
    ['present', i18n.t('console.present'), presentWords(entry.present)],
  );
}

function accountRows(entry: EntryBody, policy: Policy | undefined): Row[] {
  const { kind, approval, omission } = entry;
  return rows(
    [
      'conduct',
      i18n.t('console.conduct'),
      listWords(entry.conduct.map((code) => conductWord(kind, code, policy))),
    ],
    ['content', i18n.t('console.content'), entry.content],
    [
      'requests',
      i18n.t('console.requests'),
      entry.requests && listWords(entry.requests.map((code) => wordOf(REQUESTS, code))),
    ],
    [
      'handling',
      i18n.t('console.handling'),
      listWords(entry.handling.map((code) => wordOf(HANDLINGS, code))),
    ],
    ['effect', i18n.t('console.effect'), wordOf(EFFECTS, entry.effect)],
    [
      'omission',
      i18n.t('console.omission'),
      omission && [omission.by, omission.account].filter((part) => part !== '').join('：'),
    ],
    ['dutyBasis', i18n.t('console.dutyBasis'), entry.dutyBasis && wordOf(DUTY_BASES, entry.dutyBasis)],
    [
      'approval',
      i18n.t('console.approval'),
      approval &&
        [
          approval.number,
          approval.approver,
          approval.approvedAt === undefined ? '' : printBeijingTime(approval.approvedAt),
        ]
          .filter((part) => part !== '')
          .join(' · '),
    ],
    [
      'fileOnly',
      i18n.t('console.fileOnly'),
      entry.fileOnly && wordOf(FILE_ONLY_GROUNDS, entry.fileOnly.ground),
    ],
    ['lateReason', i18n.t('console.lateReason'), entry.lateReason],
  );
}

export function entryRows(entry: EntryBody, policy: Policy | undefined): RowGroup[] {
  return [
    {
      title: i18n.t('console.groupCase'),
      rows: rows(
        ['kind', i18n.t('console.kind'), wordOf(ENTRY_KINDS, entry.kind)],
        ['caseNumber', i18n.t('console.case'), entry.caseNumber ?? i18n.t('console.noCase')],
        ['stage', i18n.t('console.stage'), entry.stage && wordOf(STAGES, entry.stage)],
      ),
    },
    { title: i18n.t('console.groupPerson'), rows: personRows(entry) },
    { title: i18n.t('console.groupEvent'), rows: eventRows(entry) },
    { title: i18n.t('console.groupAccount'), rows: accountRows(entry, policy) },
  ];
}

/** All rows of a reading with its files, for telling two readings apart. */
export function comparedRows(entry: EntryBody, policy: Policy | undefined): Row[] {
  const files = listWords(entry.evidence.map(({ name }) => name));
  return [
    ...entryRows(entry, policy).flatMap((group) => group.rows),
    ...rows(['evidence', i18n.t('console.evidence'), files]),
  ];
}
