/** Until when an opened entry may be looked at: for an hour, and under a grant no longer than the grant holds. */
import type { Policy } from '../../shared/policy.ts';
import type { Steps } from '../store/plan.ts';
import { type EntryEvent, type EntryRow, eventsOfEntry } from './entries.ts';
import { grantById, standingOf, useOfOpening } from './grants.ts';

/** Content that was opened may be looked at and judged for this long; then it is opened anew, and leaves a new trace. */
export const OPENING_HOLDS_MS = 60 * 60_000;

function* holdsUntil(
  court: string,
  opening: EntryEvent,
  now: string,
  policy: Policy,
): Steps<string | undefined> {
  const hour = new Date(Date.parse(opening.received_at) + OPENING_HOLDS_MS).toISOString();
  if (hour <= now) return undefined;
  const use = yield* useOfOpening(court, opening.id);
  if (!use) return hour;
  const grant = yield* grantById(court, use.grant_id);
  // Asked at every reading: an approval taken back, or an office lost, ends it at once.
  const { state, endsAt } = grant ? yield* standingOf(grant, now, policy) : {};
  if (state !== 'in-force' || endsAt === undefined) return undefined;
  return endsAt < hour ? endsAt : hour;
}

/**
 * Until when this person may look at the entry.
 * @param openingId asks for that opening; otherwise any that holds
 * @returns undefined when there is none
 */
export function* openUntil(
  row: EntryRow,
  staffCode: string,
  now: string,
  policy: Policy,
  openingId?: string,
): Steps<string | undefined> {
  const openings = (yield* eventsOfEntry(row)).filter(
    (event) =>
      event.type === 'opening' &&
      event.staff_code === staffCode &&
      (openingId === undefined || event.id === openingId),
  );
  for (const opening of openings.reverse()) {
    const until = yield* holdsUntil(row.court, opening, now, policy);
    if (until !== undefined) return until;
  }
  return undefined;
}
