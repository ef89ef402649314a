/** Court policy: what a court may set for itself, with the national default for all it leaves unsaid. */
import { z } from 'zod';
import { CASE_ROLES, type CaseRole, type MeetingKind } from './codes.ts';

const gatePolicy = z.strictObject({
  /** Whose statement the meeting needs. */
  signers: z.array(z.enum(Object.keys(CASE_ROLES) as [CaseRole, ...CaseRole[]])).min(1),
  /** A statement made on day D holds through day D + n, Asia/Shanghai. */
  freshDays: z.int().min(1).max(365),
  /** Whether a change of the panel asks everybody to state again, or only those who came new. */
  afterPanelChange: z.enum(['everybody', 'new-members']),
  /** How long a clearance holds, minutes. */
  clearanceMinutes: z.int().min(1).max(1440),
});
export type GatePolicy = z.infer<typeof gatePolicy>;

const gateDefault: GatePolicy = {
  signers: ['handling-judge', 'presiding-judge', 'panel-member'],
  freshDays: 7,
  afterPanelChange: 'everybody',
  clearanceMinutes: 30,
};

export const policy = z.strictObject({
  gate: z
    .strictObject({
      'judges-conference': gatePolicy.default(gateDefault),
      'adjudication-committee': gatePolicy.default(gateDefault),
    })
    .prefault({}),
});
export type Policy = z.infer<typeof policy>;

/** The national default. */
export const NATIONAL_POLICY: Policy = policy.parse({});

export const gatePolicyOf = (p: Policy, meeting: MeetingKind): GatePolicy => p.gate[meeting];
