/** Which places of the console there are for whom, by the access matrix; the sidecar decides anew what anybody gets. */
import { type Asker, mayEver, type Thing } from '../../shared/access-matrix.ts';
import type { Route } from './route.ts';

export type Place = Route['view'];

const FOR: Readonly<Record<Place, readonly [thing: Thing, action?: string]>> = {
  record: ['entry', 'file'],
  mine: ['own-entries', 'read'],
  screening: ['screening-list', 'read'],
  escalations: ['escalations'],
  counts: ['counts', 'read'],
};
const PLACES = Object.keys(FOR) as Place[];

/** Nobody signed in is shown what everybody has. */
export const placesFor = (asker: Asker): Place[] =>
  PLACES.filter((place) => mayEver(asker ?? { roles: [] }, ...FOR[place]));
