/** What one court's sidecar signs for another, as text in JSON: base64 of keys and signatures. */
import type { SigningKey } from './suite.ts';
import { suiteOfPublicKey } from './suites.ts';

/** What the other court writes into its configuration. */
export const publicKeyText = (key: SigningKey): string => key.publicKey.toString('base64');

export const signBytes = (key: SigningKey, bytes: Uint8Array): string => key.sign(bytes).toString('base64');

/** With the suite of the key, whichever the court here uses. False for any malformed key or signature. */
export function verifyBytes(publicKey: string, bytes: Uint8Array, signature: string): boolean {
  const key = Buffer.from(publicKey, 'base64');
  return suiteOfPublicKey(key)?.verify(key, bytes, Buffer.from(signature, 'base64')) ?? false;
}
