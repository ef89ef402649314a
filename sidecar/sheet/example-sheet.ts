/** Example sheets for tests and measurements: the same arguments give the same sheet, to the byte. */
import { createHash } from 'node:crypto';
import canonicalize from 'canonicalize';
import { CONDUCT, ENTRY_KINDS, type EntryKind, HANDLINGS, MANNERS } from '../../shared/codes.ts';
import type { EntryBody } from '../../shared/records/entry.ts';
import type { SealedSheet, Sheet, SheetEntry, SheetNil, SheetPerson } from '../../shared/sheet.ts';

export interface ExampleOptions {
  entries?: number;
  nils?: number;
  parties?: number;
  /** Evidence files of every entry. */
  evidence?: number;
  /** Changes one entry: by its place among the entries, from 0. */
  entry?: (body: EntryBody, index: number) => EntryBody;
  /** Changes the finished sheet before it is sealed. */
  sheet?: (sheet: Sheet) => Sheet;
}

const START = Date.UTC(2026, 2, 2, 1, 5);
const HOUR = 3_600_000;
const at = (hours: number) => new Date(START + hours * HOUR).toISOString();

const STAFF = [
  { staffCode: 'NY1302-0117', name: '王建国', department: '民事审判第一庭', post: '审判员' },
  { staffCode: 'NY1302-0042', name: '李秀英', department: '民事审判第一庭', post: '庭长' },
  { staffCode: 'NY1302-0203', name: '欧阳文静', department: '民事审判第一庭', post: '审判员' },
  { staffCode: 'NY1302-0009', name: '赵国强', department: '院领导', post: '副院长' },
  { staffCode: 'NY1302-0311', name: '陈晓', department: '民事审判第一庭', post: '书记员' },
] as const;

const ASKERS = ['张志远', '刘洋', '周海燕', '马德胜', '孙丽', ''];
const CONTENTS = [
  '来电询问本案何时开庭，称被告与其为多年同学，希望“照顾一下”。我答复案件依法审理，可通过诉讼服务中心查询进度。',
  '当面递交一份情况说明，称系上级领导转来，要求尽快判决。我告知材料应由立案窗口接收，未予接收。',
  '下班后在小区门口遇见，问起合议庭成员是谁、倾向性意见如何，我未作任何答复，当晚向庭长报告。',
];

const sealed = (sheet: Sheet): SealedSheet => {
  const canonical = canonicalize(sheet);
  if (canonical === undefined) throw new Error('an example sheet is always an object');
  return { sheet, hash: createHash('sha256').update(canonical).digest('hex') };
};

const pick = <T>(list: readonly T[], index: number): T => {
  const item = list[index % list.length];
  if (item === undefined) throw new Error('an example list is never empty');
  return item;
};

const keys = <T extends string>(list: Readonly<Record<T, unknown>>) => Object.keys(list) as T[];

function exampleEntry(index: number, evidence: number, caseNumber: string): SheetEntry {
  const kind: EntryKind = pick(keys(ENTRY_KINDS), index);
  const name = pick(ASKERS, index);
  const seq = 101 + index * 3;
  return {
    type: 'entry',
    seq,
    id: exampleId(seq),
    by: pick(STAFF, index),
    receivedAt: at(index * 5 + 2),
    body: {
      caseNumber,
      kind,
      stage: 'first',
      person: {
        unidentified: name === '',
        name,
        unit: name === '' ? '' : pick(['南阳市某某局', '河南某某律师事务所', '南阳某某建设有限公司'], index),
        unitClass: name === '' ? 'unknown' : pick(['government', 'law-firm', 'enterprise'], index),
        post: name === '' ? '' : pick(['副局长', '律师', '项目经理'], index),
        isLeader: name !== '' && index % 3 === 0,
        identity: name === '' ? 'other' : pick(['leader', 'lawyer', 'acquaintance'], index),
        relationToParty: pick(['classmate', 'agent', 'unit', 'unknown'], index),
      },
      occurredAt: at(index * 5),
      place: pick(['本院第三审判庭外走廊', '办公室电话', '宛城区某小区门口'], index),
      atWorkplace: index % 3 !== 2,
      manner: pick(keys(MANNERS), index),
      conduct: keys(CONDUCT[kind]).slice(index % 3, (index % 3) + 1 + (index % 2)),
      content: pick(CONTENTS, index),
      handling: [pick(keys(HANDLINGS), index), pick(keys(HANDLINGS), index + 1)],
      effect: pick(['no', 'no', 'possibly'], index),
      evidence: Array.from({ length: evidence }, (_, file) => ({
        hash: createHash('sha256').update(`evidence ${index} ${file}`).digest('hex'),
        name: pick(['通话记录截图.png', '来函扫描件.pdf', '现场录音（节选）.m4a'], file),
        mediaType: pick(['image/png', 'application/pdf', 'audio/mp4'], file),
        bytes: 48_211 * (file + 1),
      })),
      declared: true,
    },
  };
}

function exampleNil(index: number, hours: number, seq: number, caseNumber: string): SheetNil {
  return {
    type: 'nil-declaration',
    seq,
    id: exampleId(seq),
    by: pick([...STAFF].reverse(), index),
    receivedAt: at(hours),
    body: {
      caseNumber,
      questions: 1,
      affirmed: ['external', 'internal', 'contact', 'omission'],
      declared: true,
    },
  };
}

const exampleId = (seq: number) => `0195a1f0-0000-7000-8000-${String(seq).padStart(12, '0')}`;

export function exampleSheet(options: ExampleOptions = {}): SealedSheet {
  const { entries = 1, nils = 1, parties = 2, evidence = 0 } = options;
  const caseNumber = '（2026）豫1302民初123号';
  const lines = [
    ...Array.from({ length: entries }, (_, index) => exampleEntry(index, evidence, caseNumber)),
    ...Array.from({ length: nils }, (_, index) =>
      exampleNil(index, entries * 5 + index + 3, 101 + entries * 3 + index, caseNumber),
    ),
  ].map((line) =>
    line.type === 'entry' && options.entry
      ? { ...line, body: options.entry(line.body, (line.seq - 101) / 3) }
      : line,
  );
  const roles: SheetPerson['roles'][] = [
    ['handling-judge'],
    ['presiding-judge'],
    ['panel-member'],
    ['approver'],
    ['clerk'],
  ];
  const people = STAFF.map((member, index): SheetPerson => {
    const own = lines.filter((line) => line.by.staffCode === member.staffCode);
    const last = own.at(-1);
    return {
      roles: pick(roles, index),
      name: member.name,
      staffCode: member.staffCode,
      department: member.department,
      statement: own.some((line) => line.type === 'entry') ? 'entries' : last ? 'nil' : 'none',
      ...(last ? { statedAt: last.receivedAt } : {}),
    };
  });
  const newest = lines.at(-1);
  const sheet: Sheet = {
    v: 1,
    court: { code: '豫1302', name: '河南省南阳市宛城区人民法院' },
    caseNumber,
    cause: '建设工程施工合同纠纷',
    stage: '一审',
    parties: Array.from({ length: parties }, (_, index) =>
      index === 0 ? '原告：南阳某某建设有限公司' : `被告${index}：河南某某置业有限公司第${index}分公司`,
    ),
    agents: ['马德胜，河南某某律师事务所律师（原告委托诉讼代理人）'].slice(0, parties),
    people,
    lines,
    asOf: newest?.receivedAt ?? at(0),
    through: newest?.seq ?? 100,
  };
  return sealed(options.sheet ? options.sheet(sheet) : sheet);
}
