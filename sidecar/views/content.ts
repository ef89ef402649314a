/** What the log keeps of a record: its body, opened from what was sealed, and when it came in. */
import type { RecordEnvelope } from '../../shared/records/record.ts';
import { prepared, preparedOpening, type Steps } from '../store/plan.ts';

const contentOf = preparedOpening<{ court: string; id: string }, object>((db, p) =>
  db
    .selectFrom('content')
    .select(['court as content_court', 'id as content_id', 'sealed', 'kek', 'wrapped'])
    .where('court', '=', p('court'))
    .where('id', '=', p('id')),
);

/** The body of a filed record, as it was sent; undefined for none, and for one whose content was destroyed by law. */
export function* bodyOf<B>(court: string, id: string): Steps<B | undefined> {
  const [row] = yield* contentOf({ court, id });
  return row?.bytes ? (JSON.parse(row.bytes.toString('utf8')) as RecordEnvelope<string, B>).body : undefined;
}

const receivedAtRow = prepared<{ court: string; seq: number }, { received_at: string }>((db, p) =>
  db.selectFrom('log').select('received_at').where('court', '=', p('court')).where('seq', '=', p('seq')),
);

/** When the record with this number came in; undefined for a number that was never given. */
export function* receivedAt(court: string, seq: number): Steps<string | undefined> {
  const [row] = yield* receivedAtRow({ court, seq });
  return row?.received_at;
}
