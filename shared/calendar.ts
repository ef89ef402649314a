/** Days as the court counts them: calendar days in Asia/Shanghai, whatever the machine's zone. */
import { TZDate } from '@date-fns/tz';
// Each by its own path: the package's index is three hundred modules, and 200 MB while they load.
import { addDays } from 'date-fns/addDays';
import { endOfDay } from 'date-fns/endOfDay';

export const COURT_ZONE = 'Asia/Shanghai';

/** The last instant (ISO UTC) of day D + `days`, where D is the Beijing day of `instant`. */
export function endOfDayAfter(instant: string, days: number): string {
  return new Date(endOfDay(addDays(new TZDate(instant, COURT_ZONE), days)).getTime()).toISOString();
}

const WHEN = new Intl.DateTimeFormat('zh-CN', {
  timeZone: COURT_ZONE,
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
  hour: '2-digit',
  minute: '2-digit',
  hourCycle: 'h23',
});

/** `2026-11-20 19:05`, Beijing time. */
export function printBeijingTime(instant: string): string {
  const part = Object.fromEntries(WHEN.formatToParts(new Date(instant)).map((p) => [p.type, p.value]));
  return `${part.year}-${part.month}-${part.day} ${part.hour}:${part.minute}`;
}
