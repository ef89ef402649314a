import { expect, test } from 'vitest';
import type { ScreeningItem } from '../../shared/api.ts';
import { inOrder, matches } from './screening-order.ts';

const item = (seq: number, since: string, urgent = false): ScreeningItem =>
  ({
    seq,
    since: `2026-11-${since}T01:00:00.000Z`,
    urgent,
    caseNumber: '（2024）豫1302民初123号',
    by: { staffCode: '1302001', name: '李明华', department: '民一庭' },
  }) as ScreeningItem;
const ITEMS = [item(4, '20'), item(1, '18'), item(3, '18'), item(9, '21', true), item(7, '19', true)];
const seqs = (items: ScreeningItem[]) => items.map(({ seq }) => seq);

test('of what waits, urgent ones come first, and what has waited longest', () => {
  expect(seqs(inOrder(ITEMS, 'waiting'))).toEqual([7, 9, 1, 3, 4]);
});

test.each(['returned', 'screened'] as const)('of what is %s, what was done last', (state) => {
  expect(seqs(inOrder(ITEMS, state))).toEqual([9, 4, 7, 3, 1]);
});

test.each([
  ['民初123', true],
  ['(2024) 豫1302', true],
  ['民一庭', true],
  ['赵国强', false],
])('looked for by %s', (words, found) => {
  expect(matches(item(4, '20'), words)).toBe(found);
});
