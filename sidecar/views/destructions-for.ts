/** Destructions as those see them who ask for them or approve them. No content in any. */
import type { DestructionItem, Person } from '../../shared/api.ts';
import { destructionState, refusesDestruction } from '../../shared/destruction.ts';
import { approvesDestruction, asksForDestruction } from '../../shared/grant-offices.ts';
import type { Policy } from '../../shared/policy.ts';
import type { DestructionRequestBody } from '../../shared/records/destruction.ts';
import type { Steps } from '../store/plan.ts';
import { bodyOf } from './content.ts';
import { type DestructionRow, factsOf, newestDestructions, numberOf, requesterOf } from './destructions.ts';
import { entryById } from './entries.ts';
import { isAbout } from './screening.ts';
import { staffByCode } from './staff.ts';

function* itemOf(
  row: DestructionRow,
  person: Person,
  now: string,
  { destruction }: Policy,
): Steps<DestructionItem | undefined> {
  const entry = yield* entryById(row.court, row.entry_id);
  const number = yield* numberOf(row);
  if (!entry || !number || (yield* isAbout(entry, person))) return undefined;
  const body = yield* bodyOf<DestructionRequestBody>(row.court, row.id);
  const requester = yield* staffByCode(row.court, row.requested_by);
  const second = row.destruction_id === '' ? undefined : yield* staffByCode(row.court, row.destroyed_by);
  const [facts, offices] = [factsOf(row), yield* requesterOf(row)];
  return {
    id: row.id,
    seq: row.seq,
    recordNumber: number.seq,
    recordType: number.type === 'supplement' ? 'supplement' : 'entry',
    entryNumber: entry.seq,
    ...(entry.case_key === '' ? {} : { caseNumber: entry.case_key }),
    by: { name: requester?.name ?? row.requested_by, department: requester?.department ?? '' },
    ground: body?.ground ?? '',
    document: body?.document ?? '',
    at: row.requested_at,
    state: destructionState(facts, offices, now, destruction),
    ...(facts.done ? { done: { by: second?.name ?? facts.done.by, at: facts.done.at } } : {}),
    mayApprove:
      entry.staff_code !== person.staffCode &&
      refusesDestruction(facts, person, offices, now, destruction) === undefined,
  };
}

/** Newest first; none for whose office it is not. */
export function* destructionsFor(
  court: string,
  person: Person,
  now: string,
  policy: Policy,
): Steps<DestructionItem[]> {
  if (!asksForDestruction(person) && !approvesDestruction(person, policy.destruction)) return [];
  const items: DestructionItem[] = [];
  for (const row of yield* newestDestructions({ court })) {
    const item = yield* itemOf(row, person, now, policy);
    if (item) items.push(item);
  }
  return items;
}
