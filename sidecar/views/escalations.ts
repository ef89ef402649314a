/** Who has turned to whom above, for those who are turned to. */
import type { Person } from '../../shared/api.ts';
import type { EscalationTarget } from '../../shared/codes.ts';
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

export const newestEscalations = prepared<{ court: string; limit: number }, EscalationRow>((db, p) =>
  db
    .selectFrom('escalation')
    .select(['seq', 'id', 'target', 'staff_code', 'department', 'case_key', 'received_at'])
    .where('court', '=', p('court'))
    .orderBy('seq', 'desc')
    .limit(p('limit'))
    .$castTo<EscalationRow>(),
);

/** Whom each target means; an application to the committee is decided by the president (组织法 第39条). */
function isFor(row: EscalationRow, person: Person): boolean {
  switch (row.target) {
    case 'department-head':
      return person.roles.includes('department-head') && person.department === row.department;
    case 'inspection':
      return person.roles.includes('custodian');
    case 'president':
    case 'committee':
      return person.roles.includes('president');
  }
}

/** Those that are for this person, newest first. */
export function* escalationsFor(court: string, person: Person): Steps<EscalationRow[]> {
  const rows = yield* newestEscalations({ court, limit: LIMIT });
  return rows.filter((row) => row.staff_code !== person.staffCode && isFor(row, person));
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
