/**
 * Every call between the parts of the extension, by direction, in one list. The background answers `Calls`
 * (from panel, popup, options and the page's content script); the content script answers `PageCalls`.
 *
 * A content script stands beside a page nobody trusts: `PAGE_CALLS` names the calls it may make, the background
 * refuses all others from a sender that is not a page of the extension itself.
 */
import type {
  AgendaBadge,
  Brief,
  CaseLine,
  CaseView,
  Colleague,
  ComplaintsAnswer,
  DirectReportsAnswer,
  Duty,
  EscalationItem,
  OpenedComplaint,
  OwnComplaint,
  OwnEntry,
  OwnRecord,
  Person,
  PolicyAnswer,
  Problem,
  ScreenedEntry,
  ScreeningItem,
  ScreeningList,
} from '../../shared/api.ts';
import type { DirectKind, MeetingKind } from '../../shared/codes.ts';
import type { BoundProfile } from '../../shared/host-profile.ts';
import type { CaseReadingBody } from '../../shared/records/case-reading.ts';
import type { Evidence } from '../../shared/records/entry.ts';

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
  | { why: 'signed-out' | 'offline' | 'api-mismatch' | 'no-sidecar' | 'case-unread' | 'unexpected' };

export type GateAnswer = { verdict: 'pass'; validUntil: string } | { verdict: 'hold'; reason: HoldReason };

/** What is shown on the collapsed tab at the page's edge. */
export interface ShellState {
  mood: 'due' | 'held' | 'clear' | 'quiet' | 'signed-out' | 'offline';
  /** Things the person has to do on this page. */
  count: number;
}

export type FileOutcome =
  | { outcome: 'filed'; id: string; seq: number }
  /** Kept on this computer and sent when the sidecar answers. */
  | { outcome: 'queued'; id: string }
  | { outcome: 'refused'; id: string; problem: Problem };

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
  signIn(): Me;
  signOut(): Me;
  /** What the panel with this nonce stands on; refused when the nonce is not of the asking tab. */
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
  /** One of them, however old. */
  ownEntry(id: string): Cached<OwnEntry>;
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
  /** An evidence file (base64) of one's own entry, or of one that was opened. */
  evidence(hash: string): { base64: string };
  /** What colleagues have put to the asker; never from the cache. */
  escalations(): EscalationItem[];
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
  /** Prints the sheet, files it in the host's case file through the page of this panel, reads it back, records it. */
  fileSheet(nonce: string): FileOutcome;
  sidecarUrl(set?: { url: string }): { url?: string; managed: boolean };

  // From the content script.
  /** The profile bound to the sender's origin, if any. */
  pageProfile(): BoundProfile | null;
  /** The page was recognised and read; answers with the nonce of its panel. */
  pageArrived(page: PageSeen): { nonce: string; shell: ShellState };
  pageLeft(): null;
  /** A gated control was used, or would be. Files the clearance and opens the network for this tab if it may. */
  askGate(question: { meeting: MeetingKind }): GateAnswer;
  agendaBadges(question: { meeting: MeetingKind; hostMeetingId?: string; cases: string[] }): AgendaBadge[];
  /** Drift: the profile claims this page, but these fields found nothing. No content. */
  pageDrift(report: { profile: string; version: number; fields: string[] }): null;
}
export type CallName = keyof Calls;

export const PAGE_CALLS: readonly CallName[] = [
  'pageProfile',
  'pageArrived',
  'pageLeft',
  'askGate',
  'agendaBadges',
  'pageDrift',
];

/** What the background asks of a content script. */
export interface PageCalls {
  shell(state: ShellState): null;
  /** Open the panel (a submission was held, or the toolbar asked). */
  openPanel(): null;
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
  changed: 'session' | 'link' | 'case' | 'queue' | 'duties' | 'panel' | 'evidence';
  /** For `panel`: the tab. */
  tabId?: number;
  /** For `evidence`: how much of a file the sidecar has. */
  evidence?: { hash: string; sent: number; bytes: number };
}
