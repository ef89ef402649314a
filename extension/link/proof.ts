/** Signs requests with this browser's key (shared/proof.ts says what a proof is). */
import { PROOF_TYPE, type ProofClaims, type SessionKey } from '../../shared/proof.ts';
import { sha256Bytes, toBase64Url } from './seal.ts';

const CURVE = { name: 'ECDSA', namedCurve: 'P-256' } as const;

/** A key that signs and never leaves this browser. */
export const createKeyPair = (): Promise<CryptoKeyPair> =>
  crypto.subtle.generateKey(CURVE, false, ['sign', 'verify']);

/** The half the sidecar gets. */
export async function publicHalf({ publicKey }: CryptoKeyPair): Promise<SessionKey> {
  const { x = '', y = '' } = await crypto.subtle.exportKey('jwk', publicKey);
  return { kty: 'EC', crv: 'P-256', x, y };
}

const utf8 = new TextEncoder();
const encoded = (value: object): string => toBase64Url(utf8.encode(JSON.stringify(value)));

export interface RequestToProve {
  method: string;
  /** Below the sidecar's address, percent-encoded, without query. */
  path: string;
  token: string;
}

/** @param now the sidecar's time, milliseconds */
export async function makeProof(
  { privateKey }: CryptoKeyPair,
  { method, path, token }: RequestToProve,
  now: number,
): Promise<string> {
  const claims: ProofClaims = {
    jti: toBase64Url(crypto.getRandomValues(new Uint8Array(16))),
    htm: method,
    htu: path,
    iat: Math.floor(now / 1000),
    ath: toBase64Url(await sha256Bytes(token)),
  };
  const input = `${encoded({ alg: 'ES256', typ: PROOF_TYPE })}.${encoded(claims)}`;
  const signature = await crypto.subtle.sign(
    { name: 'ECDSA', hash: 'SHA-256' },
    privateKey,
    utf8.encode(input),
  );
  return `${input}.${toBase64Url(new Uint8Array(signature))}`;
}
