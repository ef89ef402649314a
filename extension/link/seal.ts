/** Sealing of what waits on this computer's disk: AES-256-GCM under the key of its author. */

export interface Sealed {
  iv: Uint8Array<ArrayBuffer>;
  data: ArrayBuffer;
}

const utf8 = new TextEncoder();

export const importKey = (base64: string): Promise<CryptoKey> =>
  crypto.subtle.importKey('raw', fromBase64(base64), 'AES-GCM', false, ['encrypt', 'decrypt']);

/** @param bound text the sealed bytes belong to; opening with another text fails */
export async function seal(key: CryptoKey, bytes: Uint8Array<ArrayBuffer>, bound: string): Promise<Sealed> {
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const additionalData = utf8.encode(bound);
  return { iv, data: await crypto.subtle.encrypt({ name: 'AES-GCM', iv, additionalData }, key, bytes) };
}

/** @throws when the key is another's, the bytes were changed, or they belong to another text */
export async function unseal(
  key: CryptoKey,
  sealed: Sealed,
  bound: string,
): Promise<Uint8Array<ArrayBuffer>> {
  const additionalData = utf8.encode(bound);
  const params = { name: 'AES-GCM', iv: sealed.iv, additionalData };
  return new Uint8Array(await crypto.subtle.decrypt(params, key, sealed.data));
}

export async function sha256Bytes(input: string | Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer>> {
  const bytes = typeof input === 'string' ? utf8.encode(input) : input;
  return new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
}

export async function sha256Hex(input: string | Uint8Array<ArrayBuffer>): Promise<string> {
  return Array.from(await sha256Bytes(input), (byte) => byte.toString(16).padStart(2, '0')).join('');
}

export function toBase64(bytes: Uint8Array): string {
  let binary = '';
  // In pieces: the arguments of one call are limited.
  for (let at = 0; at < bytes.length; at += 0x8000) {
    binary += String.fromCharCode(...bytes.subarray(at, at + 0x8000));
  }
  return btoa(binary);
}

/** @throws when the text is not base64 */
export function fromBase64(text: string): Uint8Array<ArrayBuffer> {
  const binary = atob(text);
  const bytes = new Uint8Array(binary.length);
  for (let at = 0; at < binary.length; at++) bytes[at] = binary.charCodeAt(at);
  return bytes;
}

export const toBase64Url = (bytes: Uint8Array): string =>
  toBase64(bytes).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '');
