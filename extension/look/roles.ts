/** For whom there is something behind a way in. The sidecar decides anew what anybody may see. */
import type { Person } from '../../shared/api.ts';

export const isCustodian = ({ roles }: Person): boolean => roles.includes('custodian');

/** To whom a colleague may turn, by office (004 逐级上报). */
export const isTurnedTo = ({ roles }: Person): boolean =>
  roles.includes('department-head') || roles.includes('president') || roles.includes('custodian');
