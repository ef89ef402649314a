import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { daysAfter, postChanges, soonAfter } from './protection.ts';

const day = (date: string, time = '12:00') => new Date(`${date}T${time}:00+08:00`).toISOString();
const here = { department: '民一庭', post: '员额法官' };

test.each([
  [here, []],
  [{ ...here, department: '研究室' }, ['department']],
  [{ ...here, post: '法官助理' }, ['post']],
  [{ department: '研究室', post: '法官助理' }, ['department', 'post']],
  [undefined, ['gone']],
])('from 民一庭 to %o is a change of %o', (after, changed) => {
  expect(postChanges(here, after)).toEqual(changed);
});

test.each([
  ['2026-03-01', '09:00', '2026-03-01', '23:59', 0],
  ['2026-03-01', '23:59', '2026-03-02', '00:00', 1],
  ['2026-02-28', '12:00', '2026-03-01', '11:00', 1],
  ['2025-12-31', '23:00', '2026-01-01', '01:00', 1],
])('from %s %s to %s %s, Beijing time, are %i days', (from, at, to, then, days) => {
  expect(daysAfter(day(from, at), day(to, then))).toBe(days);
});

describe('soon after', () => {
  const start = Date.parse('2026-01-01T00:00:00Z');
  const at = (minutes: number) => ({ received_at: new Date(start + minutes * 60_000).toISOString() });
  const minute = fc.nat(600_000);

  it('is the last entry before the change, if it lies within so many days; order does not matter', () => {
    fc.assert(
      fc.property(minute, fc.array(minute), fc.integer({ min: 1, max: 400 }), (changed, all, days) => {
        const changedAt = at(changed).received_at;
        const found = soonAfter(changedAt, all.map(at), days);
        const before = all.filter((one) => one <= changed);
        if (before.length === 0) expect(found).toBeUndefined();
        else {
          const last = at(Math.max(...before)).received_at;
          const between = daysAfter(last, changedAt);
          expect(found?.entry.received_at).toBe(between <= days ? last : undefined);
          if (found) expect(found.days).toBe(between);
        }
        expect(soonAfter(changedAt, all.reverse().map(at), days)).toEqual(found);
      }),
    );
  });

  it('never counts an entry that came after the change, and is found for longer with more days', () => {
    fc.assert(
      fc.property(
        minute,
        fc.array(minute, { minLength: 1 }),
        fc.integer({ min: 1, max: 400 }),
        (changed, all, days) => {
          const changedAt = at(changed).received_at;
          const later = all.map((one) => at(changed + 1 + one));
          expect(soonAfter(changedAt, later, days)).toBeUndefined();
          const found = soonAfter(changedAt, all.map(at), days);
          if (found) expect(soonAfter(changedAt, all.map(at), days + 1)).toEqual(found);
        },
      ),
    );
  });
});
