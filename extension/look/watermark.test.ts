import { expect, test } from 'vitest';
import { watermarkTile } from './watermark.tsx';

const svgOf = (tile: string): string =>
  decodeURIComponent(/^url\("data:image\/svg\+xml,(.*)"\)$/.exec(tile)?.[1] ?? '');

test('says who looks and when', () => {
  expect(svgOf(watermarkTile('吴𬭎 1302007 2026-11-20 19:05'))).toContain(
    '>吴𬭎 1302007 2026-11-20 19:05</text>',
  );
});

test('a name is text, whatever stands in it', () => {
  const tile = watermarkTile('<script>"&');
  expect(svgOf(tile)).toContain('>&lt;script&gt;&quot;&amp;</text>');
  // Nor does it leave the quotes of the address.
  expect(tile.slice(5, -2)).not.toMatch(/["\\<>]/);
});
