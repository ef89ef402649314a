/** Who has turned to whom above, for those who are turned to. */
import { mayEver, mayI } from '../../shared/access-matrix.ts';
import type { Person } from '../../shared/api.ts';
import { ESCALATION_TARGETS, type EscalationTarget } from '../../shared/codes.ts';
import type { EscalationBody } from '../../shared/records/escalation.ts';
import type { FiledRecord } from '../../shared/records/record.ts';
import { type Change, prepared, type Steps } from '../store/plan.ts';
import { staffByCode } from './staff.ts';
import type { View } from './view.ts';

const LIMIT = 200;

interface EscalationRow {
  seq: number;
  id: string;
  target: EscalationTarget;
  staff_code: string;
  department: string;
  case_key: string;
  received_at: string;
}

const newestTo = prepared<
  { court: string; target: string; staff_code: string; limit: number },
  EscalationRow
>((db, p) =>
  db
    .selectFrom('escalation')
    .select(['seq', 'id', 'target', 'staff_code', 'department', 'case_key', 'received_at'])
    .where('court', '=', p('court'))
    .where('target', '=', p('target'))
    .where('staff_code', '!=', p('staff_code'))
    .orderBy('seq', 'desc')
    .limit(p('limit'))
    .$castTo<EscalationRow>(),
);

const TARGETS = Object.keys(ESCALATION_TARGETS) as EscalationTarget[];

/** Those that are for this person, newest first; a department's head is asked by those who were in it then. */
export function* escalationsFor(court: string, person: Person): Steps<EscalationRow[]> {
  const found: EscalationRow[] = [];
  for (const target of TARGETS) {
    const action = `read-${target}` as const;
    if (!mayEver(person, 'escalations', action)) continue;
    const rows = yield* newestTo({ court, target, staff_code: person.staffCode, limit: LIMIT });
    found.push(
      ...rows.filter(({ department }) =>
        mayI(person, 'escalations', action, department === person.department ? ['department'] : []),
      ),
    );
  }
  return found.sort((a, b) => b.seq - a.seq);
}

export const escalationsView: View = {
  name: 'escalations',
  tables: ['escalation'],
  types: ['escalation'],
  *apply(record): Steps<Change[]> {
    const { court, seq, id, actor, receivedAt, body } = record as FiledRecord<'escalation', EscalationBody>;
    const author = yield* staffByCode(court, actor);
    return [
      {
        do: 'insert',
        table: 'escalation',
        row: {
          court,
          seq,
          id,
          target: body.to,
          staff_code: actor,
          // The department the author was in then: its head is whom this was for.
          department: author?.department ?? '',
          case_key: body.caseNumber ?? '',
          received_at: receivedAt,
        },
      },
    ];
  },
};
