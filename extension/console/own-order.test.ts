import { expect, test } from 'vitest';
import type { OwnEntry } from '../../shared/api.ts';
import { type OwnQuestion, ownEntriesShown } from './own-order.ts';

const own = (seq: number, state: OwnEntry['state'], caseNumber?: string, content = '来电'): OwnEntry =>
  ({
    seq,
    state,
    entry: {
      content,
      person: { name: '刘某某', unit: '某县人民政府办公室' },
      ...(caseNumber ? { caseNumber } : {}),
    },
  }) as unknown as OwnEntry;

const ENTRIES = [
  own(12, 'screened', '（2024）豫1302民初123号'),
  own(9, 'waiting', '（2024）豫1302民初9号'),
  own(11, 'returned'),
  own(3, 'waiting', undefined, '饭局上打听开庭时间'),
];
const ASKED: OwnQuestion = { state: '', words: '', by: 'seq', descending: true };
const seqs = (changes: Partial<OwnQuestion>) =>
  ownEntriesShown(ENTRIES, { ...ASKED, ...changes }).map(({ seq }) => seq);

test('newest first, or oldest', () => {
  expect(seqs({})).toEqual([12, 11, 9, 3]);
  expect(seqs({ descending: false })).toEqual([3, 9, 11, 12]);
});

test('by state, what waits for the person comes first and the newest of each', () => {
  expect(seqs({ by: 'state', descending: false })).toEqual([11, 9, 3, 12]);
});

test('by case, as numbers and not as letters', () => {
  expect(seqs({ by: 'case', descending: false })).toEqual([11, 3, 9, 12]);
});

test('one state only', () => {
  expect(seqs({ state: 'waiting' })).toEqual([9, 3]);
});

test.each([
  ['民初123', [12]],
  // Typed in another width and with a blank, as people paste it.
  ['(2024) 豫1302民初9', [9]],
  ['饭局', [3]],
  ['刘某某', [12, 11, 9, 3]],
  ['没有的字', []],
])('words: %s', (words, expected) => {
  expect(seqs({ words })).toEqual(expected);
});
