import { expect, test } from 'vitest';
import { recordNumberTyped } from './record-number.ts';

test.each([
  ['豫1302-12', 12],
  ['12', 12],
  [' １２ ', 12],
  ['豫1302－12', 12],
  ['豫1302—12', 12],
  ['第12号', 12],
  ['豫 1302 - 12', 12],
  ['豫1303-12', undefined],
  ['0', undefined],
  ['', undefined],
  ['十二', undefined],
  ['-12', undefined],
  ['12.5', undefined],
  ['1234567890123', undefined],
])('%s is %s', (text, number) => {
  expect(recordNumberTyped(text, '豫1302')).toBe(number);
});
