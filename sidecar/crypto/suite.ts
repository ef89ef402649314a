/**
 * One set of algorithms. Which one a court uses is settled when its log begins (a tree has one hash, from its first leaf
 * to its last), so the suite is a constant of the log's origin and never of a single record.
 */
export const SUITE_NAMES = ['international', 'national'] as const;
export type SuiteName = (typeof SUITE_NAMES)[number];

/** A private key that signs; what it signs is verified with `publicKey`. */
export interface SigningKey {
  /** Raw: 32 bytes (Ed25519), or 65 bytes, an uncompressed point (SM2). */
  publicKey: Buffer;
  sign(bytes: Uint8Array): Buffer;
}

/** What was sealed does not open: another key, another place, or other bytes. */
export class SealBroken extends Error {}

export interface Suite {
  name: SuiteName;
  /** As Node and OpenSSL name it. */
  hashName: 'sha256' | 'sm3';
  publicKeyBytes: 32 | 65;
  /** 32 bytes over the parts one after another. */
  hash(...parts: readonly Uint8Array[]): Buffer;
  /** @returns a fresh private key, PEM (PKCS 8) */
  createSigningKey(): string;
  /** @throws when the text is not a private key of this suite */
  readSigningKey(pem: string): SigningKey;
  /** False for any malformed key or signature. */
  verify(publicKey: Uint8Array, bytes: Uint8Array, signature: Uint8Array): boolean;
  /**
   * Authenticated encryption.
   * @param key 32 bytes
   * @param place what the sealed bytes belong to: they open nowhere else
   * @throws RangeError for a key of another length
   */
  seal(key: Uint8Array, plain: Uint8Array, place: Uint8Array): Buffer;
  /** @throws SealBroken */
  open(key: Uint8Array, sealed: Uint8Array, place: Uint8Array): Buffer;
}
