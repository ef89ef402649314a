/** What waits for the custodians, and an entry as an opening shows it (先记录后甄别, 001 第5条). */
import type { Person, ScreenedEntry, ScreeningItem, ScreeningList } from '../../shared/api.ts';
import { entryHints, type ReadyEntry, readyForHints } from '../../shared/entry-hints.ts';
import type { Policy } from '../../shared/policy.ts';
import type { EntryBody } from '../../shared/records/entry.ts';
import type { EntryReturnBody, ScreeningBody } from '../../shared/records/screening.ts';
import { comparable } from '../../shared/text.ts';
import type { Steps } from '../store/plan.ts';
import { bodyOf, receivedAt } from './content.ts';
import {
  type EntryEvent,
  type EntryRow,
  type EntryState,
  entriesInState,
  eventsOfEntry,
  newestEntries,
  readingsOf,
} from './entries.ts';
import { upstreamState } from './outbox.ts';
import { lonelyEntry } from './sheet.ts';
import { staffByCode } from './staff.ts';
import type { OwnCourt } from './view.ts';

/** Content that was opened may be looked at and judged for this long; then it is opened anew, and leaves a new trace. */
export const OPENING_HOLDS_MS = 60 * 60_000;
const LIST_LIMIT = 100;
/** Up to how many of a state are counted. */
const COUNTED = 1000;
/** With how many of the court's newest entries one is compared for hints. */
const COMPARED = 1000;

const STATES: readonly EntryState[] = ['waiting', 'returned', 'screened'];

/** Whom an entry is about, as far as it may be a colleague. */
interface About {
  staffCode: string;
  /** comparable(name); '' where the person is of another house, or is named by code. */
  name: string;
}

/** By the record that holds the reading: it never changes, and is asked of every entry of a list. */
const known = new Map<string, About>();

function* aboutOf(row: EntryRow): Steps<About | undefined> {
  const key = `${row.court} ${row.reading_id}`;
  const before = known.get(key);
  if (before) return before;
  const person = (yield* readingsOf(row))?.body.person;
  if (!person) return undefined;
  const { staffCode = '', unitClass, name } = person;
  const about = { staffCode, name: staffCode === '' && unitClass === 'court-own' ? comparable(name) : '' };
  if (known.size >= 4 * COUNTED) known.clear();
  known.set(key, about);
  return about;
}

/**
 * Whether an entry is about this custodian. To them it does not exist: who learns that, and by whom, one has been
 * recorded could make the recorder feel it. A name alone does not say who is meant, but it may be them.
 */
export function* isAbout(row: EntryRow, custodian: Pick<Person, 'staffCode' | 'name'>): Steps<boolean> {
  const about = yield* aboutOf(row);
  if (!about) return false;
  return about.staffCode === custodian.staffCode || about.name === comparable(custodian.name);
}

/** Until when this person's latest opening of the entry holds; undefined when there is none that does. */
export function openUntil(events: readonly EntryEvent[], staffCode: string, now: string): string | undefined {
  const last = events.findLast((event) => event.type === 'opening' && event.staff_code === staffCode);
  if (!last) return undefined;
  const until = new Date(Date.parse(last.received_at) + OPENING_HOLDS_MS).toISOString();
  return until > now ? until : undefined;
}

/** Ready to be compared, by the record that holds the reading: it never changes, so it is made ready once. */
const ready = new Map<string, ReadyEntry>();

const readyKey = (row: EntryRow) => `${row.court} ${row.reading_id} ${row.case_key}`;

function compared(court: string, row: EntryRow, body: EntryBody): ReadyEntry {
  const key = readyKey(row);
  const known = ready.get(key);
  if (known) return known;
  const { person } = body;
  const entry = readyForHints({
    id: row.id,
    number: `${court}-${row.seq}`,
    authorCode: row.staff_code,
    recordedAt: row.received_at,
    content: body.content,
    names: [person.name, person.unit, person.leader?.name ?? ''].filter((name) => name !== ''),
    ...(body.caseNumber === undefined ? {} : { caseNumber: body.caseNumber }),
  });
  if (ready.size >= 2 * COMPARED) ready.clear();
  ready.set(key, entry);
  return entry;
}

function* newestCompared(court: string): Steps<ReadyEntry[]> {
  const entries: ReadyEntry[] = [];
  for (const row of yield* newestEntries({ court, limit: COMPARED })) {
    const known = ready.get(readyKey(row));
    const readings = known ? undefined : yield* readingsOf(row);
    if (known) entries.push(known);
    else if (readings) entries.push(compared(court, row, readings.body));
  }
  return entries;
}

/** An entry is compared with earlier ones only, so what was found once stays true; comparing anew costs more than all else. */
const found = new Map<string, ScreeningItem['hints']>();

function* hintsOf(
  court: string,
  row: EntryRow,
  body: EntryBody,
  policy: Policy,
): Steps<ScreeningItem['hints']> {
  const key = `${court} ${row.reading_id}`;
  const known = found.get(key);
  if (known) return known;
  const hints = entryHints(compared(court, row, body), yield* newestCompared(court), policy.hints);
  if (found.size >= 2 * COMPARED) found.clear();
  found.set(key, hints);
  return hints;
}

const resultOf = function* (
  court: string,
  events: readonly EntryEvent[],
): Steps<ScreeningBody['result'] | undefined> {
  const last = events.findLast((event) => event.type === 'screening');
  return last && (yield* bodyOf<ScreeningBody>(court, last.id))?.result;
};

export function* screeningListOf(
  court: OwnCourt,
  state: EntryState,
  custodian: Person,
  policy: Policy,
): Steps<ScreeningList> {
  const counts = { waiting: 0, returned: 0, screened: 0 };
  const rows: EntryRow[] = [];
  for (const each of STATES) {
    for (const row of yield* entriesInState(court.code, each, COUNTED)) {
      if (yield* isAbout(row, custodian)) continue;
      counts[each] += 1;
      if (each === state && rows.length < LIST_LIMIT) rows.push(row);
    }
  }
  const items: ScreeningItem[] = [];
  for (const row of rows) {
    const line = yield* lonelyEntry(row, policy);
    if (!line) continue;
    const events = yield* eventsOfEntry(row);
    const since = yield* receivedAt(court.code, row.state_seq);
    const result = yield* resultOf(court.code, events);
    const { staffCode, name, department } = line.by;
    items.push({
      id: row.id,
      seq: row.seq,
      ...(row.case_key === '' ? {} : { caseNumber: row.case_key }),
      kind: row.kind,
      scope: row.scope,
      urgent: row.urgent === 1,
      state: row.state,
      since: since ?? row.received_at,
      receivedAt: row.received_at,
      late: line.lateness.standing === 'late',
      supplements: line.history.length,
      by: { staffCode, name, department },
      ...(result === undefined ? {} : { result }),
      hints: yield* hintsOf(court.code, row, line.body, policy),
      // Nobody screens an entry of their own.
      ...(row.staff_code === custodian.staffCode ? { barred: 'entry-own' as const } : {}),
    });
  }
  return { items, counts };
}

/** An entry whole; the caller has made sure that it was opened. */
export function* screenedEntryOf(
  court: OwnCourt,
  row: EntryRow,
  openUntilInstant: string,
  policy: Policy,
): Steps<ScreenedEntry | undefined> {
  const line = yield* lonelyEntry(row, policy);
  if (!line) return undefined;
  const events: ScreenedEntry['events'] = [];
  for (const event of yield* eventsOfEntry(row)) {
    const staff = yield* staffByCode(court.code, event.staff_code);
    const told = {
      seq: event.seq,
      type: event.type,
      at: event.received_at,
      by: staff?.name ?? event.staff_code,
    };
    if (event.type === 'screening') {
      const body = yield* bodyOf<ScreeningBody>(court.code, event.id);
      events.push({ ...told, ...(body ? { result: body.result, note: body.reason } : {}) });
    } else if (event.type === 'entry-return') {
      const body = yield* bodyOf<EntryReturnBody>(court.code, event.id);
      events.push({ ...told, ...(body ? { note: body.note } : {}) });
    } else events.push(told);
  }
  return {
    id: row.id,
    seq: row.seq,
    signedAt: row.signed_at,
    receivedAt: row.received_at,
    entry: line.body,
    history: line.history,
    scope: line.scope,
    lateness: line.lateness,
    by: line.by,
    state: row.state,
    upstream: yield* upstreamState(court, row.reading_id, row.scope),
    hints: yield* hintsOf(court.code, row, line.body, policy),
    events,
    openUntil: openUntilInstant,
  };
}
