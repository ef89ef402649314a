/** Where a page stands in its host, by the profile. */
import { matchPath } from '../../shared/host-path.ts';
import type { BoundProfile } from '../../shared/host-profile.ts';
import type { PageSeen } from './calls.ts';

/**
 * Whether an address is a page of this kind by the profile.
 * @returns the host's id of the case as written in the address, where the pattern has one
 */
export function placeOf(
  { profile }: BoundProfile,
  type: PageSeen['type'],
  pathname: string,
): { caseId?: string } | undefined {
  const pattern = type === 'case' ? profile.case.path : profile.meeting?.path;
  if (pattern === undefined || !matchPath(pattern, pathname)) return undefined;
  const at = pattern.split('/').indexOf('{caseId}');
  const caseId = at < 0 ? undefined : pathname.split('/')[at];
  return caseId === undefined ? {} : { caseId };
}
