/** The questions the extension asks of the sidecar, each with the shape of its answer. */
import {
  type AgendaBadge,
  type AgendaQuestion,
  agendaAnswer,
  type Brief,
  brief,
  type CaseView,
  caseView,
  type Duty,
  dutiesAnswer,
  gateDecision,
  type OwnRecord,
  ownRecordsAnswer,
} from '../../shared/api.ts';
import type { MeetingKind } from '../../shared/codes.ts';
import { comparable } from '../../shared/text.ts';
import { viewed } from './cache.ts';
import type { Cached, GateDecision } from './calls.ts';
import { sidecar } from './connection.ts';

export const casePath = (caseNumber: string): string => `/v1/cases/${encodeURIComponent(caseNumber)}`;

export const askCaseView = (caseNumber: string): Promise<Cached<CaseView>> =>
  viewed(`case:${comparable(caseNumber)}`, () => sidecar.askJson(casePath(caseNumber), caseView));

export function askBrief(question: {
  caseNumber: string;
  meeting: MeetingKind;
  hostMeetingId?: string;
}): Promise<Cached<Brief>> {
  const { caseNumber, meeting, hostMeetingId } = question;
  const query = new URLSearchParams({ meeting, ...(hostMeetingId === undefined ? {} : { hostMeetingId }) });
  const path = `${casePath(caseNumber)}/brief?${query}`;
  return viewed(`brief:${comparable(caseNumber)}:${query}`, () => sidecar.askJson(path, brief));
}

export const askDuties = (): Promise<Cached<Duty[]>> =>
  viewed('duties', async () => (await sidecar.askJson('/v1/duties', dutiesAnswer)).duties);

export const askOwnRecords = (): Promise<Cached<OwnRecord[]>> =>
  viewed('records', async () => (await sidecar.askJson('/v1/records', ownRecordsAnswer)).records);

/** Never from the cache: marks of yesterday on the agenda of today would be wrong without saying so. */
export const askAgenda = async (json: AgendaQuestion): Promise<AgendaBadge[]> =>
  (await sidecar.askJson('/v1/agenda', agendaAnswer, { method: 'POST', json })).badges;

/** Never from the cache: the gate is decided by what is known now. */
export const askGateDecision = (caseNumber: string, meeting: MeetingKind): Promise<GateDecision> =>
  sidecar.askJson(`${casePath(caseNumber)}/gate?meeting=${meeting}`, gateDecision);
