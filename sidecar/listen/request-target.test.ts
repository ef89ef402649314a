import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isPlainTarget } from './request-target.ts';

/** Pieces of which other spellings are made. */
const piece = fc.oneof(
  fc.constantFrom(
    '/',
    '/',
    '//',
    '.',
    '..',
    '/.',
    '/..',
    '%2e',
    '%2E',
    '%2f',
    '%5C',
    '\\',
    ';',
    '%3b',
    '?',
    '#',
    '%',
    '%00',
  ),
  fc.constantFrom(
    'v1',
    'V1',
    'records',
    '%76',
    '%e6%a1%88',
    '%E6%A1%88',
    '%ff',
    '案',
    ' ',
    '\t',
    ':',
    '@',
    '&',
    '=',
  ),
  fc.string({ maxLength: 3 }),
);
const target = fc.array(piece, { maxLength: 8 }).map((pieces) => `/${pieces.join('')}`);

describe('a target that is let through', () => {
  it('is read alike by everybody who reads it', () => {
    fc.assert(
      fc.property(target, (text) => {
        fc.pre(isPlainTarget(text));
        const [path = '', ...query] = text.split('?');
        const url = new URL(`http://x${text}`);
        // Nothing is tidied up, taken away or cut off by the next reader.
        expect(url.pathname).toBe(path);
        expect(url.hash).toBe('');
        expect(url.search.slice(1)).toBe(query.join('?').replaceAll("'", '%27'));
        // Decoding changes neither where segments end nor which there are, and a second time it would find nothing.
        const decoded = decodeURIComponent(path);
        expect(decoded.split('/')).toHaveLength(path.split('/').length);
        expect(decoded).not.toMatch(/[\\\p{Cc}]/u);
        expect(decoded.split('/')).not.toContain('..');
        expect(decoded.split('/')).not.toContain('.');
      }),
      { numRuns: 3000 },
    );
  });

  it('may be any address of ours, with any case number in it', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', minLength: 1 }), (text) => {
        fc.pre(text.isWellFormed() && !/[\\/\p{Cc}]/u.test(text) && !/^\.{1,2}$/.test(text));
        expect(
          isPlainTarget(`/v1/cases/${encodeURIComponent(text)}/gate?meeting=${encodeURIComponent(text)}`),
        ).toBe(true);
      }),
    );
  });
});
