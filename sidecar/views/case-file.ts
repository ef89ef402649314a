/**
 * What is known of a case: the header and the people its page named last, when the panel last changed, and since
 * when each is a member. Names become staff at reading time, so that a staff list corrected later counts.
 */
import { type CaseRole, type Stage, stageOf } from '../../shared/codes.ts';
import type { CasePerson, CaseReadingBody } from '../../shared/records/case-reading.ts';
import type { FiledRecord } from '../../shared/records/record.ts';
import { comparable } from '../../shared/text.ts';
import { type Change, prepared, type Steps } from '../store/plan.ts';
import type { Tables } from '../store/schema.ts';
import { bodyOf } from './content.ts';
import { staffByCode, staffByName } from './staff.ts';
import type { View } from './view.ts';

/** A change among these is a change of the panel; a new clerk is not. */
const PANEL_ROLES: readonly CaseRole[] = ['handling-judge', 'presiding-judge', 'panel-member'];

export interface CaseFile {
  panelSince: number;
  /** Absent where the page's words for the stage are not known. */
  stageCode?: Stage;
  stageSince: number;
  readingSeq: number;
  readingId: string;
  readAt: string;
}

/** What the page of a case said of it last, in its own words. */
export type CaseHeader = Pick<CaseReadingBody, 'cause' | 'stage' | 'parties' | 'agents'>;

export interface CasePersonNow {
  name: string;
  roles: CaseRole[];
  memberSince: number;
  /** Absent when the staff list knows no such person, or more than one. */
  staffCode?: string;
  department?: string;
}

type FileRow = Omit<Tables['case_file'], 'court' | 'case_key' | 'stage_code'> & { stage_code: Stage | '' };

const fileRow = prepared<{ court: string; case_key: string }, FileRow>((db, p) =>
  db
    .selectFrom('case_file')
    .select(['panel_since', 'stage_code', 'stage_since', 'reading_seq', 'reading_id', 'received_at'])
    .where('court', '=', p('court'))
    .where('case_key', '=', p('case_key'))
    .$castTo<FileRow>(),
);

interface PersonRow {
  name: string;
  staff_code: string | null;
  roles: string;
  member_since: number;
}

const personRows = prepared<{ court: string; case_key: string }, PersonRow>((db, p) =>
  db
    .selectFrom('case_person')
    .select(['name', 'staff_code', 'roles', 'member_since'])
    .where('court', '=', p('court'))
    .where('case_key', '=', p('case_key'))
    .orderBy('place'),
);

export function* caseFile(court: string, caseKey: string): Steps<CaseFile | undefined> {
  const [row] = yield* fileRow({ court, case_key: caseKey });
  return (
    row && {
      panelSince: row.panel_since,
      ...(row.stage_code === '' ? {} : { stageCode: row.stage_code }),
      stageSince: row.stage_since,
      readingSeq: row.reading_seq,
      readingId: row.reading_id,
      readAt: row.received_at,
    }
  );
}

const UNKNOWN: CaseHeader = { cause: '', stage: '', parties: [], agents: [] };

/** Read where it was written, and not copied into the view: who the parties are is content. */
export function* caseHeader(court: string, file: CaseFile | undefined): Steps<CaseHeader> {
  return (file && (yield* bodyOf<CaseReadingBody>(court, file.readingId))) ?? UNKNOWN;
}

/** The people of a case in the order of its page, as the staff list knows them now. */
export function* casePeople(court: string, caseKey: string): Steps<CasePersonNow[]> {
  const people: CasePersonNow[] = [];
  for (const row of yield* personRows({ court, case_key: caseKey })) {
    const staff = row.staff_code
      ? yield* staffByCode(court, row.staff_code)
      : yield* staffByName(court, row.name);
    people.push({
      name: row.name,
      roles: JSON.parse(row.roles) as CaseRole[],
      memberSince: row.member_since,
      ...(staff ? { staffCode: staff.staffCode, department: staff.department } : {}),
    });
  }
  return people;
}

/** One person may stand on the page in several roles (承办人 and 审判长): one line, several roles. */
function mergeRoles(
  people: readonly CasePerson[],
): { identity: string; person: CasePerson; roles: CaseRole[] }[] {
  const merged = new Map<string, { identity: string; person: CasePerson; roles: CaseRole[] }>();
  for (const person of people) {
    const identity = person.staffCode ?? comparable(person.name);
    const known = merged.get(identity);
    if (!known) merged.set(identity, { identity, person, roles: [person.role] });
    else if (!known.roles.includes(person.role)) known.roles.push(person.role);
  }
  return [...merged.values()];
}

const panelOf = (people: readonly { identity: string; roles: CaseRole[] }[]): string =>
  people
    .filter((person) => person.roles.some((role) => PANEL_ROLES.includes(role)))
    .map((person) => person.identity)
    .sort()
    .join('\n');

export const caseFileView: View = {
  name: 'case-file',
  tables: ['case_file', 'case_person'],
  types: ['case-reading'],
  *apply(record): Steps<Change[]> {
    const { court, body, seq, receivedAt } = record as FiledRecord<'case-reading', CaseReadingBody>;
    const key = { court, case_key: body.caseNumber };
    const before = yield* caseFile(court, body.caseNumber);
    const rowsBefore = yield* personRows(key);
    const known = new Map(
      rowsBefore.map((row) => [row.staff_code ?? comparable(row.name), row.member_since]),
    );
    const people = mergeRoles(body.people);
    const panelBefore = panelOf(
      rowsBefore.map((row) => ({
        identity: row.staff_code ?? comparable(row.name),
        roles: JSON.parse(row.roles) as CaseRole[],
      })),
    );
    const changed = !before || panelBefore !== panelOf(people);
    // A page that for once says nothing of the stage has not moved the case.
    const stage = stageOf(body.stage) ?? before?.stageCode;
    const moved = before?.stageCode !== undefined && stage !== before.stageCode;
    return [
      {
        do: 'put',
        table: 'case_file',
        key: ['court', 'case_key'],
        row: {
          ...key,
          panel_since: changed ? seq : (before?.panelSince ?? seq),
          stage_code: stage ?? '',
          stage_since: moved ? seq : (before?.stageSince ?? 0),
          reading_seq: seq,
          reading_id: record.id,
          received_at: receivedAt,
        },
      },
      { do: 'remove', table: 'case_person', where: key },
      ...people.map(
        ({ identity, person, roles }, place): Change => ({
          do: 'insert',
          table: 'case_person',
          row: {
            ...key,
            place,
            name: person.name,
            name_key: comparable(person.name),
            staff_code: person.staffCode ?? null,
            roles: JSON.stringify(roles),
            member_since: known.get(identity) ?? seq,
          },
        }),
      ),
    ];
  },
};
