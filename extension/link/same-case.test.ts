import { expect, it } from 'vitest';
import type { PageSeen } from './calls.ts';
import { mustBeSeenCase, sameCase } from './same-case.ts';

it.each([
  ['（2024）豫1302民初123号', '(2024) 豫1302民初123号', true],
  ['（2024）豫1302民初123号', '（2024）豫1302民初124号', false],
  ['（2024）豫1302民初123号', '（2024）豫1302民初１２３号', true],
  ['没有案号的字样', '没有案号 的字样', true],
  ['没有案号的字样', '别的字样', false],
])('%s and %s', (one, other, same) => expect(sameCase(one, other)).toBe(same));

const casePage = (caseNumber: string) => ({ type: 'case', reading: { caseNumber } }) as unknown as PageSeen;
const meetingPage = { type: 'meeting', meeting: 'judges-conference', cases: [] } as PageSeen;
const A = '（2024）豫1302民初123号';
const B = '（2025）豫1302民初77号';

it.each([
  ['the case that was seen', casePage(A), A, true],
  ['another case by now', casePage(B), A, false],
  ['a record that names no case', casePage(A), undefined, true],
  ['a case of a meeting', meetingPage, A, true],
  ['a page that was left', undefined, A, false],
  ['a page that was left, and no case', undefined, undefined, false],
] as [string, PageSeen | undefined, unknown, boolean][])('%s', (_, page, seen, good) => {
  const ask = () => mustBeSeenCase(page, seen);
  if (good) expect(ask).not.toThrow();
  else expect(ask).toThrow(expect.objectContaining({ problem: { code: 'case-changed' } }));
});
