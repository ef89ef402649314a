/** 人员名单. Imported on the sidecar's own machine (`liuhen staff import`), never over the network. */
import { staffList } from '../../shared/records/staff-list.ts';
import { nothingMore, recordType } from './record-type.ts';

export const staffListType = recordType({
  type: 'staff-list',
  schema: staffList,
  upstream: false,
  refuses: nothingMore,
});
