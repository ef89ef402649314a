/**
 * Lays blocks out on pages: tables whose heads repeat and whose rows stay whole, unless one is longer than a page. What
 * comes out is pieces of text and rules at their places.
 */
import { type Line, setText } from './printable-text.ts';
import {
  type Block,
  type Cell,
  type Heading,
  LINE,
  PADDING,
  PAGE,
  type Row,
  RULE,
  type Seal,
  type Table,
  TEXT_HEIGHT,
  TEXT_WIDTH,
} from './ruled-form.ts';

/** One line of text; `y` is its base line, measured from the page's top. */
export interface PlacedLine {
  line: Line;
  x: number;
  y: number;
  size: number;
}
export interface PlacedRule {
  x1: number;
  y1: number;
  x2: number;
  y2: number;
}
export interface PlacedQr {
  text: string;
  x: number;
  y: number;
  width: number;
}
export interface Page {
  lines: PlacedLine[];
  rules: PlacedRule[];
  qrs: PlacedQr[];
}

/** Where the base line lies in a line's height, em from its top. */
const BASE = 1.09;

/** What stays with the head of its table at the foot of a page: rows of this many points together. */
const WITH_HEAD = 80;
/** Of so few rows none is taken to the next page for company. */
const FEW_ROWS = 4;
/** Rows that go to the next page together, so that none stands alone under a repeated head. */
const ROWS_AT_END = 2;
/** Room a long row must find on its first page, so that its head does not stand alone at the foot of one. */
const ROOM_FOR_LONG_ROW = 120;

/** A cell whose text is set; `x` and `width` are of its text. */
interface SetCell {
  cell: Cell;
  lines: Line[];
  x: number;
  width: number;
  /** The rule at its right. */
  right: number;
}
interface SetRow {
  cells: SetCell[];
  height: number;
}

const lineHeight = (size: number) => size * LINE;
const heightOf = (lines: number, size: number) =>
  lines * lineHeight(size) + PADDING.above + PADDING.below + RULE;

function setRow(row: Row, widths: readonly number[]): SetRow {
  let x = PAGE.left + RULE + PADDING.side;
  let column = 0;
  let height = 0;
  const cells = row.map((cell) => {
    let width = -2 * PADDING.side - RULE;
    for (let each = 0; each < cell.span; each += 1) {
      width += (widths[column] ?? 0) + 2 * PADDING.side + RULE;
      column += 1;
    }
    const lines = setText(cell.text, width, cell.size, cell.bold);
    height = Math.max(height, heightOf(lines.length, cell.size));
    const set: SetCell = { cell, lines, x, width, right: x + width + PADDING.side + RULE / 2 };
    x += width + 2 * PADDING.side + RULE;
    return set;
  });
  return { cells, height };
}

const sumOfHeights = (rows: readonly SetRow[]) => rows.reduce((sum, row) => sum + row.height, 0);

const BOTTOM = PAGE.height - PAGE.bottom;
const LEFT_RULE = PAGE.left + RULE / 2;

class Layout {
  readonly pages: Page[] = [];
  #page: Page = { lines: [], rules: [], qrs: [] };
  #y = 0;

  constructor() {
    this.#newPage();
  }

  #newPage(): void {
    this.#page = { lines: [], rules: [], qrs: [] };
    this.pages.push(this.#page);
    this.#y = PAGE.top;
  }

  get #room(): number {
    return BOTTOM - this.#y;
  }
  get #atTop(): boolean {
    return this.#y === PAGE.top;
  }

  #rule(x1: number, y1: number, x2: number, y2: number): void {
    this.#page.rules.push({ x1, y1, x2, y2 });
  }

  #text(
    lines: readonly Line[],
    { size, align }: { size: number; align: string },
    x: number,
    width: number,
    top: number,
  ): void {
    lines.forEach((line, index) => {
      if (line.glyphs.length === 0) return;
      const inset = align === 'center' ? Math.max(0, (width - line.width * size) / 2) : 0;
      this.#page.lines.push({
        line,
        x: x + inset,
        y: top + index * lineHeight(size) + BASE * size,
        size,
      });
    });
  }

  heading(block: Heading, next: number): void {
    const lines = setText(block.text, TEXT_WIDTH, block.size, block.bold);
    const height = lines.length * lineHeight(block.size) + block.below;
    if (!this.#atTop) {
      if (block.above + height + next > this.#room) this.#newPage();
      else this.#y += block.above;
    }
    for (const line of lines) {
      if (lineHeight(block.size) > this.#room) this.#newPage();
      this.#text([line], block, PAGE.left, TEXT_WIDTH, this.#y);
      this.#y += lineHeight(block.size);
    }
    this.#y += block.below;
  }

  /** Draws a row, or the part of it that is given; every row draws the rule below it, and the first the one above. */
  #row(cells: readonly SetCell[], height: number, first: boolean, centred: boolean): void {
    const top = this.#y;
    const bottom = top + height;
    const right = cells.at(-1)?.right ?? LEFT_RULE;
    if (first) this.#rule(LEFT_RULE - RULE / 2, top + RULE / 2, right + RULE / 2, top + RULE / 2);
    this.#rule(LEFT_RULE - RULE / 2, bottom + RULE / 2, right + RULE / 2, bottom + RULE / 2);
    this.#rule(LEFT_RULE, top, LEFT_RULE, bottom + RULE);
    for (const { cell, lines, x, width, right: ruleAt } of cells) {
      this.#rule(ruleAt, top, ruleAt, bottom + RULE);
      const spare = height - heightOf(lines.length, cell.size);
      const above = RULE + PADDING.above + (centred ? Math.max(0, spare) / 2 : 0);
      this.#text(lines, cell, x, width, top + above);
    }
    this.#y = bottom;
  }

  #whole(rows: readonly SetRow[], first: boolean): void {
    rows.forEach((row, index) => {
      this.#row(row.cells, row.height, first && index === 0, true);
    });
  }

  /** A row longer than a page: as many of its lines on each page as fit. */
  #longRow(row: SetRow, heads: readonly SetRow[]): void {
    let left = row.cells;
    while (left.some(({ lines }) => lines.length > 0)) {
      if (
        this.#room <
        lineHeight(Math.max(...left.map(({ cell }) => cell.size))) + PADDING.above + PADDING.below + RULE
      ) {
        this.#newPage();
        this.#whole(heads, true);
      }
      const room = this.#room - PADDING.above - PADDING.below - 2 * RULE;
      const part = left.map((each) => ({
        ...each,
        lines: each.lines.slice(0, Math.max(1, Math.floor(room / lineHeight(each.cell.size)))),
      }));
      const height = Math.max(...part.map(({ cell, lines }) => heightOf(lines.length, cell.size)));
      this.#row(part, height, heads.length === 0 && this.#atTop, false);
      left = left.map((each, index) => ({
        ...each,
        lines: each.lines.slice(part[index]?.lines.length ?? 0),
      }));
    }
  }

  /** @param after what has to stand on the page of the table's last rows as well, points */
  table(block: Table, after: number): void {
    const heads = block.heads.map((row) => setRow(row, block.widths));
    const rows = block.rows.map((row) => setRow(row, block.widths));
    const headHeight = sumOfHeights(heads);
    const isLong = (row: SetRow) => headHeight + row.height > TEXT_HEIGHT - RULE;
    if (!this.#atTop) {
      const whole = rows.length <= FEW_ROWS ? headHeight + sumOfHeights(rows) + RULE + after : 0;
      const need = Math.max(firstNeed(rows, headHeight, isLong), whole < TEXT_HEIGHT / 2 ? whole : 0);
      if (block.above + need > this.#room) this.#newPage();
      else this.#y += block.above;
    }
    this.#whole(heads, true);
    for (let next = 0; next < rows.length; ) {
      const row = rows[next];
      if (row === undefined) return;
      if (isLong(row)) {
        if (this.#room < ROOM_FOR_LONG_ROW) this.#nextPage(heads);
        this.#longRow(row, heads);
        next += 1;
        continue;
      }
      let fitting = 0;
      let room = this.#room - RULE;
      for (; ; fitting += 1) {
        const candidate = rows[next + fitting];
        if (candidate === undefined || isLong(candidate) || candidate.height > room) break;
        room -= candidate.height;
      }
      const rest = rows.length - next - fitting;
      const follower = rows[next + fitting];
      // Where a few rows would go over alone, or what comes after would, some more go with them.
      const lonely = rest === 0 ? after > room : rest < ROWS_AT_END && follower && !isLong(follower);
      if (lonely && fitting > FEW_ROWS) fitting -= ROWS_AT_END - rest;
      this.#whole(rows.slice(next, next + fitting), heads.length === 0 && this.#atTop);
      next += fitting;
      const following = rows[next];
      if (following && !isLong(following)) this.#nextPage(heads);
    }
  }

  #nextPage(heads: readonly SetRow[]): void {
    this.#newPage();
    this.#whole(heads, true);
  }

  seal(block: Seal): void {
    const rows = block.rows.map((row) => setRow(row, block.widths));
    const inner = block.qrWidth + 2 * PADDING.side;
    const height = sealHeight(rows, block.qrWidth);
    if (!this.#atTop) {
      if (block.above + height + RULE > this.#room) this.#newPage();
      else this.#y += block.above;
    }
    const top = this.#y;
    const spare = (height - sumOfHeights(rows)) / Math.max(1, rows.length);
    rows.forEach((row, index) => {
      this.#row(row.cells, row.height + spare, index === 0, true);
    });
    const left = rows[0]?.cells.at(-1)?.right ?? LEFT_RULE;
    const right = left + inner + RULE;
    this.#rule(left, top + RULE / 2, right + RULE / 2, top + RULE / 2);
    this.#rule(left, this.#y + RULE / 2, right + RULE / 2, this.#y + RULE / 2);
    this.#rule(right, top, right, this.#y + RULE);
    this.#page.qrs.push({
      text: block.qr,
      x: left + RULE / 2 + PADDING.side,
      y: top + RULE + (height - block.qrWidth) / 2,
      width: block.qrWidth,
    });
  }
}

/** What a table needs at least to begin on a page: its head, and a few rows or the beginning of a long one. */
function firstNeed(rows: readonly SetRow[], headHeight: number, isLong: (row: SetRow) => boolean): number {
  let need = headHeight + RULE;
  for (const row of rows) {
    if (isLong(row)) return need + ROOM_FOR_LONG_ROW;
    if (need + row.height > TEXT_HEIGHT * 0.9) return need;
    need += row.height;
    if (need >= headHeight + WITH_HEAD) return need;
  }
  return need;
}

const sealHeight = (rows: readonly SetRow[], qrWidth: number) =>
  Math.max(sumOfHeights(rows), qrWidth + 2 * PADDING.side);

/** Where a seal comes next, it never stands on a page without text (GB/T 9704). */
function heightOfSeal(block: Block | undefined): number {
  if (block?.type !== 'seal') return 0;
  const rows = block.rows.map((row) => setRow(row, block.widths));
  return block.above + sealHeight(rows, block.qrWidth) + RULE;
}

/** What the next block needs at least to stand under a heading. */
function leastOf(block: Block | undefined): number {
  if (block?.type !== 'table') return heightOfSeal(block);
  const heads = block.heads.map((row) => setRow(row, block.widths));
  const rows = block.rows.slice(0, FEW_ROWS).map((row) => setRow(row, block.widths));
  const headHeight = sumOfHeights(heads);
  return block.above + firstNeed(rows, headHeight, (row) => headHeight + row.height > TEXT_HEIGHT - RULE);
}

export function layOut(blocks: readonly Block[]): Page[] {
  const layout = new Layout();
  blocks.forEach((block, index) => {
    const next = blocks[index + 1];
    if (block.type === 'heading') layout.heading(block, block.withNext ? leastOf(next) : 0);
    else if (block.type === 'table') layout.table(block, heightOfSeal(next));
    else layout.seal(block);
  });
  return layout.pages;
}
