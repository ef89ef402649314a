/**
 * 记录. Anybody on the staff list may file one, about anybody's case (逢问必录; 三个规定 bind all court staff).
 * Whether it was unlawful is not asked: 先记录后甄别 (001 第5条).
 */
import { entry } from '../../shared/records/entry.ts';
import { type ProblemCode, Refusal } from '../problems.ts';
import { prepared } from '../store/plan.ts';
import { recordType } from './record-type.ts';

/** Before any of the three instruments could speak of it. */
const EARLIEST = '2000-01-01T00:00:00.000Z';
/** A clock a little fast is no lie. */
const TOLERANCE_MS = 5 * 60_000;

const evidenceRow = prepared<{ court: string; hash: string }, { bytes: number }>((db, p) =>
  db.selectFrom('evidence').select('bytes').where('court', '=', p('court')).where('hash', '=', p('hash')),
);

export const entryType = recordType({
  type: 'entry',
  schema: entry,
  upstream: true,
  *refuses(record, { actor, court, now }) {
    if (actor.kind !== 'person') return 'not-allowed';
    const { occurredAt, evidence } = record.body;
    if (Date.parse(occurredAt) > Date.parse(now) + TOLERANCE_MS)
      throw at('body.occurredAt', 'occurred-in-future');
    if (occurredAt < EARLIEST) throw at('body.occurredAt', 'occurred-too-early');
    for (const [place, file] of evidence.entries()) {
      const [kept] = yield* evidenceRow({ court, hash: file.hash });
      if (kept?.bytes !== file.bytes) throw at(`body.evidence.${place}`, 'evidence-missing');
    }
    return undefined;
  },
});

const at = (path: string, code: ProblemCode): Refusal => new Refusal(code, [{ path, code }]);
