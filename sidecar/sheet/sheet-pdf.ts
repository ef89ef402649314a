/**
 * The printed 一案一表, bound into the case file (随案入卷; 济法发〔2021〕17号 三(一)): a court document in the manner
 * of GB/T 9704. Screening is no part of a sheet's data, and nothing of it is printed.
 */
import { ENTRY_KINDS } from '../../shared/codes.ts';
import type { SealedSheet, Sheet, SheetCopy, SheetEntry } from '../../shared/sheet.ts';
import { type CourtDocument, printDocument } from './document.ts';
import { type EntryContext, entryTable } from './entry-table.ts';
import { type Block, heading, SIZE } from './ruled-form.ts';
import { annexTable, caseTable, nilTable, numbersTable, sealTable, statementTable } from './sheet-parts.ts';
import { authorName, authorOffice, type OwnConduct, recordNumber, wordFor } from './sheet-words.ts';

export const SHEET_TITLE = '“三个规定”情况一案一表';

const LEVELS = { full: '', summary: '（摘要件）', reference: '（索引件）' } as const;

/** Entries of one recorder, in log order; recorders in the order of the case's page, others after them. */
function byPerson(sheet: Sheet, entries: readonly SheetEntry[]): SheetEntry[][] {
  const groups = new Map<string, SheetEntry[]>();
  for (const { staffCode } of sheet.people) if (staffCode !== undefined) groups.set(staffCode, []);
  for (const entry of entries) {
    const group = groups.get(entry.by.staffCode);
    if (group) group.push(entry);
    else groups.set(entry.by.staffCode, [entry]);
  }
  return [...groups.values()].filter((group) => group.length > 0);
}

function entryBlocks(sheet: Sheet, entries: readonly SheetEntry[], context: EntryContext): Block[] {
  const blocks: Block[] = [];
  let place = 0;
  for (const group of byPerson(sheet, entries)) {
    const last = group.at(-1);
    if (!last) continue;
    blocks.push(
      heading(`${authorName(last.by)}　${authorOffice(last.by)}　记录事项${group.length}条`, {
        bold: true,
        align: 'left',
        above: 12,
        withNext: true,
      }),
    );
    for (const entry of group) {
      place += 1;
      // Who has changed office since is named with the office of that time.
      const moved = authorOffice(entry.by) !== authorOffice(last.by) || entry.by.name !== last.by.name;
      const what = `${wordFor(ENTRY_KINDS, entry.body.kind)}　${recordNumber(sheet.court, entry.seq)}`;
      blocks.push(
        entryTable(
          entry,
          `记录事项（第${place}条，共${entries.length}条）　${entry.by.name}　${what}`,
          context,
          moved,
        ),
      );
    }
  }
  return blocks;
}

function fileOnlyBlocks(sheet: Sheet, entries: readonly SheetEntry[], context: EntryContext): Block[] {
  if (entries.length === 0) return [];
  return [
    heading(`仅附卷事项${entries.length}条（随案入卷，不录入记录报告平台）`, {
      bold: true,
      align: 'left',
      above: 12,
      withNext: true,
    }),
    ...entries.map((entry, index) => {
      const what = `${wordFor(ENTRY_KINDS, entry.body.kind)}　${recordNumber(sheet.court, entry.seq)}`;
      return entryTable(
        entry,
        `仅附卷事项（第${index + 1}条，共${entries.length}条）　${entry.by.name}　${what}`,
        context,
        true,
      );
    }),
  ];
}

/** What there is none of, in one line. */
function nothingOf(lacking: readonly (string | false)[]): Block[] {
  const words = lacking.filter((each) => each !== false).join('、');
  return words === '' ? [] : [heading(`截至本表时间没有：${words}。`, { size: SIZE.dense, withNext: true })];
}

/** Everything between title and seal. */
function bodyBlocks(sealed: SealedSheet, level: SheetCopy['level'], own: readonly OwnConduct[]): Block[] {
  const { sheet } = sealed;
  const head = [caseTable(sheet), statementTable(sheet)];
  const annex = annexTable(sealed);
  const after = annex ? [annex] : [];
  const noAnnex = !annex && '入卷和放行记录';
  if (level === 'reference') return [...head, numbersTable(sheet), ...nothingOf([noAnnex]), ...after];
  const lines = sheet.lines.filter((line) => line.type === 'entry');
  const entries = lines.filter(({ scope }) => scope === 'report');
  const fileOnly = lines.filter(({ scope }) => scope === 'file-only');
  const nils = sheet.lines.filter((line) => line.type === 'nil-declaration');
  const context: EntryContext = { court: sheet.court, caseNumber: sheet.caseNumber, level, own };
  return [
    ...head,
    ...nothingOf([
      entries.length === 0 && '记录事项',
      nils.length === 0 && '无上述情形声明',
      fileOnly.length === 0 && '仅附卷事项',
      noAnnex,
    ]),
    ...entryBlocks(sheet, entries, context),
    ...(nils.length > 0 ? [nilTable(sheet, nils)] : []),
    ...fileOnlyBlocks(sheet, fileOnly, context),
    ...after,
  ];
}

/** The sheet as data, before it is laid out: what is printed, in its order. */
export function sheetDocument(
  sealed: SealedSheet,
  copy: SheetCopy,
  ownConduct: readonly OwnConduct[] = [],
): CourtDocument {
  const { sheet, hash } = sealed;
  return {
    title: `${SHEET_TITLE}${LEVELS[copy.level]} ${sheet.caseNumber}`,
    court: sheet.court.name,
    about: sheet.caseNumber,
    foot: `内容指纹 ${hash}`,
    keywords: `sha256:${hash}`,
    asOf: sheet.asOf,
    blocks: [
      heading(sheet.court.name, { size: SIZE.court, above: 0, below: 2 }),
      heading(SHEET_TITLE, { size: SIZE.title, bold: true, above: 0, below: copy.level === 'full' ? 12 : 0 }),
      ...(copy.level === 'full' ? [] : [heading(LEVELS[copy.level], { above: 0, below: 8 })]),
      ...bodyBlocks(sealed, copy.level, ownConduct),
      sealTable(sealed, copy.level),
    ],
    watermark: copy.watermark,
  };
}

/** The sheet as a PDF; the same input gives the same bytes, in any process at any time. */
export const printSheet = (
  sealed: SealedSheet,
  copy: SheetCopy,
  ownConduct: readonly OwnConduct[] = [],
): Promise<Uint8Array> => printDocument(sheetDocument(sealed, copy, ownConduct));
