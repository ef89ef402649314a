/** Which places of the console there are for whom, by the access matrix; the sidecar decides anew what anybody gets. */
import { type Asker, mayEver, type Thing } from '../../shared/access-matrix.ts';
import { approvesDestruction, asksForDestruction } from '../../shared/grant-offices.ts';
import type { Policy } from '../../shared/policy.ts';
import type { Route } from './route.ts';

export type Place = Route['view'];

const FOR: Readonly<Record<Place, readonly [thing: Thing, action?: string]>> = {
  record: ['entry', 'file'],
  mine: ['own-entries', 'read'],
  screening: ['screening-list', 'read'],
  grants: ['grants', 'read-office'],
  destruction: ['destructions', 'read'],
  escalations: ['escalations'],
  counts: ['counts', 'read'],
  complaints: ['complaint-list', 'read'],
  'direct-reports': ['direct-reports', 'read'],
  log: ['log', 'read'],
  complain: ['complaint', 'file'],
  direct: ['direct-report', 'file'],
};
const PLACES = Object.keys(FOR) as Place[];

/** Nobody signed in is shown what everybody has. */
export function placesFor(asker: Asker, { destruction }: Pick<Policy, 'destruction'>): Place[] {
  const person = asker ?? { roles: [] };
  return PLACES.filter((place) => {
    if (!mayEver(person, ...FOR[place])) return false;
    // Which of these offices approves a destruction, the court's policy says.
    return (
      place !== 'destruction' ||
      ('roles' in person && (asksForDestruction(person) || approvesDestruction(person, destruction)))
    );
  });
}

/** Of those the ones to go to: direct reports go from and come in only where the court has told of it. */
export const offeredTo = (
  asker: Asker,
  policy: Pick<Policy, 'destruction'>,
  offers: { direct?: unknown; takesDirectReports?: unknown } | undefined,
): Place[] =>
  placesFor(asker, policy).filter((place) => {
    if (place === 'direct') return offers?.direct !== undefined;
    return place !== 'direct-reports' || offers?.takesDirectReports !== undefined;
  });
