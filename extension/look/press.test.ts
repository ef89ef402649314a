import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  inPlainSight,
  judgePress,
  type Press,
  readyFrom,
  type Sight,
  STEADY_MS,
  steadyFrom,
  type Verdict,
} from './press.ts';

const NOW = 10_000;
const LONG_AGO = 1_000;
const JUST_NOW = NOW - STEADY_MS + 1;

const sight = (change: Partial<Sight> = {}): Sight => ({
  now: NOW,
  framed: true,
  seen: { since: LONG_AGO },
  width: 360,
  height: 700,
  movedAt: LONG_AGO,
  pointerSince: LONG_AGO,
  focusAt: LONG_AGO,
  ...change,
});
const press = (change: Partial<Press> = {}): Press => ({
  trusted: true,
  active: true,
  by: 'mouse',
  repeated: false,
  shownAt: LONG_AGO,
  ...change,
});

describe('a press of a button that signs', () => {
  it.each<[string, Partial<Press>, Partial<Sight>, Verdict]>([
    ['a person’s, in plain sight', {}, {}, 'pass'],
    ['by key', { by: 'key' }, { pointerSince: undefined }, 'pass'],
    ['by finger', { by: 'touch' }, { pointerSince: undefined }, 'pass'],

    ['a script’s', { trusted: false }, {}, 'script'],
    ['nobody has done anything here', { active: false }, {}, 'script'],
    ['a key that is held down', { by: 'key', repeated: true }, {}, 'script'],
    ['a script’s, while covered', { trusted: false }, { seen: 'no' }, 'script'],

    ['covered', {}, { seen: 'no' }, 'window'],
    ['a browser that cannot tell', {}, { seen: 'unknown' }, 'window'],
    ['made narrow', {}, { width: 159 }, 'window'],
    ['made low', {}, { height: 159 }, 'window'],
    ['covered, by key', { by: 'key' }, { seen: 'no' }, 'window'],

    ['uncovered just now', {}, { seen: { since: JUST_NOW } }, 'early'],
    ['the button came just now', { shownAt: JUST_NOW }, {}, 'early'],
    ['moved just now', {}, { movedAt: JUST_NOW }, 'early'],
    ['under this pointer just now', {}, { pointerSince: JUST_NOW }, 'early'],
    ['the pointer is not known to be here', {}, { pointerSince: undefined }, 'early'],
    ['the keys were turned here just now', { by: 'key' }, { focusAt: JUST_NOW }, 'early'],
    ['a click that gives the focus', {}, { focusAt: NOW }, 'pass'],
    ['a key, the pointer came just now', { by: 'key' }, { pointerSince: JUST_NOW }, 'pass'],
    ['all of it exactly long enough ago', {}, { pointerSince: NOW - STEADY_MS }, 'pass'],

    ['a tab of our own, whatever it can tell', {}, { framed: false, seen: 'unknown' }, 'pass'],
    ['a small popup of our own', {}, { framed: false, seen: 'unknown', width: 100 }, 'pass'],
    ['a tab of our own that has just come', { shownAt: JUST_NOW }, { framed: false }, 'early'],
    ['a script’s, in a tab of our own', { trusted: false }, { framed: false }, 'script'],
  ])('%s', (_, of, seen, verdict) => expect(judgePress(press(of), sight(seen))).toBe(verdict));

  const time = fc.integer({ min: 0, max: NOW });
  const anySight: fc.Arbitrary<Sight> = fc.record({
    now: fc.constant(NOW),
    framed: fc.boolean(),
    seen: fc.oneof(fc.record({ since: time }), fc.constant('no' as const), fc.constant('unknown' as const)),
    width: fc.integer({ min: 0, max: 800 }),
    height: fc.integer({ min: 0, max: 1200 }),
    movedAt: time,
    pointerSince: fc.option(time, { nil: undefined }),
    focusAt: time,
  });
  const anyPress: fc.Arbitrary<Press> = fc.record({
    trusted: fc.boolean(),
    active: fc.boolean(),
    by: fc.constantFrom('mouse', 'touch', 'key'),
    repeated: fc.boolean(),
    shownAt: time,
  });

  it('passes only what was a person’s, and in a frame only in plain sight and steady for long enough', () => {
    fc.assert(
      fc.property(anyPress, anySight, (of, seen) => {
        if (judgePress(of, seen) !== 'pass') return;
        expect(of.trusted && of.active && !of.repeated).toBe(true);
        expect(inPlainSight(seen)).toBe(true);
        expect(NOW - Math.max(of.shownAt, seen.movedAt)).toBeGreaterThanOrEqual(STEADY_MS);
        if (!seen.framed) return;
        expect(NOW - (seen.seen as { since: number }).since).toBeGreaterThanOrEqual(STEADY_MS);
        if (of.by === 'mouse') expect(NOW - (seen.pointerSince ?? NOW)).toBeGreaterThanOrEqual(STEADY_MS);
        if (of.by === 'key') expect(NOW - seen.focusAt).toBeGreaterThanOrEqual(STEADY_MS);
      }),
    );
  });

  it('lets a person through who waits: whatever was too early is not any more when the button is ready', () => {
    fc.assert(
      fc.property(anyPress, anySight, (of, seen) => {
        fc.pre(judgePress(of, seen) === 'early' && (of.by !== 'mouse' || seen.pointerSince !== undefined));
        const later = { ...seen, now: readyFrom(seen, of.shownAt) };
        expect(later.now).toBeGreaterThanOrEqual(steadyFrom(seen, of.shownAt));
        expect(judgePress(of, { ...later, now: Math.max(later.now, NOW) })).toBe('pass');
      }),
    );
  });
});
