/**
 * 记录. Anybody on the staff list may file one, about anybody's case or none (逢问必录; 三个规定 bind all court staff).
 * Whether it was unlawful is not asked: 先记录后甄别 (001 第5条).
 */
import { isUrgent } from '../../shared/deadline.ts';
import { scopeOf } from '../../shared/file-only.ts';
import { entry } from '../../shared/records/entry.ts';
import { checkEntryContent, sealedFiles } from './entry-rules.ts';
import { recordType } from './record-type.ts';

export const entryType = recordType({
  type: 'entry',
  schema: entry,
  // What stays in the case is not reported (001 第7、8条); what has affected the case goes up at once.
  *upstream({ body }) {
    if (scopeOf(body) === 'file-only') return undefined;
    return isUrgent(body) ? 'urgent' : 'report';
  },
  *standsFor({ court, body }) {
    return yield* sealedFiles(court, body.evidence);
  },
  *refuses(record, circumstances) {
    yield* checkEntryContent(record.body, 'body', circumstances);
    return undefined;
  },
});
