/**
 * 直报 to the superior court, skipping the layers between (001 第12条), and what the courier sends of it. Anybody of the staff
 * may; nothing of it is filed: the log, the counts and the lists of this court do not know that it came in.
 */
import { directReportRecord, sealedEnvelope } from '../../shared/records/direct-report.ts';
import { nothingMore, recordType } from './record-type.ts';

export const directReportType = recordType({
  type: 'direct-report',
  schema: directReportRecord,
  upstream: false,
  aside: true,
  refuses: nothingMore,
});

export const sealedEnvelopeType = recordType({
  type: 'sealed-envelope',
  schema: sealedEnvelope,
  upstream: 'sealed',
  refuses: nothingMore,
});
