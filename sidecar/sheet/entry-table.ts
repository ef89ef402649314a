/** The table of one entry: its fields, two a row where they are short, and its history. */
import { ENTRY_KINDS, STAGES } from '../../shared/codes.ts';
import { DESTROYED_WORDS } from '../../shared/destruction.ts';
import type { Destroyed, SheetCopy, SheetEntry, SheetReading } from '../../shared/sheet.ts';
import { codeFields, contentFields, type Field, formerWords, groundWords } from './entry-fields.ts';
import { caption, cell, filled, GAP, label, list, PAIRS, type Row, SIZE, type Table } from './ruled-form.ts';
import { authorName, authorOffice, type OwnConduct, recordNumber, time, wordFor } from './sheet-words.ts';

export interface EntryContext {
  court: { code: string };
  /** Of the sheet; an entry of no case says so. */
  caseNumber: string | undefined;
  level: 'full' | 'summary';
  own: readonly OwnConduct[];
}

/** 迟报: marked, never refused (001 第19条). */
function latenessFields({ lateness, body }: SheetEntry, level: SheetCopy['level']): Field[] {
  const fields: Field[] = [];
  const due = lateness.due === undefined ? '' : `应于${time(lateness.due)}前报告`;
  if (lateness.standing === 'late')
    fields.push({ name: '迟　　报', value: due === '' ? '是' : `是，${due}`, wide: true });
  if (lateness.standing === 'sent-late')
    fields.push({ name: '送达时限', value: `按时签署，因网络等原因迟到达；${due}`, wide: true });
  if (body.lateReason !== undefined && level === 'full')
    fields.push({ name: '补报原因', value: body.lateReason, wide: true });
  return fields;
}

/** In the place of what was said. */
const destroyedWords = ({ at, document }: Destroyed) =>
  `${DESTROYED_WORDS}（${document === '' ? '' : `${document}，`}${time(at)}）`;

const KINDS = { supplement: '补充', correction: '更正' } as const;

function readingWords(reading: SheetReading, { court, level }: EntryContext): string {
  const { replacedBy } = reading;
  const when = `${time(replacedBy.receivedAt)} ${KINDS[replacedBy.kind]}（${recordNumber(court, replacedBy.seq)}）`;
  if (level === 'summary') return when;
  const before =
    reading.before.length === 0 ? ['各项未变'] : reading.before.map((each) => `　${formerWords(each)}`);
  return [
    `${when}，原因：${filled(replacedBy.reason)}`,
    `此前（${recordNumber(court, reading.seq)}，${time(reading.receivedAt)}）：`,
    ...(reading.destroyed ? [`　${destroyedWords(reading.destroyed)}`] : before),
  ].join('\n');
}

function entryFields(entry: SheetEntry, context: EntryContext, withAuthor: boolean): Field[] {
  const { body, by } = entry;
  const caseNumber = body.caseNumber ?? context.caseNumber;
  return [
    { name: '记录编号', value: recordNumber(context.court, entry.seq) },
    { name: '记录类型', value: wordFor(ENTRY_KINDS, body.kind) },
    ...(withAuthor
      ? [
          { name: '记 录 人', value: authorName(by) },
          { name: '部门职务', value: authorOffice(by) },
        ]
      : []),
    { name: '案　　号', value: caseNumber ?? '尚未关联案件' },
    ...(body.stage === undefined ? [] : [{ name: '诉讼环节', value: wordFor(STAGES, body.stage) }]),
    ...(body.fileOnly === undefined
      ? []
      : [{ name: '附卷依据', value: groundWords(body.fileOnly), wide: true }]),
    ...(entry.destroyed
      ? [{ name: '内　　容', value: destroyedWords(entry.destroyed), wide: true }]
      : context.level === 'full'
        ? contentFields(body, context.own)
        : codeFields(body, context.own)),
    ...latenessFields(entry, context.level),
    ...(entry.linkedAt === undefined
      ? []
      : [
          {
            name: '补挂案号',
            value: `记录时没有关联案件，${time(entry.linkedAt)}补挂本案`,
            wide: true,
          },
        ]),
    ...(entry.destroyed ? [] : [{ name: '声　　明', value: '以上记录如实、全面', begins: true }]),
    { name: '收到时间', value: time(entry.receivedAt) },
  ];
}

/** Two short fields a row; one that has no other beside it takes the row. */
export function fieldRows(fields: readonly Field[]): Row[] {
  const rows: Row[] = [];
  const alone = ({ name, value, size = SIZE.dense }: Field) => {
    if (typeof value === 'string')
      rows.push([label(name), cell(filled(value), { span: PAIRS.length - 1, size })]);
    else rows.push(...list(name, value, PAIRS.length, size));
  };
  const short = (field: Field | undefined): field is Field & { value: string } =>
    field !== undefined && field.wide !== true && typeof field.value === 'string';
  for (let index = 0; index < fields.length; index += 1) {
    const [field, next] = fields.slice(index, index + 2);
    if (!field) break;
    if (short(field) && short(next) && !next.begins) {
      rows.push([label(field.name), cell(filled(field.value)), label(next.name), cell(filled(next.value))]);
      index += 1;
    } else alone(field);
  }
  return rows;
}

export function entryTable(
  entry: SheetEntry,
  captionText: string,
  context: EntryContext,
  withAuthor: boolean,
): Table {
  const history = entry.history.map((reading, index) => [
    label(index === 0 ? '补充更正' : ''),
    cell(readingWords(reading, context), { span: PAIRS.length - 1 }),
  ]);
  return {
    type: 'table',
    widths: PAIRS,
    heads: [caption(captionText, PAIRS.length)],
    rows: [...fieldRows(entryFields(entry, context, withAuthor)), ...history],
    above: GAP,
  };
}
