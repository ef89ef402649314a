import { expect, test } from 'vitest';
import type { AgendaBadge } from '../../shared/api.ts';
import type { Words } from '../host/words.ts';
import { marksOf } from './marks-of.ts';

const words = {
  agenda_complete: '齐',
  agenda_incomplete: '缺',
  agenda_unknown: '未知',
  agenda_waiting: '查询中…',
  agenda_entries: '有记录 $1',
  agenda_recused: '已申请回避',
} as Words;
const badge: AgendaBadge = { caseNumber: '1', state: 'complete', entries: 0, nils: 3, mine: 'none' };
const texts = (given: Parameters<typeof marksOf>[0]) => marksOf(given, words).map(({ text }) => text);

test('what a row says', () => {
  expect(texts('waiting')).toEqual(['查询中…']);
  expect(texts(undefined)).toEqual(['未知']);
  expect(texts(badge)).toEqual(['齐']);
  expect(texts({ ...badge, state: 'incomplete', entries: 12, mine: 'recuse' })).toEqual([
    '缺',
    '有记录 12',
    '已申请回避',
  ]);
  expect(texts({ ...badge, mine: 'no-recusal' })).toEqual(['齐']);
});

test('every mark of a state has an icon beside its word', () => {
  for (const state of ['complete', 'incomplete', 'unknown'] as const) {
    expect(marksOf({ ...badge, state }, words)[0]?.icon).toBeDefined();
  }
});
