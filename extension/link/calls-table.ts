/** What the background answers to each call. */
import { v7 } from 'uuid';
import type { MeetingKind } from '../../shared/codes.ts';
import { chooseAddress, sidecarAddress } from './address.ts';
import { askGate } from './ask-gate.ts';
import { CallError } from './call-error.ts';
import type { FileOutcome, GateAnswer, Me, PageSeen, PanelContext, ShellState } from './calls.ts';
import { linkState } from './connection.ts';
import { directOffer, fileDirectReport } from './direct-report.ts';
import type { CallsTable, Sender } from './dispatcher.ts';
import { driftOver, drifts, noteDrift } from './drift.ts';
import type { Network } from './network.ts';
import { type OpenEntryDeps, openEntry, openedEntry } from './open-entry.ts';
import { queue } from './outbox.ts';
import { pageCall } from './page-calls.ts';
import { placeOf } from './page-place.ts';
import { readingToFile } from './page-reading.ts';
import { boundTo, knownProfiles, profileOf } from './profiles.ts';
import type { Draft } from './queue.ts';
import { fileReading, takeUnfiledReading } from './readings.ts';
import { toBase64 } from './seal.ts';
import { sendRecord } from './send-record.ts';
import { currentSession } from './session.ts';
import { fileSheet } from './sheet.ts';
import { shellOf } from './shells.ts';
import { signIn, signOut } from './sign-in.ts';
import { setHeld, type TabRecord, tabArrived, tabLeft, tabOfPanel, tabRecord } from './tabs.ts';
import {
  askAgenda,
  askBrief,
  askCaseLines,
  askCaseView,
  askColleagues,
  askComplaint,
  askComplaints,
  askDirectReports,
  askDuties,
  askEscalations,
  askEvidence,
  askGateDecision,
  askOwnComplaints,
  askOwnEntries,
  askOwnEntry,
  askOwnRecords,
  askPolicy,
  askPrinted,
  askScreenedEntry,
  askScreeningList,
} from './views.ts';

/** A page waits this long for its shell; what takes longer is pushed to it later. */
const SHELL_PATIENCE_MS = 1500;

async function me(): Promise<Me> {
  const [{ url }, session, link] = [await sidecarAddress(), await currentSession(), await linkState()];
  return {
    link,
    ...(url === undefined ? {} : { sidecarUrl: url }),
    ...(session ? { person: session.person, court: session.court } : {}),
  };
}

const originOf = ({ url }: Sender): string => new URL(url).origin;

function tabIdOf({ tabId }: Sender): number {
  if (tabId === undefined) throw new CallError({ code: 'not-allowed' });
  return tabId;
}

async function file(draft: Draft): Promise<FileOutcome> {
  const { caseNumber } = (draft.body ?? {}) as { caseNumber?: unknown };
  const reading = typeof caseNumber === 'string' ? await takeUnfiledReading(caseNumber) : undefined;
  return queue.file(draft, reading ? [{ type: 'case-reading', body: reading }] : []);
}

async function arrived(sender: Sender, page: PageSeen): Promise<{ nonce: string; shell: ShellState }> {
  const tabId = tabIdOf(sender);
  const bound = await profileOf(originOf(sender));
  const { origin, pathname } = new URL(sender.url);
  const place = placeOf(bound, page.type, pathname);
  if (!place) throw new CallError({ code: 'not-bound' });
  const { documentId } = sender;
  const record = await tabArrived(tabId, {
    origin,
    path: pathname,
    page,
    ...place,
    ...(documentId === undefined ? {} : { documentId }),
  });
  // Its people unread, the page is not what the profile says it is.
  if (!('peopleUnread' in page)) await driftOver(bound.profile.id);
  return { nonce: record.nonce, shell: await firstShell(tabId, record) };
}

async function firstShell(tabId: number, record: TabRecord): Promise<ShellState> {
  const working = shellOf(record);
  let late = false;
  const quiet = new Promise<ShellState>((resolve) =>
    setTimeout(() => {
      late = true;
      resolve({ mood: 'quiet', count: 0 });
    }, SHELL_PATIENCE_MS),
  );
  working.then(
    (state) => late && pageCall(tabId, 'shell', state).catch(() => undefined),
    () => undefined,
  );
  return Promise.race([working, quiet]);
}

/** Files a record that is worth nothing later, and therefore never waits in the queue. */
async function fileNow(type: string, body: unknown) {
  const session = await currentSession();
  if (!session) throw new CallError({ code: 'signed-out' });
  const json = { id: v7(), type, court: session.court.code, at: new Date().toISOString(), body };
  return sendRecord(json, session.token);
}

const openings: OpenEntryDeps = {
  ask: askScreenedEntry,
  // Not through the queue: what is read later leaves its trace when it is read.
  fileOpening: (entryId) => fileNow('opening', { entryId, purpose: 'screening' }),
  now: () => Date.now(),
};

const fileClearance = (body: { caseNumber: string; meeting: MeetingKind }) => fileNow('clearance', body);

async function gate(network: Network, sender: Sender, meeting: MeetingKind): Promise<GateAnswer> {
  const tabId = tabIdOf(sender);
  const record = await tabRecord(tabId);
  // The reading must be of the very page that asks.
  const { origin, pathname } = new URL(sender.url);
  const current = record?.origin === origin && record.path === pathname ? record : undefined;
  const answer = await askGate(
    {
      hasSidecar: async () => (await sidecarAddress()).url !== undefined,
      signedIn: async () => (await currentSession()) !== undefined,
      reading: async () => current && readingToFile(current.page),
      fileReading,
      decide: askGateDecision,
      fileClearance,
      open: async () => {
        const bound = await profileOf(origin);
        const caseId = current?.caseId;
        return network.open({ bound, origin, tabId, ...(caseId === undefined ? {} : { caseId }) });
      },
      now: () => Date.now(),
    },
    meeting,
  );
  if (answer.verdict === 'pass') {
    await setHeld(tabId, undefined);
  } else {
    await setHeld(tabId, { meeting, reason: answer.reason, at: new Date().toISOString() });
    await pageCall(tabId, 'openPanel').catch(() => undefined);
  }
  return answer;
}

export function callsTable(network: Network): CallsTable {
  return {
    me,
    async signIn() {
      await signIn();
      return me();
    },
    async signOut() {
      await network.closeAll();
      await signOut();
      return me();
    },
    async panelContext(sender, nonce): Promise<PanelContext> {
      const [, { page, held }] = await tabOfPanel(nonce, sender.tabId);
      // Somebody looks: a good moment to send what waits.
      void queue.flush(true).catch(() => undefined);
      return { page, ...(held ? { held } : {}) };
    },
    caseView: (_, caseNumber) => askCaseView(caseNumber),
    caseLines: (_, caseNumber) => askCaseLines(caseNumber),
    brief: (_, question) => askBrief(question),
    duties: () => askDuties(),
    ownRecords: () => askOwnRecords(),
    policy: () => askPolicy(),
    ownEntries: () => askOwnEntries(),
    ownEntry: (_, id) => askOwnEntry(id),
    colleagues: (_, query) => askColleagues(query),
    async printed(_, what) {
      return { base64: toBase64(await askPrinted(what)) };
    },
    screeningList: (_, state) => askScreeningList(state),
    async openEntry(_, id) {
      return openEntry(openings, id);
    },
    async openedEntry(_, id) {
      return (await openedEntry(openings, id)) ?? null;
    },
    async evidence(_, hash) {
      return { base64: toBase64(await askEvidence(hash)) };
    },
    escalations: () => askEscalations(),
    directOffer: () => directOffer(),
    fileDirectReport: (_, written) => fileDirectReport(written),
    ownComplaints: () => askOwnComplaints(),
    complaints: () => askComplaints(),
    openComplaint: (_, id) => askComplaint(id),
    directReports: () => askDirectReports(),
    drift: () => drifts(),
    queue: () => queue.list(),
    async flushQueue() {
      await queue.flush(true);
      return queue.list();
    },
    takeBack: (_, id) => queue.takeBack(id),
    fileRecord: (_, draft) => file(draft),
    keepEvidence: (_, given) => queue.keepEvidence(given),
    async saveDraft(_, { key, body }) {
      await queue.saveDraft(key, body);
      return null;
    },
    loadDraft: (_, key) => queue.loadDraft(key),
    async dropDraft(_, key) {
      await queue.dropDraft(key);
      return null;
    },
    async fileSheet(sender, nonce) {
      return fileSheet(...(await tabOfPanel(nonce, sender.tabId)));
    },
    async sidecarUrl(_, set) {
      if (set) await chooseAddress(set.url);
      return sidecarAddress();
    },
    async pageProfile(sender) {
      return boundTo(originOf(sender), await knownProfiles()) ?? null;
    },
    pageArrived: arrived,
    async pageLeft(sender) {
      const tabId = tabIdOf(sender);
      if (await tabLeft(tabId, sender.documentId)) await network.close(tabId);
      return null;
    },
    askGate: (sender, { meeting }) => gate(network, sender, meeting),
    async agendaBadges(sender, question) {
      // Marks are for a meeting page: no other page of the host may ask what a case's state is.
      if (!sender.ownPage) {
        const bound = await profileOf(originOf(sender));
        if (!placeOf(bound, 'meeting', new URL(sender.url).pathname))
          throw new CallError({ code: 'not-allowed' });
      }
      return askAgenda(question);
    },
    async pageDrift(_, report) {
      await noteDrift(report);
      return null;
    },
  };
}
