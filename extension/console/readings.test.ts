import { expect, test } from 'vitest';
import type { EntryBody } from '../../shared/records/entry.ts';
import { type History, readingBefore } from './readings.ts';

const step = (before: History[number]['before']): History[number] => ({
  seq: 1,
  receivedAt: '2026-11-18T01:30:00.000Z',
  replacedBy: { seq: 2, receivedAt: '2026-11-19T01:30:00.000Z', kind: 'supplement', reason: '补充' },
  before,
});
const NOW = { content: '三', place: '办公室', lateReason: '出差' } as unknown as EntryBody;
const HISTORY = [
  step([{ field: 'content', value: '一' }]),
  step([
    { field: 'content', value: '二' },
    { field: 'lateReason', value: null },
  ]),
];

test('each reading is found again from the one after it', () => {
  expect(readingBefore(NOW, HISTORY, 0)).toEqual(NOW);
  expect(readingBefore(NOW, HISTORY, 1)).toEqual({ content: '二', place: '办公室' });
  expect(readingBefore(NOW, HISTORY, 2)).toEqual({ content: '一', place: '办公室' });
  // The newest itself stays as it is.
  expect(NOW.content).toBe('三');
});
