/**
 * Which files may be evidence, and what their names may say. Light: the forms, the queue and the door use it without
 * what it takes to look into bytes (evidence-check.ts).
 */
import type { EvidenceKind, EvidencePolicy } from './policy.ts';

interface Format {
  kind: EvidenceKind;
  mediaType: string;
  /** Extensions that say this format, in small letters. */
  names: readonly string[];
}

const format = (kind: EvidenceKind, mediaType: string, ...names: string[]): Format => ({
  kind,
  mediaType,
  names,
});

const OOXML = 'application/vnd.openxmlformats-officedocument';

/** What phones, scanners, office programs (WPS as well) and the courts' own systems write. OFD is GB/T 33190. */
export const EVIDENCE_FORMATS = {
  jpeg: format('image', 'image/jpeg', 'jpg', 'jpeg', 'jpe', 'jfif'),
  png: format('image', 'image/png', 'png'),
  gif: format('image', 'image/gif', 'gif'),
  webp: format('image', 'image/webp', 'webp'),
  bmp: format('image', 'image/bmp', 'bmp'),
  tiff: format('image', 'image/tiff', 'tif', 'tiff'),
  heic: format('image', 'image/heic', 'heic', 'heif'),
  pdf: format('pdf', 'application/pdf', 'pdf'),
  doc: format('office', 'application/msword', 'doc', 'wps'),
  xls: format('office', 'application/vnd.ms-excel', 'xls', 'et'),
  ppt: format('office', 'application/vnd.ms-powerpoint', 'ppt', 'dps'),
  docx: format('office', `${OOXML}.wordprocessingml.document`, 'docx'),
  xlsx: format('office', `${OOXML}.spreadsheetml.sheet`, 'xlsx'),
  pptx: format('office', `${OOXML}.presentationml.presentation`, 'pptx'),
  ofd: format('office', 'application/ofd', 'ofd'),
  mp3: format('audio', 'audio/mpeg', 'mp3'),
  m4a: format('audio', 'audio/mp4', 'm4a', 'mp4', 'm4v', 'mov', '3gp'),
  amr: format('audio', 'audio/amr', 'amr'),
  wav: format('audio', 'audio/wav', 'wav'),
  ogg: format('audio', 'audio/ogg', 'ogg', 'oga', 'opus'),
  aac: format('audio', 'audio/aac', 'aac'),
  mp4: format('video', 'video/mp4', 'mp4', 'm4v'),
  mov: format('video', 'video/quicktime', 'mov'),
  '3gp': format('video', 'video/3gpp', '3gp'),
  txt: format('text', 'text/plain', 'txt'),
} as const satisfies Record<string, Format>;
export type EvidenceFormat = keyof typeof EVIDENCE_FORMATS;

const FORMATS: Readonly<Record<EvidenceFormat, Format>> = EVIDENCE_FORMATS;
const ALL = Object.values(FORMATS);
const EXTENSIONS: ReadonlySet<string> = new Set(ALL.flatMap(({ names }) => names));
const KIND_OF_MEDIA: ReadonlyMap<string, EvidenceKind> = new Map(
  ALL.map(({ mediaType, kind }) => [mediaType, kind]),
);

/** The national default of policy.ts, for pages that have not heard of the court's own yet. */
export const NATIONAL_EVIDENCE: EvidencePolicy = {
  kinds: ['image', 'pdf', 'office', 'audio', 'video', 'text'],
  maxBytes: 20 * 1024 * 1024,
  maxPixels: 100_000_000,
};

/** What a desktop would run or render with rights of its own when it is opened. */
const RUNNABLE: ReadonlySet<string> = new Set(
  (
    'exe com scr pif bat cmd vb vbs vbe js jse mjs ws wsf wsh ps1 psm1 psd1 msi msp mst msc hta lnk url cpl dll ocx sys drv ' +
    'jar apk app dmg pkg deb rpm run bin elf so dylib sh bash zsh csh py pyw pl rb php asp aspx jsp reg inf scf chm ' +
    'htm html xhtml shtml svg svgz mht mhtml xml xsl swf desktop appref-ms application gadget iso img vhd vhdx'
  ).split(' '),
);
const MACRO_NAMES: ReadonlySet<string> = new Set(
  'docm dotm xlsm xltm xlam xlsb pptm potm ppam ppsm'.split(' '),
);

/** Bidirectional overrides, zero-width and other characters nobody sees, and what would make a path of a name. */
const UNSEEN = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Co}\p{Surrogate}]/u;
const PATH = /[/\\]/;

/** The name as it is shown and kept: without what nobody sees, without folders; the words of it stay as they are. */
export function seenName(name: string): string {
  const last = name.split(PATH).at(-1) ?? '';
  return last
    .replace(new RegExp(UNSEEN, 'gu'), '')
    .replace(/[\s.]+$/u, '')
    .trim();
}

/** In small letters; empty when the name has none (`与张某通话3.15` has none). */
export function extensionOf(name: string): string {
  // A desktop overlooks dots and spaces at the end: `a.exe. ` is run as `a.exe`.
  const [, extension = ''] = /\.([a-z0-9-]{1,12})$/i.exec(name.replace(/[\s.]+$/u, '')) ?? [];
  return /[a-z]/i.test(extension) ? extension.toLowerCase() : '';
}

/** What stands against a name before any byte is looked at. */
export function nameFault(name: string): 'name-unsafe' | 'executable' | 'macros' | undefined {
  const extension = extensionOf(seenName(name));
  if (RUNNABLE.has(extension)) return 'executable';
  if (MACRO_NAMES.has(extension)) return 'macros';
  return UNSEEN.test(name) || PATH.test(name) ? 'name-unsafe' : undefined;
}

/** Whether the name says what the bytes are; one without an extension says nothing. */
export function saysFormat(name: string, is: EvidenceFormat): boolean {
  const extension = extensionOf(name);
  return extension === '' || FORMATS[is].names.includes(extension);
}

/** Whether the name says a format that may be evidence. */
export const saysKnownFormat = (name: string): boolean => EXTENSIONS.has(extensionOf(name));

/** Undefined for what may not be evidence. */
export const kindOfMedia = (mediaType: string): EvidenceKind | undefined => KIND_OF_MEDIA.get(mediaType);

/** For a file picker: extensions of these kinds. */
export const extensionsOf = (kinds: readonly EvidenceKind[]): string[] =>
  [...new Set(ALL.filter(({ kind }) => kinds.includes(kind)).flatMap(({ names }) => names))].map(
    (name) => `.${name}`,
  );

/** Why a file is not taken; each has its sentence, here and at the sidecar. */
export type EvidenceFault =
  | 'empty'
  | 'too-large'
  | 'name-unsafe'
  | 'executable'
  /** The name says something else than the bytes are. */
  | 'type-lies'
  | 'unknown-type'
  | 'kind-not-allowed'
  /** Would unpack to far more than it is, hides archives in archives, or lies about what it unpacks to. */
  | 'archive-bomb'
  | 'picture-too-large'
  | 'encrypted'
  | 'macros'
  | 'unreadable';
