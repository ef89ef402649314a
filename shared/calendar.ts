/** Days as the court counts them: calendar days in Asia/Shanghai, whatever the machine's zone. */
import { TZDate } from '@date-fns/tz';
// Each by its own path: the package's index is three hundred modules, and 200 MB while they load.
import { addDays } from 'date-fns/addDays';
import { endOfDay } from 'date-fns/endOfDay';

export const COURT_ZONE = 'Asia/Shanghai';

const KNOWN_ENDS = 1000;
const dayEnds = new Map<string, string>();

/**
 * The last instant (ISO UTC) of day D + `days`, where D is the Beijing day of `instant`. Reckoned once for all instants
 * of an hour, for days begin on the hour: it costs more than all else in a gate's decision, which asks it of everybody.
 */
export function endOfDayAfter(instant: string, days: number): string {
  const asked = `${instant.slice(0, 'yyyy-mm-ddThh'.length)} ${days}`;
  const known = dayEnds.get(asked);
  if (known !== undefined) return known;
  const end = new Date(endOfDay(addDays(new TZDate(instant, COURT_ZONE), days)).getTime()).toISOString();
  if (dayEnds.size >= KNOWN_ENDS) dayEnds.clear();
  dayEnds.set(asked, end);
  return end;
}

let knownMonth = { hour: '', month: '' };

/** `2026-10`: the Beijing month of an instant. Months begin on the hour: reckoned once for all that is filed within one. */
export function monthOf(instant: string): string {
  const hour = instant.slice(0, 'yyyy-mm-ddThh'.length);
  if (knownMonth.hour !== hour) {
    const date = new TZDate(instant, COURT_ZONE);
    knownMonth = { hour, month: `${date.getFullYear()}-${String(date.getMonth() + 1).padStart(2, '0')}` };
  }
  return knownMonth.month;
}

/** The `count` months before `month`, newest first. */
export function monthsBefore(month: string, count: number): string[] {
  const [year = 0, number = 0] = month.split('-').map(Number);
  return Array.from({ length: count }, (_, back) => {
    const before = year * 12 + (number - 1) - (back + 1);
    return `${Math.floor(before / 12)}-${String((before % 12) + 1).padStart(2, '0')}`;
  });
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
