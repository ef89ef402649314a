/**
 * What the sidecar answers. One schema an answer: the routes are built on them, the extension reads by them,
 * and /openapi.json is generated from them.
 */
import { z } from 'zod';
import {
  CASE_ROLES,
  type CaseRole,
  COMPLAINT_ADDRESSEES,
  COMPLAINT_KINDS,
  type ComplaintAddressee,
  type ComplaintKind,
  DIRECT_KINDS,
  ENTRY_KINDS,
  type EntryKind,
  ESCALATION_TARGETS,
  type EscalationTarget,
  SCREENING_RESULTS,
  type ScreeningResult,
} from './codes.ts';
import { directKey } from './direct-key.ts';
import type { EntryHint } from './entry-hints.ts';
import { STANDINGS } from './gate.ts';
import { policy } from './policy.ts';
import { entryShape } from './records/entry.ts';
import { instant, meetingKind, recordId, sha256Hex } from './records/record.ts';
import { STAFF_ROLES } from './records/staff-list.ts';

/** Every answer of a sidecar bears this header; an answer without it came from somebody else. */
export const API_HEADER = 'Liuhen-Api';
export const API_VERSION = '1';

const roles = z.array(z.enum(Object.keys(CASE_ROLES) as [CaseRole, ...CaseRole[]]));
const kind = z.enum(Object.keys(ENTRY_KINDS) as [EntryKind, ...EntryKind[]]);

/** RFC 9457, with a stable code and, for refused input, what is wrong where. */
export const problem = z.object({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  code: z.string(),
  detail: z.string(),
  errors: z.array(z.object({ path: z.string(), code: z.string() })).optional(),
});
export type Problem = z.infer<typeof problem>;

export const signInOffer = z.object({
  authorizationEndpoint: z.string(),
  clientId: z.string(),
  scope: z.string(),
  /** Values the identity provider is to be asked for (`acr_values`), best first. */
  acrValues: z.array(z.string()).optional(),
});
export type SignInOffer = z.infer<typeof signInOffer>;

export const person = z.object({
  staffCode: z.string(),
  name: z.string(),
  department: z.string(),
  post: z.string(),
  roles: z.array(z.enum(STAFF_ROLES)),
});
export type Person = z.infer<typeof person>;

const strength = z.enum(['one-factor', 'two-factor']);

export const sessionOpened = z.object({
  token: z.string(),
  /** Absolute end of the session. */
  expiresAt: instant,
  person,
  court: z.object({ code: z.string(), name: z.string() }),
  /** Whether a second factor was given. */
  strength,
  /** Base64 AES-256 key of this person's queue on this device; the sidecar derives it anew at each sign-in. */
  queueKey: z.string(),
});
export type SessionOpened = z.infer<typeof sessionOpened>;

/** One's own sessions, newest first; a token is in no answer but the one that opened it. */
export const ownSessions = z.object({
  sessions: z.array(
    z.object({
      id: z.string(),
      /** What the browser said it is, e.g. `Chrome 131 · Windows`. */
      deviceName: z.string(),
      openedAt: instant,
      /** To the minute. */
      usedAt: instant,
      expiresAt: instant,
      strength,
      /** The one that asks. */
      current: z.boolean(),
    }),
  ),
});
export type OwnSessions = z.infer<typeof ownSessions>;
export type OwnSession = OwnSessions['sessions'][number];

/** What became of one record put to the door. */
export const recordOutcome = z.object({
  id: recordId,
  status: z.int(),
  /** `filed` now, `replayed` when the same record was filed before; absent when refused. */
  outcome: z.enum(['filed', 'replayed']).optional(),
  seq: z.int().optional(),
  receivedAt: instant.optional(),
  leafHash: sha256Hex.optional(),
  problem: problem.optional(),
});
export type RecordOutcome = z.infer<typeof recordOutcome>;

const standing = z.enum(STANDINGS);

export const gateDecision = z.object({
  meeting: meetingKind,
  open: z.boolean(),
  caseUnknown: z.boolean(),
  people: z.array(
    z.object({
      name: z.string(),
      roles,
      staffCode: z.string().optional(),
      standing,
      statedAt: instant.optional(),
      holdsUntil: instant.optional(),
    }),
  ),
  clearance: z.object({ id: recordId, validUntil: instant }).optional(),
});

/** Where a record stands on its way up; `file-only` stays in the case (001 第7、8条). */
const upstream = z.enum(['waiting', 'received', 'not-sent', 'file-only']);

const scope = z.enum(['report', 'file-only']);

/** One line of a case as a person of the case sees it: own lines in full, others by kind, name and time only. */
export const caseLine = z.object({
  seq: z.int(),
  id: recordId,
  type: z.enum(['entry', 'nil-declaration']),
  kind: kind.optional(),
  by: z.object({ staffCode: z.string(), name: z.string() }),
  own: z.boolean(),
  receivedAt: instant,
  /** Only on own lines: first words of the content. */
  summary: z.string().optional(),
  upstream,
  scope,
  /** How often it was supplemented or corrected. */
  supplements: z.int(),
});
export type CaseLine = z.infer<typeof caseLine>;

export const caseView = z.object({
  caseNumber: z.string(),
  /** False when no reading of the case was filed yet. */
  known: z.boolean(),
  cause: z.string(),
  /** The asker's roles in the case; empty for a colleague of another case. */
  myRoles: roles,
  /** Whether the asker's own statement holds for the strictest of the gates. */
  myStanding: standing.optional(),
  /** In log order; the newest of them, unless all were asked for. */
  lines: z.array(caseLine),
  /** How many lines there are, how many entries of one's own, and how many have to go upstream and have arrived there. */
  counts: z.object({ lines: z.int(), ownEntries: z.int(), sent: z.int(), received: z.int() }),
  gates: z.array(gateDecision),
  /** Hash of the sheet as it is now; absent while there is nothing to print. */
  sheetHash: sha256Hex.optional(),
  filings: z.array(
    z.object({
      sheetHash: sha256Hex,
      fileName: z.string(),
      filedAt: instant,
      by: z.string(),
      current: z.boolean(),
    }),
  ),
  mayFileSheet: z.boolean(),
});
export type CaseView = z.infer<typeof caseView>;

/** Marks for the rows of an agenda. */
export const agendaBadge = z.object({
  caseNumber: z.string(),
  /** complete: all have stated; incomplete: somebody has not; unknown: nothing known of the case. */
  state: z.enum(['complete', 'incomplete', 'unknown']),
  entries: z.int(),
  nils: z.int(),
  /** The asker's own recusal statement. */
  mine: z.enum(['none', 'no-recusal', 'recuse']),
});
export type AgendaBadge = z.infer<typeof agendaBadge>;
export const agendaAnswer = z.object({ badges: z.array(agendaBadge) });
export const agendaQuestion = z.strictObject({
  meeting: meetingKind,
  hostMeetingId: z.string().max(120).optional(),
  cases: z.array(z.string().min(1).max(80)).max(500),
});
export type AgendaQuestion = z.infer<typeof agendaQuestion>;

/** What a committee member sees of one case before it is deliberated: counts and states, no content, no names recorded. */
export const brief = z.object({
  caseNumber: z.string(),
  known: z.boolean(),
  cause: z.string(),
  parties: z.array(z.string()),
  agents: z.array(z.string()),
  counts: z.object({ external: z.int(), internal: z.int(), contact: z.int(), nil: z.int() }),
  gate: gateDecision,
  sheetFiled: z.enum(['no', 'outdated', 'yes']),
  upstream: z.object({ sent: z.int(), received: z.int() }),
  recusals: z.object({ noRecusal: z.int(), recused: z.array(z.string()) }),
  mine: z.object({ statement: z.enum(['none', 'no-recusal', 'recuse']), at: instant.optional() }),
});
export type Brief = z.infer<typeof brief>;

/** What is due of the asker. */
export const duty = z.object({
  /**
   * statement: somebody was held for it. sheet-filing: the sheet is not in the case file. completion: an entry came back.
   * grant-…: somebody waits for the asker's decision or second key, or what the asker asked for may be opened. destruction: the
   * second person is waited for.
   */
  kind: z.enum([
    'statement',
    'sheet-filing',
    'completion',
    'grant-decision',
    'grant-countersign',
    'grant-opening',
    'destruction',
  ]),
  /** '' for an entry without a case. */
  caseNumber: z.string(),
  /** The entry to complete. */
  entryId: recordId.optional(),
  /** The grant that waits. */
  grantId: recordId.optional(),
  /** The destruction that waits. */
  destructionId: recordId.optional(),
  cause: z.string(),
  /** Who asked: for a statement by a reminder, or for a grant. */
  askedBy: z.string().optional(),
  meeting: meetingKind.optional(),
  since: instant,
});
export type Duty = z.infer<typeof duty>;
export const dutiesAnswer = z.object({ duties: z.array(duty) });

/** The asker's own records, newest first. */
export const ownRecord = z.object({
  id: recordId,
  seq: z.int(),
  type: z.string(),
  caseNumber: z.string().optional(),
  receivedAt: instant,
  upstream,
});
export type OwnRecord = z.infer<typeof ownRecord>;
export const ownRecordsAnswer = z.object({ records: z.array(ownRecord) });

/** What a court has set for itself. The hash names it, so that a form can say what it was made by. */
export const policyAnswer = z.object({
  hash: sha256Hex,
  policy: policy,
  /** Where a direct report goes, and what it is sealed to; absent where none can be made. */
  direct: z
    .object({ superior: z.object({ code: z.string(), name: z.string() }), key: directKey })
    .exactOptional(),
  /** Other courts' direct reports arrive here. */
  takesDirectReports: z.boolean().exactOptional(),
});
export type PolicyAnswer = z.infer<typeof policyAnswer>;

/** Colleagues found by name, pinyin or initials. */
export const colleague = z.object({
  staffCode: z.string(),
  name: z.string(),
  department: z.string(),
  post: z.string(),
});
export type Colleague = z.infer<typeof colleague>;
export const colleaguesAnswer = z.object({ people: z.array(colleague) });

/** When a content was destroyed by law, and the 文号 of what ordered it. */
const destroyed = z.object({ seq: z.int(), at: instant, document: z.string() });

/** A reading that a supplement has taken the place of. */
const reading = z.object({
  seq: z.int(),
  receivedAt: instant,
  replacedBy: z.object({
    seq: z.int(),
    receivedAt: instant,
    kind: z.enum(['supplement', 'correction']),
    reason: z.string(),
  }),
  before: z.array(z.object({ field: z.string(), value: z.unknown() })),
  /** What it said is gone, and `before` with it. */
  destroyed: destroyed.optional(),
});

const lateness = z.object({
  standing: z.enum(['no-deadline', 'in-time', 'late', 'sent-late']),
  due: instant.optional(),
});

const entryState = z.enum(['waiting', 'returned', 'screened', 'destroyed']);
const entryEvent = z.enum([
  'entry',
  'supplement',
  'case-link',
  'opening',
  'screening',
  'entry-return',
  'destruction',
]);

const wholeEntry = z.object({
  id: recordId,
  seq: z.int(),
  /** By the recorder's clock. */
  signedAt: instant,
  receivedAt: instant,
  /** Its current reading; `caseNumber` is that of the case it belongs to now. */
  entry: entryShape,
  history: z.array(reading),
  /** What it says now is gone. */
  destroyed: destroyed.optional(),
  scope,
  lateness,
});

/** An entry as its author sees it, and what has happened to it. A screening's result is not told: 线索 may hang on it. */
export const ownEntry = wholeEntry.extend({
  state: entryState,
  /** What a custodian asked for, where it was given back. */
  returnNote: z.string().optional(),
  upstream,
  events: z.array(
    z.object({
      seq: z.int(),
      type: entryEvent,
      at: instant,
      /** Who did it. */
      by: z.string(),
    }),
  ),
});
export type OwnEntry = z.infer<typeof ownEntry>;
/** How somebody came to read an entry. `sheet`: a print of its case's sheet, which may show no more than its number. */
export const READING_WAYS = ['opening', 'grant', 'reading', 'file', 'sheet'] as const;
/** With who else has read it, newest first; of those who were refused only how often. */
export const ownEntryWithReaders = ownEntry.extend({
  readers: z.array(z.object({ at: instant, by: z.string(), how: z.enum(READING_WAYS) })),
  refused: z.int(),
});
export type OwnEntryWithReaders = z.infer<typeof ownEntryWithReaders>;
/** The newest; an older one is asked for by its id. */
export const ownEntriesAnswer = z.object({ entries: z.array(ownEntry) });

/** Why an entry may be padding or too poor to judge (R66), with what the words of the hint need. */
const entryHint = z
  .object({
    code: z.enum(['near-duplicate', 'copy-of-another', 'boilerplate', 'too-little', 'month-end-burst']),
  })
  .loose();
/** The shape of each is that of shared/entry-hints.ts, which also has its words. */
export const hint = entryHint as unknown as z.ZodType<EntryHint>;

/** What waits for a custodian: who, when and of which kind; content only after it was opened. */
export const screeningItem = z.object({
  id: recordId,
  seq: z.int(),
  caseNumber: z.string().optional(),
  kind,
  scope,
  urgent: z.boolean(),
  state: entryState,
  /** Since when it is in this state. */
  since: instant,
  receivedAt: instant,
  late: z.boolean(),
  supplements: z.int(),
  by: z.object({ staffCode: z.string(), name: z.string(), department: z.string() }),
  /** The last judgement, where there was one. */
  result: z.enum(Object.keys(SCREENING_RESULTS) as [ScreeningResult, ...ScreeningResult[]]).optional(),
  hints: z.array(hint),
  /** Why this custodian may not screen it. */
  barred: z.literal('entry-own').optional(),
});
export type ScreeningItem = z.infer<typeof screeningItem>;
export const screeningList = z.object({
  items: z.array(screeningItem),
  counts: z.object({ waiting: z.int(), returned: z.int(), screened: z.int(), destroyed: z.int() }),
});
export type ScreeningList = z.infer<typeof screeningList>;

/** An entry as an opening shows it to a custodian. */
export const screenedEntry = wholeEntry.extend({
  by: z.object({ staffCode: z.string(), name: z.string(), department: z.string(), post: z.string() }),
  state: entryState,
  upstream,
  hints: z.array(hint),
  events: z.array(
    z.object({
      seq: z.int(),
      type: entryEvent,
      at: instant,
      by: z.string(),
      result: z.enum(Object.keys(SCREENING_RESULTS) as [ScreeningResult, ...ScreeningResult[]]).optional(),
      /** A judgement's reason, or what an author was asked for. */
      note: z.string().optional(),
    }),
  ),
  /** Until when it may be looked at without being opened anew. */
  openUntil: instant,
});
export type ScreenedEntry = z.infer<typeof screenedEntry>;

/** What an opening under a grant shows: the entry, and nothing of its screening. */
export const grantedEntry = wholeEntry.extend({
  by: z.object({ staffCode: z.string(), name: z.string(), department: z.string(), post: z.string() }),
  openUntil: instant,
});
export type GrantedEntry = z.infer<typeof grantedEntry>;

const signed = z.object({ by: z.string(), at: instant });

/** A grant as somebody it concerns sees it: no content, and not of which kind. */
export const grantItem = z.object({
  id: recordId,
  seq: z.int(),
  /** Of one entry; absent where it is of a case's entries. */
  entryNumber: z.int().optional(),
  caseNumber: z.string().optional(),
  by: z.object({ name: z.string(), department: z.string() }),
  reason: z.string(),
  hours: z.int(),
  at: instant,
  state: z.enum(['asked', 'refused', 'approved', 'in-force', 'lapsed', 'withdrawn', 'void']),
  decision: signed.extend({ approves: z.boolean(), note: z.string().optional() }).optional(),
  countersign: signed.optional(),
  withdrawal: signed.optional(),
  endsAt: instant.optional(),
  /** Whether the asker asked for it. */
  mine: z.boolean(),
  /** What the asker may do about it now. */
  may: z.array(z.enum(['decide', 'countersign', 'withdraw'])),
  /** For who asked, while it is in force. */
  entries: z.array(z.object({ id: recordId, seq: z.int(), opened: z.boolean() })).optional(),
});
export type GrantItem = z.infer<typeof grantItem>;
export const grantsAnswer = z.object({ grants: z.array(grantItem) });

/** A destruction that was asked for: its record by number, why, and what became of it. */
export const destructionItem = z.object({
  id: recordId,
  seq: z.int(),
  recordNumber: z.int(),
  recordType: z.enum(['entry', 'supplement']),
  /** The entry it belongs to. */
  entryNumber: z.int(),
  caseNumber: z.string().optional(),
  by: z.object({ name: z.string(), department: z.string() }),
  ground: z.string(),
  document: z.string(),
  at: instant,
  state: z.enum(['asked', 'done', 'lapsed']),
  done: signed.optional(),
  /** Whether the asker may be the second person. */
  mayApprove: z.boolean(),
});
export type DestructionItem = z.infer<typeof destructionItem>;
export const destructionsAnswer = z.object({ destructions: z.array(destructionItem) });

export const escalationItem = z.object({
  id: recordId,
  seq: z.int(),
  to: z.enum(Object.keys(ESCALATION_TARGETS) as [EscalationTarget, ...EscalationTarget[]]),
  caseNumber: z.string().optional(),
  by: z.object({ name: z.string(), department: z.string() }),
  reason: z.string(),
  at: instant,
});
export type EscalationItem = z.infer<typeof escalationItem>;
export const escalationsAnswer = z.object({ escalations: z.array(escalationItem) });

const logKind = z.enum(['disclosures', 'access']);

/** How a court's logs stand. `rolled-back` and `forked`: they are not what the superior court has witnessed. */
export const logStatus = z.object({
  state: z.enum(['vouched', 'rolled-back', 'forked']),
  logs: z.array(
    z.object({
      log: logKind,
      origin: z.string(),
      size: z.int(),
      root: sha256Hex,
      /** The signed note over it (c2sp.org/tlog-checkpoint). */
      checkpoint: z.string(),
      /** The newest one the superior court has cosigned. */
      cosigned: z.object({ size: z.int(), at: instant, by: z.string(), checkpoint: z.string() }).optional(),
      /** What was lost, where something was: how many there were when the superior court saw them last. */
      lost: z.object({ witnessed: z.int(), missing: z.int(), since: z.string() }).optional(),
    }),
  ),
  /** At a superior court: the logs it witnesses. */
  witnessed: z.array(z.object({ court: z.string(), origin: z.string(), size: z.int(), at: instant })),
  /** And what it had to refuse, newest first. */
  refused: z.array(
    z.object({
      court: z.string(),
      origin: z.string(),
      kind: z.enum(['rolled-back', 'forked']),
      known: z.int(),
      brought: z.int(),
      at: instant,
    }),
  ),
});
export type LogStatus = z.infer<typeof logStatus>;

/** Hashes of an RFC 6962 proof, hex, from the leaf up or as §2.1.2 orders them. */
export const logProof = z.object({ log: logKind, size: z.int(), hashes: z.array(sha256Hex) });
export type LogProof = z.infer<typeof logProof>;

/** What is asked of the logs on the verify page: a file's hash, or a receipt as it was downloaded. */
export const logQuestion = z.union([
  z.strictObject({ hash: sha256Hex }),
  z.strictObject({ receipt: z.string().min(1).max(20_000) }),
]);
export type LogQuestion = z.infer<typeof logQuestion>;

export const logAnswer = z.object({
  found: z.boolean(),
  /** Why not, where a receipt does not verify. */
  why: z.string().optional(),
  seq: z.int().optional(),
  type: z.string().optional(),
  receivedAt: instant.optional(),
  cosigned: z.object({ size: z.int(), at: instant, by: z.string() }).optional(),
});
export type LogAnswer = z.infer<typeof logAnswer>;
const complaintKind = z.enum(Object.keys(COMPLAINT_KINDS) as [ComplaintKind, ...ComplaintKind[]]);
const who = z.object({ staffCode: z.string(), name: z.string(), department: z.string() });
const reply = z.object({ at: instant, by: z.string(), text: z.string() });

/** 申诉控告, as the author sees it: what it says, who has read it, what was answered. */
export const ownComplaint = z.object({
  id: recordId,
  seq: z.int(),
  receivedAt: instant,
  to: z.enum(Object.keys(COMPLAINT_ADDRESSEES) as [ComplaintAddressee, ...ComplaintAddressee[]]),
  kind: complaintKind,
  text: z.string(),
  about: z.string().optional(),
  replies: z.array(reply),
  readings: z.array(z.object({ at: instant, by: z.string() })),
  /** Of one to the superior court. */
  upstream: upstream.optional(),
});
export type OwnComplaint = z.infer<typeof ownComplaint>;
export const ownComplaintsAnswer = z.object({ complaints: z.array(ownComplaint) });

/** One put to the custodians: who and when; content only to who opens it. */
export const complaintItem = z.object({
  id: recordId,
  seq: z.int(),
  receivedAt: instant,
  by: who,
  replies: z.int(),
});
export type ComplaintItem = z.infer<typeof complaintItem>;

/** A recorder's post was changed soon after an entry (R91): who, what and when, nothing of what was recorded. */
export const protectionHint = z.object({
  staffCode: z.string(),
  name: z.string(),
  changed: z.array(z.enum(['department', 'post', 'gone'])),
  from: z.object({ department: z.string(), post: z.string() }),
  /** Absent for who is not on the list any more. */
  to: z.object({ department: z.string(), post: z.string() }).optional(),
  at: instant,
  /** How many days after an entry. */
  days: z.int(),
});
export type ProtectionHint = z.infer<typeof protectionHint>;
export const complaintsAnswer = z.object({
  complaints: z.array(complaintItem),
  hints: z.array(protectionHint),
});
export type ComplaintsAnswer = z.infer<typeof complaintsAnswer>;

export const openedComplaint = complaintItem.omit({ replies: true }).extend({
  kind: complaintKind,
  text: z.string(),
  about: z.string().optional(),
  /** The author's entry it follows from. */
  entryId: recordId.optional(),
  entrySeq: z.int().optional(),
  replies: z.array(reply),
});
export type OpenedComplaint = z.infer<typeof openedComplaint>;

/** At a superior court: what people of subordinate courts have written to it past their own. */
export const directReportItem = z.object({
  id: recordId,
  /** By which author and reader speak of it. */
  code: z.string(),
  kind: z.enum(DIRECT_KINDS),
  /** `sealed`: nobody but this court could read it, and nobody has checked the author. `report`: signed at the author's court. */
  via: z.enum(['sealed', 'report']),
  court: z.object({ code: z.string(), name: z.string() }),
  /** Absent where the author does not want to be named. */
  author: who.optional(),
  about: z.string(),
  text: z.string(),
  writtenAt: instant,
  receivedAt: instant,
});
export type DirectReportItem = z.infer<typeof directReportItem>;
export const directReportsAnswer = z.object({
  reports: z.array(directReportItem),
  /** How many sealed ones no key of this court opens. */
  unopened: z.int(),
});
export type DirectReportsAnswer = z.infer<typeof directReportsAnswer>;
