/** 逐级上报. Anybody may turn to somebody above; an entry that is named must be one's own. */
import { mayI } from '../../shared/access-matrix.ts';
import { escalation } from '../../shared/records/escalation.ts';
import { entryById } from '../views/entries.ts';
import { isBy, recordType } from './record-type.ts';

export const escalationType = recordType({
  type: 'escalation',
  schema: escalation,
  upstream: false,
  *refuses(record, { actor, court }) {
    const { entryId } = record.body;
    const row = entryId === undefined ? undefined : yield* entryById(court, entryId);
    const relations = entryId === undefined ? (['own'] as const) : isBy(row, actor);
    return mayI(actor, 'escalation', 'file', relations) ? undefined : 'entry-unknown';
  },
});
