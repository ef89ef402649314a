/** 回执. Filed by the outbox when the superior's receipts have been checked. */
import { upstreamReceipt } from '../../shared/records/upstream.ts';
import { nothingMore, recordType } from './record-type.ts';

export const upstreamReceiptType = recordType({
  type: 'upstream-receipt',
  schema: upstreamReceipt,
  upstream: false,
  refuses: nothingMore,
});
