/** The rule most case acts share: the actor must be a person the case's page names. */
import type { ProblemCode } from '../problems.ts';
import type { Steps } from '../store/plan.ts';
import { caseFile, casePeople } from '../views/case-file.ts';
import type { Circumstances } from './record-type.ts';

export function* refusesOutsiders(
  caseKey: string,
  { actor, court }: Circumstances,
): Steps<ProblemCode | undefined> {
  if (actor.kind !== 'person') return 'not-allowed';
  if ((yield* caseFile(court, caseKey)) === undefined) return 'case-unknown';
  const people = yield* casePeople(court, caseKey);
  return people.some((person) => person.staffCode === actor.staffCode) ? undefined : 'not-of-case';
}
