/** The parts of the sheet around its entries: the case, who has stated, nil declarations, annex, seal. */
import { CASE_ROLES, MEETING_KINDS } from '../../shared/codes.ts';
import { NIL_QUESTIONS } from '../../shared/nil-questions.ts';
import type { SealedSheet, Sheet, SheetCopy, SheetNil, SheetPerson } from '../../shared/sheet.ts';
import {
  type Cell,
  caption,
  cell,
  columns,
  filled,
  GAP,
  label,
  list,
  PADDING,
  PAIR,
  type Row,
  RULE,
  type Seal,
  SIZE,
  type Table,
  TEXT_WIDTH,
} from './ruled-form.ts';
import { authorName, authorOffice, recordNumber, time, wordFor } from './sheet-words.ts';

const PEOPLE = columns(68, 60, 103, 62, 106);
const NILS = columns(66, 119, 117, 106);
const NUMBERS = columns(119, 303);
const ANNEX = columns(108, 62, 76, 176);

const centred = (text: string, bold = false): Cell => cell(text, { align: 'center', bold });
const labels = (...names: string[]): Row => names.map((name) => label(name));
const nothing = (text: string, span: number): Row => [cell(text, { span, align: 'center' })];

const rolesOf = (person: SheetPerson) =>
  filled(person.roles.map((role) => wordFor(CASE_ROLES, role)).join('、'));

export function caseTable(sheet: Sheet): Table {
  const one = (name: string, value: string): Row => [
    label(name, SIZE.body),
    cell(filled(value), { size: SIZE.body }),
  ];
  const numbered = (items: string[]) =>
    items.length > 1 ? items.map((item, index) => `${index + 1}．${item}`) : items;
  // With their departments they stand in the table of statements.
  const bench = sheet.people.map((person) => `${rolesOf(person)} ${person.name}`).join('；');
  return {
    type: 'table',
    widths: PAIR,
    heads: [caption('案件基本情况', PAIR.length)],
    rows: [
      one('案　　号', sheet.caseNumber),
      one('案　　由', sheet.cause),
      one('审理阶段', sheet.stage),
      ...list('当 事 人', numbered(sheet.parties), PAIR.length, SIZE.body),
      ...list('代 理 人', numbered(sheet.agents), PAIR.length, SIZE.body),
      one('审判组织', bench),
    ],
    above: 0,
  };
}

export function statementTable(sheet: Sheet): Table {
  const counts = new Map<string, number>();
  for (const { type, by } of sheet.lines)
    if (type === 'entry') counts.set(by.staffCode, (counts.get(by.staffCode) ?? 0) + 1);
  const words = ({ statement, staffCode, asked }: SheetPerson) => {
    if (statement === 'nil') return '无上述情形';
    if (statement === 'none') return asked ? '尚未填报' : '—';
    const entries = staffCode === undefined ? 0 : (counts.get(staffCode) ?? 0);
    return entries > 0 ? `有记录${entries}条` : '有记录';
  };
  return {
    type: 'table',
    widths: PEOPLE,
    heads: [
      caption('有关人员填报情况', PEOPLE.length),
      labels('姓　名', '身　份', '部　门', '情　况', '时　间'),
    ],
    rows:
      sheet.people.length === 0
        ? [nothing('案件页面未列明有关人员', PEOPLE.length)]
        : sheet.people.map((person) => [
            centred(person.name),
            centred(rolesOf(person)),
            centred(filled(person.department ?? '')),
            centred(words(person), person.statement === 'entries'),
            centred(person.statedAt ? time(person.statedAt) : '—'),
          ]),
    above: GAP,
  };
}

export function nilTable(sheet: Sheet, nils: readonly SheetNil[]): Table {
  const questions = NIL_QUESTIONS.map((question, index) => `${index + 1}．${question.zh}；`);
  return {
    type: 'table',
    widths: NILS,
    heads: [
      caption(`无上述情形声明（共${nils.length}份）`, NILS.length),
      labels('记录编号', '声 明 人', '部门职务', '声明时间'),
    ],
    rows: [
      ...nils.map((nil) => [
        centred(recordNumber(sheet.court, nil.seq)),
        centred(authorName(nil.by)),
        centred(authorOffice(nil.by)),
        centred(time(nil.receivedAt)),
      ]),
      [
        cell(`以上人员均已逐项确认（事项清单第1版）：\n${questions.join('\n').replace(/；$/, '。')}`, {
          span: NILS.length,
        }),
      ],
    ],
    above: GAP,
  };
}

/** Numbers in lines of so many, that none is broken in two. */
const NUMBERS_IN_LINE = 4;
function numberLines(numbers: readonly string[]): string {
  const lines: string[] = [];
  for (let from = 0; from < numbers.length; from += NUMBERS_IN_LINE)
    lines.push(numbers.slice(from, from + NUMBERS_IN_LINE).join('、'));
  return lines.join('、\n');
}

/** Of a copy that gives numbers only: whose they are, and nothing of what they say. */
export function numbersTable(sheet: Sheet): Table {
  const byPerson = new Map<string, { name: string; entries: string[]; nils: string[] }>();
  for (const { type, by, seq } of sheet.lines) {
    const person = byPerson.get(by.staffCode) ?? { name: authorName(by), entries: [], nils: [] };
    byPerson.set(by.staffCode, person);
    (type === 'entry' ? person.entries : person.nils).push(recordNumber(sheet.court, seq));
  }
  return {
    type: 'table',
    widths: NUMBERS,
    heads: [caption('记录编号', NUMBERS.length), labels('填 报 人', '编　号')],
    rows:
      byPerson.size === 0
        ? [nothing('没有记录事项，也没有无上述情形声明', NUMBERS.length)]
        : [...byPerson.values()].flatMap(({ name, entries, nils }) => {
            const items = [
              ...(entries.length > 0 ? [`记录事项${entries.length}条：\n${numberLines(entries)}`] : []),
              ...(nils.length > 0 ? [`无上述情形声明：\n${numberLines(nils)}`] : []),
            ];
            return [[centred(name), cell(items.join('\n'))]];
          }),
    above: GAP,
  };
}

/** What became of the sheet: later than what its hash is of. */
export function annexTable({ annex, hash }: SealedSheet): Table | undefined {
  const filings = annex.filings.map(({ at, by, fileName, sheetHash }) => ({
    at,
    row: [
      centred(time(at)),
      centred('随案入卷'),
      centred(by),
      cell(`${fileName}（${sheetHash === hash ? '即本表' : `内容指纹 ${sheetHash.slice(0, 16)}`}）`),
    ],
  }));
  const clearances = annex.clearances.map(({ at, by, meeting }) => ({
    at,
    row: [
      centred(time(at)),
      centred('放行上会'),
      centred(by),
      cell(`准予提请${wordFor(MEETING_KINDS, meeting)}`),
    ],
  }));
  const all = [...filings, ...clearances].sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));
  if (all.length === 0) return undefined;
  return {
    type: 'table',
    widths: ANNEX,
    heads: [caption('入卷与放行情况', ANNEX.length), labels('时　间', '事　项', '经 办 人', '说　明')],
    rows: [
      ...all.map(({ row }) => row),
      nothing('本栏记载本表形成后的办理情况，不计入内容指纹。', ANNEX.length),
    ],
    above: GAP,
  };
}

const QR = 74;
const SEAL_INNER = TEXT_WIDTH - (QR + 2 * PADDING.side + RULE);
const SEAL = [72, SEAL_INNER - 72 - 2 * 2 * PADDING.side - 3 * RULE];

/** The end of a document: rows beside the QR code of the hash that names it. */
export const sealOf = (qr: string, rows: [name: string, value: string][]): Seal => ({
  type: 'seal',
  widths: SEAL,
  rows: rows.map(([name, value]) => [label(name), cell(value)]),
  qr,
  qrWidth: QR,
  above: GAP,
});

/** 64 digits in two lines, which is how a person compares them. */
export const hashLines = (hash: string) => `${hash.slice(0, 32)}\n${hash.slice(32)}`;

const OF_LEVEL: Readonly<Record<SheetCopy['level'], string>> = {
  full: '内容指纹相同，则表载内容相同。',
  summary: '本件为摘要件，不载具体内容和被记录人；内容指纹是一案一表全文的指纹。',
  reference: '本件为索引件，只载填报情况和记录编号；内容指纹是一案一表全文的指纹。',
};

export function sealTable({ sheet, hash }: SealedSheet, level: SheetCopy['level']): Seal {
  return sealOf(`sha256:${hash}`, [
    ['截至时间', `${time(sheet.asOf, true)}（北京时间）`],
    ['日志序号', `${sheet.through}（${sheet.court.name}记录日志）`],
    ['内容指纹', hashLines(hash)],
    ['说　　明', OF_LEVEL[level]],
  ]);
}
