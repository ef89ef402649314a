/**
 * 甄别. Only the designated custodians of the inspection office (督察专员) screen; other staff of that office may not
 * look (济法发〔2021〕17号 四(五)). Nobody screens an entry of their own, nor one that is about them. None of it goes
 * upstream by itself, and none of it stands on the sheet.
 */
import { mayI } from '../../shared/access-matrix.ts';
import { entryReturn, opening, screening } from '../../shared/records/screening.ts';
import type { ProblemCode } from '../problems.ts';
import type { Steps } from '../store/plan.ts';
import { eventsOfEntry } from '../views/entries.ts';
import { entryForScreener, openUntil } from '../views/screening.ts';
import { type Circumstances, recordType } from './record-type.ts';

function* refusesJudgement(
  { type, body: { entryId } }: { type: 'screening' | 'entry-return'; body: { entryId: string } },
  { actor, court, now }: Circumstances,
): Steps<ProblemCode | undefined> {
  if (actor.kind !== 'person') return 'not-allowed';
  const row = yield* entryForScreener(court, entryId, actor);
  if (!row) return 'entry-unknown';
  // Judging what one has not read is no judgement.
  const opened = openUntil(yield* eventsOfEntry(row), actor.staffCode, now) !== undefined;
  if (mayI(actor, type, 'file', opened ? ['opened'] : [])) return undefined;
  return row.staff_code === actor.staffCode ? 'entry-own' : 'opening-required';
}

export const openingType = recordType({
  type: 'opening',
  schema: opening,
  upstream: false,
  opens: ({ body }) => body.entryId,
  *refuses({ body }, { actor, court }) {
    if (actor.kind !== 'person') return 'not-allowed';
    const row = yield* entryForScreener(court, body.entryId, actor);
    if (!row) return 'entry-unknown';
    const own = row.staff_code === actor.staffCode;
    return mayI(actor, 'opening', 'file', own ? ['own'] : ['others']) ? undefined : 'entry-own';
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
