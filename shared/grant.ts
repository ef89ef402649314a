/**
 * What a grant is worth at a moment: pure, from the records that were filed about it and the offices people hold now. It
 * trusts none of them to have been checked: whoever signed must hold the office that signs, and the three are three people.
 */
import { countersignsGrants, decidesGrants, type Officer } from './grant-offices.ts';

export interface Signed {
  /** Staff code. */
  by: string;
  /** When the sidecar took it in, ISO UTC. */
  at: string;
}

/** What was filed about one grant; of each kind the first counts. */
export interface GrantFacts {
  request: Signed;
  /** How long it holds from the approval on. */
  hours: number;
  decision?: Signed & { approves: boolean };
  countersign?: Signed;
  withdrawal?: Signed;
}

/** asked: waits for a decision. approved: waits for the second key. void: somebody who signed holds the office no more. */
export type GrantState = 'asked' | 'refused' | 'approved' | 'in-force' | 'lapsed' | 'withdrawn' | 'void';

/** At one moment. */
export interface GrantMoment {
  /** ISO UTC */
  now: string;
  /** The offices somebody holds now; none for who has left. */
  rolesOf(staffCode: string): Officer['roles'];
  /** Whether these offices ask for grants, by the court's policy. */
  asks(officer: Officer): boolean;
}

export interface GrantActor extends Officer {
  staffCode: string;
}

const HOUR_MS = 3_600_000;

/** One time limit for the second key and the opening: the approver says for how long, and it runs from then. */
export const grantEndsAt = ({ decision, hours }: GrantFacts): string | undefined =>
  decision?.approves ? new Date(Date.parse(decision.at) + hours * HOUR_MS).toISOString() : undefined;

function isVoid({ request, decision, countersign }: GrantFacts, moment: GrantMoment): boolean {
  const holds = ({ by }: Signed, office: (officer: Officer) => boolean) =>
    office({ roles: moment.rolesOf(by) });
  const people = [request, decision, countersign].flatMap((signed) => signed?.by ?? []);
  return (
    new Set(people).size < people.length ||
    !holds(request, moment.asks) ||
    (decision !== undefined && !holds(decision, decidesGrants)) ||
    (countersign !== undefined && !holds(countersign, countersignsGrants))
  );
}

export function grantState(grant: GrantFacts, moment: GrantMoment): GrantState {
  const { decision, countersign, withdrawal } = grant;
  if (decision?.approves === false) return 'refused';
  if (withdrawal) return 'withdrawn';
  if (isVoid(grant, moment)) return 'void';
  const end = grantEndsAt(grant);
  if (!decision || end === undefined) return 'asked';
  if (end <= moment.now) return 'lapsed';
  if (!countersign) return 'approved';
  // A second key turned before the approval, or after its end, opens nothing.
  return countersign.at >= decision.at && countersign.at < end ? 'in-force' : 'void';
}

export type GrantRefusal =
  | 'not-allowed'
  | 'grant-unknown'
  | 'grant-own'
  | 'grant-same-person'
  | 'grant-undecided'
  | 'grant-decided'
  | 'grant-countersigned'
  | 'grant-refused'
  | 'grant-withdrawn'
  | 'grant-lapsed'
  | 'grant-void'
  | 'grant-used';

const ENDED: Readonly<Partial<Record<GrantState, GrantRefusal>>> = {
  refused: 'grant-refused',
  withdrawn: 'grant-withdrawn',
  lapsed: 'grant-lapsed',
  void: 'grant-void',
};

/** What stands against this person's deciding on it. */
export function refusesDecision(
  grant: GrantFacts,
  actor: GrantActor,
  moment: GrantMoment,
): GrantRefusal | undefined {
  if (!decidesGrants(actor)) return 'not-allowed';
  if (grant.request.by === actor.staffCode) return 'grant-own';
  if (grant.decision) return 'grant-decided';
  return ENDED[grantState(grant, moment)];
}

export function refusesCountersign(
  grant: GrantFacts,
  actor: GrantActor,
  moment: GrantMoment,
): GrantRefusal | undefined {
  if (!countersignsGrants(actor)) return 'not-allowed';
  if (grant.request.by === actor.staffCode || grant.decision?.by === actor.staffCode)
    return 'grant-same-person';
  const state = grantState(grant, moment);
  if (state === 'asked') return 'grant-undecided';
  return state === 'in-force' ? 'grant-countersigned' : ENDED[state];
}

/** Who asked may take it back, and who approved; also while it is in use. */
export function refusesWithdrawal(
  grant: GrantFacts,
  actor: GrantActor,
  moment: GrantMoment,
): GrantRefusal | undefined {
  if (grant.request.by !== actor.staffCode && grant.decision?.by !== actor.staffCode) return 'grant-unknown';
  return ENDED[grantState(grant, moment)];
}

/**
 * What stands against opening an entry under it.
 * @param used whether this entry was opened under it before: once each, and no more
 */
export function refusesUse(
  grant: GrantFacts,
  actor: GrantActor,
  moment: GrantMoment,
  used: boolean,
): GrantRefusal | undefined {
  if (grant.request.by !== actor.staffCode) return 'grant-unknown';
  const state = grantState(grant, moment);
  if (state === 'asked' || state === 'approved') return 'grant-undecided';
  return ENDED[state] ?? (used ? 'grant-used' : undefined);
}
