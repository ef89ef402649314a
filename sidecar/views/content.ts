/** The body of a record, from the bytes the log keeps. */
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
