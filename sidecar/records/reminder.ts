/** 提醒. Whoever of the case was held may ask the others to state. */
import { reminder } from '../../shared/records/reminder.ts';
import { refusesOutsiders } from './people-of-case.ts';
import { recordType } from './record-type.ts';

export const reminderType = recordType({
  type: 'reminder',
  schema: reminder,
  upstream: false,
  *refuses(record, circumstances) {
    return yield* refusesOutsiders(record, circumstances);
  },
});
