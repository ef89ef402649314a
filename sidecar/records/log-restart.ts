/** 日志续记. Filed by the operator's command, never by a person in a session, and told to the superior court. */
import { logRestart } from '../../shared/records/log-restart.ts';
import { nothingMore, recordType } from './record-type.ts';

export const logRestartType = recordType({
  type: 'log-restart',
  schema: logRestart,
  upstream: 'report',
  refuses: nothingMore,
});
