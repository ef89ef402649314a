/** 申诉控告: what was complained of to whom, and what was answered. Content is read where the log keeps it. */
import { mayI } from '../../shared/access-matrix.ts';
import type { ComplaintItem, OpenedComplaint, OwnComplaint, Person } from '../../shared/api.ts';
import type { ComplaintAddressee } from '../../shared/codes.ts';
import type { ComplaintBody, ComplaintReplyBody } from '../../shared/records/complaint.ts';
import type { FiledRecord } from '../../shared/records/record.ts';
import { comparable } from '../../shared/text.ts';
import { type Change, prepared, type Steps } from '../store/plan.ts';
import type { Tables } from '../store/schema.ts';
import { bodyOf } from './content.ts';
import { entryById } from './entries.ts';
import { upstreamState } from './outbox.ts';
import { isAbout } from './screening.ts';
import { staffByCode } from './staff.ts';
import type { OwnCourt, View } from './view.ts';

const LIMIT = 200;

type ComplaintRow = Omit<Tables['complaint'], 'addressee'> & { addressee: ComplaintAddressee };

const rowById = prepared<{ court: string; id: string }, ComplaintRow>((db, p) =>
  db
    .selectFrom('complaint')
    .selectAll()
    .where('court', '=', p('court'))
    .where('id', '=', p('id'))
    .$castTo<ComplaintRow>(),
);

const newestTo = prepared<{ court: string; addressee: string; limit: number }, ComplaintRow>((db, p) =>
  db
    .selectFrom('complaint')
    .selectAll()
    .where('court', '=', p('court'))
    .where('addressee', '=', p('addressee'))
    .orderBy('seq', 'desc')
    .limit(p('limit'))
    .$castTo<ComplaintRow>(),
);

const newestBy = prepared<{ court: string; staff_code: string; limit: number }, ComplaintRow>((db, p) =>
  db
    .selectFrom('complaint')
    .selectAll()
    .where('court', '=', p('court'))
    .where('staff_code', '=', p('staff_code'))
    .orderBy('seq', 'desc')
    .limit(p('limit'))
    .$castTo<ComplaintRow>(),
);

interface ReplyRow {
  id: string;
  staff_code: string;
  received_at: string;
}

const repliesTo = prepared<{ court: string; complaint_id: string }, ReplyRow>((db, p) =>
  db
    .selectFrom('complaint_reply')
    .select(['id', 'staff_code', 'received_at'])
    .where('court', '=', p('court'))
    .where('complaint_id', '=', p('complaint_id'))
    .orderBy('seq'),
);

type About = ComplaintBody['about'];

function* aboutOf(court: string, id: string): Steps<About> {
  return (yield* bodyOf<ComplaintBody>(court, id))?.about;
}

/** Whether a complaint is for this person to read and answer: a custodian, and neither its author nor whom it is about. */
function isFor(row: ComplaintRow, about: About, person: Person): boolean {
  if (row.addressee !== 'inspection') return false;
  const others = row.staff_code !== person.staffCode && !speaksOf(about, person);
  return mayI(person, 'complaint-content', 'read', others ? ['others'] : []);
}

function speaksOf(about: About, person: Person): boolean {
  if (!about) return false;
  // A name alone does not say who is meant, but it may be them.
  return about.staffCode === undefined
    ? comparable(about.name) === comparable(person.name)
    : about.staffCode === person.staffCode;
}

/** The complaint, where it is for this person; undefined as if it were not there where it is not. */
export function* complaintFor(court: string, id: string, person: Person): Steps<ComplaintRow | undefined> {
  const [row] = yield* rowById({ court, id });
  // Looked up whether or not it is there: how long a refusal takes does not tell.
  const about = yield* aboutOf(court, id);
  return row && isFor(row, about, person) ? row : undefined;
}

function* byOf(court: string, code: string): Steps<ComplaintItem['by']> {
  const author = yield* staffByCode(court, code);
  return { staffCode: code, name: author?.name ?? code, department: author?.department ?? '' };
}

/** Those for this custodian, newest first, without content. */
export function* complaintsFor(court: string, person: Person): Steps<ComplaintItem[]> {
  const items: ComplaintItem[] = [];
  for (const row of yield* newestTo({ court, addressee: 'inspection', limit: LIMIT })) {
    if (!isFor(row, yield* aboutOf(court, row.id), person)) continue;
    const replies = yield* repliesTo({ court, complaint_id: row.id });
    items.push({
      id: row.id,
      seq: row.seq,
      receivedAt: row.received_at,
      by: yield* byOf(court, row.staff_code),
      replies: replies.length,
    });
  }
  return items;
}

function* repliesOf(court: string, id: string): Steps<OwnComplaint['replies']> {
  const told: OwnComplaint['replies'] = [];
  for (const row of yield* repliesTo({ court, complaint_id: id })) {
    const body = yield* bodyOf<ComplaintReplyBody>(court, row.id);
    const by = yield* staffByCode(court, row.staff_code);
    told.push({ at: row.received_at, by: by?.name ?? row.staff_code, text: body?.text ?? '' });
  }
  return told;
}

/** Its content, for the custodian it is for. */
export function* openedComplaint(
  court: string,
  id: string,
  person: Person,
): Steps<OpenedComplaint | undefined> {
  const row = yield* complaintFor(court, id, person);
  const body = row && (yield* bodyOf<ComplaintBody>(court, id));
  if (!body) return undefined;
  const entry = body.entryId === undefined ? undefined : yield* entryById(court, body.entryId);
  // An entry about the reader is not there for them, also where a complaint follows from it.
  const named = entry && !(yield* isAbout(entry, person)) ? { entryId: entry.id, entrySeq: entry.seq } : {};
  return {
    id,
    seq: row.seq,
    receivedAt: row.received_at,
    by: yield* byOf(court, row.staff_code),
    kind: body.kind,
    text: body.text,
    ...(body.about === undefined ? {} : { about: body.about.name }),
    ...named,
    replies: yield* repliesOf(court, id),
  };
}

/** A person's own, newest first; who has read each is added by who can look into the access log. */
export function* complaintsOf(court: OwnCourt, staffCode: string): Steps<Omit<OwnComplaint, 'readings'>[]> {
  const told: Omit<OwnComplaint, 'readings'>[] = [];
  for (const row of yield* newestBy({ court: court.code, staff_code: staffCode, limit: LIMIT })) {
    const body = yield* bodyOf<ComplaintBody>(court.code, row.id);
    if (!body) continue;
    told.push({
      id: row.id,
      seq: row.seq,
      receivedAt: row.received_at,
      to: row.addressee,
      kind: body.kind,
      text: body.text,
      ...(body.about === undefined ? {} : { about: body.about.name }),
      replies: yield* repliesOf(court.code, row.id),
      ...(row.addressee === 'superior' ? { upstream: yield* upstreamState(court, row.id) } : {}),
    });
  }
  return told;
}

export const complaintsView: View = {
  name: 'complaints',
  tables: ['complaint', 'complaint_reply'],
  types: ['complaint', 'complaint-reply'],
  *apply(record): Steps<Change[]> {
    const { court, seq, id, actor, receivedAt } = record;
    const filed = { court, seq, id, staff_code: actor, received_at: receivedAt };
    if (record.type === 'complaint-reply') {
      const { complaintId } = (record as FiledRecord<'complaint-reply', ComplaintReplyBody>).body;
      return [{ do: 'insert', table: 'complaint_reply', row: { ...filed, complaint_id: complaintId } }];
    }
    const { to } = (record as FiledRecord<'complaint', ComplaintBody>).body;
    return [{ do: 'insert', table: 'complaint', row: { ...filed, addressee: to } }];
  },
};
