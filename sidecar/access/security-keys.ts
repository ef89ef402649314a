/**
 * The second factor as a device: security keys and what a computer has built in (WebAuthn). Browsers offer it on a secure
 * page with a name of its own only; on http or at a bare IP address there is none, and the authenticator app remains.
 * After a password a touch is enough: a PIN is not asked for.
 */
import { isIP } from 'node:net';
import {
  type AuthenticationResponseJSON,
  generateAuthenticationOptions,
  generateRegistrationOptions,
  type PublicKeyCredentialCreationOptionsJSON,
  type PublicKeyCredentialRequestOptionsJSON,
  type RegistrationResponseJSON,
  verifyAuthenticationResponse,
  verifyRegistrationResponse,
} from '@simplewebauthn/server';
import type { Database } from 'better-sqlite3';
import { z } from 'zod';

export interface SecurityKeysOptions {
  db: Database;
  /** Address of the sign-in page. */
  origin: string;
  courtName: string;
  now: () => number;
}

export interface SecurityKeys {
  /** Whether a browser can use them at this address at all. */
  possible: boolean;
  count(staffCode: string): number;
  /** What the page hands to `navigator.credentials.create`; its challenge is to be kept for `register`. */
  creation(staffCode: string, account: string): Promise<PublicKeyCredentialCreationOptionsJSON>;
  /** @param answer what the page sent, JSON */
  register(staffCode: string, challenge: string, answer: string): Promise<boolean>;
  /** What the page hands to `navigator.credentials.get`. */
  request(staffCode: string): Promise<PublicKeyCredentialRequestOptionsJSON>;
  accept(staffCode: string, challenge: string, answer: string): Promise<boolean>;
  /** @returns whether there were any */
  remove(staffCode: string): boolean;
}

/** Ed25519, ECDSA over P-256, RSA: what keys on sale do, and what Node verifies without calling it an experiment. */
const ALGORITHMS = [-8, -7, -257];
/** More than anybody carries; the list goes to the browser at each sign-in. */
const KEYS = 10;

const part = z.string().max(8_000);
const common = {
  id: part,
  rawId: part,
  type: z.literal('public-key'),
  clientExtensionResults: z.object({}).default({}),
};
const registrationAnswer = z.object({
  ...common,
  response: z.object({
    clientDataJSON: part,
    attestationObject: part,
    transports: z.array(z.string().max(40)).max(10).default([]),
  }),
});
const authenticationAnswer = z.object({
  ...common,
  response: z.object({ clientDataJSON: part, authenticatorData: part, signature: part }),
});

interface KeyRow {
  id: string;
  publicKey: Buffer;
  counter: number;
  transports: string;
}

export function createSecurityKeys({ db, origin, courtName, now }: SecurityKeysOptions): SecurityKeys {
  db.exec(`CREATE TABLE IF NOT EXISTS security_key (
    id TEXT PRIMARY KEY,
    staff_code TEXT NOT NULL,
    public_key BLOB NOT NULL,
    counter INTEGER NOT NULL,
    transports TEXT NOT NULL,
    added_at TEXT NOT NULL
  )`);
  const select = db.prepare<[string], KeyRow>(
    'SELECT id, public_key AS publicKey, counter, transports FROM security_key WHERE staff_code = ? ORDER BY added_at, id',
  );
  const insert = db.prepare<[string, string, Buffer, number, string, string]>(
    'INSERT OR IGNORE INTO security_key VALUES (?, ?, ?, ?, ?, ?)',
  );
  const use = db.prepare<[number, string, number]>(
    'UPDATE security_key SET counter = ? WHERE id = ? AND counter = ?',
  );
  const removeOf = db.prepare<[string]>('DELETE FROM security_key WHERE staff_code = ?');

  const { protocol, hostname } = new URL(origin);
  const named = isIP(hostname.replace(/^\[|\]$/g, '')) === 0;
  const possible = named && (protocol === 'https:' || hostname === 'localhost');
  const keysOf = (staffCode: string) => select.all(staffCode);
  const listed = ({ id, transports }: KeyRow) => ({ id, transports: JSON.parse(transports) as string[] });
  const expected = { expectedOrigin: origin, expectedRPID: hostname, requireUserVerification: false };

  return {
    possible,
    count: (staffCode) => keysOf(staffCode).length,

    creation: (staffCode, account) =>
      generateRegistrationOptions({
        rpName: `${courtName} 留痕`,
        rpID: hostname,
        userID: new TextEncoder().encode(staffCode),
        userName: account,
        attestationType: 'none',
        excludeCredentials: keysOf(staffCode).map(listed),
        supportedAlgorithmIDs: ALGORITHMS,
        authenticatorSelection: { residentKey: 'discouraged', userVerification: 'discouraged' },
      }),

    async register(staffCode, challenge, answer) {
      const response = read(registrationAnswer, answer) as RegistrationResponseJSON | undefined;
      if (challenge === '' || !response || keysOf(staffCode).length >= KEYS) return false;
      const seen = await verifyRegistrationResponse({
        response,
        expectedChallenge: challenge,
        supportedAlgorithmIDs: ALGORITHMS,
        ...expected,
      }).catch(() => undefined);
      if (!seen?.verified) return false;
      const { id, publicKey, counter, transports = [] } = seen.registrationInfo.credential;
      const at = new Date(now()).toISOString();
      const row = insert.run(id, staffCode, Buffer.from(publicKey), counter, JSON.stringify(transports), at);
      return row.changes === 1;
    },

    request: (staffCode) =>
      generateAuthenticationOptions({
        rpID: hostname,
        allowCredentials: keysOf(staffCode).map(listed),
        userVerification: 'discouraged',
      }),

    async accept(staffCode, challenge, answer) {
      const response = read(authenticationAnswer, answer) as AuthenticationResponseJSON | undefined;
      const key = response && keysOf(staffCode).find(({ id }) => id === response.id);
      if (challenge === '' || !response || !key) return false;
      const seen = await verifyAuthenticationResponse({
        response,
        expectedChallenge: challenge,
        ...expected,
        credential: {
          id: key.id,
          publicKey: new Uint8Array(key.publicKey),
          counter: key.counter,
          transports: listed(key).transports,
        },
      }).catch(() => undefined);
      if (!seen?.verified) return false;
      // A counter that is not what it was a moment ago: another answer came in between.
      return use.run(seen.authenticationInfo.newCounter, key.id, key.counter).changes === 1;
    },

    remove: (staffCode) => removeOf.run(staffCode).changes > 0,
  };
}

function read(schema: z.ZodType, answer: string): unknown {
  try {
    return schema.safeParse(JSON.parse(answer)).data;
  } catch {
    return undefined;
  }
}
