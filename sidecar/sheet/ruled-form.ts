/**
 * The ruled form of a court document, as data: A4 with the margins of GB/T 9704, headings and tables. How it is laid
 * out on pages is page-layout.ts; this file knows sizes and widths, and nothing of the file format.
 */
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
export const TEXT_HEIGHT = PAGE.height - PAGE.top - PAGE.bottom;

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
/** Height of a line in em: what the fonts ask for. */
export const LINE = 1.45;
export const RULE = 0.5;
export const PADDING = { side: 4, above: 2.5, below: 3.5 };

export interface TextStyle {
  size: number;
  bold: boolean;
  align: 'left' | 'center';
}
export interface Cell extends TextStyle {
  text: string;
  /** Columns it stands in. */
  span: number;
}
export type Row = Cell[];

export interface Heading extends TextStyle {
  type: 'heading';
  text: string;
  above: number;
  below: number;
  /** Stays on one page with what follows. */
  withNext: boolean;
}
export interface Table {
  type: 'table';
  /** Of the columns, without padding. */
  widths: number[];
  /** Repeated on every page the table goes on to. */
  heads: Row[];
  rows: Row[];
  above: number;
}
/** A table that is kept whole, with a QR code at its right. */
export interface Seal {
  type: 'seal';
  widths: number[];
  rows: Row[];
  qr: string;
  qrWidth: number;
  above: number;
}
export type Block = Heading | Table | Seal;

/** Widths of columns by their shares of what rules and padding leave. */
export function columns(...shares: number[]): number[] {
  const room = TEXT_WIDTH - shares.length * 2 * PADDING.side - (shares.length + 1) * RULE;
  const total = shares.reduce((sum, share) => sum + share, 0);
  return shares.map((share) => (room * share) / total);
}
export const PAIR = columns(72, 350);
export const PAIRS = columns(72, 147, 72, 147);

/** Space before a table that follows another block. */
export const GAP = 8;

type Style = Partial<TextStyle> & { span?: number };
export const cell = (text: string, style: Style = {}): Cell => ({
  text,
  size: style.size ?? SIZE.dense,
  bold: style.bold ?? false,
  align: style.align ?? 'left',
  span: style.span ?? 1,
});
export const label = (text: string, size = SIZE.dense): Cell => cell(text, { align: 'center', size });
/** A caption over the columns of its table, in the heavier weight. */
export const caption = (text: string, span: number): Row => [
  cell(text, { span, bold: true, align: 'center', size: SIZE.section }),
];
export const heading = (text: string, style: Partial<Omit<Heading, 'type' | 'text'>> = {}): Heading => ({
  type: 'heading',
  text,
  size: style.size ?? SIZE.body,
  bold: style.bold ?? false,
  align: style.align ?? 'center',
  above: style.above ?? GAP,
  below: style.below ?? 0,
  withNext: style.withNext ?? false,
});

/** An empty field says that it is empty. */
export const filled = (text: string) => (text.trim() === '' ? '—' : text);

/** Lines a list takes at the most, beside its label: characters are one em wide or less. */
const linesOf = (items: readonly string[], size: number) =>
  items.reduce((sum, item) => sum + Math.ceil((item.length * size) / (PAIR[1] ?? 1)), 0);

/**
 * A labelled list over the columns of a table: one row, or one row an item where the list is so long that, kept whole,
 * it could leave most of a page empty.
 */
export function list(name: string, items: readonly string[], span: number, size = SIZE.dense): Row[] {
  const rest = { size, span: span - 1 };
  if (linesOf(items, size) * size * LINE <= TEXT_HEIGHT * 0.6)
    return [[label(name, size), cell(items.length > 0 ? items.join('\n') : '—', rest)]];
  return items.map((item, index) => [label(index === 0 ? name : '', size), cell(item, rest)]);
}
