/** Whose sign-in asks for a second factor, and whether a sign-in had one. */

import type { SignInPolicy } from '../../shared/policy.ts';
import type { StaffRole } from '../../shared/records/staff-list.ts';

export type Strength = 'one-factor' | 'two-factor';

export const needsSecondFactor = (roles: readonly StaffRole[], policy: SignInPolicy): boolean =>
  roles.some((role) => policy.secondFactorRoles.includes(role));

/**
 * What the identity provider's own words amount to. The embedded provider says `mfa` where there were two (RFC 8176); of
 * the court's own, policy says which words count.
 */
export function strengthOf(
  { amr, acr }: { amr: readonly string[]; acr: string | undefined },
  counts: SignInPolicy['foreign'],
): Strength {
  const two =
    amr.some((method) => counts.amr.includes(method)) || (acr !== undefined && counts.acr.includes(acr));
  return two ? 'two-factor' : 'one-factor';
}

/** What the embedded provider's word is. */
export const EMBEDDED_WORDS: SignInPolicy['foreign'] = { acr: [], amr: ['mfa'] };
