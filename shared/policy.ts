/**
 * Court policy: what a court may set for itself, with the national default for all it leaves unsaid. It holds no secret:
 * the forms of the extension are made by it as well as the rules at the door.
 */
import { z } from 'zod';
import {
  CASE_ROLES,
  type CaseRole,
  CONDUCT_CODE,
  FILE_ONLY_GROUNDS,
  type FileOnlyGround,
  type MeetingKind,
  STAGES,
  type Stage,
} from './codes.ts';
import { GRANT_MAX_HOURS } from './records/grant.ts';
import { STAFF_ROLES } from './records/staff-list.ts';

const keysOf = <T extends string>(list: Record<T, unknown>) => z.enum(Object.keys(list) as [T, ...T[]]);
const day = z.iso.date();
/** `08:30`, Beijing time. */
const clockTime = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/);

const gatePolicy = z.strictObject({
  /**
   * Whose statement the meeting needs. 承办人 and 审批人 make their own, at every stage (000 L4、L11); so does the panel
   * that reports (001 第18条).
   */
  signers: z
    .array(keysOf<CaseRole>(CASE_ROLES))
    .min(1)
    .default(['handling-judge', 'presiding-judge', 'panel-member', 'approver']),
  /** A statement made on day D holds through day D + n, Asia/Shanghai. */
  freshDays: z.int().min(1).max(365).default(7),
  /** Whether a change of the panel asks everybody to state again, or only those who came new. */
  afterPanelChange: z.enum(['everybody', 'new-members']).default('everybody'),
  /** Stages at which a statement of their own is asked for: one made before the case came there does not hold any more. */
  stages: z.array(keysOf<Stage>(STAGES)).default(Object.keys(STAGES) as Stage[]),
  /** Whom somebody else's newer entry asks to state again: whoever signed that there was none, everybody, or nobody. */
  afterNewEntry: z.enum(['nil-signers', 'everybody', 'nobody']).default('nil-signers'),
  /** How long a clearance holds, minutes. */
  clearanceMinutes: z.int().min(1).max(1440).default(30),
});
export type GatePolicy = z.infer<typeof gatePolicy>;

/** A court's own conduct code: below a national one, which is its name up to the dot. */
const ownConduct = z.strictObject({
  code: z.string().regex(CONDUCT_CODE).regex(/\./, { message: 'own-code-needs-parent' }),
  zh: z.string().min(1).max(60),
  en: z.string().min(1).max(80),
});

/** Within how long a contact outside the workplace or working time is reported (济法发〔2021〕17号 四(一)). */
const contactReport = z.strictObject({
  days: z.int().min(1).max(30).default(3),
  /** What counts as day one: the day it happened, or the day after (民事诉讼法 第85条: 开始之日不计). */
  dayOne: z.enum(['same-day', 'next-day']).default('next-day'),
  /** Whether rest days count. */
  count: z.enum(['calendar-days', 'working-days']).default('calendar-days'),
  /** A last day that is a rest day moves to the next working day (民事诉讼法 第85条), or stays. */
  lastRestDay: z.enum(['moves', 'stays']).default('moves'),
});
export type ContactReportPolicy = z.infer<typeof contactReport>;

const calendarPolicy = z.strictObject({
  /** Days off beside, or against, what the calendar's own data say. */
  restDays: z.array(day).max(400).default([]),
  /** Working days likewise (调休). */
  workDays: z.array(day).max(400).default([]),
  /** Working time of a working day: spans in order. */
  hours: z
    .array(z.tuple([clockTime, clockTime]))
    .max(4)
    .default([
      ['08:30', '12:00'],
      ['14:00', '18:00'],
    ]),
});
export type CalendarPolicy = z.infer<typeof calendarPolicy>;

/** Kinds of evidence a court may allow; what belongs to each is in evidence-check.ts. */
export const EVIDENCE_KINDS = ['image', 'pdf', 'office', 'audio', 'video', 'text'] as const;
export type EvidenceKind = (typeof EVIDENCE_KINDS)[number];

const evidencePolicy = z.strictObject({
  kinds: z
    .array(z.enum(EVIDENCE_KINDS))
    .min(1)
    .default([...EVIDENCE_KINDS]),
  /** Largest file, bytes; never more than the sidecar's own limit. */
  maxBytes: z
    .int()
    .min(1024)
    .max(20 * 1024 * 1024)
    .default(20 * 1024 * 1024),
  /** Largest picture, pixels (width × height). */
  maxPixels: z.int().min(1_000_000).max(400_000_000).default(100_000_000),
});
export type EvidencePolicy = z.infer<typeof evidencePolicy>;

/** When padding and poor entries are hinted at (R66); a hint never refuses. */
const hintsPolicy = z.strictObject({
  /** From this day of the month on, entries count as made at the month's end; 25 is the day of the report. */
  monthEndFrom: z.int().min(1).max(31).default(23),
  monthEndTo: z.int().min(1).max(31).default(25),
  /** This many entries of one person within those days are a burst. */
  burst: z.int().min(2).max(100).default(5),
  /** Likeness of two texts from which on they are near-duplicates, 0…1. */
  likeness: z.number().min(0.5).max(1).default(0.85),
  /** Fewer characters than this say too little. */
  minCharacters: z.int().min(1).max(200).default(12),
});
export type HintsPolicy = z.infer<typeof hintsPolicy>;

const claimValue = z.string().min(1).max(200);

const signInPolicy = z.strictObject({
  /**
   * Whose sign-in needs a second factor: whoever opens contents, and whoever keeps the server. Empty: nobody's.
   */
  secondFactorRoles: z
    .array(z.enum(STAFF_ROLES))
    .default(['custodian', 'inspection', 'court-administrator', 'party-secretary', 'president', 'it']),
  /**
   * What the court's own identity provider says of a sign-in with a second factor: one of these values of `acr`, or one of
   * these in `amr` (RFC 8176).
   */
  foreign: z
    .strictObject({
      acr: z.array(claimValue).max(20).default([]),
      amr: z.array(claimValue).max(20).default(['mfa']),
    })
    .prefault({}),
  /** A session nobody uses ends after so many minutes. */
  idleMinutes: z
    .int()
    .min(5)
    .max(24 * 60)
    .default(12 * 60),
  /** And every session after so many hours. */
  absoluteHours: z
    .int()
    .min(1)
    .max(7 * 24)
    .default(24),
});
export type SignInPolicy = z.infer<typeof signInPolicy>;
const grantsPolicy = z.strictObject({
  /** The longest a grant may hold, hours. */
  maxHours: z.int().min(1).max(GRANT_MAX_HOURS).default(24),
  /** What custodians open for screening rests on: on the record of their opening alone, or on a grant as well. */
  custodians: z.enum(['recorded', 'granted']).default('recorded'),
});
export type GrantsPolicy = z.infer<typeof grantsPolicy>;

const destructionPolicy = z.strictObject({
  /** Who may be the second of the two people: always somebody else than who asked. */
  approvers: z
    .array(z.enum(['president', 'party-secretary', 'custodian']))
    .min(1)
    .default(['president', 'custodian']),
  /** How long a request may wait for the second person, days. */
  requestDays: z.int().min(1).max(365).default(30),
});
export type DestructionPolicy = z.infer<typeof destructionPolicy>;
/** 直报 (001 第12条): what is set here is the same for all, so that nobody's report stands out. */
const directReportPolicy = z.strictObject({
  /**
   * How many bytes every one has before it is sealed, real or blank. Sealed it stays below what every request with a record
   * is filled up to (REQUEST_UNIT).
   */
  bytes: z.int().min(4096).max(10_240).default(8192),
  /** How often some go to the superior court, real or blank. */
  everyMinutes: z.int().min(15).max(1440).default(240),
});
export type DirectReportPolicy = z.infer<typeof directReportPolicy>;

export const policy = z.strictObject({
  gate: z
    .strictObject({
      'judges-conference': gatePolicy.prefault({}),
      'adjudication-committee': gatePolicy.prefault({}),
    })
    .prefault({}),
  conduct: z.array(ownConduct).max(200).default([]),
  fileOnly: z
    .strictObject({
      grounds: z
        .array(keysOf<FileOnlyGround>(FILE_ONLY_GROUNDS))
        .default(Object.keys(FILE_ONLY_GROUNDS) as FileOnlyGround[]),
    })
    .prefault({}),
  contactReport: contactReport.prefault({}),
  calendar: calendarPolicy.prefault({}),
  evidence: evidencePolicy.prefault({}),
  hints: hintsPolicy.prefault({}),
  signIn: signInPolicy.prefault({}),
  counts: z
    .strictObject({
      /** Figures behind which stand fewer people than this are not told; never below 3, for of two the one knows the other. */
      smallest: z.int().min(3).max(50).default(3),
    })
    .prefault({}),
  directReport: directReportPolicy.prefault({}),
  protection: z
    .strictObject({
      /** A change of a recorder's post within this many days after an entry is shown to the custodians (001 第14条, R91). */
      days: z.int().min(1).max(1095).default(180),
    })
    .prefault({}),
  sheet: z
    .strictObject({
      /** What goes into the copy that is filed in the case: all, all but content and identity, or numbers and hashes. */
      filedCopy: z.enum(['full', 'summary', 'reference']).default('full'),
      /**
       * Who puts it into the case file, and so reads what it shows; the others of the case get a copy without content or
       * identity to look at (严格控制知悉范围, 001 第12条).
       */
      filers: z
        .array(keysOf<CaseRole>(CASE_ROLES))
        .min(1)
        .default(['handling-judge', 'presiding-judge', 'clerk']),
    })
    .prefault({}),
  grants: grantsPolicy.prefault({}),
  destruction: destructionPolicy.prefault({}),
});
export type Policy = z.infer<typeof policy>;

/** The national default. */
export const NATIONAL_POLICY: Policy = policy.parse({});

export const gatePolicyOf = (p: Policy, meeting: MeetingKind): GatePolicy => p.gate[meeting];
