/** The public key of a superior court to which others seal, and the form of what is sealed; sealing itself is in sealed-envelope.ts. */
import { z } from 'zod';

/** A coordinate of P-256, and a thumbprint: 32 bytes as base64url. */
const B64URL_32 = /^[\w-]{43}$/;
const b64url32 = z.string().regex(B64URL_32);

/** The superior's public key as a JWK (RFC 7517); its name follows from it and is not written down. */
export const directKey = z.strictObject({
  kty: z.literal('EC'),
  crv: z.literal('P-256'),
  x: b64url32,
  y: b64url32,
});
export type DirectKey = z.infer<typeof directKey>;

/** A compact JWE; whether it is one of ours is asked by `isSealedAlike`. */
export const sealedText = (max: number) =>
  z
    .string()
    .max(max)
    .regex(/^[\w-]+\.[\w-]+\.[\w-]+\.[\w-]+\.[\w-]+$/);

/** No 0 and O, no 1 and I: it is read out over a telephone. */
const LETTERS = '23456789ABCDEFGHJKLMNPQRSTUVWXYZ';

/** Five bits of each of the first so many bytes, as letters in groups of four: `7K2M-9QXA-4TZC`. */
export const spelled = (bytes: Uint8Array, letters: number): string =>
  Array.from(bytes.subarray(0, letters), (byte) => LETTERS[byte % LETTERS.length])
    .join('')
    .replace(/.{4}(?=.)/g, '$&-');
