/** A person's own entries, and what has become of each (R22). */
import { mayI } from '../../shared/access-matrix.ts';
import type { OwnEntry, Person } from '../../shared/api.ts';
import type { Policy } from '../../shared/policy.ts';
import type { EntryReturnBody } from '../../shared/records/screening.ts';
import type { EntryProof } from '../../shared/sheet.ts';
import { prepared, type Steps } from '../store/plan.ts';
import { bodyOf } from './content.ts';
import { type EntryEvent, type EntryRow, entriesOfAuthor, entryById, eventsOfEntry } from './entries.ts';
import { upstreamState } from './outbox.ts';
import { lonelyEntry } from './sheet.ts';
import { staffByCode } from './staff.ts';
import type { OwnCourt } from './view.ts';

export const OWN_ENTRIES_LIMIT = 200;

/** Who has looked at an entry is told to its author by name; who has judged it is not. */
function* eventsFor(row: EntryRow, events: EntryEvent[]): Steps<OwnEntry['events']> {
  const told: OwnEntry['events'] = [];
  for (const event of events) {
    const named = event.type !== 'screening';
    const staff = named ? yield* staffByCode(row.court, event.staff_code) : undefined;
    told.push({
      seq: event.seq,
      type: event.type,
      at: event.received_at,
      by: named ? (staff?.name ?? event.staff_code) : '',
    });
  }
  return told;
}

export function* ownEntryOf(court: OwnCourt, row: EntryRow, policy: Policy): Steps<OwnEntry | undefined> {
  const line = yield* lonelyEntry(row, policy);
  if (!line) return undefined;
  const events = yield* eventsOfEntry(row);
  const given =
    row.state === 'returned' ? events.findLast((event) => event.type === 'entry-return') : undefined;
  const note = given && (yield* bodyOf<EntryReturnBody>(court.code, given.id))?.note;
  return {
    id: row.id,
    seq: row.seq,
    signedAt: row.signed_at,
    receivedAt: row.received_at,
    entry: line.body,
    history: line.history,
    ...(line.destroyed ? { destroyed: line.destroyed } : {}),
    scope: line.scope,
    lateness: line.lateness,
    state: row.state,
    ...(note === undefined ? {} : { returnNote: note }),
    upstream: yield* upstreamState(court, row.reading_id, row.scope),
    events: yield* eventsFor(row, events),
  };
}

/** Newest first. */
export function* ownEntriesOf(court: OwnCourt, staffCode: string, policy: Policy): Steps<OwnEntry[]> {
  const entries: OwnEntry[] = [];
  const rows = yield* entriesOfAuthor({
    court: court.code,
    staff_code: staffCode,
    limit: OWN_ENTRIES_LIMIT,
  });
  for (const row of rows) {
    const entry = yield* ownEntryOf(court, row, policy);
    if (entry) entries.push(entry);
  }
  return entries;
}

const leafOf = prepared<{ court: string; seq: number }, { leaf_hash: Buffer }>((db, p) =>
  db.selectFrom('log').select('leaf_hash').where('court', '=', p('court')).where('seq', '=', p('seq')),
);

/** What a proof for the author says; undefined when the entry is not this person's. */
export function* proofOf(
  court: OwnCourt,
  entryId: string,
  viewer: Person,
  head: EntryProof['head'],
  policy: Policy,
): Steps<EntryProof | undefined> {
  const row = yield* entryById(court.code, entryId);
  const own = row?.staff_code === viewer.staffCode;
  if (!row || !mayI(viewer, 'own-entries', 'print', own ? ['own'] : [])) return undefined;
  const entry = yield* lonelyEntry(row, policy);
  if (!entry) return undefined;
  const events: EntryProof['events'] = [];
  for (const event of yield* eventsOfEntry(row)) {
    const [leaf] = yield* leafOf({ court: court.code, seq: event.seq });
    if (!leaf) continue;
    events.push({
      seq: event.seq,
      type: event.type,
      at: event.received_at,
      leafHash: leaf.leaf_hash.toString('hex'),
    });
  }
  return {
    court: { code: court.code, name: court.name },
    entry,
    signedAt: row.signed_at,
    ...(row.case_key === '' ? {} : { caseNumber: row.case_key }),
    events,
    head,
    upstream: yield* upstreamState(court, row.reading_id, row.scope),
  };
}
