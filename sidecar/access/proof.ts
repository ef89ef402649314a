/** Checks the proof that a request comes from the browser that signed in (shared/proof.ts says what it is). */
import { createHash } from 'node:crypto';
import { compactVerify, importJWK } from 'jose';
import { PROOF_TYPE, proofClaims, type SessionKey } from '../../shared/proof.ts';

export interface ProvenRequest {
  method: string;
  /** As requested, percent-encoded, without query. */
  path: string;
  token: string;
  key: SessionKey;
}

export interface Proofs {
  /** Whether this is a fresh proof of this very request. Each is good once. */
  holds(proof: string | undefined, request: ProvenRequest): Promise<boolean>;
}

/** Seconds a proof may be older or newer than the sidecar's clock. */
const WINDOW_S = 60;
/** Longest proof, characters. */
const LONGEST = 4_000;

export function createProofs(now: () => number): Proofs {
  /**
   * Numbers of proofs that were taken, with the second after which they are too old anyway. A restart forgets them: who has
   * copied token and proof off the wire then has what is left of the proof's minute.
   */
  const taken = new Map<string, number>();

  const takeOnce = (name: string, second: number): boolean => {
    for (const [old, end] of taken) {
      if (end >= second) break;
      taken.delete(old);
    }
    if (taken.has(name)) return false;
    taken.set(name, second + 2 * WINDOW_S);
    return true;
  };

  return {
    async holds(proof, { method, path, token, key }) {
      if (proof === undefined || proof.length > LONGEST) return false;
      const claims = await read(proof, key);
      if (!claims) return false;
      const second = now() / 1000;
      const ath = createHash('sha256').update(token).digest('base64url');
      return (
        claims.htm === method &&
        claims.htu === path &&
        claims.ath === ath &&
        Math.abs(second - claims.iat) <= WINDOW_S &&
        takeOnce(`${ath}.${claims.jti}`, second)
      );
    },
  };
}

async function read(proof: string, key: SessionKey) {
  try {
    // The algorithm is ours, never the header's: neither `none` nor the public key as a secret (HS256) is a signature.
    const { payload, protectedHeader } = await compactVerify(proof, await importJWK(key, 'ES256'), {
      algorithms: ['ES256'],
    });
    if (protectedHeader.typ !== PROOF_TYPE) return undefined;
    return proofClaims.safeParse(JSON.parse(new TextDecoder().decode(payload))).data;
  } catch {
    return undefined;
  }
}

/** Whether a browser's key is one a proof can be checked with: a point on the curve. */
export const isUsableKey = (key: SessionKey): Promise<boolean> =>
  importJWK(key, 'ES256').then(
    () => true,
    () => false,
  );
