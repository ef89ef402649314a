/** Everything disclosed about one case, in log order, and where its printed sheet was filed (一案一表, 随案入卷). */
import type { MeetingKind } from '../../shared/codes.ts';
import { latenessOf } from '../../shared/deadline.ts';
import { type Scope, scopeOf } from '../../shared/file-only.ts';
import type { Policy } from '../../shared/policy.ts';
import type { CaseLinkBody } from '../../shared/records/case-link.ts';
import type { EntryBody } from '../../shared/records/entry.ts';
import type { NilDeclarationBody } from '../../shared/records/nil-declaration.ts';
import type { FiledRecord } from '../../shared/records/record.ts';
import type { SheetFilingBody } from '../../shared/records/sheet-filing.ts';
import type { SupplementBody } from '../../shared/records/supplement.ts';
import type {
  SealedSheet,
  Sheet,
  SheetAnnex,
  SheetAuthor,
  SheetEntry,
  SheetLine,
  SheetPerson,
} from '../../shared/sheet.ts';
import { canonicalBytes, sha256 } from '../log/leaf.ts';
import { type Change, prepared, type Steps } from '../store/plan.ts';
import type { Tables } from '../store/schema.ts';
import { type CaseHeader, caseFile, caseHeader, casePeople } from './case-file.ts';
import { bodyOf, receivedAt } from './content.ts';
import { type EntryRow, entryById, readingsOf } from './entries.ts';
import { statementsOfCase } from './gate.ts';
import { staffByCode } from './staff.ts';
import type { View } from './view.ts';

export interface LineRow {
  seq: number;
  id: string;
  type: 'entry' | 'nil-declaration';
  kind: string | null;
  scope: Scope;
  staff_code: string;
  received_at: string;
}

export const linesOfCase = prepared<{ court: string; case_key: string }, LineRow>((db, p) =>
  db
    .selectFrom('sheet_line')
    .select(['seq', 'id', 'type', 'kind', 'scope', 'staff_code', 'received_at'])
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

const clearancesOfCase = prepared<
  { court: string; case_key: string },
  { meeting: MeetingKind; filed_at: string; staff_code: string }
>((db, p) =>
  db
    .selectFrom('clearance')
    .innerJoin('log', (join) =>
      join.onRef('log.court', '=', 'clearance.court').onRef('log.seq', '=', 'clearance.seq'),
    )
    .select(['clearance.meeting', 'clearance.filed_at', 'log.actor as staff_code'])
    .where('clearance.court', '=', p('court'))
    .where('clearance.case_key', '=', p('case_key'))
    .orderBy('clearance.seq')
    .$castTo<{ meeting: MeetingKind; filed_at: string; staff_code: string }>(),
);

/** People are asked for once, however many lines are theirs. */
function authors(court: string): (code: string) => Steps<SheetAuthor> {
  const known = new Map<string, SheetAuthor>();
  return function* (code) {
    const before = known.get(code);
    if (before) return before;
    const staff = yield* staffByCode(court, code);
    const author = {
      staffCode: code,
      name: staff?.name ?? code,
      department: staff?.department ?? '',
      post: staff?.post ?? '',
    };
    known.set(code, author);
    return author;
  };
}

/** One entry as the sheet has it, in its current reading; undefined when its content cannot be read. */
export function* sheetEntryOf(
  row: EntryRow,
  author: (code: string) => Steps<SheetAuthor>,
  policy: Policy,
): Steps<SheetEntry | undefined> {
  const readings = yield* readingsOf(row);
  if (!readings) return undefined;
  const { body, history, destroyed } = readings;
  const linkedAt = row.link_seq === 0 ? undefined : yield* receivedAt(row.court, row.link_seq);
  return {
    seq: row.seq,
    id: row.id,
    by: yield* author(row.staff_code),
    receivedAt: row.received_at,
    type: 'entry',
    body,
    ...(destroyed ? { destroyed } : {}),
    history,
    scope: row.scope,
    lateness: latenessOf(body, row.signed_at, row.received_at, policy),
    ...(linkedAt === undefined ? {} : { linkedAt }),
  };
}

/** The same of one entry by itself, for those who are not looking at a whole sheet. */
export function* lonelyEntry(row: EntryRow, policy: Policy): Steps<SheetEntry | undefined> {
  return yield* sheetEntryOf(row, authors(row.court), policy);
}

const headerOf = ({ cause, stage, parties, agents }: CaseHeader): CaseHeader => ({
  cause,
  stage,
  parties,
  agents,
});

/** The sheet of a case as it stands; undefined when nothing at all is known of the case. */
export function* sheetOf(
  court: { code: string; name: string },
  caseKey: string,
  policy: Policy,
): Steps<SealedSheet | undefined> {
  const key = { court: court.code, case_key: caseKey };
  const file = yield* caseFile(court.code, caseKey);
  const rows = yield* linesOfCase(key);
  if (!file && rows.length === 0) return undefined;
  const author = authors(court.code);
  const statements = new Map((yield* statementsOfCase(key)).map((row) => [row.staff_code, row]));
  const withEntries = new Set(rows.filter((row) => row.type === 'entry').map((row) => row.staff_code));
  const signers = new Set(Object.values(policy.gate).flatMap((gate) => gate.signers));
  const people: SheetPerson[] = [];
  for (const person of yield* casePeople(court.code, caseKey)) {
    const stated = person.staffCode === undefined ? undefined : statements.get(person.staffCode);
    people.push({
      roles: person.roles,
      name: person.name,
      ...(person.staffCode === undefined ? {} : { staffCode: person.staffCode }),
      ...(person.department === undefined ? {} : { department: person.department }),
      asked: person.roles.some((role) => signers.has(role)),
      statement: !stated ? 'none' : withEntries.has(stated.staff_code) ? 'entries' : 'nil',
      ...(stated ? { statedAt: stated.stated_at } : {}),
    });
  }
  const lines: SheetLine[] = [];
  let newest = { seq: file?.readingSeq ?? 0, at: file?.readAt ?? '' };
  const isNewer = (seq: number, at: string) => {
    if (seq > newest.seq) newest = { seq, at };
  };
  for (const row of rows) {
    isNewer(row.seq, row.received_at);
    if (row.type === 'nil-declaration') {
      const body = yield* bodyOf<NilDeclarationBody>(court.code, row.id);
      const { seq, id, received_at: receivedAt } = row;
      if (body)
        lines.push({ seq, id, by: yield* author(row.staff_code), receivedAt, type: 'nil-declaration', body });
      continue;
    }
    const entry = yield* entryById(court.code, row.id);
    const line = entry && (yield* sheetEntryOf(entry, author, policy));
    if (!line) continue;
    lines.push(line);
    const last = line.history.at(-1)?.replacedBy;
    if (last) isNewer(last.seq, last.receivedAt);
    if (line.linkedAt !== undefined) isNewer(entry.link_seq, line.linkedAt);
    for (const { destroyed } of [line, ...line.history]) if (destroyed) isNewer(destroyed.seq, destroyed.at);
  }
  const sheet: Sheet = {
    v: 2,
    court: { code: court.code, name: court.name },
    caseNumber: caseKey,
    ...headerOf(yield* caseHeader(court.code, file)),
    people,
    lines,
    asOf: newest.at,
    through: newest.seq,
  };
  const annex: SheetAnnex = { filings: [], clearances: [] };
  for (const filing of (yield* filingsOfCase(key)).toReversed()) {
    annex.filings.push({
      at: filing.filed_at,
      by: (yield* author(filing.staff_code)).name,
      fileName: filing.file_name,
      sheetHash: filing.sheet_hash,
    });
  }
  for (const clearance of yield* clearancesOfCase(key)) {
    annex.clearances.push({
      at: clearance.filed_at,
      by: (yield* author(clearance.staff_code)).name,
      meeting: clearance.meeting,
    });
  }
  return { sheet, hash: sha256(canonicalBytes(sheet)), annex };
}

export const sheetView: View = {
  name: 'sheet',
  tables: ['sheet_line', 'sheet_filing'],
  types: ['entry', 'supplement', 'case-link', 'nil-declaration', 'sheet-filing'],
  *apply(record): Steps<Change[]> {
    const { court, seq, id, actor, receivedAt, type } = record;
    const line = (row: Omit<Tables['sheet_line'], 'court'>): Change => ({
      do: 'put',
      table: 'sheet_line',
      key: ['court', 'case_key', 'seq'],
      row: { court, ...row },
    });
    switch (type) {
      case 'sheet-filing': {
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
      case 'supplement': {
        const { body } = record as FiledRecord<'supplement', SupplementBody>;
        const row = yield* entryById(court, body.entryId);
        if (!row || row.case_key === '') return [];
        const { kind } = body.entry;
        return [line({ ...asLine(row), kind, scope: scopeOf(body.entry) })];
      }
      case 'case-link': {
        const { body } = record as FiledRecord<'case-link', CaseLinkBody>;
        const row = yield* entryById(court, body.entryId);
        return row ? [line({ ...asLine(row), case_key: body.caseNumber })] : [];
      }
      default: {
        const body = record.body as EntryBody | NilDeclarationBody;
        if (body.caseNumber === undefined) return [];
        const isEntry = 'kind' in body;
        return [
          line({
            case_key: body.caseNumber,
            seq,
            id,
            type,
            kind: isEntry ? body.kind : null,
            scope: isEntry ? scopeOf(body) : 'report',
            staff_code: actor,
            received_at: receivedAt,
          }),
        ];
      }
    }
  },
};

const asLine = (row: EntryRow): Omit<Tables['sheet_line'], 'court'> => ({
  case_key: row.case_key,
  seq: row.seq,
  id: row.id,
  type: 'entry',
  kind: row.kind,
  scope: row.scope,
  staff_code: row.staff_code,
  received_at: row.received_at,
});
