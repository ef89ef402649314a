/** The grants that concern somebody: their own, those they signed, and those that wait for them. No content in any. */
import type { GrantItem, Person } from '../../shared/api.ts';
import {
  grantEndsAt,
  grantState,
  refusesCountersign,
  refusesDecision,
  refusesWithdrawal,
} from '../../shared/grant.ts';
import type { Policy } from '../../shared/policy.ts';
import type { GrantDecisionBody, GrantRequestBody } from '../../shared/records/grant.ts';
import type { Steps } from '../store/plan.ts';
import { bodyOf } from './content.ts';
import {
  entriesUnder,
  factsOf,
  type GrantRow,
  grantsNear,
  momentOf,
  namesAbout,
  openedUnder,
} from './grants.ts';
import { staffByCode } from './staff.ts';

function* itemOf(row: GrantRow, person: Person, now: string, policy: Policy): Steps<GrantItem | undefined> {
  const facts = factsOf(row);
  const moment = yield* momentOf(row, now, policy);
  const state = grantState(facts, moment);
  const may: GrantItem['may'] = [];
  if (refusesDecision(facts, person, moment) === undefined) may.push('decide');
  if (refusesCountersign(facts, person, moment) === undefined) may.push('countersign');
  if (refusesWithdrawal(facts, person, moment) === undefined) may.push('withdraw');
  const asked = row.staff_code === person.staffCode;
  const signed = [row.decided_by, row.countersigned_by].includes(person.staffCode);
  if (!asked && !signed && may.length === 0) return undefined;
  if (yield* namesAbout(row, person)) return undefined;
  const body = yield* bodyOf<GrantRequestBody>(row.court, row.id);
  const named = function* (code: string): Steps<string> {
    return (yield* staffByCode(row.court, code))?.name ?? code;
  };
  const requester = yield* staffByCode(row.court, row.staff_code);
  const endsAt = grantEndsAt(facts);
  const { decision, countersign, withdrawal } = facts;
  const entries: GrantItem['entries'] = [];
  if (asked && state === 'in-force') {
    const opened = yield* openedUnder(row.court, row.id);
    for (const { id, seq } of yield* entriesUnder(row)) entries.push({ id, seq, opened: opened.has(id) });
  }
  return {
    id: row.id,
    seq: row.seq,
    ...(body?.entryNumber === undefined ? {} : { entryNumber: body.entryNumber }),
    ...(row.case_key === '' ? {} : { caseNumber: row.case_key }),
    by: { name: requester?.name ?? row.staff_code, department: requester?.department ?? '' },
    reason: body?.reason ?? '',
    hours: row.hours,
    at: row.requested_at,
    state,
    ...(decision
      ? {
          decision: {
            by: yield* named(decision.by),
            at: decision.at,
            approves: decision.approves,
            ...(yield* noteOf(row)),
          },
        }
      : {}),
    ...(countersign ? { countersign: { by: yield* named(countersign.by), at: countersign.at } } : {}),
    ...(withdrawal ? { withdrawal: { by: yield* named(withdrawal.by), at: withdrawal.at } } : {}),
    ...(endsAt === undefined ? {} : { endsAt }),
    mine: asked,
    may,
    ...(asked && state === 'in-force' ? { entries } : {}),
  };
}

function* noteOf(row: GrantRow): Steps<{ note?: string }> {
  const body =
    row.decision_id === '' ? undefined : yield* bodyOf<GrantDecisionBody>(row.court, row.decision_id);
  return body?.note === undefined ? {} : { note: body.note };
}

/** Newest first. */
export function* grantsFor(court: string, person: Person, now: string, policy: Policy): Steps<GrantItem[]> {
  const items: GrantItem[] = [];
  for (const row of yield* grantsNear(court, person.staffCode)) {
    const item = yield* itemOf(row, person, now, policy);
    if (item) items.push(item);
  }
  return items;
}
