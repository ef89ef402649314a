/** Who of a meeting has answered whether he or she must step aside from a case. */
import type { MeetingKind } from '../../shared/codes.ts';
import type { FiledRecord } from '../../shared/records/record.ts';
import type { RecusalBody } from '../../shared/records/recusal.ts';
import { type Change, prepared, type Steps } from '../store/plan.ts';
import type { View } from './view.ts';

export interface RecusalRow {
  staff_code: string;
  statement: RecusalBody['statement'];
  filed_at: string;
  host_meeting_id: string;
}

const recusalRows = prepared<{ court: string; case_key: string; meeting: string }, RecusalRow>((db, p) =>
  db
    .selectFrom('recusal')
    .select(['staff_code', 'statement', 'filed_at', 'host_meeting_id'])
    .where('court', '=', p('court'))
    .where('case_key', '=', p('case_key'))
    .where('meeting', '=', p('meeting'))
    .orderBy('seq')
    .$castTo<RecusalRow>(),
);

/** Statements on a case for a meeting; with no meeting id, of all meetings of that kind. */
export function* recusalsOf(
  court: string,
  caseKey: string,
  meeting: MeetingKind,
  hostMeetingId: string | undefined,
): Steps<RecusalRow[]> {
  const found = yield* recusalRows({ court, case_key: caseKey, meeting });
  return hostMeetingId === undefined ? found : found.filter((row) => row.host_meeting_id === hostMeetingId);
}

export const recusalsView: View = {
  name: 'recusals',
  tables: ['recusal'],
  types: ['recusal'],
  *apply(record): Steps<Change[]> {
    const { court, seq, actor, receivedAt, body } = record as FiledRecord<'recusal', RecusalBody>;
    return [
      {
        do: 'put',
        table: 'recusal',
        key: ['court', 'case_key', 'meeting', 'host_meeting_id', 'staff_code'],
        row: {
          court,
          case_key: body.caseNumber,
          meeting: body.meeting,
          host_meeting_id: body.hostMeetingId ?? '',
          staff_code: actor,
          statement: body.statement,
          seq,
          filed_at: receivedAt,
        },
      },
    ];
  },
};
