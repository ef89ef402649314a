import { expect, test, vi } from 'vitest';
import type { ProfileSet } from '../../shared/host-profile.ts';
import type { DriftReport } from './drift.ts';

vi.mock('webextension-polyfill', () => ({ default: {} }));
const { standingDrift } = await import('./drift.ts');

const NOW = Date.parse('2026-11-20T08:00:00.000Z');
const set = {
  hash: '',
  profiles: [{ origins: ['http://a'], profile: { id: 'trial-system', version: 3, product: '审判管理系统' } }],
} as unknown as ProfileSet;
const report = (changes: Partial<DriftReport> = {}): DriftReport => ({
  at: '2026-11-20T07:00:00.000Z',
  profile: 'trial-system',
  version: 3,
  fields: ['case.probe'],
  ...changes,
});

test('the newest report of a profile stands, in whatever order they are kept', () => {
  const newest = report({ at: '2026-11-20T07:30:00.000Z', fields: ['caseNumber'] });
  const told = {
    profile: 'trial-system',
    product: '审判管理系统',
    at: newest.at,
    fields: newest.fields,
  };
  expect(standingDrift([report(), newest], set, NOW)).toEqual([told]);
  expect(standingDrift([newest, report()], set, NOW)).toEqual([told]);
});

test.each([
  ['a page was recognised since', report({ over: true })],
  ['the profile has a newer version', report({ version: 2 })],
  ['the profile is not in use', report({ profile: 'another' })],
  ['only the cause was not found', report({ fields: ['cause', 'people.clerk'] })],
  ['it was more than a day ago', report({ at: '2026-11-19T07:59:59.000Z' })],
])('nothing is said when %s', (_, one) => {
  expect(standingDrift([one], set, NOW)).toEqual([]);
  expect(standingDrift([report()], set, NOW)).toHaveLength(1);
});

test('nothing is said before any profile is known', () => {
  expect(standingDrift([report()], undefined, NOW)).toEqual([]);
});
