/**
 * Names of a court's logs in checkpoints. A log that was taken back to a backup cannot go on under its name, for it has
 * signed what it no longer holds; both courts agree that it begins anew, and its name says so.
 */
import type { Suite } from '../crypto/suite.ts';
import type { TrustedLog } from './checkpoint.ts';
import { cosignatureVerifier } from './cosignature.ts';
import { type LogKind, logName } from './leaf.ts';
import { noteVerifier, type Verifier } from './note.ts';

/** @param restarts 0 for a log that never lost anything */
export const originOf = (court: string, log: LogKind, restarts = 0): string =>
  restarts === 0 ? logName(court, log) : `${logName(court, log)}/${restarts + 1}`;

/** A log as whoever knows the court's public key may check it. */
export function trustedLogOf(
  court: string,
  log: LogKind,
  suite: Suite,
  publicKey: Uint8Array,
  restarts = 0,
): TrustedLog {
  const origin = originOf(court, log, restarts);
  return { origin, suite, keys: [noteVerifier(origin, suite, publicKey)] };
}

/** Under which name a court cosigns what others log. */
export const witnessName = (court: string): string => `liuhen/${court}/witness`;

export const witnessOf = (court: string, suite: Suite, publicKey: Uint8Array): Verifier =>
  cosignatureVerifier(witnessName(court), suite, publicKey);
