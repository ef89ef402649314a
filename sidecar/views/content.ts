/** What the log keeps of a record: its body, from the bytes that were hashed, and when it came in. */
import type { RecordEnvelope } from '../../shared/records/record.ts';
import { prepared, type Steps } from '../store/plan.ts';

const contentOf = prepared<{ court: string; id: string }, { bytes: Buffer }>((db, p) =>
  db.selectFrom('content').select('bytes').where('court', '=', p('court')).where('id', '=', p('id')),
);

/** The body of a filed record, as it was sent. */
export function* bodyOf<B>(court: string, id: string): Steps<B | undefined> {
  const [row] = yield* contentOf({ court, id });
  return row && (JSON.parse(row.bytes.toString('utf8')) as RecordEnvelope<string, B>).body;
}

const receivedAtRow = prepared<{ court: string; seq: number }, { received_at: string }>((db, p) =>
  db.selectFrom('log').select('received_at').where('court', '=', p('court')).where('seq', '=', p('seq')),
);

/** When the record with this number came in; undefined for a number that was never given. */
export function* receivedAt(court: string, seq: number): Steps<string | undefined> {
  const [row] = yield* receivedAtRow({ court, seq });
  return row?.received_at;
}
