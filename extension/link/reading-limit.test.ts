import fc from 'fast-check';
import { expect, it } from 'vitest';
import { type FiledReading, mayFileReading, recentReadings } from './reading-limit.ts';

const MINUTE = 60_000;

/** Files whatever may be filed. */
function file(attempts: readonly FiledReading[]): FiledReading[] {
  let kept: FiledReading[] = [];
  const filed: FiledReading[] = [];
  for (const attempt of attempts) {
    kept = recentReadings(kept, attempt.at);
    if (!mayFileReading(kept, attempt.key)) continue;
    kept = [...kept, attempt];
    filed.push(attempt);
  }
  return filed;
}

it.each([
  ['a page that changes each second', 600, 1_000, () => 'a', 5],
  ['a page that makes up a new case each second', 600, 1_000, String, 60],
  ['a judge who opens sixty cases in ten minutes', 60, 10_000, String, 60],
  ['a case that is read anew every three minutes', 20, 3 * MINUTE, () => 'a', 20],
] as [string, number, number, (index: number) => string, number][])(
  '%s',
  (_, count, apart, key, expected) => {
    const attempts = Array.from({ length: count }, (_, index) => ({
      at: 1_000_000 + index * apart,
      key: key(index),
    }));
    expect(file(attempts)).toHaveLength(expected);
  },
);

it('lets no ten minutes have more than it says, however the clock and the page behave', () => {
  const attempt = fc.record({
    at: fc.integer({ min: 0, max: 90 * MINUTE }),
    key: fc.constantFrom('a', 'b', 'c'),
  });
  fc.assert(
    fc.property(fc.array(attempt, { maxLength: 300 }), (attempts) => {
      const filed = file([...attempts].sort((a, b) => a.at - b.at));
      for (const { at: end } of filed) {
        const window = filed.filter(({ at }) => at <= end && at > end - 10 * MINUTE);
        expect(window.length).toBeLessThanOrEqual(60);
        for (const key of ['a', 'b', 'c'])
          expect(window.filter((one) => one.key === key).length).toBeLessThanOrEqual(5);
      }
    }),
  );
});
