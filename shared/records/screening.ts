/**
 * What a custodian (督察专员) does with an entry (先记录后甄别, 001 第5条): opens its content, judges it with a reason, or
 * gives it back to its author for completion. Each is a record of its own; none of them changes the entry, and none
 * is shown on the sheet filed in the case.
 */
import { z } from 'zod';
import { SCREENING_RESULTS, type ScreeningResult } from '../codes.ts';
import { envelope, recordId, text } from './record.ts';

export const screeningBody = z.strictObject({
  entryId: recordId,
  result: z.enum(Object.keys(SCREENING_RESULTS) as [ScreeningResult, ...ScreeningResult[]]),
  reason: text(1000),
});
export type ScreeningBody = z.infer<typeof screeningBody>;
export const screening = envelope('screening', screeningBody);
export type Screening = z.infer<typeof screening>;

export const entryReturnBody = z.strictObject({
  entryId: recordId,
  /** What is still wanted; the author reads it. */
  note: text(500),
});
export type EntryReturnBody = z.infer<typeof entryReturnBody>;
export const entryReturn = envelope('entry-return', entryReturnBody);
export type EntryReturn = z.infer<typeof entryReturn>;

/** `grant`: what is read by a grant only; screening rests on one as well where the court asks for it. */
export const openingBody = z
  .strictObject({
    entryId: recordId,
    purpose: z.enum(['screening', 'grant']),
    grantId: recordId.optional(),
  })
  .superRefine(({ purpose, grantId }, ctx) => {
    if (purpose === 'grant' && grantId === undefined)
      ctx.addIssue({ code: 'custom', path: ['grantId'], message: 'grant-required' });
  });
export type OpeningBody = z.infer<typeof openingBody>;
export const opening = envelope('opening', openingBody);
export type Opening = z.infer<typeof opening>;
