/** A security key in software (WebAuthn Level 2, attestation `none`), and what must not pass for one. */
import { createHash, generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto';
import Database from 'better-sqlite3';
import { beforeEach, describe, expect, test } from 'vitest';
import { createSecurityKeys, type SecurityKeys } from './security-keys.ts';

const ORIGIN = 'https://liuhen.court.example';
const sha256 = (bytes: Uint8Array | string) => createHash('sha256').update(bytes).digest();
const url64 = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64url');

interface Circumstances {
  origin?: string;
  rpId?: string;
  type?: string;
  present?: boolean;
}

class SoftKey {
  readonly id = randomBytes(16);
  readonly #key: KeyObject;
  readonly #cose: Buffer;
  counter = 0;

  constructor() {
    const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    this.#key = privateKey;
    const { x = '', y = '' } = publicKey.export({ format: 'jwk' });
    // CBOR: { 1: 2 (EC2), 3: -7 (ES256), -1: 1 (P-256), -2: x, -3: y }.
    this.#cose = Buffer.concat([
      Buffer.from('a5010203262001215820', 'hex'),
      Buffer.from(x, 'base64url'),
      Buffer.from('225820', 'hex'),
      Buffer.from(y, 'base64url'),
    ]);
  }

  #client(challenge: string, type: string, { origin = ORIGIN, ...over }: Circumstances): Buffer {
    return Buffer.from(JSON.stringify({ type: over.type ?? type, challenge, origin, crossOrigin: false }));
  }

  #data({ rpId = 'liuhen.court.example', present = true }: Circumstances, attested?: Buffer): Buffer {
    const counter = Buffer.alloc(4);
    counter.writeUInt32BE(this.counter);
    const flags = (present ? 1 : 0) | (attested ? 0x40 : 0);
    return Buffer.concat([sha256(rpId), Buffer.from([flags]), counter, attested ?? Buffer.alloc(0)]);
  }

  create(challenge: string, over: Circumstances = {}): string {
    const clientDataJSON = this.#client(challenge, 'webauthn.create', over);
    const attested = Buffer.concat([Buffer.alloc(16), Buffer.from([0, this.id.length]), this.id, this.#cose]);
    const data = this.#data(over, attested);
    const attestationObject = Buffer.concat([
      Buffer.from('a363666d74646e6f6e656761747453746d74a068617574684461746158', 'hex'),
      Buffer.from([data.length]),
      data,
    ]);
    return this.#answer({ clientDataJSON, attestationObject });
  }

  get(challenge: string, over: Circumstances = {}): string {
    this.counter += 1;
    const clientDataJSON = this.#client(challenge, 'webauthn.get', over);
    const authenticatorData = this.#data(over);
    const signature = sign('sha256', Buffer.concat([authenticatorData, sha256(clientDataJSON)]), this.#key);
    return this.#answer({ clientDataJSON, authenticatorData, signature });
  }

  #answer(response: Record<string, Buffer>): string {
    const id = url64(this.id);
    return JSON.stringify({
      id,
      rawId: id,
      type: 'public-key',
      clientExtensionResults: {},
      response: Object.fromEntries(Object.entries(response).map(([name, bytes]) => [name, url64(bytes)])),
    });
  }
}

let keys: SecurityKeys;
const at = (origin: string) =>
  createSecurityKeys({
    db: new Database(':memory:'),
    origin,
    courtName: '南阳市宛城区人民法院',
    now: () => Date.parse('2026-03-02T01:00:00.000Z'),
  });
beforeEach(() => {
  keys = at(ORIGIN);
});

async function registered(staffCode = '0101'): Promise<SoftKey> {
  const key = new SoftKey();
  const { challenge } = await keys.creation(staffCode, 'zhangwei');
  expect(await keys.register(staffCode, challenge, key.create(challenge))).toBe(true);
  return key;
}

test.each([
  ['https://liuhen.court.example', true],
  ['http://localhost:8701', true],
  ['http://liuhen.court.example', false],
  ['https://10.13.2.5', false],
  ['http://127.0.0.1:8701', false],
  ['https://[fd00::1]', false],
])('at %s a browser offers them: %s', (origin, possible) => {
  expect(at(origin).possible).toBe(possible);
});

describe('a key', () => {
  test('is registered, asked for by its name, and accepted', async () => {
    const key = await registered();
    expect([keys.count('0101'), keys.count('0102')]).toEqual([1, 0]);
    const question = await keys.request('0101');
    expect(question.allowCredentials?.map(({ id }) => id)).toEqual([url64(key.id)]);
    expect(question.userVerification).toBe('discouraged');
    expect(await keys.accept('0101', question.challenge, key.get(question.challenge))).toBe(true);
    expect((await keys.creation('0101', 'a')).excludeCredentials).toHaveLength(1);
    expect([keys.remove('0101'), keys.remove('0101')]).toEqual([true, false]);
    expect(await keys.accept('0101', question.challenge, key.get(question.challenge))).toBe(false);
  });

  test.each<[string, Circumstances]>([
    ['another page', { origin: 'https://evil.example' }],
    ['another name', { rpId: 'evil.example' }],
    ['another act', { type: 'webauthn.other' }],
    ['nobody touching it', { present: false }],
  ])('is not taken from %s, at registration or later', async (_what, over) => {
    const fresh = new SoftKey();
    const { challenge } = await keys.creation('0101', 'zhangwei');
    expect(await keys.register('0101', challenge, fresh.create(challenge, over))).toBe(false);
    const key = await registered();
    const question = await keys.request('0101');
    expect(await keys.accept('0101', question.challenge, key.get(question.challenge, over))).toBe(false);
  });

  test('answers this question and no other', async () => {
    const key = await registered();
    const { challenge } = await keys.request('0101');
    const other = await keys.request('0101');
    expect(await keys.accept('0101', challenge, key.get(other.challenge))).toBe(false);
    expect(await keys.accept('0101', '', key.get(''))).toBe(false);
    const { challenge: create } = await keys.creation('0101', 'zhangwei');
    expect(await keys.register('0101', create, new SoftKey().create(other.challenge))).toBe(false);
  });

  test('of somebody else, of nobody, or copied, opens nothing', async () => {
    const key = await registered();
    const theirs = await registered('0102');
    const { challenge } = await keys.request('0101');
    expect(await keys.accept('0101', challenge, theirs.get(challenge))).toBe(false);
    expect(await keys.accept('0101', challenge, new SoftKey().get(challenge))).toBe(false);
    key.counter = 10;
    expect(await keys.accept('0101', challenge, key.get(challenge))).toBe(true);
    // A copy counts from where it was made.
    key.counter = 5;
    expect(await keys.accept('0101', challenge, key.get(challenge))).toBe(false);
  });

  test('belongs to one person: it is not registered for a second', async () => {
    const key = await registered();
    const { challenge } = await keys.creation('0102', 'lina');
    expect(await keys.register('0102', challenge, key.create(challenge))).toBe(false);
    expect(keys.count('0102')).toBe(0);
  });

  test('answer in another shape is none', async () => {
    await registered();
    const { challenge } = await keys.request('0101');
    for (const answer of ['', '{', 'null', '[]', '{}', '{"id":1}', `"${'x'.repeat(9_000)}"`]) {
      expect(await keys.accept('0101', challenge, answer)).toBe(false);
      expect(await keys.register('0101', challenge, answer)).toBe(false);
    }
  });
});
