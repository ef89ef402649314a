/**
 * Who else has read an entry, for its author: the openings, which are records, and what the access log has of it. Who was
 * refused is told as a number only: a name would tell the author who is curious, not who knows.
 */
import type { OwnEntryWithReaders } from '../../shared/api.ts';
import { prepared, type Steps } from '../store/plan.ts';
import { receivedAt } from './content.ts';
import { type EntryRow, eventsOfEntry } from './entries.ts';
import { useOfOpening } from './grants.ts';
import { OPENING_HOLDS_MS } from './openings.ts';
import { staffByCode } from './staff.ts';

const LIMIT = 200;

type Reader = OwnEntryWithReaders['readers'][number];

const given = prepared<
  { court: string; subject: string; action: string; actor: string; since: string; limit: number },
  { at: string; actor: string }
>((db, p) =>
  db
    .selectFrom('access_log')
    .select(['at', 'actor'])
    .where('court', '=', p('court'))
    .where('subject', '=', p('subject'))
    .where('action', '=', p('action'))
    .where('actor', '!=', p('actor'))
    .where('outcome', '=', 'given')
    .where('at', '>=', p('since'))
    .orderBy('seq', 'desc')
    .limit(p('limit')),
);

const refusals = prepared<{ court: string; subject: string; actor: string }, { n: number }>((db, p) =>
  db
    .selectFrom('access_log')
    .select((eb) => eb.fn.countAll<number>().as('n'))
    .where('court', '=', p('court'))
    .where('subject', '=', p('subject'))
    .where('actor', '!=', p('actor'))
    .where('outcome', '=', 'refused'),
);

const evidenceOf = prepared<{ court: string; entry_id: string }, { hash: string }>((db, p) =>
  db
    .selectFrom('evidence_use')
    .select('hash')
    .where('court', '=', p('court'))
    .where('entry_id', '=', p('entry_id')),
);

/** Readings of one subject by anybody but the author. */
function* readingsOf(
  row: EntryRow,
  action: string,
  subject: string,
  since: string,
): Steps<{ at: string; actor: string }[]> {
  return yield* given({ court: row.court, subject, action, actor: row.staff_code, since, limit: LIMIT });
}

export function* readersOf(row: EntryRow): Steps<Pick<OwnEntryWithReaders, 'readers' | 'refused'>> {
  const { court, id, received_at: since } = row;
  const found: { at: string; actor: string; how: Reader['how'] }[] = [];
  const openings = (yield* eventsOfEntry(row)).filter((event) => event.type === 'opening');
  for (const one of yield* readingsOf(row, 'read-entry', id, since)) found.push({ ...one, how: 'reading' });
  // A file may be another's evidence as well, and that it is must not show: only who had this entry open read it as its.
  const open = ({ at, actor }: { at: string; actor: string }) =>
    openings.some(
      (opening) =>
        opening.staff_code === actor &&
        opening.received_at <= at &&
        Date.parse(at) < Date.parse(opening.received_at) + OPENING_HOLDS_MS,
    );
  for (const { hash } of yield* evidenceOf({ court, entry_id: id }))
    for (const one of yield* readingsOf(row, 'read-evidence', hash, since))
      if (open(one)) found.push({ ...one, how: 'file' });
  if (row.case_key !== '') {
    const linked = row.link_seq === 0 ? since : ((yield* receivedAt(court, row.link_seq)) ?? since);
    for (const one of yield* readingsOf(row, 'print-sheet', row.case_key, linked))
      found.push({ ...one, how: 'sheet' });
  }
  // Last: of what happened in one moment, the opening came first.
  for (const { id: opening, staff_code: actor, received_at: at } of openings)
    found.push({ at, actor, how: (yield* useOfOpening(court, opening)) ? 'grant' : 'opening' });
  const readers: Reader[] = [];
  for (const { at, actor, how } of found
    .sort((a, b) => (a.at < b.at ? 1 : a.at > b.at ? -1 : 0))
    .slice(0, LIMIT))
    readers.push({ at, by: (yield* staffByCode(court, actor))?.name ?? actor, how });
  const [refused] = yield* refusals({ court, subject: id, actor: row.staff_code });
  return { readers, refused: refused?.n ?? 0 };
}
