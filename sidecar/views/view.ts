/**
 * A view answers one question from tables of its own, which it fills record by record. Records know no view; the
 * door hands each record to the views that asked for its type, and `liuhen rebuild` hands them all of history.
 * A view therefore rests on the record alone: no clock, no random, no configuration.
 */
import type { FiledRecord } from '../../shared/records/record.ts';
import type { Change, Steps } from '../store/plan.ts';
import type { TableName } from '../store/schema.ts';

/** The court whose log is looked at. */
export interface OwnCourt {
  code: string;
  name: string;
  /** Whether it reports to a superior court: what is numbered for sending waits for a receipt only then. */
  reportsUpstream: boolean;
}

export interface View {
  name: string;
  tables: readonly TableName[];
  /** Record types it asks for. */
  types: readonly string[];
  apply(record: FiledRecord): Steps<Change[]>;
}
