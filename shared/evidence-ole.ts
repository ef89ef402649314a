/**
 * Office files of the older kind (OLE compound files: .doc, .xls, .ppt and WPS's own .wps, .et, .dps). Only the
 * directory is read, and the first bytes of the main stream. [MS-CFB], [MS-DOC] 2.5.2, [MS-XLS] 2.4.117
 */
import { startsWith } from './evidence-bytes.ts';
import type { EvidenceFault, EvidenceFormat } from './evidence-kinds.ts';

const MAGIC = [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1];
const NONE = 0xffffffff;
const ENTRY_BYTES = 128;
const ROOT = 5;
/** Class of an installer's root, as its first bytes stand there: {000C1084-0000-0000-C000-…}. */
const INSTALLER = [0x84, 0x10, 0x0c, 0x00];

export const isOle = (bytes: Uint8Array): boolean => startsWith(bytes, MAGIC);

interface Node {
  name: string;
  type: number;
  left: number;
  right: number;
  child: number;
  start: number;
  size: number;
}

class Ole {
  readonly #view: DataView;
  readonly #sector: number;
  readonly #fat: number[];
  readonly nodes: Node[];

  /** @throws RangeError where it points out of the file */
  constructor(bytes: Uint8Array) {
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const shift = this.#view.getUint16(30, true);
    if (shift !== 9 && shift !== 12) throw new RangeError('sector size');
    this.#sector = 1 << shift;
    this.#fat = this.#fatSectors();
    this.nodes = this.#directory();
  }

  /** Where a sector begins. */
  place(sector: number): number {
    return (sector + 1) * this.#sector;
  }

  uint16(at: number): number {
    return this.#view.getUint16(at, true);
  }

  #uint32(at: number): number {
    return this.#view.getUint32(at, true);
  }

  get #most(): number {
    return Math.ceil(this.#view.byteLength / this.#sector);
  }

  /** The sectors that hold the table of chains: 109 named in the header, the rest in a chain of its own. */
  #fatSectors(): number[] {
    const sectors: number[] = [];
    for (let at = 76; at < 512; at += 4) sectors.push(this.#uint32(at));
    const each = this.#sector / 4 - 1;
    let next = this.#uint32(68);
    for (let turn = 0; next < this.#most && turn < this.#most; turn += 1) {
      const from = this.place(next);
      for (let place = 0; place < each; place += 1) sectors.push(this.#uint32(from + 4 * place));
      next = this.#uint32(from + 4 * each);
    }
    return sectors.filter((sector) => sector < this.#most);
  }

  #after(sector: number): number {
    const each = this.#sector / 4;
    const table = this.#fat[Math.floor(sector / each)];
    return table === undefined ? NONE : this.#uint32(this.place(table) + 4 * (sector % each));
  }

  #directory(): Node[] {
    const nodes: Node[] = [];
    let sector = this.#uint32(48);
    for (let turn = 0; sector < this.#most && turn < this.#most; turn += 1) {
      const from = this.place(sector);
      for (let at = from; at < from + this.#sector; at += ENTRY_BYTES) nodes.push(this.#node(at));
      sector = this.#after(sector);
    }
    return nodes;
  }

  #node(at: number): Node {
    const letters = Math.min(31, Math.max(0, this.uint16(at + 64) / 2 - 1));
    let name = '';
    for (let place = 0; place < letters; place += 1) name += String.fromCharCode(this.uint16(at + 2 * place));
    return {
      name,
      type: this.#view.getUint8(at + 66),
      left: this.#uint32(at + 68),
      right: this.#uint32(at + 72),
      child: this.#uint32(at + 76),
      start: this.#uint32(at + 116),
      size: this.#uint32(at + 120),
    };
  }

  /** What lies in the root itself: a document in a document must not speak for the whole. */
  top(): Map<string, Node> {
    const found = new Map<string, Node>();
    const waiting = [this.nodes[0]?.child ?? NONE];
    const seen = new Set<number>();
    for (let number = waiting.pop(); number !== undefined; number = waiting.pop()) {
      const node = this.nodes[number];
      if (!node || seen.has(number)) continue;
      seen.add(number);
      found.set(node.name, node);
      waiting.push(node.left, node.right);
    }
    return found;
  }
}

/** Streams below this size lie elsewhere; a main stream is never that small. */
const SMALL = 4096;

/** Whether the document asks for a password, as its main stream says at the beginning. */
function asksPassword(ole: Ole, format: EvidenceFormat, main: Node): boolean {
  if (main.size < SMALL) return false;
  const at = ole.place(main.start);
  if (format === 'doc') return (ole.uint16(at + 10) & 0x0100) !== 0;
  // The record behind the first is FILEPASS.
  return format === 'xls' && ole.uint16(at + 4 + ole.uint16(at + 2)) === 0x002f;
}

const MAIN: readonly [string, EvidenceFormat][] = [
  ['WordDocument', 'doc'],
  ['Workbook', 'xls'],
  ['Book', 'xls'],
  ['PowerPoint Document', 'ppt'],
];
const MACROS = ['Macros', '_VBA_PROJECT_CUR', 'VBA'];
const ENCRYPTED = ['EncryptedPackage', 'EncryptionInfo'];

/** @returns which office file it is; undefined when it is none; or what stands against it */
export function lookIntoOle(
  bytes: Uint8Array,
): { format: EvidenceFormat | undefined } | { fault: EvidenceFault } {
  try {
    const ole = new Ole(bytes);
    if (ole.nodes[0]?.type !== ROOT) return { fault: 'unreadable' };
    const top = ole.top();
    // Class of the root, 80 bytes into its entry: only its first four bytes are compared, the rest is the same for all.
    if (
      startsWith(
        bytes,
        INSTALLER,
        ole.place(new DataView(bytes.buffer, bytes.byteOffset).getUint32(48, true)) + 80,
      )
    )
      return { fault: 'executable' };
    if (ENCRYPTED.some((name) => top.has(name))) return { fault: 'encrypted' };
    if (MACROS.some((name) => top.has(name))) return { fault: 'macros' };
    for (const [name, format] of MAIN) {
      const main = top.get(name);
      if (main) return asksPassword(ole, format, main) ? { fault: 'encrypted' } : { format };
    }
    return { format: undefined };
  } catch {
    return { fault: 'unreadable' };
  }
}
