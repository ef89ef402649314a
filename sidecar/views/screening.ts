/** What waits for the custodians, and an entry as an opening shows it (先记录后甄别, 001 第5条). */
import type { Person, ScreenedEntry, ScreeningItem, ScreeningList } from '../../shared/api.ts';
import { entryHints, type ReadyEntry, readyForHints } from '../../shared/entry-hints.ts';
import type { Policy } from '../../shared/policy.ts';
import type { EntryBody } from '../../shared/records/entry.ts';
import type { EntryReturnBody, ScreeningBody } from '../../shared/records/screening.ts';
import type { SupplementBody } from '../../shared/records/supplement.ts';
import { comparable } from '../../shared/text.ts';
import type { Steps } from '../store/plan.ts';
import { bodyOf, receivedAt } from './content.ts';
import {
  type EntryEvent,
  type EntryRow,
  type EntryState,
  entriesInState,
  entryById,
  eventsOfEntry,
  newestEntries,
  readingsOf,
} from './entries.ts';
import { upstreamState } from './outbox.ts';
import { ReadingMemory } from './reading-memory.ts';
import { lonelyEntry } from './sheet.ts';
import { staffByCode } from './staff.ts';
import type { OwnCourt } from './view.ts';

const LIST_LIMIT = 100;
/** Up to how many of a state are counted. */
const COUNTED = 1000;
/** With how many of the court's newest entries one is compared for hints. */
const COMPARED = 1000;

const STATES: readonly EntryState[] = ['waiting', 'returned', 'screened', 'destroyed'];

/** Whom an entry is about, as far as it may be a colleague. */
interface About {
  staffCode: string;
  /** comparable(name); '' where the person is of another house, or is named by code. */
  name: string;
}

/** Asked of every entry of a list. */
const abouts = new ReadingMemory<About>(4 * COUNTED);

/** @param readingId an entry, or the supplement that holds its reading */
function* aboutRead(court: string, readingId: string): Steps<About | undefined> {
  const body = yield* bodyOf<Partial<EntryBody> & { entry?: SupplementBody['entry'] }>(court, readingId);
  const person = body?.entry?.person ?? body?.person;
  if (!person) return undefined;
  const { staffCode = '', unitClass, name } = person;
  return { staffCode, name: staffCode === '' && unitClass === 'court-own' ? comparable(name) : '' };
}

function* aboutOf(row: EntryRow): Steps<About | undefined> {
  const { court, reading_id } = row;
  const known = abouts.get(court, reading_id);
  if (known) return known;
  const about = yield* aboutRead(court, reading_id);
  return about && abouts.set(court, reading_id, about);
}

const isMeant = (
  about: About | undefined,
  { staffCode, name }: Pick<Person, 'staffCode' | 'name'>,
): boolean => about !== undefined && (about.staffCode === staffCode || about.name === comparable(name));

/**
 * Whether an entry is about this custodian. To them it does not exist: who learns that, and by whom, one has been
 * recorded could make the recorder feel it. A name alone does not say who is meant, but it may be them.
 */
export function* isAbout(row: EntryRow, custodian: Pick<Person, 'staffCode' | 'name'>): Steps<boolean> {
  return isMeant(yield* aboutOf(row), custodian);
}

/**
 * The entry of that id, for a custodian who asks for it; undefined for none and for one about the custodian. Both take the
 * same steps: nothing is remembered here, and what is not there is looked for as well.
 */
export function* entryForScreener(
  court: string,
  id: string,
  custodian: Pick<Person, 'staffCode' | 'name'>,
): Steps<EntryRow | undefined> {
  const row = yield* entryById(court, id);
  const about = yield* aboutRead(court, row?.reading_id ?? id);
  return isMeant(about, custodian) ? undefined : row;
}

/** Ready to be compared; which case it belongs to may change. */
const ready = new ReadingMemory<ReadyEntry>(2 * COMPARED);

const readyOf = ({ court, reading_id, case_key }: EntryRow) => ready.get(court, reading_id, case_key);

function compared(court: string, row: EntryRow, body: EntryBody): ReadyEntry {
  const known = readyOf(row);
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
  return ready.set(court, row.reading_id, entry, row.case_key);
}

function* newestCompared(court: string): Steps<ReadyEntry[]> {
  const entries: ReadyEntry[] = [];
  for (const row of yield* newestEntries({ court, limit: COMPARED })) {
    // What remains of one that was destroyed is the same of all.
    if (row.state === 'destroyed') continue;
    const known = readyOf(row);
    const readings = known ? undefined : yield* readingsOf(row);
    if (known) entries.push(known);
    else if (readings) entries.push(compared(court, row, readings.body));
  }
  return entries;
}

/** An entry is compared with earlier ones only, so what was found once stays true; comparing anew costs more than all else. */
const found = new ReadingMemory<ScreeningItem['hints']>(2 * COMPARED);

function* hintsOf(
  court: string,
  row: EntryRow,
  body: EntryBody,
  policy: Policy,
): Steps<ScreeningItem['hints']> {
  if (row.state === 'destroyed') return [];
  const known = found.get(court, row.reading_id);
  if (known) return known;
  const hints = entryHints(compared(court, row, body), yield* newestCompared(court), policy.hints);
  return found.set(court, row.reading_id, hints);
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
  const counts = { waiting: 0, returned: 0, screened: 0, destroyed: 0 };
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
    ...(line.destroyed ? { destroyed: line.destroyed } : {}),
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
