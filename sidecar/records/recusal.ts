/** 回避. A member's own answer; nobody gives it for another. */
import { mayI } from '../../shared/access-matrix.ts';
import { recusal } from '../../shared/records/recusal.ts';
import { recordType } from './record-type.ts';

export const recusalType = recordType({
  type: 'recusal',
  schema: recusal,
  upstream: 'report',
  *refuses(_, { actor }) {
    // Its body names the case and the meeting.
    return mayI(actor, 'recusal', 'file', ['meeting']) ? undefined : 'not-allowed';
  },
});
