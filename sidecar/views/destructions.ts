/** Destructions by law: what was asked for, what was done, and which evidence goes with a record. */
import type { Person } from '../../shared/api.ts';
import { type DestructionFacts, destructionState } from '../../shared/destruction.ts';
import type { Officer } from '../../shared/grant-offices.ts';
import type { Policy } from '../../shared/policy.ts';
import type { DestructionBody, DestructionRequestBody } from '../../shared/records/destruction.ts';
import type { FiledRecord } from '../../shared/records/record.ts';
import { isDestroyed } from '../store/destroyed-key.ts';
import { type Change, prepared, type Steps } from '../store/plan.ts';
import type { Tables } from '../store/schema.ts';
import { type EntryRow, entriesWithEvidence, entryById, entryByNumber, filesLeft } from './entries.ts';
import { staffByCode } from './staff.ts';
import type { View } from './view.ts';

export type DestructionRow = Tables['destruction'];

const LIMIT = 200;

const rowOf = prepared<{ court: string; id: string }, DestructionRow>((db, p) =>
  db.selectFrom('destruction').selectAll().where('court', '=', p('court')).where('id', '=', p('id')),
);

export function* destructionById(court: string, id: string): Steps<DestructionRow | undefined> {
  const [row] = yield* rowOf({ court, id });
  return row;
}

/** Newest first. */
export const newestDestructions = prepared<{ court: string }, DestructionRow>((db, p) =>
  db
    .selectFrom('destruction')
    .selectAll()
    .where('court', '=', p('court'))
    .orderBy('seq', 'desc')
    .limit(LIMIT),
);

const requestsFor = prepared<{ court: string; record_id: string }, DestructionRow>((db, p) =>
  db
    .selectFrom('destruction')
    .selectAll()
    .where('court', '=', p('court'))
    .where('record_id', '=', p('record_id')),
);

export const factsOf = (row: DestructionRow): DestructionFacts => ({
  request: { by: row.requested_by, at: row.requested_at },
  ...(row.destruction_id === '' ? {} : { done: { by: row.destroyed_by, at: row.destroyed_at } }),
});

/** The offices of who asked, as they are now. */
export function* requesterOf(row: DestructionRow): Steps<Officer> {
  const roles: Person['roles'] = (yield* staffByCode(row.court, row.requested_by))?.roles ?? [];
  return { roles };
}

/** Whether its destruction was done, or is asked for. */
export function* destructionAsked(
  court: string,
  recordId: string,
  now: string,
  { destruction }: Policy,
): Steps<'done' | 'asked' | undefined> {
  const states = new Set<string>();
  for (const row of yield* requestsFor({ court, record_id: recordId }))
    states.add(destructionState(factsOf(row), yield* requesterOf(row), now, destruction));
  return states.has('done') ? 'done' : states.has('asked') ? 'asked' : undefined;
}

const recordRow = prepared<{ court: string; seq: number }, { id: string; type: string }>((db, p) =>
  db.selectFrom('log').select(['id', 'type']).where('court', '=', p('court')).where('seq', '=', p('seq')),
);
const supplementRow = prepared<{ court: string; seq: number }, { entry_id: string }>((db, p) =>
  db
    .selectFrom('entry_event')
    .select('entry_id')
    .where('court', '=', p('court'))
    .where('seq', '=', p('seq'))
    .where('type', '=', 'supplement'),
);

export interface NamedRecord {
  id: string;
  type: 'entry' | 'supplement';
  /** The entry it is of. */
  entry: EntryRow;
}

/** The entry or supplement with this number in the log; undefined for any other record, which is looked for alike. */
export function* recordNamed(court: string, seq: number): Steps<NamedRecord | undefined> {
  const [record] = yield* recordRow({ court, seq });
  const [supplement] = yield* supplementRow({ court, seq });
  const entry = supplement ? yield* entryById(court, supplement.entry_id) : yield* entryByNumber(court, seq);
  return record && entry && { id: record.id, type: supplement ? 'supplement' : 'entry', entry };
}

const numberRow = prepared<{ court: string; id: string }, { seq: number; type: string }>((db, p) =>
  db.selectFrom('log').select(['seq', 'type']).where('court', '=', p('court')).where('id', '=', p('id')),
);

/** The number and type of the record a destruction is of. */
export function* numberOf(row: DestructionRow): Steps<{ seq: number; type: string } | undefined> {
  const [found] = yield* numberRow({ court: row.court, id: row.record_id });
  return found;
}

const evidenceRow = prepared<{ court: string; hash: string }, { digest: string; kek: string }>((db, p) =>
  db
    .selectFrom('evidence')
    .select(['digest', 'kek'])
    .where('court', '=', p('court'))
    .where('hash', '=', p('hash')),
);

/** Files whose keys go with a record: those no other living record names. With the digest of what lies sealed. */
export function* evidenceThatGoes(
  court: string,
  entryId: string,
  recordId: string,
): Steps<{ hash: string; digest: string }[]> {
  const going: { hash: string; digest: string }[] = [];
  const row = yield* entryById(court, entryId);
  for (const hash of row ? yield* filesLeft(row, recordId) : []) {
    const users = yield* entriesWithEvidence(court, hash);
    if (users.some((use) => use.entry_id !== entryId)) continue;
    const [kept] = yield* evidenceRow({ court, hash });
    if (kept && !isDestroyed(kept)) going.push({ hash, digest: kept.digest });
  }
  return going;
}

const put = (row: DestructionRow): Change => ({
  do: 'put',
  table: 'destruction',
  key: ['court', 'id'],
  row,
});

export const destructionsView: View = {
  name: 'destructions',
  tables: ['destruction'],
  types: ['destruction-request', 'destruction'],
  *apply(record): Steps<Change[]> {
    const { court, id, seq, actor, receivedAt } = record;
    if (record.type === 'destruction-request') {
      const { body } = record as FiledRecord<'destruction-request', DestructionRequestBody>;
      const named = yield* recordNamed(court, body.recordNumber);
      return [
        put({
          court,
          id,
          seq,
          record_id: named?.id ?? '',
          entry_id: named?.entry.id ?? '',
          requested_by: actor,
          requested_at: receivedAt,
          destruction_id: '',
          destroyed_seq: 0,
          destroyed_by: '',
          destroyed_at: '',
        }),
      ];
    }
    const { body } = record as FiledRecord<'destruction', DestructionBody>;
    const row = yield* destructionById(court, body.requestId);
    if (!row) return [];
    return [
      put({
        ...row,
        destruction_id: id,
        destroyed_seq: seq,
        destroyed_by: actor,
        destroyed_at: receivedAt,
      }),
    ];
  },
};
