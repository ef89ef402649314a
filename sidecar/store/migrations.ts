/** Migrations, numbered, forward only, each re-runnable; written with Kysely's schema builder for any dialect. */
import { type Kysely, SqliteAdapter, sql } from 'kysely';
import type { Migration, MigrationProvider } from 'kysely/migration';

type Column = 'text' | 'integer' | 'blob';

type Columns = Record<string, Column | `${Column}?`>;

/**
 * @param options `inKeyOrder` for small rows that are asked for by their key: SQLite then keeps them in its order, and
 * neither beside an index of it nor all over the file
 */
async function table(
  db: Kysely<unknown>,
  name: string,
  columns: Columns,
  key: string[],
  { inKeyOrder = false } = {},
): Promise<void> {
  let builder = db.schema.createTable(name).ifNotExists();
  if (inKeyOrder && db.getExecutor().adapter instanceof SqliteAdapter) {
    builder = builder.modifyEnd(sql`without rowid`);
  }
  for (const [column, type] of Object.entries(columns)) {
    const nullable = type.endsWith('?');
    builder = builder.addColumn(column, type.replace('?', '') as Column, (c) => (nullable ? c : c.notNull()));
  }
  await builder.addPrimaryKeyConstraint(`${name}_key`, key as never[]).execute();
}

const initial: Migration = {
  async up(db) {
    const t = (name: string, columns: Columns, key: string[]) => table(db, name, columns, key);
    // What a gate asks of a case: read often, at any place of a large file.
    const ofCase = (name: string, columns: Columns, key: string[]) =>
      table(db, name, columns, key, { inKeyOrder: true });
    await t(
      'log',
      {
        court: 'text',
        seq: 'integer',
        id: 'text',
        type: 'text',
        actor: 'text',
        received_at: 'text',
        leaf: 'blob',
        leaf_hash: 'blob',
      },
      ['court', 'seq'],
    );
    await db.schema.createIndex('log_id').ifNotExists().unique().on('log').columns(['court', 'id']).execute();
    await db.schema
      .createIndex('log_actor')
      .ifNotExists()
      .on('log')
      .columns(['court', 'actor', 'seq'])
      .execute();
    await t('content', { court: 'text', id: 'text', bytes: 'blob' }, ['court', 'id']);
    await t('log_head', { court: 'text', size: 'integer', root: 'blob' }, ['court']);
    await t('evidence', { court: 'text', hash: 'text', media_type: 'text', bytes: 'integer', data: 'blob' }, [
      'court',
      'hash',
    ]);
    // A second line of defence: the code never updates these, and this process cannot by mistake.
    for (const name of ['log', 'content', 'evidence']) {
      for (const act of ['update', 'delete']) {
        await sql
          .raw(
            `create trigger if not exists ${name}_no_${act} before ${act} on ${name} begin select raise(abort, '${name} is append-only'); end`,
          )
          .execute(db);
      }
    }
    await t(
      'staff',
      {
        court: 'text',
        code: 'text',
        name: 'text',
        name_key: 'text',
        department: 'text',
        post: 'text',
        roles: 'text',
        account: 'text',
      },
      ['court', 'code'],
    );
    await db.schema
      .createIndex('staff_name')
      .ifNotExists()
      .on('staff')
      .columns(['court', 'name_key'])
      .execute();
    await db.schema
      .createIndex('staff_account')
      .ifNotExists()
      .on('staff')
      .columns(['court', 'account'])
      .execute();
    await ofCase(
      'case_file',
      {
        court: 'text',
        case_key: 'text',
        cause: 'text',
        stage: 'text',
        parties: 'text',
        agents: 'text',
        panel_since: 'integer',
        reading_seq: 'integer',
        received_at: 'text',
      },
      ['court', 'case_key'],
    );
    await ofCase(
      'case_person',
      {
        court: 'text',
        case_key: 'text',
        place: 'integer',
        name: 'text',
        name_key: 'text',
        staff_code: 'text?',
        roles: 'text',
        member_since: 'integer',
      },
      ['court', 'case_key', 'place'],
    );
    await db.schema
      .createIndex('case_person_name')
      .ifNotExists()
      .on('case_person')
      .columns(['court', 'name_key'])
      .execute();
    await ofCase(
      'statement',
      {
        court: 'text',
        case_key: 'text',
        staff_code: 'text',
        seq: 'integer',
        stated_at: 'text',
        type: 'text',
      },
      ['court', 'case_key', 'staff_code'],
    );
    await t(
      'sheet_line',
      {
        court: 'text',
        case_key: 'text',
        seq: 'integer',
        id: 'text',
        type: 'text',
        kind: 'text?',
        staff_code: 'text',
        received_at: 'text',
      },
      ['court', 'case_key', 'seq'],
    );
    await ofCase(
      'clearance',
      { court: 'text', case_key: 'text', meeting: 'text', id: 'text', seq: 'integer', filed_at: 'text' },
      ['court', 'case_key', 'meeting'],
    );
    await t(
      'sheet_filing',
      {
        court: 'text',
        case_key: 'text',
        seq: 'integer',
        sheet_hash: 'text',
        file_hash: 'text',
        file_name: 'text',
        staff_code: 'text',
        filed_at: 'text',
      },
      ['court', 'case_key', 'seq'],
    );
    await t(
      'reminder',
      {
        court: 'text',
        case_key: 'text',
        meeting: 'text',
        seq: 'integer',
        staff_code: 'text',
        filed_at: 'text',
      },
      ['court', 'case_key', 'meeting'],
    );
    await t(
      'recusal',
      {
        court: 'text',
        case_key: 'text',
        meeting: 'text',
        host_meeting_id: 'text',
        staff_code: 'text',
        statement: 'text',
        seq: 'integer',
        filed_at: 'text',
      },
      ['court', 'case_key', 'meeting', 'host_meeting_id', 'staff_code'],
    );
    await t(
      'outbox',
      {
        court: 'text',
        channel: 'text',
        seq: 'integer',
        record_seq: 'integer',
        id: 'text',
        receipt_seq: 'integer?',
      },
      ['court', 'channel', 'seq'],
    );
    await db.schema.createIndex('outbox_id').ifNotExists().on('outbox').columns(['court', 'id']).execute();
    await db.schema
      .createIndex('outbox_waiting')
      .ifNotExists()
      .on('outbox')
      .columns(['court', 'channel', 'receipt_seq', 'seq'])
      .execute();
    await t(
      'received',
      {
        court: 'text',
        origin: 'text',
        channel: 'text',
        seq: 'integer',
        id: 'text',
        type: 'text',
        leaf_hash: 'text',
        log_seq: 'integer',
        received_at: 'text',
      },
      ['court', 'origin', 'channel', 'seq'],
    );
  },
};

/** What an entry goes through after it was filed; views, so a sidecar that has records rebuilds them at its next start. */
const entries: Migration = {
  async up(db) {
    await table(
      db,
      'entry',
      {
        court: 'text',
        id: 'text',
        seq: 'integer',
        case_key: 'text',
        staff_code: 'text',
        kind: 'text',
        scope: 'text',
        urgent: 'integer',
        signed_at: 'text',
        received_at: 'text',
        reading_id: 'text',
        reading_seq: 'integer',
        link_seq: 'integer',
        state: 'text',
        state_seq: 'integer',
      },
      ['court', 'seq'],
      { inKeyOrder: true },
    );
    const index = (name: string, columns: string[]) =>
      db.schema.createIndex(name).ifNotExists().on('entry').columns(columns).execute();
    await index('entry_id', ['court', 'id']);
    await index('entry_author', ['court', 'staff_code', 'seq']);
    await index('entry_state', ['court', 'state', 'urgent', 'state_seq']);
    await table(
      db,
      'entry_event',
      {
        court: 'text',
        entry_id: 'text',
        seq: 'integer',
        id: 'text',
        type: 'text',
        staff_code: 'text',
        received_at: 'text',
      },
      ['court', 'entry_id', 'seq'],
      { inKeyOrder: true },
    );
    await table(
      db,
      'evidence_use',
      { court: 'text', hash: 'text', entry_id: 'text', staff_code: 'text' },
      ['court', 'hash', 'entry_id'],
      { inKeyOrder: true },
    );
    await table(
      db,
      'escalation',
      {
        court: 'text',
        seq: 'integer',
        id: 'text',
        target: 'text',
        staff_code: 'text',
        department: 'text',
        case_key: 'text',
        received_at: 'text',
      },
      ['court', 'seq'],
    );
    const added = async (name: string, column: string, type: 'text' | 'integer', value: string | number) => {
      const known = (await db.introspection.getTables()).find((one) => one.name === name)?.columns ?? [];
      if (known.some((one) => one.name === column)) return;
      await db.schema
        .alterTable(name)
        .addColumn(column, type, (c) => c.notNull().defaultTo(value))
        .execute();
    };
    await added('case_file', 'stage_code', 'text', '');
    await added('case_file', 'stage_since', 'integer', 0);
    await added('sheet_line', 'scope', 'text', 'report');
    await added('statement', 'entry_seq', 'integer', 0);
  },
};

/** Uploads that can be gone on with. */
const evidenceParts: Migration = {
  async up(db) {
    await table(
      db,
      'evidence_part',
      {
        court: 'text',
        staff_code: 'text',
        hash: 'text',
        start: 'integer',
        bytes: 'integer',
        total: 'integer',
        received_at: 'text',
        data: 'blob',
      },
      ['court', 'staff_code', 'hash', 'start'],
    );
    await table(
      db,
      'evidence_holder',
      { court: 'text', staff_code: 'text', hash: 'text', held_at: 'text' },
      ['court', 'staff_code', 'hash'],
      { inKeyOrder: true },
    );
  },
};

export const migrations: MigrationProvider = {
  getMigrations: async () => ({
    '0001_initial': initial,
    '0002_entries': entries,
    '0003_evidence_parts': evidenceParts,
  }),
};
