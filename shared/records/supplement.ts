/**
 * A supplement (补充填报, 001 第19条): its author's further record to an entry, with the whole reading that counts from
 * now on. The entry and every reading before stay in the log and on the sheet.
 */
import { z } from 'zod';
import { entryContent } from './entry.ts';
import { caseNumberText, envelope, recordId, text } from './record.ts';

export const supplementBody = z.strictObject({
  entryId: recordId,
  /** The case of the entry; absent where it has none. */
  caseNumber: caseNumberText.optional(),
  /** Something is added, or something was wrong. */
  kind: z.enum(['supplement', 'correction']),
  reason: text(500),
  entry: entryContent,
});
export type SupplementBody = z.infer<typeof supplementBody>;
export const supplement = envelope('supplement', supplementBody);
export type Supplement = z.infer<typeof supplement>;
