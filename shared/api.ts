/**
 * What the sidecar answers. One schema an answer: the routes are built on them, the extension reads by them,
 * and /openapi.json is generated from them.
 */
import { z } from 'zod';
import { CASE_ROLES, type CaseRole, ENTRY_KINDS, type EntryKind } from './codes.ts';
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

const standing = z.enum(['stated', 'not-stated', 'stale', 'panel-changed', 'unknown-person']);

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
  /** State upstream: waiting, or received by the superior court. */
  upstream: z.enum(['waiting', 'received', 'not-sent']),
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
  lines: z.array(caseLine),
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
  kind: z.enum(['statement', 'sheet-filing']),
  caseNumber: z.string(),
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
  upstream: z.enum(['waiting', 'received', 'not-sent']),
});
export type OwnRecord = z.infer<typeof ownRecord>;
export const ownRecordsAnswer = z.object({ records: z.array(ownRecord) });
