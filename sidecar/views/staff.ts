/** Who works at the court now, and who is meant by a name. */
import type { Person } from '../../shared/api.ts';
import type { FiledRecord } from '../../shared/records/record.ts';
import type { StaffListBody, StaffMember } from '../../shared/records/staff-list.ts';
import { comparable } from '../../shared/text.ts';
import { type Change, prepared, type Steps } from '../store/plan.ts';
import type { View } from './view.ts';

interface StaffRow {
  code: string;
  name: string;
  department: string;
  post: string;
  roles: string;
  account: string;
}

const columns = ['code', 'name', 'department', 'post', 'roles', 'account'] as const;

const byCode = prepared<{ court: string; code: string }, StaffRow>((db, p) =>
  db.selectFrom('staff').select(columns).where('court', '=', p('court')).where('code', '=', p('code')),
);
const byName = prepared<{ court: string; name: string }, StaffRow>((db, p) =>
  db
    .selectFrom('staff')
    .select(columns)
    .where('court', '=', p('court'))
    .where('name_key', '=', p('name'))
    .limit(2),
);
const byAccount = prepared<{ court: string; account: string }, StaffRow>((db, p) =>
  db.selectFrom('staff').select(columns).where('court', '=', p('court')).where('account', '=', p('account')),
);

const toPerson = (row: StaffRow): Person => ({
  staffCode: row.code,
  name: row.name,
  department: row.department,
  post: row.post,
  roles: JSON.parse(row.roles) as Person['roles'],
});

export function* staffByCode(court: string, code: string): Steps<Person | undefined> {
  const [row] = yield* byCode({ court, code });
  return row && toPerson(row);
}

const toMember = ({ roles, ...row }: StaffRow): StaffMember => ({
  ...row,
  roles: JSON.parse(roles) as StaffMember['roles'],
});

/** The member of the list in force, as the list has it. */
export function* memberByCode(court: string, code: string): Steps<StaffMember | undefined> {
  const [row] = yield* byCode({ court, code });
  return row && toMember(row);
}

export function* memberByAccount(court: string, account: string): Steps<StaffMember | undefined> {
  const [row] = yield* byAccount({ court, account });
  return row && toMember(row);
}

/** The one person of that name; undefined when there is none, or more than one. */
export function* staffByName(court: string, name: string): Steps<Person | undefined> {
  const [row, another] = yield* byName({ court, name: comparable(name) });
  return row && !another ? toPerson(row) : undefined;
}

export const staffView: View = {
  name: 'staff',
  tables: ['staff'],
  types: ['staff-list'],
  *apply(record): Steps<Change[]> {
    const { court, body } = record as FiledRecord<'staff-list', StaffListBody>;
    return [
      { do: 'remove', table: 'staff', where: { court } },
      ...body.people.map(
        (person): Change => ({
          do: 'insert',
          table: 'staff',
          row: {
            court,
            code: person.code,
            name: person.name,
            name_key: comparable(person.name),
            department: person.department,
            post: person.post,
            roles: JSON.stringify(person.roles),
            account: person.account,
          },
        }),
      ),
    ];
  },
};
