/**
 * 保护: a recorder may not be moved, demoted or dismissed for what was recorded (法官法 第11、53条; 001 第14条). Whether a
 * change was for that nobody can compute; that one came soon after an entry anybody can, and custodians look into it (R91).
 */
import { TZDate } from '@date-fns/tz';
import { differenceInCalendarDays } from 'date-fns/differenceInCalendarDays';
import { COURT_ZONE } from './calendar.ts';

/** Where somebody works, as a staff list says. */
export interface Post {
  department: string;
  post: string;
}

/** What changed: `gone` is not on the list any more. */
export type PostChange = 'department' | 'post' | 'gone';

/** @param after undefined for who is not on the newer list */
export function postChanges(before: Post, after: Post | undefined): PostChange[] {
  if (!after) return ['gone'];
  return [
    ...(before.department === after.department ? [] : (['department'] as const)),
    ...(before.post === after.post ? [] : (['post'] as const)),
  ];
}

/** Days in Beijing from the day of an entry to that of a change: 0 on the same day. Both ISO UTC. */
export const daysAfter = (entryAt: string, changedAt: string): number =>
  differenceInCalendarDays(new TZDate(changedAt, COURT_ZONE), new TZDate(entryAt, COURT_ZONE));

/**
 * The entry a change comes soonest after, and how many days.
 * @param days within how many it counts as soon
 * @returns undefined where none is within them
 */
export function soonAfter<E extends { received_at: string }>(
  changedAt: string,
  entries: readonly E[],
  days: number,
): { entry: E; days: number } | undefined {
  let last: E | undefined;
  for (const entry of entries)
    if (entry.received_at <= changedAt && (!last || entry.received_at > last.received_at)) last = entry;
  const after = last && daysAfter(last.received_at, changedAt);
  return last && after !== undefined && after <= days ? { entry: last, days: after } : undefined;
}
