/**
 * The ruled form of a court document: A4 with the margins of GB/T 9704, and tables whose rows stay whole, whose
 * heads repeat, and whose cells know how high they may become.
 */
import type { Content, CustomTableLayout } from 'pdfmake/interfaces';
import { type Run, runs, setText } from './printable-text.ts';

export const mm = (length: number) => (length * 72) / 25.4;
/** A4 and the margins of GB/T 9704, in points. */
export const PAGE = {
  width: 595.28,
  height: 841.89,
  top: mm(37),
  bottom: mm(35),
  left: mm(28),
  right: mm(26),
};
export const TEXT_WIDTH = PAGE.width - PAGE.left - PAGE.right;
const TEXT_HEIGHT = PAGE.height - PAGE.top - PAGE.bottom;

export const SIZE = {
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
export const LINE = 1.45;

export const RULE = 0.5;
export const PADDING = { side: 4, above: 2.5, below: 3.5 };
export const FORM: CustomTableLayout = {
  hLineWidth: () => RULE,
  vLineWidth: () => RULE,
  paddingLeft: () => PADDING.side,
  paddingRight: () => PADDING.side,
  paddingTop: () => PADDING.above,
  paddingBottom: () => PADDING.below,
};

/** Widths of columns by their shares of what rules and padding leave. */
export function columns(...shares: number[]): number[] {
  const room = TEXT_WIDTH - shares.length * 2 * PADDING.side - (shares.length + 1) * RULE;
  const total = shares.reduce((sum, share) => sum + share, 0);
  return shares.map((share) => (room * share) / total);
}
export const PAIR = columns(72, 350);
export const PAIRS = columns(72, 147, 72, 147);
export const PEOPLE = columns(68, 60, 103, 62, 106);
export const NILS = columns(66, 119, 117, 106);

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
export type Row = Cell[];

export function cell(text: string, width: number, style: CellStyle = {}): Cell {
  const size = style.fontSize ?? SIZE.dense;
  const set = setText(text, width, size);
  return {
    content: { text: runs(set.text), ...style, fontSize: size },
    height: set.lines * size * LINE + PADDING.above + PADDING.below + RULE,
  };
}

/** An empty field says that it is empty. */
export const filled = (text: string) => (text.trim() === '' ? '—' : text);

export const label = (text: string, width: number, fontSize = SIZE.dense) =>
  cell(text, width, { alignment: 'center', fontSize });

/** Covered by the cell to its left; a new one each time, for the page setter writes into it. */
const covered = (): Cell => ({ content: { text: [] }, height: 0 });

/** A cell over all the columns. */
export function across(text: string, widths: number[], style: CellStyle = {}): Row {
  const width = widths.reduce((sum, each) => sum + each + 2 * PADDING.side + RULE, -2 * PADDING.side - RULE);
  return [cell(text, width, { ...style, colSpan: widths.length }), ...widths.slice(1).map(covered)];
}

/** A caption over the table, in the heavier weight. */
export const caption = (text: string, widths: number[]): Row =>
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
export function table(widths: number[], heads: () => Row[], rows: Row[]): Content[] {
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
export function list(name: string, items: readonly string[], widths: number[], fontSize = SIZE.dense): Row[] {
  const [labelWidth = 0, ...rest] = widths;
  const one = (text: string, first: boolean): Row => [
    label(first ? name : '', labelWidth, fontSize),
    ...across(text, rest, { fontSize }),
  ];
  const whole = one(items.length > 0 ? items.join('\n') : '—', true);
  return rowHeight(whole) <= TEXT_HEIGHT * 0.6 ? [whole] : items.map((item, index) => one(item, index === 0));
}
