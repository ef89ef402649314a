/**
 * A direct report as it comes in, and as the courier sends it. What comes in is filed nowhere: it takes the place of one of
 * the blank ones that lie ready (sidecar/records/envelope-slots.ts).
 */
import { z } from 'zod';
import { sealedText } from '../direct-key.ts';
import { envelope } from './record.ts';

const MOST_CHARACTERS = 16_000;
const sealed = sealedText(MOST_CHARACTERS);

export const directReportBody = z.strictObject({
  envelope: sealed,
  /** A blank one that every browser sends now and then, so that one that is not blank is nothing out of the way. */
  cover: z.literal(true).exactOptional(),
});
export type DirectReportBody = z.infer<typeof directReportBody>;
export const directReportRecord = envelope('direct-report', directReportBody);

/** Sent at its time, real or blank. */
export const sealedEnvelopeBody = z.strictObject({ envelope: sealed });
export type SealedEnvelopeBody = z.infer<typeof sealedEnvelopeBody>;
export const sealedEnvelope = envelope('sealed-envelope', sealedEnvelopeBody);
