/** SHA-256, Ed25519 and AES-256-GCM, all from Node's own crypto. */
import {
  createCipheriv,
  createDecipheriv,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  hash,
  sign,
  verify,
} from 'node:crypto';
import { randomBytesPooled } from './random-pool.ts';
import { SealBroken, type Suite } from './suite.ts';

const SPKI_PREFIX = Buffer.from('302a300506032b6570032100', 'hex');
const PUBLIC_KEY_BYTES = 32;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

export const international: Suite = {
  name: 'international',
  hashName: 'sha256',
  publicKeyBytes: PUBLIC_KEY_BYTES,

  // Joined first: hashing one buffer at once is faster than feeding a hash with parts.
  hash: (...parts) =>
    hash('sha256', parts.length === 1 && parts[0] ? parts[0] : Buffer.concat(parts), 'buffer'),

  createSigningKey: () =>
    generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),

  readSigningKey(pem) {
    const key = createPrivateKey(pem);
    if (key.asymmetricKeyType !== 'ed25519') throw new Error('not an Ed25519 private key');
    const spki = createPublicKey(key).export({ type: 'spki', format: 'der' });
    return { publicKey: spki.subarray(SPKI_PREFIX.length), sign: (bytes) => sign(null, bytes, key) };
  },

  verify(publicKey, bytes, signature) {
    if (publicKey.length !== PUBLIC_KEY_BYTES) return false;
    try {
      const der = Buffer.concat([SPKI_PREFIX, publicKey]);
      return verify(null, bytes, createPublicKey({ key: der, type: 'spki', format: 'der' }), signature);
    } catch {
      return false;
    }
  },

  /** AES-256-GCM over the place as well: nonce (12 bytes) ‖ ciphertext ‖ tag (16 bytes). */
  seal(key, plain, place) {
    const nonce = randomBytesPooled(NONCE_BYTES);
    const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(place);
    return Buffer.concat([nonce, cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
  },

  open(key, sealed, place) {
    try {
      const body = sealed.subarray(NONCE_BYTES, sealed.length - TAG_BYTES);
      const cipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, NONCE_BYTES), {
        authTagLength: TAG_BYTES,
      })
        .setAAD(place)
        .setAuthTag(sealed.subarray(sealed.length - TAG_BYTES));
      return Buffer.concat([cipher.update(body), cipher.final()]);
    } catch (error) {
      throw new SealBroken('the sealed bytes do not open', { cause: error });
    }
  },
};
