/**
 * The sheet (一案一表): everything disclosed about one case, as data. The sidecar builds it from the log, prints
 * it, and names it by its hash; two sheets with the same content have the same hash wherever they are computed.
 */
import type { CaseRole } from './codes.ts';
import type { EntryBody } from './records/entry.ts';
import type { NilDeclarationBody } from './records/nil-declaration.ts';

/** One person the case's page names, and what that person has stated so far. */
export interface SheetPerson {
  roles: CaseRole[];
  name: string;
  /** Absent when the staff list knows no such person, or more than one. */
  staffCode?: string;
  department?: string;
  statement: 'entries' | 'nil' | 'none';
  /** Time of the latest statement, ISO UTC. */
  statedAt?: string;
}

interface SheetLineBase {
  /** Place in the court's log: the line's number for ever. */
  seq: number;
  id: string;
  by: { staffCode: string; name: string; department: string; post: string };
  /** When the sidecar took it in, ISO UTC. */
  receivedAt: string;
}
export interface SheetEntry extends SheetLineBase {
  type: 'entry';
  body: EntryBody;
}
export interface SheetNil extends SheetLineBase {
  type: 'nil-declaration';
  body: NilDeclarationBody;
}
export type SheetLine = SheetEntry | SheetNil;

export interface Sheet {
  v: 1;
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

/** A sheet with the hash that names it: SHA-256 (hex) of its RFC 8785 form. */
export interface SealedSheet {
  sheet: Sheet;
  hash: string;
}
