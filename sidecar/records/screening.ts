/**
 * 甄别. Only the designated custodians of the inspection office (督察专员) screen; other staff of that office may not
 * look (济法发〔2021〕17号 四(五)). Nobody screens an entry of their own, nor one that is about them. None of it goes
 * upstream by itself, and none of it stands on the sheet.
 */
import { mayI, refusalOf } from '../../shared/access-matrix.ts';
import { entryReturn, opening, screening } from '../../shared/records/screening.ts';
import type { ProblemCode } from '../problems.ts';
import type { Steps } from '../store/plan.ts';
import { entryById } from '../views/entries.ts';
import { openUntil } from '../views/openings.ts';
import { entryForScreener } from '../views/screening.ts';
import { refusesGrantedOpening } from './grant.ts';
import { type Circumstances, recordType } from './record-type.ts';

function* refusesJudgement(
  { type, body: { entryId } }: { type: 'screening' | 'entry-return'; body: { entryId: string } },
  { actor, court, now, policy }: Circumstances,
): Steps<ProblemCode | undefined> {
  if (actor.kind !== 'person') return 'not-allowed';
  const row = yield* entryForScreener(court, entryId, actor);
  if (!row) return 'entry-unknown';
  if (row.state === 'destroyed') return 'entry-destroyed';
  // Judging what one has not read is no judgement.
  const until = yield* openUntil(row, actor.staffCode, now, policy);
  if (mayI(actor, type, 'file', until === undefined ? [] : ['opened'])) return undefined;
  return row.staff_code === actor.staffCode ? 'entry-own' : 'opening-required';
}

export const openingType = recordType({
  type: 'opening',
  schema: opening,
  upstream: false,
  opens: ({ body }) => body.entryId,
  *refuses(record, circumstances) {
    const { entryId, purpose, grantId } = record.body;
    const { actor, court, policy } = circumstances;
    if (actor.kind !== 'person') return 'not-allowed';
    if (purpose !== 'screening')
      return yield* refusesGrantedOpening(yield* entryById(court, entryId), grantId, circumstances);
    if (!mayI(actor, 'opening', 'file', ['others'])) return refusalOf('opening');
    const row = yield* entryForScreener(court, entryId, actor);
    if (!row) return 'entry-unknown';
    if (row.state === 'destroyed') return 'entry-destroyed';
    if (row.staff_code === actor.staffCode) return 'entry-own';
    if (grantId === undefined) return policy.grants.custodians === 'granted' ? 'grant-required' : undefined;
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
