/** A case link: an entry that was made without a case turns out to belong to one (逢问必录, 济法发〔2021〕17号 三(一)). */
import { z } from 'zod';
import { STAGES } from '../codes.ts';
import { caseNumberText, envelope, recordId } from './record.ts';

export const caseLinkBody = z.strictObject({
  entryId: recordId,
  caseNumber: caseNumberText,
  stage: z.enum(Object.keys(STAGES) as [keyof typeof STAGES, ...(keyof typeof STAGES)[]]),
});
export type CaseLinkBody = z.infer<typeof caseLinkBody>;
export const caseLink = envelope('case-link', caseLinkBody);
export type CaseLink = z.infer<typeof caseLink>;
