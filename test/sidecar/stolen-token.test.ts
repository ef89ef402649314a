/** Whoever has copied a token has no contents: those ask for the key of the browser it was given to (abuse case 14). */
import { randomBytes } from 'node:crypto';
import { CompactSign, exportJWK, generateKeyPair, type JWK } from 'jose';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createKeyPair, makeProof } from '../../extension/link/proof.ts';
import { mayEver, refusalOf } from '../../shared/access-matrix.ts';
import { PROOF_HEADER, PROOF_TYPE, TIME_HEADER } from '../../shared/proof.ts';
import { ROUTES } from '../../sidecar/access/routes-table.ts';
import { inShort, problemOf } from './answers.ts';
import { CASE, entry, reading } from './examples.ts';
import { type Client, startTestCourt, type TestCourt } from './test-court.ts';

const MINUTE = 60_000;
const CASE_PATH = `/v1/cases/${encodeURIComponent(CASE)}`;

let court: TestCourt;
let limh: Client;
let ahead = 0;
// It stands still unless it is moved.
const START = Date.now();
beforeAll(async () => {
  court = await startTestCourt({}, { clock: () => START + ahead });
  limh = await court.as('limh');
  await limh.file('case-reading', reading());
  await limh.file('entry', entry());
});
afterAll(() => court.close());

const askWith = (proof: string | undefined, { method = 'GET', path = CASE_PATH } = {}) =>
  fetch(court.sidecar.url + path, {
    method,
    headers: {
      authorization: `Bearer ${limh.session.token}`,
      ...(proof === undefined ? {} : { [PROOF_HEADER]: proof }),
    },
  });
const told = async (proof: string | undefined, at = {}) => {
  const answer = await askWith(proof, at);
  return answer.ok ? 'opened' : inShort(await problemOf(answer));
};
const OUT = '401 proof-invalid';
const now = () => court.now().getTime();
const request = () => ({ method: 'GET', path: CASE_PATH, token: limh.session.token });

describe('abuse case 14: a token without its browser', () => {
  it('opens nothing wherever contents come out', async () => {
    const routes = ROUTES.filter(({ proof }) => proof);
    expect(routes.length).toBeGreaterThan(8);
    for (const { method, path, thing, action } of routes) {
      // Who may never have it is told so first, with the browser or without.
      const never = refusalOf(thing) === 'not-found' ? '404 not-found' : '403 not-allowed';
      const expected = mayEver(limh.session.person, thing, action) ? OUT : never;
      const asked = path.replace(':number', encodeURIComponent(CASE)).replace(/:\w+/, 'a'.repeat(64));
      expect(await told(undefined, { method, path: asked }), path).toBe(expected);
    }
    expect(await told(await limh.prove('GET', CASE_PATH))).toBe('opened');
  });

  it('opens nothing with a key of the thief’s own', async () => {
    expect(await told(await makeProof(await createKeyPair(), request(), now()))).toBe(OUT);
  });

  it.each([
    ['of another path', { path: '/v1/entries' }],
    ['of another method', { method: 'POST' }],
    ['of another token', { token: randomBytes(32).toString('base64url') }],
  ])('opens nothing with a proof %s', async (_what, over) => {
    expect(await told(await makeProof(limh.session.browserKey, { ...request(), ...over }, now()))).toBe(OUT);
  });

  it('opens nothing with a proof that was seen on the wire, nor with one of long ago or of later', async () => {
    const proof = await limh.prove('GET', CASE_PATH);
    expect(await told(proof)).toBe('opened');
    expect(await told(proof)).toBe(OUT);
    for (const [minutes, opened] of [
      [-2, OUT],
      [2, OUT],
      [-0.9, 'opened'],
      [0.9, 'opened'],
    ] as const) {
      const made = await makeProof(limh.session.browserKey, request(), now() + minutes * MINUTE);
      expect(await told(made), String(minutes)).toBe(opened);
    }
  });

  it('taken twice at once, a proof opens once', async () => {
    const proof = await limh.prove('GET', CASE_PATH);
    const answers = await Promise.all(Array.from({ length: 10 }, () => told(proof)));
    expect(answers.filter((one) => one === 'opened')).toHaveLength(1);
  });
});

describe('a proof', () => {
  /** Made by hand, with whatever header and claims. */
  async function forged(header: Record<string, unknown>, key: CryptoKey | Uint8Array, claims = {}) {
    const proof = await limh.prove('GET', CASE_PATH);
    const said = JSON.parse(Buffer.from(proof.split('.')[1] ?? '', 'base64url').toString());
    const body = new TextEncoder().encode(JSON.stringify({ ...said, ...claims }));
    return new CompactSign(body).setProtectedHeader({ alg: 'ES256', typ: PROOF_TYPE, ...header }).sign(key);
  }

  it('is judged by the key of the session, never by its own header', async () => {
    const { privateKey, publicKey } = await generateKeyPair('ES256');
    const jwk: JWK = await exportJWK(publicKey);
    expect(await told(await forged({ jwk }, privateKey))).toBe(OUT);
    expect(await told(await forged({ jku: 'https://evil.example/jwks' }, privateKey))).toBe(OUT);
    const own = limh.session.browserKey;
    const secret = new TextEncoder().encode(JSON.stringify(await exportJWK(own.publicKey)));
    expect(await told(await forged({ alg: 'HS256' }, secret))).toBe(OUT);
    const [, claims] = (await limh.prove('GET', CASE_PATH)).split('.');
    const none = Buffer.from(JSON.stringify({ alg: 'none', typ: PROOF_TYPE })).toString('base64url');
    expect(await told(`${none}.${claims}.`)).toBe(OUT);
    // The same by the right key is one.
    expect(await told(await forged({}, own.privateKey))).toBe('opened');
  });

  it('of another type, with claims missing or added, or no JWS at all is none', async () => {
    const { privateKey } = limh.session.browserKey;
    expect(await told(await forged({ typ: 'JWT' }, privateKey))).toBe(OUT);
    expect(await told(await forged({}, privateKey, { jti: undefined }))).toBe(OUT);
    expect(await told(await forged({}, privateKey, { iat: '1' }))).toBe(OUT);
    expect(await told(await forged({}, privateKey, { admin: true }))).toBe(OUT);
    for (const text of ['x', '..', 'a.b.c', 'x'.repeat(10_000)]) expect(await told(text)).toBe(OUT);
  });

  it('is made by the sidecar’s clock, which every answer tells', async () => {
    ahead = 3_600_000;
    try {
      const answer = await askWith(undefined);
      expect(answer.status).toBe(401);
      const time = Number(answer.headers.get(TIME_HEADER));
      expect(time).toBe(START + ahead);
      expect(await told(await makeProof(limh.session.browserKey, request(), START))).toBe(OUT);
      expect(await told(await makeProof(limh.session.browserKey, request(), time))).toBe('opened');
    } finally {
      ahead = 0;
    }
  });
});
