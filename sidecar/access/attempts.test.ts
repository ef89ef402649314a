import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { beforeEach, describe, expect, test } from 'vitest';
import { ATTEMPT_LIMITS, type AttemptKind, type Attempts, createAttempts } from './attempts.ts';

const DAY = 24 * 60 * 60_000;

let time = 0;
let db: Database.Database;
let attempts: Attempts;
const secret = new Uint8Array(32).fill(3);
const open = (over: Partial<Parameters<typeof createAttempts>[0]> = {}) =>
  createAttempts({ db, secret, now: () => time, ...over });
const guess = (name: string, kind: AttemptKind = 'password') => attempts.begin([{ kind, name }]);
const fail = (times: number, name = 'a', kind: AttemptKind = 'password') => {
  for (let n = 0; n < times; n += 1) {
    const hold = guess(name, kind);
    if (!hold) continue;
    expect(hold.locked).toBe(false);
    time += hold.waitMs;
    expect(guess(name, kind)).toBeUndefined();
  }
};

beforeEach(() => {
  time = Date.parse('2026-03-02T01:00:00.000Z');
  db = new Database(':memory:');
  attempts = open();
});

test('five failures are free, then each wait doubles up to the longest, and the twentieth locks', () => {
  for (let n = 0; n < 5; n += 1) expect(guess('a')).toBeUndefined();
  const waits: number[] = [];
  for (let n = 0; n < 15; n += 1) {
    const hold = guess('a');
    expect(hold?.locked).toBe(false);
    waits.push((hold?.waitMs ?? 0) / 1000);
    time += hold?.waitMs ?? 0;
    expect(guess('a')).toBeUndefined();
  }
  expect(waits).toEqual([2, 4, 8, 16, 32, 64, 128, 256, 300, 300, 300, 300, 300, 300, 300]);
  expect(guess('a')).toEqual({ waitMs: 0, locked: true });
  time += DAY - 1;
  expect(guess('a')).toEqual({ waitMs: 0, locked: true });
  expect(guess('b')).toBeUndefined();
  time += 1;
  expect(guess('a')).toBeUndefined();
});

test('asking during a wait does not lengthen it; the right password ends it', () => {
  fail(5);
  expect(guess('a')?.waitMs).toBe(2_000);
  time += 500;
  expect(guess('a')?.waitMs).toBe(1_500);
  time += 1_500;
  expect(guess('a')).toBeUndefined();
  attempts.succeeded([{ kind: 'password', name: 'a' }]);
  fail(5);
  expect(guess('a')?.waitMs).toBe(2_000);
});

test('parallel guesses are counted before they are answered', () => {
  expect(Array.from({ length: 20 }, () => guess('a')).filter((hold) => !hold)).toHaveLength(5);
});

test('neither waits nor locks end with a restart; the clock set back makes nobody wait longer', () => {
  const folder = mkdtempSync(join(tmpdir(), 'liuhen-attempts-'));
  try {
    db = new Database(join(folder, 'db.sqlite'));
    attempts = open();
    fail(6);
    fail(20, 'locked');
    const restart = () => {
      db.close();
      db = new Database(join(folder, 'db.sqlite'));
      attempts = open();
    };
    restart();
    expect(guess('locked')?.locked).toBe(true);
    fail(1);
    time -= 10 * DAY;
    restart();
    expect(guess('a')?.waitMs).toBe(8_000);
    expect(guess('locked')?.locked).toBe(true);
    db.close();
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

test('an operator lifts a lock, of the password and of the second factor', () => {
  fail(20);
  fail(10, 'a', 'factor');
  expect(guess('a')?.locked).toBe(true);
  expect(guess('a', 'factor')?.locked).toBe(true);
  expect(attempts.lift('a')).toBe(true);
  expect(attempts.lift('a')).toBe(false);
  expect(guess('a')).toBeUndefined();
  expect(guess('a', 'factor')).toBeUndefined();
});

test('no day unlocks the second factor: who guesses there has the password', () => {
  fail(10, 'a', 'factor');
  time += 400 * DAY;
  expect(guess('a', 'factor')?.locked).toBe(true);
});

describe('an address', () => {
  const from = { kind: 'address', name: '10.1.2.3' } as const;

  test('is slowed down over many accounts, a held guess counts against neither, and it is never locked', () => {
    for (let n = 0; n < ATTEMPT_LIMITS.address.free; n += 1) {
      expect(attempts.begin([{ kind: 'password', name: `a${n}` }, from])).toBeUndefined();
    }
    expect(attempts.begin([{ kind: 'password', name: 'next' }, from])).toEqual({
      waitMs: 1_000,
      locked: false,
    });
    fail(5, 'next');
    for (let n = 0; n < 200; n += 1) time += attempts.begin([from])?.waitMs ?? 0;
    const hold = attempts.begin([from]);
    expect(hold?.locked ?? false).toBe(false);
    expect(hold?.waitMs ?? 0).toBeLessThanOrEqual(60_000);
  });

  test('gets back the guess that was right and no other, so that an account of one’s own opens no door', () => {
    for (let n = 0; n < ATTEMPT_LIMITS.address.free - 1; n += 1) attempts.begin([from]);
    for (let n = 0; n < 5; n += 1) {
      expect(attempts.begin([{ kind: 'password', name: 'own' }, from])).toBeUndefined();
      attempts.succeeded([{ kind: 'password', name: 'own' }, from]);
    }
    expect(attempts.begin([from])).toBeUndefined();
    expect(attempts.begin([from])?.waitMs).toBe(1_000);
    time += ATTEMPT_LIMITS.address.fadeMs;
    expect(attempts.begin([from])).toBeUndefined();
  });
});

test('rows are bounded, the locked ones stay, and no name is readable in the database', () => {
  attempts = open({ rows: 5 });
  fail(20, 'the-locked-one');
  for (let n = 0; n < 50; n += 1) guess(`somebody-${n}`);
  expect(db.prepare('SELECT count(*) AS n FROM sign_in_attempt').get()).toEqual({ n: 5 });
  expect(guess('the-locked-one')?.locked).toBe(true);
  expect(db.serialize().includes('the-locked-one')).toBe(false);
});
