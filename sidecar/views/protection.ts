/**
 * Recorders whose post a staff list changed, for the hint that a change came soon after an entry (R91). Kept is every change
 * of somebody who had recorded; how soon is soon is the court's policy, and asked when it is read.
 */
import type { ProtectionHint } from '../../shared/api.ts';
import { postChanges, soonAfter } from '../../shared/protection.ts';
import type { FiledRecord } from '../../shared/records/record.ts';
import type { StaffListBody } from '../../shared/records/staff-list.ts';
import { type Change, prepared, type Steps } from '../store/plan.ts';
import type { Tables } from '../store/schema.ts';
import { type EntryRow, entriesOfAuthor } from './entries.ts';
import { isAbout } from './screening.ts';
import type { View } from './view.ts';

const LIMIT = 200;
/** Of one author's entries, so many before a change are looked at. */
const ENTRIES = 200;

const newestChanges = prepared<{ court: string; limit: number }, Tables['post_change']>((db, p) =>
  db
    .selectFrom('post_change')
    .selectAll()
    .where('court', '=', p('court'))
    .orderBy('seq', 'desc')
    .orderBy('staff_code')
    .limit(p('limit')),
);

const entriesBefore = prepared<{ court: string; staff_code: string; seq: number; limit: number }, EntryRow>(
  (db, p) =>
    db
      .selectFrom('entry')
      .selectAll()
      .where('court', '=', p('court'))
      .where('staff_code', '=', p('staff_code'))
      .where('seq', '<', p('seq'))
      .orderBy('seq', 'desc')
      .limit(p('limit'))
      .$castTo<EntryRow>(),
);

/** Everybody on the list that a newer one takes the place of. */
const listInForce = prepared<{ court: string }, Tables['staff']>((db, p) =>
  db.selectFrom('staff').selectAll().where('court', '=', p('court')).orderBy('code'),
);

/** Newest first. Of entries about the reader nothing is told, not even that one was there. */
export function* protectionHints(
  court: string,
  days: number,
  reader: { staffCode: string; name: string },
): Steps<ProtectionHint[]> {
  const hints: ProtectionHint[] = [];
  for (const change of yield* newestChanges({ court, limit: LIMIT })) {
    const { staff_code, seq } = change;
    const known: EntryRow[] = [];
    for (const entry of yield* entriesBefore({ court, staff_code, seq, limit: ENTRIES }))
      if (!(yield* isAbout(entry, reader))) known.push(entry);
    const soon = soonAfter(change.received_at, known, days);
    if (!soon) continue;
    const { department, post, to_department, to_post } = change;
    const to = to_department === null ? undefined : { department: to_department, post: to_post ?? '' };
    hints.push({
      staffCode: staff_code,
      name: change.name,
      changed: postChanges({ department, post }, to),
      from: { department, post },
      ...(to ? { to } : {}),
      at: change.received_at,
      days: soon.days,
    });
  }
  return hints;
}

export const protectionView: View = {
  name: 'protection',
  tables: ['post_change'],
  types: ['staff-list'],
  // The views of one record are planned before any of them is written: what is read here is the list before.
  *apply(record): Steps<Change[]> {
    const { court, seq, receivedAt, body } = record as FiledRecord<'staff-list', StaffListBody>;
    const newer = new Map(body.people.map((member) => [member.code, member]));
    const changes: Change[] = [];
    for (const before of yield* listInForce({ court })) {
      const after = newer.get(before.code);
      if (postChanges(before, after).length === 0) continue;
      const [entry] = yield* entriesOfAuthor({ court, staff_code: before.code, limit: 1 });
      if (!entry) continue;
      changes.push({
        do: 'insert',
        table: 'post_change',
        row: {
          court,
          seq,
          staff_code: before.code,
          name: before.name,
          department: before.department,
          post: before.post,
          to_department: after?.department ?? null,
          to_post: after?.post ?? null,
          received_at: receivedAt,
        },
      });
    }
    return changes;
  },
};
