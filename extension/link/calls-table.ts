/** What the background answers to each call. */
import { v7 } from 'uuid';
import type { MeetingKind } from '../../shared/codes.ts';
import { noteActed, sameCaseAsBefore } from './acted-cases.ts';
import { chooseAddress, sidecarAddress } from './address.ts';
import { askGate } from './ask-gate.ts';
import { CallError } from './call-error.ts';
import type { Calls, FileOutcome, GateAnswer, Me, PageSeen, PanelContext, ShellState } from './calls.ts';
import { announce } from './changes.ts';
import {
  askConfirmation,
  confirmation,
  confirmationState,
  confirmSigned,
  dropConfirmation,
  forgetConfirmations,
} from './confirmations.ts';
import { linkState } from './connection.ts';
import { directOffer, fileDirectReport } from './direct-report.ts';
import type { CallsTable, Sender } from './dispatcher.ts';
import { dockOf, keepDock } from './dock.ts';
import { driftOver, drifts, noteDrift } from './drift.ts';
import { slot } from './memory.ts';
import type { Network } from './network.ts';
import { type OpenEntryDeps, openEntry, openedEntry } from './open-entry.ts';
import { type GrantedOpening, type OpenGrantedDeps, openedGranted, openGranted } from './open-granted.ts';
import { queue } from './outbox.ts';
import { lookAgain, pageCall } from './page-calls.ts';
import { placeOf } from './page-place.ts';
import { readingToFile } from './page-reading.ts';
import { provePanel, recordOfPanel } from './panel-claims.ts';
import { boundTo, knownProfiles, profileOf } from './profiles.ts';
import type { Draft } from './queue.ts';
import { fileReading, takeUnfiledReading } from './readings.ts';
import { mustBeSeenCase } from './same-case.ts';
import { toBase64 } from './seal.ts';
import { sendRecord } from './send-record.ts';
import { currentSession } from './session.ts';
import { fileSheet } from './sheet.ts';
import { shellOf } from './shells.ts';
import { signIn, signOut, signOutEverywhere } from './sign-in.ts';
import { renewNonce, setHeld, type TabRecord, tabArrived, tabLeft, tabRecord } from './tabs.ts';
import {
  askAgenda,
  askBrief,
  askCaseLines,
  askCaseView,
  askColleagues,
  askComplaint,
  askComplaints,
  askCounts,
  askDestructions,
  askDirectReports,
  askDuties,
  askEscalations,
  askEvidence,
  askGateDecision,
  askGrantedEntry,
  askGrants,
  askLog,
  askLogCheck,
  askOwnComplaints,
  askOwnEntries,
  askOwnEntry,
  askOwnRecords,
  askOwnSessions,
  askPolicy,
  askPrinted,
  askReceipt,
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

const caseNumberIn = (body: unknown): unknown => (body as { caseNumber?: unknown } | null)?.caseNumber;

async function file(draft: Draft): Promise<FileOutcome> {
  const caseNumber = caseNumberIn(draft.body);
  const reading = typeof caseNumber === 'string' ? await takeUnfiledReading(caseNumber) : undefined;
  return queue.file(draft, reading ? [{ type: 'case-reading', body: reading }] : []);
}

async function arrived(sender: Sender, page: PageSeen): Promise<ReturnType<Calls['pageArrived']>> {
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
  const [shell, dock] = await Promise.all([firstShell(tabId, record), dockOf(tabId, origin)]);
  return { nonce: record.nonce, shell, dock };
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

const freshEnvelope = () => ({ id: v7(), at: new Date().toISOString() });

/** Files a record that is worth nothing later, and therefore never waits in the queue. */
async function fileNow(type: string, body: unknown, envelope = freshEnvelope()) {
  const session = await currentSession();
  if (!session) throw new CallError({ code: 'signed-out' });
  const json = { ...envelope, type, court: session.court.code, body };
  return sendRecord(json, session.token);
}

const openings: OpenEntryDeps = {
  ask: askScreenedEntry,
  // Not through the queue: what is read later leaves its trace when it is read.
  fileOpening: (entryId) => fileNow('opening', { entryId, purpose: 'screening' }),
  now: () => Date.now(),
};

async function granted({ grantId, entryId }: { grantId: string; entryId: string }): Promise<OpenGrantedDeps> {
  const session = await currentSession();
  if (!session) throw new CallError({ code: 'signed-out' });
  return {
    kept: slot<GrantedOpening>('session', `granted:${session.owner}:${grantId}:${entryId}`),
    ask: (opening) => askGrantedEntry(grantId, entryId, opening),
    async fileOpening(opening) {
      await fileNow('opening', { entryId, purpose: 'grant', grantId }, opening);
      announce({ changed: 'duties' });
    },
    fresh: freshEnvelope,
  };
}

const fileClearance = (body: { caseNumber: string; meeting: MeetingKind }) => fileNow('clearance', body);

async function gate(
  network: Network,
  sender: Sender,
  { meeting, byPerson }: Parameters<Calls['askGate']>[0],
): Promise<GateAnswer> {
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
      sameCase: async () => current === undefined || sameCaseAsBefore(current),
      byPerson,
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
  if (current && byPerson) await noteActed(current);
  if (answer.verdict === 'pass') {
    await setHeld(tabId, undefined);
  } else {
    await setHeld(tabId, { meeting, reason: answer.reason, at: new Date().toISOString() });
    // Not for what the page did by itself: it would bring the keys' focus into the panel whenever it likes.
    if (byPerson) await pageCall(tabId, 'openPanel').catch(() => undefined);
  }
  return answer;
}

export function callsTable(network: Network): CallsTable {
  return {
    me,
    async signIn(_, how) {
      await signIn(how?.again === true);
      return me();
    },
    ownSessions: () => askOwnSessions(),
    async signOutEverywhere() {
      await signOutEverywhere();
      await network.closeAll();
      return me();
    },
    async signOut() {
      await network.closeAll();
      await forgetConfirmations();
      await signOut();
      return me();
    },
    async panelContext(sender, nonce): Promise<PanelContext> {
      const { page, held } = await provePanel(nonce, sender);
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
    async evidence(_, hash, opening) {
      return { base64: toBase64(await askEvidence(hash, opening)) };
    },
    grants: () => askGrants(),
    async openGranted(_, what) {
      return openGranted(await granted(what));
    },
    async openedGranted(_, what) {
      return (await openedGranted(await granted(what))) ?? null;
    },
    destructions: () => askDestructions(),
    escalations: () => askEscalations(),
    counts: () => askCounts(),
    log: () => askLog(),
    logCheck: (_, question) => askLogCheck(question),
    receipt: (_, id) => askReceipt(id),
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
    async fileRecord(sender, draft) {
      if (sender.by === 'panel') {
        await lookAgain(tabIdOf(sender));
        const on = await recordOfPanel(sender);
        mustBeSeenCase(on?.page, caseNumberIn(draft.body));
        if (on) await noteActed(on);
      }
      return file(draft);
    },
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
    async fileSheet(sender, { nonce, caseNumber }) {
      await lookAgain(tabIdOf(sender));
      return fileSheet(tabIdOf(sender), await provePanel(nonce, sender), caseNumber);
    },
    askConfirmation,
    confirmationState: (_, id) => confirmationState(id),
    async dropConfirmation(sender) {
      await dropConfirmation(sender);
      return null;
    },
    confirmation: (_, id) => confirmation(id),
    confirmSigned: (_, id) =>
      confirmSigned(id, async (act, tabId) => {
        // Of which case a record is, the person has just seen in our own window, whatever the page says meanwhile.
        if (act.act === 'record') return file(act.draft);
        const record = await tabRecord(tabId);
        if (record?.nonce !== act.nonce) throw new CallError({ code: 'case-changed' });
        return fileSheet(tabId, record, act.caseNumber);
      }),
    async sidecarUrl(_, set) {
      if (set) await chooseAddress(set.url);
      return sidecarAddress();
    },
    async pageProfile(sender) {
      return boundTo(originOf(sender), await knownProfiles()) ?? null;
    },
    pageArrived: arrived,
    panelNonce: async (sender) => (await renewNonce(tabIdOf(sender))) ?? null,
    async dockMoved(sender, dock) {
      await keepDock(tabIdOf(sender), originOf(sender), dock);
      return null;
    },
    async pageLeft(sender) {
      const tabId = tabIdOf(sender);
      if (await tabLeft(tabId, sender.documentId)) await network.close(tabId);
      return null;
    },
    askGate: (sender, question) => gate(network, sender, question),
    async agendaBadges(sender, question) {
      // Marks are for a meeting page: no other page of the host may ask what a case's state is.
      if (sender.by === 'page') {
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
