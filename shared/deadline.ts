/**
 * When a contact had to be recorded, and whether it was. Who met a party, a lawyer, a related person or an intermediary
 * outside the workplace or working time reports it within three days (济法发〔2021〕17号 四(一)); nothing else has a last
 * day. Late is marked and never refused (补充填报, 001 第19条).
 */
import type { CalendarPolicy, ContactReportPolicy, Policy } from './policy.ts';
import type { EntryBody } from './records/entry.ts';
import {
  beijingDay,
  dayAfter,
  isWorkingDay,
  isWorkingTime,
  lastInstantOf,
  nextWorkingDay,
} from './work-calendar.ts';

/** How an entry stands to the time within which it was to be made. */
export interface Lateness {
  /** `sent-late`: signed in time, and reached the sidecar after the last day (the queue of a computer without connection). */
  standing: 'no-deadline' | 'in-time' | 'late' | 'sent-late';
  /** The last instant of the last day, ISO UTC. */
  due?: string;
}

/** @returns the last instant (ISO UTC) at which a contact of `occurredAt` is reported in time */
export function contactDueAt(
  occurredAt: string,
  rule: ContactReportPolicy,
  calendar: Pick<CalendarPolicy, 'restDays' | 'workDays'>,
): string {
  const happened = beijingDay(occurredAt);
  const dayOne = rule.dayOne === 'same-day' ? happened : dayAfter(happened);
  if (rule.count === 'working-days') {
    let last = isWorkingDay(dayOne, calendar) ? dayOne : nextWorkingDay(dayOne, calendar);
    for (let counted = 1; counted < rule.days; counted += 1) last = nextWorkingDay(last, calendar);
    return lastInstantOf(last);
  }
  const last = dayAfter(dayOne, rule.days - 1);
  const moves = rule.lastRestDay === 'moves' && !isWorkingDay(last, calendar);
  return lastInstantOf(moves ? nextWorkingDay(last, calendar) : last);
}

/** What an entry must tell for its time limit to be known. */
export type TimedFacts = Pick<EntryBody, 'kind' | 'occurredAt' | 'atWorkplace'> & {
  workingTime?: boolean | undefined;
  approval?: unknown;
};

/** How long a record may wait on a computer without connection before the time of its signing is no longer believed. */
export const QUEUE_DAYS = 30;

/**
 * Whether an entry has a last day at all. An entry that says it was not working time is believed; one that says it was
 * must have the court's calendar on its side, or a Sunday dinner "in working time" would have no limit.
 */
export function hasDeadline(entry: TimedFacts, calendar: CalendarPolicy): boolean {
  if (entry.kind !== 'contact' || entry.approval) return false;
  const atWork =
    entry.atWorkplace && entry.workingTime !== false && isWorkingTime(entry.occurredAt, calendar);
  return !atWork;
}

/**
 * The signing time is told by the client's clock, which its owner can set; only the receiving time is the sidecar's
 * own. So the signing time can never make an entry `in-time`: that takes receipt by the last day. All it can do for an
 * entry received afterwards is to mark it `sent-late` instead of `late`, for a person is not blamed for a court's
 * network; the mark stays visible, and the two times stand beside it. Even that it does only where it can be true: the
 * signing lies after the event (nobody signs what has not happened), before the receipt, and no more than QUEUE_DAYS
 * before it. A clock that runs ahead does no harm to who is received in time. What remains is a clock set back by some
 * days within those 30, which buys `sent-late` and no more.
 * @param signedAt when the person filed it, by the client's clock
 * @param receivedAt when the sidecar took it in
 */
export function latenessOf(
  entry: TimedFacts,
  signedAt: string,
  receivedAt: string,
  policy: Pick<Policy, 'contactReport' | 'calendar'>,
): Lateness {
  if (!hasDeadline(entry, policy.calendar)) return { standing: 'no-deadline' };
  const due = contactDueAt(entry.occurredAt, policy.contactReport, policy.calendar);
  const [last, signed, received] = [Date.parse(due), Date.parse(signedAt), Date.parse(receivedAt)];
  if (received <= last) return { standing: 'in-time', due };
  const believed =
    signed >= Date.parse(entry.occurredAt) &&
    signed <= received &&
    received - signed <= QUEUE_DAYS * 86_400_000;
  return { standing: believed && signed <= last ? 'sent-late' : 'late', due };
}

/** A case already affected is reported at once (已影响 → 立即报告). */
export const isUrgent = (entry: Pick<EntryBody, 'effect'>): boolean => entry.effect === 'yes';
