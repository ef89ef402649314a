/**
 * A public key under a name, as it is written into another's configuration: `<name>+<key id>+<base64 of type and key>`
 * (c2sp.org/signed-note, "Verifier keys"). The type says what is signed and how; docs/log-formats.md lists ours.
 */
import { hash } from 'node:crypto';
import type { Suite, SuiteName } from '../crypto/suite.ts';
import { suiteOf } from '../crypto/suites.ts';
import { readBase64, readText } from './strict-text.ts';

export const KEY_ID_BYTES = 4;

export interface SignatureType {
  readonly suite: SuiteName;
  /** What stands before the public key, in the text and in what the key id is a hash of. */
  readonly id: Buffer;
}

/** Types of the specification have one byte; 0xff and a name of one's own is left to everybody else. */
export const ownType = (name: string): Buffer => Buffer.concat([Buffer.from([0xff]), Buffer.from(name)]);

export interface VerifierKey {
  readonly name: string;
  readonly keyId: Buffer;
  readonly suite: Suite;
  readonly publicKey: Buffer;
  /** As it is written down. */
  readonly text: string;
}

// \p{White_Space} and not \s, which takes U+FEFF for a space and U+0085 for none.
export const isKeyName = (name: string): boolean => name !== '' && !/[\p{White_Space}+]/u.test(name);

/** @throws RangeError when this is no name, or no public key of the suite */
export function verifierKeyOf(
  types: readonly SignatureType[],
  name: string,
  suite: Suite,
  publicKey: Uint8Array,
): VerifierKey {
  const type = types.find((candidate) => candidate.suite === suite.name);
  if (!isKeyName(name)) throw new RangeError('a key name is not empty and has no spaces and no plus');
  if (!type || publicKey.length !== suite.publicKeyBytes)
    throw new RangeError('not a public key of the suite');
  const typeAndKey = Buffer.concat([type.id, publicKey]);
  // SHA-256 under every suite: the id tells keys apart and protects nothing.
  const digest = hash('sha256', Buffer.concat([Buffer.from(`${name}\n`), typeAndKey]), 'buffer');
  const keyId = digest.subarray(0, KEY_ID_BYTES);
  const text = `${name}+${keyId.toString('hex')}+${typeAndKey.toString('base64')}`;
  return { name, keyId, suite, publicKey: Buffer.from(publicKey), text };
}

/** Undefined when the text is none, when its parts do not agree, or when it is of another type than asked for. */
export function readVerifierKey(types: readonly SignatureType[], text: string): VerifierKey | undefined {
  const name = text.slice(0, Math.max(0, text.indexOf('+')));
  const typeAndKey = readBase64(text.slice(name.length + '+01234567+'.length));
  if (!isKeyName(name) || !readText(text) || !typeAndKey) return undefined;
  for (const type of types) {
    const suite = suiteOf(type.suite);
    const publicKey = typeAndKey.subarray(type.id.length);
    if (publicKey.length !== suite.publicKeyBytes) continue;
    const key = verifierKeyOf([type], name, suite, publicKey);
    // Written again it is the same, or it was something else.
    if (key.text === text) return key;
  }
  return undefined;
}
