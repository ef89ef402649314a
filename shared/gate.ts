/**
 * The gate: may this case go to this kind of meeting? Before it is reported there, interference, contact and how
 * they were recorded must have been reported (001 第18条; 济法发〔2021〕17号 四(三)). Pure: facts in, decision out.
 */
import { endOfDayAfter } from './calendar.ts';
import type { CaseRole, MeetingKind, Stage } from './codes.ts';
import type { GatePolicy } from './policy.ts';

/** What is known of one person the case's page names. */
export interface GatePerson {
  name: string;
  roles: CaseRole[];
  /** Absent when the staff list knows no such person, or more than one. */
  staffCode?: string;
  /** Time of the latest statement (entry or nil declaration) and its log number. */
  statedAt?: string;
  statedSeq?: number;
  /** Whether that statement said that there was none. */
  statedNil?: boolean;
  /** Log number of the newest entry on this case by somebody else. */
  newerEntrySeq?: number;
  /** Log number of the reading in which this person was first seen in the present panel. */
  memberSince: number;
}

export interface GateFacts {
  meeting: MeetingKind;
  /** Now, ISO UTC. */
  now: string;
  people: GatePerson[];
  /** Log number of the reading that last changed the panel; 0 when no reading is known. */
  panelSince: number;
  /** The stage the case is in, as far as its page's words are known, and the log number of the reading that first said so. */
  stage?: Stage;
  stageSince?: number;
  /** Latest clearance for this meeting. */
  clearance?: { id: string; filedAt: string; seq: number };
}

/** Worst first: what somebody must be told is the strictest of the gates. */
export const STANDINGS = [
  'unknown-person',
  'not-stated',
  'panel-changed',
  'stage-changed',
  'newer-entry',
  'stale',
  'stated',
] as const;
export type Standing = (typeof STANDINGS)[number];

export interface GateDecision {
  meeting: MeetingKind;
  /** True when everybody the policy names has stated. */
  open: boolean;
  /** Why nobody could even be asked: the case's page was never read. */
  caseUnknown: boolean;
  people: {
    name: string;
    roles: CaseRole[];
    staffCode?: string;
    standing: Standing;
    statedAt?: string;
    holdsUntil?: string;
  }[];
  /** The pass in force, if any: filed, not lapsed, and everything it rested on still holds. */
  clearance?: { id: string; validUntil: string };
}

function standingOf(person: GatePerson, facts: GateFacts, policy: GatePolicy): Standing {
  if (person.staffCode === undefined) return 'unknown-person';
  if (person.statedAt === undefined || person.statedSeq === undefined) return 'not-stated';
  const since = policy.afterPanelChange === 'everybody' ? facts.panelSince : person.memberSince;
  if (person.statedSeq < since) return 'panel-changed';
  // Each stage asks for a statement of its own (000 L4、L11).
  const { stage, stageSince = 0 } = facts;
  if (stage !== undefined && policy.stages.includes(stage) && person.statedSeq < stageSince)
    return 'stage-changed';
  const asksAgain =
    policy.afterNewEntry === 'everybody' ||
    (policy.afterNewEntry === 'nil-signers' && person.statedNil === true);
  if (asksAgain && (person.newerEntrySeq ?? 0) > person.statedSeq) return 'newer-entry';
  return facts.now > endOfDayAfter(person.statedAt, policy.freshDays) ? 'stale' : 'stated';
}

export function decideGate(facts: GateFacts, policy: GatePolicy): GateDecision {
  const asked = facts.people.filter((person) => person.roles.some((role) => policy.signers.includes(role)));
  const people = asked.map((person) => {
    const standing = standingOf(person, facts, policy);
    return {
      name: person.name,
      roles: person.roles,
      standing,
      ...(person.staffCode === undefined ? {} : { staffCode: person.staffCode }),
      ...(person.statedAt === undefined
        ? {}
        : { statedAt: person.statedAt, holdsUntil: endOfDayAfter(person.statedAt, policy.freshDays) }),
    };
  });
  // A page that names no handling judge or panel is a page we failed to read: hold rather than wave through.
  const open = people.length > 0 && people.every((person) => person.standing === 'stated');
  const decision: GateDecision = {
    meeting: facts.meeting,
    open,
    caseUnknown: facts.panelSince === 0,
    people,
  };
  if (open && facts.clearance && facts.clearance.seq >= facts.panelSince) {
    const validUntil = new Date(
      Date.parse(facts.clearance.filedAt) + policy.clearanceMinutes * 60_000,
    ).toISOString();
    if (facts.now <= validUntil) decision.clearance = { id: facts.clearance.id, validUntil };
  }
  return decision;
}
