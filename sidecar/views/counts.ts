/**
 * How many have filed what, by month and department (R48). Counted as it was filed, by the department its author was in then:
 * what happens later to an entry, a person or a department changes no figure of a month that is over, so that nothing can be
 * read from how figures change. Only entries and nil declarations are counted; content is not looked at.
 */
import { mayI } from '../../shared/access-matrix.ts';
import type { Person } from '../../shared/api.ts';
import { monthOf, monthsBefore } from '../../shared/calendar.ts';
import {
  countLines,
  courtLine,
  type Filed,
  type Kind,
  lineOfDepartment,
} from '../../shared/count-protection.ts';
import type { CountsAnswer, MonthCounts } from '../../shared/counts.ts';
import type { Policy } from '../../shared/policy.ts';
import type { EntryBody } from '../../shared/records/entry.ts';
import type { FiledRecord } from '../../shared/records/record.ts';
import type { StaffListBody } from '../../shared/records/staff-list.ts';
import { type Change, prepared, type Steps } from '../store/plan.ts';
import { staffByCode } from './staff.ts';
import type { View } from './view.ts';

/** How many months are told. */
const MONTHS = 12;

const filedBefore = prepared<
  { court: string; month: string; department: string; staff_code: string; kind: string },
  { filed: number }
>((db, p) =>
  db
    .selectFrom('filing_count')
    .select('filed')
    .where('court', '=', p('court'))
    .where('month', '=', p('month'))
    .where('department', '=', p('department'))
    .where('staff_code', '=', p('staff_code'))
    .where('kind', '=', p('kind')),
);

const filedIn = prepared<
  { court: string; from: string; to: string },
  { month: string; department: string; staff_code: string; kind: Kind; filed: number }
>((db, p) =>
  db
    .selectFrom('filing_count')
    .select(['month', 'department', 'staff_code', 'kind', 'filed'])
    .where('court', '=', p('court'))
    .where('month', '>=', p('from'))
    .where('month', '<=', p('to'))
    .$castTo<{ month: string; department: string; staff_code: string; kind: Kind; filed: number }>(),
);

const sizesUntil = prepared<
  { court: string; to: string },
  { month: string; department: string; people: number }
>((db, p) =>
  db
    .selectFrom('department_size')
    .select(['month', 'department', 'people'])
    .where('court', '=', p('court'))
    .where('month', '<=', p('to'))
    .orderBy('month')
    .orderBy('department'),
);

/** The last list of a month is that of its end, and of every month until there is another. */
function sizesAt(rows: readonly { month: string; department: string; people: number }[], month: string) {
  const last = rows.findLast((row) => row.month <= month)?.month;
  return new Map(rows.filter((row) => row.month === last).map((row) => [row.department, row.people]));
}

/**
 * What this person may see of the court's figures, newest month first. The running month is not told: whoever asked today and
 * tomorrow would learn who was at work in between.
 */
export function* countsFor(court: string, person: Person, now: string, policy: Policy): Steps<CountsAnswer> {
  const { smallest } = policy.counts;
  const months = monthsBefore(monthOf(now), MONTHS);
  const [to = '', from = ''] = [months.at(0), months.at(-1)];
  const filings = new Map<string, Filed[]>(months.map((month) => [month, []]));
  for (const { month, department, staff_code: who, kind, filed: n } of yield* filedIn({ court, from, to }))
    filings.get(month)?.push({ department, who, kind, n });
  const sizes = yield* sizesUntil({ court, to });
  const first = sizes[0]?.month;
  const whole = mayI(person, 'counts', 'read');
  const mine = mayI(person, 'counts', 'read', ['department']);
  const told: MonthCounts[] = [];
  for (const month of months) {
    if (first === undefined || month < first) break;
    const lines = countLines(filings.get(month) ?? [], sizesAt(sizes, month), smallest);
    const own = mine ? lineOfDepartment(lines, person.department) : undefined;
    told.push(whole ? { month, lines, court: courtLine(lines) } : { month, lines: own ? [own] : [] });
  }
  return { smallest, months: told };
}

function* filed(record: FiledRecord, kind: Kind): Steps<Change[]> {
  const { court, actor, receivedAt } = record;
  const department = (yield* staffByCode(court, actor))?.department ?? '';
  const key = { court, month: monthOf(receivedAt), department, staff_code: actor, kind };
  const [before] = yield* filedBefore(key);
  return [
    {
      do: 'put',
      table: 'filing_count',
      key: ['court', 'month', 'department', 'staff_code', 'kind'],
      row: { ...key, filed: (before?.filed ?? 0) + 1 },
    },
  ];
}

function sizes({ court, receivedAt, body }: FiledRecord<'staff-list', StaffListBody>): Change[] {
  const month = monthOf(receivedAt);
  const people = new Map<string, number>();
  for (const { department } of body.people) people.set(department, (people.get(department) ?? 0) + 1);
  return [
    { do: 'remove', table: 'department_size', where: { court, month } },
    ...[...people].map(
      ([department, people]): Change => ({
        do: 'insert',
        table: 'department_size',
        row: { court, month, department, people },
      }),
    ),
  ];
}

export const countsView: View = {
  name: 'counts',
  tables: ['filing_count', 'department_size'],
  types: ['entry', 'nil-declaration', 'staff-list'],
  *apply(record): Steps<Change[]> {
    if (record.type === 'staff-list') return sizes(record as FiledRecord<'staff-list', StaffListBody>);
    return yield* filed(record, record.type === 'entry' ? (record.body as EntryBody).kind : 'nil');
  },
};
