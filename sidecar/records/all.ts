/** Every record type the door knows. */
import { caseLinkType } from './case-link.ts';
import { caseReadingType } from './case-reading.ts';
import { clearanceType } from './clearance.ts';
import { complaintReplyType, complaintType } from './complaint.ts';
import { destructionRequestType, destructionType } from './destruction.ts';
import { directReportType, sealedEnvelopeType } from './direct-report.ts';
import { entryType } from './entry.ts';
import { escalationType } from './escalation.ts';
import { grantCountersignType, grantDecisionType, grantRequestType, grantWithdrawalType } from './grant.ts';
import { logRestartType } from './log-restart.ts';
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
import { witnessedCheckpointType, witnessRefusalType } from './witness.ts';

export const RECORD_TYPES: readonly RecordType[] = [
  entryType,
  supplementType,
  caseLinkType,
  openingType,
  screeningType,
  entryReturnType,
  grantRequestType,
  grantDecisionType,
  grantCountersignType,
  grantWithdrawalType,
  destructionRequestType,
  destructionType,
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
  logRestartType,
  witnessedCheckpointType,
  witnessRefusalType,
  complaintType,
  complaintReplyType,
  directReportType,
  sealedEnvelopeType,
];
