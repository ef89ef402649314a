/**
 * An entry while it is being written: what the form holds, which fields apply to it, and what follows from its time.
 * Pure and without zod, so that the form can say it beside each field.
 */
import {
  CONDUCT,
  type DUTY_BASES,
  type EFFECTS,
  ELECTRONIC_MANNERS,
  type EntryKind,
  type FileOnlyGround,
  type HANDLINGS,
  type IDENTITIES,
  LINKED_IDENTITIES,
  type MANNERS,
  ORAL_MANNERS,
  parentConduct,
  type RELATIONS,
  type REQUESTS,
  type STAGES,
  type UNIT_CLASSES,
} from './codes.ts';
import { contactDueAt, hasDeadline } from './deadline.ts';
import { GROUND_RULES, type GroundFacts } from './file-only.ts';
import type { Policy } from './policy.ts';
import type { Evidence } from './records/entry.ts';
import { beijingDay, hasHolidayData, isWorkingTime } from './work-calendar.ts';

export interface DraftPerson {
  unidentified: boolean;
  name: string;
  unit: string;
  unitClass: keyof typeof UNIT_CLASSES | '';
  post: string;
  isLeader: boolean;
  identity: keyof typeof IDENTITIES | '';
  relationToParty: keyof typeof RELATIONS | '';
  relationToRecorder: keyof typeof RELATIONS | '';
  contact: string;
  /** Only while the name is the one picked from the staff list. */
  staffCode: string;
  leader: { name: string; unit: string; post: string };
}

export interface DraftPresent {
  name: string;
  unit: string;
  confirmed: boolean;
}

/** An entry as far as it is written. `''` and `null` stand for "not answered yet". */
export interface EntryDraft {
  kind: EntryKind | '';
  /** Typed only where no case page stands beside the form. */
  caseNumber: string;
  stage: keyof typeof STAGES | '';
  person: DraftPerson;
  /** Beijing time as a datetime-local control has it: `2026-11-20T19:05`. */
  when: string;
  place: string;
  atWorkplace: boolean | null;
  manner: keyof typeof MANNERS | '';
  medium: string;
  /** An empty list answers that nobody else was there. */
  present: DraftPresent[] | null;
  /** Chosen conduct of every kind; only that of the present kind counts. */
  conduct: string[];
  content: string;
  requests: (keyof typeof REQUESTS)[];
  handling: (keyof typeof HANDLINGS)[];
  effect: keyof typeof EFFECTS | '';
  omission: { told: boolean; by: string; account: string };
  dutyBasis: keyof typeof DUTY_BASES | '';
  /** `approvedAt` as `when`. */
  approval: { given: boolean; number: string; approver: string; approvedAt: string };
  fileOnly: { on: boolean; ground: FileOnlyGround | '' };
  lateReason: string;
  evidence: Evidence[];
  /** Why an entry is supplemented or corrected. */
  reason: string;
  declared: boolean;
}

/** What a draft begins as. */
export const emptyDraft = (stage: EntryDraft['stage'] = ''): EntryDraft => ({
  kind: '',
  caseNumber: '',
  stage,
  person: {
    unidentified: false,
    name: '',
    unit: '',
    unitClass: '',
    post: '',
    isLeader: false,
    identity: '',
    relationToParty: '',
    relationToRecorder: '',
    contact: '',
    staffCode: '',
    leader: { name: '', unit: '', post: '' },
  },
  when: '',
  place: '',
  atWorkplace: null,
  manner: '',
  medium: '',
  present: null,
  conduct: [],
  content: '',
  requests: [],
  handling: [],
  effect: '',
  omission: { told: false, by: '', account: '' },
  dutyBasis: '',
  approval: { given: false, number: '', approver: '', approvedAt: '' },
  fileOnly: { on: false, ground: '' },
  lateReason: '',
  evidence: [],
  reason: '',
  declared: false,
});

export const ENTRY_LIMITS = {
  name: 60,
  unit: 120,
  post: 80,
  contact: 120,
  place: 120,
  medium: 200,
  present: 20,
  content: 4000,
  conduct: 8,
  requests: 8,
  handling: 8,
  omissionBy: 120,
  omissionAccount: 500,
  approvalNumber: 60,
  approver: 60,
  lateReason: 500,
  reason: 500,
  evidenceFiles: 20,
  evidenceBytes: 20 * 1024 * 1024,
} as const;

/** What of a court's policy a form is made by. */
export type FormPolicy = Pick<Policy, 'conduct' | 'fileOnly' | 'contactReport' | 'calendar'>;

/** What a draft is checked against. */
export interface EntrySetting {
  /** ISO UTC; nothing can be recorded before it has happened. */
  now: string;
  /** Absent until the sidecar has told it: then nothing is asked that rests on it. */
  policy?: FormPolicy | undefined;
  /** A case page stands beside the form; otherwise the case number is typed, or left out. */
  ofCase: boolean;
  /** The entry this one supplements, as far as it binds: what was reported cannot become file-only. */
  supplementOf?: { reported: boolean } | undefined;
}

/** China keeps one zone without summer time. */
const BEIJING_MINUTES = 8 * 60;
const LOCAL = /^(\d{4}-\d{2}-\d{2})T(\d{2}:\d{2})(?::\d{2}(?:\.\d{1,3})?)?$/;

/**
 * Reads what a datetime-local control holds as Beijing time, whatever the zone of the machine.
 * @returns ISO UTC to the minute, or null when it is no time
 */
export function beijingToInstant(local: string): string | null {
  const [, day, minute] = LOCAL.exec(local) ?? [];
  if (day === undefined || minute === undefined) return null;
  const time = Date.parse(`${day}T${minute}:00+08:00`);
  if (Number.isNaN(time)) return null;
  const instant = new Date(time).toISOString();
  // Date.parse takes 31 February for 3 March; what was typed must come back.
  return instantToBeijing(instant) === `${day}T${minute}` ? instant : null;
}

/** The other way round: what a datetime-local control shows for an instant. */
export function instantToBeijing(instant: string): string {
  return new Date(Date.parse(instant) + BEIJING_MINUTES * 60_000).toISOString().slice(0, 16);
}

/** Conduct that was chosen and belongs to the present kind; a court's own code only while its policy has it. */
export function conductOf(draft: Pick<EntryDraft, 'kind' | 'conduct'>, policy?: FormPolicy): string[] {
  if (draft.kind === '') return [];
  const list = CONDUCT[draft.kind];
  return draft.conduct.filter((code) => {
    if (!(parentConduct(code) in list)) return false;
    return !code.includes('.') || !policy || policy.conduct.some((own) => own.code === code);
  });
}

/** A unit is named only where there is one that can be known. */
export const hasUnit = ({ person }: Pick<EntryDraft, 'person'>): boolean =>
  person.unitClass !== 'none' && person.unitClass !== 'unknown';

/** 诉讼环节 belongs to a case. */
export const asksStage = (draft: Pick<EntryDraft, 'caseNumber'>, ofCase: boolean): boolean =>
  ofCase || draft.caseNumber.trim() !== '';

/** 存储介质 of what was sent electronically. */
export const asksMedium = ({ manner }: Pick<EntryDraft, 'manner'>): boolean =>
  ELECTRONIC_MANNERS.includes(manner);

/** 在场人员 of what was said. */
export const asksPresent = ({ manner }: Pick<EntryDraft, 'manner'>): boolean => ORAL_MANNERS.includes(manner);

/** The leader whose staff or relative somebody is (001 第7条). */
export const asksLeader = ({ person }: Pick<EntryDraft, 'person'>): boolean =>
  LINKED_IDENTITIES.includes(person.identity);

/** 履职依据, of leaders of courts and of a superior court (001 第5、8条). */
export const asksDutyBasis = ({ kind, person }: Pick<EntryDraft, 'kind' | 'person'>): boolean =>
  kind === 'internal' &&
  (person.isLeader || person.identity === 'superior-court' || person.unitClass === 'court-superior');

/** 审批信息, of a contact (001 第9条). */
export const asksApproval = ({ kind }: Pick<EntryDraft, 'kind'>): boolean => kind === 'contact';

/** Grounds to keep an entry off the platform that fit its kind and that the court uses. */
export function groundsFor(
  kind: EntryDraft['kind'],
  policy?: Pick<FormPolicy, 'fileOnly'>,
): FileOnlyGround[] {
  const all = Object.keys(GROUND_RULES) as FileOnlyGround[];
  return all.filter(
    (ground) => GROUND_RULES[ground].kind === kind && (policy?.fileOnly.grounds.includes(ground) ?? true),
  );
}

/** The draft with another kind; a ground of the kind before does not hold any more. */
export function withKind(draft: EntryDraft, kind: EntryKind): EntryDraft {
  const { ground } = draft.fileOnly;
  const holds = ground === '' || GROUND_RULES[ground].kind === kind;
  return { ...draft, kind, ...(holds ? {} : { fileOnly: { on: false, ground: '' } }) };
}

/** What follows from when and where it happened. */
export interface EntryTime {
  occurredAt: string;
  workingTime: boolean;
  /** The holidays of its year are known; without them only weekdays and statutory days are. */
  holidaysKnown: boolean;
  /** The last instant by which it was to be recorded; absent where there is no limit, or where it is not known yet. */
  due?: string;
  late: boolean;
}

/** undefined while no time is written, or the court's calendar is not known. */
export function timeOf(draft: EntryDraft, { now, policy }: EntrySetting): EntryTime | undefined {
  const occurredAt = beijingToInstant(draft.when);
  if (occurredAt === null || !policy) return undefined;
  const { calendar, contactReport } = policy;
  const workingTime = isWorkingTime(occurredAt, calendar);
  const time = {
    occurredAt,
    workingTime,
    holidaysKnown: hasHolidayData(Number(beijingDay(occurredAt).split('-')[0]), calendar),
    late: false,
  };
  if (draft.kind === '' || draft.atWorkplace === null) return time;
  const facts = {
    kind: draft.kind,
    occurredAt,
    atWorkplace: draft.atWorkplace,
    workingTime,
    approval: approvalGiven(draft) ? draft.approval : undefined,
  };
  if (!hasDeadline(facts, calendar)) return time;
  const due = contactDueAt(occurredAt, contactReport, calendar);
  return { ...time, due, late: Date.parse(now) > Date.parse(due) };
}

/** 补报原因 is asked where the time to report has passed; a supplement was in time or not when its entry was filed. */
export const asksLateReason = (draft: EntryDraft, setting: EntrySetting): boolean =>
  setting.supplementOf === undefined && (timeOf(draft, setting)?.late ?? false);

/** An approval counts once it is ticked that there was one. */
export const approvalGiven = (draft: EntryDraft): boolean => asksApproval(draft) && draft.approval.given;

/** The ground under which the entry stays in the case; '' where it goes onto the platform. */
export const groundOf = ({ fileOnly }: Pick<EntryDraft, 'fileOnly'>): FileOnlyGround | '' =>
  fileOnly.on ? fileOnly.ground : '';

/** What a ground is judged by. */
export function groundFacts(draft: EntryDraft & { kind: EntryKind }, setting: EntrySetting): GroundFacts {
  return {
    kind: draft.kind,
    evidence: draft.evidence,
    approval: approvalGiven(draft) ? draft.approval : undefined,
    atWorkplace: draft.atWorkplace,
    workingTime: timeOf(draft, setting)?.workingTime,
    dutyBasis: asksDutyBasis(draft) ? draft.dutyBasis : undefined,
  };
}
