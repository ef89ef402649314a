/** For whom there is something behind a way in. The sidecar decides anew what anybody may see. */
import type { Person } from '../../shared/api.ts';
import { countersignsGrants, decidesGrants } from '../../shared/grant-offices.ts';

export const isCustodian = ({ roles }: Person): boolean => roles.includes('custodian');

/** Who asks for grants, decides on them or turns the second key. */
export const isOfGrants = (person: Person): boolean =>
  person.roles.includes('court-administrator') || decidesGrants(person) || countersignsGrants(person);

/** To whom a colleague may turn, by office (004 逐级上报). */
export const isTurnedTo = ({ roles }: Person): boolean =>
  roles.includes('department-head') || roles.includes('president') || roles.includes('custodian');
