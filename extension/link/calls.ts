/**
 * Every call between the parts of the extension, by direction, in one list. The background answers `Calls`
 * (from panel, popup, options and the page's content script); the content script answers `PageCalls`. Who may make
 * which call, and with what, is in call-rules.ts.
 */
import type {
  AgendaBadge,
  Brief,
  CaseLine,
  CaseView,
  Colleague,
  ComplaintsAnswer,
  DestructionItem,
  DirectReportsAnswer,
  Duty,
  EscalationItem,
  GrantItem,
  LogAnswer,
  LogQuestion,
  LogStatus,
  OpenedComplaint,
  OwnComplaint,
  OwnEntry,
  OwnEntryWithReaders,
  OwnRecord,
  OwnSession,
  Person,
  PolicyAnswer,
  Problem,
  ScreenedEntry,
  ScreeningItem,
  ScreeningList,
} from '../../shared/api.ts';
import type { DirectKind, MeetingKind } from '../../shared/codes.ts';
import type { CountsAnswer } from '../../shared/counts.ts';
import type { BoundProfile } from '../../shared/host-profile.ts';
import type { CaseReadingBody } from '../../shared/records/case-reading.ts';
import type { Evidence } from '../../shared/records/entry.ts';
import type { Granted } from './open-granted.ts';

/** A gate's decision as the sidecar answers it. */
export type GateDecision = Brief['gate'];

/** What the content script made out of the page it stands on. */
export type PageSeen =
  | {
      type: 'case';
      reading: CaseReadingBody;
      /** People the gate asks may be missing from the reading: it is shown, but never filed. */
      peopleUnread?: true;
    }
  | { type: 'meeting'; meeting: MeetingKind; hostMeetingId?: string; cases: string[] };

/** What went wrong, as a stable code; words for it are in locales under `problem`. */
export interface CallProblem {
  /** e.g. signed-out, offline, api-mismatch, refused, not-found, too-large, unexpected */
  code: string;
  /** The sidecar's own words, where it answered. */
  problem?: Problem;
}

export interface Me {
  /** Absent until an administrator or the options page named one. */
  sidecarUrl?: string;
  person?: Person;
  court?: { code: string; name: string };
  /** unknown until the first request of this run. */
  link: 'unknown' | 'online' | 'offline' | 'api-mismatch';
}

/** What the panel of one tab stands on. */
export interface PanelContext {
  page: PageSeen;
  /** The submission that was last held on this page, and why. */
  held?: { meeting: MeetingKind; reason: HoldReason; at: string };
}

/** Why a submission was held. `gate`: somebody has not stated; `decision` then tells who. */
export type HoldReason =
  | { why: 'gate'; decision: GateDecision }
  | {
      why:
        | 'signed-out'
        | 'offline'
        | 'api-mismatch'
        | 'no-sidecar'
        | 'case-unread'
        /** The page says another case than the one this address was of before. */
        | 'case-changed'
        /** The page did it by itself. */
        | 'no-person'
        | 'unexpected';
    };

export type GateAnswer = { verdict: 'pass'; validUntil: string } | { verdict: 'hold'; reason: HoldReason };

/** What is shown on the collapsed tab at the page's edge. */
export interface ShellState {
  mood: 'due' | 'held' | 'clear' | 'quiet' | 'signed-out' | 'offline';
  /** Things the person has to do on this page. */
  count: number;
}

/** How the person has put the shell: what is not said they have not chosen. */
export interface Dock {
  side?: 'left' | 'right';
  /** The tab's top as a part of the viewport's height, 0 to 1. */
  top?: number;
  open?: boolean;
}

export type FileOutcome =
  | { outcome: 'filed'; id: string; seq: number }
  /** Kept on this computer and sent when the sidecar answers. */
  | { outcome: 'queued'; id: string }
  | { outcome: 'refused'; id: string; problem: Problem };

/** What a press of a button that signs files. */
export type SignedAct =
  | { act: 'record'; draft: { type: string; body: unknown } }
  | { act: 'sheet'; nonce: string; caseNumber: string };

/** What a window of our own shows before it is signed there. */
export interface Confirmation {
  act: SignedAct;
}

export type ConfirmationState =
  | { state: 'waiting' }
  /** Its window was closed. */
  | { state: 'dropped' }
  | { state: 'signed'; outcome: FileOutcome };

/** One thing that waits in the queue of the signed-in person. */
export interface QueueItem {
  id: string;
  type: string;
  caseNumber?: string;
  at: string;
  state: 'waiting' | 'refused';
  problem?: Problem;
}

/** Answers that may come from the cache while the sidecar is away. */
export interface Cached<T> {
  value: T;
  /** When the sidecar gave it, ISO UTC. */
  fetchedAt: string;
  /** True when the sidecar could not be asked just now. */
  stale: boolean;
}

/** A page of the court's own system that its profile could not read. */
export interface Drift {
  profile: string;
  /** What the court calls that system. */
  product: string;
  at: string;
  /** Names of fields, no content. */
  fields: string[];
}

/** Where a direct report goes, and what an author can check before writing one. */
export interface DirectOffer {
  superior: { code: string; name: string };
  /** Of the key it is sealed to; compared with what the superior made known. */
  fingerprint: string;
  /** It is another key than this browser has known until now. */
  changed: boolean;
  /** It goes within so many minutes after it came in, unless several wait. */
  everyMinutes: number;
}

export interface DirectWritten {
  kind: DirectKind;
  text: string;
  about: string;
  /** Whether the author's name goes with it. */
  named: boolean;
}

export interface Calls {
  me(): Me;
  /** `again`: although somebody is signed in, for what asks for a fresh sign-in (`sign-in-again`). */
  signIn(how?: { again: boolean }): Me;
  signOut(): Me;
  /** Where the person is signed in; never from the cache. */
  ownSessions(): OwnSession[];
  /** On every computer; fails when the sidecar cannot be told. */
  signOutEverywhere(): Me;
  /**
   * What the panel with this nonce stands on. In a frame it is the first call, and proves that our script placed the
   * panel: a nonce is good for one document, of the tab it was given for.
   */
  panelContext(nonce: string): PanelContext;
  /** With the newest lines. */
  caseView(caseNumber: string): Cached<CaseView>;
  /** All lines of a case, in log order. */
  caseLines(caseNumber: string): CaseLine[];
  brief(question: { caseNumber: string; meeting: MeetingKind; hostMeetingId?: string }): Cached<Brief>;
  duties(): Cached<Duty[]>;
  ownRecords(): Cached<OwnRecord[]>;
  /** The court's policy, which the forms are made by. */
  policy(): Cached<PolicyAnswer>;
  /** The asker's own entries whole, newest first, with what has happened to each. */
  ownEntries(): Cached<OwnEntry[]>;
  /** One of them, however old, and who else has read it. */
  ownEntry(id: string): Cached<OwnEntryWithReaders>;
  /** Colleagues by name, pinyin or initials; never from the cache. */
  colleagues(query: string): Colleague[];
  /** A proof of one's own entry, or the sheet of a case to look at: a PDF (base64) with the asker's name on every page. */
  printed(what: { proofOf: string } | { sheetOf: string }): { base64: string };
  /** Never from the cache: what waits to be screened, in one state. */
  screeningList(state: ScreeningItem['state']): ScreeningList;
  /** Opens an entry for screening: the opening is filed first, unless one still holds; then the entry is read. */
  openEntry(id: string): ScreenedEntry;
  /** The entry if an opening of it still holds; files nothing. */
  openedEntry(id: string): ScreenedEntry | null;
  /** An evidence file (base64) of one's own entry, or of one that was opened; under a grant by its opening. */
  evidence(hash: string, opening?: string): { base64: string };
  /** Never from the cache: grants the asker asked for, signed or has to act on. */
  grants(): GrantItem[];
  /** Opens an entry under a grant, which can be done once. */
  openGranted(what: { grantId: string; entryId: string }): Granted;
  /** The entry if it was opened in this browser and that still holds; files nothing. */
  openedGranted(what: { grantId: string; entryId: string }): Granted | null;
  /** Never from the cache: destructions by law, asked for and done. */
  destructions(): DestructionItem[];
  /** What colleagues have put to the asker; never from the cache. */
  escalations(): EscalationItem[];
  /** How many have filed what, months that are over; never from the cache. */
  counts(): CountsAnswer;
  /** How the court's logs stand; never from the cache. */
  log(): LogStatus;
  logCheck(question: LogQuestion): LogAnswer;
  /** A proof file of a record of one's own. */
  receipt(recordId: string): string;
  /** Null where none can be made. */
  directOffer(): DirectOffer | null;
  /** Seals it here and puts it into the queue; nothing of what was typed is kept. `code` is for its author to write down. */
  fileDirectReport(written: DirectWritten): FileOutcome & { code: string };
  /** Never from the cache, as all that is about complaints. */
  ownComplaints(): OwnComplaint[];
  complaints(): ComplaintsAnswer;
  /** Leaves a trace that its author sees. */
  openComplaint(id: string): OpenedComplaint;
  directReports(): DirectReportsAnswer;
  /** The newest drift of each profile that has not been overcome since. */
  drift(): Drift[];
  queue(): QueueItem[];
  /** Try to send what waits, now. */
  flushQueue(): QueueItem[];
  /** Takes a refused item back out of the queue as a draft body. */
  takeBack(id: string): { type: string; body: unknown };
  /** Wraps the body in an envelope, keeps it in the queue, then tries to send it. */
  fileRecord(draft: { type: string; body: unknown }): FileOutcome;
  /** Keeps a file (base64) for the entry that will name it. */
  keepEvidence(file: { name: string; mediaType: string; base64: string }): Evidence;
  saveDraft(draft: { key: string; body: unknown }): null;
  loadDraft(key: string): { body: unknown; savedAt: string } | null;
  dropDraft(key: string): null;
  /**
   * Prints the sheet, files it in the host's case file through the page of this panel, reads it back, records it;
   * refused when the page is not that of the case the person saw any more.
   */
  fileSheet(of: { nonce: string; caseNumber: string }): FileOutcome;
  /** Has it confirmed in a window of our own; answers with the id to ask by. One at a time in a tab. */
  askConfirmation(act: SignedAct): string;
  confirmationState(id: string): ConfirmationState;
  /** The panel does not wait for it any more. */
  dropConfirmation(): null;
  /** For that window: what is to be signed. */
  confirmation(id: string): Confirmation;
  /** It was signed there. */
  confirmSigned(id: string): FileOutcome;
  sidecarUrl(set?: { url: string }): { url?: string; managed: boolean };

  // From the content script.
  /** The profile bound to the sender's origin, if any. */
  pageProfile(): BoundProfile | null;
  /** The page was recognised and read; answers with the nonce of its panel. */
  pageArrived(page: PageSeen): { nonce: string; shell: ShellState; dock: Dock };
  /** The frame was loaded anew: a nonce for the panel that stands in it now. Null when the page is not known any more. */
  panelNonce(): string | null;
  /** The person has moved, opened or folded the shell: all that is to be remembered of its place, or whether it is open. */
  dockMoved(dock: Dock): null;
  pageLeft(): null;
  /** A gated control was used, or would be. Files the clearance and opens the network for this tab if it may. */
  askGate(question: { meeting: MeetingKind; byPerson: boolean }): GateAnswer;
  agendaBadges(question: { meeting: MeetingKind; hostMeetingId?: string; cases: string[] }): AgendaBadge[];
  /** Drift: the profile claims this page, but these fields found nothing. No content. */
  pageDrift(report: { profile: string; version: number; fields: string[] }): null;
}
export type CallName = keyof Calls;

/** What the background asks of a content script. */
export interface PageCalls {
  shell(state: ShellState): null;
  /** Open the panel (a submission was held, or the toolbar asked). */
  openPanel(): null;
  /** Look at the page again and tell what is new, before the answer. */
  lookAgain(): null;
  /** Put the PDF into the host's case file by the profile's recipe, and read it back. */
  attachSheet(sheet: { fileName: string; base64: string; fileHash: string }): AttachOutcome;
  /** The agenda's marks may have changed. */
  refreshAgenda(): null;
}
export type PageCallName = keyof PageCalls;

export type AttachOutcome =
  | { ok: true; fileHash: string; bytes: number }
  | {
      ok: false;
      code: 'no-recipe' | 'form-not-found' | 'refused-by-host' | 'not-listed' | 'bytes-differ' | 'unexpected';
    };

/** Told to every page of the extension when something they may show has changed. */
export interface Changed {
  changed: 'session' | 'link' | 'case' | 'queue' | 'duties' | 'panel' | 'evidence' | 'confirmation';
  /** For `panel`: the tab. */
  tabId?: number;
  /** For `evidence`: how much of a file the sidecar has. */
  evidence?: { hash: string; sent: number; bytes: number };
}
