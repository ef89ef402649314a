import Database from 'better-sqlite3';
import { beforeEach, expect, test } from 'vitest';
import { type Bindings, createBindings } from './bindings.ts';

const AT = '2026-03-02T01:00:00.000Z';
const zhang = { issuer: 'https://a.example', subject: 's1', staffCode: '0101', account: 'zhangwei' };
let bindings: Bindings;
beforeEach(() => {
  bindings = createBindings(new Database(':memory:'));
  expect(bindings.admit(zhang, AT)).toBe(true);
});

test.each([
  ['the same again', {}, true],
  ['the same person under a new account name', { account: 'zhangw' }, true],
  ['another issuer', { issuer: 'https://b.example' }, false],
  ['another subject', { subject: 's2' }, false],
  ['the subject under another person’s account', { staffCode: '0102', account: 'lina' }, false],
  ['somebody else', { subject: 's2', staffCode: '0102', account: 'lina' }, true],
  [
    'the same subject of another issuer, somebody else there',
    { issuer: 'https://b.example', staffCode: '0102', account: 'lina' },
    true,
  ],
] as const)('%s', (_what, over, admitted) => {
  expect(bindings.admit({ ...zhang, ...over }, AT)).toBe(admitted);
  expect(bindings.admit(zhang, AT)).toBe(true);
});

test('an account that went to somebody else is let go of, whoever is asked by', () => {
  const successor = { ...zhang, subject: 's2', staffCode: '0102' };
  expect(bindings.admit({ ...successor, subject: 's1' }, AT)).toBe(false);
  expect(bindings.release({ staffCode: '0102', account: 'zhangwei' })).toBe(1);
  expect(bindings.admit(successor, AT)).toBe(true);
  expect(bindings.release({ staffCode: undefined, account: 'nobody' })).toBe(0);
  expect(bindings.releaseAll()).toBe(1);
});
