/**
 * 申诉控告: somebody who recorded, or wanted to, complains of retaliation or of being kept from it; and what a custodian
 * answers (001 第14条; 济法发〔2021〕17号 五(二)). One that is sealed to the superior court is a direct report instead.
 */
import { z } from 'zod';
import {
  COMPLAINT_ADDRESSEES,
  COMPLAINT_KINDS,
  COMPLAINT_MAX,
  type ComplaintAddressee,
  type ComplaintKind,
} from '../codes.ts';
import { envelope, recordId, text } from './record.ts';

const keysOf = <T extends string>(list: Record<T, unknown>) => z.enum(Object.keys(list) as [T, ...T[]]);

export const complaintBody = z.strictObject({
  to: keysOf<ComplaintAddressee>(COMPLAINT_ADDRESSEES),
  kind: keysOf<ComplaintKind>(COMPLAINT_KINDS),
  text: text(COMPLAINT_MAX),
  /** Whom it is about: to them it does not exist. */
  about: z
    .strictObject({
      name: text(60),
      staffCode: z
        .string()
        .regex(/^[A-Za-z0-9_-]{1,32}$/)
        .exactOptional(),
    })
    .exactOptional(),
  /** The own entry it follows from. */
  entryId: recordId.exactOptional(),
  /** The author's name, where another court reads it, which does not have the staff list. */
  name: text(60).exactOptional(),
});
export type ComplaintBody = z.infer<typeof complaintBody>;
export const complaint = envelope('complaint', complaintBody);

export const complaintReplyBody = z.strictObject({ complaintId: recordId, text: text(COMPLAINT_MAX) });
export type ComplaintReplyBody = z.infer<typeof complaintReplyBody>;
export const complaintReply = envelope('complaint-reply', complaintReplyBody);
