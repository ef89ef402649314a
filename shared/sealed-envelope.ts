/**
 * Sealed to the superior court: a compact JWE (RFC 7516) that nobody at the court that keeps and carries it can open, for
 * the private key lies at the superior only. Browser and sidecar seal by the same code: what one of them makes cannot be
 * told from what the other makes, nor one content from another of the same length.
 */
import { CompactEncrypt, type CryptoKey, calculateJwkThumbprint, compactDecrypt, importJWK } from 'jose';
import { type DirectKey, spelled } from './direct-key.ts';

const ALG = 'ECDH-ES+A256KW';
const ENC = 'A256GCM';

/** The name of a key: its thumbprint (RFC 7638, SHA-256, base64url). */
export const keyId = ({ kty, crv, x, y }: DirectKey): Promise<string> =>
  calculateJwkThumbprint({ kty, crv, x, y });

const FINGERPRINT_LETTERS = 20;

/** By which people know a key again: 100 bits of the SHA-256 of its thumbprint, to be compared with what the superior made known. */
export async function fingerprint(key: DirectKey): Promise<string> {
  const name = new TextEncoder().encode(await keyId(key));
  return spelled(new Uint8Array(await crypto.subtle.digest('SHA-256', name)), FINGERPRINT_LETTERS);
}

/** One key is used many times; taking it in is what costs. */
const imported = new Map<string, Promise<CryptoKey>>();

function publicKey(key: DirectKey): Promise<CryptoKey> {
  const name = `${key.x} ${key.y}`;
  const known = imported.get(name);
  if (known) return known;
  const taken = importJWK({ ...key }, ALG) as Promise<CryptoKey>;
  imported.set(name, taken);
  return taken;
}

/** @throws when the key is no point of the curve */
export async function sealTo(key: DirectKey, plain: Uint8Array): Promise<string> {
  // In this order: the header is part of what must not tell who made it.
  const header = { alg: ALG, enc: ENC, kid: await keyId(key) };
  return new CompactEncrypt(plain).setProtectedHeader(header).encrypt(await publicKey(key));
}

/**
 * @param keyOf the private key of this name
 * @throws when there is none, or the bytes are not what was sealed
 */
export async function openSealed(
  sealed: string,
  keyOf: (kid: string) => Promise<CryptoKey> | CryptoKey,
): Promise<Uint8Array> {
  const { plaintext } = await compactDecrypt(sealed, ({ kid }) => keyOf(typeof kid === 'string' ? kid : ''), {
    keyManagementAlgorithms: [ALG],
    contentEncryptionAlgorithms: [ENC],
  });
  return plaintext;
}

const HEADER = new RegExp(
  `^\\{"alg":"${ALG.replace('+', '\\+')}","enc":"${ENC}","kid":"([\\w-]{43})","epk":\\{"x":"[\\w-]{43}","crv":"P-256","kty":"EC","y":"[\\w-]{43}"\\}\\}$`,
);
const WRAPPED_KEY_CHARS = 54;
const IV_CHARS = 16;
const TAG_CHARS = 22;
const base64UrlLength = (bytes: number): number => Math.ceil((bytes * 4) / 3);

/**
 * Whether it looks as every other one sealed to this key over as many bytes does: nothing in it that would mark it, and of
 * one length.
 */
export function isSealedAlike(sealed: string, kid: string, bytes: number): boolean {
  const [header = '', wrapped = '', iv = '', body = '', tag = '', more] = sealed.split('.');
  if (more !== undefined || !/^[\w-]+$/.test(wrapped + iv + body + tag)) return false;
  let text: string;
  try {
    text = atob(header.replaceAll('-', '+').replaceAll('_', '/'));
  } catch {
    return false;
  }
  return (
    HEADER.exec(text)?.[1] === kid &&
    wrapped.length === WRAPPED_KEY_CHARS &&
    iv.length === IV_CHARS &&
    body.length === base64UrlLength(bytes) &&
    tag.length === TAG_CHARS
  );
}
