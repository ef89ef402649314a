/**
 * A clearance: the gate's written pass for one case to one kind of meeting. The door files it only while the
 * gate's rules hold; it lapses by time and when what it rested on changes (001 第18条).
 */
import { z } from 'zod';
import { caseNumberText, envelope, meetingKind } from './record.ts';

export const clearanceBody = z.strictObject({ caseNumber: caseNumberText, meeting: meetingKind });
export type ClearanceBody = z.infer<typeof clearanceBody>;
export const clearance = envelope('clearance', clearanceBody);
export type Clearance = z.infer<typeof clearance>;
