/** Who asks for a grant or a destruction, who decides, who turns the second key: by office alone. */
import type { DestructionPolicy, GrantsPolicy } from './policy.ts';
import type { STAFF_ROLES } from './records/staff-list.ts';

export interface Officer {
  roles: readonly (typeof STAFF_ROLES)[number][];
}

/** 院管理员; and the custodians, where the court asks the same of them. */
export const asksForGrants = ({ roles }: Officer, { custodians }: GrantsPolicy): boolean =>
  roles.includes('court-administrator') || (custodians === 'granted' && roles.includes('custodian'));

/** 院长、党组书记 (济法发〔2021〕17号 四(五)). */
export const decidesGrants = ({ roles }: Officer): boolean =>
  roles.includes('president') || roles.includes('party-secretary');

/** The second key is a custodian's. */
export const countersignsGrants = ({ roles }: Officer): boolean => roles.includes('custodian');

export const asksForDestruction = ({ roles }: Officer): boolean => roles.includes('custodian');

export const approvesDestruction = ({ roles }: Officer, { approvers }: DestructionPolicy): boolean =>
  approvers.some((role) => roles.includes(role));
