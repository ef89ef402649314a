import { printBeijingTime } from '../../shared/calendar.ts';

/** `11-20 19:05` in this year, with the year otherwise; Beijing time. */
export function shortTime(instant: string, now = new Date().toISOString()): string {
  const printed = printBeijingTime(instant);
  return printed.slice(0, 4) === printBeijingTime(now).slice(0, 4) ? printed.slice(5) : printed;
}

/** `19:05`. */
export const clockTime = (instant: string): string => printBeijingTime(instant).slice(-5);

/** `11-20`. */
export const shortDay = (instant: string): string => shortTime(instant).slice(0, -6);
