import { expect, test } from 'vitest';
import { ATTEMPT_LIMITS, createAttempts } from './attempts.ts';

test('five failures are free, then each wait doubles up to the longest', () => {
  let time = 0;
  const attempts = createAttempts(() => time);
  for (let n = 0; n < 5; n += 1) expect(attempts.begin('a')).toBe(0);
  const waits: number[] = [];
  for (let n = 0; n < 10; n += 1) {
    const wait = attempts.begin('a');
    waits.push(wait / 1000);
    time += wait;
    expect(attempts.begin('a')).toBe(0);
  }
  expect(waits).toEqual([2, 4, 8, 16, 32, 64, 128, 256, 300, 300]);
  expect(attempts.begin('b')).toBe(0);
});

test('asking during a wait does not lengthen it; the right password ends it; time forgets', () => {
  let time = 0;
  const attempts = createAttempts(() => time);
  for (let n = 0; n < 5; n += 1) attempts.begin('a');
  expect(attempts.begin('a')).toBe(2_000);
  time = 500;
  expect(attempts.begin('a')).toBe(1_500);
  time = 2_000;
  expect(attempts.begin('a')).toBe(0);
  attempts.succeeded('a');
  for (let n = 0; n < 5; n += 1) expect(attempts.begin('a')).toBe(0);
  time += ATTEMPT_LIMITS.forgetMs;
  for (let n = 0; n < 5; n += 1) expect(attempts.begin('a')).toBe(0);
});

test('parallel guesses are counted before they are answered, and memory is bounded', () => {
  const attempts = createAttempts(() => 0, { ...ATTEMPT_LIMITS, accounts: 3 });
  expect(Array.from({ length: 20 }, () => attempts.begin('a')).filter((wait) => wait === 0)).toHaveLength(5);
  for (const account of ['b', 'c', 'd']) attempts.begin(account);
  expect(attempts.begin('a')).toBe(0);
});
