/** Files made byte by byte, for whoever tests evidence: as programs write them, and as nobody should. */
import { crc32, deflateSync } from 'node:zlib';
import { strToU8, type Zippable, zipSync } from 'fflate';

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);
export const latin1 = (text: string): Uint8Array => Uint8Array.from(text, (letter) => letter.charCodeAt(0));

export function joined(...parts: (Uint8Array | string | number[])[]): Uint8Array<ArrayBuffer> {
  return new Uint8Array(
    parts.flatMap((part) => [...(typeof part === 'string' ? latin1(part) : part)]) as number[],
  );
}

const be32 = (value: number) => [
  (value >>> 24) & 255,
  (value >>> 16) & 255,
  (value >>> 8) & 255,
  value & 255,
];
const be16 = (value: number) => [(value >>> 8) & 255, value & 255];
const le16 = (value: number) => be16(value).reverse();
const le32 = (value: number) => be32(value).reverse();

function pngChunk(name: string, data: Uint8Array): Uint8Array {
  const body = joined(name, data);
  return joined(be32(data.length), body, be32(crc32(body)));
}

/** A picture that can be shown, of one colour, if it is small; with a header only, if it is not. */
export function png(width: number, height: number): Uint8Array<ArrayBuffer> {
  const header = joined(be32(width), be32(height), [8, 2, 0, 0, 0]);
  const row = new Uint8Array(1 + 3 * Math.min(width, 400)).fill(160);
  row[0] = 0;
  const rows = Array.from({ length: Math.min(height, 400) }, () => row);
  return joined(
    [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a],
    pngChunk('IHDR', header),
    pngChunk('IDAT', deflateSync(Buffer.concat(rows))),
    pngChunk('IEND', new Uint8Array()),
  );
}

/** @param orientation of EXIF: 6 and 8 are taken sideways */
export const jpeg = (width: number, height: number, orientation?: number): Uint8Array<ArrayBuffer> =>
  joined(
    [0xff, 0xd8, 0xff, 0xe0, ...be16(16)],
    'JFIF\0',
    [1, 1, 0, 0, 1, 0, 1, 0, 0],
    orientation === undefined
      ? []
      : joined(
          [0xff, 0xe1, ...be16(34)],
          'Exif\0\0MM\0*',
          be32(8),
          be16(1),
          [...be16(274), ...be16(3), ...be32(1), ...be16(orientation), 0, 0],
          be32(0),
        ),
    [0xff, 0xc0, ...be16(11), 8, ...be16(height), ...be16(width), 1, 1, 0x11, 0],
    [0xff, 0xda, 0, 8, 1, 1, 0, 0, 63, 0, 0, 0xff, 0xd9],
  );

export const gif = (width: number, height: number, frame = [width, height]): Uint8Array<ArrayBuffer> =>
  joined(
    'GIF89a',
    [...le16(width), ...le16(height), 0x80, 0, 0, 0, 0, 0, 255, 255, 255],
    [0x21, 0xf9, 4, 0, 0, 0, 0, 0],
    [0x2c, 0, 0, 0, 0, ...le16(frame[0] ?? 0), ...le16(frame[1] ?? 0), 0],
    [2, 2, 0x44, 1, 0, 0x3b],
  );

export const bmp = (width: number, height: number): Uint8Array<ArrayBuffer> =>
  joined(
    'BM',
    le32(58),
    le32(0),
    le32(54),
    le32(40),
    le32(width),
    le32(height),
    le16(1),
    le16(24),
    new Uint8Array(28),
  );

export const webp = (width: number, height: number): Uint8Array<ArrayBuffer> =>
  joined(
    'RIFF',
    le32(30),
    'WEBPVP8X',
    le32(10),
    [0, 0, 0, 0],
    le32(width - 1).slice(0, 3),
    le32(height - 1).slice(0, 3),
    [0, 0, 0, 0],
  );

export const tiff = (width: number, height: number): Uint8Array<ArrayBuffer> =>
  joined(
    'II*\0',
    le32(8),
    le16(2),
    le16(256),
    le16(4),
    le32(1),
    le32(width),
    le16(257),
    le16(4),
    le32(1),
    le32(height),
    le32(0),
    new Uint8Array(16),
  );

const box = (name: string, ...parts: (Uint8Array | string | number[])[]): Uint8Array => {
  const body = joined(...parts);
  return joined(be32(body.length + 8), name, body);
};

export const heic = (width: number, height: number): Uint8Array<ArrayBuffer> =>
  joined(
    box('ftyp', 'heic', [0, 0, 0, 0], 'mif1heic'),
    box('meta', [0, 0, 0, 0], box('iprp', box('ipco', box('ispe', [0, 0, 0, 0], be32(width), be32(height))))),
    box('mdat', new Uint8Array(16)),
  );

const track = (handler: string) =>
  box('trak', box('mdia', box('hdlr', be32(0), be32(0), handler, new Uint8Array(13))));
/** `mp42` with sound, with pictures as well if asked. */
export const mp4 = (brand: string, ...handlers: string[]): Uint8Array<ArrayBuffer> =>
  joined(
    box('ftyp', brand, [0, 0, 0, 0], brand),
    box('moov', ...handlers.map(track)),
    box('mdat', new Uint8Array(64)),
  );

export const wav = (): Uint8Array<ArrayBuffer> =>
  joined(
    'RIFF',
    le32(44),
    'WAVEfmt ',
    le32(16),
    le16(1),
    le16(1),
    le32(8000),
    le32(16000),
    le16(2),
    le16(16),
    'data',
    le32(8),
    new Uint8Array(8),
  );
export const mp3 = (): Uint8Array<ArrayBuffer> =>
  joined('ID3', [3, 0, 0, 0, 0, 0, 10], new Uint8Array(10), [0xff, 0xfb, 0x90, 0x64], new Uint8Array(600));
export const amr = (): Uint8Array<ArrayBuffer> =>
  joined('#!AMR\n', [0x3c, 0x48, 0xf5, 0x1f], new Uint8Array(28));
export const ogg = (): Uint8Array<ArrayBuffer> =>
  joined('OggS', [0, 2], new Uint8Array(20), [1, 19], 'OpusHead', [1, 1, 0, 0], new Uint8Array(7));
export const aac = (): Uint8Array<ArrayBuffer> =>
  joined([0xff, 0xf1, 0x50, 0x80, 0x2e, 0x7f, 0xfc], new Uint8Array(400));

export const pdf = (): Uint8Array<ArrayBuffer> =>
  joined(
    '%PDF-1.4\n',
    [0x25, 0xe2, 0xe3, 0xcf, 0xd3, 0x0a],
    '1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n',
  );
export const text = (words: string): Uint8Array<ArrayBuffer> => new Uint8Array(utf8(words));
/** 来电记录 in GB 18030. */
export const gbText = (): Uint8Array<ArrayBuffer> =>
  joined([0xc0, 0xb4, 0xb5, 0xe7, 0xbc, 0xc7, 0xc2, 0xbc, 0x0d, 0x0a]);

export const zip = (entries: Zippable): Uint8Array<ArrayBuffer> => zipSync(entries);

const contentTypes = (main: string): Uint8Array =>
  strToU8(
    `<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Override PartName="/main.xml" ContentType="${main}"/></Types>`,
  );
const OOXML = 'application/vnd.openxmlformats-officedocument';
const MAIN = {
  docx: `${OOXML}.wordprocessingml.document.main+xml`,
  xlsx: `${OOXML}.spreadsheetml.sheet.main+xml`,
  pptx: `${OOXML}.presentationml.presentation.main+xml`,
  docm: 'application/vnd.ms-word.document.macroEnabled.main+xml',
};
export const office = (is: keyof typeof MAIN, more: Zippable = {}): Uint8Array<ArrayBuffer> =>
  zip({
    '[Content_Types].xml': contentTypes(MAIN[is]),
    'main.xml': strToU8('<document>来函</document>'),
    ...more,
  });
export const ofd = (): Uint8Array<ArrayBuffer> =>
  zip({
    'OFD.xml': strToU8(
      '<?xml version="1.0"?><ofd:OFD xmlns:ofd="http://www.ofdspec.org/2016" Version="1.0"/>',
    ),
    'Doc_0/Document.xml': strToU8('<ofd:Document/>'),
  });

/** An OLE compound file whose root holds streams of these names; the first stream has these bytes. */
export function ole(
  names: string[],
  first: Uint8Array = new Uint8Array(4096),
  rootClass: number[] = [],
): Uint8Array<ArrayBuffer> {
  const NONE = 0xffffffff;
  const sector = (part: Uint8Array) => joined(part, new Uint8Array((512 - (part.length % 512)) % 512));
  const entry = (name: string, type: number, links: number[], start: number, size: number) =>
    joined(
      ...[...name].map((letter) => le16(letter.charCodeAt(0))),
      new Uint8Array(64 - 2 * name.length),
      le16(2 * name.length + 2),
      [type, 1],
      ...links.map(le32),
      type === 5 ? [...rootClass, ...new Array(16 - rootClass.length).fill(0)] : new Uint8Array(16),
      new Uint8Array(20),
      le32(start),
      le32(size),
      le32(0),
    );
  const children = names.map((name, place) =>
    entry(
      name,
      2,
      [NONE, place + 2 <= names.length ? place + 2 : NONE, NONE],
      4,
      place === 0 ? first.length : 0,
    ),
  );
  const directory = sector(joined(entry('Root Entry', 5, [NONE, NONE, 1], NONE, 0), ...children));
  const directorySectors = directory.length / 512;
  // Sector 0 is the table; the directory lies behind it, then the stream.
  const chain = Array.from({ length: 128 }, (_, at) => {
    if (at === 0) return 0xfffffffd;
    return at < directorySectors ? at + 1 : 0xfffffffe;
  });
  const start = directorySectors + 1;
  const header = joined(
    [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1],
    new Uint8Array(16),
    [0x3e, 0, 3, 0, 0xfe, 0xff, 9, 0, 6, 0],
    new Uint8Array(10),
    le32(1),
    le32(1),
    le32(0),
    le32(4096),
    le32(0xfffffffe),
    le32(0),
    le32(0xfffffffe),
    le32(0),
    le32(0),
    ...Array.from({ length: 108 }, () => le32(NONE)),
  );
  const whole = joined(header, ...chain.map(le32), directory, sector(first));
  // The first stream's place.
  const at = 512 + 512 + 128 + 116;
  whole.set(le32(start), at);
  return whole;
}

export const program = (): Uint8Array<ArrayBuffer> =>
  joined('MZ', new Uint8Array(58), le32(64), 'PE\0\0', le16(0x8664), new Uint8Array(200));
export const elf = (): Uint8Array<ArrayBuffer> => joined([0x7f], 'ELF', [2, 1, 1], new Uint8Array(60));
export const link = (): Uint8Array<ArrayBuffer> => joined([0x4c, 0, 0, 0, 1, 0x14, 2, 0], new Uint8Array(80));

/** Replaces what the headers of a zip say of the size of one entry. */
export function withDeclaredSize(archive: Uint8Array, name: string, size: number): Uint8Array<ArrayBuffer> {
  const changed = new Uint8Array(archive);
  const view = new DataView(changed.buffer);
  const called = new TextDecoder();
  for (let at = 0; at + 46 < changed.length; at += 1) {
    const signature = view.getUint32(at, true);
    const [nameAt, lengthAt, sizeAt] =
      signature === 0x04034b50 ? [30, 26, 22] : signature === 0x02014b50 ? [46, 28, 24] : [0, 0, 0];
    if (nameAt === 0) continue;
    const from = at + nameAt;
    if (called.decode(changed.subarray(from, from + view.getUint16(at + lengthAt, true))) === name)
      view.setUint32(at + sizeAt, size, true);
  }
  return changed;
}

/** A second name in the directory for the bytes of the first entry: unpacked, they count twice. */
export function withOverlap(archive: Uint8Array): Uint8Array<ArrayBuffer> {
  const view = new DataView(archive.buffer, archive.byteOffset, archive.byteLength);
  const end = archive.length - 22;
  const directory = view.getUint32(end + 16, true);
  const length =
    46 +
    view.getUint16(directory + 28, true) +
    view.getUint16(directory + 30, true) +
    view.getUint16(directory + 32, true);
  const again = new Uint8Array(archive.subarray(directory, directory + length));
  again[46] = 0x7a;
  const tail = new Uint8Array(archive.subarray(end));
  const tailView = new DataView(tail.buffer);
  const count = view.getUint16(end + 10, true) + 1;
  tailView.setUint16(8, count, true);
  tailView.setUint16(10, count, true);
  tailView.setUint32(12, view.getUint32(end + 12, true) + length, true);
  return joined(archive.subarray(0, end), again, tail);
}
