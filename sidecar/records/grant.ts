/**
 * 查阅批准. Asked by whoever may not look, decided by the president or the party secretary, countersigned by a custodian: three
 * people (济法发〔2021〕17号 四(五); 004). What each may do is shared/grant.ts.
 */
import { refusalOf } from '../../shared/access-matrix.ts';
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
import { covers, factsOf, type GrantRow, grantById, momentOf, openedUnder } from '../views/grants.ts';
import { entryForScreener, isAbout } from '../views/screening.ts';
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
    // An entry about oneself is as good as none, and takes the same steps.
    return (yield* entryForScreener(court, row?.id ?? record.id, actor)) ? undefined : 'grant-nothing';
  },
});

type Rule = typeof refusesDecision;

const isSigner = (row: GrantRow, { staffCode }: GrantActor): boolean =>
  row.staff_code === staffCode || row.decided_by === staffCode;

/** One act about a grant that was asked for; to whom it is about, it does not exist. */
function* refusesAct(
  grantId: string,
  rule: Rule,
  office: (person: GrantActor) => boolean,
  concerns: (row: GrantRow, person: GrantActor) => boolean,
  { actor, court, now, policy }: Circumstances,
): Steps<ProblemCode | undefined> {
  // Before anything is looked up: who holds no office learns nothing of what there is.
  if (actor.kind !== 'person' || !office(actor)) return 'not-allowed';
  const row = yield* grantById(court, grantId);
  // What is not there is looked for as well, and nobody it does not concern is looked up for.
  const entry = yield* entryForScreener(court, row?.entry_id || grantId, actor);
  if (!row || (row.entry_id !== '' && !entry) || !concerns(row, actor)) return 'grant-unknown';
  return rule(factsOf(row), actor, yield* momentOf(row, now, policy));
}

export const grantDecisionType = recordType({
  type: 'grant-decision',
  schema: grantDecision,
  upstream: false,
  refuses: ({ body }, circumstances) =>
    refusesAct(body.grantId, refusesDecision, decidesGrants, () => true, circumstances),
});

export const grantCountersignType = recordType({
  type: 'grant-countersign',
  schema: grantCountersign,
  upstream: false,
  refuses: ({ body }, circumstances) =>
    refusesAct(body.grantId, refusesCountersign, countersignsGrants, () => true, circumstances),
});

export const grantWithdrawalType = recordType({
  type: 'grant-withdrawal',
  schema: grantWithdrawal,
  upstream: false,
  refuses: ({ body }, circumstances) =>
    refusesAct(body.grantId, refusesWithdrawal, () => true, isSigner, circumstances),
});

/** What stands against opening this entry under this grant. Any other entry is told alike, whether it exists or not. */
export function* refusesGrantedOpening(
  row: EntryRow | undefined,
  grantId: string | undefined,
  { actor, court, now, policy }: Circumstances,
): Steps<ProblemCode | GrantRefusal | undefined> {
  if (actor.kind !== 'person' || !asksForGrants(actor, policy.grants)) return refusalOf('opening');
  const grant = grantId === undefined ? undefined : yield* grantById(court, grantId);
  if (grant?.staff_code !== actor.staffCode) return 'grant-unknown';
  if (!row || !(yield* covers(grant, row))) return 'grant-other-entry';
  if (row.state === 'destroyed') return 'entry-destroyed';
  const used = (yield* openedUnder(court, grant.id)).has(row.id);
  return refusesUse(factsOf(grant), actor, yield* momentOf(grant, now, policy), used);
}
