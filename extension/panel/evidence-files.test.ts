import { describe, expect, it } from 'vitest';
import { fileProblem, keptName, printSize, shortName } from './evidence-files.ts';

/** 2026-11-24 10:32 in Beijing; still the day before in New York. */
const NOW = '2026-11-24T02:32:40.000Z';
const kept = (name: string, pasted = true, taken: string[] = []) =>
  keptName({ name }, { pasted, screenshot: '截图', now: NOW, taken });

describe('the name a file is kept under', () => {
  it.each([
    ['image.png', '截图 2026-11-24 10.32.png'],
    ['image.jpg', '截图 2026-11-24 10.32.jpg'],
    ['', '截图 2026-11-24 10.32.png'],
    ['微信图片_20261124.png', '微信图片_20261124.png'],
  ])('pasted, of %j is %s', (name, given) => expect(kept(name)).toBe(given));

  it('of several screenshots of one minute differs', () => {
    const first = kept('image.png');
    const second = kept('image.png', true, [first]);
    expect(second).toBe('截图 2026-11-24 10.32 (2).png');
    expect(kept('image.png', true, [first, second])).toBe('截图 2026-11-24 10.32 (3).png');
  });

  it.each([
    ['image.png', 'image.png'],
    ['来\u200b函\u202e.pdf', '来函.pdf'],
    ['C:\\材料\\来函.pdf', '来函.pdf'],
    ['来函.pdf. ', '来函.pdf'],
    ['\u200b', '截图'],
  ])('chosen, of %j is %s', (name, given) => expect(kept(name, false)).toBe(given));

  it('is never longer than a record holds, and keeps its end', () => {
    const long = shortName(`${'来'.repeat(200)}😀.pdf`);
    expect(long.length).toBeLessThanOrEqual(120);
    expect(long).toMatch(/…来+😀\.pdf$/u);
    expect(shortName(`${'😀'.repeat(100)}.pdf`)).not.toMatch(/\p{Surrogate}/u);
  });
});

it.each([
  [0, 0, 'empty'],
  [1, 0, undefined],
  [2048, 0, undefined],
  [2049, 0, 'too-large'],
  [1, 19, undefined],
  [1, 20, 'many'],
])('%d bytes beside %d files: %s', (size, already, problem) => {
  expect(fileProblem({ size }, already, { maxBytes: 2048 })).toBe(problem);
});

it.each([
  [512, '512 B'],
  [89_500, '87.4 KB'],
  [20 * 1024 * 1024, '20 MB'],
  [3_355_443, '3.2 MB'],
])('%d bytes are %s', (bytes, words) => expect(printSize(bytes)).toBe(words));
