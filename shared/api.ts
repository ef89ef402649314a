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
import { entryBody } from './records/entry.ts';
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

export const sessionOpened = z.object({
  token: z.string(),
  /** Absolute end of the session. */
  expiresAt: instant,
  person,
  court: z.object({ code: z.string(), name: z.string() }),
  /** Base64 AES-256 key of this person's queue on this device; the sidecar derives it anew at each sign-in. */
  queueKey: z.string(),
});
export type SessionOpened = z.infer<typeof sessionOpened>;

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
  /** statement: somebody was held for it. sheet-filing: the sheet is not in the case file. completion: an entry came back. */
  kind: z.enum(['statement', 'sheet-filing', 'completion']),
  /** '' for an entry without a case. */
  caseNumber: z.string(),
  /** The entry to complete. */
  entryId: recordId.optional(),
  cause: z.string(),
  /** Who asked, for a statement asked for by a reminder. */
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
});

const lateness = z.object({
  standing: z.enum(['no-deadline', 'in-time', 'late', 'sent-late']),
  due: instant.optional(),
});

const wholeEntry = z.object({
  id: recordId,
  seq: z.int(),
  /** By the recorder's clock. */
  signedAt: instant,
  receivedAt: instant,
  /** Its current reading; `caseNumber` is that of the case it belongs to now. */
  entry: entryBody,
  history: z.array(reading),
  scope,
  lateness,
});

/** An entry as its author sees it, and what has happened to it. A screening's result is not told: 线索 may hang on it. */
export const ownEntry = wholeEntry.extend({
  state: z.enum(['waiting', 'returned', 'screened']),
  /** What a custodian asked for, where it was given back. */
  returnNote: z.string().optional(),
  upstream,
  events: z.array(
    z.object({
      seq: z.int(),
      type: z.enum(['entry', 'supplement', 'case-link', 'opening', 'screening', 'entry-return']),
      at: instant,
      /** Who did it. */
      by: z.string(),
    }),
  ),
});
export type OwnEntry = z.infer<typeof ownEntry>;
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
  state: z.enum(['waiting', 'returned', 'screened']),
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
  counts: z.object({ waiting: z.int(), returned: z.int(), screened: z.int() }),
});
export type ScreeningList = z.infer<typeof screeningList>;

/** An entry as an opening shows it to a custodian. */
export const screenedEntry = wholeEntry.extend({
  by: z.object({ staffCode: z.string(), name: z.string(), department: z.string(), post: z.string() }),
  state: z.enum(['waiting', 'returned', 'screened']),
  upstream,
  hints: z.array(hint),
  events: z.array(
    z.object({
      seq: z.int(),
      type: z.enum(['entry', 'supplement', 'case-link', 'opening', 'screening', 'entry-return']),
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
