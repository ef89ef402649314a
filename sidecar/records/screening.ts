/**
 * 甄别. Only the designated custodians of the inspection office (督察专员) screen; other staff of that office may not
 * look (济法发〔2021〕17号 四(五)). Nobody screens an entry of their own, nor one that is about them. None of it goes
 * upstream by itself, and none of it stands on the sheet.
 */
import { entryReturn, opening, screening } from '../../shared/records/screening.ts';
import type { ProblemCode } from '../problems.ts';
import type { Steps } from '../store/plan.ts';
import { type EntryRow, entryById } from '../views/entries.ts';
import { openUntil } from '../views/openings.ts';
import { isAbout } from '../views/screening.ts';
import { refusesGrantedOpening } from './grant.ts';
import { type Circumstances, recordType } from './record-type.ts';

/** Who may open this entry to screen it. */
function* refusesScreener(
  row: EntryRow | undefined,
  actor: Circumstances['actor'],
): Steps<ProblemCode | undefined> {
  if (actor.kind !== 'person' || !actor.roles.includes('custodian')) return 'not-allowed';
  if (!row || (yield* isAbout(row, actor))) return 'entry-unknown';
  if (row.state === 'destroyed') return 'entry-destroyed';
  return row.staff_code === actor.staffCode ? 'entry-own' : undefined;
}

function* refusesJudgement(
  { body: { entryId } }: { body: { entryId: string } },
  circumstances: Circumstances,
): Steps<ProblemCode | undefined> {
  const { actor, court, now, policy } = circumstances;
  const row = yield* entryById(court, entryId);
  const refused = yield* refusesScreener(row, actor);
  if (refused) return refused;
  // Judging what one has not read is no judgement.
  const until =
    row && actor.kind === 'person' ? yield* openUntil(row, actor.staffCode, now, policy) : undefined;
  return until === undefined ? 'opening-required' : undefined;
}

export const openingType = recordType({
  type: 'opening',
  schema: opening,
  upstream: false,
  *refuses(record, circumstances) {
    const { entryId, purpose, grantId } = record.body;
    const { actor, court, policy } = circumstances;
    const row = yield* entryById(court, entryId);
    if (purpose === 'screening') {
      const refused = yield* refusesScreener(row, actor);
      if (refused) return refused;
      if (grantId === undefined) return policy.grants.custodians === 'granted' ? 'grant-required' : undefined;
    }
    return yield* refusesGrantedOpening(row, grantId, circumstances);
  },
});

export const screeningType = recordType({
  type: 'screening',
  schema: screening,
  upstream: false,
  refuses: refusesJudgement,
});

export const entryReturnType = recordType({
  type: 'entry-return',
  schema: entryReturn,
  upstream: false,
  refuses: refusesJudgement,
});
