/**
 * Checkpoints (c2sp.org/tlog-checkpoint): the head of a log as the text of a signed note. Whoever keeps one can later tell
 * whether the log still is what it was.
 */
import type { Suite } from '../crypto/suite.ts';
import { checkNote, type Note, readNote, readNoteVerifier, type Verified, type Verifier } from './note.ts';
import { readDecimal, readHash, readText } from './strict-text.ts';

const MAX_ORIGIN_BYTES = 255;

export interface Checkpoint {
  /** Name of the log: one name, one tree, one suite. */
  readonly origin: string;
  readonly size: number;
  readonly root: Buffer;
  /** Lines below the root. We write none; others may, and they are signed with the rest. */
  readonly extensions: readonly string[];
}

/** @returns the text to sign @throws RangeError when it could not be read again */
export function writeCheckpoint(checkpoint: Omit<Checkpoint, 'extensions'>): string {
  const { origin, size, root } = checkpoint;
  const text = `${origin}\n${size}\n${root.toString('base64')}\n`;
  if (readCheckpoint(text)?.origin !== origin) throw new RangeError('not a checkpoint');
  return text;
}

/** @param text of a note @returns undefined when it is not exactly a checkpoint */
export function readCheckpoint(text: string): Checkpoint | undefined {
  if (readText(text) === undefined || !text.endsWith('\n')) return undefined;
  const [origin, decimal, base64, ...extensions] = text.slice(0, -1).split('\n');
  if (!origin || !decimal || !base64 || extensions.includes('')) return undefined;
  const size = readDecimal(decimal);
  const root = readHash(base64);
  if (size === undefined || !root || Buffer.byteLength(origin) > MAX_ORIGIN_BYTES) return undefined;
  return { origin, size, root, extensions };
}

/** A log as those know it who check it: its name, its suite, and the keys it may sign with. */
export interface TrustedLog {
  readonly origin: string;
  readonly suite: Suite;
  readonly keys: readonly Verifier[];
}

/**
 * @param keys verifier keys of one log: they bear its origin as their name, and are of one suite
 * @returns undefined when one cannot be read, or when they are not of one log
 */
export function trustedLog(keys: readonly string[]): TrustedLog | undefined {
  const verifiers = keys.flatMap((key) => readNoteVerifier(key) ?? []);
  const [first] = verifiers;
  if (!first || verifiers.length < keys.length) return undefined;
  const one = verifiers.every((key) => key.name === first.name && key.suite === first.suite);
  return one ? { origin: first.name, suite: first.suite, keys: verifiers } : undefined;
}

export type OpenedCheckpoint =
  | {
      ok: true;
      checkpoint: Checkpoint;
      /** What is signed. */
      text: string;
      verified: readonly Verified[];
    }
  | {
      ok: false;
      why:
        | 'checkpoint-malformed'
        | 'origin-differs'
        | 'log-signature-missing'
        | 'signature-broken'
        | 'keys-ambiguous';
    };

/** @param witnesses whose cosignatures are checked too, where there are any */
export function openCheckpoint(
  bytes: Uint8Array | string,
  log: TrustedLog,
  witnesses: readonly Verifier[] = [],
): OpenedCheckpoint {
  const note = readNote(bytes);
  return note ? checkCheckpoint(note, log, witnesses) : { ok: false, why: 'checkpoint-malformed' };
}

export function checkCheckpoint(
  note: Note,
  log: TrustedLog,
  witnesses: readonly Verifier[] = [],
): OpenedCheckpoint {
  const checkpoint = readCheckpoint(note.text);
  if (!checkpoint) return { ok: false, why: 'checkpoint-malformed' };
  if (checkpoint.origin !== log.origin) return { ok: false, why: 'origin-differs' };
  const opened = checkNote(note, [...log.keys, ...witnesses]);
  if (!opened.ok) {
    return { ok: false, why: opened.why === 'no-known-signature' ? 'log-signature-missing' : opened.why };
  }
  const { text, verified } = opened;
  if (!verified.some(({ verifier }) => log.keys.includes(verifier))) {
    return { ok: false, why: 'log-signature-missing' };
  }
  return { ok: true, checkpoint, text, verified };
}
