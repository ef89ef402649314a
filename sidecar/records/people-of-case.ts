/** The rule most case acts share: the actor must be a person the case's page names. */
import { mayI } from '../../shared/access-matrix.ts';
import type { ProblemCode } from '../problems.ts';
import type { Steps } from '../store/plan.ts';
import { caseFile } from '../views/case-file.ts';
import { rolesInCase } from '../views/case-view.ts';
import type { Circumstances } from './record-type.ts';

interface CaseAct {
  type: 'clearance' | 'nil-declaration' | 'reminder' | 'sheet-filing';
  body: { caseNumber: string };
}

export function* refusesOutsiders(
  { type, body: { caseNumber } }: CaseAct,
  { actor, court }: Circumstances,
): Steps<ProblemCode | undefined> {
  if (actor.kind !== 'person') return 'not-allowed';
  if ((yield* caseFile(court, caseNumber)) === undefined) return 'case-unknown';
  const named = (yield* rolesInCase(court, caseNumber, actor)).length > 0;
  return mayI(actor, type, 'file', named ? ['case'] : []) ? undefined : 'not-of-case';
}
