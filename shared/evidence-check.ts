/**
 * Looks into the bytes of a file that is to be evidence: what is it, does its name say so, would opening it hurt? Run
 * in the form, so that it is said beside the field, and again at the sidecar, which believes nobody. Nothing is decoded,
 * and of nothing is more unpacked at a time than a few megabytes.
 */
import { FileTypeParser } from 'file-type';
import { imageSize } from 'image-size';
import { lookIntoArchive } from './evidence-archive.ts';
import {
  endOfZip,
  find,
  hidesAnother,
  isExecutable,
  isMarkup,
  isText,
  startsWith,
} from './evidence-bytes.ts';
import {
  EVIDENCE_FORMATS,
  type EvidenceFault,
  type EvidenceFormat,
  nameFault,
  saysFormat,
  saysKnownFormat,
} from './evidence-kinds.ts';
import { isOle, lookIntoOle } from './evidence-ole.ts';
import type { EvidenceKind, EvidencePolicy } from './policy.ts';

/** As it is shown: a picture taken sideways counts as turned. */
export interface PictureSize {
  width: number;
  height: number;
}

export type EvidenceFinding =
  | { ok: true; kind: EvidenceKind; mediaType: string; format: EvidenceFormat; size?: PictureSize }
  | { ok: false; code: EvidenceFault };

/** Formats by what file-type calls them. */
const BY_SIGNATURE: Readonly<Record<string, EvidenceFormat>> = {
  jpg: 'jpeg',
  png: 'png',
  apng: 'png',
  gif: 'gif',
  webp: 'webp',
  bmp: 'bmp',
  tif: 'tiff',
  heic: 'heic',
  pdf: 'pdf',
  mp3: 'mp3',
  amr: 'amr',
  wav: 'wav',
  ogg: 'ogg',
  oga: 'ogg',
  opus: 'ogg',
  spx: 'ogg',
  aac: 'aac',
  m4a: 'mp4',
  m4b: 'mp4',
  f4a: 'mp4',
  f4v: 'mp4',
  m4v: 'mp4',
  mp4: 'mp4',
  mov: 'mov',
  '3gp': '3gp',
  '3g2': '3gp',
};
const MOVING: ReadonlySet<EvidenceFormat> = new Set<EvidenceFormat>(['mp4', 'mov', '3gp']);

/** Most a single read of a header may ask for. */
const HEADER_BYTES = 1024 * 1024;

async function bySignature(bytes: Uint8Array): Promise<EvidenceFormat | undefined> {
  try {
    const parser = new FileTypeParser({ maxBufferSize: HEADER_BYTES });
    const { ext = '' } = (await parser.fromBuffer(bytes)) ?? {};
    return Object.hasOwn(BY_SIGNATURE, ext) ? BY_SIGNATURE[ext] : undefined;
  } catch {
    return undefined;
  }
}

/** A track with moving pictures. A recorder's file without one is sound, whatever it is called. */
function showsPictures(bytes: Uint8Array): boolean {
  for (let at = find(bytes, 'hdlr'); at >= 0; at = find(bytes, 'hdlr', at + 4)) {
    if (startsWith(bytes, 'vide', at + 12)) return true;
  }
  return false;
}

const isGzip = (bytes: Uint8Array): boolean => startsWith(bytes, [0x1f, 0x8b]);

type Looked = { format: EvidenceFormat | undefined } | { fault: EvidenceFault };

async function lookInto(bytes: Uint8Array): Promise<Looked> {
  if (isExecutable(bytes)) return { fault: 'executable' };
  if (startsWith(bytes, 'PK\u0003\u0004')) return lookIntoArchive(bytes);
  if (isOle(bytes)) return lookIntoOle(bytes);
  // Packed files are unpacked by nobody here.
  if (isGzip(bytes)) return { format: undefined };
  // A recording of an old telephone begins like a script, a PDF may be of letters only.
  if (!startsWith(bytes, '%PDF-') && !startsWith(bytes, '#!AMR') && isText(bytes))
    return { format: isMarkup(bytes) ? undefined : 'txt' };
  const format = await bySignature(bytes);
  if (format !== undefined && MOVING.has(format)) {
    // Without any table of tracks there is nothing to play either.
    if (find(bytes, 'hdlr') < 0) return { fault: 'unreadable' };
    return { format: showsPictures(bytes) ? format : 'm4a' };
  }
  return { format };
}

/** Headers stand at the beginning; only a TIFF's may stand anywhere. Bounded, for its readers walk byte by byte. */
const HEADER_IN: Partial<Record<EvidenceFormat, number>> = {
  jpeg: 2 * 1024 * 1024,
  heic: 64 * 1024,
};
const BMP_HEADERS: readonly number[] = [12, 40, 52, 56, 64, 108, 124];

/** A GIF's first picture may be larger than the screen it announces, and is then drawn in full. */
function firstGifFrame(bytes: Uint8Array): PictureSize {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const colours = (flags: number) => ((flags & 0x80) === 0 ? 0 : 3 * 2 ** ((flags & 7) + 1));
  let at = 13 + colours(view.getUint8(10));
  while (view.getUint8(at) === 0x21) {
    at += 2;
    while (view.getUint8(at) !== 0) at += view.getUint8(at) + 1;
    at += 1;
  }
  if (view.getUint8(at) !== 0x2c) throw new RangeError('no picture');
  return { width: view.getUint16(at + 5, true), height: view.getUint16(at + 7, true) };
}

/** As the header says; nothing is decoded. @throws when there is none */
function sizeOf(bytes: Uint8Array, format: EvidenceFormat): PictureSize {
  if (format === 'bmp' && !BMP_HEADERS.includes(bytes[14] ?? 0)) throw new RangeError('no bitmap header');
  const within = HEADER_IN[format];
  const { width, height, orientation = 1 } = imageSize(within === undefined ? bytes : bytes.slice(0, within));
  if (!(width > 0 && height > 0)) throw new RangeError('no size');
  if (format === 'gif') {
    const frame = firstGifFrame(bytes);
    return { width: Math.max(width, frame.width), height: Math.max(height, frame.height) };
  }
  return orientation < 5 ? { width, height } : { width: height, height: width };
}

/** What stands against a file whose format is known, or the size of a picture. */
function closer(
  bytes: Uint8Array,
  format: EvidenceFormat,
  policy: EvidencePolicy,
): EvidenceFault | PictureSize | undefined {
  const { kind } = EVIDENCE_FORMATS[format];
  if (!policy.kinds.includes(kind)) return 'kind-not-allowed';
  // Documents may have archives attached in plain bytes; a zip that ends the file makes a zip of the whole.
  if (kind === 'pdf' && endOfZip(bytes) >= 0) return 'type-lies';
  if (kind !== 'pdf' && kind !== 'office' && hidesAnother(bytes)) return 'type-lies';
  if (kind !== 'image') return undefined;
  try {
    const size = sizeOf(bytes, format);
    return size.width * size.height > policy.maxPixels ? 'picture-too-large' : size;
  } catch {
    return 'unreadable';
  }
}

/**
 * @param name as the sender calls the file; empty when nobody says, and then only the bytes speak
 * @returns never throws, whatever the bytes
 */
export async function inspectEvidence(
  bytes: Uint8Array,
  name: string,
  policy: EvidencePolicy,
): Promise<EvidenceFinding> {
  const no = (code: EvidenceFault): EvidenceFinding => ({ ok: false, code });
  if (bytes.length === 0) return no('empty');
  if (bytes.length > policy.maxBytes) return no('too-large');
  const named = nameFault(name);
  if (named !== undefined) return no(named);
  const looked = await lookInto(bytes);
  if ('fault' in looked) return no(looked.fault);
  const { format } = looked;
  if (format === undefined || !saysFormat(name, format))
    return no(saysKnownFormat(name) ? 'type-lies' : 'unknown-type');
  const found = closer(bytes, format, policy);
  if (typeof found === 'string') return no(found);
  const { kind, mediaType } = EVIDENCE_FORMATS[format];
  return { ok: true, kind, mediaType, format, ...(found ? { size: found } : {}) };
}
