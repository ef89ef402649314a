import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { contactDueAt, hasDeadline, isUrgent, latenessOf, QUEUE_DAYS, type TimedFacts } from './deadline.ts';
import { type ContactReportPolicy, NATIONAL_POLICY } from './policy.ts';
import { beijingDay, dayAfter, isWorkingDay } from './work-calendar.ts';

const NATIONAL = NATIONAL_POLICY.contactReport;
const CALENDAR = NATIONAL_POLICY.calendar;
const DAY = 86_400_000;

/** A Beijing time as an instant, and the last instant of a Beijing day. */
const at = (beijing: string): string => new Date(`${beijing}:00.000+08:00`).toISOString();
const endOf = (day: string): string => new Date(`${day}T23:59:59.999+08:00`).toISOString();

/** `next`/`same` day one, `calendar`/`working` days, a last rest day `moves`/`stays`. */
const ruleOf = (words: string): ContactReportPolicy => {
  const [dayOne, count, last, days = '3'] = words.split(' ');
  return {
    days: Number(days),
    dayOne: dayOne === 'same' ? 'same-day' : 'next-day',
    count: count === 'working' ? 'working-days' : 'calendar-days',
    lastRestDay: last === 'stays' ? 'stays' : 'moves',
  };
};

const TABLE: [happened: string, rule: string, lastDay: string, why: string][] = [
  // A plain week: Monday 16 November 2026.
  ['2026-11-16T19:00', 'next calendar moves', '2026-11-19', 'Monday to Thursday'],
  ['2026-11-16T19:00', 'same calendar moves', '2026-11-18', 'Monday to Wednesday'],
  ['2026-11-16T19:00', 'next working moves', '2026-11-19', 'nothing but working days'],
  ['2026-11-16T19:00', 'same working moves', '2026-11-18', 'nothing but working days'],
  ['2026-11-16T19:00', 'next calendar moves 1', '2026-11-17', 'one day'],
  ['2026-11-16T19:00', 'same calendar moves 1', '2026-11-16', 'one day, the day itself'],
  // Friday 20 November 2026.
  ['2026-11-20T19:00', 'next calendar moves', '2026-11-23', 'the last day is a Monday'],
  ['2026-11-20T19:00', 'same calendar moves', '2026-11-23', 'the last day, a Sunday, moves'],
  ['2026-11-20T19:00', 'same calendar stays', '2026-11-22', 'the last day, a Sunday, stays'],
  ['2026-11-20T19:00', 'next working moves', '2026-11-25', 'Monday, Tuesday, Wednesday'],
  ['2026-11-20T19:00', 'same working stays', '2026-11-24', 'Friday, Monday, Tuesday'],
  // Saturday 21 November 2026 (T9).
  ['2026-11-21T19:00', 'next calendar moves', '2026-11-24', 'Sunday, Monday, Tuesday'],
  ['2026-11-21T19:00', 'same calendar moves', '2026-11-23', 'Saturday, Sunday, Monday'],
  ['2026-11-21T19:00', 'same working moves', '2026-11-25', 'a day off is no day one'],
  // Midnight in Beijing.
  ['2026-11-16T23:59', 'next calendar moves', '2026-11-19', 'a minute before midnight'],
  ['2026-11-17T00:01', 'next calendar moves', '2026-11-20', 'a minute after'],
  // Spring festival 2026: off from the 15th to the 23rd, worked on Saturday 14th and Saturday 28th.
  ['2026-02-11T19:00', 'next calendar moves', '2026-02-14', 'the last day is a Saturday worked'],
  ['2026-02-12T19:00', 'next calendar moves', '2026-02-24', 'the last day is the first day off'],
  ['2026-02-12T19:00', 'next calendar stays', '2026-02-15', 'the last day is the first day off, and stays'],
  ['2026-02-12T19:00', 'next working moves', '2026-02-24', '13th, 14th, 24th'],
  ['2026-02-16T19:00', 'next calendar moves', '2026-02-24', 'all within the festival'],
  ['2026-02-16T19:00', 'next calendar stays', '2026-02-19', 'all within the festival, and stays'],
  ['2026-02-16T19:00', 'next working moves', '2026-02-26', '24th, 25th, 26th'],
  ['2026-02-21T19:00', 'next calendar moves', '2026-02-24', 'the last day is the first day worked'],
  ['2026-02-25T19:00', 'next calendar moves', '2026-02-28', 'the last day is a Saturday worked'],
  [
    '2026-02-26T19:00',
    'next calendar moves',
    '2026-03-02',
    'the last day is a Sunday, over the end of a month',
  ],
  ['2026-02-26T19:00', 'next working moves', '2026-03-02', '27th, 28th (a Saturday worked), 2 March'],
  ['2026-02-26T19:00', 'same working stays', '2026-02-28', '26th, 27th, 28th'],
  // National Day 2026: off from the 1st to the 7th, worked on Sunday 20 September and Saturday 10 October.
  ['2026-09-17T19:00', 'next calendar moves', '2026-09-20', 'the last day is a Sunday worked'],
  ['2026-09-17T19:00', 'same working moves', '2026-09-20', '17th, 18th, 20th'],
  ['2026-09-28T19:00', 'next calendar moves', '2026-10-08', 'the last day is National Day'],
  ['2026-09-28T19:00', 'next calendar stays', '2026-10-01', 'the last day is National Day, and stays'],
  ['2026-09-28T19:00', 'next working moves', '2026-10-08', '29th, 30th, 8th'],
  ['2026-09-30T23:59', 'next calendar moves', '2026-10-08', 'the eve of it'],
  ['2026-10-01T00:01', 'same calendar stays', '2026-10-03', 'two minutes later'],
  ['2026-10-07T19:00', 'next calendar moves', '2026-10-10', 'the last day is a Saturday worked'],
  ['2026-10-07T19:00', 'next working moves', '2026-10-10', '8th, 9th, 10th'],
  ['2026-10-08T19:00', 'next calendar moves', '2026-10-12', 'the last day is a Sunday'],
  // Ends of months and of a year, leap day.
  ['2026-04-28T12:00', 'next calendar moves', '2026-05-06', 'into Labour Day, which ends on the 5th'],
  [
    '2025-12-30T12:00',
    'next calendar moves',
    '2026-01-04',
    'the last day is off, and the Sunday after it worked',
  ],
  ['2025-12-30T12:00', 'next calendar stays', '2026-01-02', 'over the end of a year'],
  ['2028-02-26T19:00', 'next calendar moves', '2028-02-29', 'a leap day is a day'],
  ['2028-02-27T19:00', 'next calendar moves', '2028-03-01', 'over a leap day'],
  ['2028-02-29T23:59', 'next calendar moves', '2028-03-03', 'from a leap day'],
  ['2028-02-29T23:59', 'next working moves', '2028-03-03', 'from a leap day, working days'],
];

const RULES: ContactReportPolicy[] = ['next', 'same'].flatMap((dayOne) =>
  ['calendar', 'working'].flatMap((count) =>
    ['moves', 'stays'].flatMap((last) =>
      [1, 2, 3, 5, 30].map((days) => ruleOf(`${dayOne} ${count} ${last} ${days}`)),
    ),
  ),
);

describe('contactDueAt', () => {
  it.each(TABLE)('%s, %s: through %s (%s)', (happened, rule, lastDay) => {
    expect(contactDueAt(at(happened), ruleOf(rule), CALENDAR)).toBe(endOf(lastDay));
  });

  it('the table names every way to count', () => {
    const named = new Set(TABLE.map(([, rule]) => rule.split(' ').slice(0, 2).join(' ')));
    expect(named).toEqual(new Set(['next calendar', 'same calendar', 'next working', 'same working']));
  });

  it('the national default is three days, the day after being the first, and a last day off moves', () => {
    expect(NATIONAL).toEqual(ruleOf('next calendar moves'));
  });

  it('follows the court’s own days', () => {
    const calendar = { restDays: ['2026-11-19', '2026-11-20'], workDays: ['2026-11-21'] };
    expect(contactDueAt(at('2026-11-16T19:00'), NATIONAL, calendar)).toBe(endOf('2026-11-21'));
  });

  const instants = fc
    .date({ min: new Date('1992-01-01'), max: new Date('2100-01-01'), noInvalidDate: true })
    .map((date) => date.toISOString());
  const rules = fc.constantFrom(...RULES);

  it('is never before the event, and leaves at least the days that were promised', () => {
    fc.assert(
      fc.property(instants, rules, (occurredAt, rule) => {
        const due = contactDueAt(occurredAt, rule, CALENDAR);
        expect(due >= occurredAt).toBe(true);
        const promised = dayAfter(beijingDay(occurredAt), rule.days - (rule.dayOne === 'same-day' ? 1 : 0));
        expect(beijingDay(due) >= promised).toBe(true);
        expect(beijingDay(new Date(Date.parse(due) + 1).toISOString())).toBe(dayAfter(beijingDay(due)));
        if (rule.count === 'working-days' || rule.lastRestDay === 'moves')
          expect(isWorkingDay(beijingDay(due), CALENDAR)).toBe(true);
        else expect(beijingDay(due)).toBe(promised);
      }),
    );
  });

  it('of two events, the later is never due earlier', () => {
    fc.assert(
      fc.property(instants, fc.integer({ min: 0, max: 20 * DAY }), rules, (occurredAt, after, rule) => {
        const later = new Date(Date.parse(occurredAt) + after).toISOString();
        expect(contactDueAt(later, rule, CALENDAR) >= contactDueAt(occurredAt, rule, CALENDAR)).toBe(true);
      }),
    );
  });

  it('a gentler rule is never due earlier', () => {
    fc.assert(
      fc.property(instants, rules, (occurredAt, rule) => {
        const due = (changed: Partial<ContactReportPolicy>) =>
          contactDueAt(occurredAt, { ...rule, ...changed }, CALENDAR);
        expect(due({ dayOne: 'next-day' }) >= due({ dayOne: 'same-day' })).toBe(true);
        expect(due({ count: 'working-days' }) >= due({ count: 'calendar-days' })).toBe(true);
        expect(due({ lastRestDay: 'moves' }) >= due({ lastRestDay: 'stays' })).toBe(true);
        expect(due({ days: rule.days + 1 }) >= due({})).toBe(true);
      }),
    );
  });
});

/** T9: a lawyer met by chance at dinner on Saturday 21 November 2026. */
const DINNER: TimedFacts = {
  kind: 'contact',
  occurredAt: at('2026-11-21T19:00'),
  atWorkplace: false,
  workingTime: false,
};

describe('latenessOf', () => {
  const standing = (entry: TimedFacts, signed: string, received = signed) =>
    latenessOf(entry, at(signed), at(received), NATIONAL_POLICY).standing;

  it('T9: dinner with a lawyer on a Saturday, in time on day 3, late on day 4', () => {
    expect(latenessOf(DINNER, at('2026-11-24T23:59'), at('2026-11-24T23:59'), NATIONAL_POLICY)).toEqual({
      standing: 'in-time',
      due: endOf('2026-11-24'),
    });
    expect(latenessOf(DINNER, at('2026-11-25T00:01'), at('2026-11-25T00:01'), NATIONAL_POLICY)).toEqual({
      standing: 'late',
      due: endOf('2026-11-24'),
    });
  });

  it('the last instant is in time, the next is not', () => {
    const due = endOf('2026-11-24');
    const next = new Date(Date.parse(due) + 1).toISOString();
    expect(latenessOf(DINNER, due, due, NATIONAL_POLICY).standing).toBe('in-time');
    expect(latenessOf(DINNER, next, next, NATIONAL_POLICY).standing).toBe('late');
    expect(latenessOf(DINNER, due, next, NATIONAL_POLICY).standing).toBe('sent-late');
  });

  it.each<[string, TimedFacts, boolean]>([
    ['outside workplace and working time', DINNER, true],
    [
      'outside the workplace in working time',
      { ...DINNER, occurredAt: at('2026-11-20T10:00'), workingTime: true },
      true,
    ],
    ['at the workplace outside working time', { ...DINNER, atWorkplace: true }, true],
    [
      'at the workplace in working time',
      { ...DINNER, occurredAt: at('2026-11-20T10:00'), atWorkplace: true, workingTime: true },
      false,
    ],
    [
      'at the workplace, working time not told, and it was',
      { ...DINNER, occurredAt: at('2026-11-20T10:00'), atWorkplace: true, workingTime: undefined },
      false,
    ],
    [
      'at the workplace, working time not told, and it was not',
      { ...DINNER, atWorkplace: true, workingTime: undefined },
      true,
    ],
    [
      'a Saturday evening that is said to be working time',
      { ...DINNER, atWorkplace: true, workingTime: true },
      true,
    ],
    [
      'a Saturday that was worked',
      { ...DINNER, occurredAt: at('2026-02-14T10:00'), atWorkplace: true, workingTime: true },
      false,
    ],
    [
      'working hours the recorder says he did not work',
      { ...DINNER, occurredAt: at('2026-11-20T10:00'), atWorkplace: true, workingTime: false },
      true,
    ],
    ['approved', { ...DINNER, approval: { number: '1', approver: '院长' } }, false],
    ['external', { ...DINNER, kind: 'external' }, false],
    ['internal', { ...DINNER, kind: 'internal' }, false],
  ])('%s: %j has a last day: %s', (_, entry, has) => {
    expect(hasDeadline(entry, CALENDAR)).toBe(has);
    const lateness = latenessOf(entry, at('2027-06-01T10:00'), at('2027-06-01T10:00'), NATIONAL_POLICY);
    expect(lateness.standing).toBe(has ? 'late' : 'no-deadline');
    expect('due' in lateness).toBe(has);
  });

  it.each<[why: string, signed: string, received: string, standing: string]>([
    ['a queue over a week without connection', '2026-11-23T09:00', '2026-11-30T09:00', 'sent-late'],
    ['a queue of thirty days', '2026-11-24T09:00', '2026-12-24T09:00', 'sent-late'],
    ['a queue a minute longer than anybody believes', '2026-11-24T09:00', '2026-12-24T09:01', 'late'],
    ['a clock set back by half a year', '2026-11-23T09:00', '2027-05-23T09:00', 'late'],
    ['a clock set back before the event', '2026-11-20T09:00', '2026-11-26T09:00', 'late'],
    ['a clock set back to the minute of the event', '2026-11-21T19:00', '2026-11-26T09:00', 'sent-late'],
    ['a clock that runs ahead, received in time', '2026-11-30T09:00', '2026-11-24T09:00', 'in-time'],
    ['a clock that runs ahead, received late', '2026-12-30T09:00', '2026-11-26T09:00', 'late'],
    ['a clock a year behind, received in time', '2025-11-23T09:00', '2026-11-23T09:00', 'in-time'],
    ['signed and received late', '2026-11-26T09:00', '2026-11-26T09:00', 'late'],
  ])('%s: signed %s, received %s: %s', (_, signed, received, expected) => {
    expect(standing(DINNER, signed, received)).toBe(expected);
  });

  it('no signing time buys punctuality: in time is who was received in time', () => {
    const instants = fc
      .date({ min: new Date('2026-11-01'), max: new Date('2027-02-01'), noInvalidDate: true })
      .map((date) => date.toISOString());
    fc.assert(
      fc.property(instants, instants, instants, (occurredAt, signed, received) => {
        const entry = { ...DINNER, occurredAt };
        const { standing: found, due = '' } = latenessOf(entry, signed, received, NATIONAL_POLICY);
        expect(found === 'in-time').toBe(received <= due);
        if (found !== 'sent-late') return;
        expect(occurredAt <= signed && signed <= due && due < received).toBe(true);
        expect(Date.parse(received) - Date.parse(signed)).toBeLessThanOrEqual(QUEUE_DAYS * DAY);
      }),
    );
  });
});

describe('isUrgent', () => {
  it.each([
    ['yes', true],
    ['possibly', false],
    ['no', false],
  ] as const)('effect %s: %s', (effect, urgent) => {
    expect(isUrgent({ effect })).toBe(urgent);
  });
});

describe('the machine’s zone', () => {
  it('changes nothing', () => {
    const zones = ['UTC', 'America/New_York', 'Pacific/Kiritimati', 'Asia/Shanghai'];
    const module = new URL('./deadline.ts', import.meta.url).href;
    const asked = TABLE.map(([happened, rule]) => [at(happened), ruleOf(rule)]);
    const code = `import { contactDueAt, latenessOf } from ${JSON.stringify(module)};
      const policy = ${JSON.stringify({ contactReport: NATIONAL, calendar: CALENDAR })};
      console.log(JSON.stringify([
        new Date(2026, 0, 1).getTimezoneOffset(),
        ${JSON.stringify(asked)}.map(([at, rule]) => contactDueAt(at, rule, policy.calendar)),
        ${JSON.stringify([at('2026-11-24T23:59'), at('2026-11-25T00:01')])}.map(
          (when) => latenessOf(${JSON.stringify(DINNER)}, when, when, policy).standing,
        ),
      ]));`;
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
    const expected = [TABLE.map(([, , lastDay]) => endOf(lastDay)), ['in-time', 'late']];
    expect(said).toEqual([0, 300, -840, -480].map((offset) => [offset, ...expected]));
  });
});
