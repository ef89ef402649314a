/** The Ed25519 key with which a court's sidecar signs what it sends to another court. */
import {
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
  sign,
  verify,
} from 'node:crypto';

export interface CourtKey {
  privateKey: KeyObject;
  /** Base64 of the raw 32-byte public key: what the other court writes into its configuration. */
  publicKey: string;
}

const SPKI_PREFIX = Buffer.from('302a300506032b6570032100', 'hex');

const rawPublic = (key: KeyObject): string =>
  key.export({ type: 'spki', format: 'der' }).subarray(SPKI_PREFIX.length).toString('base64');

/** @returns a fresh key as PEM (PKCS 8) */
export function createCourtKey(): string {
  return generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
}

/** @throws when the text is not an Ed25519 private key */
export function readCourtKey(pem: string): CourtKey {
  const privateKey = createPrivateKey(pem);
  if (privateKey.asymmetricKeyType !== 'ed25519') throw new Error('the court key is not an Ed25519 key');
  return { privateKey, publicKey: rawPublic(createPublicKey(privateKey)) };
}

export const signBytes = (key: CourtKey, bytes: Uint8Array): string =>
  sign(null, bytes, key.privateKey).toString('base64');

/** False for any malformed key or signature. */
export function verifyBytes(publicKey: string, bytes: Uint8Array, signature: string): boolean {
  try {
    const key = createPublicKey({
      key: Buffer.concat([SPKI_PREFIX, Buffer.from(publicKey, 'base64')]),
      type: 'spki',
      format: 'der',
    });
    return verify(null, bytes, key, Buffer.from(signature, 'base64'));
  } catch {
    return false;
  }
}
