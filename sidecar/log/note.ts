/**
 * Signed notes (c2sp.org/signed-note): a text, a blank line, and a line for each signature. A key is known by its name and
 * four bytes of a hash. Signatures of keys one does not know are left alone, so that a log may change its key and witnesses
 * may add theirs; a signature of a known key that is not good spoils the whole note.
 */
import type { SigningKey, Suite } from '../crypto/suite.ts';
import { readAll, readBase64, readText } from './strict-text.ts';
import {
  isKeyName,
  KEY_ID_BYTES,
  ownType,
  readVerifierKey,
  type SignatureType,
  type VerifierKey,
  verifierKeyOf,
} from './verifier-key.ts';

const MAX_BYTES = 256 * 1024;
/** The specification asks for sixteen at least. */
const MAX_SIGNATURES = 100;
const DASH = '— ';

const NOTE_TYPES: readonly SignatureType[] = [
  { suite: 'international', id: Buffer.from([0x01]) },
  { suite: 'national', id: ownType('liuhen/note-sm2-sm3/v1') },
];

export interface NoteSignature {
  readonly name: string;
  readonly keyId: Buffer;
  readonly signature: Buffer;
}

export interface Note {
  /** With its last newline, without the blank line. */
  readonly text: string;
  readonly signatures: readonly NoteSignature[];
}

export interface Verifier extends VerifierKey {
  /** Did this key sign the text? False for anything malformed. */
  verify(text: string, signature: Uint8Array): boolean;
}

export interface Signer {
  readonly name: string;
  readonly keyId: Buffer;
  sign(text: string): Buffer;
}

/** A key that signs the text itself, as a log does. @throws RangeError when name or key cannot be one */
export function noteVerifier(name: string, suite: Suite, publicKey: Uint8Array): Verifier {
  return verifies(verifierKeyOf(NOTE_TYPES, name, suite, publicKey));
}

export function readNoteVerifier(text: string): Verifier | undefined {
  const key = readVerifierKey(NOTE_TYPES, text);
  return key && verifies(key);
}

const verifies = (key: VerifierKey): Verifier => ({
  ...key,
  verify: (text, signature) => key.suite.verify(key.publicKey, Buffer.from(text), signature),
});

/** @throws RangeError when name or key cannot be one */
export function noteSigner(name: string, suite: Suite, key: SigningKey): Signer {
  const { keyId } = verifierKeyOf(NOTE_TYPES, name, suite, key.publicKey);
  return { name, keyId, sign: (text) => key.sign(Buffer.from(text)) };
}

/** Reads a note without looking at whether any signature is good. Undefined when it is none. */
export function readNote(bytes: Uint8Array | string): Note | undefined {
  if (bytes.length > MAX_BYTES) return undefined;
  const whole = readText(bytes);
  // The text may have blank lines of its own; the signatures come after the last one.
  const blank = whole?.lastIndexOf('\n\n') ?? -1;
  if (whole === undefined || blank < 0) return undefined;
  const signatures = readSignatures(whole.slice(blank + 2));
  return signatures && { text: whole.slice(0, blank + 1), signatures };
}

/** Signature lines alone, as a witness answers with them. Undefined unless there is at least one and all can be read. */
export function readSignatures(lines: string): NoteSignature[] | undefined {
  if (!lines.endsWith('\n')) return undefined;
  const each = lines.slice(0, -1).split('\n', MAX_SIGNATURES + 1);
  return each.length > MAX_SIGNATURES ? undefined : readAll(each, readSignature);
}

function readSignature(line: string): NoteSignature | undefined {
  const [name, base64, ...more] = line.slice(DASH.length).split(' ');
  if (!line.startsWith(DASH) || !name || !base64 || more.length > 0 || !isKeyName(name)) return undefined;
  const bytes = readBase64(base64);
  if (!bytes || bytes.length <= KEY_ID_BYTES) return undefined;
  return { name, keyId: bytes.subarray(0, KEY_ID_BYTES), signature: bytes.subarray(KEY_ID_BYTES) };
}

const writeSignature = ({ name, keyId, signature }: NoteSignature): string =>
  `${DASH}${name} ${Buffer.concat([keyId, signature]).toString('base64')}\n`;

/** @throws RangeError when it could not be read again */
export function writeNote(note: Note): string {
  const written = `${note.text}\n${note.signatures.map(writeSignature).join('')}`;
  if (readNote(written)?.text !== note.text) throw new RangeError('not the text of a note');
  return written;
}

const signatureOf = (signer: Signer, text: string): NoteSignature => ({
  name: signer.name,
  keyId: signer.keyId,
  signature: signer.sign(text),
});

/** The line a signer adds to a note with this text. */
export const signatureLine = (signer: Signer, text: string): string =>
  writeSignature(signatureOf(signer, text));

/** @param text ends in a newline @throws RangeError when it cannot be the text of a note */
export const signNote = (text: string, signers: readonly Signer[]): string =>
  writeNote({ text, signatures: signers.map((signer) => signatureOf(signer, text)) });

export interface Verified {
  readonly verifier: Verifier;
  readonly signature: Buffer;
}

export type CheckedNote =
  | { ok: true; text: string; verified: readonly Verified[] }
  | { ok: false; why: 'signature-broken' | 'no-known-signature' | 'keys-ambiguous' };

export type OpenedNote = CheckedNote | { ok: false; why: 'note-malformed' };

/**
 * Reads a note and checks every signature of the keys one knows. The same line twice is one signature; two different ones
 * of one key are two, and whoever counts signers has to count keys.
 */
export function openNote(bytes: Uint8Array | string, known: readonly Verifier[]): OpenedNote {
  const note = readNote(bytes);
  return note ? checkNote(note, known) : { ok: false, why: 'note-malformed' };
}

export function checkNote(note: Note, known: readonly Verifier[]): CheckedNote {
  const verified = new Map<string, Verified>();
  for (const { name, keyId, signature } of note.signatures) {
    const [verifier, another] = known.filter((key) => key.name === name && key.keyId.equals(keyId));
    if (!verifier) continue;
    if (another) return { ok: false, why: 'keys-ambiguous' };
    const line = `${verifier.text} ${signature.toString('base64')}`;
    if (verified.has(line)) continue;
    if (!verifier.verify(note.text, signature)) return { ok: false, why: 'signature-broken' };
    verified.set(line, { verifier, signature });
  }
  if (verified.size === 0) return { ok: false, why: 'no-known-signature' };
  return { ok: true, text: note.text, verified: [...verified.values()] };
}
