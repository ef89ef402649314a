/** Views can be thrown away: this throws them away, and derives them anew from the log. */
import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import type { DestructionBody, Remains } from '../../shared/records/destruction.ts';
import type { FiledRecord, RecordEnvelope } from '../../shared/records/record.ts';
import { type Change, preparedOpening, type Steps } from '../store/plan.ts';
import { type TableName, VIEW_TABLES } from '../store/schema.ts';
import type { SqliteStore } from '../store/sqlite.ts';
import { VIEWS_BY_TYPE } from './all.ts';

const BATCH = 500;

interface LogRow {
  court: string;
  seq: number;
  id: string;
  type: string;
  actor: string;
  received_at: string;
  bytes: Buffer | null;
  salt: Buffer | null;
}

const recordsAfter = preparedOpening<{ court: string; after: number }, LogRow>((db, p) =>
  db
    .selectFrom('log')
    .innerJoin('content', (join) =>
      join.onRef('content.court', '=', 'log.court').onRef('content.id', '=', 'log.id'),
    )
    .select([
      'log.court',
      'log.seq',
      'log.id',
      'log.type',
      'log.actor',
      'log.received_at',
      'content.court as content_court',
      'content.id as content_id',
      'content.sealed',
      'content.kek',
      'content.wrapped',
    ])
    .where('log.court', '=', p('court'))
    .where('log.seq', '>', p('after'))
    .orderBy('log.seq')
    .limit(BATCH),
);

const destructions = preparedOpening<{ court: string }, object>((db, p) =>
  db
    .selectFrom('log')
    .innerJoin('content', (join) =>
      join.onRef('content.court', '=', 'log.court').onRef('content.id', '=', 'log.id'),
    )
    .select([
      'content.court as content_court',
      'content.id as content_id',
      'content.sealed',
      'content.kek',
      'content.wrapped',
    ])
    // Written out, for only then SQLite takes the index of the few there are.
    .where('log.type', '=', sql.lit('destruction'))
    .where('log.court', '=', p('court')),
);

/** What remains of records whose content was destroyed, by their id: it stands in a record that comes later. */
function* remainsIn(court: string): Steps<ReadonlyMap<string, Remains>> {
  const remains = new Map<string, Remains>();
  for (const { bytes } of yield* destructions({ court })) {
    const record = JSON.parse(bytes?.toString('utf8') ?? 'null') as { body: DestructionBody } | null;
    if (record) remains.set(record.body.remains.recordId, record.body.remains);
  }
  return remains;
}

function envelopeOf(row: LogRow, remains: ReadonlyMap<string, Remains>): RecordEnvelope | undefined {
  const { court, id, type, bytes } = row;
  if (bytes) return JSON.parse(bytes.toString('utf8')) as RecordEnvelope;
  const left = remains.get(id);
  return left && { id, type, court, at: left.at, body: left.body };
}

function* applyOne(
  row: LogRow,
  remains: ReadonlyMap<string, Remains>,
): Steps<{ changes: Change[]; result: undefined }> {
  const envelope = envelopeOf(row, remains);
  if (!envelope) return { changes: [], result: undefined };
  const record: FiledRecord = {
    ...envelope,
    seq: row.seq,
    actor: row.actor,
    receivedAt: row.received_at,
  };
  const changes: Change[] = [];
  for (const view of VIEWS_BY_TYPE.get(record.type) ?? []) changes.push(...(yield* view.apply(record)));
  return { changes, result: undefined };
}

/**
 * Empties every view and refills it. Not for a store that serves: the views are incomplete meanwhile.
 * @returns number of records replayed
 */
export async function rebuildViews(store: SqliteStore, courts: readonly string[]): Promise<number> {
  await store.write(function* () {
    const changes = Object.keys(VIEW_TABLES).map(
      (table): Change => ({ do: 'remove', table: table as TableName, where: {} }) as Change,
    );
    return { changes, result: undefined };
  });
  let replayed = 0;
  for (const court of courts) {
    const remains = store.read(remainsIn(court));
    for (let after = 0; ; ) {
      const batch = store.read(recordsAfter({ court, after }));
      const last = batch.at(-1);
      if (!last) break;
      await Promise.all(batch.map((row) => store.write(() => applyOne(row, remains))));
      replayed += batch.length;
      after = last.seq;
    }
  }
  return replayed;
}

/**
 * SHA-256 over every row of every view in key order: equal digests mean byte-identical views. Columns go by their names, for
 * a file that was migrated has them in another order than a new one.
 */
export function digestViews(store: SqliteStore): string {
  const hash = createHash('sha256');
  for (const [table, key] of Object.entries(VIEW_TABLES)) {
    hash.update(`\n[${table}]\n`);
    for (const row of store.db.prepare(`select * from ${table} order by ${key.join(', ')}`).iterate()) {
      const columns = Object.entries(row as object).sort(([a], [b]) => (a < b ? -1 : 1));
      hash.update(`${JSON.stringify(columns)}\n`);
    }
  }
  return hash.digest('hex');
}
