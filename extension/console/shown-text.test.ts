import { expect, test } from 'vitest';
import { shownParts } from './shown-text.ts';

test('what cannot be seen is shown by its code, in its place', () => {
  expect(shownParts('刘\u202e某\u200b某')).toEqual([
    '刘',
    { at: 1, code: 'U+202E' },
    '某',
    { at: 3, code: 'U+200B' },
    '某',
  ]);
  // Outside the first plane a character takes two places.
  expect(shownParts('\u{e0001}甲')).toEqual([{ at: 0, code: 'U+E0001' }, '甲']);
});

test.each(['', '吴𬭎㛃䶮', '第一行\n第二行\t完', 'Jean-Luc · 阿不都'])('%j is shown as it is', (text) => {
  expect(shownParts(text).join('')).toBe(text);
});
