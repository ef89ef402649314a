/** 逐级上报. Anybody may turn to somebody above; an entry that is named must be one's own. */
import { escalation } from '../../shared/records/escalation.ts';
import { entryById } from '../views/entries.ts';
import { recordType } from './record-type.ts';

export const escalationType = recordType({
  type: 'escalation',
  schema: escalation,
  upstream: false,
  *refuses(record, { actor, court }) {
    if (actor.kind !== 'person') return 'not-allowed';
    const { entryId } = record.body;
    if (entryId === undefined) return undefined;
    const row = yield* entryById(court, entryId);
    return row?.staff_code === actor.staffCode ? undefined : 'entry-unknown';
  },
});
