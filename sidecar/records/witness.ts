/** 见证. Filed by the superior's own witness for a log whose signature it has checked. */
import { witnessedCheckpoint, witnessRefusal } from '../../shared/records/witness.ts';
import { latestWitnessed } from '../views/witnessed.ts';
import { nothingMore, recordType } from './record-type.ts';

export const witnessedCheckpointType = recordType({
  type: 'witnessed-checkpoint',
  schema: witnessedCheckpoint,
  upstream: false,
  *refuses(record, circumstances) {
    const { origin, from, size } = record.body;
    // Decided before the transaction, and only good if nothing was cosigned meanwhile: or a slow request would take the
    // witness back (c2sp.org/tlog-witness).
    const [latest] = yield* latestWitnessed({ court: circumstances.court, origin });
    if ((latest?.size ?? 0) !== from || size < from) return 'witness-moved';
    return undefined;
  },
});

export const witnessRefusalType = recordType({
  type: 'witness-refusal',
  schema: witnessRefusal,
  upstream: false,
  refuses: nothingMore,
});
