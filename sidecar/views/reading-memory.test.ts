import { expect, test } from 'vitest';
import { forgetReading, ReadingMemory, remembersReading } from './reading-memory.ts';

test('keeps what hangs on a reading, and forgets all of it at once', () => {
  const texts = new ReadingMemory<string>(10);
  const marks = new ReadingMemory<number>(10);
  texts.set('豫1302', 'a', '没有案件', '');
  texts.set('豫1302', 'a', '有案件', '（2024）豫1302民初123号');
  texts.set('豫1302', 'b', '另一条');
  texts.set('豫1303', 'a', '另一法院的');
  marks.set('豫1302', 'a', 7);
  expect(texts.get('豫1302', 'a', '（2024）豫1302民初123号')).toBe('有案件');
  expect(texts.get('豫1302', 'a')).toBe('没有案件');
  forgetReading('豫1302', 'a');
  expect(remembersReading('豫1302', 'a')).toBe(false);
  expect([texts.get('豫1302', 'a'), marks.get('豫1302', 'a')]).toEqual([undefined, undefined]);
  expect([texts.get('豫1302', 'b'), texts.get('豫1303', 'a')]).toEqual(['另一条', '另一法院的']);
});

test('keeps no more than it may, also after some were forgotten', () => {
  const memory = new ReadingMemory<number>(4);
  const kept = () => [1, 2, 3, 4, 5, 6, 7].filter((n) => memory.get('c', String(n)) !== undefined);
  for (const n of [1, 2, 3]) memory.set('c', String(n), n);
  memory.set('c', '3', 33);
  memory.forget('c', '1');
  for (const n of [4, 5]) memory.set('c', String(n), n);
  expect(kept()).toEqual([2, 3, 4, 5]);
  memory.set('c', '6', 6);
  expect(kept()).toEqual([6]);
});
