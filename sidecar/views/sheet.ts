/** Everything disclosed about one case, in log order, and where its printed sheet was filed (一案一表, 随案入卷). */

import type { EntryBody } from '../../shared/records/entry.ts';
import type { NilDeclarationBody } from '../../shared/records/nil-declaration.ts';
import type { FiledRecord, RecordEnvelope } from '../../shared/records/record.ts';
import type { SheetFilingBody } from '../../shared/records/sheet-filing.ts';
import type { SealedSheet, Sheet, SheetLine, SheetPerson } from '../../shared/sheet.ts';
import { canonicalBytes, sha256 } from '../log/leaf.ts';
import { type Change, prepared, type Steps } from '../store/plan.ts';
import { caseFile, casePeople } from './case-file.ts';
import { statementsOfCase } from './gate.ts';
import { staffByCode } from './staff.ts';
import type { View } from './view.ts';

export interface LineRow {
  seq: number;
  id: string;
  type: 'entry' | 'nil-declaration';
  kind: string | null;
  staff_code: string;
  received_at: string;
}

export const linesOfCase = prepared<{ court: string; case_key: string }, LineRow>((db, p) =>
  db
    .selectFrom('sheet_line')
    .select(['seq', 'id', 'type', 'kind', 'staff_code', 'received_at'])
    .where('court', '=', p('court'))
    .where('case_key', '=', p('case_key'))
    .orderBy('seq')
    .$castTo<LineRow>(),
);

export const filingsOfCase = prepared<
  { court: string; case_key: string },
  { sheet_hash: string; file_name: string; filed_at: string; staff_code: string }
>((db, p) =>
  db
    .selectFrom('sheet_filing')
    .select(['sheet_hash', 'file_name', 'filed_at', 'staff_code'])
    .where('court', '=', p('court'))
    .where('case_key', '=', p('case_key'))
    .orderBy('seq', 'desc'),
);

const contentOf = prepared<{ court: string; id: string }, { bytes: Buffer }>((db, p) =>
  db.selectFrom('content').select('bytes').where('court', '=', p('court')).where('id', '=', p('id')),
);

/** The body of a filed record, as it was sent. */
export function* bodyOf<B>(court: string, id: string): Steps<B | undefined> {
  const [row] = yield* contentOf({ court, id });
  return row && (JSON.parse(row.bytes.toString('utf8')) as RecordEnvelope<string, B>).body;
}

/** The sheet of a case as it stands; undefined when nothing at all is known of the case. */
export function* sheetOf(
  court: { code: string; name: string },
  caseKey: string,
): Steps<SealedSheet | undefined> {
  const key = { court: court.code, case_key: caseKey };
  const file = yield* caseFile(court.code, caseKey);
  const rows = yield* linesOfCase(key);
  if (!file && rows.length === 0) return undefined;
  const statements = new Map((yield* statementsOfCase(key)).map((row) => [row.staff_code, row]));
  const withEntries = new Set(rows.filter((row) => row.type === 'entry').map((row) => row.staff_code));
  const people: SheetPerson[] = [];
  for (const person of yield* casePeople(court.code, caseKey)) {
    const stated = person.staffCode === undefined ? undefined : statements.get(person.staffCode);
    people.push({
      roles: person.roles,
      name: person.name,
      ...(person.staffCode === undefined ? {} : { staffCode: person.staffCode }),
      ...(person.department === undefined ? {} : { department: person.department }),
      statement: !stated ? 'none' : withEntries.has(stated.staff_code) ? 'entries' : 'nil',
      ...(stated ? { statedAt: stated.stated_at } : {}),
    });
  }
  const lines: SheetLine[] = [];
  for (const row of rows) {
    const staff = yield* staffByCode(court.code, row.staff_code);
    const base = {
      seq: row.seq,
      id: row.id,
      by: {
        staffCode: row.staff_code,
        name: staff?.name ?? row.staff_code,
        department: staff?.department ?? '',
        post: staff?.post ?? '',
      },
      receivedAt: row.received_at,
    };
    if (row.type === 'entry') {
      const body = yield* bodyOf<EntryBody>(court.code, row.id);
      if (body) lines.push({ ...base, type: 'entry', body });
    } else {
      const body = yield* bodyOf<NilDeclarationBody>(court.code, row.id);
      if (body) lines.push({ ...base, type: 'nil-declaration', body });
    }
  }
  const last = rows.at(-1);
  const sheet: Sheet = {
    v: 1,
    court: { code: court.code, name: court.name },
    caseNumber: caseKey,
    cause: file?.cause ?? '',
    stage: file?.stage ?? '',
    parties: file?.parties ?? [],
    agents: file?.agents ?? [],
    people,
    lines,
    asOf: last && (!file || last.seq > file.readingSeq) ? last.received_at : (file?.readAt ?? ''),
    through: Math.max(last?.seq ?? 0, file?.readingSeq ?? 0),
  };
  return { sheet, hash: sha256(canonicalBytes(sheet)) };
}

export const sheetView: View = {
  name: 'sheet',
  tables: ['sheet_line', 'sheet_filing'],
  types: ['entry', 'nil-declaration', 'sheet-filing'],
  *apply(record): Steps<Change[]> {
    const { court, seq, id, actor, receivedAt, type } = record;
    if (type === 'sheet-filing') {
      const { body } = record as FiledRecord<'sheet-filing', SheetFilingBody>;
      return [
        {
          do: 'insert',
          table: 'sheet_filing',
          row: {
            court,
            case_key: body.caseNumber,
            seq,
            sheet_hash: body.sheetHash,
            file_hash: body.fileHash,
            file_name: body.fileName,
            staff_code: actor,
            filed_at: receivedAt,
          },
        },
      ];
    }
    const body = record.body as EntryBody | NilDeclarationBody;
    return [
      {
        do: 'insert',
        table: 'sheet_line',
        row: {
          court,
          case_key: body.caseNumber,
          seq,
          id,
          type,
          kind: 'kind' in body ? body.kind : null,
          staff_code: actor,
          received_at: receivedAt,
        },
      },
    ];
  },
};
