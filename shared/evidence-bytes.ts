/** First looks at bytes: does it run, is it text, is something else hidden behind it. */

const latin1 = (text: string): readonly number[] => [...text].map((character) => character.charCodeAt(0));

export function startsWith(bytes: Uint8Array, what: string | readonly number[], at = 0): boolean {
  const wanted = typeof what === 'string' ? latin1(what) : what;
  return wanted.every((byte, place) => bytes[at + place] === byte);
}

/** @returns where these bytes first stand from `from` on, or -1 */
export function find(
  bytes: Uint8Array,
  what: string | readonly number[],
  from = 0,
  to = bytes.length,
): number {
  const wanted = typeof what === 'string' ? latin1(what) : what;
  const [first = 0] = wanted;
  for (let at = bytes.indexOf(first, from); at >= 0 && at + wanted.length <= to; ) {
    if (startsWith(bytes, wanted, at)) return at;
    at = bytes.indexOf(first, at + 1);
  }
  return -1;
}

const RUNS: readonly (string | readonly number[])[] = [
  [0x7f, 0x45, 0x4c, 0x46], // ELF
  [0xfe, 0xed, 0xfa, 0xce], // Mach-O, both widths and both byte orders, and the fat one (also Java classes)
  [0xfe, 0xed, 0xfa, 0xcf],
  [0xce, 0xfa, 0xed, 0xfe],
  [0xcf, 0xfa, 0xed, 0xfe],
  [0xca, 0xfe, 0xba, 0xbe],
  [0x4c, 0x00, 0x00, 0x00, 0x01, 0x14, 0x02, 0x00], // a link of Windows
  [0x00, 0x61, 0x73, 0x6d], // WebAssembly
  'dex\n',
  'ITSF', // compiled help
  'MSCF', // cabinet
];

/** A program, a script or a link, whatever it is called. */
export function isExecutable(bytes: Uint8Array): boolean {
  if (RUNS.some((magic) => startsWith(bytes, magic))) return true;
  // AMR begins like a script.
  if (startsWith(bytes, '#!') && !startsWith(bytes, '#!AMR')) return true;
  // "MZ" also begins a text: a program has bytes no text has.
  return startsWith(bytes, 'MZ') && bytes.subarray(0, 512).some((byte) => byte === 0);
}

/** What no text has: control characters but tab, line ends and form feed. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: finding them is the purpose
const CONTROL = /[\u0000-\u0008\u000b\u000e-\u001a\u001c-\u001f\u007f]/;
const STEP = 64 * 1024;

function readsAs(encoding: string, bytes: Uint8Array): boolean {
  const decoder = new TextDecoder(encoding, { fatal: true });
  try {
    // In steps: a whole file as one text would take several times its size.
    for (let at = 0; at < bytes.length; at += STEP) {
      const stream = at + STEP < bytes.length;
      if (CONTROL.test(decoder.decode(bytes.subarray(at, at + STEP), { stream }))) return false;
    }
    return true;
  } catch {
    return false;
  }
}

/** Text in UTF-8, in GB 18030 (with GBK and GB 2312 in it), or in UTF-16 that says so. */
export function isText(bytes: Uint8Array): boolean {
  if (startsWith(bytes, [0xff, 0xfe])) return readsAs('utf-16le', bytes);
  if (startsWith(bytes, [0xfe, 0xff])) return readsAs('utf-16be', bytes);
  return readsAs('utf-8', bytes) || readsAs('gb18030', bytes);
}

/** Text that a browser or an office program would take for something else than text. */
const MARKUP =
  /^\s*(?:<(?:!doctype|!--|\?xml|html|head|body|svg|script|iframe|meta|link|style)\b|<!--|mime-version:)/i;

export function isMarkup(bytes: Uint8Array): boolean {
  const encoding = startsWith(bytes, [0xff, 0xfe])
    ? 'utf-16le'
    : startsWith(bytes, [0xfe, 0xff])
      ? 'utf-16be'
      : 'utf-8';
  const beginning = new TextDecoder(encoding).decode(bytes.subarray(0, 1024));
  return MARKUP.test(beginning) || beginning.startsWith('{\\rtf');
}

const END_OF_ZIP = 'PK\u0005\u0006';
const END_OF_ZIP_BYTES = 22;

/** Where the directory of a zip ends the file, whatever the file begins with; -1 without one. */
export function endOfZip(bytes: Uint8Array): number {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const earliest = Math.max(0, bytes.length - END_OF_ZIP_BYTES - 0xffff);
  for (let at = bytes.length - END_OF_ZIP_BYTES; at >= earliest; at -= 1) {
    if (bytes[at] !== 0x50 || !startsWith(bytes, END_OF_ZIP, at)) continue;
    if (at + END_OF_ZIP_BYTES + view.getUint16(at + 20, true) === bytes.length) return at;
  }
  return -1;
}

const RAR = 'Rar!\u001a\u0007';
const SEVEN_ZIP = [0x37, 0x7a, 0xbc, 0xaf, 0x27, 0x1c];

/** A file of two natures: an archive behind a picture (图种), a PDF within the first bytes of something else. */
export function hidesAnother(bytes: Uint8Array): boolean {
  const pdf = find(bytes, '%PDF-', 1, Math.min(bytes.length, 1024));
  return (
    (pdf >= 0 && !startsWith(bytes, '%PDF-')) ||
    endOfZip(bytes) >= 0 ||
    find(bytes, RAR) >= 0 ||
    find(bytes, SEVEN_ZIP) >= 0
  );
}
