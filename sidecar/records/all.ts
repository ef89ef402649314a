/** Every record type the door knows. */
import { caseLinkType } from './case-link.ts';
import { caseReadingType } from './case-reading.ts';
import { clearanceType } from './clearance.ts';
import { complaintReplyType, complaintType } from './complaint.ts';
import { directReportType, sealedEnvelopeType } from './direct-report.ts';
import { entryType } from './entry.ts';
import { escalationType } from './escalation.ts';
import { nilDeclarationType } from './nil-declaration.ts';
import { receivedRecordType } from './received-record.ts';
import type { RecordType } from './record-type.ts';
import { recusalType } from './recusal.ts';
import { reminderType } from './reminder.ts';
import { entryReturnType, openingType, screeningType } from './screening.ts';
import { sheetFilingType } from './sheet-filing.ts';
import { staffListType } from './staff-list.ts';
import { supplementType } from './supplement.ts';
import { upstreamReceiptType } from './upstream-receipt.ts';

export const RECORD_TYPES: readonly RecordType[] = [
  entryType,
  supplementType,
  caseLinkType,
  openingType,
  screeningType,
  entryReturnType,
  escalationType,
  nilDeclarationType,
  caseReadingType,
  clearanceType,
  reminderType,
  sheetFilingType,
  recusalType,
  staffListType,
  receivedRecordType,
  upstreamReceiptType,
  complaintType,
  complaintReplyType,
  directReportType,
  sealedEnvelopeType,
];
