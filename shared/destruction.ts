/** Destruction by law: who may be the second person, and what remains of a content when its key is gone. Pure. */
import { CONDUCT_PREFIX } from './codes.ts';
import { isUrgent } from './deadline.ts';
import type { Signed } from './grant.ts';
import { approvesDestruction, asksForDestruction, type Officer } from './grant-offices.ts';
import type { DestructionPolicy } from './policy.ts';
import type { EntryBody, EntryContent } from './records/entry.ts';
import type { SupplementBody } from './records/supplement.ts';

/** Stands where somebody's words stood. */
export const DESTROYED_WORDS = '已依法销毁';

const DAY_MS = 86_400_000;

export interface DestructionFacts {
  request: Signed;
  /** By whom it was approved, and with that done. */
  done?: Signed;
}

export type DestructionState = 'asked' | 'done' | 'lapsed';

/** @param requester the offices of who asked, as they are now */
export function destructionState(
  { request, done }: DestructionFacts,
  requester: Officer,
  now: string,
  policy: DestructionPolicy,
): DestructionState {
  if (done) return 'done';
  const over = Date.parse(request.at) + policy.requestDays * DAY_MS <= Date.parse(now);
  return over || !asksForDestruction(requester) ? 'lapsed' : 'asked';
}

export type DestructionRefusal =
  | 'not-allowed'
  | 'destruction-own'
  | 'destruction-done'
  | 'destruction-lapsed';

/** What stands against this person's approving it: two people, and the second in office. */
export function refusesDestruction(
  facts: DestructionFacts,
  actor: Officer & { staffCode: string },
  requester: Officer,
  now: string,
  policy: DestructionPolicy,
): DestructionRefusal | undefined {
  if (!approvesDestruction(actor, policy)) return 'not-allowed';
  if (facts.request.by === actor.staffCode) return 'destruction-own';
  const state = destructionState(facts, requester, now, policy);
  if (state === 'asked') return undefined;
  return state === 'done' ? 'destruction-done' : 'destruction-lapsed';
}

const kept = <T, K extends keyof T>(from: T, ...keys: K[]): Pick<T, K> =>
  Object.fromEntries(keys.filter((key) => from[key] !== undefined).map((key) => [key, from[key]])) as Pick<
    T,
    K
  >;

/**
 * Of what an entry says: its kind and scope, its times, and whether the case was affected, for on these rest the views. Codes that
 * would tell more become the list's last, and whoever shows the entry shows none of them.
 */
export const remainsOfContent = (content: EntryContent): EntryContent => ({
  ...kept(content, 'kind', 'stage', 'occurredAt', 'atWorkplace', 'workingTime', 'fileOnly'),
  person: {
    unidentified: false,
    name: DESTROYED_WORDS,
    unit: '',
    post: '',
    unitClass: 'unknown',
    isLeader: false,
    identity: 'other',
    relationToParty: 'unknown',
  },
  place: DESTROYED_WORDS,
  manner: 'other',
  conduct: [`${CONDUCT_PREFIX[content.kind]}9`],
  content: DESTROYED_WORDS,
  handling: ['other'],
  effect: isUrgent(content) ? 'yes' : 'no',
  // That there was one says whether a time limit ran.
  ...(content.approval ? { approval: { number: DESTROYED_WORDS, approver: DESTROYED_WORDS } } : {}),
  evidence: [],
  declared: true,
});

export const remainsOfEntry = (body: EntryBody): EntryBody => ({
  ...remainsOfContent(body),
  ...kept(body, 'caseNumber'),
});

export const remainsOfSupplement = (body: SupplementBody): SupplementBody => ({
  ...kept(body, 'entryId', 'caseNumber', 'kind'),
  reason: DESTROYED_WORDS,
  entry: remainsOfContent(body.entry),
});
