/**
 * 补充填报 (001 第19条). Only the author supplements an entry. What was reported cannot become file-only: it would vanish
 * from the report without anybody having judged it.
 */
import { mayI } from '../../shared/access-matrix.ts';
import { isUrgent } from '../../shared/deadline.ts';
import { scopeOf } from '../../shared/file-only.ts';
import { supplement } from '../../shared/records/supplement.ts';
import { Refusal } from '../problems.ts';
import { entryById } from '../views/entries.ts';
import { checkEntryContent, sealedFiles } from './entry-rules.ts';
import { isBy, recordType } from './record-type.ts';

export const supplementType = recordType({
  type: 'supplement',
  schema: supplement,
  *upstream({ body }) {
    if (scopeOf(body.entry) === 'file-only') return undefined;
    return isUrgent(body.entry) ? 'urgent' : 'report';
  },
  *standsFor({ court, body }) {
    return yield* sealedFiles(court, body.entry.evidence);
  },
  *refuses(record, circumstances) {
    const { actor, court } = circumstances;
    const { entryId, caseNumber, entry } = record.body;
    const row = yield* entryById(court, entryId);
    if (!row || !mayI(actor, 'supplement', 'file', isBy(row, actor))) return 'entry-unknown';
    // What the law had destroyed does not come back by being written again.
    if (row.state === 'destroyed') return 'entry-destroyed';
    if ((caseNumber ?? '') !== row.case_key)
      throw new Refusal('case-differs', [{ path: 'body.caseNumber', code: 'case-differs' }]);
    if (row.case_key !== '' && entry.stage === undefined)
      throw new Refusal('input-invalid', [{ path: 'body.entry.stage', code: 'stage-required' }]);
    if (row.scope === 'report' && scopeOf(entry) === 'file-only')
      throw new Refusal('scope-narrowed', [{ path: 'body.entry.fileOnly', code: 'scope-narrowed' }]);
    yield* checkEntryContent(entry, 'body.entry', circumstances);
    return undefined;
  },
});
