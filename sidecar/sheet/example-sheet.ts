/** Example sheets for tests and measurements: the same arguments give the same sheet, to the byte. */
import { createHash } from 'node:crypto';
import canonicalize from 'canonicalize';
import {
  CONDUCT,
  ELECTRONIC_MANNERS,
  ENTRY_KINDS,
  type EntryKind,
  HANDLINGS,
  MANNERS,
  ORAL_MANNERS,
  RELATIONS,
  REQUESTS,
} from '../../shared/codes.ts';
import type { EntryBody } from '../../shared/records/entry.ts';
import type {
  EntryProof,
  SealedSheet,
  Sheet,
  SheetAnnex,
  SheetEntry,
  SheetNil,
  SheetPerson,
} from '../../shared/sheet.ts';

export interface ExampleOptions {
  entries?: number;
  nils?: number;
  parties?: number;
  /** Evidence files of every entry. */
  evidence?: number;
  /** Changes what one entry says: by its place among the entries, from 0. */
  entry?: (body: EntryBody, index: number) => EntryBody;
  /** Changes an entry as the sheet holds it. */
  line?: (line: SheetEntry, index: number) => SheetEntry;
  annex?: SheetAnnex;
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

const ASKERS = [
  '张志远',
  '刘洋',
  '周海燕',
  '马德胜',
  '孙丽',
  '',
  '何晓东',
  '宋春梅',
  '杜鹏',
  '闫玉兰',
  '司马青',
];
const CONTENTS = [
  '来电询问本案何时开庭，称被告与其为多年同学，希望“照顾一下”。我答复案件依法审理，可通过诉讼服务中心查询进度。',
  '当面递交一份情况说明，称系上级领导转来，要求尽快判决。我告知材料应由立案窗口接收，未予接收。',
  '下班后在小区门口遇见，问起合议庭成员是谁、倾向性意见如何，我未作任何答复，当晚向庭长报告。',
];
/** Put together in turns of different lengths, so that no two entries of a long sheet read alike. */
const OPENINGS = [
  '上午庭审结束后，在走廊遇见对方，',
  '通过微信发来一段语音和两张照片，',
  '由同事陪同到办公室，先谈其他工作，后提到本案，',
  '参加辖区企业座谈会，会后单独找到我，',
  '以街道办名义来函，函中附有信访材料，',
  '在医院探望病人时偶遇，',
  '深夜来电，通话约六分钟，',
];
const MIDDLES = [
  '称工程款拖欠三年，农民工工资难以发放，希望法院“多考虑实际困难”；',
  '询问鉴定意见何时出来、鉴定机构是否可以更换；',
  '表示原告法定代表人是其战友，问能否先调解、利息能否少算一些；',
  '提出被告是招商引资重点企业，查封账户会影响复工，请求解除部分保全措施；',
  '反映对方当事人伪造结算单，要求合议庭重视《补充协议》第7.2条；',
];
const ENDINGS = [
  '我说明案件正在依法审理，不便讨论案情。',
  '我告知可以书面提交代理意见，由诉讼服务中心转交，并当场结束谈话。随后向庭长口头报告，庭长要求如实填报。',
  '我没有表态，来函已扫描附卷。',
  '对方表示理解，未再提出其他要求。次日又发来短信一条，内容相同，我未回复，已截图保存。',
];

const contentOf = (index: number) =>
  index < CONTENTS.length
    ? pick(CONTENTS, index)
    : `${pick(OPENINGS, index)}${pick(MIDDLES, index * 3)}${index % 4 === 0 ? pick(MIDDLES, index + 1) : ''}${pick(ENDINGS, index * 7 + (index % 3))}（第${index}次核对，涉及金额${(index * 7919) % 100_000}元。）`;

const sealed = (sheet: Sheet, annex: SheetAnnex): SealedSheet => {
  const canonical = canonicalize(sheet);
  if (canonical === undefined) throw new Error('an example sheet is always an object');
  return { sheet, hash: createHash('sha256').update(canonical).digest('hex'), annex };
};

const pick = <T>(list: readonly T[], index: number): T => {
  const item = list[index % list.length];
  if (item === undefined) throw new Error('an example list is never empty');
  return item;
};

const keys = <T extends string>(list: Readonly<Record<T, unknown>>) => Object.keys(list) as T[];

/** Fields that only some entries have, in turns that do not fall together. */
function extras(index: number, manner: keyof typeof MANNERS): Partial<EntryBody> {
  return {
    workingTime: index % 3 !== 2,
    ...(ELECTRONIC_MANNERS.includes(manner) ? { medium: '办公手机，微信8.0，聊天记录已截图' } : {}),
    ...(ORAL_MANNERS.includes(manner)
      ? {
          present: [
            { name: '陈晓', unit: '民事审判第一庭', confirmed: true },
            { name: '郭立', unit: '', confirmed: false },
          ].slice(0, index % 3),
        }
      : {}),
    ...(index % 4 === 1 ? { requests: [pick(keys(REQUESTS), index), pick(keys(REQUESTS), index + 2)] } : {}),
    ...(index % 23 === 7 ? { omission: { by: '某副庭长', account: '称“不必填报”' } } : {}),
  };
}

function exampleEntry(index: number, evidence: number, caseNumber: string): SheetEntry {
  const kind: EntryKind = pick(keys(ENTRY_KINDS), index);
  const name = pick(ASKERS, index);
  const seq = 101 + index * 3;
  const manner = pick(keys(MANNERS), index);
  const late = index % 17 === 11;
  return {
    type: 'entry',
    seq,
    id: exampleId(seq, index * 5 + 1),
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
        ...(index % 5 === 2 ? { relationToRecorder: pick(keys(RELATIONS), index) } : {}),
        ...(index % 7 === 3 ? { contact: `1380377${String(1000 + index)}` } : {}),
      },
      occurredAt: at(index * 5),
      place: pick(['本院第三审判庭外走廊', '办公室电话', '宛城区某小区门口'], index),
      atWorkplace: index % 3 !== 2,
      manner,
      conduct: keys(CONDUCT[kind]).slice(index % 3, (index % 3) + 1 + (index % 2)),
      content: contentOf(index),
      handling: [pick(keys(HANDLINGS), index), pick(keys(HANDLINGS), index + 1)],
      effect: pick(['no', 'no', 'possibly'], index),
      evidence: Array.from({ length: evidence }, (_, file) => ({
        hash: createHash('sha256').update(`evidence ${index} ${file}`).digest('hex'),
        name: pick(['通话记录截图.png', '来函扫描件.pdf', '现场录音（节选）.m4a'], file),
        mediaType: pick(['image/png', 'application/pdf', 'audio/mp4'], file),
        bytes: 48_211 * (file + 1),
      })),
      ...(late ? { lateReason: '出差在外，返院后补报' } : {}),
      declared: true,
      ...extras(index, manner),
    },
    history:
      index % 19 === 4
        ? [
            {
              seq,
              receivedAt: at(index * 5 + 2),
              replacedBy: {
                seq: seq + 1,
                receivedAt: at(index * 5 + 3),
                kind: 'correction',
                reason: '核对通话记录后更正时间',
              },
              before: [{ field: 'occurredAt', value: at(index * 5 - 1) }],
            },
          ]
        : [],
    scope: 'report',
    lateness: late
      ? { standing: 'late', due: at(index * 5 - 20) }
      : { standing: kind === 'contact' ? 'in-time' : 'no-deadline' },
  };
}

function exampleNil(index: number, hours: number, seq: number, caseNumber: string): SheetNil {
  return {
    type: 'nil-declaration',
    seq,
    id: exampleId(seq, hours),
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

/** A UUIDv7 of that hour. */
const exampleId = (seq: number, hours: number) => {
  const time = (START + hours * HOUR).toString(16).padStart(12, '0');
  return `${time.slice(0, 8)}-${time.slice(8)}-7000-8000-${String(seq).padStart(12, '0')}`;
};

export function exampleSheet(options: ExampleOptions = {}): SealedSheet {
  const { entries = 1, nils = 1, parties = 2, evidence = 0 } = options;
  const caseNumber = '（2026）豫1302民初123号';
  const lines = [
    ...Array.from({ length: entries }, (_, index) => exampleEntry(index, evidence, caseNumber)),
    ...Array.from({ length: nils }, (_, index) =>
      exampleNil(index, entries * 5 + index + 3, 101 + entries * 3 + index, caseNumber),
    ),
  ].map((line) => {
    if (line.type !== 'entry') return line;
    const index = (line.seq - 101) / 3;
    const said = options.entry ? { ...line, body: options.entry(line.body, index) } : line;
    return options.line ? options.line(said, index) : said;
  });
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
      asked: !pick(roles, index).includes('clerk'),
      name: member.name,
      staffCode: member.staffCode,
      department: member.department,
      statement: own.some((line) => line.type === 'entry') ? 'entries' : last ? 'nil' : 'none',
      ...(last ? { statedAt: last.receivedAt } : {}),
    };
  });
  const newest = lines.at(-1);
  const sheet: Sheet = {
    v: 2,
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
  return sealed(
    options.sheet ? options.sheet(sheet) : sheet,
    options.annex ?? { filings: [], clearances: [] },
  );
}

/** What a filed and cleared case has behind its sheet. */
export const exampleAnnex = (sheetHash: string): SheetAnnex => ({
  filings: [{ at: at(1600), by: '陈晓', fileName: '一案一表（2026）豫1302民初123号.pdf', sheetHash }],
  clearances: [{ at: at(1610), by: '王建国', meeting: 'adjudication-committee' }],
});

/** Sheet copies as they are asked for. */
export const FILED = { level: 'full' } as const;

/** A file-only entry: supervision within the list of powers (001 第5、8条). */
export const asFileOnly = (line: SheetEntry): SheetEntry => ({
  ...line,
  body: {
    ...line.body,
    kind: 'internal',
    conduct: ['INT-9'],
    dutyBasis: 'authority-list',
    fileOnly: { ground: 'authority-list' },
  },
  scope: 'file-only',
});

export function exampleProof(change: (proof: EntryProof) => EntryProof = (proof) => proof): EntryProof {
  const { sheet } = exampleSheet({ entries: 1, nils: 0, evidence: 2 });
  const [entry] = sheet.lines;
  if (entry?.type !== 'entry') throw new Error('the example sheet has an entry');
  const leaf = (text: string) => createHash('sha256').update(text).digest('hex');
  return change({
    court: sheet.court,
    signedAt: '2026-03-02T02:05:00.000Z',
    entry: {
      ...entry,
      history: [
        {
          seq: entry.seq,
          receivedAt: entry.receivedAt,
          replacedBy: { seq: 117, receivedAt: at(9), kind: 'supplement', reason: '补充对方所称的来意' },
          before: [{ field: 'content', value: '来电询问本案何时开庭。' }],
        },
      ],
    },
    caseNumber: sheet.caseNumber,
    events: [
      { seq: entry.seq, type: 'entry', at: entry.receivedAt, leafHash: leaf('entry') },
      { seq: 117, type: 'supplement', at: at(9), leafHash: leaf('supplement') },
      { seq: 130, type: 'upstream-receipt', at: at(26), leafHash: leaf('receipt') },
    ],
    head: { size: 4218, root: leaf('root') },
    upstream: 'received',
  });
}
