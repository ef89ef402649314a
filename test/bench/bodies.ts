/** Records as people file them, many of them and no two alike. */
import { v7 as uuid } from 'uuid';
import type { MeetingKind } from '../../shared/codes.ts';
import { entry, nil, reading } from '../sidecar/examples.ts';
import { COURT } from '../world/people.ts';

/** The n-th case of the court. */
export const caseNumber = (n: number): string => `（2024）豫1302民初${n}号`;

/** An envelope around a body, with an id of its own, as of now. */
export const record = (type: string, body: unknown) => ({
  id: uuid(),
  type,
  court: COURT.code,
  at: new Date().toISOString(),
  body,
});

export const readingOf = (n: number) => record('case-reading', reading({ caseNumber: caseNumber(n) }));
export const entryOf = (n: number) => record('entry', entry({ caseNumber: caseNumber(n) }));
export const nilOf = (n: number) => record('nil-declaration', nil({ caseNumber: caseNumber(n) }));
export const clearanceOf = (n: number, meeting: MeetingKind) =>
  record('clearance', { caseNumber: caseNumber(n), meeting });

/** Of a case that went the usual way: a reading, the statements of three people, a clearance. */
export const RECORDS_A_CASE = 5;
