/** At a superior court: how far it has cosigned each log of its subordinates, and what it had to refuse. */
import type { FiledRecord } from '../../shared/records/record.ts';
import type { WitnessedCheckpointBody, WitnessRefusalBody } from '../../shared/records/witness.ts';
import { type Change, prepared, type Steps } from '../store/plan.ts';
import type { Tables } from '../store/schema.ts';
import type { View } from './view.ts';

export type WitnessedRow = Tables['witnessed'];

export const latestWitnessed = prepared<{ court: string; origin: string }, WitnessedRow>((db, p) =>
  db.selectFrom('witnessed').selectAll().where('court', '=', p('court')).where('origin', '=', p('origin')),
);

export const allWitnessed = prepared<{ court: string }, WitnessedRow>((db, p) =>
  db.selectFrom('witnessed').selectAll().where('court', '=', p('court')).orderBy('origin'),
);

export type RefusalRow = Tables['witness_refusal'];

/** Newest first. */
export const witnessRefusals = prepared<{ court: string; limit: number }, RefusalRow>((db, p) =>
  db
    .selectFrom('witness_refusal')
    .selectAll()
    .where('court', '=', p('court'))
    .orderBy('seq', 'desc')
    .limit(p('limit')),
);

export const lastRefusalOf = prepared<{ court: string; origin: string }, RefusalRow>((db, p) =>
  db
    .selectFrom('witness_refusal')
    .selectAll()
    .where('court', '=', p('court'))
    .where('origin', '=', p('origin'))
    .orderBy('seq', 'desc')
    .limit(1),
);

export const witnessedView: View = {
  name: 'witnessed',
  tables: ['witnessed', 'witness_refusal'],
  types: ['witnessed-checkpoint', 'witness-refusal'],
  *apply(record): Steps<Change[]> {
    const { court, seq, receivedAt } = record;
    if (record.type === 'witness-refusal') {
      const { body } = record as FiledRecord<'witness-refusal', WitnessRefusalBody>;
      const { of, origin, kind, known, brought } = body;
      const row = { court, seq, of_court: of, origin, kind, known, brought, refused_at: receivedAt };
      return [{ do: 'insert', table: 'witness_refusal', row }];
    }
    const { body } = record as FiledRecord<'witnessed-checkpoint', WitnessedCheckpointBody>;
    const { of, origin, size, root } = body;
    const row = { court, origin, of_court: of, size, root, seq, cosigned_at: receivedAt };
    return [{ do: 'put', table: 'witnessed', key: ['court', 'origin'], row }];
  },
};
