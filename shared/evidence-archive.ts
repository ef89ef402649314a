/**
 * Office files that are zips (OOXML, OFD): what they are, and whether unpacking them would hurt. The directory is read
 * first and nothing of it believed: where the parts lie must not overlap, and every part is unpacked in small steps,
 * thrown away as it comes, and has to end where the directory said. Limits follow Apache POI's (100 : 1, entries).
 */
import { Inflate } from 'fflate';
import { endOfZip, isExecutable, startsWith } from './evidence-bytes.ts';
import type { EvidenceFault, EvidenceFormat } from './evidence-kinds.ts';

const MIB = 1024 * 1024;
const MAX_ENTRIES = 4096;
/** All parts together, of what is packed in them as well. */
const MAX_UNPACKED = 200 * MIB;
/** More than this many times its packed size is no document; small parts of one letter over and over are. */
const MAX_RATIO = 100;
const RATIO_FROM = MIB;
/** A document in a document in a document. */
const MAX_DEPTH = 2;
/** Packed bytes a step; deflate makes at most 1032 times as many of them. */
const STEP = 4096;
/** Of a part that tells what the whole is, and of a document within. */
const KEPT = MIB;
const KEPT_WITHIN = 20 * MIB;
const KEPT_ELSE = 512;

interface Entry {
  name: string;
  encrypted: boolean;
  method: number;
  packed: number;
  unpacked: number;
  /** Where its local header begins, where its bytes begin and where they end. */
  at: number;
  from: number;
  to: number;
}

class Fault extends Error {
  readonly code: EvidenceFault;
  constructor(code: EvidenceFault) {
    super(code);
    this.code = code;
  }
}

const LOCAL = 'PK\u0003\u0004';
const CENTRAL = 'PK\u0001\u0002';
const MANY = 0xffff;
const LARGE = 0xffffffff;

/** Sizes and place of an entry; those that do not fit 32 bits stand in an extra field (zip64). */
function placesOf(view: DataView, at: number, extraAt: number, extraEnd: number): [number, number, number] {
  const places: [number, number, number] = [
    view.getUint32(at + 24, true),
    view.getUint32(at + 20, true),
    view.getUint32(at + 42, true),
  ];
  if (!places.includes(LARGE)) return places;
  for (let field = extraAt; field + 4 <= extraEnd; field += 4 + view.getUint16(field + 2, true)) {
    if (view.getUint16(field, true) !== 1) continue;
    let value = field + 4;
    for (const place of [0, 1, 2] as const) {
      if (places[place] !== LARGE) continue;
      places[place] = Number(view.getBigUint64(value, true));
      value += 8;
    }
    return places;
  }
  return places;
}

/** @throws Fault, or RangeError where the directory points out of the file */
function entriesOf(bytes: Uint8Array): Entry[] {
  const end = endOfZip(bytes);
  if (end < 0) throw new Fault('unreadable');
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const count = view.getUint16(end + 10, true);
  const directory = view.getUint32(end + 16, true);
  if (count === MANY || directory === LARGE) throw new Fault('unreadable');
  if (count > MAX_ENTRIES) throw new Fault('archive-bomb');
  if (directory + view.getUint32(end + 12, true) !== end) throw new Fault('unreadable');
  const decoder = new TextDecoder();
  const entries: Entry[] = [];
  let at = directory;
  for (let number = 0; number < count; number += 1) {
    if (!startsWith(bytes, CENTRAL, at)) throw new Fault('unreadable');
    const nameEnd = at + 46 + view.getUint16(at + 28, true);
    const extraEnd = nameEnd + view.getUint16(at + 30, true);
    const [unpacked, packed, local] = placesOf(view, at, nameEnd, extraEnd);
    if (!startsWith(bytes, LOCAL, local)) throw new Fault('unreadable');
    const from = local + 30 + view.getUint16(local + 26, true) + view.getUint16(local + 28, true);
    entries.push({
      name: decoder
        .decode(bytes.subarray(at + 46, nameEnd))
        .replaceAll('\\', '/')
        .replace(/^\/+/, ''),
      encrypted: ((view.getUint16(at + 8, true) | view.getUint16(local + 6, true)) & 1) === 1,
      method: view.getUint16(at + 10, true),
      packed,
      unpacked,
      at: local,
      from,
      to: from + packed,
    });
    at = extraEnd + view.getUint16(at + 32, true);
  }
  if (at > end) throw new Fault('unreadable');
  standApart(entries, directory);
  return entries;
}

/** Parts that share bytes unpack the same bytes many times over; two of one name are two truths. */
function standApart(entries: readonly Entry[], directory: number): void {
  let end = 0;
  for (const entry of [...entries].sort((a, b) => a.at - b.at)) {
    if (entry.at < end) throw new Fault('archive-bomb');
    if (entry.to > directory) throw new Fault('unreadable');
    end = entry.to;
  }
  const names = new Set(entries.map(({ name }) => name.toLowerCase()));
  if (names.size < entries.length) throw new Fault('unreadable');
}

/** Unpacks in small steps. @throws Fault when more comes than was announced, or less */
function unpack(bytes: Uint8Array, entry: Entry, take: (part: Uint8Array) => void): void {
  const packed = bytes.subarray(entry.from, entry.to);
  if (entry.method === 0) {
    if (entry.packed !== entry.unpacked) throw new Fault('archive-bomb');
    take(packed);
    return;
  }
  if (entry.method !== 8) throw new Fault('unreadable');
  let size = 0;
  const inflate = new Inflate((part) => {
    size += part.length;
    if (size > entry.unpacked) throw new Fault('archive-bomb');
    take(part);
  });
  for (let at = 0; at < packed.length; at += STEP) {
    inflate.push(packed.subarray(at, at + STEP), at + STEP >= packed.length);
  }
  if (size !== entry.unpacked) throw new Fault('unreadable');
}

const CONTENT_TYPES = '[Content_Types].xml';
const OFD = 'OFD.xml';
const TELLS: ReadonlySet<string> = new Set([CONTENT_TYPES, OFD]);

/** Documents in a document lie here. */
const EMBEDDED = /(^|\/)embeddings\//;
const ARCHIVE_NAME = /\.(?:zip|rar|7z|tar|gz|tgz|bz2|xz|zst|cab|jar|iso|lz|lzma|arj|z)$/i;

const isArchive = (bytes: Uint8Array): boolean =>
  startsWith(bytes, LOCAL) ||
  startsWith(bytes, 'Rar!') ||
  startsWith(bytes, [0x37, 0x7a, 0xbc, 0xaf]) ||
  startsWith(bytes, [0x1f, 0x8b]) ||
  startsWith(bytes, 'BZh') ||
  startsWith(bytes, [0xfd, 0x37, 0x7a, 0x58, 0x5a]);

interface Budget {
  left: number;
}

/** Looks at one part as it comes. @returns its bytes where they are wanted */
function lookAt(bytes: Uint8Array, entry: Entry): Uint8Array {
  const embedded = EMBEDDED.test(entry.name);
  const wanted = TELLS.has(entry.name) ? KEPT : embedded ? KEPT_WITHIN : KEPT_ELSE;
  const kept = new Uint8Array(Math.min(wanted, entry.unpacked));
  let size = 0;
  unpack(bytes, entry, (part) => {
    if (size < kept.length) kept.set(part.subarray(0, kept.length - size), size);
    size += part.length;
  });
  if (isExecutable(kept)) throw new Fault('executable');
  if (isArchive(kept) && !(embedded && startsWith(kept, LOCAL))) throw new Fault('archive-bomb');
  return kept;
}

function look(bytes: Uint8Array, budget: Budget, depth: number): Map<string, Uint8Array> {
  if (depth > MAX_DEPTH) throw new Fault('archive-bomb');
  const entries = entriesOf(bytes);
  // What the directory itself admits, before anything is unpacked.
  for (const { name, unpacked, packed } of entries) {
    budget.left -= unpacked;
    if (budget.left < 0 || (unpacked > RATIO_FROM && unpacked > packed * MAX_RATIO))
      throw new Fault('archive-bomb');
    if (ARCHIVE_NAME.test(name)) throw new Fault('archive-bomb');
  }
  if (entries.some(({ encrypted }) => encrypted)) throw new Fault('encrypted');
  if (entries.some(({ name }) => /(^|\/)(vbaProject\.bin|macrosheets\/)/i.test(name)))
    throw new Fault('macros');
  if (entries.some(({ name }) => /(^|\/)classes\d*\.dex$|\.class$/.test(name))) throw new Fault('executable');
  const told = new Map<string, Uint8Array>();
  for (const entry of entries) {
    const kept = lookAt(bytes, entry);
    if (TELLS.has(entry.name)) told.set(entry.name, kept);
    else if (EMBEDDED.test(entry.name) && startsWith(kept, LOCAL)) look(kept, budget, depth + 1);
  }
  return told;
}

/** The type of the main part, which is what an office program goes by. */
const MAIN_PARTS: readonly [RegExp, EvidenceFormat | 'macros'][] = [
  [/macroEnabled/i, 'macros'],
  [/wordprocessingml\.(?:document|template)\.main\+xml/, 'docx'],
  [/spreadsheetml\.(?:sheet|template)\.main\+xml/, 'xlsx'],
  [/presentationml\.(?:presentation|slideshow|template)\.main\+xml/, 'pptx'],
];

function formatOf(told: ReadonlyMap<string, Uint8Array>): EvidenceFormat | undefined {
  const text = (name: string) => {
    const bytes = told.get(name);
    return bytes === undefined ? '' : new TextDecoder().decode(bytes);
  };
  const types = text(CONTENT_TYPES);
  for (const [pattern, format] of MAIN_PARTS) {
    if (!pattern.test(types)) continue;
    if (format === 'macros') throw new Fault('macros');
    return format;
  }
  return /<(?:\w+:)?OFD[\s>]/.test(text(OFD)) ? 'ofd' : undefined;
}

/** @returns which office file a zip is; undefined when it is none; or what stands against it */
export function lookIntoArchive(
  bytes: Uint8Array,
): { format: EvidenceFormat | undefined } | { fault: EvidenceFault } {
  try {
    return { format: formatOf(look(bytes, { left: MAX_UNPACKED }, 0)) };
  } catch (error) {
    return { fault: error instanceof Fault ? error.code : 'unreadable' };
  }
}
