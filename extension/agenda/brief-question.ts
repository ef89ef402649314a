import type { MeetingKind } from '../../shared/codes.ts';

export interface BriefQuestion {
  caseNumber: string;
  meeting: MeetingKind;
  hostMeetingId?: string;
}
