/** Grants: what was asked, decided and countersigned, what each is worth now, and which entries were opened under it. */
import type { Person } from '../../shared/api.ts';
import {
  type GrantFacts,
  type GrantMoment,
  type GrantState,
  grantEndsAt,
  grantState,
} from '../../shared/grant.ts';
import { asksForGrants } from '../../shared/grant-offices.ts';
import type { Policy } from '../../shared/policy.ts';
import type {
  GrantCountersignBody,
  GrantDecisionBody,
  GrantRequestBody,
  GrantWithdrawalBody,
} from '../../shared/records/grant.ts';
import type { FiledRecord } from '../../shared/records/record.ts';
import type { OpeningBody } from '../../shared/records/screening.ts';
import { type Change, prepared, type Steps } from '../store/plan.ts';
import type { Tables } from '../store/schema.ts';
import { type EntryRow, entryById, entryByNumber } from './entries.ts';
import { isAbout } from './screening.ts';
import { linesOfCase } from './sheet.ts';
import { staffByCode } from './staff.ts';
import type { View } from './view.ts';

export type GrantRow = Omit<Tables['content_grant'], 'decision'> & {
  decision: '' | GrantDecisionBody['decision'];
};

const rowOf = prepared<{ court: string; id: string }, GrantRow>((db, p) =>
  db
    .selectFrom('content_grant')
    .selectAll()
    .where('court', '=', p('court'))
    .where('id', '=', p('id'))
    .$castTo<GrantRow>(),
);

export function* grantById(court: string, id: string): Steps<GrantRow | undefined> {
  const [row] = yield* rowOf({ court, id });
  return row;
}

const LIMIT = 200;

/** Still of use to somebody: neither refused nor withdrawn. Newest first. */
const standing = prepared<{ court: string }, GrantRow>((db, p) =>
  db
    .selectFrom('content_grant')
    .selectAll()
    .where('court', '=', p('court'))
    .where('decision', '!=', 'refuse')
    .where('withdrawn_by', '=', '')
    .orderBy('seq', 'desc')
    .limit(LIMIT)
    .$castTo<GrantRow>(),
);

/** What this person asked for, decided or countersigned, newest first. */
const signedBy = prepared<{ court: string; staff_code: string }, GrantRow>((db, p) =>
  db
    .selectFrom('content_grant')
    .selectAll()
    .where('court', '=', p('court'))
    .where((eb) =>
      eb.or([
        eb('staff_code', '=', p('staff_code')),
        eb('decided_by', '=', p('staff_code')),
        eb('countersigned_by', '=', p('staff_code')),
      ]),
    )
    .orderBy('seq', 'desc')
    .limit(LIMIT)
    .$castTo<GrantRow>(),
);

/** All that may concern somebody, newest first; whether it does is for the asker to settle. */
export function* grantsNear(court: string, staffCode: string): Steps<GrantRow[]> {
  const rows = [...(yield* standing({ court })), ...(yield* signedBy({ court, staff_code: staffCode }))];
  return [...new Map(rows.map((row) => [row.id, row])).values()].sort((a, b) => b.seq - a.seq);
}

type UseRow = Pick<Tables['grant_use'], 'grant_id' | 'entry_id' | 'opened_at'>;

const usesOf = prepared<{ court: string; grant_id: string }, UseRow>((db, p) =>
  db
    .selectFrom('grant_use')
    .select(['grant_id', 'entry_id', 'opened_at'])
    .where('court', '=', p('court'))
    .where('grant_id', '=', p('grant_id')),
);

/** Ids of the entries that were opened under it. */
export function* openedUnder(court: string, grantId: string): Steps<Set<string>> {
  return new Set((yield* usesOf({ court, grant_id: grantId })).map((use) => use.entry_id));
}

const useByOpening = prepared<{ court: string; opening_id: string }, UseRow>((db, p) =>
  db
    .selectFrom('grant_use')
    .select(['grant_id', 'entry_id', 'opened_at'])
    .where('court', '=', p('court'))
    .where('opening_id', '=', p('opening_id')),
);

/** Under which grant an opening was made, of which entry; undefined for one that rests on its record alone. */
export function* useOfOpening(court: string, openingId: string): Steps<UseRow | undefined> {
  const [use] = yield* useByOpening({ court, opening_id: openingId });
  return use;
}

export function factsOf(row: GrantRow): GrantFacts {
  const signed = (by: string, at: string) => (by === '' ? undefined : { by, at });
  const decision = signed(row.decided_by, row.decided_at);
  const countersign = signed(row.countersigned_by, row.countersigned_at);
  const withdrawal = signed(row.withdrawn_by, row.withdrawn_at);
  return {
    request: { by: row.staff_code, at: row.requested_at },
    hours: row.hours,
    ...(decision ? { decision: { ...decision, approves: row.decision === 'approve' } } : {}),
    ...(countersign ? { countersign } : {}),
    ...(withdrawal ? { withdrawal } : {}),
  };
}

/** Now, with the offices those who signed hold now. */
export function* momentOf(row: GrantRow, now: string, { grants }: Policy): Steps<GrantMoment> {
  const roles = new Map<string, Person['roles']>();
  for (const code of [row.staff_code, row.decided_by, row.countersigned_by])
    if (code !== '') roles.set(code, (yield* staffByCode(row.court, code))?.roles ?? []);
  return {
    now,
    rolesOf: (code) => roles.get(code) ?? [],
    asks: (officer) => asksForGrants(officer, grants),
  };
}

/** What it is worth now, and until when it holds where it is in force. */
export function* standingOf(
  row: GrantRow,
  now: string,
  policy: Policy,
): Steps<{ state: GrantState; endsAt: string | undefined }> {
  const facts = factsOf(row);
  return { state: grantState(facts, yield* momentOf(row, now, policy)), endsAt: grantEndsAt(facts) };
}

/**
 * Whether it is of this entry: the one it names, or one that belonged to its case when it was asked for. What is about who
 * asked or who approved is in no grant of a case: to neither of them it exists.
 */
export function* covers(row: GrantRow, entry: EntryRow): Steps<boolean> {
  if (row.entry_id !== '' && row.entry_id !== entry.id) return false;
  if (row.entry_id === '') {
    if (entry.case_key !== row.case_key || entry.seq > row.seq || entry.link_seq > row.seq) return false;
  }
  for (const code of [row.staff_code, row.decided_by]) {
    const person = code === '' ? undefined : yield* staffByCode(row.court, code);
    if (person && (yield* isAbout(entry, person))) return false;
  }
  return true;
}

/** The entries a grant is of, in log order. */
export function* entriesUnder(row: GrantRow): Steps<EntryRow[]> {
  const ids =
    row.entry_id === ''
      ? (yield* linesOfCase({ court: row.court, case_key: row.case_key }))
          .filter((line) => line.type === 'entry')
          .map((line) => line.id)
      : [row.entry_id];
  const entries: EntryRow[] = [];
  for (const id of ids) {
    const entry = yield* entryById(row.court, id);
    if (entry && (yield* covers(row, entry))) entries.push(entry);
  }
  return entries;
}

/** Whether it names an entry that is about this person: then to them the request does not exist either. */
export function* namesAbout(row: GrantRow, person: Pick<Person, 'staffCode' | 'name'>): Steps<boolean> {
  const entry = row.entry_id === '' ? undefined : yield* entryById(row.court, row.entry_id);
  return entry !== undefined && (yield* isAbout(entry, person));
}

const put = (row: GrantRow): Change => ({ do: 'put', table: 'content_grant', key: ['court', 'id'], row });

export const grantsView: View = {
  name: 'grants',
  tables: ['content_grant', 'grant_use'],
  types: ['grant-request', 'grant-decision', 'grant-countersign', 'grant-withdrawal', 'opening'],
  *apply(record): Steps<Change[]> {
    const { court, id, seq, actor, receivedAt } = record;
    if (record.type === 'opening') {
      const { entryId, grantId } = record.body as OpeningBody;
      if (grantId === undefined) return [];
      const row = { court, grant_id: grantId, entry_id: entryId, opening_id: id, seq, opened_at: receivedAt };
      return [{ do: 'insert', table: 'grant_use', row }];
    }
    if (record.type === 'grant-request') {
      const { body } = record as FiledRecord<'grant-request', GrantRequestBody>;
      const entry =
        body.entryNumber === undefined ? undefined : yield* entryByNumber(court, body.entryNumber);
      return [
        put({
          court,
          id,
          seq,
          staff_code: actor,
          entry_id: entry?.id ?? '',
          case_key: body.caseNumber ?? entry?.case_key ?? '',
          hours: body.hours,
          requested_at: receivedAt,
          decision: '',
          decision_id: '',
          decided_by: '',
          decided_at: '',
          countersigned_by: '',
          countersigned_at: '',
          withdrawn_by: '',
          withdrawn_at: '',
        }),
      ];
    }
    const body = record.body as GrantDecisionBody | GrantCountersignBody | GrantWithdrawalBody;
    const row = yield* grantById(court, body.grantId);
    if (!row) return [];
    if ('decision' in body)
      return [
        put({
          ...row,
          decision: body.decision,
          decision_id: id,
          decided_by: actor,
          decided_at: receivedAt,
        }),
      ];
    return [
      record.type === 'grant-countersign'
        ? put({ ...row, countersigned_by: actor, countersigned_at: receivedAt })
        : put({ ...row, withdrawn_by: actor, withdrawn_at: receivedAt }),
    ];
  },
};
