import { expect, test } from 'vitest';
import { isStorableText } from '../../shared/text.ts';
import { clip, isNothing, plain, withoutColon } from './plain-text.ts';

test('one line that every database stores', () => {
  expect(plain(' （2024）豫1302\n\t 民初\u00a01号 ')).toBe('（2024）豫1302 民初 1号');
  expect(isStorableText(plain('a\u0000b\u0007\ud800c'))).toBe(true);
  expect(plain('吴𬭎')).toBe('吴𬭎');
});

test('clipped between characters', () => {
  expect(clip('吴𬭎', 2)).toBe('吴');
  expect(clip('吴𬭎', 3)).toBe('吴𬭎');
});

test('labels and empty fields', () => {
  expect(withoutColon('案号 ：')).toBe('案号');
  for (const text of ['', '无', '暂无', '—', '--', '/']) expect(isNothing(text), text).toBe(true);
  expect(isNothing('无锡某公司')).toBe(false);
});
