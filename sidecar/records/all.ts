/** Every record type the door knows. */
import { caseReadingType } from './case-reading.ts';
import { clearanceType } from './clearance.ts';
import { entryType } from './entry.ts';
import { nilDeclarationType } from './nil-declaration.ts';
import { receivedRecordType } from './received-record.ts';
import type { RecordType } from './record-type.ts';
import { recusalType } from './recusal.ts';
import { reminderType } from './reminder.ts';
import { sheetFilingType } from './sheet-filing.ts';
import { staffListType } from './staff-list.ts';
import { upstreamReceiptType } from './upstream-receipt.ts';

export const RECORD_TYPES: readonly RecordType[] = [
  entryType,
  nilDeclarationType,
  caseReadingType,
  clearanceType,
  reminderType,
  sheetFilingType,
  recusalType,
  staffListType,
  receivedRecordType,
  upstreamReceiptType,
];
