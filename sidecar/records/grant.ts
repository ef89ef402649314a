/**
 * 查阅批准. Asked by whoever may not look, decided by the president or the party secretary, countersigned by a custodian: three
 * people (济法发〔2021〕17号 四(五); 004). What each may do is shared/grant.ts.
 */
import {
  type GrantActor,
  type GrantRefusal,
  refusesCountersign,
  refusesDecision,
  refusesUse,
  refusesWithdrawal,
} from '../../shared/grant.ts';
import { asksForGrants, countersignsGrants, decidesGrants } from '../../shared/grant-offices.ts';
import {
  grantCountersign,
  grantDecision,
  grantRequest,
  grantWithdrawal,
} from '../../shared/records/grant.ts';
import { type ProblemCode, Refusal } from '../problems.ts';
import type { Steps } from '../store/plan.ts';
import { type EntryRow, entryById, entryByNumber } from '../views/entries.ts';
import { covers, factsOf, grantById, momentOf, namesAbout, openedUnder } from '../views/grants.ts';
import { isAbout } from '../views/screening.ts';
import { linesOfCase } from '../views/sheet.ts';
import { type Circumstances, recordType } from './record-type.ts';

/** Whether the case has an entry this person may ask for. */
function* hasEntry(
  court: string,
  caseKey: string,
  person: { staffCode: string; name: string },
): Steps<boolean> {
  for (const line of yield* linesOfCase({ court, case_key: caseKey })) {
    const row = line.type === 'entry' ? yield* entryById(court, line.id) : undefined;
    if (row && !(yield* isAbout(row, person))) return true;
  }
  return false;
}

export const grantRequestType = recordType({
  type: 'grant-request',
  schema: grantRequest,
  upstream: false,
  *refuses(record, { actor, court, policy }) {
    if (actor.kind !== 'person' || !asksForGrants(actor, policy.grants)) return 'not-allowed';
    const { entryNumber, caseNumber, hours } = record.body;
    if (hours > policy.grants.maxHours)
      throw new Refusal('grant-too-long', [{ path: 'body.hours', code: 'grant-too-long' }]);
    if (caseNumber !== undefined)
      return (yield* hasEntry(court, caseNumber, actor)) ? undefined : 'grant-nothing';
    const row = yield* entryByNumber(court, entryNumber ?? 0);
    // An entry about oneself is as good as none.
    return !row || (yield* isAbout(row, actor)) ? 'grant-nothing' : undefined;
  },
});

type Rule = typeof refusesDecision;

/** One act about a grant that was asked for; to whom it is about, it does not exist. */
function* refusesAct(
  grantId: string,
  rule: Rule,
  office: (person: GrantActor) => boolean,
  { actor, court, now, policy }: Circumstances,
): Steps<ProblemCode | undefined> {
  // Before anything is looked up: who holds no office learns nothing of what there is.
  if (actor.kind !== 'person' || !office(actor)) return 'not-allowed';
  const row = yield* grantById(court, grantId);
  if (!row || (yield* namesAbout(row, actor))) return 'grant-unknown';
  return rule(factsOf(row), actor, yield* momentOf(row, now, policy));
}

export const grantDecisionType = recordType({
  type: 'grant-decision',
  schema: grantDecision,
  upstream: false,
  refuses: ({ body }, circumstances) =>
    refusesAct(body.grantId, refusesDecision, decidesGrants, circumstances),
});

export const grantCountersignType = recordType({
  type: 'grant-countersign',
  schema: grantCountersign,
  upstream: false,
  refuses: ({ body }, circumstances) =>
    refusesAct(body.grantId, refusesCountersign, countersignsGrants, circumstances),
});

export const grantWithdrawalType = recordType({
  type: 'grant-withdrawal',
  schema: grantWithdrawal,
  upstream: false,
  refuses: ({ body }, circumstances) =>
    refusesAct(body.grantId, refusesWithdrawal, () => true, circumstances),
});

/** What stands against opening this entry under this grant. Any other entry is told alike, whether it exists or not. */
export function* refusesGrantedOpening(
  row: EntryRow | undefined,
  grantId: string | undefined,
  { actor, court, now, policy }: Circumstances,
): Steps<ProblemCode | GrantRefusal | undefined> {
  if (actor.kind !== 'person' || !asksForGrants(actor, policy.grants)) return 'not-allowed';
  const grant = grantId === undefined ? undefined : yield* grantById(court, grantId);
  if (grant?.staff_code !== actor.staffCode) return 'grant-unknown';
  if (!row || !(yield* covers(grant, row))) return 'grant-other-entry';
  if (row.state === 'destroyed') return 'entry-destroyed';
  const used = (yield* openedUnder(court, grant.id)).has(row.id);
  return refusesUse(factsOf(grant), actor, yield* momentOf(grant, now, policy), used);
}
