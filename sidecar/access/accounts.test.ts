import Database from 'better-sqlite3';
import { expect, test } from 'vitest';
import {
  createAccountStore,
  hashPassword,
  PasswordError,
  passwordFault,
  verifyPassword,
} from './accounts.ts';

const changedAt = '2026-01-05T01:00:00.000Z';

test('a password opens its account and nothing else does', async () => {
  const accounts = createAccountStore(new Database(':memory:'));
  const passwordHash = await hashPassword('清风正气-2026');
  expect(passwordHash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$[A-Za-z0-9+/]{22}\$[A-Za-z0-9+/]{43}$/);
  expect(await hashPassword('清风正气-2026')).not.toBe(passwordHash);
  await accounts.put([{ account: 'zhangwei', passwordHash, changedAt }]);

  const found = await accounts.find(' ｚｈａｎｇｗｅｉ ');
  expect(found).toEqual({ account: 'zhangwei', passwordHash, changedAt });
  expect(await verifyPassword(found, '清风正气-2026')).toBe(true);
  expect(await verifyPassword(found, '清风正气－２０２６')).toBe(true);
  expect(await verifyPassword(found, '清风正气-2027')).toBe(false);
  expect(await verifyPassword(found, '')).toBe(false);
  expect(await verifyPassword(found, 'x'.repeat(100_000))).toBe(false);
  expect(await accounts.find('lina')).toBeUndefined();
});

test('a later put replaces the password', async () => {
  const accounts = createAccountStore(new Database(':memory:'));
  await accounts.put([{ account: 'a', passwordHash: await hashPassword('first-one'), changedAt }]);
  await accounts.put([{ account: 'a', passwordHash: await hashPassword('second-one'), changedAt }]);
  expect(await verifyPassword(await accounts.find('a'), 'first-one')).toBe(false);
  expect(await verifyPassword(await accounts.find('a'), 'second-one')).toBe(true);
});

test('a plain password never gets into the table', async () => {
  const accounts = createAccountStore(new Database(':memory:'));
  await expect(accounts.put([{ account: 'a', passwordHash: 'not-a-hash', changedAt }])).rejects.toThrow(
    TypeError,
  );
  expect(await accounts.find('a')).toBeUndefined();
});

test('passwords have 8 to 200 characters, counted as people count', async () => {
  expect(passwordFault('1234567')).toBe('password-too-short');
  expect(passwordFault('12345678')).toBeUndefined();
  expect(passwordFault('𬭎'.repeat(7))).toBe('password-too-short');
  expect(passwordFault('𬭎'.repeat(200))).toBeUndefined();
  expect(passwordFault('x'.repeat(201))).toBe('password-too-long');
  await expect(hashPassword('short')).rejects.toThrow(PasswordError);
  const passwordHash = await hashPassword('𬭎'.repeat(200));
  expect(await verifyPassword({ passwordHash }, '𬭎'.repeat(200))).toBe(true);
});

test('an unknown account costs as much time as a known one', async () => {
  const known = { passwordHash: await hashPassword('correct horse') };
  // Taken in turns and judged by the median, so that a busy machine slows both alike.
  const times = { known: [] as number[], unknown: [] as number[] };
  for (let round = 0; round < 9; round += 1) {
    for (const [who, account] of [
      ['known', known],
      ['unknown', undefined],
    ] as const) {
      const start = performance.now();
      expect(await verifyPassword(account, 'wrong password')).toBe(false);
      times[who].push(performance.now() - start);
    }
  }
  const median = (list: number[]) => list.sort((a, b) => a - b)[4] ?? 0;
  const ratio = median(times.unknown) / median(times.known);
  expect(ratio).toBeGreaterThan(0.4);
  expect(ratio).toBeLessThan(2.5);
});
