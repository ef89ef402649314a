/** The questions the extension asks of the sidecar, each with the shape of its answer. */
import {
  type AgendaBadge,
  type AgendaQuestion,
  agendaAnswer,
  type Brief,
  brief,
  type CaseLine,
  type CaseView,
  type Colleague,
  type ComplaintsAnswer,
  caseView,
  colleaguesAnswer,
  complaintsAnswer,
  type DestructionItem,
  type DirectReportsAnswer,
  type Duty,
  destructionsAnswer,
  directReportsAnswer,
  dutiesAnswer,
  type EscalationItem,
  escalationsAnswer,
  type GrantedEntry,
  type GrantItem,
  gateDecision,
  grantedEntry,
  grantsAnswer,
  type LogAnswer,
  type LogQuestion,
  type LogStatus,
  logAnswer,
  logStatus,
  type OpenedComplaint,
  type OwnComplaint,
  type OwnEntry,
  type OwnEntryWithReaders,
  type OwnRecord,
  type OwnSession,
  openedComplaint,
  ownComplaintsAnswer,
  ownEntriesAnswer,
  ownEntryWithReaders,
  ownRecordsAnswer,
  ownSessions,
  type PolicyAnswer,
  policyAnswer,
  type ScreenedEntry,
  type ScreeningItem,
  type ScreeningList,
  screenedEntry,
  screeningList,
} from '../../shared/api.ts';
import type { MeetingKind } from '../../shared/codes.ts';
import { type CountsAnswer, countsAnswer } from '../../shared/counts.ts';
import { comparable } from '../../shared/text.ts';
import { viewed } from './cache.ts';
import type { Cached, GateDecision } from './calls.ts';
import { sidecar } from './connection.ts';

export const casePath = (caseNumber: string): string => `/v1/cases/${encodeURIComponent(caseNumber)}`;

export const askCaseView = (caseNumber: string): Promise<Cached<CaseView>> =>
  viewed(`case:${comparable(caseNumber)}`, () => sidecar.askJson(casePath(caseNumber), caseView));

export const askCaseLines = async (caseNumber: string): Promise<CaseLine[]> =>
  (await sidecar.askJson(`${casePath(caseNumber)}?lines=all`, caseView)).lines;

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

/** Never from the cache: whoever looks for a stranger's session wants to know of it now. */
export const askOwnSessions = async (): Promise<OwnSession[]> =>
  (await sidecar.askJson('/v1/sessions', ownSessions)).sessions;

/** Never from the cache: marks of yesterday on the agenda of today would be wrong without saying so. */
export const askAgenda = async (json: AgendaQuestion): Promise<AgendaBadge[]> =>
  (await sidecar.askJson('/v1/agenda', agendaAnswer, { method: 'POST', json })).badges;

/** Never from the cache: the gate is decided by what is known now. */
export const askGateDecision = (caseNumber: string, meeting: MeetingKind): Promise<GateDecision> =>
  sidecar.askJson(`${casePath(caseNumber)}/gate?meeting=${meeting}`, gateDecision);

export const askPolicy = (): Promise<Cached<PolicyAnswer>> =>
  viewed('policy', () => sidecar.askJson('/v1/policy', policyAnswer));

export const askOwnEntries = (): Promise<Cached<OwnEntry[]>> =>
  viewed('entries', async () => (await sidecar.askJson('/v1/entries', ownEntriesAnswer)).entries);

export const askOwnEntry = (id: string): Promise<Cached<OwnEntryWithReaders>> =>
  viewed(`entry:${id}`, () => sidecar.askJson(`/v1/entries/${encodeURIComponent(id)}`, ownEntryWithReaders));

export const askColleagues = async (query: string): Promise<Colleague[]> =>
  (await sidecar.askJson('/v1/colleagues', colleaguesAnswer, { method: 'POST', json: { query } })).people;

/** Never from the cache: what others recorded is not kept in a browser. */
export const askScreeningList = (state: ScreeningItem['state']): Promise<ScreeningList> =>
  sidecar.askJson(`/v1/screening?state=${state}`, screeningList);

export const askScreenedEntry = (id: string): Promise<ScreenedEntry> =>
  sidecar.askJson(`/v1/screening/${encodeURIComponent(id)}`, screenedEntry);

export const askEscalations = async (): Promise<EscalationItem[]> =>
  (await sidecar.askJson('/v1/escalations', escalationsAnswer)).escalations;

export const askGrants = async (): Promise<GrantItem[]> =>
  (await sidecar.askJson('/v1/grants', grantsAnswer)).grants;

/** Never from the cache, as all that others recorded. */
export const askGrantedEntry = (grantId: string, entryId: string, opening: string): Promise<GrantedEntry> =>
  sidecar.askJson(
    `/v1/grants/${encodeURIComponent(grantId)}/entries/${encodeURIComponent(entryId)}?${new URLSearchParams({ opening })}`,
    grantedEntry,
  );

export const askDestructions = async (): Promise<DestructionItem[]> =>
  (await sidecar.askJson('/v1/destructions', destructionsAnswer)).destructions;
export const askLog = (): Promise<LogStatus> => sidecar.askJson('/v1/log', logStatus);

export const askLogCheck = (question: LogQuestion): Promise<LogAnswer> =>
  sidecar.askJson('/v1/log/check', logAnswer, { method: 'POST', json: question });

export const askReceipt = async (id: string): Promise<string> =>
  new TextDecoder().decode((await sidecar.ask(`/v1/records/${encodeURIComponent(id)}/receipt`)).body);

export const askCounts = (): Promise<CountsAnswer> => sidecar.askJson('/v1/counts', countsAnswer);
export const askOwnComplaints = async (): Promise<OwnComplaint[]> =>
  (await sidecar.askJson('/v1/own-complaints', ownComplaintsAnswer)).complaints;

export const askComplaints = (): Promise<ComplaintsAnswer> =>
  sidecar.askJson('/v1/complaints', complaintsAnswer);

export const askComplaint = (id: string): Promise<OpenedComplaint> =>
  sidecar.askJson(`/v1/complaints/${encodeURIComponent(id)}`, openedComplaint);

export const askDirectReports = (): Promise<DirectReportsAnswer> =>
  sidecar.askJson('/v1/direct-reports', directReportsAnswer);

/** Printing takes longer than an answer from a view. */
const PRINT_TIMEOUT_MS = 28_000;

export async function askPrinted(
  what: { proofOf: string } | { sheetOf: string },
): Promise<Uint8Array<ArrayBuffer>> {
  const path =
    'proofOf' in what
      ? `/v1/entries/${encodeURIComponent(what.proofOf)}/proof.pdf`
      : `${casePath(what.sheetOf)}/sheet.pdf?copy=view`;
  return (await sidecar.ask(path, { timeoutMs: PRINT_TIMEOUT_MS })).body;
}

/** @param opening by which an entry with it was opened under a grant */
export async function askEvidence(hash: string, opening?: string): Promise<Uint8Array<ArrayBuffer>> {
  const query = opening === undefined ? '' : `?${new URLSearchParams({ opening })}`;
  const path = `/v1/evidence/${encodeURIComponent(hash)}${query}`;
  return (await sidecar.ask(path, { timeoutMs: PRINT_TIMEOUT_MS })).body;
}
