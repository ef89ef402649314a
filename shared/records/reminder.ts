/** A reminder: whoever was held asks those who have not stated yet; their statement is then due. */
import { z } from 'zod';
import { caseNumberText, envelope, meetingKind } from './record.ts';

export const reminderBody = z.strictObject({ caseNumber: caseNumberText, meeting: meetingKind });
export type ReminderBody = z.infer<typeof reminderBody>;
export const reminder = envelope('reminder', reminderBody);
export type Reminder = z.infer<typeof reminder>;
