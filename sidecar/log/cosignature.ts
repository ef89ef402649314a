/**
 * Cosignatures (c2sp.org/tlog-cosignature): a witness says at which time this was the largest state of the log it knew, and
 * that it is consistent with all it saw before. Ed25519 as specified; SM2 in the same manner under a type of our own.
 */
import type { SigningKey, Suite } from '../crypto/suite.ts';
import { readCheckpoint } from './checkpoint.ts';
import { checkNote, readNote, readSignatures, type Signer, type Verifier, writeNote } from './note.ts';
import {
  ownType,
  readVerifierKey,
  type SignatureType,
  type VerifierKey,
  verifierKeyOf,
} from './verifier-key.ts';

const TIME_BYTES = 8;

const COSIGNATURE_TYPES: readonly SignatureType[] = [
  { suite: 'international', id: Buffer.from([0x04]) },
  { suite: 'national', id: ownType('liuhen/cosignature-sm2-sm3/v1') },
];

/** A key that cosigns checkpoints, as a witness does. @throws RangeError when name or key cannot be one */
export function cosignatureVerifier(name: string, suite: Suite, publicKey: Uint8Array): Verifier {
  return verifies(verifierKeyOf(COSIGNATURE_TYPES, name, suite, publicKey));
}

export function readCosignatureVerifier(text: string): Verifier | undefined {
  const key = readVerifierKey(COSIGNATURE_TYPES, text);
  return key && verifies(key);
}

const verifies = (key: VerifierKey): Verifier => ({
  ...key,
  verify(text, signature) {
    const time = cosignedAt(signature);
    if (time === undefined) return false;
    return key.suite.verify(key.publicKey, statement(time, text), signature.subarray(TIME_BYTES));
  },
});

/**
 * @param time seconds since 1970, of this signature
 * @throws RangeError when name, key or time cannot be one; so does signing what is no checkpoint
 */
export function cosigner(name: string, suite: Suite, key: SigningKey, time: number): Signer {
  const { keyId } = verifierKeyOf(COSIGNATURE_TYPES, name, suite, key.publicKey);
  if (!Number.isSafeInteger(time) || time <= 0) throw new RangeError('not a time in seconds');
  const stamp = Buffer.alloc(TIME_BYTES);
  stamp.writeBigUInt64BE(BigInt(time));
  return {
    name,
    keyId,
    sign(text) {
      if (!readCheckpoint(text)) throw new RangeError('only checkpoints are cosigned');
      return Buffer.concat([stamp, key.sign(statement(time, text))]);
    },
  };
}

const statement = (time: number, text: string): Buffer =>
  Buffer.from(`cosignature/v1\ntime ${time}\n${text}`);

/** @returns seconds since 1970; undefined when there is none: no witness has ever signed at 0 */
export function cosignedAt(signature: Uint8Array): number | undefined {
  if (signature.length <= TIME_BYTES) return undefined;
  const time = Number(Buffer.from(signature.subarray(0, TIME_BYTES)).readBigUInt64BE());
  return time > 0 && Number.isSafeInteger(time) ? time : undefined;
}

/**
 * Takes a witness's answer into the checkpoint it is about: the cosignatures of the witnesses one trusts, each instead of
 * an earlier one of the same key. Lines of others are dropped.
 * @returns undefined when the answer cannot be read, holds none of theirs, or one that is not good
 */
export function addCosignatures(
  checkpoint: string,
  answer: string,
  witnesses: readonly Verifier[],
): string | undefined {
  const note = readNote(checkpoint);
  const signatures = readSignatures(answer);
  if (!note || !signatures) return undefined;
  const opened = checkNote({ text: note.text, signatures }, witnesses);
  if (!opened.ok) return undefined;
  const added = opened.verified.map(({ verifier, signature }) => ({
    name: verifier.name,
    keyId: verifier.keyId,
    signature,
  }));
  const kept = note.signatures.filter(
    (old) => !added.some((line) => line.name === old.name && line.keyId.equals(old.keyId)),
  );
  return writeNote({ text: note.text, signatures: [...kept, ...added] });
}
