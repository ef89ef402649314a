/**
 * 国密: SM3 (GB/T 32905), SM2 signatures (GB/T 32918) and SM4 (GB/T 32907).
 *
 * SM3 and SM4 come from Node. SM2 never does: Node signs with plain ECDSA for a key it has just made and with an empty
 * user id for one it has read, and neither verifies anywhere else. How long the library takes depends on the key; a
 * court that needs a certified module puts it behind `Suite`.
 */
import {
  createCipheriv,
  createDecipheriv,
  createHash,
  createHmac,
  hkdfSync,
  timingSafeEqual,
} from 'node:crypto';
import { sm2 } from 'sm-crypto-v2';
import { INTEGER, OCTET_STRING, readElement, readUnsigned, SEQUENCE } from './der.ts';
import { randomBytesPooled } from './random-pool.ts';
import { SealBroken, type Suite } from './suite.ts';

/** Of who signs, where nothing else is agreed upon (GM/T 0009 clause 10). */
const USER_ID = '1234567812345678';
const ORDER = 0xfffffffeffffffffffffffffffffffff7203df6b21c6052b53bbf40939d54123n;
const PUBLIC_KEY_BYTES = 65;

/** PKCS 8 around a scalar (32 bytes) and its public key (65 bytes): id-ecPublicKey on the curve sm2. */
const ALGORITHM = Buffer.from('06072a8648ce3d020106082a811ccf5501822d', 'hex');
const BEFORE_SCALAR = Buffer.concat([
  Buffer.from('308187020100', 'hex'),
  Buffer.from([SEQUENCE, ALGORITHM.length]),
  ALGORITHM,
  Buffer.from('046d306b0201010420', 'hex'),
]);
const BEFORE_PUBLIC_KEY = Buffer.from('a144034200', 'hex');

const IV_BYTES = 16;
const MAC_BYTES = 32;

const sm3 = (...parts: readonly Uint8Array[]): Buffer => {
  const whole = createHash('sm3');
  for (const part of parts) whole.update(part);
  return whole.digest();
};

/** Z of GB/T 32918.2, 5.5: what a signature is over besides the message. @param publicKey hex @throws off the curve */
const signerHash = (publicKey: string): Uint8Array => sm2.getZ(publicKey, USER_ID);

/**
 * `hash: false` is only right because what is handed over is SM3(Z ‖ message). It is made here, for the library writes
 * the whole message out as hex first, which takes half a second for the longest consignment.
 */
const HASHED = { hash: false, der: true } as const;

/** @throws RangeError when the text is not a PKCS 8 private key on the curve sm2 */
function scalarIn(pem: string): Buffer {
  const [, base64] =
    /^\s*-----BEGIN PRIVATE KEY-----([A-Za-z0-9+/=\s]+)-----END PRIVATE KEY-----\s*$/.exec(pem) ?? [];
  if (base64 === undefined) throw new RangeError('not PEM of a private key');
  const info = readElement(Buffer.from(base64, 'base64'), SEQUENCE).value;
  const algorithm = readElement(readElement(info, INTEGER).rest, SEQUENCE);
  if (!algorithm.value.equals(ALGORITHM)) throw new RangeError('a key of another algorithm');
  const key = readElement(readElement(algorithm.rest, OCTET_STRING).value, SEQUENCE).value;
  const scalar = readElement(readElement(key, INTEGER).rest, OCTET_STRING).value;
  const number = BigInt(`0x${scalar.toString('hex') || '0'}`);
  // n − 1 is a scalar of the curve, but nothing can be signed with it (GB/T 32918.1, 6.1).
  if (scalar.length !== 32 || number < 1n || number > ORDER - 2n) throw new RangeError('not a scalar');
  return scalar;
}

/** The library takes any bytes for DER; a signature has one spelling here, so that none can be made from another. */
function isSignature(signature: Buffer): boolean {
  const pair = readElement(signature, SEQUENCE);
  const r = readElement(pair.value, INTEGER);
  const s = readElement(r.rest, INTEGER);
  const within = [r, s].every(({ value }) => {
    const number = readUnsigned(value);
    return number > 0n && number < ORDER;
  });
  return within && pair.rest.length === 0 && s.rest.length === 0;
}

/** Multiples of a public key that make verifying several times as fast; making them takes as long as two verifications. */
type Prepared = ReturnType<typeof sm2.precomputePublicKey>;
const WINDOW = 5;
const MOST_PREPARED = 128;
const prepared = new Map<string, Prepared>();

/** @param publicKey hex @throws when it is no point of the curve */
function preparedKey(publicKey: string): Prepared {
  const known = prepared.get(publicKey);
  if (known) return known;
  const made = sm2.precomputePublicKey(publicKey, WINDOW);
  const [oldest] = prepared.keys();
  if (prepared.size >= MOST_PREPARED && oldest !== undefined) prepared.delete(oldest);
  prepared.set(publicKey, made);
  return made;
}

interface Subkeys {
  cipher: Buffer;
  mac: Buffer;
}
/** By the key itself, for as long as somebody holds it: the court's own wraps every content's. */
const derived = new WeakMap<Uint8Array, Subkeys>();

/** One key for each of the two algorithms. @throws RangeError */
function subkeys(key: Uint8Array): Subkeys {
  const known = derived.get(key);
  if (known) return known;
  if (key.length !== 32) throw new RangeError('a key has 32 bytes');
  const both = Buffer.from(hkdfSync('sm3', key, '', 'liuhen sm4-ctr hmac-sm3', 16 + 32));
  const keys = { cipher: both.subarray(0, 16), mac: both.subarray(16) };
  derived.set(key, keys);
  return keys;
}

/** The length of the place comes first, so that no byte of it can be taken for one of what follows. */
function macOf(key: Uint8Array, place: Uint8Array, ivAndBody: Uint8Array): Buffer {
  const length = Buffer.alloc(8);
  length.writeBigUInt64BE(BigInt(place.length));
  return createHmac('sm3', key).update(length).update(place).update(ivAndBody).digest();
}

export const national: Suite = {
  name: 'national',
  hashName: 'sm3',
  publicKeyBytes: PUBLIC_KEY_BYTES,

  hash: sm3,

  createSigningKey() {
    const { privateKey, publicKey } = sm2.generateKeyPairHex();
    const scalar = Buffer.from(privateKey, 'hex');
    const der = Buffer.concat([BEFORE_SCALAR, scalar, BEFORE_PUBLIC_KEY, Buffer.from(publicKey, 'hex')]);
    const lines = der.toString('base64').replace(/.{64}/g, '$&\n');
    return `-----BEGIN PRIVATE KEY-----\n${lines}\n-----END PRIVATE KEY-----\n`;
  },

  readSigningKey(pem) {
    const scalar = scalarIn(pem).toString('hex');
    const publicKey = sm2.getPublicKeyFromPrivateKey(scalar);
    const signer = signerHash(publicKey);
    return {
      publicKey: Buffer.from(publicKey, 'hex'),
      sign: (bytes) =>
        Buffer.from(sm2.doSignature(sm3(signer, bytes), scalar, { ...HASHED, publicKey }), 'hex'),
    };
  },

  verify(publicKey, bytes, signature) {
    if (publicKey.length !== PUBLIC_KEY_BYTES) return false;
    const key = Buffer.from(publicKey).toString('hex');
    const given = Buffer.from(signature);
    try {
      if (!isSignature(given)) return false;
      const digest = sm3(signerHash(key), bytes);
      return sm2.doVerifySignature(digest, given.toString('hex'), preparedKey(key), HASHED);
    } catch {
      return false;
    }
  },

  /** SM4-CTR, then HMAC-SM3 over place, IV and ciphertext: IV (16 bytes) ‖ ciphertext ‖ MAC (32 bytes). */
  seal(key, plain, place) {
    const keys = subkeys(key);
    const iv = randomBytesPooled(IV_BYTES);
    const cipher = createCipheriv('sm4-ctr', keys.cipher, iv);
    const ivAndBody = Buffer.concat([iv, cipher.update(plain), cipher.final()]);
    return Buffer.concat([ivAndBody, macOf(keys.mac, place, ivAndBody)]);
  },

  open(key, sealed, place) {
    if (key.length !== 32 || sealed.length < IV_BYTES + MAC_BYTES)
      throw new SealBroken('these are no sealed bytes');
    const keys = subkeys(key);
    const ivAndBody = sealed.subarray(0, sealed.length - MAC_BYTES);
    if (!timingSafeEqual(macOf(keys.mac, place, ivAndBody), sealed.subarray(ivAndBody.length)))
      throw new SealBroken('the sealed bytes do not open');
    const cipher = createDecipheriv('sm4-ctr', keys.cipher, ivAndBody.subarray(0, IV_BYTES));
    return Buffer.concat([cipher.update(ivAndBody.subarray(IV_BYTES)), cipher.final()]);
  },
};
