/**
 * Working days and working time of the court, in Beijing time whatever the machine's zone. Holidays and 调休 come from
 * `chinese-days`; what the court's own calendar says goes before them.
 */
// Its data, not its functions: those read days in the machine's own zone, and west of Greenwich shift every holiday.
import arrangement from 'chinese-days/dist/chinese-days.json' with { type: 'json' };
import type { CalendarPolicy } from './policy.ts';

const MINUTE = 60_000;
const DAY = 86_400_000;
/** China keeps one zone, without summer time since 1992. */
const BEIJING = 8 * 60 * MINUTE;

/** `2026-02-14`; the year is longer only beyond 9999. */
const dayOf = (time: number): string => {
  const iso = new Date(time).toISOString();
  return iso.slice(0, iso.indexOf('T'));
};
const timeOf = (day: string): number => Date.parse(`${day}T00:00:00.000Z`);

/** The Beijing day of an instant. */
export const beijingDay = (instant: string): string => dayOf(Date.parse(instant) + BEIJING);

/** The last instant (ISO UTC) of a Beijing day. */
export const lastInstantOf = (day: string): string => new Date(timeOf(day) + DAY - 1 - BEIJING).toISOString();

/** The day that many days later, or earlier. */
export const dayAfter = (day: string, days = 1): string => dayOf(timeOf(day) + days * DAY);

const partsOf = (day: string): [year: number, monthAndDate: string] => {
  const dash = day.indexOf('-');
  return [Number(day.slice(0, dash)), day.slice(dash + 1)];
};

/** What the country has arranged for a day: off, a weekend worked instead, or nothing out of the ordinary. */
function arranged(day: string): boolean | undefined {
  if (day in arrangement.workdays) return true;
  return day in arrangement.holidays ? false : undefined;
}

const libraryHas = (year: number): boolean => arranged(`${year}-10-01`) === false;

/**
 * Whether the arrangement of a year's holidays is known. The State Council gives notice of the next year in November;
 * till then only statutory days are. A court that writes the year into its own calendar names National Day there.
 */
export const hasHolidayData = (year: number, calendar?: Pick<CalendarPolicy, 'restDays'>): boolean =>
  libraryHas(year) || (calendar?.restDays.includes(`${year}-10-01`) ?? false);

/** 清明 of this century: the usual reckoning of the solar term, right for 2000–2099. */
export const qingming = (year: number): string => {
  const ofCentury = year % 100;
  return `04-0${Math.floor(ofCentury * 0.2422 + 4.81) - Math.floor(ofCentury / 4)}`;
};

/**
 * 春节 (the first day), 端午, 中秋 of years nobody has arranged yet. A table, compared with the library's in the test:
 * its functions bring 24 KB, and ICU's Chinese calendar (`Intl`) misses the new moon by minutes, and so the spring
 * festivals of 2027 and 2030 by a day.
 */
export const LUNAR_DAYS: Readonly<
  Record<number, readonly [spring: string, dragonBoat: string, midAutumn: string]>
> = {
  2027: ['02-06', '06-09', '09-15'],
  2028: ['01-26', '05-28', '10-03'],
  2029: ['02-13', '06-16', '09-22'],
  2030: ['02-03', '06-05', '09-12'],
  2031: ['01-23', '06-24', '10-01'],
  2032: ['02-11', '06-12', '09-19'],
  2033: ['01-31', '06-01', '09-08'],
  2034: ['02-19', '06-20', '09-27'],
  2035: ['02-08', '06-10', '09-16'],
  2036: ['01-28', '05-30', '10-04'],
  2037: ['02-15', '06-18', '09-24'],
  2038: ['02-04', '06-07', '09-13'],
  2039: ['01-24', '05-27', '10-02'],
  2040: ['02-12', '06-14', '09-20'],
  2041: ['02-01', '06-03', '09-10'],
  2042: ['01-22', '06-22', '09-28'],
  2043: ['02-10', '06-11', '09-17'],
  2044: ['01-30', '05-31', '10-05'],
  2045: ['02-17', '06-19', '09-25'],
  2046: ['02-06', '06-08', '09-15'],
};

const FIXED_DAYS = ['01-01', '05-01', '05-02', '10-01', '10-02', '10-03'];

/** A statutory day off (全国年节及纪念日放假办法, 2025), without what is arranged around it. */
function isStatutory(day: string): boolean {
  const [year, date] = partsOf(day);
  if (FIXED_DAYS.includes(date) || date === qingming(year)) return true;
  const lunar = LUNAR_DAYS[year];
  if (lunar === undefined) return false;
  const [spring, dragonBoat, midAutumn] = lunar;
  // Its eve and three days.
  const eve = dayAfter(`${year}-${spring}`, -1);
  return date === dragonBoat || date === midAutumn || (eve <= day && day <= dayAfter(eve, 3));
}

const isWeekend = (day: string): boolean => {
  const weekday = new Date(timeOf(day)).getUTCDay();
  return weekday === 0 || weekday === 6;
};

/** By the country's calendar alone. */
function isNationalWorkingDay(day: string): boolean {
  const known = arranged(day);
  if (known !== undefined) return known;
  if (isWeekend(day)) return false;
  return libraryHas(partsOf(day)[0]) || !isStatutory(day);
}

/**
 * @param day `YYYY-MM-DD`
 * @param calendar the court's own days; one it names both ways is a day off, for nobody is held to it
 */
export function isWorkingDay(day: string, calendar: Pick<CalendarPolicy, 'restDays' | 'workDays'>): boolean {
  if (calendar.restDays.includes(day)) return false;
  if (calendar.workDays.includes(day)) return true;
  return isNationalWorkingDay(day);
}

/** The first working day after a day. */
export function nextWorkingDay(day: string, calendar: Pick<CalendarPolicy, 'restDays' | 'workDays'>): string {
  let next = dayAfter(day);
  while (!isWorkingDay(next, calendar)) next = dayAfter(next);
  return next;
}

const minutesOf = (clock: string): number => Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3));

/** Whether the court works at an instant. A span holds its first minute and not its last: at 12:00 the morning is over. */
export function isWorkingTime(instant: string, calendar: CalendarPolicy): boolean {
  const day = beijingDay(instant);
  if (!isWorkingDay(day, calendar)) return false;
  const minute = Math.floor((Date.parse(instant) + BEIJING - timeOf(day)) / MINUTE);
  return calendar.hours.some(([from, to]) => minutesOf(from) <= minute && minute < minutesOf(to));
}
