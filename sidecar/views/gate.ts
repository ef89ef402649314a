/** May this case go to this meeting, and who stands in the way? Latest statements and clearances by case. */
import type { MeetingKind } from '../../shared/codes.ts';
import { decideGate, type GateDecision, type GatePerson } from '../../shared/gate.ts';
import { gatePolicyOf, type Policy } from '../../shared/policy.ts';
import type { ClearanceBody } from '../../shared/records/clearance.ts';
import type { FiledRecord } from '../../shared/records/record.ts';
import { type Change, prepared, type Steps } from '../store/plan.ts';
import { caseFile, casePeople } from './case-file.ts';
import type { View } from './view.ts';

export interface StatementRow {
  staff_code: string;
  seq: number;
  stated_at: string;
  type: string;
  entry_seq: number;
}

export const statementsOfCase = prepared<{ court: string; case_key: string }, StatementRow>((db, p) =>
  db
    .selectFrom('statement')
    .select(['staff_code', 'seq', 'stated_at', 'type', 'entry_seq'])
    .where('court', '=', p('court'))
    .where('case_key', '=', p('case_key')),
);

const statementOf = prepared<{ court: string; case_key: string; staff_code: string }, { entry_seq: number }>(
  (db, p) =>
    db
      .selectFrom('statement')
      .select('entry_seq')
      .where('court', '=', p('court'))
      .where('case_key', '=', p('case_key'))
      .where('staff_code', '=', p('staff_code')),
);

/** The newest entry of a case that is not this person's own. */
const newestOfOthers = (rows: readonly StatementRow[], staffCode: string): number =>
  rows.reduce((newest, row) => (row.staff_code === staffCode ? newest : Math.max(newest, row.entry_seq)), 0);

const clearanceRow = prepared<
  { court: string; case_key: string; meeting: string },
  { id: string; seq: number; filed_at: string }
>((db, p) =>
  db
    .selectFrom('clearance')
    .select(['id', 'seq', 'filed_at'])
    .where('court', '=', p('court'))
    .where('case_key', '=', p('case_key'))
    .where('meeting', '=', p('meeting')),
);

/** The gate's decision on one case as things stand at `now`. */
export function* gateOf(
  court: string,
  caseKey: string,
  meeting: MeetingKind,
  now: string,
  policy: Policy,
): Steps<GateDecision> {
  const key = { court, case_key: caseKey };
  const file = yield* caseFile(court, caseKey);
  const people = yield* casePeople(court, caseKey);
  const rows = yield* statementsOfCase(key);
  const statements = new Map(rows.map((row) => [row.staff_code, row]));
  const [cleared] = yield* clearanceRow({ ...key, meeting });
  return decideGate(
    {
      meeting,
      now,
      panelSince: file?.panelSince ?? 0,
      ...(file?.stageCode === undefined ? {} : { stage: file.stageCode, stageSince: file.stageSince }),
      people: people.map((person): GatePerson => {
        const stated = person.staffCode === undefined ? undefined : statements.get(person.staffCode);
        return {
          name: person.name,
          roles: person.roles,
          memberSince: person.memberSince,
          ...(person.staffCode === undefined ? {} : { staffCode: person.staffCode }),
          ...(stated
            ? {
                statedAt: stated.stated_at,
                statedSeq: stated.seq,
                statedNil: stated.type === 'nil-declaration',
                newerEntrySeq: newestOfOthers(rows, stated.staff_code),
              }
            : {}),
        };
      }),
      ...(cleared ? { clearance: { id: cleared.id, seq: cleared.seq, filedAt: cleared.filed_at } } : {}),
    },
    gatePolicyOf(policy, meeting),
  );
}

export const gateView: View = {
  name: 'gate',
  tables: ['statement', 'clearance'],
  types: ['entry', 'supplement', 'case-link', 'nil-declaration', 'clearance'],
  *apply(record): Steps<Change[]> {
    const { court, seq, id, receivedAt, type, actor } = record;
    if (type === 'clearance') {
      const { body } = record as FiledRecord<'clearance', ClearanceBody>;
      return [
        {
          do: 'put',
          table: 'clearance',
          key: ['court', 'case_key', 'meeting'],
          row: { court, case_key: body.caseNumber, meeting: body.meeting, id, seq, filed_at: receivedAt },
        },
      ];
    }
    const { caseNumber } = record.body as { caseNumber?: string };
    if (caseNumber === undefined) return [];
    const key = { court, case_key: caseNumber, staff_code: actor };
    // A supplement or a nil declaration is a statement, but brings the case no newer entry.
    const [before] =
      type === 'nil-declaration' || type === 'supplement' ? yield* statementOf(key) : [undefined];
    const entrySeq = type === 'entry' || type === 'case-link' ? seq : (before?.entry_seq ?? 0);
    return [
      {
        do: 'put',
        table: 'statement',
        key: ['court', 'case_key', 'staff_code'],
        row: {
          ...key,
          seq,
          stated_at: receivedAt,
          type: type === 'nil-declaration' ? type : 'entry',
          entry_seq: entrySeq,
        },
      },
    ];
  },
};
