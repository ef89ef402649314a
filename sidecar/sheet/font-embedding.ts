/**
 * What one document uses of the fonts: each character gets a code when it is first drawn, and at the end each font is
 * cut down to what was used. The codes stand for characters, not for glyphs: fonts draw ⼈ (radical) and 人 (character)
 * with one glyph, and what is copied out of the document must be what was entered.
 */
import { type FontName, type Glyph, type ParsedFont, parsedFont } from './fonts.ts';

/** An object of the file, as the PDF library gives it. */
export interface PdfObject {
  data: Record<string, unknown>;
  write(chunk: Uint8Array | string): void;
  end(chunk?: Uint8Array | string): void;
}
export type NewObject = (data: Record<string, unknown>) => PdfObject;

const hex4 = (value: number) => value.toString(16).padStart(4, '0');

class FontInUse {
  readonly resource: string;
  readonly object: PdfObject;
  readonly #name: FontName;
  readonly #codes = new Map<number, string>();
  readonly #glyphs: Glyph[] = [];

  constructor(name: FontName, resource: string, object: PdfObject) {
    this.#name = name;
    this.resource = resource;
    this.object = object;
  }

  /** The character's code in this document, four hexadecimal digits; 0000 is no character. */
  code(glyph: Glyph): string {
    let code = this.#codes.get(glyph.codePoint);
    if (code === undefined) {
      code = hex4(this.#glyphs.push(glyph));
      this.#codes.set(glyph.codePoint, code);
    }
    return code;
  }

  embed(newObject: NewObject, place: number): void {
    const font = parsedFont(this.#name);
    const subset = font.createSubset();
    const glyphNumbers = Buffer.alloc(2 * (this.#glyphs.length + 1));
    this.#glyphs.forEach((glyph, index) => {
      glyphNumbers.writeUInt16BE(subset.includeGlyph(glyph.id), 2 * (index + 1));
    });
    const stream = (bytes: Uint8Array | string) => {
      const object = newObject({});
      object.end(bytes);
      return object;
    };
    // Six letters that tell subsets of one font apart (ISO 32000-1, 9.6.4).
    const name = `LIUHE${String.fromCharCode(65 + place)}+${font.postscriptName}`;
    const descriptor = newObject(descriptorOf(font, name, stream(subset.encode())));
    descriptor.end();
    const descendant = newObject({
      Type: 'Font',
      Subtype: 'CIDFontType2',
      BaseFont: name,
      CIDSystemInfo: { Registry: literal('Adobe'), Ordering: literal('Identity'), Supplement: 0 },
      FontDescriptor: descriptor,
      DW: 1000,
      W: [1, this.#glyphs.map((glyph) => Math.round(glyph.width * 1000))],
      CIDToGIDMap: stream(glyphNumbers),
    });
    descendant.end();
    Object.assign(this.object.data, {
      Type: 'Font',
      Subtype: 'Type0',
      BaseFont: name,
      Encoding: 'Identity-H',
      DescendantFonts: [descendant],
      ToUnicode: stream(toUnicode(this.#glyphs)),
    });
    this.object.end();
  }
}

/** The library writes a primitive string as a name, and a String as text. */
const literal = (text: string) => new String(text);

function descriptorOf(font: ParsedFont, name: string, file: PdfObject): Record<string, unknown> {
  const scale = 1000 / font.unitsPerEm;
  const { minX, minY, maxX, maxY } = font.bbox;
  return {
    Type: 'FontDescriptor',
    FontName: name,
    // Symbolic: its characters are not those of the Latin standard set.
    Flags: 4,
    FontBBox: [minX, minY, maxX, maxY].map((each) => each * scale),
    ItalicAngle: font.italicAngle,
    Ascent: font.ascent * scale,
    Descent: font.descent * scale,
    CapHeight: font.capHeight * scale,
    StemV: 0,
    FontFile2: file,
  };
}

/** From codes back to characters, for whoever searches and copies. A block holds a hundred at most. */
function toUnicode(glyphs: readonly Glyph[]): string {
  const pairs = glyphs.map(({ codePoint }, index) => {
    const units = [...String.fromCodePoint(codePoint)].flatMap((char) =>
      Array.from({ length: char.length }, (_, unit) => hex4(char.charCodeAt(unit))),
    );
    return `<${hex4(index + 1)}> <${units.join('')}>`;
  });
  const blocks: string[] = [];
  for (let from = 0; from < pairs.length; from += 100) {
    const some = pairs.slice(from, from + 100);
    blocks.push(`${some.length} beginbfchar\n${some.join('\n')}\nendbfchar`);
  }
  return `/CIDInit /ProcSet findresource begin
12 dict begin
begincmap
/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def
/CMapName /Adobe-Identity-UCS def
/CMapType 2 def
1 begincodespacerange
<0000> <ffff>
endcodespacerange
${blocks.join('\n')}
endcmap
CMapName currentdict /CMap defineresource pop
end
end`;
}

/** The fonts of one document, in the order of their first use. */
export class FontsInUse {
  readonly #newObject: NewObject;
  readonly #fonts = new Map<FontName, FontInUse>();
  /** The resource dictionary that every page shares. */
  readonly resources: Record<string, PdfObject> = {};

  constructor(newObject: NewObject) {
    this.#newObject = newObject;
  }

  of(name: FontName): FontInUse {
    let font = this.#fonts.get(name);
    if (!font) {
      font = new FontInUse(name, `F${this.#fonts.size + 1}`, this.#newObject({}));
      this.#fonts.set(name, font);
      this.resources[font.resource] = font.object;
    }
    return font;
  }

  embed(): void {
    let place = 0;
    for (const font of this.#fonts.values()) {
      font.embed(this.#newObject, place);
      place += 1;
    }
  }
}
