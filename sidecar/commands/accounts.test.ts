import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTestCourt, type TestCourt, testConfig } from '../../test/sidecar/test-court.ts';
import { runAccountCommand } from './accounts.ts';

let court: TestCourt;
beforeAll(async () => {
  court = await startTestCourt();
});
afterAll(() => court.close());

const run = (action: string | undefined, account?: string, all = false, config = court.config) =>
  runAccountCommand({ config, action, account, all });

test.each([
  [undefined, undefined, false],
  ['unlock', undefined, false],
  ['unlock', undefined, true],
  ['destroy', 'limh', false],
  ['rebind', 'limh', true],
] as const)('%s %s (all: %s) is told how to ask, or does what it says', async (action, account, all) => {
  if (action === 'rebind') return expect(await run(action, account, all)).toContain('0 bindings let go');
  return expect(run(action, account, all)).rejects.toThrow('liuhen account unlock|password|factor|rebind');
});

test('who is not on the list has neither password nor second factor', async () => {
  for (const action of ['password', 'factor'])
    await expect(run(action, 'nobody')).rejects.toThrow('nobody is not on the staff list');
  expect(await run('factor', 'limh')).toContain('had no second factor');
  expect(await run('unlock', 'nobody')).toContain('neither locked nor waiting');
});

test('passwords are not ours where the court has a provider of its own', async () => {
  const issuer = { url: 'https://id.example', clientId: 'a', clientSecret: 'b', allowInsecure: false };
  const config = {
    ...court.config,
    issuer: { ...issuer, accountClaim: 'preferred_username' },
  };
  await expect(run('password', 'limh', false, config)).rejects.toThrow('identity provider');
});

test('a folder without a database is told, and stays empty', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'liuhen-none-'));
  await expect(run('unlock', 'limh', false, testConfig(folder))).rejects.toThrow('There is no database at');
  rmSync(folder, { recursive: true });
});

test('a password is shown once, and its account opens with nothing else', async () => {
  const told = await run('password', 'limh');
  expect(told).toMatch(/\n[a-z2-9]{4}-[a-z2-9]{4}-[a-z2-9]{4}\n/);
  expect(await run('password', 'limh')).not.toBe(told);
});
