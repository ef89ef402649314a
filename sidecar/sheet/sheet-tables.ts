/** The parts of the sheet: the case, who has stated, each entry, the nil declarations, the seal. */
import { TZDate } from '@date-fns/tz';
import { format } from 'date-fns/format';
import type { Content, TableCell } from 'pdfmake/interfaces';
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
import { NIL_QUESTIONS } from '../../shared/nil-questions.ts';
import type { SealedSheet, Sheet, SheetEntry, SheetNil, SheetPerson } from '../../shared/sheet.ts';
import {
  across,
  caption,
  cell,
  columns,
  filled,
  label,
  list,
  NILS,
  PADDING,
  PAIR,
  PAIRS,
  PEOPLE,
  type Row,
  RULE,
  SIZE,
  table,
} from './ruled-table.ts';

const wordFor = (codes: CodeList, code: string) => codes[code]?.zh ?? code;

/** Shanghai time: the courts' logic is in it, whatever clock the server has. */
export function time(iso: string, seconds = false): string {
  const instant = new TZDate(iso, 'Asia/Shanghai');
  if (Number.isNaN(instant.getTime())) return iso;
  return format(instant, seconds ? 'yyyy年M月d日 HH:mm:ss' : 'yyyy年M月d日 HH:mm');
}

export function caseTable(sheet: Sheet): Content[] {
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

/** 承办人 and 合议庭 report to a meeting (001 第18条); of a clerk or an approver the sheet does not say that something is missing. */
const isAsked = ({ roles }: SheetPerson) => roles.some((role) => role !== 'clerk' && role !== 'approver');

export function statementTable(sheet: Sheet): Content[] {
  const [name = 0, roles = 0, department = 0, statement = 0, at = 0] = PEOPLE;
  const count = (person: SheetPerson) =>
    person.staffCode === undefined
      ? 0
      : sheet.lines.filter((line) => line.type === 'entry' && line.by.staffCode === person.staffCode).length;
  const words = (person: SheetPerson) => {
    if (person.statement === 'nil') return '无上述情形';
    if (person.statement === 'none') return isAsked(person) ? '尚未填报' : '—';
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

export function entryTable(sheet: Sheet, entry: SheetEntry, place: number, of: number): Content[] {
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

export function nilTable(sheet: Sheet, nils: SheetNil[]): Content[] {
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

export function sealTable({ sheet, hash }: SealedSheet): Content {
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
