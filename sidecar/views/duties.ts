/** What is due of a person: statements somebody was held for, and complete sheets not yet in the case file. */
import type { Duty, Person } from '../../shared/api.ts';
import type { MeetingKind } from '../../shared/codes.ts';
import type { Policy } from '../../shared/policy.ts';
import type { FiledRecord } from '../../shared/records/record.ts';
import type { ReminderBody } from '../../shared/records/reminder.ts';
import { comparable } from '../../shared/text.ts';
import { type Change, prepared, type Steps } from '../store/plan.ts';
import { caseFile, caseHeader, casePeople } from './case-file.ts';
import { destructionsFor } from './destructions-for.ts';
import { gateOf } from './gate.ts';
import { grantsFor } from './grants-for.ts';
import { filingsOfCase, sheetOf } from './sheet.ts';
import { staffByCode } from './staff.ts';
import type { View } from './view.ts';

/** Cases whose page names the person, by staff code or by name, newest reading first. */
const casesNaming = prepared<{ court: string; name: string; staff_code: string }, { case_key: string }>(
  (db, p) =>
    db
      .selectFrom('case_person')
      .innerJoin('case_file', (join) =>
        join
          .onRef('case_file.court', '=', 'case_person.court')
          .onRef('case_file.case_key', '=', 'case_person.case_key'),
      )
      .select('case_person.case_key')
      .where('case_person.court', '=', p('court'))
      .where((eb) =>
        eb.or([
          eb('case_person.name_key', '=', p('name')),
          eb('case_person.staff_code', '=', p('staff_code')),
        ]),
      )
      .orderBy('case_file.reading_seq', 'desc')
      .limit(200),
);

const remindersOfCase = prepared<
  { court: string; case_key: string },
  { meeting: MeetingKind; staff_code: string; filed_at: string; seq: number }
>((db, p) =>
  db
    .selectFrom('reminder')
    .select(['meeting', 'staff_code', 'filed_at', 'seq'])
    .where('court', '=', p('court'))
    .where('case_key', '=', p('case_key'))
    .$castTo<{ meeting: MeetingKind; staff_code: string; filed_at: string; seq: number }>(),
);

/** Entries a custodian gave back, with the time at which that was. */
const returnedTo = prepared<
  { court: string; staff_code: string },
  { id: string; case_key: string; received_at: string }
>((db, p) =>
  db
    .selectFrom('entry')
    .innerJoin('log', (join) =>
      join.onRef('log.court', '=', 'entry.court').onRef('log.seq', '=', 'entry.state_seq'),
    )
    .select(['entry.id', 'entry.case_key', 'log.received_at'])
    .where('entry.court', '=', p('court'))
    .where('entry.staff_code', '=', p('staff_code'))
    .where('entry.state', '=', 'returned')
    .orderBy('entry.state_seq'),
);

/** Grants that wait for this person's decision or second key, and own ones under which something may be opened. */
function* grantDuties(court: string, person: Person, now: string, policy: Policy): Steps<Duty[]> {
  const duties: Duty[] = [];
  for (const grant of yield* grantsFor(court, person, now, policy)) {
    const due = grant.may.includes('decide')
      ? { kind: 'grant-decision' as const, since: grant.at }
      : grant.may.includes('countersign') && grant.decision
        ? { kind: 'grant-countersign' as const, since: grant.decision.at }
        : grant.countersign && grant.entries?.some(({ opened }) => !opened)
          ? { kind: 'grant-opening' as const, since: grant.countersign.at }
          : undefined;
    if (due)
      duties.push({
        ...due,
        caseNumber: grant.caseNumber ?? '',
        cause: '',
        grantId: grant.id,
        ...(due.kind === 'grant-opening' ? {} : { askedBy: grant.by.name }),
      });
  }
  return duties;
}

/** Destructions that wait for this person as the second. */
function* destructionDuties(court: string, person: Person, now: string, policy: Policy): Steps<Duty[]> {
  const duties: Duty[] = [];
  for (const item of yield* destructionsFor(court, person, now, policy))
    if (item.mayApprove)
      duties.push({
        kind: 'destruction',
        caseNumber: item.caseNumber ?? '',
        cause: '',
        destructionId: item.id,
        askedBy: item.by.name,
        since: item.at,
      });
  return duties;
}

export function* dutiesOf(
  court: { code: string; name: string },
  person: Person,
  now: string,
  policy: Policy,
): Steps<Duty[]> {
  const duties: Duty[] = [];
  for (const row of yield* returnedTo({ court: court.code, staff_code: person.staffCode })) {
    const file = row.case_key === '' ? undefined : yield* caseFile(court.code, row.case_key);
    duties.push({
      kind: 'completion',
      caseNumber: row.case_key,
      cause: (yield* caseHeader(court.code, file)).cause,
      entryId: row.id,
      since: row.received_at,
    });
  }
  duties.push(...(yield* grantDuties(court.code, person, now, policy)));
  duties.push(...(yield* destructionDuties(court.code, person, now, policy)));
  const cases = yield* casesNaming({
    court: court.code,
    name: comparable(person.name),
    staff_code: person.staffCode,
  });
  for (const { case_key: caseKey } of cases) {
    const key = { court: court.code, case_key: caseKey };
    const file = yield* caseFile(court.code, caseKey);
    if (!file) continue;
    for (const asked of yield* remindersOfCase(key)) {
      const gate = yield* gateOf(court.code, caseKey, asked.meeting, now, policy);
      const mine = gate.people.find((one) => one.staffCode === person.staffCode);
      if (!mine || mine.standing === 'stated') continue;
      const asker = yield* staffByCode(court.code, asked.staff_code);
      duties.push({
        kind: 'statement',
        caseNumber: caseKey,
        cause: (yield* caseHeader(court.code, file)).cause,
        askedBy: asker?.name ?? '',
        meeting: asked.meeting,
        since: asked.filed_at,
      });
      break;
    }
    const people = yield* casePeople(court.code, caseKey);
    const handles = people.some(
      (one) => one.staffCode === person.staffCode && one.roles.includes('handling-judge'),
    );
    if (!handles) continue;
    const gate = yield* gateOf(court.code, caseKey, 'judges-conference', now, policy);
    if (!gate.open) continue;
    const sheet = yield* sheetOf(court, caseKey, policy);
    const filings = yield* filingsOfCase(key);
    if (sheet && !filings.some((filing) => filing.sheet_hash === sheet.hash)) {
      const { cause, asOf } = sheet.sheet;
      duties.push({ kind: 'sheet-filing', caseNumber: caseKey, cause, since: asOf });
    }
  }
  return duties;
}

export const dutiesView: View = {
  name: 'duties',
  tables: ['reminder'],
  types: ['reminder'],
  *apply(record): Steps<Change[]> {
    const { court, seq, actor, receivedAt, body } = record as FiledRecord<'reminder', ReminderBody>;
    return [
      {
        do: 'put',
        table: 'reminder',
        key: ['court', 'case_key', 'meeting'],
        row: {
          court,
          case_key: body.caseNumber,
          meeting: body.meeting,
          seq,
          staff_code: actor,
          filed_at: receivedAt,
        },
      },
    ];
  },
};
