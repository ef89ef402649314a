/**
 * The sheet (一案一表): everything disclosed about one case, as data. The sidecar builds it from the log, prints
 * it, and names it by its hash; two sheets with the same content have the same hash wherever they are computed.
 */
import type { CaseRole, MeetingKind } from './codes.ts';
import type { Lateness } from './deadline.ts';
import type { Scope } from './file-only.ts';
import type { EntryBody, EntryContent } from './records/entry.ts';
import type { NilDeclarationBody } from './records/nil-declaration.ts';

/** One person the case's page names, and what that person has stated so far. */
export interface SheetPerson {
  roles: CaseRole[];
  name: string;
  /** Absent when the staff list knows no such person, or more than one. */
  staffCode?: string;
  department?: string;
  /** Whether the court's policy asks this person for a statement; of others the sheet does not say that one is missing. */
  asked: boolean;
  statement: 'entries' | 'nil' | 'none';
  /** Time of the latest statement, ISO UTC. */
  statedAt?: string;
}

export interface SheetAuthor {
  staffCode: string;
  name: string;
  department: string;
  post: string;
}

interface SheetLineBase {
  /** Place in the court's log: the line's number for ever. */
  seq: number;
  id: string;
  by: SheetAuthor;
  /** When the sidecar took it in, ISO UTC. */
  receivedAt: string;
}

/** A content whose key was destroyed by law: when, and the 文号 of what ordered it. */
export interface Destroyed {
  seq: number;
  at: string;
  document: string;
}

/** A reading of an entry that a supplement has taken the place of. */
export interface SheetReading {
  /** The record that held it, and when that came in. */
  seq: number;
  receivedAt: string;
  /** What took its place, why, and when. */
  replacedBy: { seq: number; receivedAt: string; kind: 'supplement' | 'correction'; reason: string };
  /** Fields in which it read otherwise, as it read then. */
  before: { field: keyof EntryContent; value: unknown }[];
  /** What it said is gone; `before` holds what remains of it and is shown to nobody. */
  destroyed?: Destroyed;
}

export interface SheetEntry extends SheetLineBase {
  type: 'entry';
  /** The current reading. */
  body: EntryBody;
  /** What it said is gone; `body` holds what remains of it and is shown to nobody. */
  destroyed?: Destroyed;
  /** Readings before, oldest first. */
  history: SheetReading[];
  scope: Scope;
  lateness: Lateness;
  /** When an entry made without a case was linked to this one. */
  linkedAt?: string;
}
export interface SheetNil extends SheetLineBase {
  type: 'nil-declaration';
  body: NilDeclarationBody;
}
export type SheetLine = SheetEntry | SheetNil;

export interface Sheet {
  v: 2;
  court: { code: string; name: string };
  /** Canonical print form, e.g. （2024）豫1302民初123号. */
  caseNumber: string;
  cause: string;
  stage: string;
  parties: string[];
  agents: string[];
  people: SheetPerson[];
  /** In log order. */
  lines: SheetLine[];
  /** Time and log number of the newest record the sheet is made of. */
  asOf: string;
  through: number;
}

/** What became of the sheet: printed behind it, and no part of its hash, or filing it would make it another sheet. */
export interface SheetAnnex {
  filings: { at: string; by: string; fileName: string; sheetHash: string }[];
  clearances: { at: string; by: string; meeting: MeetingKind }[];
}

/** A sheet with the hash that names it: SHA-256 (hex) of its RFC 8785 form. */
export interface SealedSheet {
  sheet: Sheet;
  hash: string;
  annex: SheetAnnex;
}

/**
 * What is printed of a sheet. `full`: everything. `summary`: number, kind, times, codes and handling of each entry, but
 * neither its content nor who was recorded. `reference`: who has stated, and the entries' numbers only.
 */
export interface SheetCopy {
  level: 'full' | 'summary' | 'reference';
  /** Absent on the copy that is filed in the case; every other print says who made it and when (R53). */
  watermark?: { viewer: string; at: string };
}

/** What proves to a recorder what was recorded and when (001 第10条, 济法发〔2021〕17号 五(二)). */
export interface EntryProof {
  court: { code: string; name: string };
  entry: SheetEntry;
  /** When its author signed it, by the author's clock. */
  signedAt: string;
  caseNumber?: string;
  /** Each record of the entry's life its author may know of. */
  events: { seq: number; type: string; at: string; leafHash: string }[];
  /** Size and root of the log when the proof was made. */
  head: { size: number; root: string };
  upstream: 'waiting' | 'received' | 'not-sent' | 'file-only';
}
