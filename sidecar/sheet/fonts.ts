/**
 * The fonts of the sheet, and the characters they draw. A thread reads and parses each font once, and asks it once a
 * character; what one document uses of it is kept by the document (font-embedding.ts), so that no print depends on
 * the one before.
 */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);
// Its published types say less than it does: a subset takes the number of a glyph and gives its new one.
const fontkit = require('fontkit') as { create(bytes: Uint8Array): ParsedFont };

/** What is used of a font; all lengths in units of the font. */
export interface ParsedFont {
  postscriptName: string;
  unitsPerEm: number;
  ascent: number;
  descent: number;
  capHeight: number;
  italicAngle: number;
  bbox: { minX: number; minY: number; maxX: number; maxY: number };
  glyphForCodePoint(codePoint: number): { id: number; advanceWidth: number };
  createSubset(): { includeGlyph(id: number): number; encode(): Uint8Array };
}

/** Song (宋体) is the text; Hei (黑体) has a few characters that Song lacks. */
const FILES = {
  song: '@expo-google-fonts/noto-serif-sc/400Regular/NotoSerifSC_400Regular.ttf',
  'song-bold': '@expo-google-fonts/noto-serif-sc/600SemiBold/NotoSerifSC_600SemiBold.ttf',
  hei: '@expo-google-fonts/noto-sans-sc/400Regular/NotoSansSC_400Regular.ttf',
  'hei-bold': '@expo-google-fonts/noto-sans-sc/700Bold/NotoSansSC_700Bold.ttf',
} as const;
export type FontName = keyof typeof FILES;

export const fontFile = (name: FontName): string => require.resolve(FILES[name]);

const parsed = new Map<FontName, ParsedFont>();
export function parsedFont(name: FontName): ParsedFont {
  let font = parsed.get(name);
  if (!font) {
    font = fontkit.create(readFileSync(fontFile(name)));
    parsed.set(name, font);
  }
  return font;
}

/** One character as one font draws it. */
export interface Glyph {
  font: FontName;
  /** In the font; 0, the empty box, never. */
  id: number;
  codePoint: number;
  /** Width in em. */
  width: number;
}

/** Nothing to see, or changes what is seen around it; a combining mark would pile up on its neighbours. */
const UNSEEN = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{M}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/u;

const known = { regular: new Map<number, Glyph | null>(), bold: new Map<number, Glyph | null>() };

function find(codePoint: number, bold: boolean): Glyph | null {
  if (UNSEEN.test(String.fromCodePoint(codePoint))) return null;
  for (const font of bold ? (['song-bold', 'hei-bold'] as const) : (['song', 'hei'] as const)) {
    const { id, advanceWidth } = parsedFont(font).glyphForCodePoint(codePoint);
    // A font may list a character and have no glyph of its own for it.
    if (id !== 0) return { font, id, codePoint, width: advanceWidth / parsedFont(font).unitsPerEm };
  }
  return null;
}

/** How a character is drawn; null when it cannot be, or would show nothing. */
export function glyphOf(codePoint: number, bold = false): Glyph | null {
  const glyphs = bold ? known.bold : known.regular;
  let glyph = glyphs.get(codePoint);
  if (glyph === undefined) {
    glyph = find(codePoint, bold);
    glyphs.set(codePoint, glyph);
  }
  return glyph;
}
