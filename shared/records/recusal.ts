/** A recusal statement: a meeting member's own answer on one case, before it is deliberated (001 第18条). */
import { z } from 'zod';
import { caseNumberText, envelope, meetingKind, text } from './record.ts';

export const recusalBody = z
  .strictObject({
    caseNumber: caseNumberText,
    meeting: meetingKind,
    /** The host's own id of the meeting, where its address has one. */
    hostMeetingId: text(120).optional(),
    statement: z.enum(['no-recusal', 'recuse']),
    reason: text(1000, 0),
  })
  .superRefine((body, ctx) => {
    if (body.statement === 'recuse' && body.reason.trim() === '') {
      ctx.addIssue({ code: 'custom', path: ['reason'], message: 'recusal-reason-required' });
    }
  });
export type RecusalBody = z.infer<typeof recusalBody>;
export const recusal = envelope('recusal', recusalBody);
export type Recusal = z.infer<typeof recusal>;
