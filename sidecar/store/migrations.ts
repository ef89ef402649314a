/** Migrations, numbered, forward only, each re-runnable; written with Kysely's schema builder for any dialect. */
import { type Kysely, SqliteAdapter, sql } from 'kysely';
import type { Migration, MigrationProvider } from 'kysely/migration';
import { DESTROYED, NOT_SEALED } from '../crypto/vault.ts';

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

async function columnsOf(db: Kysely<unknown>, name: string): Promise<string[]> {
  const tables = await db.introspection.getTables();
  return tables.find((one) => one.name === name)?.columns.map((column) => column.name) ?? [];
}

/**
 * Contents and evidence are sealed, and two trees have signed heads. What lies there in the clear is marked `plain` here
 * and sealed by the start that follows (store/seal-older.ts), for a migration has no keys.
 */
const trust: Migration = {
  async up(db) {
    const run = (text: string) => sql.raw(text).execute(db);
    const seal = async (name: string, from: string) => {
      const known = await columnsOf(db, name);
      if (known.includes(from)) await run(`alter table ${name} rename column ${from} to sealed`);
      if (!known.includes('kek'))
        await run(`alter table ${name} add column kek text not null default '${NOT_SEALED}'`);
      if (!known.includes('wrapped'))
        await run(`alter table ${name} add column wrapped blob not null default x''`);
    };
    await seal('content', 'bytes');
    await seal('evidence', 'data');
    if (!(await columnsOf(db, 'evidence')).includes('digest'))
      await run(`alter table evidence add column digest text not null default ''`);
    // An unfinished upload begins anew.
    await run('delete from evidence_part');
    await seal('evidence_part', 'data');
    for (const name of SEALED_TABLES) {
      await run(`drop trigger if exists ${name}_no_update`);
      await run(keepsSealed(name));
    }
    await table(
      db,
      'tree_head',
      { court: 'text', log: 'text', size: 'integer', root: 'blob', note: 'text', suite: 'text' },
      ['court', 'log'],
    );
    if ((await columnsOf(db, 'log_head')).length > 0) {
      await run(
        `insert or ignore into tree_head select court, 'disclosures', size, root, '', 'international' from log_head`,
      );
      await run('drop table log_head');
    }
    await table(
      db,
      'cosigned_checkpoint',
      { court: 'text', log: 'text', size: 'integer', root: 'blob', note: 'text', cosigned_at: 'text' },
      ['court', 'log', 'size'],
    );
    await table(
      db,
      'access_log',
      {
        court: 'text',
        seq: 'integer',
        at: 'text',
        actor: 'text',
        action: 'text',
        subject: 'text',
        outcome: 'text',
        leaf: 'blob',
        leaf_hash: 'blob',
      },
      ['court', 'seq'],
    );
    await db.schema
      .createIndex('access_log_subject')
      .ifNotExists()
      .on('access_log')
      .columns(['court', 'subject', 'seq'])
      .execute();
    for (const act of ['update', 'delete']) {
      await run(
        `create trigger if not exists access_log_no_${act} before ${act} on access_log begin select raise(abort, 'access_log is append-only'); end`,
      );
    }

    await table(
      db,
      'witnessed',
      {
        court: 'text',
        origin: 'text',
        of_court: 'text',
        size: 'integer',
        root: 'text',
        seq: 'integer',
        cosigned_at: 'text',
      },
      ['court', 'origin'],
    );
    await table(
      db,
      'witness_refusal',
      {
        court: 'text',
        seq: 'integer',
        of_court: 'text',
        origin: 'text',
        kind: 'text',
        known: 'integer',
        brought: 'integer',
        refused_at: 'text',
      },
      ['court', 'seq'],
    );

    // The names of a case's parties are content: the view keeps where they are written, not what is written there.
    const known = await columnsOf(db, 'case_file');
    for (const column of ['cause', 'stage', 'parties', 'agents'])
      if (known.includes(column)) await run(`alter table case_file drop column ${column}`);
    if (!known.includes('reading_id'))
      await run(`alter table case_file add column reading_id text not null default ''`);
  },
};

/** Grants, each use of one, and destructions by law. */
const grants: Migration = {
  async up(db) {
    await table(
      db,
      'content_grant',
      {
        court: 'text',
        id: 'text',
        seq: 'integer',
        staff_code: 'text',
        entry_id: 'text',
        case_key: 'text',
        hours: 'integer',
        requested_at: 'text',
        decision: 'text',
        decision_id: 'text',
        decided_by: 'text',
        decided_at: 'text',
        countersigned_by: 'text',
        countersigned_at: 'text',
        withdrawn_by: 'text',
        withdrawn_at: 'text',
      },
      ['court', 'id'],
      { inKeyOrder: true },
    );
    await table(
      db,
      'grant_use',
      {
        court: 'text',
        grant_id: 'text',
        entry_id: 'text',
        opening_id: 'text',
        seq: 'integer',
        opened_at: 'text',
      },
      ['court', 'grant_id', 'entry_id'],
      { inKeyOrder: true },
    );
    await db.schema
      .createIndex('grant_use_opening')
      .ifNotExists()
      .on('grant_use')
      .columns(['court', 'opening_id'])
      .execute();
    await table(
      db,
      'destruction',
      {
        court: 'text',
        id: 'text',
        seq: 'integer',
        record_id: 'text',
        entry_id: 'text',
        requested_by: 'text',
        requested_at: 'text',
        destruction_id: 'text',
        destroyed_seq: 'integer',
        destroyed_by: 'text',
        destroyed_at: 'text',
      },
      ['court', 'id'],
      { inKeyOrder: true },
    );
    const index = (name: string, columns: string[]) =>
      db.schema.createIndex(name).ifNotExists().on('destruction').columns(columns).execute();
    await index('destruction_record', ['court', 'record_id']);
    await index('destruction_seq', ['court', 'seq']);
    // Few of a million: a rebuild asks for them before all others.
    await sql
      .raw("create index if not exists log_destruction on log (court, seq) where type = 'destruction'")
      .execute(db);
    // A file whose key is gone may be brought again, and is sealed anew in its place.
    await sql.raw('drop trigger if exists evidence_no_update').execute(db);
    await sql.raw(keepsSealed('evidence')).execute(db);
  },
};

const SEALED_TABLES = ['content', 'evidence'] as const;

/**
 * Of a sealed content its key may be wrapped anew or destroyed; what was sealed stays as it is. Only a file whose key was destroyed
 * may be sealed anew, when somebody brings it again.
 */
export function keepsSealed(name: (typeof SEALED_TABLES)[number]): string {
  const [id, when] = name === 'content' ? ['id', ''] : ['hash', `when old.kek <> '${DESTROYED}' `];
  return `create trigger if not exists ${name}_no_update before update of court, ${id}, sealed on ${name} ${when}begin select raise(abort, '${name} is append-only'); end`;
}

/** Figures by month and department. */
const counts: Migration = {
  async up(db) {
    await table(
      db,
      'filing_count',
      {
        court: 'text',
        month: 'text',
        department: 'text',
        staff_code: 'text',
        kind: 'text',
        filed: 'integer',
      },
      ['court', 'month', 'department', 'staff_code', 'kind'],
      { inKeyOrder: true },
    );
    await table(
      db,
      'department_size',
      { court: 'text', month: 'text', department: 'text', people: 'integer' },
      ['court', 'month', 'department'],
      { inKeyOrder: true },
    );
  },
};

/** 直报: where sealed envelopes lie; and complaints, and what became of those who recorded. */
const directReports: Migration = {
  async up(db) {
    await table(db, 'envelope_slot', { court: 'text', slot: 'integer', envelope: 'text' }, ['court', 'slot']);
    await table(
      db,
      'complaint',
      {
        court: 'text',
        seq: 'integer',
        id: 'text',
        addressee: 'text',
        staff_code: 'text',
        received_at: 'text',
      },
      ['court', 'seq'],
    );
    const index = (on: string, name: string, columns: string[]) =>
      db.schema.createIndex(name).ifNotExists().on(on).columns(columns).execute();
    await index('complaint', 'complaint_id', ['court', 'id']);
    await index('complaint', 'complaint_author', ['court', 'staff_code', 'seq']);
    await table(
      db,
      'complaint_reply',
      {
        court: 'text',
        complaint_id: 'text',
        seq: 'integer',
        id: 'text',
        staff_code: 'text',
        received_at: 'text',
      },
      ['court', 'complaint_id', 'seq'],
      { inKeyOrder: true },
    );
    await table(
      db,
      'post_change',
      {
        court: 'text',
        seq: 'integer',
        staff_code: 'text',
        name: 'text',
        department: 'text',
        post: 'text',
        to_department: 'text?',
        to_post: 'text?',
        received_at: 'text',
      },
      ['court', 'seq', 'staff_code'],
    );
    await index('received', 'received_type', ['court', 'type', 'log_seq']);
  },
};

export const migrations: MigrationProvider = {
  getMigrations: async () => ({
    '0001_initial': initial,
    '0002_entries': entries,
    '0003_evidence_parts': evidenceParts,
    '0004_trust': trust,
    '0005_direct_reports': directReports,
    '0006_grants': grants,
    '0007_counts': counts,
  }),
};
