/** Every table, as Kysely sees it. JSON is kept as text, times as ISO UTC text, hashes of the log as bytes. */
import type { Kysely } from 'kysely';

export interface Tables {
  // The log and what it commits to: never changed, never deleted.
  log: {
    court: string;
    seq: number;
    id: string;
    type: string;
    actor: string;
    received_at: string;
    leaf: Buffer;
    leaf_hash: Buffer;
  };
  /** `kek` and `wrapped` are its key, and change with the court's key or when it is destroyed by law. */
  content: { court: string; id: string; sealed: Buffer; kek: string; wrapped: Buffer };
  /** Who read what; the leaves of the second tree. */
  access_log: {
    court: string;
    seq: number;
    at: string;
    actor: string;
    action: string;
    subject: string;
    outcome: string;
    leaf: Buffer;
    leaf_hash: Buffer;
  };
  /** Newest size and root of each tree, with the checkpoint signed over them. */
  tree_head: { court: string; log: string; size: number; root: Buffer; note: string; suite: string };
  /** Checkpoints another court has witnessed. */
  cosigned_checkpoint: {
    court: string;
    log: string;
    size: number;
    root: Buffer;
    note: string;
    cosigned_at: string;
  };
  /** `bytes` is the size of the file; `digest` the hash of what is sealed, which a leaf names. */
  evidence: {
    court: string;
    hash: string;
    media_type: string;
    bytes: number;
    sealed: Buffer;
    kek: string;
    wrapped: Buffer;
    digest: string;
  };

  // What is on its way in, and who has brought what; neither log nor view.
  /** Parts of an unfinished upload. */
  evidence_part: {
    court: string;
    staff_code: string;
    hash: string;
    start: number;
    bytes: number;
    /** Size of the whole file. */
    total: number;
    received_at: string;
    sealed: Buffer;
    kek: string;
    wrapped: Buffer;
  };
  /** Who has uploaded a file as a whole, and so is known to have it. */
  evidence_holder: { court: string; staff_code: string; hash: string; held_at: string };

  /** Always the same number of rows of the same size; which of them hold a report is written nowhere. */
  envelope_slot: { court: string; slot: number; envelope: string };

  // Views: each can be thrown away and rebuilt from the log.
  staff: {
    court: string;
    code: string;
    name: string;
    /** comparable(name) */
    name_key: string;
    department: string;
    post: string;
    roles: string;
    account: string;
  };
  case_file: {
    court: string;
    case_key: string;
    /** The newest reading of its page, where cause, parties and agents stand. */
    reading_id: string;
    panel_since: number;
    /** The stage as a code, '' where the page's words are not known, and the reading that first said so. */
    stage_code: string;
    stage_since: number;
    reading_seq: number;
    received_at: string;
  };
  case_person: {
    court: string;
    case_key: string;
    place: number;
    name: string;
    name_key: string;
    staff_code: string | null;
    roles: string;
    member_since: number;
  };
  statement: {
    court: string;
    case_key: string;
    staff_code: string;
    seq: number;
    stated_at: string;
    type: string;
    /** The record that brought this person's newest entry to the case; 0 where there is none. */
    entry_seq: number;
  };
  sheet_line: {
    court: string;
    case_key: string;
    seq: number;
    id: string;
    type: string;
    kind: string | null;
    /** `file-only` for an entry that stays in the case. */
    scope: string;
    staff_code: string;
    received_at: string;
  };
  entry: {
    court: string;
    id: string;
    seq: number;
    /** '' while the entry belongs to no case. */
    case_key: string;
    staff_code: string;
    kind: string;
    scope: string;
    /** 1 where it says that the case was affected. */
    urgent: number;
    /** When its author signed it, by the author's clock. */
    signed_at: string;
    received_at: string;
    /** The record that holds its current reading: itself, or the newest supplement. */
    reading_id: string;
    reading_seq: number;
    /** The record that linked it to its case later; 0 where none did. */
    link_seq: number;
    state: string;
    state_seq: number;
  };
  /** What came after the entry itself. */
  entry_event: {
    court: string;
    entry_id: string;
    seq: number;
    id: string;
    type: string;
    staff_code: string;
    received_at: string;
  };
  /** How often a person has filed what in a month (`2026-10`, Beijing time), by the department they were in then. */
  filing_count: {
    court: string;
    month: string;
    department: string;
    staff_code: string;
    /** The kind of an entry, or `nil`. */
    kind: string;
    filed: number;
  };
  /** How many were on the last staff list of a month. */
  department_size: { court: string; month: string; department: string; people: number };
  evidence_use: { court: string; hash: string; entry_id: string; staff_code: string };
  /** '' where nothing of it was filed yet. Of an entry, or of a case's entries as they were when it was asked for. */
  content_grant: {
    court: string;
    id: string;
    seq: number;
    staff_code: string;
    entry_id: string;
    case_key: string;
    hours: number;
    requested_at: string;
    decision: string;
    /** The record that holds its note. */
    decision_id: string;
    decided_by: string;
    decided_at: string;
    countersigned_by: string;
    countersigned_at: string;
    withdrawn_by: string;
    withdrawn_at: string;
  };
  /** An entry opened under a grant: once each. */
  grant_use: {
    court: string;
    grant_id: string;
    entry_id: string;
    opening_id: string;
    seq: number;
    opened_at: string;
  };
  /** '' and 0 until it is done. */
  destruction: {
    court: string;
    id: string;
    seq: number;
    /** What it is of, and the entry that belongs to. */
    record_id: string;
    entry_id: string;
    requested_by: string;
    requested_at: string;
    destruction_id: string;
    destroyed_seq: number;
    destroyed_by: string;
    destroyed_at: string;
  };
  escalation: {
    court: string;
    seq: number;
    id: string;
    target: string;
    staff_code: string;
    department: string;
    case_key: string;
    received_at: string;
  };
  complaint: {
    court: string;
    seq: number;
    id: string;
    addressee: string;
    staff_code: string;
    received_at: string;
  };
  complaint_reply: {
    court: string;
    complaint_id: string;
    seq: number;
    id: string;
    staff_code: string;
    received_at: string;
  };
  /** A staff list moved somebody who had recorded, or left them out. */
  post_change: {
    court: string;
    /** Of the staff list. */
    seq: number;
    staff_code: string;
    name: string;
    department: string;
    post: string;
    /** Null for who is not on the list any more. */
    to_department: string | null;
    to_post: string | null;
    received_at: string;
  };
  clearance: { court: string; case_key: string; meeting: string; id: string; seq: number; filed_at: string };
  sheet_filing: {
    court: string;
    case_key: string;
    seq: number;
    sheet_hash: string;
    file_hash: string;
    file_name: string;
    staff_code: string;
    filed_at: string;
  };
  reminder: {
    court: string;
    case_key: string;
    meeting: string;
    seq: number;
    staff_code: string;
    filed_at: string;
  };
  recusal: {
    court: string;
    case_key: string;
    meeting: string;
    host_meeting_id: string;
    staff_code: string;
    statement: string;
    seq: number;
    filed_at: string;
  };
  outbox: {
    court: string;
    channel: string;
    seq: number;
    record_seq: number;
    id: string;
    receipt_seq: number | null;
  };
  /** How far the logs of other courts were cosigned here. */
  witnessed: {
    court: string;
    origin: string;
    of_court: string;
    size: number;
    root: string;
    seq: number;
    cosigned_at: string;
  };
  witness_refusal: {
    court: string;
    seq: number;
    of_court: string;
    origin: string;
    kind: string;
    known: number;
    brought: number;
    refused_at: string;
  };
  received: {
    court: string;
    origin: string;
    channel: string;
    seq: number;
    id: string;
    type: string;
    leaf_hash: string;
    log_seq: number;
    received_at: string;
  };
}
export type TableName = keyof Tables;

/** Tables that are views, with the columns that order their rows. Rebuilding empties and refills exactly these. */
export const VIEW_TABLES = {
  staff: ['court', 'code'],
  case_file: ['court', 'case_key'],
  case_person: ['court', 'case_key', 'place'],
  statement: ['court', 'case_key', 'staff_code'],
  sheet_line: ['court', 'case_key', 'seq'],
  entry: ['court', 'seq'],
  entry_event: ['court', 'entry_id', 'seq'],
  evidence_use: ['court', 'hash', 'entry_id'],
  content_grant: ['court', 'id'],
  grant_use: ['court', 'grant_id', 'entry_id'],
  destruction: ['court', 'id'],
  filing_count: ['court', 'month', 'department', 'staff_code', 'kind'],
  department_size: ['court', 'month', 'department'],
  escalation: ['court', 'seq'],
  complaint: ['court', 'seq'],
  complaint_reply: ['court', 'complaint_id', 'seq'],
  post_change: ['court', 'seq', 'staff_code'],
  clearance: ['court', 'case_key', 'meeting'],
  sheet_filing: ['court', 'case_key', 'seq'],
  reminder: ['court', 'case_key', 'meeting'],
  recusal: ['court', 'case_key', 'meeting', 'host_meeting_id', 'staff_code'],
  outbox: ['court', 'channel', 'seq'],
  received: ['court', 'origin', 'channel', 'seq'],
  witnessed: ['court', 'origin'],
  witness_refusal: ['court', 'seq'],
} as const satisfies Partial<{ [T in TableName]: readonly (keyof Tables[T])[] }>;

export type Database = Kysely<Tables>;
