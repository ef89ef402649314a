import Database from 'better-sqlite3';
import fc from 'fast-check';
import { Secret, TOTP } from 'otpauth';
import { beforeEach, describe, expect, test } from 'vitest';
import { international } from '../crypto/international.ts';
import { SealBroken } from '../crypto/suite.ts';
import { type Authenticators, createAuthenticators } from './authenticator.ts';

const START = Date.parse('2026-03-02T01:00:00.000Z');
const STEP = 30_000;

let time: number;
let db: Database.Database;
let authenticators: Authenticators;
const open = (secret = new Uint8Array(32).fill(5)) =>
  createAuthenticators({
    db,
    suite: international,
    secret,
    court: { code: '豫1302', name: '南阳市宛城区人民法院' },
    now: () => time,
  });
const codeAt = (secret: string, at: number) =>
  new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: at });

/** Sets one up with the code of the step before, so that the steps from now on are all fresh. */
function setUp(staffCode = '0101'): string {
  const secret = authenticators.newSecret();
  expect(authenticators.confirm(staffCode, secret, codeAt(secret, time - STEP))).toBe(true);
  return secret;
}

beforeEach(() => {
  time = START;
  db = new Database(':memory:');
  authenticators = open();
});

test('the codes are those of RFC 6238', () => {
  const secret = Secret.fromLatin1('12345678901234567890').base32;
  for (const [seconds, code] of [
    [59, '287082'],
    [1111111109, '081804'],
    [1111111111, '050471'],
    [1234567890, '005924'],
    [2000000000, '279037'],
  ] as const) {
    time = seconds * 1000;
    expect(authenticators.confirm('0101', secret, code)).toBe(true);
    expect(
      authenticators.confirm('0101', secret, String((Number(code) + 1) % 1_000_000).padStart(6, '0')),
    ).toBe(false);
  }
});

test('an app is set up with a code of its own only; the QR code names court and account', () => {
  const secret = authenticators.newSecret();
  expect(Buffer.from(Secret.fromBase32(secret).bytes)).toHaveLength(20);
  expect(authenticators.confirm('0101', secret, codeAt(authenticators.newSecret(), time))).toBe(false);
  expect(authenticators.has('0101')).toBe(false);
  expect(authenticators.confirm('0101', secret, codeAt(secret, time))).toBe(true);
  expect(authenticators.has('0101')).toBe(true);
  expect(authenticators.has('0102')).toBe(false);
  const uri = new URL(authenticators.uri(secret, '李娜'));
  expect(uri.protocol).toBe('otpauth:');
  expect(decodeURIComponent(uri.pathname)).toMatch(/\/李娜$/);
  expect(uri.searchParams.get('issuer')).toBe('留痕 南阳市宛城区人民法院');
  expect(uri.searchParams.get('secret')).toBe(secret);
});

describe('a code', () => {
  test('is taken one step early or late, and not two', () => {
    const secret = setUp();
    time += 10 * STEP;
    for (const [steps, taken] of [
      [-2, undefined],
      [-1, 'app'],
      [2, undefined],
      [0, 'app'],
      [1, 'app'],
    ] as const) {
      expect(authenticators.accept('0101', codeAt(secret, time + steps * STEP)), String(steps)).toBe(taken);
    }
  });

  test('is taken once, also while it still holds, and none before it', () => {
    const secret = setUp();
    time += 10 * STEP;
    const [before, now] = [codeAt(secret, time - STEP), codeAt(secret, time)];
    expect(authenticators.accept('0101', now)).toBe('app');
    expect(authenticators.accept('0101', now)).toBeUndefined();
    expect(authenticators.accept('0101', before)).toBeUndefined();
    expect(open().accept('0101', now)).toBeUndefined();
  });

  test('with which the app was set up is not taken again', () => {
    const secret = authenticators.newSecret();
    authenticators.confirm('0101', secret, codeAt(secret, time));
    expect(authenticators.accept('0101', codeAt(secret, time))).toBeUndefined();
  });

  test('of somebody else, or of nobody, opens nothing', () => {
    const secret = setUp();
    setUp('0102');
    expect(authenticators.accept('0102', codeAt(secret, time))).toBeUndefined();
    expect(authenticators.accept('0103', codeAt(secret, time))).toBeUndefined();
    for (const no of ['', '12345', '1234567', 'abcdef', '１２３４５']) {
      expect(authenticators.accept('0101', no)).toBeUndefined();
    }
  });

  test('may be typed as an input method or the app writes it', () => {
    const secret = setUp();
    const code = codeAt(secret, time);
    const wide = [...code].map((digit) => String.fromCodePoint(0xff10 + Number(digit))).join('');
    expect(authenticators.accept('0101', ` ${wide.slice(0, 3)} ${wide.slice(3)} `)).toBe('app');
  });

  test('whatever the clock says, is never taken twice', () => {
    const secret = setUp();
    const taken = new Set<string>();
    fc.assert(
      fc.property(fc.integer({ min: -3, max: 3 }), fc.integer({ min: -1, max: 1 }), (move, drift) => {
        time += move * STEP;
        const at = Math.floor(time / STEP) + drift;
        const accepted = authenticators.accept('0101', codeAt(secret, at * STEP)) === 'app';
        // Two steps may share their digits by chance; what counts is the step.
        if (accepted) expect(taken.has(String(at))).toBe(false);
        if (accepted) taken.add(String(at));
      }),
      { numRuns: 500 },
    );
    expect(taken.size).toBeGreaterThan(0);
  });
});

describe('recovery codes', () => {
  test('are ten, each opens once, and new ones make the old void', () => {
    setUp();
    const codes = authenticators.issueRecoveryCodes('0101');
    expect(new Set(codes).size).toBe(10);
    const [first = '', second = '', third = ''] = codes;
    expect(first).toMatch(/^[0-9A-HJKMNP-TV-Z]{5}-[0-9A-HJKMNP-TV-Z]{5}$/);
    expect(authenticators.accept('0102', first)).toBeUndefined();
    expect(authenticators.accept('0101', first)).toBe('recovery');
    expect(authenticators.accept('0101', first)).toBeUndefined();
    expect(authenticators.accept('0101', ` ${second.toLowerCase().replace('-', ' ')}`)).toBe('recovery');
    expect(authenticators.recoveryCodesLeft('0101')).toBe(8);
    const [newer = ''] = authenticators.issueRecoveryCodes('0101');
    expect(authenticators.accept('0101', third)).toBeUndefined();
    expect(authenticators.accept('0101', newer)).toBe('recovery');
  });

  test('read and typed as I, L or O are meant as 1 and 0', () => {
    setUp();
    for (let tries = 0; tries < 200; tries += 1) {
      const code = authenticators.issueRecoveryCodes('0101').find((one) => /[01]/.test(one));
      if (code === undefined) continue;
      expect(authenticators.accept('0101', code.replace(/0/g, 'o').replace(/1/g, 'l'))).toBe('recovery');
      return;
    }
    throw new Error('no code with a 0 or 1 came up');
  });
});

test('what an operator takes away is gone; the other person’s stays', () => {
  const secret = setUp();
  setUp('0102');
  const [code = ''] = authenticators.issueRecoveryCodes('0101');
  expect(authenticators.remove('0101')).toBe(true);
  expect(authenticators.remove('0101')).toBe(false);
  expect(authenticators.has('0101')).toBe(false);
  expect(authenticators.accept('0101', codeAt(secret, time))).toBeUndefined();
  expect(authenticators.accept('0101', code)).toBeUndefined();
  expect(authenticators.has('0102')).toBe(true);
});

test('neither secret nor recovery codes are readable in the database, and another key opens nothing', () => {
  const secret = setUp();
  const codes = authenticators.issueRecoveryCodes('0101');
  const file = db.serialize();
  for (const text of [secret, ...codes, ...codes.map((code) => code.replace('-', ''))])
    expect(file.includes(text)).toBe(false);
  expect(file.includes(Buffer.from(Secret.fromBase32(secret).bytes))).toBe(false);
  const other = open(new Uint8Array(32).fill(6));
  expect(() => other.accept('0101', codeAt(secret, time))).toThrow(SealBroken);
  // A row put into another person's place does not open there.
  db.exec("INSERT INTO authenticator SELECT '0109', sealed_secret, last_step, set_up_at FROM authenticator");
  expect(() => authenticators.accept('0109', codeAt(secret, time))).toThrow(SealBroken);
});
