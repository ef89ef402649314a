/**
 * A case reading: what the host's case page said about a case when a person opened it. The gate asks the people
 * of the newest reading; a reading whose people differ from the one before is a change of the panel.
 */
import { z } from 'zod';
import { CASE_ROLES, type CaseRole } from '../codes.ts';
import { caseNumberText, envelope, text } from './record.ts';

const role = z.enum(Object.keys(CASE_ROLES) as [CaseRole, ...CaseRole[]]);

export const casePerson = z.strictObject({
  role,
  name: text(60),
  /** Staff code, where the host's page shows one; names alone may be ambiguous. */
  staffCode: text(32).optional(),
});
export type CasePerson = z.infer<typeof casePerson>;

export const caseReadingBody = z.strictObject({
  caseNumber: caseNumberText,
  cause: text(200, 0),
  stage: text(60, 0),
  parties: z.array(text(300)).max(200),
  agents: z.array(text(300)).max(200),
  people: z.array(casePerson).max(60),
  host: z.strictObject({
    profile: text(60),
    profileVersion: z.int().min(1),
    /** The host's own id of the case, where its address has one. */
    caseId: text(120).optional(),
  }),
});
export type CaseReadingBody = z.infer<typeof caseReadingBody>;

export const caseReading = envelope('case-reading', caseReadingBody);
export type CaseReading = z.infer<typeof caseReading>;
