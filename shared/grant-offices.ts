/** Who asks for a grant or a destruction, who decides, who turns the second key: the access matrix, and what the court's policy narrows. */
import { mayEver } from './access-matrix.ts';
import type { DestructionPolicy, GrantsPolicy } from './policy.ts';
import type { STAFF_ROLES } from './records/staff-list.ts';

export interface Officer {
  roles: readonly (typeof STAFF_ROLES)[number][];
}

/** 院管理员; and the custodians, where the court asks the same of them. */
export const asksForGrants = (person: Officer, { custodians }: GrantsPolicy): boolean =>
  mayEver(
    custodians === 'granted' ? person : { roles: person.roles.filter((role) => role !== 'custodian') },
    'grant-request',
    'file',
  );

/** 院长、党组书记 (济法发〔2021〕17号 四(五)). */
export const decidesGrants = (person: Officer): boolean => mayEver(person, 'grant-decision', 'file');

/** The second key is a custodian's. */
export const countersignsGrants = (person: Officer): boolean => mayEver(person, 'grant-countersign', 'file');

export const asksForDestruction = (person: Officer): boolean =>
  mayEver(person, 'destruction-request', 'file');

/** Of the offices that may, those the court's policy names. */
export const approvesDestruction = (person: Officer, { approvers }: DestructionPolicy): boolean =>
  mayEver({ roles: person.roles.filter((role) => approvers.includes(role as never)) }, 'destruction', 'file');
