/**
 * A view answers one question from tables of its own, which it fills record by record. Records know no view; the
 * door hands each record to the views that asked for its type, and `liuhen rebuild` hands them all of history.
 * A view therefore rests on the record alone: no clock, no random, no configuration but the context's.
 */
import type { FiledRecord } from '../../shared/records/record.ts';
import type { Change, Steps } from '../store/plan.ts';
import type { TableName } from '../store/schema.ts';

export interface ViewContext {
  /** Whether a court reports to a superior: only then is there anything to send. */
  reportsUpstream(court: string): boolean;
}

export interface View {
  name: string;
  tables: readonly TableName[];
  /** Record types it asks for. */
  types: readonly string[];
  apply(record: FiledRecord, context: ViewContext): Steps<Change[]>;
}
