/**
 * Who may make which call, and what it takes: one line a call, none without. Whatever comes in is checked here, also
 * from pages of our own: one of them stands inside a page nobody trusts.
 *
 *     page     the content script on a page of the host
 *     panel    the panel in a frame there, once it has proven that our script placed it (panel-claims.ts)
 *     window   a page of the extension in a tab, window or popup of its own, where no page of anybody else reaches
 */
import { z } from 'zod';
import { DIRECT_ABOUT_MAX, DIRECT_KINDS, DIRECT_TEXT_MAX } from '../../shared/codes.ts';
import { caseReadingBody } from '../../shared/records/case-reading.ts';
import { EVIDENCE_MAX_BYTES } from '../../shared/records/entry.ts';
import { meetingKind, sha256Hex } from '../../shared/records/record.ts';
import type { CallName, Calls } from './calls.ts';

export type Caller = 'page' | 'panel' | 'window';

interface CallRule<Args> {
  by: readonly Caller[];
  takes: z.ZodType<Args>;
}

const by = <Args>(callers: readonly Caller[], takes: z.ZodType<Args>): CallRule<Args> => ({
  by: callers,
  takes,
});

const PAGE = ['page'] as const;
const PANEL = ['panel', 'window'] as const;
const WINDOW = ['window'] as const;

const nothing = z.tuple([]);
const caseNumber = z.string().min(1).max(80);
const nonce = z.string().max(60);
/** Of a record or a confirmation, as an address may name it; whether there is one is not said here. */
const recordId = z.string().regex(/^[0-9a-f-]{36}$/);
const draftKey = z.string().min(1).max(200);
const hostMeetingId = z.string().min(1).max(120).exactOptional();
const cases = z.array(caseNumber).max(500);

const pageSeen = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('case'),
    reading: caseReadingBody,
    peopleUnread: z.literal(true).exactOptional(),
  }),
  z.strictObject({ type: z.literal('meeting'), meeting: meetingKind, hostMeetingId, cases }),
]);

const drift = z.strictObject({
  profile: z.string().max(60),
  version: z.int(),
  fields: z.array(z.string().max(120)).max(100),
});

const dock = z.strictObject({
  side: z.enum(['left', 'right']).exactOptional(),
  top: z.number().min(0).max(1).exactOptional(),
  open: z.boolean().exactOptional(),
});

/** What a person files by a form. All other types the background files by itself, and no page can ask it to. */
const FORM_TYPES = [
  'entry',
  'supplement',
  'case-link',
  'nil-declaration',
  'escalation',
  'reminder',
  'recusal',
  'screening',
  'entry-return',
  'grant-request',
  'grant-decision',
  'grant-countersign',
  'grant-withdrawal',
  'destruction-request',
  'destruction',
  'complaint',
  'complaint-reply',
] as const;

/** What is in a body is the sidecar's to judge. */
const body = z.record(z.string(), z.unknown());

const draft = z.strictObject({ type: z.enum(FORM_TYPES), body });
const sheet = z.strictObject({ nonce, caseNumber });
const act = z.discriminatedUnion('act', [
  z.strictObject({ act: z.literal('record'), draft }),
  z.strictObject({ act: z.literal('sheet'), nonce, caseNumber }),
]);

const granted = z.strictObject({ grantId: recordId, entryId: recordId });

const logQuestion = z.union([
  z.strictObject({ hash: sha256Hex }),
  z.strictObject({ receipt: z.string().max(20_000) }),
]);
/** How long it may be, who seals it sees (direct-report.ts). */
const directWritten = z.strictObject({
  kind: z.enum(DIRECT_KINDS),
  text: z.string().max(DIRECT_TEXT_MAX),
  about: z.string().max(DIRECT_ABOUT_MAX),
  named: z.boolean(),
});

const evidenceFile = z.strictObject({
  name: z.string().max(300),
  mediaType: z.string().max(200),
  base64: z.string().max(Math.ceil(EVIDENCE_MAX_BYTES / 3) * 4),
});

export const CALL_RULES: { readonly [N in CallName]: CallRule<Parameters<Calls[N]>> } = {
  me: by(PANEL, nothing),
  signIn: by(PANEL, nothing),
  signOut: by(PANEL, nothing),
  panelContext: by(PANEL, z.tuple([nonce])),
  caseView: by(PANEL, z.tuple([caseNumber])),
  caseLines: by(PANEL, z.tuple([caseNumber])),
  brief: by(PANEL, z.tuple([z.strictObject({ caseNumber, meeting: meetingKind, hostMeetingId })])),
  policy: by(PANEL, nothing),
  ownEntries: by(PANEL, nothing),
  colleagues: by(PANEL, z.tuple([z.string().max(200)])),
  printed: by(
    PANEL,
    z.tuple([z.union([z.strictObject({ proofOf: recordId }), z.strictObject({ sheetOf: caseNumber })])]),
  ),
  queue: by(PANEL, nothing),
  flushQueue: by(PANEL, nothing),
  takeBack: by(PANEL, z.tuple([recordId])),
  fileRecord: by(PANEL, z.tuple([draft])),
  keepEvidence: by(PANEL, z.tuple([evidenceFile])),
  saveDraft: by(PANEL, z.tuple([z.strictObject({ key: draftKey, body: z.unknown() })])),
  loadDraft: by(PANEL, z.tuple([draftKey])),
  dropDraft: by(PANEL, z.tuple([draftKey])),
  fileSheet: by(['panel'], z.tuple([sheet])),
  askConfirmation: by(['panel'], z.tuple([act])),
  confirmationState: by(['panel'], z.tuple([recordId])),
  dropConfirmation: by(['panel'], nothing),

  duties: by(WINDOW, nothing),
  ownRecords: by(WINDOW, nothing),
  ownEntry: by(WINDOW, z.tuple([recordId])),
  screeningList: by(WINDOW, z.tuple([z.enum(['waiting', 'returned', 'screened', 'destroyed'])])),
  openEntry: by(WINDOW, z.tuple([recordId])),
  openedEntry: by(WINDOW, z.tuple([recordId])),
  evidence: by(WINDOW, z.tuple([sha256Hex])),
  escalations: by(WINDOW, nothing),
  drift: by(WINDOW, nothing),
  confirmation: by(WINDOW, z.tuple([recordId])),
  confirmSigned: by(WINDOW, z.tuple([recordId])),
  counts: by(WINDOW, nothing),
  log: by(WINDOW, nothing),
  logCheck: by(WINDOW, z.tuple([logQuestion])),
  receipt: by(WINDOW, z.tuple([recordId])),
  directOffer: by(WINDOW, nothing),
  fileDirectReport: by(WINDOW, z.tuple([directWritten])),
  ownComplaints: by(WINDOW, nothing),
  complaints: by(WINDOW, nothing),
  openComplaint: by(WINDOW, z.tuple([recordId])),
  directReports: by(WINDOW, nothing),
  grants: by(WINDOW, nothing),
  openGranted: by(WINDOW, z.tuple([granted])),
  openedGranted: by(WINDOW, z.tuple([granted])),
  destructions: by(WINDOW, nothing),
  ownSessions: by(WINDOW, nothing),
  signOutEverywhere: by(WINDOW, nothing),
  sidecarUrl: by(WINDOW, z.union([nothing, z.tuple([z.strictObject({ url: z.string().max(500) })])])),

  pageProfile: by(PAGE, nothing),
  pageArrived: by(PAGE, z.tuple([pageSeen])),
  panelNonce: by(PAGE, nothing),
  dockMoved: by(PAGE, z.tuple([dock])),
  pageLeft: by(PAGE, nothing),
  askGate: by(PAGE, z.tuple([z.strictObject({ meeting: meetingKind, byPerson: z.boolean() })])),
  agendaBadges: by(
    ['page', 'panel'],
    z.tuple([z.strictObject({ meeting: meetingKind, hostMeetingId, cases })]),
  ),
  pageDrift: by(PAGE, z.tuple([drift])),
};
