import { expect, test } from 'vitest';
import { changesOf, type Row } from './row-changes.ts';

test('what reads otherwise is told, what was added and what was taken out', () => {
  const row = (field: string, value: string): Row => ({ field, label: field, value });
  expect(
    changesOf(
      [row('place', '饭店'), row('content', '一'), row('medium', '手机')],
      [row('place', '饭店'), row('content', '二'), row('lateReason', '出差')],
    ),
  ).toEqual([
    { label: 'content', before: '一', after: '二' },
    { label: 'lateReason', before: '', after: '出差' },
    { label: 'medium', before: '手机', after: '' },
  ]);
});
