/** 补挂案号. The author says to which case an entry made without one belongs; once said, it stays there. */
import { mayI } from '../../shared/access-matrix.ts';
import { caseLink } from '../../shared/records/case-link.ts';
import { entryById } from '../views/entries.ts';
import { isBy, recordType } from './record-type.ts';

export const caseLinkType = recordType({
  type: 'case-link',
  schema: caseLink,
  *upstream({ court, body }) {
    const row = yield* entryById(court, body.entryId);
    return row?.scope === 'report' ? 'report' : undefined;
  },
  *refuses(record, { actor, court }) {
    const row = yield* entryById(court, record.body.entryId);
    if (!row || !mayI(actor, 'case-link', 'file', isBy(row, actor))) return 'entry-unknown';
    if (row.state === 'destroyed') return 'entry-destroyed';
    return row.case_key === '' ? undefined : 'already-linked';
  },
});
