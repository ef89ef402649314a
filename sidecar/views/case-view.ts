/** A case as a signed-in person sees it in the panel: what is open, who has stated, own lines in full. */
import { mayI, type Scope } from '../../shared/access-matrix.ts';
import type { CaseLine, CaseView, Person } from '../../shared/api.ts';
import { type CaseRole, type EntryKind, MEETING_KINDS, type MeetingKind } from '../../shared/codes.ts';
import { STANDINGS } from '../../shared/gate.ts';
import type { Policy } from '../../shared/policy.ts';
import { comparable } from '../../shared/text.ts';
import { prepared, type Steps } from '../store/plan.ts';
import { caseFile, caseHeader } from './case-file.ts';
import { entryById, eventsOfEntry, readingsOf } from './entries.ts';
import { gateOf } from './gate.ts';
import { upstreamState } from './outbox.ts';
import { filingsOfCase, type LineRow, linesOfCase, sheetOf } from './sheet.ts';
import { staffByCode, staffByName } from './staff.ts';
import type { OwnCourt } from './view.ts';

const SUMMARY_CHARACTERS = 60;
/** What a panel shows first, with some to spare: a case of hundreds of lines must open as quickly as one of three. */
const NEWEST = 20;

const rowsNaming = prepared<
  { court: string; case_key: string; staff_code: string; name: string },
  { staff_code: string | null; roles: string }
>((db, p) =>
  db
    .selectFrom('case_person')
    .select(['staff_code', 'roles'])
    .where('court', '=', p('court'))
    .where('case_key', '=', p('case_key'))
    .where((eb) =>
      eb.or([
        eb('staff_code', '=', p('staff_code')),
        eb.and([eb('staff_code', 'is', null), eb('name_key', '=', p('name'))]),
      ]),
    )
    .orderBy('place'),
);

/**
 * What the case's page says this person is in it, as casePeople finds it. The same is looked up whether there is such a case
 * or not, so that the time it takes does not tell.
 */
export function* rolesInCase(
  court: string,
  caseKey: string,
  { staffCode, name }: Pick<Person, 'staffCode' | 'name'>,
): Steps<CaseRole[]> {
  // A name that two on the staff list have says of neither who is meant.
  const named = (yield* staffByName(court, name))?.staffCode === staffCode;
  const key = { court, case_key: caseKey, staff_code: staffCode, name: comparable(name) };
  const rows = (yield* rowsNaming(key)).filter((row) => row.staff_code !== null || named);
  return rows.flatMap((row) => JSON.parse(row.roles) as CaseRole[]);
}

/** How somebody with these roles in a case stands to it, as the matrix asks. */
export const caseRelations = (roles: readonly CaseRole[], policy: Policy): Scope[] => [
  ...(roles.length > 0 ? (['case'] as const) : []),
  ...(roles.some((role) => policy.sheet.filers.includes(role)) ? (['filer'] as const) : []),
];

function* lineOf(court: OwnCourt, row: LineRow, viewer: Person): Steps<CaseLine> {
  const own = row.staff_code === viewer.staffCode;
  const staff = yield* staffByCode(court.code, row.staff_code);
  const entry = row.type === 'entry' ? yield* entryById(court.code, row.id) : undefined;
  const body = own && entry ? (yield* readingsOf(entry))?.body : undefined;
  const supplements =
    entry && entry.reading_id !== entry.id
      ? (yield* eventsOfEntry(entry)).filter((event) => event.type === 'supplement').length
      : 0;
  return {
    seq: row.seq,
    id: row.id,
    type: row.type,
    ...(row.kind === null ? {} : { kind: row.kind as EntryKind }),
    by: { staffCode: row.staff_code, name: staff?.name ?? row.staff_code },
    own,
    receivedAt: row.received_at,
    ...(body ? { summary: [...body.content].slice(0, SUMMARY_CHARACTERS).join('') } : {}),
    upstream: yield* upstreamState(court, entry?.reading_id ?? row.id, row.scope),
    scope: row.scope,
    supplements,
  };
}

/** @param most the newest lines only, or all of them */
export function* caseViewOf(
  court: OwnCourt,
  caseKey: string,
  viewer: Person,
  now: string,
  policy: Policy,
  most: 'newest' | 'all' = 'newest',
): Steps<CaseView> {
  const key = { court: court.code, case_key: caseKey };
  const file = yield* caseFile(court.code, caseKey);
  const myRoles = yield* rolesInCase(court.code, caseKey, viewer);
  const relations = caseRelations(myRoles, policy);
  const isOwn = (row: LineRow) => row.staff_code === viewer.staffCode;
  // A colleague of another case sees what he or she filed about this one, and nothing else.
  const rows = (yield* linesOfCase(key)).filter((row) =>
    mayI(viewer, 'case', 'read-lines', isOwn(row) ? ['own', ...relations] : relations),
  );
  const counts = { lines: rows.length, ownEntries: 0, sent: 0, received: 0 };
  for (const row of rows) {
    if (row.type === 'entry' && isOwn(row)) counts.ownEntries += 1;
    const state = yield* upstreamState(court, row.id, row.scope);
    if (state === 'waiting' || state === 'received') counts.sent += 1;
    if (state === 'received') counts.received += 1;
  }
  const lines: CaseLine[] = [];
  for (const row of most === 'all' ? rows : rows.slice(-NEWEST))
    lines.push(yield* lineOf(court, row, viewer));
  const view: CaseView = {
    caseNumber: caseKey,
    known: file !== undefined,
    cause: (yield* caseHeader(court.code, file)).cause,
    myRoles,
    lines,
    counts,
    gates: [],
    filings: [],
    mayFileSheet: mayI(viewer, 'sheet', 'print', relations),
  };
  if (!mayI(viewer, 'case', 'read-state', relations)) return view;
  for (const meeting of Object.keys(MEETING_KINDS) as MeetingKind[]) {
    view.gates.push(yield* gateOf(court.code, caseKey, meeting, now, policy));
  }
  const mine = view.gates.flatMap((gate) => gate.people.filter((one) => one.staffCode === viewer.staffCode));
  const standing = STANDINGS.find((one) => mine.some((person) => person.standing === one));
  if (standing) view.myStanding = standing;
  const sheet = yield* sheetOf(court, caseKey, policy);
  if (sheet) view.sheetHash = sheet.hash;
  for (const filing of yield* filingsOfCase(key)) {
    const by = yield* staffByCode(court.code, filing.staff_code);
    view.filings.push({
      sheetHash: filing.sheet_hash,
      fileName: filing.file_name,
      filedAt: filing.filed_at,
      by: by?.name ?? filing.staff_code,
      current: filing.sheet_hash === sheet?.hash,
    });
  }
  return view;
}
