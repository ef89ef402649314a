/** What a person has filed, newest first. */
import type { OwnRecord } from '../../shared/api.ts';
import { scopeOf } from '../../shared/file-only.ts';
import { prepared, type Steps } from '../store/plan.ts';
import { bodyOf } from './content.ts';
import { upstreamState } from './outbox.ts';
import type { OwnCourt } from './view.ts';

const LIMIT = 50;

const recordsOf = prepared<
  { court: string; actor: string },
  { id: string; seq: number; type: string; received_at: string }
>((db, p) =>
  db
    .selectFrom('log')
    .select(['id', 'seq', 'type', 'received_at'])
    .where('court', '=', p('court'))
    .where('actor', '=', p('actor'))
    .where('type', '!=', 'case-reading')
    .orderBy('seq', 'desc')
    .limit(LIMIT),
);

export function* ownRecordsOf(court: OwnCourt, staffCode: string): Steps<OwnRecord[]> {
  const records: OwnRecord[] = [];
  for (const row of yield* recordsOf({ court: court.code, actor: staffCode })) {
    const body = yield* bodyOf<{ caseNumber?: string; fileOnly?: unknown; entry?: { fileOnly?: unknown } }>(
      court.code,
      row.id,
    );
    const scope = scopeOf(body?.entry ?? body ?? {});
    records.push({
      id: row.id,
      seq: row.seq,
      type: row.type,
      ...(body?.caseNumber === undefined ? {} : { caseNumber: body.caseNumber }),
      receivedAt: row.received_at,
      upstream: yield* upstreamState(court, row.id, scope),
    });
  }
  return records;
}
