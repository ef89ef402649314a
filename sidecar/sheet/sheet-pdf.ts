/**
 * The printed 一案一表, bound into the case file (随案入卷; 济法发〔2021〕17号 三(一)): a court document in the manner
 * of GB/T 9704. The same sealed sheet always gives the same bytes, so that a copy can be checked.
 */
import { createRequire } from 'node:module';
import { TZDate } from '@date-fns/tz';
import { format } from 'date-fns';
import type { Column, Content, CustomTableLayout, TableCell, TDocumentDefinitions } from 'pdfmake/interfaces';
import {
  CASE_ROLES,
  CONDUCT,
  type CodeList,
  EFFECTS,
  ENTRY_KINDS,
  HANDLINGS,
  IDENTITIES,
  MANNERS,
  RELATIONS,
  STAGES,
  UNIT_CLASSES,
} from '../../shared/codes.ts';
import { NIL_QUESTIONS } from '../../shared/records/nil-declaration.ts';
import type { SealedSheet, Sheet, SheetEntry, SheetNil, SheetPerson } from '../../shared/sheet.ts';
import { drawable, FONTS, fontFiles, type Run, runs, setText } from './printable-text.ts';

/** What is used of the page setter's server side; its types cover the browser side only. */
type Printer = new (
  fonts: typeof FONTS,
  files: typeof fontFiles,
  urls: { resolve(): void; resolved(): Promise<void> },
  mayReadLocalFile: (path: string) => boolean,
) => {
  createPdfKitDocument(
    definition: TDocumentDefinitions,
    options: { tableLayouts: Record<string, CustomTableLayout> },
  ): Promise<PdfStream>;
};
interface PdfStream {
  on(event: 'data', take: (chunk: Uint8Array) => void): void;
  on(event: 'end', done: () => void): void;
  on(event: 'error', fail: (error: unknown) => void): void;
  end(): void;
}
const PdfPrinter = (createRequire(import.meta.url)('pdfmake/js/Printer.js') as { default: Printer }).default;

/** Nothing is fetched and no file is read but the fonts. */
const NO_URLS = { resolve: () => {}, resolved: () => Promise.resolve() };

const mm = (length: number) => (length * 72) / 25.4;
/** A4 and the margins of GB/T 9704, in points. */
const PAGE = { width: 595.28, height: 841.89, top: mm(37), bottom: mm(35), left: mm(28), right: mm(26) };
const TEXT_WIDTH = PAGE.width - PAGE.left - PAGE.right;
const TEXT_HEIGHT = PAGE.height - PAGE.top - PAGE.bottom;

const SIZE = {
  title: 22,
  court: 16,
  section: 12,
  body: 12,
  dense: 10.5,
  running: 9,
  hash: 8,
  pageNumber: 14,
};
/** Height of a line in em: the fonts' own. */
const LINE = 1.45;

const RULE = 0.5;
const PADDING = { side: 4, above: 2.5, below: 3.5 };
const FORM: CustomTableLayout = {
  hLineWidth: () => RULE,
  vLineWidth: () => RULE,
  paddingLeft: () => PADDING.side,
  paddingRight: () => PADDING.side,
  paddingTop: () => PADDING.above,
  paddingBottom: () => PADDING.below,
};

/** Widths of columns by their shares of what rules and padding leave. */
function columns(...shares: number[]): number[] {
  const room = TEXT_WIDTH - shares.length * 2 * PADDING.side - (shares.length + 1) * RULE;
  const total = shares.reduce((sum, share) => sum + share, 0);
  return shares.map((share) => (room * share) / total);
}
const PAIR = columns(72, 350);
const PAIRS = columns(72, 147, 72, 147);
const PEOPLE = columns(68, 60, 103, 62, 106);
const NILS = columns(66, 119, 117, 106);

type Border = [left: boolean, top: boolean, right: boolean, bottom: boolean];
interface CellStyle {
  colSpan?: number;
  border?: Border;
  fontSize?: number;
  bold?: boolean;
  alignment?: 'left' | 'center' | 'right';
}
/** A cell and the most height it can take. */
interface Cell {
  content: CellStyle & { text: Run[] };
  height: number;
}
type Row = Cell[];

function cell(text: string, width: number, style: CellStyle = {}): Cell {
  const size = style.fontSize ?? SIZE.dense;
  const set = setText(text, width, size);
  return {
    content: { text: runs(set.text), ...style, fontSize: size },
    height: set.lines * size * LINE + PADDING.above + PADDING.below + RULE,
  };
}

/** An empty field says that it is empty. */
const filled = (text: string) => (text.trim() === '' ? '—' : text);

const label = (text: string, width: number, fontSize = SIZE.dense) =>
  cell(text, width, { alignment: 'center', fontSize });

/** Covered by the cell to its left; a new one each time, for the page setter writes into it. */
const covered = (): Cell => ({ content: { text: [] }, height: 0 });

/** A cell over all the columns. */
function across(text: string, widths: number[], style: CellStyle = {}): Row {
  const width = widths.reduce((sum, each) => sum + each + 2 * PADDING.side + RULE, -2 * PADDING.side - RULE);
  return [cell(text, width, { ...style, colSpan: widths.length }), ...widths.slice(1).map(covered)];
}

/** A caption over the table, in the heavier weight. */
const caption = (text: string, widths: number[]): Row =>
  across(text, widths, { bold: true, alignment: 'center', fontSize: SIZE.section });

const rowHeight = (row: Row) => Math.max(...row.map((each) => each.height));

/** Rows that stay with the head of their table at the foot of a page. */
const ROWS_WITH_HEAD = 4;

/** Room a long row must find on its first page, so that its head does not stand alone at the foot of one. */
const ROOM_FOR_LONG_ROW = 120;

/**
 * A table whose heads repeat on every page and whose rows stay whole. A row longer than a page has a table to itself,
 * in which it may go on over the page: kept whole, everything after its first page would be lost. `heads` is called
 * for every such table, for the page setter uses up what it is given.
 */
function table(widths: number[], heads: () => Row[], rows: Row[]): Content[] {
  const headHeight = heads().reduce((sum, row) => sum + rowHeight(row), 0);
  const kept = (shorts: Row[]) => {
    let height = headHeight;
    const tooMuch = shorts.findIndex((row) => {
      height += rowHeight(row);
      return height > TEXT_HEIGHT * 0.9;
    });
    return Math.min(ROWS_WITH_HEAD, tooMuch < 0 ? shorts.length : tooMuch);
  };
  const isLong = (row: Row) => headHeight + rowHeight(row) > TEXT_HEIGHT * 0.9;
  const parts: { long: boolean; rows: Row[] }[] = [];
  for (const row of rows) {
    const last = parts.at(-1);
    const long = isLong(row);
    if (last && !long && !last.long) last.rows.push(row);
    else parts.push({ long, rows: [row] });
  }
  if (parts.length === 0) parts.push({ long: false, rows: [] });
  return parts.flatMap((part): Content[] => {
    const head = heads();
    const body = [...head, ...part.rows].map((row) => row.map((each) => each.content));
    const set = { widths: [...widths], body, headerRows: head.length };
    if (part.long) {
      return [
        { stack: [{ text: ' ', fontSize: 1, margin: [0, 0, 0, ROOM_FOR_LONG_ROW] }], unbreakable: true },
        { table: set, layout: 'form', margin: [0, -ROOM_FOR_LONG_ROW, 0, 0] },
      ];
    }
    return [{ table: { ...set, dontBreakRows: true, keepWithHeaderRows: kept(part.rows) }, layout: 'form' }];
  });
}

/** A labelled list: one row, or one row an item where the list is so long that, kept whole, it could leave most of a page empty. */
function list(name: string, items: readonly string[], widths: number[], fontSize = SIZE.dense): Row[] {
  const [labelWidth = 0, ...rest] = widths;
  const one = (text: string, first: boolean): Row => [
    label(first ? name : '', labelWidth, fontSize),
    ...across(text, rest, { fontSize }),
  ];
  const whole = one(items.length > 0 ? items.join('\n') : '—', true);
  return rowHeight(whole) <= TEXT_HEIGHT * 0.6 ? [whole] : items.map((item, index) => one(item, index === 0));
}

const wordFor = (codes: CodeList, code: string) => codes[code]?.zh ?? code;

/** Shanghai time: the courts' logic is in it, whatever clock the server has. */
function time(iso: string, seconds = false): string {
  const instant = new TZDate(iso, 'Asia/Shanghai');
  if (Number.isNaN(instant.getTime())) return iso;
  return format(instant, seconds ? 'yyyy年M月d日 HH:mm:ss' : 'yyyy年M月d日 HH:mm');
}

function caseTable(sheet: Sheet): Content[] {
  const [first = 0, second = 0] = PAIR;
  const one = (name: string, value: string): Row => [
    label(name, first, SIZE.body),
    cell(filled(value), second, { fontSize: SIZE.body }),
  ];
  const numbered = (items: string[]) =>
    items.length > 1 ? items.map((item, index) => `${index + 1}．${item}`) : items;
  const bench = sheet.people.map(
    (person) => `${rolesOf(person)}：${person.name}${person.department ? `（${person.department}）` : ''}`,
  );
  return table(PAIR, () => [caption('案件基本情况', PAIR)], [
    one('案　　号', sheet.caseNumber),
    one('案　　由', sheet.cause),
    one('审理阶段', sheet.stage),
    ...list('当 事 人', numbered(sheet.parties), PAIR, SIZE.body),
    ...list('代 理 人', numbered(sheet.agents), PAIR, SIZE.body),
    ...list('审判组织', bench, PAIR, SIZE.body),
  ]);
}

const rolesOf = (person: SheetPerson) =>
  filled(person.roles.map((role) => wordFor(CASE_ROLES, role)).join('、'));

function statementTable(sheet: Sheet): Content[] {
  const [name = 0, roles = 0, department = 0, statement = 0, at = 0] = PEOPLE;
  const count = (person: SheetPerson) =>
    person.staffCode === undefined
      ? 0
      : sheet.lines.filter((line) => line.type === 'entry' && line.by.staffCode === person.staffCode).length;
  const words = (person: SheetPerson) => {
    if (person.statement === 'nil') return '无上述情形';
    if (person.statement === 'none') return '尚未填报';
    const entries = count(person);
    return entries > 0 ? `有记录${entries}条` : '有记录';
  };
  const centred = { alignment: 'center' } as const;
  return table(
    PEOPLE,
    () => [
      caption('有关人员填报情况', PEOPLE),
      [
        label('姓　名', name),
        label('身　份', roles),
        label('部　门', department),
        label('情　况', statement),
        label('时　间', at),
      ],
    ],
    sheet.people.length === 0
      ? [across('案件页面未列明有关人员', PEOPLE, centred)]
      : sheet.people.map((person) => [
          cell(person.name, name, centred),
          cell(rolesOf(person), roles, centred),
          cell(filled(person.department ?? ''), department, centred),
          cell(words(person), statement, { ...centred, bold: person.statement === 'entries' }),
          cell(person.statedAt ? time(person.statedAt) : '—', at, centred),
        ]),
  );
}

function entryTable(sheet: Sheet, entry: SheetEntry, place: number, of: number): Content[] {
  const [w1 = 0, w2 = 0, w3 = 0, w4 = 0] = PAIRS;
  const { body, by } = entry;
  const { person } = body;
  const two = (name: string, value: string, name2: string, value2: string): Row => [
    label(name, w1),
    cell(filled(value), w2),
    label(name2, w3),
    cell(filled(value2), w4),
  ];
  const one = (name: string, value: string): Row => [
    label(name, w1),
    ...across(filled(value), PAIRS.slice(1)),
  ];
  const yesNo = (yes: boolean) => (yes ? '是' : '否');
  const name = person.unidentified
    ? person.name.trim() === ''
      ? '身份不明'
      : `${person.name}（身份不明）`
    : person.name;
  const kind = wordFor(ENTRY_KINDS, body.kind);
  return table(
    PAIRS,
    () => [caption(`记录事项（第${place}条，共${of}条）　${kind}　${recordNumber(sheet, entry)}`, PAIRS)],
    [
      two('记录编号', recordNumber(sheet, entry), '记录类型', kind),
      two('记 录 人', `${by.name}（${by.staffCode}）`, '部门职务', `${by.department}　${by.post}`),
      two('案　　号', body.caseNumber, '诉讼环节', wordFor(STAGES, body.stage)),
      two('被记录人', name, '身份类别', wordFor(IDENTITIES, person.identity)),
      two('工作单位', person.unit, '单位类别', wordFor(UNIT_CLASSES, person.unitClass)),
      two('职　　务', person.post, '领导干部', yesNo(person.isLeader)),
      two(
        '与当事人关系',
        wordFor(RELATIONS, person.relationToParty),
        '方　　式',
        wordFor(MANNERS, body.manner),
      ),
      two('发生时间', time(body.occurredAt), '工作场所内', yesNo(body.atWorkplace)),
      one('发生地点', body.place),
      one(
        '行为情形',
        body.conduct.map((code) => `${wordFor(CONDUCT[body.kind], code)}（${code}）`).join('\n'),
      ),
      [label('具体内容', w1), ...across(filled(body.content), PAIRS.slice(1), { fontSize: SIZE.body })],
      two(
        '处　　置',
        body.handling.map((code) => wordFor(HANDLINGS, code)).join('、'),
        '影响办案',
        wordFor(EFFECTS, body.effect),
      ),
      ...list(
        '附　　件',
        body.evidence.map(
          (file, index) =>
            `${index + 1}．${file.name}　${file.bytes.toLocaleString('en-US')} 字节　指纹 ${file.hash.slice(0, 16)}`,
        ),
        PAIRS,
      ),
      two('声　　明', '以上记录如实、全面', '收到时间', time(entry.receivedAt)),
    ],
  );
}

/** Court code and place in the court's log: never given twice. */
const recordNumber = (sheet: Sheet, line: SheetEntry | SheetNil) => `${sheet.court.code}-${line.seq}`;

function nilTable(sheet: Sheet, nils: SheetNil[]): Content[] {
  const [number = 0, name = 0, department = 0, at = 0] = NILS;
  const centred = { alignment: 'center' } as const;
  const questions = NIL_QUESTIONS.map((question, index) => `${index + 1}．${question.zh}；`);
  return table(
    NILS,
    () => [
      caption(`无上述情形声明（共${nils.length}份）`, NILS),
      [
        label('记录编号', number),
        label('声 明 人', name),
        label('部门职务', department),
        label('声明时间', at),
      ],
    ],
    [
      ...nils.map((nil) => [
        cell(recordNumber(sheet, nil), number, centred),
        cell(`${nil.by.name}（${nil.by.staffCode}）`, name, centred),
        cell(`${nil.by.department}　${nil.by.post}`, department, centred),
        cell(time(nil.receivedAt), at, centred),
      ]),
      across(`以上人员均已逐项确认（事项清单第1版）：\n${questions.join('\n').replace(/；$/, '。')}`, NILS),
    ],
  );
}

function sealTable({ sheet, hash }: SealedSheet): Content {
  const code = 74;
  const [first = 0, second = 0] = columns(72, 350);
  const value = second - code - 2 * PADDING.side - RULE;
  const row = (name: string, text: string, last: TableCell): TableCell[] => [
    label(name, first).content,
    cell(text, value).content,
    last,
  ];
  return {
    unbreakable: true,
    table: {
      widths: [first, value, code],
      body: [
        row('截至时间', `${time(sheet.asOf, true)}（北京时间）`, {
          qr: `sha256:${hash}`,
          fit: code,
          rowSpan: 4,
          alignment: 'center',
          margin: [0, 3, 0, 0],
        }),
        row('日志序号', `${sheet.through}（${sheet.court.name}记录日志）`, {}),
        row('内容指纹', `${hash.slice(0, 32)}\n${hash.slice(32)}`, {}),
        row('说　　明', '内容指纹相同，则表载内容相同。', {}),
      ],
    },
    layout: 'form',
  };
}

function definition(sealed: SealedSheet): TDocumentDefinitions {
  const { sheet, hash } = sealed;
  const entries = sheet.lines.filter((line) => line.type === 'entry');
  const nils = sheet.lines.filter((line) => line.type === 'nil-declaration');
  const title = '“三个规定”情况一案一表';
  const half = (TEXT_WIDTH - 12) / 2;
  // The head of the page has room for two lines; a longer text is set smaller.
  const running = (text: string, alignment: 'left' | 'right'): Column => {
    const fontSize = [SIZE.running, 7.5, 6, 4.5].find((size) => setText(text, half, size).lines <= 2) ?? 3;
    return { text: runs(setText(text, half, fontSize).text), width: half, alignment, fontSize };
  };
  const gap = (height: number): Content => ({ text: ' ', fontSize: height / LINE });
  const heading = (text: string, fontSize: number, below: number, bold = false): Content => ({
    text: runs(setText(text, TEXT_WIDTH, fontSize).text),
    fontSize,
    alignment: 'center',
    bold,
    margin: [0, 0, 0, below],
  });
  const none =
    entries.length > 0
      ? []
      : [
          gap(8),
          heading(
            nils.length > 0
              ? '截至本表时间，本案没有记录事项。'
              : '截至本表时间，本案没有记录事项，也没有无上述情形声明。',
            SIZE.body,
            0,
          ),
        ];
  const asOf = new Date(sheet.asOf);
  return {
    pageSize: 'A4',
    pageMargins: [PAGE.left, PAGE.top, PAGE.right, PAGE.bottom],
    version: '1.7',
    language: 'zh-CN',
    displayTitle: true,
    // The file's id is made of this: no clock, no product path.
    info: {
      title: drawable(`${title} ${sheet.caseNumber}`),
      author: drawable(sheet.court.name),
      keywords: `sha256:${hash}`,
      creator: 'Liuhen',
      producer: 'Liuhen',
      creationDate: asOf,
      modDate: asOf,
    },
    defaultStyle: { font: 'Song', fontSize: SIZE.dense, preserveLeadingSpaces: true },
    header: () => ({
      margin: [PAGE.left, mm(22), PAGE.right, 0],
      stack: [
        {
          columns: [running(sheet.court.name, 'left'), running(sheet.caseNumber, 'right')],
          columnGap: 12,
        },
        { canvas: [{ type: 'line', x1: 0, y1: 3, x2: TEXT_WIDTH, y2: 3, lineWidth: RULE }] },
      ],
    }),
    footer: (page, pages) => ({
      margin: [PAGE.left, 12, PAGE.right, 0],
      stack: [
        { text: `— ${page} —`, fontSize: SIZE.pageNumber, alignment: 'center' },
        {
          text: `内容指纹 ${hash}　共${pages}页`,
          fontSize: SIZE.hash,
          alignment: 'center',
          margin: [0, 3, 0, 0],
          noWrap: true,
        },
      ],
    }),
    content: [
      heading(sheet.court.name, SIZE.court, 2),
      heading(title, SIZE.title, 12, true),
      ...caseTable(sheet),
      gap(8),
      ...statementTable(sheet),
      ...none,
      ...entries.flatMap((entry, index) => [gap(8), ...entryTable(sheet, entry, index + 1, entries.length)]),
      ...(nils.length > 0 ? [gap(8), ...nilTable(sheet, nils)] : []),
      gap(8),
      sealTable(sealed),
    ],
  };
}

/** The sheet as a PDF; the same sheet gives the same bytes, in any process at any time. */
export async function printSheet(sealed: SealedSheet): Promise<Uint8Array> {
  const printer = new PdfPrinter(FONTS, fontFiles, NO_URLS, () => false);
  const pdf = await printer.createPdfKitDocument(definition(sealed), { tableLayouts: { form: FORM } });
  return await new Promise((resolve, reject) => {
    const chunks: Uint8Array[] = [];
    pdf.on('data', (chunk) => chunks.push(chunk));
    pdf.on('end', () => resolve(Buffer.concat(chunks)));
    pdf.on('error', reject);
    pdf.end();
  });
}
