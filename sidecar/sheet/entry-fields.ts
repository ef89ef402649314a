/**
 * The fields of an entry in words, for the current reading and for what a supplement took the place of. A field that
 * does not apply is not printed; one that was asked for and left empty is printed as —.
 */
import {
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
import { GROUND_RULES } from '../../shared/file-only.ts';
import type { EntryContent, Evidence } from '../../shared/records/entry.ts';
import { filled, SIZE } from './ruled-form.ts';
import { conductWords, type OwnConduct, time, wordFor, wordsFor, yesNo } from './sheet-words.ts';

export interface Field {
  name: string;
  /** Several: a list, one line an item. */
  value: string | readonly string[];
  /** Stands in a row of its own. */
  wide?: boolean;
  /** Begins a row, so that what belongs together stands side by side. */
  begins?: boolean;
  size?: number;
}

type Person = EntryContent['person'];
type Somebody = { name: string; unit: string; post: string };

export const personName = (person: Person): string =>
  person.unidentified ? (person.name.trim() === '' ? '身份不明' : `${person.name}（身份不明）`) : person.name;

const somebodyWords = ({ name, unit, post }: Somebody) =>
  filled([name, unit, post].filter((part) => part.trim() !== '').join('，'));

const presentWords = (present: NonNullable<EntryContent['present']>) =>
  present.length === 0
    ? '没有其他在场人员'
    : present
        .map(
          ({ name, unit, confirmed }) =>
            `${name}（${unit.trim() === '' ? '' : `${unit}，`}${confirmed ? '已确认' : '未确认'}）`,
        )
        .join('、');

const omissionWords = ({ by, account }: NonNullable<EntryContent['omission']>) =>
  account.trim() === '' ? by : `${by}：${account}`;

const approvalWords = ({ number, approver, approvedAt }: NonNullable<EntryContent['approval']>) =>
  `审批编号 ${number}；批准人 ${approver}${approvedAt === undefined ? '' : `；批准时间 ${time(approvedAt)}`}`;

const evidenceWords = (file: Evidence, index: number) =>
  `${index + 1}．${file.name}　${file.bytes.toLocaleString('en-US')} 字节　指纹 ${file.hash.slice(0, 16)}`;

/** The ground on which an entry stays in the case, with the article it rests on (法院实施细则). */
export const groundWords = ({ ground }: NonNullable<EntryContent['fileOnly']>) =>
  `${FILE_ONLY_GROUNDS[ground].zh}（${GROUND_RULES[ground].article.replace(/^001 /, '实施细则')}）`;

/** What is done with a field that was added later and may be absent. */
const given = <T>(value: T | undefined, field: (value: T) => Field): Field[] =>
  value === undefined ? [] : [field(value)];

function personFields(person: Person): Field[] {
  return [
    { name: '被记录人', value: personName(person) },
    { name: '身份类别', value: wordFor(IDENTITIES, person.identity) },
    { name: '工作单位', value: person.unit },
    { name: '单位类别', value: wordFor(UNIT_CLASSES, person.unitClass) },
    { name: '职务职级', value: person.post },
    { name: '领导干部', value: yesNo(person.isLeader) },
    ...given(person.leader, (leader) => ({ name: '关联领导', value: somebodyWords(leader), wide: true })),
    { name: '与当事人关系', value: wordFor(RELATIONS, person.relationToParty) },
    ...given(person.relationToRecorder, (relation) => ({
      name: '与记录人关系',
      value: wordFor(RELATIONS, relation),
    })),
    ...given(person.contact, (value) => ({ name: '联系方式', value })),
    ...given(person.staffCode, (value) => ({ name: '工　　号', value })),
  ];
}

/** Everything an entry says, but its number, kind, case and stage. */
export function contentFields(body: EntryContent, own: readonly OwnConduct[]): Field[] {
  return [
    ...personFields(body.person),
    { name: '方　　式', value: wordFor(MANNERS, body.manner) },
    ...given(body.medium, (value) => ({ name: '存储介质', value })),
    { name: '发生时间', value: time(body.occurredAt), begins: true },
    ...given(body.workingTime, (yes) => ({ name: '工作时间内', value: yesNo(yes) })),
    { name: '发生地点', value: body.place, begins: true },
    { name: '工作场所内', value: yesNo(body.atWorkplace) },
    ...given(body.present, (value) => ({ name: '在场人员', value: presentWords(value), wide: true })),
    { name: '行为情形', value: body.conduct.map((code) => conductWords(body.kind, code, own)), wide: true },
    { name: '具体内容', value: body.content, wide: true, size: SIZE.body },
    ...given(body.requests?.length ? body.requests : undefined, (value) => ({
      name: '提出的要求',
      value: wordsFor(REQUESTS, value),
      wide: true,
    })),
    { name: '处　　置', value: wordsFor(HANDLINGS, body.handling) },
    { name: '影响办案', value: wordFor(EFFECTS, body.effect) },
    ...given(body.omission, (value) => ({ name: '授意不记录', value: omissionWords(value), wide: true })),
    ...given(body.dutyBasis, (value) => ({
      name: '履职依据',
      value: wordFor(DUTY_BASES, value),
      wide: true,
    })),
    ...given(body.approval, (value) => ({ name: '审批信息', value: approvalWords(value), wide: true })),
    { name: '附　　件', value: body.evidence.map(evidenceWords), wide: true },
  ];
}

/** What the filed copy tells where content and identity stay out: codes and handling only. */
export function codeFields(body: EntryContent, own: readonly OwnConduct[]): Field[] {
  return [
    { name: '发生时间', value: time(body.occurredAt) },
    ...given(body.workingTime, (yes) => ({ name: '工作时间内', value: yesNo(yes) })),
    { name: '行为情形', value: body.conduct.map((code) => conductWords(body.kind, code, own)), wide: true },
    ...given(body.requests?.length ? body.requests : undefined, (value) => ({
      name: '提出的要求',
      value: wordsFor(REQUESTS, value),
      wide: true,
    })),
    { name: '处　　置', value: wordsFor(HANDLINGS, body.handling) },
    { name: '影响办案', value: wordFor(EFFECTS, body.effect) },
  ];
}

type FieldWords = {
  [K in keyof EntryContent]-?: [name: string, words: (value: NonNullable<EntryContent[K]>) => string];
};

/** Each field by itself, as a former reading is told. */
const FORMER: FieldWords = {
  kind: ['记录类型', (value) => wordFor(ENTRY_KINDS, value)],
  stage: ['诉讼环节', (value) => wordFor(STAGES, value)],
  person: [
    '被记录人',
    (value) =>
      personFields(value)
        .map(({ name, value: words }) => `${name.replaceAll('　', '')} ${filled(String(words))}`)
        .join('，'),
  ],
  occurredAt: ['发生时间', (value) => time(value)],
  place: ['发生地点', (value) => value],
  atWorkplace: ['工作场所内', yesNo],
  workingTime: ['工作时间内', yesNo],
  manner: ['方式', (value) => wordFor(MANNERS, value)],
  medium: ['存储介质', (value) => value],
  present: ['在场人员', presentWords],
  conduct: ['行为情形', (value) => value.join('、')],
  content: ['具体内容', (value) => value],
  requests: ['提出的要求', (value) => wordsFor(REQUESTS, value)],
  handling: ['处置', (value) => wordsFor(HANDLINGS, value)],
  effect: ['影响办案', (value) => wordFor(EFFECTS, value)],
  omission: ['授意不记录', omissionWords],
  dutyBasis: ['履职依据', (value) => wordFor(DUTY_BASES, value)],
  approval: ['审批信息', approvalWords],
  fileOnly: ['附卷依据', groundWords],
  lateReason: ['补报原因', (value) => value],
  evidence: ['附件', (value) => value.map(evidenceWords).join('；')],
  declared: ['声明', yesNo],
};

/** How one field read before; a field that was not there says so. */
export function formerWords({ field, value }: { field: keyof EntryContent; value: unknown }): string {
  // The value is of the field: both come out of a record that passed the schema.
  const [name, words] = FORMER[field] as [string, (value: unknown) => string];
  return `${name}：${value === undefined || value === null ? '（未填）' : filled(words(value))}`;
}
