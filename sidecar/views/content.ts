/** What the log keeps of a record: its body, opened from what was sealed or what remains of it, and when it came in. */
import type { DestructionBody, DestructionRequestBody } from '../../shared/records/destruction.ts';
import type { RecordEnvelope } from '../../shared/records/record.ts';
import type { Destroyed } from '../../shared/sheet.ts';
import { prepared, preparedOpening, type Steps } from '../store/plan.ts';

const contentOf = preparedOpening<{ court: string; id: string }, object>((db, p) =>
  db
    .selectFrom('content')
    .select(['court as content_court', 'id as content_id', 'sealed', 'kek', 'wrapped'])
    .where('court', '=', p('court'))
    .where('id', '=', p('id')),
);

const destructionOf = prepared<
  { court: string; record_id: string },
  { id: string; destruction_id: string; destroyed_seq: number; destroyed_at: string }
>((db, p) =>
  db
    .selectFrom('destruction')
    .select(['id', 'destruction_id', 'destroyed_seq', 'destroyed_at'])
    .where('court', '=', p('court'))
    .where('record_id', '=', p('record_id'))
    .where('destruction_id', '!=', ''),
);

export interface Kept<B> {
  body: B;
  /** Its content was destroyed by law; `body` is what remains. */
  destroyed?: Destroyed;
}

/** The body of a filed record, as it was sent, or what remains of it; undefined for none. */
export function* keptOf<B>(court: string, id: string): Steps<Kept<B> | undefined> {
  const [row] = yield* contentOf({ court, id });
  if (row?.bytes) return { body: (JSON.parse(row.bytes.toString('utf8')) as RecordEnvelope<string, B>).body };
  const [gone] = row ? yield* destructionOf({ court, record_id: id }) : [];
  if (!gone) return undefined;
  const act = yield* keptOf<DestructionBody>(court, gone.destruction_id);
  const request = yield* keptOf<DestructionRequestBody>(court, gone.id);
  return (
    act && {
      body: act.body.remains.body as B,
      destroyed: {
        seq: gone.destroyed_seq,
        at: gone.destroyed_at,
        document: request?.body.document ?? '',
      },
    }
  );
}

export function* bodyOf<B>(court: string, id: string): Steps<B | undefined> {
  return (yield* keptOf<B>(court, id))?.body;
}

const receivedAtRow = prepared<{ court: string; seq: number }, { received_at: string }>((db, p) =>
  db.selectFrom('log').select('received_at').where('court', '=', p('court')).where('seq', '=', p('seq')),
);

/** When the record with this number came in; undefined for a number that was never given. */
export function* receivedAt(court: string, seq: number): Steps<string | undefined> {
  const [row] = yield* receivedAtRow({ court, seq });
  return row?.received_at;
}
