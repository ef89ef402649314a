/**
 * Entries and what became of each: its current reading, the case it belongs to, whether it waits to be screened, and
 * every record of its life in order. Content is not copied here; it is read where the log keeps it.
 */
import type { EntryKind } from '../../shared/codes.ts';
import { type Scope, scopeOf } from '../../shared/file-only.ts';
import type { CaseLinkBody } from '../../shared/records/case-link.ts';
import type { DestructionBody } from '../../shared/records/destruction.ts';
import type { EntryBody, EntryContent } from '../../shared/records/entry.ts';
import type { FiledRecord } from '../../shared/records/record.ts';
import type { SupplementBody } from '../../shared/records/supplement.ts';
import type { Destroyed, SheetReading } from '../../shared/sheet.ts';
import { canonicalBytes } from '../log/leaf.ts';
import { type Change, prepared, type Steps } from '../store/plan.ts';
import type { Tables } from '../store/schema.ts';
import { bodyOf, type Kept, keptOf } from './content.ts';
import type { View } from './view.ts';

/**
 * waiting: to be screened. returned: its author is asked to complete it. screened: judged, in its present reading. destroyed: what
 * it says now is gone by law.
 */
export type EntryState = 'waiting' | 'returned' | 'screened' | 'destroyed';

export type EntryRow = Omit<Tables['entry'], 'kind' | 'scope' | 'state'> & {
  kind: EntryKind;
  scope: Scope;
  state: EntryState;
};

const rowOf = prepared<{ court: string; id: string }, EntryRow>((db, p) =>
  db
    .selectFrom('entry')
    .selectAll()
    .where('court', '=', p('court'))
    .where('id', '=', p('id'))
    .$castTo<EntryRow>(),
);

export function* entryById(court: string, id: string): Steps<EntryRow | undefined> {
  const [row] = yield* rowOf({ court, id });
  return row;
}

const rowByNumber = prepared<{ court: string; seq: number }, EntryRow>((db, p) =>
  db
    .selectFrom('entry')
    .selectAll()
    .where('court', '=', p('court'))
    .where('seq', '=', p('seq'))
    .$castTo<EntryRow>(),
);

/** By its number in the log, as people name it. */
export function* entryByNumber(court: string, seq: number): Steps<EntryRow | undefined> {
  const [row] = yield* rowByNumber({ court, seq });
  return row;
}

/** Newest first. */
export const entriesOfAuthor = prepared<{ court: string; staff_code: string; limit: number }, EntryRow>(
  (db, p) =>
    db
      .selectFrom('entry')
      .selectAll()
      .where('court', '=', p('court'))
      .where('staff_code', '=', p('staff_code'))
      .orderBy('seq', 'desc')
      .limit(p('limit'))
      .$castTo<EntryRow>(),
);

const inState = (direction: 'asc' | 'desc') =>
  prepared<{ court: string; state: string; limit: number }, EntryRow>((db, p) =>
    db
      .selectFrom('entry')
      .selectAll()
      .where('court', '=', p('court'))
      .where('state', '=', p('state'))
      .orderBy('urgent', 'desc')
      .orderBy('state_seq', direction)
      .limit(p('limit'))
      .$castTo<EntryRow>(),
  );
const oldestInState = inState('asc');
const newestInState = inState('desc');

/** Urgent ones first; of what still waits for somebody the oldest first, of what is done the newest. */
export const entriesInState = (court: string, state: EntryState, limit: number): Steps<EntryRow[]> =>
  (state === 'screened' || state === 'destroyed' ? newestInState : oldestInState)({ court, state, limit });

/** Newest first. */
export const newestEntries = prepared<{ court: string; limit: number }, EntryRow>((db, p) =>
  db
    .selectFrom('entry')
    .selectAll()
    .where('court', '=', p('court'))
    .orderBy('seq', 'desc')
    .limit(p('limit'))
    .$castTo<EntryRow>(),
);

export interface EntryEvent {
  seq: number;
  id: string;
  type: 'entry' | 'supplement' | 'case-link' | 'opening' | 'screening' | 'entry-return' | 'destruction';
  staff_code: string;
  received_at: string;
}

const laterEvents = prepared<{ court: string; entry_id: string }, EntryEvent>((db, p) =>
  db
    .selectFrom('entry_event')
    .select(['seq', 'id', 'type', 'staff_code', 'received_at'])
    .where('court', '=', p('court'))
    .where('entry_id', '=', p('entry_id'))
    .orderBy('seq')
    .$castTo<EntryEvent>(),
);

/** In log order; the entry itself is the first. */
export function* eventsOfEntry({ court, id, seq, staff_code, received_at }: EntryRow): Steps<EntryEvent[]> {
  const first: EntryEvent = { seq, id, type: 'entry', staff_code, received_at };
  return [first, ...(yield* laterEvents({ court, entry_id: id }))];
}

const usersOfEvidence = prepared<{ court: string; hash: string }, { entry_id: string; staff_code: string }>(
  (db, p) =>
    db
      .selectFrom('evidence_use')
      .select(['entry_id', 'staff_code'])
      .where('court', '=', p('court'))
      .where('hash', '=', p('hash')),
);

/** Entries that name a file, with their authors. */
export function* entriesWithEvidence(
  court: string,
  hash: string,
): Steps<{ entry_id: string; staff_code: string }[]> {
  return yield* usersOfEvidence({ court, hash });
}

/** Hashes of the files a record of an entry names; none once its content is gone. */
function* filesNamed(court: string, recordId: string): Steps<Set<string>> {
  const body = yield* bodyOf<EntryBody | SupplementBody>(court, recordId);
  const evidence = body ? ('entry' in body ? body.entry.evidence : body.evidence) : [];
  return new Set(evidence.map((file) => file.hash));
}

/** Files that this record names and no other living record of its entry does. */
export function* filesLeft(row: EntryRow, recordId: string): Steps<string[]> {
  const named = yield* filesNamed(row.court, recordId);
  if (named.size === 0) return [];
  for (const { id, type } of yield* eventsOfEntry(row)) {
    if (id === recordId || (type !== 'entry' && type !== 'supplement')) continue;
    for (const hash of yield* filesNamed(row.court, id)) named.delete(hash);
  }
  return [...named].sort();
}
/** A person's openings of entries that name a file. */
export const openingsWithEvidence = prepared<
  { court: string; hash: string; staff_code: string },
  EntryEvent & { entry_id: string }
>((db, p) =>
  db
    .selectFrom('evidence_use')
    .innerJoin('entry_event', (join) =>
      join
        .onRef('entry_event.court', '=', 'evidence_use.court')
        .onRef('entry_event.entry_id', '=', 'evidence_use.entry_id'),
    )
    .select([
      'entry_event.entry_id',
      'entry_event.seq',
      'entry_event.id',
      'entry_event.type',
      'entry_event.staff_code',
      'entry_event.received_at',
    ])
    .where('evidence_use.court', '=', p('court'))
    .where('evidence_use.hash', '=', p('hash'))
    .where('entry_event.type', '=', 'opening')
    .where('entry_event.staff_code', '=', p('staff_code'))
    .$castTo<EntryEvent & { entry_id: string }>(),
);

export interface Readings {
  /** The reading in force. */
  body: EntryBody;
  destroyed?: Destroyed;
  history: SheetReading[];
}

/** Field by field what the reading before said, where it said otherwise. */
function differences(before: EntryContent, after: EntryContent): SheetReading['before'] {
  const fields = new Set([...Object.keys(before), ...Object.keys(after)]) as Set<keyof EntryContent>;
  const text = (value: unknown) =>
    value === undefined ? '' : canonicalBytes(value as object).toString('utf8');
  return [...fields]
    .filter((field) => text(before[field]) !== text(after[field]))
    .sort()
    .map((field) => ({ field, value: before[field] ?? null }));
}

function* linkedStage(row: EntryRow): Steps<CaseLinkBody['stage'] | undefined> {
  if (row.link_seq === 0) return undefined;
  const events = yield* eventsOfEntry(row);
  const link = events.find((event) => event.type === 'case-link');
  return link && (yield* bodyOf<CaseLinkBody>(row.court, link.id))?.stage;
}

/** What an entry says now and what it said before; undefined when its content cannot be read. */
export function* readingsOf(row: EntryRow): Steps<Readings | undefined> {
  const { court, id } = row;
  const first = yield* keptOf<EntryBody>(court, id);
  if (!first) return undefined;
  const { caseNumber: firstCase, ...content } = first.body;
  const gone = ({ destroyed }: Kept<unknown>) => (destroyed ? { destroyed } : {});
  const history: SheetReading[] = [];
  let current: { seq: number; receivedAt: string; content: EntryContent; destroyed?: Destroyed } = {
    seq: row.seq,
    receivedAt: row.received_at,
    content,
    ...gone(first),
  };
  if (row.reading_id !== id) {
    for (const event of yield* eventsOfEntry(row)) {
      if (event.type !== 'supplement') continue;
      const kept = yield* keptOf<SupplementBody>(court, event.id);
      if (!kept) continue;
      const { body } = kept;
      history.push({
        seq: current.seq,
        receivedAt: current.receivedAt,
        replacedBy: {
          seq: event.seq,
          receivedAt: event.received_at,
          kind: body.kind,
          reason: body.reason,
        },
        before: differences(current.content, body.entry),
        ...(current.destroyed ? { destroyed: current.destroyed } : {}),
      });
      current = {
        seq: event.seq,
        receivedAt: event.received_at,
        content: body.entry,
        ...gone(kept),
      };
    }
  }
  const caseNumber = row.case_key === '' ? firstCase : row.case_key;
  // Who linked an entry to a case said at which stage the case then was; the entry itself had none to say.
  const stage = current.content.stage ?? (yield* linkedStage(row));
  if (stage !== undefined) current.content = { ...current.content, stage };
  return {
    body: { ...current.content, ...(caseNumber === undefined ? {} : { caseNumber }) },
    ...(current.destroyed ? { destroyed: current.destroyed } : {}),
    history,
  };
}

const eventOf = (record: FiledRecord, entryId: string): Change => ({
  do: 'insert',
  table: 'entry_event',
  row: {
    court: record.court,
    entry_id: entryId,
    seq: record.seq,
    id: record.id,
    type: record.type,
    staff_code: record.actor,
    received_at: record.receivedAt,
  },
});

const put = (row: EntryRow): Change => ({ do: 'put', table: 'entry', key: ['court', 'seq'], row });

const uses = (court: string, entryId: string, author: string, content: EntryContent): Change[] =>
  [...new Set(content.evidence.map((file) => file.hash))].map((hash) => ({
    do: 'put',
    table: 'evidence_use',
    key: ['court', 'hash', 'entry_id'],
    row: { court, hash, entry_id: entryId, staff_code: author },
  }));

function filed(record: FiledRecord<'entry', EntryBody>): Change[] {
  const { court, seq, id, actor, receivedAt, at, body } = record;
  return [
    put({
      court,
      id,
      seq,
      case_key: body.caseNumber ?? '',
      staff_code: actor,
      kind: body.kind,
      scope: scopeOf(body),
      urgent: body.effect === 'yes' ? 1 : 0,
      signed_at: at,
      received_at: receivedAt,
      reading_id: id,
      reading_seq: seq,
      link_seq: 0,
      state: 'waiting',
      state_seq: seq,
    }),
    ...uses(court, id, actor, body),
  ];
}

/** In a rebuild the content is gone already, and with it the files it named: then nothing is left to take out. */
function* destroyed(record: FiledRecord<'destruction', DestructionBody>): Steps<Change[]> {
  const { court, seq, body } = record;
  const { recordId, entryId } = body.remains;
  const row = yield* entryById(court, entryId);
  if (!row) return [];
  const changes = (yield* filesLeft(row, recordId)).map(
    (hash): Change => ({
      do: 'remove',
      table: 'evidence_use',
      where: { court, hash, entry_id: entryId },
    }),
  );
  if (row.reading_id === recordId) changes.push(put({ ...row, state: 'destroyed', state_seq: seq }));
  return [...changes, eventOf(record, entryId)];
}

export const entriesView: View = {
  name: 'entries',
  tables: ['entry', 'entry_event', 'evidence_use'],
  types: ['entry', 'supplement', 'case-link', 'opening', 'screening', 'entry-return', 'destruction'],
  *apply(record): Steps<Change[]> {
    if (record.type === 'entry') return filed(record as FiledRecord<'entry', EntryBody>);
    if (record.type === 'destruction')
      return yield* destroyed(record as FiledRecord<'destruction', DestructionBody>);
    const { entryId } = record.body as { entryId: string };
    const row = yield* entryById(record.court, entryId);
    if (!row) return [];
    const { seq, id } = record;
    const event = eventOf(record, entryId);
    switch (record.type) {
      case 'supplement': {
        const { entry } = record.body as SupplementBody;
        // What was added has not been looked at yet: it waits again, also where it had been screened.
        const next: EntryRow = {
          ...row,
          kind: entry.kind,
          scope: scopeOf(entry),
          urgent: entry.effect === 'yes' ? 1 : 0,
          reading_id: id,
          reading_seq: seq,
          state: 'waiting',
          state_seq: seq,
        };
        return [put(next), event, ...uses(row.court, entryId, row.staff_code, entry)];
      }
      case 'case-link':
        return [put({ ...row, case_key: (record.body as CaseLinkBody).caseNumber, link_seq: seq }), event];
      case 'screening':
        return [put({ ...row, state: 'screened', state_seq: seq }), event];
      case 'entry-return':
        return [put({ ...row, state: 'returned', state_seq: seq }), event];
      default:
        return [event];
    }
  },
};
