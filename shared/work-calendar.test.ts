import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import chineseDays from 'chinese-days';
import arrangement from 'chinese-days/dist/chinese-days.json' with { type: 'json' };
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type CalendarPolicy, NATIONAL_POLICY } from './policy.ts';
import {
  beijingDay,
  dayAfter,
  hasHolidayData,
  isWorkingDay,
  isWorkingTime,
  LUNAR_DAYS,
  lastInstantOf,
  nextWorkingDay,
  qingming,
} from './work-calendar.ts';

const NATIONAL = NATIONAL_POLICY.calendar;
const own = (given: Partial<CalendarPolicy>): CalendarPolicy => ({ ...NATIONAL, ...given });

const DAYS: [day: string, working: boolean, why: string][] = [
  ['2026-01-01', false, 'new year'],
  ['2026-01-04', true, 'a Sunday worked for the new year'],
  ['2026-02-13', true, 'a Friday'],
  ['2026-02-14', true, 'a Saturday worked for the spring festival'],
  ['2026-02-15', false, 'spring festival, first day off'],
  ['2026-02-20', false, 'spring festival, a Friday'],
  ['2026-02-23', false, 'spring festival, last day off, a Monday'],
  ['2026-02-24', true, 'the Tuesday after'],
  ['2026-02-28', true, 'a Saturday worked for the spring festival'],
  ['2026-03-01', false, 'a Sunday'],
  ['2026-09-20', true, 'a Sunday worked for National Day'],
  ['2026-09-25', false, 'mid-autumn, a Friday'],
  ['2026-09-30', true, 'the Wednesday before National Day'],
  ['2026-10-01', false, 'National Day'],
  ['2026-10-07', false, 'National Day, last day off, a Wednesday'],
  ['2026-10-08', true, 'the Thursday after'],
  ['2026-10-10', true, 'a Saturday worked for National Day'],
  ['2026-10-11', false, 'a Sunday'],
  ['2020-01-31', false, 'the spring festival that was lengthened'],
  ['2028-02-29', true, 'a leap day, a Tuesday'],
  // Of these years there will be no notice for long: statutory days are off all the same, and nothing is arranged.
  ['2043-01-01', false, 'new year, a Thursday'],
  ['2043-02-09', false, 'the eve of the spring festival, a Monday'],
  ['2043-02-12', false, 'the third day of it, a Thursday'],
  ['2043-02-13', true, 'the Friday after, though it will be a day off in fact'],
  ['2043-02-14', false, 'a Saturday'],
  ['2043-05-01', false, 'Labour Day, a Friday'],
  ['2043-05-04', true, 'the Monday after'],
  ['2043-06-11', false, 'dragon boat festival, a Thursday'],
  ['2043-09-17', false, 'mid-autumn, a Thursday'],
  ['2043-10-01', false, 'National Day, a Thursday'],
  ['2043-10-02', false, 'the day after it'],
  ['2043-10-05', true, 'the Monday after'],
  ['2044-02-29', true, 'a leap day, a Monday'],
  ['2044-04-04', false, 'Qingming, a Monday'],
];

const TIMES: [instant: string, working: boolean, why: string][] = [
  ['2026-02-14T00:29:00.000Z', false, '08:29 of a working Saturday'],
  ['2026-02-14T00:30:00.000Z', true, '08:30 of a working Saturday'],
  ['2026-02-14T03:59:59.999Z', true, 'the last moment of the morning'],
  ['2026-02-14T04:00:00.000Z', false, '12:00'],
  ['2026-02-14T06:00:00.000Z', true, '14:00'],
  ['2026-02-14T09:59:00.000Z', true, '17:59'],
  ['2026-02-14T10:00:00.000Z', false, '18:00'],
  ['2026-02-15T02:00:00.000Z', false, '10:00 of a day off'],
  ['2026-11-20T15:59:00.000Z', false, '23:59 of a Friday'],
  ['2026-11-19T16:01:00.000Z', false, '00:01 of a Friday'],
  ['2026-11-21T02:00:00.000Z', false, '10:00 of a Saturday'],
];

describe('isWorkingDay', () => {
  it.each(DAYS)('%s: %s (%s)', (day, working) => {
    expect(isWorkingDay(day, NATIONAL)).toBe(working);
  });

  it('the court’s own days go before the country’s', () => {
    const calendar = own({
      restDays: ['2026-11-20', '2026-11-28'],
      workDays: ['2026-11-21', '2026-10-01', '2026-11-28'],
    });
    expect(isWorkingDay('2026-11-20', calendar)).toBe(false);
    expect(isWorkingDay('2026-11-21', calendar)).toBe(true);
    expect(isWorkingDay('2026-10-01', calendar)).toBe(true);
    expect(isWorkingDay('2026-11-28', calendar), 'named both ways').toBe(false);
    expect(isWorkingDay('2026-11-20', NATIONAL)).toBe(true);
  });

  it('takes the lunar days of a year nobody has arranged yet from a table that agrees with the library', () => {
    for (const [year, days] of Object.entries(LUNAR_DAYS)) {
      // Noon by the machine's clock: the library reads a day off a Date in the machine's zone.
      const solar = (month: number, date: number) =>
        chineseDays.getSolarDateFromLunar(new Date(Number(year), month - 1, date, 12)).date;
      expect(days.map((day) => `${year}-${day}`)).toEqual([solar(1, 1), solar(5, 5), solar(8, 15)]);
      const spring = `${year}-${days[0]}`;
      for (const day of [-1, 0, 1, 2].map((after) => dayAfter(spring, after)))
        expect(isWorkingDay(day, NATIONAL), day).toBe(false);
    }
    expect(Object.keys(LUNAR_DAYS)).toHaveLength(20);
  });

  it('the reckoning of Qingming agrees with every arranged year', () => {
    const terms = Array.from({ length: 19 }, (_, i) => 2008 + i).map((year) => qingming(year));
    expect(terms.map((day, i) => [day, arrangement.holidays[`${2008 + i}-${day}` as '2026-04-05']])).toEqual(
      terms.map((day) => [day, expect.stringContaining('清明')]),
    );
  });
});

describe('hasHolidayData', () => {
  it('tells arranged years from others', () => {
    for (let year = 2004; year <= 2026; year += 1) expect(hasHolidayData(year), String(year)).toBe(true);
    expect(hasHolidayData(2003)).toBe(false);
    expect(hasHolidayData(2090)).toBe(false);
  });

  it('a court may write the year itself', () => {
    expect(hasHolidayData(2090, own({ restDays: ['2090-10-01'] }))).toBe(true);
    expect(hasHolidayData(2090, own({ restDays: ['2090-06-01', '2091-10-01'] }))).toBe(false);
  });
});

describe('nextWorkingDay', () => {
  it.each([
    ['2026-02-13', '2026-02-14'],
    ['2026-02-14', '2026-02-24'],
    ['2026-02-18', '2026-02-24'],
    ['2026-02-27', '2026-02-28'],
    ['2026-02-28', '2026-03-02'],
    ['2026-09-30', '2026-10-08'],
    ['2025-12-31', '2026-01-04'],
    ['2042-12-31', '2043-01-02'],
    ['2028-02-28', '2028-02-29'],
  ])('after %s comes %s', (day, next) => {
    expect(nextWorkingDay(day, NATIONAL)).toBe(next);
  });

  it('is later, working, and nothing between is', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 40_000 }),
        fc.array(fc.integer({ min: 0, max: 30 })),
        (from, off) => {
          const day = dayAfter('2000-01-01', from);
          const calendar = own({ restDays: off.map((days) => dayAfter(day, days)) });
          const next = nextWorkingDay(day, calendar);
          expect(next > day).toBe(true);
          expect(isWorkingDay(next, calendar)).toBe(true);
          for (let between = dayAfter(day); between < next; between = dayAfter(between))
            expect(isWorkingDay(between, calendar)).toBe(false);
        },
      ),
    );
  });
});

describe('isWorkingTime', () => {
  it.each(TIMES)('%s: %s (%s)', (instant, working) => {
    expect(isWorkingTime(instant, NATIONAL)).toBe(working);
  });

  it('follows the court’s own hours', () => {
    const calendar = own({ hours: [['09:00', '17:00']] });
    expect(isWorkingTime('2026-11-20T00:45:00.000Z', calendar)).toBe(false);
    expect(isWorkingTime('2026-11-20T05:00:00.000Z', calendar)).toBe(true);
    expect(isWorkingTime('2026-11-20T05:00:00.000Z', own({ hours: [] }))).toBe(false);
  });
});

describe('days', () => {
  it('a Beijing day ends with its last instant', () => {
    fc.assert(
      fc.property(
        fc.date({ min: new Date('1992-01-01'), max: new Date('2100-01-01'), noInvalidDate: true }),
        (date) => {
          const day = beijingDay(date.toISOString());
          const last = lastInstantOf(day);
          expect(last >= date.toISOString()).toBe(true);
          expect(beijingDay(last)).toBe(day);
          expect(beijingDay(new Date(Date.parse(last) + 1).toISOString())).toBe(dayAfter(day));
          expect(dayAfter(dayAfter(day, 40), -40)).toBe(day);
        },
      ),
    );
  });

  it.each(['0000-01-01T00:00:00.000Z', '9999-12-31T23:59:59.999Z', '0050-06-01T00:00:00.000Z'])(
    'an instant the schema lets in gives an answer: %s',
    (instant) => {
      expect(isWorkingTime(instant, NATIONAL)).toBeTypeOf('boolean');
      expect(nextWorkingDay(beijingDay(instant), NATIONAL)).not.toBe(beijingDay(instant));
    },
  );
});

describe('the machine’s zone', () => {
  it('changes nothing', () => {
    const zones = ['UTC', 'America/New_York', 'Pacific/Kiritimati', 'Pacific/Apia', 'Asia/Shanghai'];
    const module = new URL('./work-calendar.ts', import.meta.url).href;
    const days = [...DAYS.map(([day]) => day), '2011-12-30'];
    const code = `import { isWorkingDay, isWorkingTime, hasHolidayData, nextWorkingDay } from ${JSON.stringify(module)};
      const calendar = ${JSON.stringify(NATIONAL)};
      console.log(JSON.stringify([
        new Date(2026, 0, 1).getTimezoneOffset(),
        ${JSON.stringify(days)}.map((day) => isWorkingDay(day, calendar)),
        ${JSON.stringify(TIMES.map(([instant]) => instant))}.map((instant) => isWorkingTime(instant, calendar)),
        [2003, 2004, 2026, 2090].map((year) => hasHolidayData(year)),
        nextWorkingDay('2026-02-14', calendar),
      ]));`;
    const expected = [
      [...DAYS.map(([, working]) => working), true],
      TIMES.map(([, working]) => working),
      [false, true, true, false],
      '2026-02-24',
    ];
    // Each zone in a process of its own, set before the first Date.
    const said = zones.map((zone) =>
      JSON.parse(
        execFileSync(
          fileURLToPath(new URL('../node_modules/.bin/node', import.meta.url)),
          ['--input-type=module', '-e', code],
          { encoding: 'utf8', env: { ...process.env, TZ: zone } },
        ),
      ),
    );
    expect(said).toEqual([0, 300, -840, -780, -480].map((offset) => [offset, ...expected]));
  });
});
