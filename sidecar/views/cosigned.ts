/** Checkpoints of the court's own logs that another court has cosigned. They bear their proof in themselves. */
import type { LogKind } from '../log/leaf.ts';
import { prepared, type Steps } from '../store/plan.ts';
import type { Tables } from '../store/schema.ts';

export type CosignedRow = Tables['cosigned_checkpoint'];

const newest = prepared<{ court: string; log: string }, CosignedRow>((db, p) =>
  db
    .selectFrom('cosigned_checkpoint')
    .selectAll()
    .where('court', '=', p('court'))
    .where('log', '=', p('log'))
    .orderBy('cosigned_at', 'desc')
    .orderBy('size', 'desc')
    .limit(1),
);

const covering = prepared<{ court: string; log: string; size: number }, CosignedRow>((db, p) =>
  db
    .selectFrom('cosigned_checkpoint')
    .selectAll()
    .where('court', '=', p('court'))
    .where('log', '=', p('log'))
    .where('size', '>=', p('size'))
    .orderBy('size')
    .limit(1),
);

const isOf = (row: CosignedRow | undefined, origin: string): CosignedRow | undefined =>
  row?.note.startsWith(`${origin}\n`) ? row : undefined;

/** The newest one of the log under this name. */
export function* cosignedOf(court: string, log: LogKind, origin: string): Steps<CosignedRow | undefined> {
  const [row] = yield* newest({ court, log });
  return isOf(row, origin);
}

/** The first one that holds the leaf with this number. */
export function* cosignedWith(
  court: string,
  log: LogKind,
  origin: string,
  seq: number,
): Steps<CosignedRow | undefined> {
  const [row] = yield* covering({ court, log, size: seq });
  return isOf(row, origin);
}
