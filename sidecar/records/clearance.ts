/** 放行. Filed by a person of the case, and only while the gate's rules hold (001 第18条). */
import { clearance } from '../../shared/records/clearance.ts';
import { gateOf } from '../views/gate.ts';
import { refusesOutsiders } from './people-of-case.ts';
import { recordType } from './record-type.ts';

export const clearanceType = recordType({
  type: 'clearance',
  schema: clearance,
  upstream: 'report',
  *refuses(record, circumstances) {
    const outsider = yield* refusesOutsiders(record, circumstances);
    if (outsider) return outsider;
    const { caseNumber, meeting } = record.body;
    const { court, now, policy } = circumstances;
    const decision = yield* gateOf(court, caseNumber, meeting, now, policy);
    return decision.open ? undefined : 'gate-closed';
  },
});
