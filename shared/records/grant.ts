/**
 * A grant (查阅批准): whoever may not look asks to read one entry, or the entries of one case as they stand now; the
 * president or the party secretary approves it, and a custodian turns the second key (济法发〔2021〕17号 四(五); 至少两人,
 * 相互监督, 004). What is read under it is an opening as any other.
 */
import { z } from 'zod';
import { caseNumberText, envelope, recordId, text } from './record.ts';

/** Longer than this no court can let a grant hold, hours. */
export const GRANT_MAX_HOURS = 30 * 24;

export const grantRequestBody = z
  .strictObject({
    /** Number of the entry in the court's log, as people read it (豫1302-12). */
    entryNumber: z.int().min(1).optional(),
    caseNumber: caseNumberText.optional(),
    reason: text(500),
    /** How long it is to hold once approved. */
    hours: z.int().min(1).max(GRANT_MAX_HOURS),
  })
  .superRefine(({ entryNumber, caseNumber }, ctx) => {
    if ((entryNumber === undefined) === (caseNumber === undefined))
      ctx.addIssue({ code: 'custom', path: ['entryNumber'], message: 'entry-or-case' });
  });
export type GrantRequestBody = z.infer<typeof grantRequestBody>;
export const grantRequest = envelope('grant-request', grantRequestBody);
export type GrantRequest = z.infer<typeof grantRequest>;

export const grantDecisionBody = z
  .strictObject({
    grantId: recordId,
    decision: z.enum(['approve', 'refuse']),
    note: text(500).optional(),
  })
  .superRefine(({ decision, note }, ctx) => {
    if (decision === 'refuse' && note === undefined)
      ctx.addIssue({ code: 'custom', path: ['note'], message: 'note-required' });
  });
export type GrantDecisionBody = z.infer<typeof grantDecisionBody>;
export const grantDecision = envelope('grant-decision', grantDecisionBody);
export type GrantDecision = z.infer<typeof grantDecision>;

/** 会签: the second key. */
export const grantCountersignBody = z.strictObject({ grantId: recordId });
export type GrantCountersignBody = z.infer<typeof grantCountersignBody>;
export const grantCountersign = envelope('grant-countersign', grantCountersignBody);
export type GrantCountersign = z.infer<typeof grantCountersign>;

export const grantWithdrawalBody = z.strictObject({ grantId: recordId });
export type GrantWithdrawalBody = z.infer<typeof grantWithdrawalBody>;
export const grantWithdrawal = envelope('grant-withdrawal', grantWithdrawalBody);
export type GrantWithdrawal = z.infer<typeof grantWithdrawal>;
