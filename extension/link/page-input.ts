/**
 * What a content script may hand to the background. It stands beside a page nobody trusts, so what it says is
 * checked here like any input from outside; pages of the extension itself are not.
 */
import { z } from 'zod';
import { agendaQuestion } from '../../shared/api.ts';
import { caseReadingBody } from '../../shared/records/case-reading.ts';
import { meetingKind } from '../../shared/records/record.ts';
import type { CallName } from './calls.ts';

const hostMeetingId = z.string().min(1).max(120).exactOptional();

const pageSeen = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('case'),
    reading: caseReadingBody,
    peopleUnread: z.literal(true).exactOptional(),
  }),
  z.strictObject({
    type: z.literal('meeting'),
    meeting: meetingKind,
    hostMeetingId,
    cases: z.array(z.string().min(1).max(80)).max(500),
  }),
]);

const drift = z.strictObject({
  profile: z.string().max(60),
  version: z.int(),
  fields: z.array(z.string().max(120)).max(100),
});

/** Arguments of each call a content script may make. */
const PAGE_INPUT: Partial<Record<CallName, z.ZodType>> = {
  pageProfile: z.tuple([]),
  pageArrived: z.tuple([pageSeen]),
  pageLeft: z.tuple([]),
  askGate: z.tuple([z.strictObject({ meeting: meetingKind })]),
  agendaBadges: z.tuple([agendaQuestion]),
  pageDrift: z.tuple([drift]),
};

/** @returns false for arguments that are not what the call takes, and for calls that are not a page's */
export const isPageInput = (name: CallName, args: unknown[]): boolean =>
  PAGE_INPUT[name]?.safeParse(args).success === true;
