/** The printed sheet as pictures: a fixed example, how its pages are drawn, and how two pictures of a page are compared. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { crc32, deflateSync, inflateSync } from 'node:zlib';
import type { SealedSheet } from '../../shared/sheet.ts';
import { asFileOnly, exampleAnnex, exampleSheet } from '../../sidecar/sheet/example-sheet.ts';
import { poppler } from '../../sidecar/sheet/read-back.ts';

/** An entry of each kind, one corrected, one late, one file-only; declarations; a filing and a clearance. */
export function referenceSheet(
  change: (sealed: SealedSheet) => SealedSheet = (sealed) => sealed,
): SealedSheet {
  const sealed = exampleSheet({
    entries: 4,
    nils: 2,
    evidence: 1,
    line: (line, index) => {
      if (index === 1) return { ...line, lateness: { standing: 'late', due: '2026-03-01T15:59:59.999Z' } };
      if (index === 2) return { ...line, history: [correction(line.seq, line.receivedAt)] };
      return index === 3 ? asFileOnly(line) : line;
    },
  });
  return change({ ...sealed, annex: exampleAnnex(sealed.hash) });
}

const correction = (seq: number, receivedAt: string) => ({
  seq,
  receivedAt,
  replacedBy: {
    seq: 140,
    receivedAt: '2026-03-07T01:00:00.000Z',
    kind: 'correction' as const,
    reason: '核对通话记录后更正',
  },
  before: [{ field: 'place' as const, value: '宛城区某路口' }],
});

/** Dots an inch: enough to see that a row or a word is missing, little enough to keep. */
const RESOLUTION = 50;
export const pictureFile = (page: number) => join(import.meta.dirname, `page-${page}.png`);
export const keptPicture = (page: number) => fromPng(readFileSync(pictureFile(page)));

export interface Picture {
  width: number;
  height: number;
  /** One byte a dot: 0 is black. */
  dots: Uint8Array;
}

/** One page drawn in grey. */
export function drawPage(pdf: Uint8Array, page: number): Picture {
  const only = ['-f', String(page), '-l', String(page)];
  // A portable greymap: `P5 width height 255`, then the dots.
  const map = poppler('pdftoppm', ['-gray', '-r', String(RESOLUTION), ...only], pdf, 'buffer');
  const head = /^P5\s+(\d+)\s+(\d+)\s+255\s/.exec(map.toString('latin1', 0, 64));
  if (!head) throw new Error('pdftoppm did not draw a greymap');
  return { width: Number(head[1]), height: Number(head[2]), dots: map.subarray(head[0].length) };
}

const SIGNATURE = Buffer.from('\x89PNG\r\n\x1a\n', 'latin1');

/** As a PNG of 8-bit grey in sixteen shades, without filters: any viewer shows it, and it is small. */
export function toPng({ width, height, dots }: Picture): Buffer {
  const chunk = (type: string, data: Buffer) => {
    const named = Buffer.concat([Buffer.from(type, 'latin1'), data]);
    const framed = Buffer.alloc(named.length + 8);
    framed.writeUInt32BE(data.length, 0);
    named.copy(framed, 4);
    framed.writeUInt32BE(crc32(named), named.length + 4);
    return framed;
  };
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header[8] = 8;
  const lines = Buffer.alloc((width + 1) * height);
  dots.forEach((dot, index) => {
    lines[index + Math.floor(index / width) + 1] = Math.round(dot / 17) * 17;
  });
  return Buffer.concat([
    SIGNATURE,
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(lines, { level: 9 })),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

/** Reads what `toPng` wrote; a picture from elsewhere is refused. */
export function fromPng(png: Buffer): Picture {
  const width = png.readUInt32BE(16);
  const height = png.readUInt32BE(20);
  if (png.toString('latin1', 37, 41) !== 'IDAT' || png.readUInt32BE(24) !== 0x08_00_00_00)
    throw new Error('not a picture that update.ts kept');
  const lines = inflateSync(png.subarray(41, 41 + png.readUInt32BE(33)));
  const dots = new Uint8Array(width * height);
  for (let y = 0; y < height; y += 1) {
    const start = y * (width + 1);
    if (lines[start] !== 0) throw new Error('not a picture that update.ts kept');
    dots.set(lines.subarray(start + 1, start + 1 + width), y * width);
  }
  return { width, height, dots };
}

/** Squares of this many dots are compared by their mean grey, for renderers smooth the edges of letters differently. */
const SQUARE = 8;
/** Mean grey of a square may differ by so much of 255 before it counts. */
const GREY = 12;
/** And so large a share of a page's squares may differ. */
export const TOLERANCE = 0.002;

/** The share of a page's squares that differ; 1 where the pages are not of one size. */
export function difference(one: Picture, other: Picture): number {
  if (one.width !== other.width || one.height !== other.height) return 1;
  let squares = 0;
  let different = 0;
  for (let top = 0; top < one.height; top += SQUARE) {
    for (let left = 0; left < one.width; left += SQUARE) {
      squares += 1;
      if (Math.abs(meanOf(one, left, top) - meanOf(other, left, top)) > GREY) different += 1;
    }
  }
  return different / squares;
}

function meanOf({ width, height, dots }: Picture, left: number, top: number): number {
  let sum = 0;
  let count = 0;
  for (let y = top; y < Math.min(height, top + SQUARE); y += 1) {
    for (let x = left; x < Math.min(width, left + SQUARE); x += 1) {
      sum += dots[y * width + x] ?? 255;
      count += 1;
    }
  }
  return sum / count;
}
