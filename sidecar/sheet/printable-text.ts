/**
 * Text as it can be printed. What people typed is printed to the letter; but no font has every character, and some
 * characters show nothing or turn the text around them. Such a character is printed as 〔U+202E〕, for a reader must
 * see that it is there.
 */
import { createRequire } from 'node:module';
import { type Glyph, glyphOf } from './fonts.ts';

// Comes without types.
const LineBreaker = createRequire(import.meta.url)('linebreak') as new (
  text: string,
) => { nextBreak(): { position: number } | null };

const LINE_END = 0x0a;
const nameOf = (codePoint: number) => `〔U+${codePoint.toString(16).toUpperCase().padStart(4, '0')}〕`;

/** A text of which every character can be drawn. Line ends are kept; a tab is four spaces. */
export function drawable(text: string): string {
  const plain = text.replace(/\r\n?/g, '\n').replaceAll('\t', '    ');
  let out = '';
  let from = 0;
  for (let index = 0; index < plain.length; ) {
    const codePoint = plain.codePointAt(index) ?? 0;
    const next = index + (codePoint > 0xffff ? 2 : 1);
    if (codePoint !== LINE_END && !glyphOf(codePoint)) {
      out += plain.slice(from, index) + nameOf(codePoint);
      from = next;
    }
    index = next;
  }
  return from === 0 ? plain : out + plain.slice(from);
}

/** A line of text: what is drawn, and how wide it is in em. */
export interface Line {
  glyphs: Glyph[];
  width: number;
}

const BOX = 0x25a1;

function lineOf(text: string, bold: boolean): Line {
  const glyphs: Glyph[] = [];
  let width = 0;
  for (let index = 0; index < text.length; ) {
    const codePoint = text.codePointAt(index) ?? 0;
    index += codePoint > 0xffff ? 2 : 1;
    // Whatever the regular weight draws counts as drawable; should the bold one lack it, it is drawn in the regular.
    const glyph = glyphOf(codePoint, bold) ?? glyphOf(codePoint) ?? glyphOf(BOX);
    if (!glyph) throw new Error('the fonts of the sheet have no box for a missing character');
    glyphs.push(glyph);
    width += glyph.width;
  }
  return { glyphs, width };
}

const SPACE = 0x20;
/** The width that has to fit: a space at a line's end may stand outside. */
function visibleWidth({ glyphs, width }: Line): number {
  let visible = width;
  for (let index = glyphs.length - 1; index >= 0; index -= 1) {
    const glyph = glyphs[index];
    if (glyph?.codePoint !== SPACE) break;
    visible -= glyph.width;
  }
  return visible;
}

/** Breaks one paragraph where Unicode allows it (UAX #14), and a word wider than its column between characters. */
function breakParagraph(text: string, room: number, bold: boolean, lines: Line[]): void {
  const whole = lineOf(text, bold);
  if (visibleWidth(whole) <= room) {
    lines.push(whole);
    return;
  }
  let current: Line = { glyphs: [], width: 0 };
  const flush = () => {
    lines.push(current);
    current = { glyphs: [], width: 0 };
  };
  const add = (glyphs: Glyph[], width: number) => {
    for (const glyph of glyphs) current.glyphs.push(glyph);
    current.width += width;
  };
  const breaker = new LineBreaker(text);
  let last = 0;
  // Glyphs and UTF-16 units are not counted alike: a rare character is one glyph and two units.
  let taken = 0;
  for (let next = breaker.nextBreak(); next; next = breaker.nextBreak()) {
    const start = taken;
    let width = 0;
    for (let unit = last; unit < next.position; taken += 1) {
      const glyph = whole.glyphs[taken];
      unit += (glyph?.codePoint ?? 0) > 0xffff ? 2 : 1;
      width += glyph?.width ?? 0;
    }
    last = next.position;
    const word: Line = { glyphs: whole.glyphs.slice(start, taken), width };
    const visible = visibleWidth(word);
    if (current.width + visible <= room) {
      add(word.glyphs, word.width);
    } else if (visible <= room) {
      flush();
      add(word.glyphs, word.width);
    } else {
      if (current.width > room * 0.7) flush();
      for (const glyph of word.glyphs) {
        if (current.glyphs.length > 0 && current.width + glyph.width > room) flush();
        add([glyph], glyph.width);
      }
    }
  }
  if (current.glyphs.length > 0) flush();
}

/** Sets a text into lines of a column. Nothing is lost but line ends, and no character is cut. */
export function setText(raw: string, columnWidth: number, size: number, bold = false): Line[] {
  const lines: Line[] = [];
  const room = columnWidth / size;
  for (const paragraph of drawable(raw).split('\n')) breakParagraph(paragraph, room, bold, lines);
  return lines;
}
