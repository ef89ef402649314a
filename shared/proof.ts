/**
 * Proof that a request comes from the browser that signed in, in the shape of RFC 9449 (DPoP): a key that cannot leave
 * the browser signs each request. A token that was copied opens nothing without it.
 */
import { z } from 'zod';

/** Holds the proof: a compact JWS (ES256) over `ProofClaims`. */
export const PROOF_HEADER = 'Liuhen-Proof';
/** The sidecar's time, milliseconds, on every answer: a computer's own clock may be an hour off. */
export const TIME_HEADER = 'Liuhen-Time';
export const PROOF_TYPE = 'liuhen-proof+jwt';

const coordinate = z.string().regex(/^[A-Za-z0-9_-]{43}$/);

/** The public half of a browser's key for one session: P-256 as JWK. */
export const sessionKey = z.strictObject({
  kty: z.literal('EC'),
  crv: z.literal('P-256'),
  x: coordinate,
  y: coordinate,
});
export type SessionKey = z.infer<typeof sessionKey>;

export const proofClaims = z.strictObject({
  /** Once per proof. */
  jti: z.string().regex(/^[A-Za-z0-9_-]{16,64}$/),
  htm: z.string().max(10),
  /** Path below the sidecar's address, percent-encoded, without query: a proxy may stand before it under any name. */
  htu: z.string().max(2000),
  /** Seconds, by the sidecar's clock. */
  iat: z.number(),
  /** SHA-256 of the token, base64url. */
  ath: coordinate,
});
export type ProofClaims = z.infer<typeof proofClaims>;
