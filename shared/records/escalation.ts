/** An escalation (逐级上报): a recorder under pressure turns to somebody above, about a case, an entry, or neither. */
import { z } from 'zod';
import { ESCALATION_TARGETS, type EscalationTarget } from '../codes.ts';
import { caseNumberText, envelope, recordId, text } from './record.ts';

export const escalationBody = z.strictObject({
  to: z.enum(Object.keys(ESCALATION_TARGETS) as [EscalationTarget, ...EscalationTarget[]]),
  caseNumber: caseNumberText.optional(),
  entryId: recordId.optional(),
  reason: text(1000),
});
export type EscalationBody = z.infer<typeof escalationBody>;
export const escalation = envelope('escalation', escalationBody);
export type Escalation = z.infer<typeof escalation>;
