import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { endOfDayAfter, monthOf, monthsBefore, printBeijingTime } from './calendar.ts';

const TABLE: [string, string, number, string][] = [
  ['morning in Beijing', '2026-11-20T01:00:00.000Z', 0, '2026-11-20T15:59:59.999Z'],
  ['the last instant of a day is of that day', '2026-11-20T15:59:59.999Z', 0, '2026-11-20T15:59:59.999Z'],
  ['midnight in Beijing begins the next day', '2026-11-20T16:00:00.000Z', 0, '2026-11-21T15:59:59.999Z'],
  ['a day whose UTC date is the day before', '2026-11-20T23:30:00.000Z', 7, '2026-11-28T15:59:59.999Z'],
  ['over the end of a month', '2026-11-25T02:00:00.000Z', 7, '2026-12-02T15:59:59.999Z'],
  ['over the end of a year', '2026-12-28T02:00:00.000Z', 7, '2027-01-04T15:59:59.999Z'],
  ['into a leap day', '2024-02-22T02:00:00.000Z', 7, '2024-02-29T15:59:59.999Z'],
  ['over a leap day', '2024-02-25T02:00:00.000Z', 7, '2024-03-03T15:59:59.999Z'],
  ['over the same dates of a common year', '2026-02-25T02:00:00.000Z', 7, '2026-03-04T15:59:59.999Z'],
  ['from a leap day, a year', '2024-02-29T02:00:00.000Z', 365, '2025-02-28T15:59:59.999Z'],
  ['over New York’s change of clocks', '2026-03-05T02:00:00.000Z', 7, '2026-03-12T15:59:59.999Z'],
];

describe('endOfDayAfter', () => {
  it.each(TABLE)('%s', (_, instant, days, end) => {
    expect(endOfDayAfter(instant, days)).toBe(end);
  });

  it('is the last millisecond of a Beijing day, that many days on', () => {
    const day = 86_400_000;
    const beijingDay = (ms: number) => Math.floor((ms + 8 * 3_600_000) / day);
    fc.assert(
      fc.property(
        // Beijing has kept one offset since 1992.
        fc.date({ min: new Date('1992-01-01'), max: new Date('2100-01-01'), noInvalidDate: true }),
        fc.integer({ min: 0, max: 365 }),
        (from, days) => {
          const end = Date.parse(endOfDayAfter(from.toISOString(), days));
          expect(beijingDay(end)).toBe(beijingDay(from.getTime()) + days);
          expect(beijingDay(end + 1)).toBe(beijingDay(end) + 1);
        },
      ),
    );
  });
});

describe('printBeijingTime', () => {
  it.each([
    ['2026-11-20T11:05:59.999Z', '2026-11-20 19:05'],
    ['2026-12-31T16:00:00.000Z', '2027-01-01 00:00'],
    ['2026-11-20T15:59:59.999Z', '2026-11-20 23:59'],
    ['2024-02-28T16:30:00.000Z', '2024-02-29 00:30'],
  ])('%s is %s', (instant, printed) => {
    expect(printBeijingTime(instant)).toBe(printed);
  });
});

describe('the machine’s zone', () => {
  it('changes nothing', () => {
    const zones = ['UTC', 'America/New_York', 'Pacific/Kiritimati', 'Asia/Shanghai'];
    const module = new URL('./calendar.ts', import.meta.url).href;
    // A process of its own: setting TZ here would change it for whatever else runs beside this file.
    const code = `import { endOfDayAfter, monthOf, monthsBefore, printBeijingTime } from ${JSON.stringify(module)};
      const table = ${JSON.stringify(TABLE.map(([, instant, days]) => [instant, days]))};
      console.log(JSON.stringify(${JSON.stringify(zones)}.map((zone) => {
        process.env.TZ = zone;
        return [
          new Date(2026, 0, 1).getTimezoneOffset(),
          printBeijingTime('2026-12-31T16:00:00.000Z'),
          ...table.map(([instant, days]) => endOfDayAfter(instant, days)),
        ];
      })));`;
    const said = execFileSync(
      fileURLToPath(new URL('../node_modules/.bin/node', import.meta.url)),
      ['--input-type=module', '-e', code],
      { encoding: 'utf8' },
    );
    const ends = TABLE.map(([, , , end]) => end);
    expect(JSON.parse(said)).toEqual(
      [0, 300, -840, -480].map((offset) => [offset, '2027-01-01 00:00', ...ends]),
    );
  });
});

describe('months', () => {
  it.each([
    ['2026-08-31T15:59:59.999Z', '2026-08'],
    ['2026-08-31T16:00:00.000Z', '2026-09'],
    ['2026-12-31T16:00:00.000Z', '2027-01'],
    ['2026-12-31T15:00:00.000Z', '2026-12'],
  ])('%s is in %s', (instant, month) => expect(monthOf(instant)).toBe(month));

  it('are those of what is printed, in any order they are asked', () => {
    const instants = fc.date({
      min: new Date('2000-01-01'),
      max: new Date('2100-01-01'),
      noInvalidDate: true,
    });
    fc.assert(
      fc.property(instants, (date) => {
        const instant = date.toISOString();
        expect(monthOf(instant)).toBe(printBeijingTime(instant).slice(0, 7));
      }),
    );
  });

  it('before one go back over the year', () => {
    expect(monthsBefore('2027-02', 4)).toEqual(['2027-01', '2026-12', '2026-11', '2026-10']);
    expect(monthsBefore('2027-01', 1)).toEqual(['2026-12']);
  });
});
