/** What a receipt is made of: the leaf of a record, the salt of its commitment, and the checkpoint that covers it. */
import type { LogKind } from '../log/leaf.ts';
import { prepared, preparedOpening, type Steps } from '../store/plan.ts';
import { type CosignedRow, cosignedWith } from './cosigned.ts';

interface LeafRow {
  seq: number;
  type: string;
  actor: string;
  received_at: string;
  leaf: Buffer;
  bytes: Buffer | null;
  salt: Buffer | null;
}

const leafById = preparedOpening<{ court: string; id: string }, LeafRow>((db, p) =>
  db
    .selectFrom('log')
    .innerJoin('content', (join) =>
      join.onRef('content.court', '=', 'log.court').onRef('content.id', '=', 'log.id'),
    )
    .select([
      'log.seq',
      'log.type',
      'log.actor',
      'log.received_at',
      'log.leaf',
      'content.court as content_court',
      'content.id as content_id',
      'content.sealed',
      'content.kek',
      'content.wrapped',
    ])
    .where('log.court', '=', p('court'))
    .where('log.id', '=', p('id')),
);

export interface ReceiptParts {
  seq: number;
  type: string;
  actor: string;
  leaf: Buffer;
  salt: Buffer | undefined;
  /** Body of a sheet filing, to know whose case it is. */
  caseNumber: string | undefined;
  cosigned: CosignedRow | undefined;
}

export function* receiptPartsOf(court: string, id: string, origin: string): Steps<ReceiptParts | undefined> {
  const [row] = yield* leafById({ court, id });
  // Asked alike whether there is one or not.
  const cosigned = yield* cosignedWith(court, 'disclosures', origin, row?.seq ?? 0);
  if (!row) return undefined;
  const body =
    row.bytes && (JSON.parse(row.bytes.toString('utf8')) as { body: { caseNumber?: string } }).body;
  return {
    seq: row.seq,
    type: row.type,
    actor: row.actor,
    leaf: row.leaf,
    salt: row.salt?.length ? row.salt : undefined,
    caseNumber: body?.caseNumber,
    cosigned,
  };
}

const filingByHash = prepared<{ court: string; hash: string }, { seq: number; filed_at: string }>((db, p) =>
  db
    .selectFrom('sheet_filing')
    .select(['seq', 'filed_at'])
    .where('court', '=', p('court'))
    .where((eb) => eb.or([eb('file_hash', '=', p('hash')), eb('sheet_hash', '=', p('hash'))]))
    .orderBy('seq', 'desc')
    .limit(1),
);

/** The record that filed a print with these bytes, or a sheet with this hash. */
export function* filingWithHash(
  court: string,
  hash: string,
): Steps<{ seq: number; receivedAt: string } | undefined> {
  const [row] = yield* filingByHash({ court, hash });
  return row && { seq: row.seq, receivedAt: row.filed_at };
}

const lastBefore = prepared<{ court: string }, { received_at: string }>((db, p) =>
  db.selectFrom('log').select('received_at').where('court', '=', p('court')).orderBy('seq', 'desc').limit(1),
);
const lastReading = prepared<{ court: string }, { received_at: string }>((db, p) =>
  db
    .selectFrom('access_log')
    .select('at as received_at')
    .where('court', '=', p('court'))
    .orderBy('seq', 'desc')
    .limit(1),
);

/** When the newest leaf of a log came in; '' for an empty one. */
export function* newestAt(court: string, log: LogKind): Steps<string> {
  const [row] = yield* (log === 'access' ? lastReading : lastBefore)({ court });
  return row?.received_at ?? '';
}
