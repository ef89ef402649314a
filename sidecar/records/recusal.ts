/** 回避. A member's own answer; nobody gives it for another. */
import { recusal } from '../../shared/records/recusal.ts';
import { recordType } from './record-type.ts';

export const recusalType = recordType({
  type: 'recusal',
  schema: recusal,
  upstream: 'report',
  *refuses(_, { actor }) {
    return actor.kind === 'person' && actor.roles.includes('committee-member') ? undefined : 'not-allowed';
  },
});
