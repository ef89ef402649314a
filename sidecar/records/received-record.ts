/** 下级法院上报. Filed by the inbox for a subordinate court whose signature it has checked. */
import { mayI } from '../../shared/access-matrix.ts';
import { receivedRecord } from '../../shared/records/upstream.ts';
import { recordType } from './record-type.ts';

export const receivedRecordType = recordType({
  type: 'received-record',
  schema: receivedRecord,
  upstream: false,
  *refuses(record, { actor }) {
    const own = actor.kind === 'court' && actor.code === record.body.origin;
    return mayI(actor, 'received-record', 'file', own ? ['own'] : []) ? undefined : 'not-allowed';
  },
});
