import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isStorableText, storable } from './text.ts';

describe('text that may be stored', () => {
  it.each([
    ['吴𬭎㛃䶮，第一行\n\t第二行\r\n', true],
    ['right to left \u202e and zero\u200bwidth', true],
    ['nul \u0000', false],
    ['vertical tab \u000b', false],
    ['half of a character \ud86d', false],
    ['the other half \udf4e', false],
  ])('%j: %s', (text, good) => {
    expect(isStorableText(text)).toBe(good);
  });

  it('is what is left of any text, and a good text is left as it is', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 0xffff })), (units) => {
        const text = String.fromCharCode(...units);
        expect(isStorableText(storable(text))).toBe(true);
        expect(isStorableText(storable(text, '\ufffd'))).toBe(true);
        if (isStorableText(text)) expect(storable(text)).toBe(text);
        expect(isStorableText(text)).toBe(text.isWellFormed() && !/[^\P{Cc}\t\n\r\u0080-\u009f]/u.test(text));
      }),
    );
  });
});
