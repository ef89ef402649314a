/**
 * Which page of the trial system this is. The address says which one it may be, the probe whether it is: a page
 * of the same address may be an error, a login form or a case whose parts have not come yet.
 */
import { matchPath } from '../../shared/host-path.ts';
import type { HostProfile } from '../../shared/host-profile.ts';
import { selectAll } from './select.ts';

export interface Place {
  type: 'case' | 'meeting';
  /** What the address names: caseId, meetingId. */
  ids: Readonly<Record<string, string>>;
}

export function recognise(profile: HostProfile, pathname: string): Place | undefined {
  for (const type of ['case', 'meeting'] as const) {
    const page = profile[type];
    const ids = page && matchPath(page.path, pathname);
    if (ids) return { type, ids };
  }
  return undefined;
}

export function confirmed(profile: HostProfile, place: Place, root: ParentNode): boolean {
  const page = profile[place.type];
  return page !== undefined && selectAll(root, page.probe).length > 0;
}
