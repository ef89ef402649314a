/**
 * Whom somebody believes who verifies: the keys of a court's logs and of its witness, as lines of text that are kept apart
 * from what they verify.
 */
import type { Suite } from '../crypto/suite.ts';
import { type TrustedLog, trustedLog } from './checkpoint.ts';
import { readCosignatureVerifier } from './cosignature.ts';
import { LOGS } from './leaf.ts';
import type { Verifier } from './note.ts';
import { trustedLogOf, witnessOf } from './origin.ts';

export interface Trust {
  logs: readonly TrustedLog[];
  witnesses: readonly Verifier[];
}

export interface TrustOf {
  court: string;
  suite: Suite;
  publicKey: Uint8Array;
  restarts: number;
  superior?: { court: string; suite: Suite; publicKey: Uint8Array };
}

export const trustOf = ({ court, suite, publicKey, restarts, superior }: TrustOf): Trust => ({
  logs: LOGS.map((log) => trustedLogOf(court, log, suite, publicKey, restarts)),
  witnesses: superior ? [witnessOf(superior.court, superior.suite, superior.publicKey)] : [],
});

/** `log <verifier key>` and `witness <verifier key>`, a line each (c2sp.org/signed-note). */
export const writeTrust = ({ logs, witnesses }: Trust): string =>
  [
    ...logs.flatMap((log) => log.keys.map((key) => `log ${key.text}\n`)),
    ...witnesses.map((witness) => `witness ${witness.text}\n`),
  ].join('');

/** @returns undefined when a line is neither, or its key cannot be read */
export function readTrust(text: string): Trust | undefined {
  const logs: TrustedLog[] = [];
  const witnesses: Verifier[] = [];
  for (const line of text.split('\n')) {
    if (line.trim() === '' || line.startsWith('#')) continue;
    const [kind = '', key = '', ...more] = line.trim().split(' ');
    const log = kind === 'log' ? trustedLog([key]) : undefined;
    const witness = kind === 'witness' ? readCosignatureVerifier(key) : undefined;
    if (more.length > 0) return undefined;
    if (log) logs.push(log);
    else if (witness) witnesses.push(witness);
    else return undefined;
  }
  return { logs, witnesses };
}
