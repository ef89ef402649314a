/**
 * Text as it can be printed. What people typed is printed to the letter; but no font has every character, and some
 * characters show nothing or turn the text around them. Such a character is printed as 〔U+202E〕, for a reader must
 * see that it is there.
 */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);
// The page setter's own font reader and line breaker, so that what is measured here is what is printed.
const requireOfPdfmake = createRequire(require.resolve('pdfmake/js/Printer.js'));
const requireOfPdfkit = createRequire(requireOfPdfmake.resolve('pdfkit'));
const fontkit = requireOfPdfkit('fontkit') as { create(bytes: Uint8Array): ScannedFont };
const LineBreaker = requireOfPdfmake('linebreak') as new (
  text: string,
) => { nextBreak(): { position: number } | null };

/** What is used of a font; the library has no types. */
interface ScannedFont {
  unitsPerEm: number;
  characterSet: number[];
  glyphForCodePoint(codePoint: number): { id: number; advanceWidth: number };
}

const FONT_FILES = {
  'song-regular': '@expo-google-fonts/noto-serif-sc/400Regular/NotoSerifSC_400Regular.ttf',
  'song-bold': '@expo-google-fonts/noto-serif-sc/600SemiBold/NotoSerifSC_600SemiBold.ttf',
  'hei-regular': '@expo-google-fonts/noto-sans-sc/400Regular/NotoSansSC_400Regular.ttf',
  'hei-bold': '@expo-google-fonts/noto-sans-sc/700Bold/NotoSansSC_700Bold.ttf',
} as const;
type FontFile = keyof typeof FONT_FILES;

/** Song (宋体) is the text; Hei (黑体) has a few characters that Song lacks. */
export const FONTS = {
  Song: { normal: 'song-regular', bold: 'song-bold' },
  Hei: { normal: 'hei-regular', bold: 'hei-bold' },
} satisfies Record<string, { normal: FontFile; bold: FontFile }>;

const isFontFile = (name: string): name is FontFile => Object.hasOwn(FONT_FILES, name);

/** Read once a process. Each print parses them anew, for a parsed font remembers what was printed before. */
const fontBytes = new Map<FontFile, Uint8Array>();
function readFont(name: FontFile): Uint8Array {
  let bytes = fontBytes.get(name);
  if (!bytes) {
    bytes = readFileSync(require.resolve(FONT_FILES[name]));
    fontBytes.set(name, bytes);
  }
  return bytes;
}

/** The fonts, as the page setter asks for files. */
export const fontFiles = {
  existsSync: isFontFile,
  readFileSync(name: string): Uint8Array {
    if (!isFontFile(name)) throw new Error(`no such font: ${name}`);
    return readFont(name);
  },
};

/** Radicals and compatibility ideographs: doubles of unified ideographs. */
const isLookalike = (codePoint: number) =>
  (codePoint >= 0x2e80 && codePoint <= 0x2fdf) || (codePoint >= 0xf900 && codePoint <= 0xfaff);

/** The characters a font draws, each with its width in em. */
function scanFont(name: FontFile): Map<number, number> {
  const font = fontkit.create(readFont(name));
  const widths = new Map<number, number>();
  const owners = new Map<number, number>();
  for (const codePoint of font.characterSet) {
    const glyph = font.glyphForCodePoint(codePoint);
    // A listed character may still have no glyph of its own: glyph 0 is the empty box.
    if (glyph.id === 0) continue;
    // Fonts draw ⼈ (radical) and 人 (character) with one glyph, and a document's text layer gives a glyph one
    // meaning only. The double is left to the second font, where nothing else asks for that glyph.
    const owner = owners.get(glyph.id);
    if (name === 'song-regular' && owner !== undefined) {
      if (isLookalike(codePoint)) continue;
      if (isLookalike(owner)) widths.delete(owner);
    }
    owners.set(glyph.id, codePoint);
    widths.set(codePoint, glyph.advanceWidth / font.unitsPerEm);
  }
  return widths;
}

let scanned: { song: Map<number, number>; hei: Map<number, number> } | undefined;
function coverage() {
  scanned ??= { song: scanFont('song-regular'), hei: scanFont('hei-regular') };
  return scanned;
}

/** Nothing to see, or changes what is seen around it; a combining mark would pile up on its neighbours. */
const UNSEEN = /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{M}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/u;

/** A text of which every character can be drawn. Line ends are kept; a tab is four spaces. */
export function drawable(text: string): string {
  const { song, hei } = coverage();
  let out = '';
  for (const char of text.replace(/\r\n?/g, '\n').replaceAll('\t', '    ')) {
    const codePoint = char.codePointAt(0) ?? 0;
    const seen = char === '\n' || (!UNSEEN.test(char) && (song.has(codePoint) || hei.has(codePoint)));
    out += seen ? char : `〔U+${codePoint.toString(16).toUpperCase().padStart(4, '0')}〕`;
  }
  return out;
}

/** Bold letters are a little wider than the regular ones that were measured. */
const MARGIN_OF_MEASURE = 0.96;

function charWidth(char: string): number {
  const { song, hei } = coverage();
  const codePoint = char.codePointAt(0) ?? 0;
  return char === '\n' ? 0 : (song.get(codePoint) ?? hei.get(codePoint) ?? 1);
}

function textWidth(text: string): number {
  let width = 0;
  for (const char of text) width += charWidth(char);
  return width;
}

/** Text set into a column: `lines` is never less than what the page setter needs. */
export interface SetText {
  text: string;
  lines: number;
}

/**
 * Puts a line end into every word that is wider than its column: a hash, a long address. Left alone, the page setter
 * cuts such a word between UTF-16 units, that is through the middle of a character.
 */
export function setText(raw: string, columnWidth: number, size: number): SetText {
  const text = drawable(raw);
  const room = (columnWidth / size) * MARGIN_OF_MEASURE;
  const breaker = new LineBreaker(text);
  let out = '';
  let used = 0;
  let lines = 1;
  let last = 0;
  const newLine = () => {
    lines += 1;
    used = 0;
  };
  for (let next = breaker.nextBreak(); next; next = breaker.nextBreak()) {
    const word = text.slice(last, next.position);
    last = next.position;
    const width = textWidth(word);
    if (width <= room) {
      if (used + textWidth(word.trimEnd()) > room) newLine();
      out += word;
      used += width;
    } else {
      if (used > room * 0.7) {
        out += '\n';
        newLine();
      }
      for (const char of word) {
        const wide = charWidth(char);
        if (used + wide > room) {
          out += '\n';
          newLine();
        }
        out += char;
        used += wide;
      }
    }
    if (word.endsWith('\n')) newLine();
  }
  return { text: out, lines };
}

/** A stretch of text in one font. */
export interface Run {
  text: string;
  font: keyof typeof FONTS;
}

/** Cuts drawable text where the font changes; stretches are as long as can be, for each costs time and bytes. */
export function runs(text: string): Run[] {
  const { song } = coverage();
  const out: Run[] = [];
  let current: Run | undefined;
  for (const char of text) {
    const font: Run['font'] = char === '\n' || song.has(char.codePointAt(0) ?? 0) ? 'Song' : 'Hei';
    if (current?.font === font) {
      current.text += char;
    } else {
      current = { text: char, font };
      out.push(current);
    }
  }
  return out;
}
