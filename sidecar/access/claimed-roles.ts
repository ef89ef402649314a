/**
 * Roles as an identity provider's claim has them. The staff list is the court's word and holds at every request; a claim
 * is from the moment of signing in. So it narrows what the list says, unless the court lets it extend it.
 */
import { STAFF_ROLES, type StaffRole } from '../../shared/records/staff-list.ts';

export interface RolesClaim {
  /** Name of the claim; where there is none of that name, a path with dots (`realm_access.roles`). */
  claim: string;
  /** A value of the claim → a role here. Other values mean nothing. */
  map: Readonly<Record<string, StaffRole>>;
  /** `narrow`: roles both say. `extend`: roles either says, until the session ends. */
  mode: 'narrow' | 'extend';
}

/** @returns our roles for the values of the claim; none when it is missing or of another shape */
export function rolesInClaims(
  claims: Readonly<Record<string, unknown>>,
  { claim, map }: RolesClaim,
): StaffRole[] {
  const value = Object.hasOwn(claims, claim) ? claims[claim] : atPath(claims, claim.split('.'));
  const said = typeof value === 'string' ? value.split(/[\s,]+/) : Array.isArray(value) ? value : [];
  const roles = said.flatMap((one) => (typeof one === 'string' && Object.hasOwn(map, one) ? [map[one]] : []));
  return STAFF_ROLES.filter((role) => roles.includes(role));
}

/** @param claimed what the claim said at sign-in; undefined when no claim was asked for, and that says nothing */
export function effectiveRoles(
  listed: readonly StaffRole[],
  claimed: readonly StaffRole[] | undefined,
  mode: RolesClaim['mode'] | undefined,
): StaffRole[] {
  if (mode === undefined) return [...listed];
  const said = claimed ?? [];
  return STAFF_ROLES.filter((role) =>
    mode === 'extend'
      ? listed.includes(role) || said.includes(role)
      : // Everybody on the list is staff, whatever a claim leaves out.
        listed.includes(role) && (role === 'staff' || said.includes(role)),
  );
}

function atPath(value: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>(
    (at, name) =>
      typeof at === 'object' && at !== null && Object.hasOwn(at, name)
        ? (at as Record<string, unknown>)[name]
        : undefined,
    value,
  );
}
