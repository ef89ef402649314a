/** What is on its way to the superior court, and what has arrived there. A receipt is the only proof of arrival. */
import type { Scope } from '../../shared/file-only.ts';
import type { FiledRecord } from '../../shared/records/record.ts';
import { type Channel, receiptStatement, type UpstreamReceiptBody } from '../../shared/records/upstream.ts';
import { type Change, prepared, preparedOpening, type Steps } from '../store/plan.ts';
import type { OwnCourt, View } from './view.ts';

const lastSeq = prepared<{ court: string; channel: string }, { seq: number | null }>((db, p) =>
  db
    .selectFrom('outbox')
    .select((eb) => eb.fn.max('seq').as('seq'))
    .where('court', '=', p('court'))
    .where('channel', '=', p('channel')),
);

const outboxRow = prepared<
  { court: string; channel: string; seq: number },
  { id: string; record_seq: number; receipt_seq: number | null }
>((db, p) =>
  db
    .selectFrom('outbox')
    .select(['id', 'record_seq', 'receipt_seq'])
    .where('court', '=', p('court'))
    .where('channel', '=', p('channel'))
    .where('seq', '=', p('seq')),
);

const rowById = prepared<{ court: string; id: string }, { receipt_seq: number | null }>((db, p) =>
  db.selectFrom('outbox').select('receipt_seq').where('court', '=', p('court')).where('id', '=', p('id')),
);

/** Where a record stands on its way up. */
export function* upstreamState(
  court: OwnCourt,
  id: string,
  scope: Scope = 'report',
): Steps<'waiting' | 'received' | 'not-sent' | 'file-only'> {
  if (scope === 'file-only') return 'file-only';
  const [row] = yield* rowById({ court: court.code, id });
  if (!row || !court.reportsUpstream) return 'not-sent';
  return row.receipt_seq === null ? 'waiting' : 'received';
}

export interface WaitingParcel {
  seq: number;
  id: string;
  leaf: Buffer;
  leaf_hash: Buffer;
  /** Null where the content was destroyed before it was sent. */
  bytes: Buffer | null;
  salt: Buffer | null;
}

/** The next parcels without a receipt, in order. */
export const waitingParcels = preparedOpening<
  { court: string; channel: string; limit: number },
  WaitingParcel
>((db, p) =>
  db
    .selectFrom('outbox')
    .innerJoin('log', (join) =>
      join.onRef('log.court', '=', 'outbox.court').onRef('log.seq', '=', 'outbox.record_seq'),
    )
    .innerJoin('content', (join) =>
      join.onRef('content.court', '=', 'outbox.court').onRef('content.id', '=', 'outbox.id'),
    )
    .select([
      'outbox.seq',
      'outbox.id',
      'log.leaf',
      'log.leaf_hash',
      'content.court as content_court',
      'content.id as content_id',
      'content.sealed',
      'content.kek',
      'content.wrapped',
    ])
    .where('outbox.court', '=', p('court'))
    .where('outbox.channel', '=', p('channel'))
    .where('outbox.receipt_seq', 'is', null)
    .orderBy('outbox.seq')
    .limit(p('limit')),
);

/** By record type: the channel of each record that goes up, if it does. */
export type ChannelOf = ReadonlyMap<string, (record: FiledRecord) => Steps<Channel | undefined>>;

export function outboxView(channelOf: ChannelOf): View {
  return {
    name: 'outbox',
    tables: ['outbox'],
    types: [...channelOf.keys(), 'upstream-receipt'],
    *apply(record: FiledRecord): Steps<Change[]> {
      const { court, seq, id } = record;
      const type = channelOf.get(record.type);
      if (type) {
        const channel = yield* type(record);
        if (channel === undefined) return [];
        // Numbered whether or not there is a superior yet: the numbers must not hang on when one was configured.
        const [last] = yield* lastSeq({ court, channel });
        return [
          {
            do: 'insert',
            table: 'outbox',
            row: {
              court,
              channel,
              seq: (last?.seq ?? 0) + 1,
              record_seq: seq,
              id,
              receipt_seq: null,
            },
          },
        ];
      }
      const { body } = record as FiledRecord<'upstream-receipt', UpstreamReceiptBody>;
      const changes: Change[] = [];
      for (const receipt of body.receipts) {
        const statement = receiptStatement.parse(
          JSON.parse(Buffer.from(receipt.statement, 'base64').toString('utf8')),
        );
        const key = { court, channel: statement.channel, seq: statement.seq };
        const [row] = yield* outboxRow(key);
        if (!row || row.id !== statement.id || row.receipt_seq !== null) continue;
        changes.push({
          do: 'put',
          table: 'outbox',
          key: ['court', 'channel', 'seq'],
          row: { ...key, id: row.id, record_seq: row.record_seq, receipt_seq: seq },
        });
      }
      return changes;
    },
  };
}
