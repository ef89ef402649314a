/** At a superior court: what each subordinate court has sent, by channel and number. */
import type { FiledRecord } from '../../shared/records/record.ts';
import { type ReceivedRecordBody, receiptStatement } from '../../shared/records/upstream.ts';
import { leaf } from '../log/leaf.ts';
import { type Change, prepared, type Steps } from '../store/plan.ts';
import type { View } from './view.ts';

export const lastReceived = prepared<
  { court: string; origin: string; channel: string },
  { seq: number | null }
>((db, p) =>
  db
    .selectFrom('received')
    .select((eb) => eb.fn.max('seq').as('seq'))
    .where('court', '=', p('court'))
    .where('origin', '=', p('origin'))
    .where('channel', '=', p('channel')),
);

export const receivedRow = prepared<
  { court: string; origin: string; channel: string; seq: number },
  { id: string; leaf_hash: string }
>((db, p) =>
  db
    .selectFrom('received')
    .select(['id', 'leaf_hash'])
    .where('court', '=', p('court'))
    .where('origin', '=', p('origin'))
    .where('channel', '=', p('channel'))
    .where('seq', '=', p('seq')),
);

export const receivedView: View = {
  name: 'received',
  tables: ['received'],
  types: ['received-record'],
  *apply(record): Steps<Change[]> {
    const { court, seq, receivedAt, body } = record as FiledRecord<'received-record', ReceivedRecordBody>;
    const leafBytes = Buffer.from(body.parcel.leaf, 'base64');
    const statement = Buffer.from(body.receipt.statement, 'base64');
    return [
      {
        do: 'insert',
        table: 'received',
        row: {
          court,
          origin: body.origin,
          channel: body.parcel.channel,
          seq: body.parcel.seq,
          id: body.parcel.id,
          type: leaf.parse(JSON.parse(leafBytes.toString('utf8'))).type,
          // Hashed under the sender's suite, as its receipt says.
          leaf_hash: receiptStatement.parse(JSON.parse(statement.toString('utf8'))).leafHash,
          log_seq: seq,
          received_at: receivedAt,
        },
      },
    ];
  },
};
