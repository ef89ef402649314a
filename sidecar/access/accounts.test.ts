import { argon2 } from 'node:crypto';
import Database from 'better-sqlite3';
import { describe, expect, test, vi } from 'vitest';
import {
  type Account,
  type AccountStore,
  createAccountStore,
  hashPassword,
  PasswordError,
  passwordFault,
  verifyPassword,
} from './accounts.ts';
import { givePasswords, temporaryPassword } from './first-passwords.ts';

/** The real one, watched. */
vi.mock('node:crypto', async (original) => {
  const real = await original<typeof import('node:crypto')>();
  return { ...real, argon2: vi.fn(real.argon2) };
});

const changedAt = '2026-01-05T01:00:00.000Z';
const by = { changedAt, staffCode: '0101', since: changedAt };
const row = (account: string, passwordHash: string, over: Partial<Account> = {}): Account => ({
  account,
  passwordHash,
  changedAt,
  temporary: false,
  staffCode: '0101',
  ...over,
});

test('a password opens its account and nothing else does', async () => {
  const accounts = createAccountStore(new Database(':memory:'));
  const passwordHash = await hashPassword('清风正气-2026');
  expect(passwordHash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$[A-Za-z0-9+/]{22}\$[A-Za-z0-9+/]{43}$/);
  expect(await hashPassword('清风正气-2026')).not.toBe(passwordHash);
  await accounts.put([row('zhangwei', passwordHash)]);

  const found = await accounts.find(' ｚｈａｎｇｗｅｉ ');
  expect(found).toEqual(row('zhangwei', passwordHash));
  expect(await verifyPassword(found, '清风正气-2026')).toBe(true);
  expect(await verifyPassword(found, '清风正气－２０２６')).toBe(true);
  expect(await verifyPassword(found, '清风正气-2027')).toBe(false);
  expect(await verifyPassword(found, '')).toBe(false);
  expect(await verifyPassword(found, 'x'.repeat(100_000))).toBe(false);
  expect(await accounts.find('lina')).toBeUndefined();
});

test('a later put replaces the password', async () => {
  const accounts = createAccountStore(new Database(':memory:'));
  await accounts.put([row('a', await hashPassword('first-one'))]);
  await accounts.put([row('a', await hashPassword('second-one'))]);
  expect(await verifyPassword(await accounts.find('a'), 'first-one')).toBe(false);
  expect(await verifyPassword(await accounts.find('a'), 'second-one')).toBe(true);
});

test('passwords of an older database are temporary, whoever they belong to', async () => {
  const db = new Database(':memory:');
  db.exec(
    'CREATE TABLE account (account TEXT PRIMARY KEY, password_hash TEXT NOT NULL, changed_at TEXT NOT NULL)',
  );
  const given = await hashPassword('given-before');
  db.prepare('INSERT INTO account VALUES (?, ?, ?)').run('a', given, changedAt);
  const accounts = createAccountStore(db);
  expect(await accounts.find('a')).toEqual(row('a', given, { temporary: true, staffCode: '' }));
  expect(await accounts.change('a', await hashPassword('of-my-own'), { ...by, since: '2025' })).toBe(false);
  expect(await accounts.find('a')).toMatchObject({ passwordHash: given });
  expect(await accounts.change('a', await hashPassword('of-my-own'), by)).toBe(true);
  expect(await createAccountStore(db).find('a')).toMatchObject({ temporary: false, staffCode: '0101' });
  expect(await accounts.givenHash('a')).toBe(given);
});

describe('passwords an operator gives', () => {
  const give = (accounts: AccountStore, password: string, staffCode = '0101') =>
    givePasswords(accounts, [{ account: 'a', staffCode, password }], changedAt);

  test('are temporary, and the same list imported again takes no own password away', async () => {
    const accounts = createAccountStore(new Database(':memory:'));
    expect(await give(accounts, 'first-of-all')).toEqual({ set: ['0101'], kept: 0 });
    expect(await accounts.find('a')).toMatchObject({ temporary: true, staffCode: '0101' });
    const own = await hashPassword('of-my-own');
    await accounts.change('a', own, by);
    expect(await give(accounts, 'first-of-all')).toEqual({ set: [], kept: 1 });
    expect(await accounts.find('a')).toMatchObject({ temporary: false, passwordHash: own });
    expect(await give(accounts, 'another-one')).toEqual({ set: ['0101'], kept: 0 });
    expect(await accounts.find('a')).toMatchObject({ temporary: true });
  });

  test('are given anew with an account that went to somebody else', async () => {
    const accounts = createAccountStore(new Database(':memory:'));
    await give(accounts, 'first-of-all');
    await accounts.change('a', await hashPassword('of-my-own'), by);
    expect(await give(accounts, 'first-of-all', '0102')).toEqual({ set: ['0102'], kept: 0 });
    expect(await accounts.find('a')).toMatchObject({ temporary: true, staffCode: '0102' });
    expect(await verifyPassword(await accounts.find('a'), 'of-my-own')).toBe(false);
  });

  test('are long and differ, where the computer chooses them', () => {
    const many = Array.from({ length: 500 }, temporaryPassword);
    expect(new Set(many).size).toBe(500);
    for (const one of many) expect(one).toMatch(/^[a-hjkmnp-z2-9]{4}(-[a-hjkmnp-z2-9]{4}){2}$/);
  });
});

test('a plain password never gets into the table', async () => {
  const accounts = createAccountStore(new Database(':memory:'));
  await expect(accounts.put([row('a', 'not-a-hash')])).rejects.toThrow(TypeError);
  await expect(accounts.change('a', 'not-a-hash', by)).rejects.toThrow(TypeError);
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

test('an unknown account costs as much work as a known one', async () => {
  const known = { passwordHash: await hashPassword('correct horse') };
  const worked = vi.mocked(argon2);
  const workFor = async (account: typeof known | undefined, password: string) => {
    worked.mockClear();
    expect(await verifyPassword(account, password)).toBe(false);
    return worked.mock.calls.map(
      ([algorithm, { memory, passes, parallelism, tagLength, nonce, message }]) => [
        algorithm,
        { memory, passes, parallelism, tagLength },
        Buffer.byteLength(nonce as Buffer),
        message,
      ],
    );
  };
  for (const password of ['wrong password', '', 'x'.repeat(100_000)]) {
    const work = await workFor(known, password);
    expect(work).toHaveLength(1);
    expect(await workFor(undefined, password)).toEqual(work);
  }
});
