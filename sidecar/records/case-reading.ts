/** What the host's page said of a case. Anybody signed in may bring one; the log tells who did. */
import { caseReading } from '../../shared/records/case-reading.ts';
import { nothingMore, recordType } from './record-type.ts';

export const caseReadingType = recordType({
  type: 'case-reading',
  schema: caseReading,
  upstream: false,
  refuses: nothingMore,
});
