/**
 * The store on SQLite: one file, one writer, every acknowledged change on the disk before the answer leaves.
 *
 * WAL with synchronous=FULL set explicitly: this build of SQLite falls to NORMAL at the first write in WAL
 * otherwise, and NORMAL may lose an acknowledged record when the power goes. Writes of one tick share a
 * transaction and are answered after the commit: one fsync serves them all. Each stands or falls by itself: what is
 * refused is refused before it has written anything, and a change that fails undoes the transaction, which is then done
 * again without it. A savepoint for each would copy every page it touches, for what hardly ever happens.
 */
import Sqlite from 'better-sqlite3';
import { Kysely, SqliteDialect } from 'kysely';
import { Migrator } from 'kysely/migration';
import type { Vault } from '../crypto/vault.ts';
import { migrations } from './migrations.ts';
import type { Change, OpenedColumns, Plan, Query, SealedColumns, Steps } from './plan.ts';

/** How long another process may keep us waiting. */
const BUSY_MS = 5000;

/** Something that keeps state beside the tables (the log's tree) and must roll back with them. */
export interface Companion {
  /** A mark to return to. */
  mark(): number;
  restore(mark: number): void;
  /** Changes to write last in the transaction. */
  closing(): Change[];
  /** The transaction is on the disk. */
  committed(): void;
}

interface Job {
  steps: () => Steps<Plan<unknown>>;
  resolve: (result: never) => void;
  reject: (error: unknown) => void;
}

/** SQLite goes on after a failed fsync, though the kernel may have dropped the pages: we must not. */
export class StoreBroken extends Error {}
export class StoreFull extends Error {}

export interface StoreOptions {
  /** Called once when the disk failed under us: stop serving, exit, reopen, verify. */
  onBroken?: ((error: Error) => void) | undefined;
  /** Opens contents; without it everything but contents can be read. */
  vault?: Vault | undefined;
}

export class SqliteStore {
  readonly db: Sqlite.Database;
  readonly #vault: Vault | undefined;
  /** By their text, and those of changes by what they change: putting their text together costs as much as a row. */
  readonly #statements = new Map<string, Sqlite.Statement>();
  readonly #companions: Companion[] = [];
  #waiting: Job[] = [];
  #broken: Error | undefined;
  #asserted = false;
  #migrated = false;
  #owesScrub = false;
  readonly #onBroken: (error: Error) => void;

  private constructor(db: Sqlite.Database, { onBroken = () => {}, vault }: StoreOptions) {
    this.db = db;
    this.#onBroken = onBroken;
    this.#vault = vault;
  }

  /**
   * Opens or makes the file and brings it to the newest schema.
   * @throws when the file cannot be opened, or another process writes to it
   */
  static async open(file: string, options: StoreOptions = {}): Promise<SqliteStore> {
    const db = new Sqlite(file, { timeout: BUSY_MS });
    db.pragma('journal_mode = WAL');
    db.pragma('synchronous = FULL');
    db.pragma('foreign_keys = ON');
    db.pragma('trusted_schema = OFF');
    db.pragma('secure_delete = ON');
    // 16 MB of log before its pages move into the database: on the default of 4 MB the same pages move four times as often.
    db.pragma('wal_autocheckpoint = 4000');
    const kysely = new Kysely<unknown>({ dialect: new SqliteDialect({ database: db }) });
    const { error, results } = await new Migrator({ db: kysely, provider: migrations }).migrateToLatest();
    if (error) throw error;
    const store = new SqliteStore(db, options);
    store.#migrated = (results ?? []).length > 0;
    return store;
  }

  join(companion: Companion): void {
    this.#companions.push(companion);
  }

  /** Tables have changed since this file was last opened: views over records that were there before must be rebuilt. */
  get migrated(): boolean {
    return this.#migrated;
  }

  get broken(): Error | undefined {
    return this.#broken;
  }

  /** Runs reads only, at once, on one snapshot: nothing can write in between, and the file is locked once, not for each. */
  read<R>(steps: Steps<R>): R {
    this.#statement('begin').run();
    try {
      return this.#drive(steps);
    } finally {
      this.#statement('commit').run();
    }
  }

  /** Plans and applies one change set; resolves when it is on the disk. */
  write<R>(steps: () => Steps<Plan<R>>): Promise<R> {
    if (this.#broken) return Promise.reject(new StoreBroken());
    return new Promise<R>((resolve, reject) => {
      this.#waiting.push({ steps, resolve, reject });
      if (this.#waiting.length === 1) setImmediate(() => this.#flush());
    });
  }

  /**
   * Moves all of the write-ahead log into the file and empties it: until then it holds what was replaced. In the file itself
   * SQLite writes zeros over it (secure_delete). While another process reads the file (`liuhen verify`), or the disk is full, it
   * stays due and is done after the next write; it is also done at every start.
   */
  scrub(): void {
    this.#owesScrub = true;
    try {
      this.db.pragma('busy_timeout = 0');
      const [outcome] = this.db.pragma('wal_checkpoint(TRUNCATE)') as { busy: number }[];
      this.#owesScrub = outcome?.busy !== 0;
      this.db.pragma(`busy_timeout = ${BUSY_MS}`);
    } catch (error) {
      this.#tell(error);
    }
  }

  close(): void {
    if (this.#waiting.length > 0) this.#flush();
    this.db.close();
  }

  #flush(): void {
    const jobs = new Set(this.#waiting);
    this.#waiting = [];
    // Ends after one turn but where a change failed: then the others take their turn again without it.
    while (jobs.size > 0) {
      const marks = this.#marks();
      const answers: (() => void)[] = [];
      let applying: Job | undefined;
      let scrubs = false;
      try {
        this.#statement('begin immediate').run();
        for (const job of jobs) {
          const before = this.#marks();
          let planned: Plan<unknown>;
          try {
            planned = this.#drive(job.steps());
          } catch (error) {
            if (isDiskError(error)) throw error;
            // Nothing was written for it yet: what it asked for is refused, and the rest goes on.
            this.#restore(before);
            answers.push(() => job.reject(error));
            continue;
          }
          applying = job;
          for (const change of planned.changes) this.#apply(change);
          applying = undefined;
          const { result, leavesNoTrace = false } = planned;
          scrubs ||= leavesNoTrace;
          answers.push(() => job.resolve(result as never));
        }
        for (const companion of this.#companions)
          for (const change of companion.closing()) this.#apply(change);
        this.#statement('commit').run();
        for (const companion of this.#companions) companion.committed();
        this.#assertDurable();
        this.#owesScrub ||= scrubs;
      } catch (error) {
        this.#restore(marks);
        this.#rollback();
        if (applying && !isDiskError(error)) {
          jobs.delete(applying);
          applying.reject(error);
          continue;
        }
        const told = this.#tell(error);
        for (const job of jobs) job.reject(told);
        return;
      }
      if (this.#owesScrub) this.scrub();
      for (const answer of answers) answer();
      return;
    }
  }

  #rollback(): void {
    if (!this.db.inTransaction) return;
    try {
      this.db.exec('rollback');
    } catch {
      // The failure itself is what is reported; a rollback on a failed disk may fail as well.
    }
  }

  #marks(): number[] {
    return this.#companions.map((companion) => companion.mark());
  }

  #restore(marks: readonly number[]): void {
    for (const [index, companion] of this.#companions.entries()) companion.restore(marks[index] ?? 0);
  }

  #tell(error: unknown): unknown {
    const code = (error as { code?: string }).code ?? '';
    if (code === 'SQLITE_FULL') return new StoreFull('disk full', { cause: error });
    if (!code.startsWith('SQLITE_IOERR')) return error;
    this.#broken = new StoreBroken('the disk failed', { cause: error });
    this.#onBroken(this.#broken);
    return this.#broken;
  }

  /** Asserted after the first write, for before it the pragma tells what was asked, not what is done. */
  #assertDurable(): void {
    if (this.#asserted) return;
    this.#asserted = true;
    const level = this.db.pragma('synchronous', { simple: true });
    if (level !== 2) throw new StoreBroken(`synchronous is ${String(level)}, not FULL`);
  }

  #statement(sql: string): Sqlite.Statement {
    let statement = this.#statements.get(sql);
    if (!statement) {
      statement = this.db.prepare(sql);
      this.#statements.set(sql, statement);
    }
    return statement;
  }

  #drive<R>(steps: Steps<R>): R {
    let step = steps.next();
    while (!step.done) step = steps.next(this.#rows(step.value));
    return step.value;
  }

  #rows(query: Query): unknown[] {
    const rows = this.#statement(query.sql).all(...query.parameters);
    return query.opens ? rows.map((row) => this.#opened(row as SealedColumns)) : rows;
  }

  #opened({ content_court, content_id, sealed, kek, wrapped, ...row }: SealedColumns): OpenedColumns {
    if (!this.#vault) throw new Error('this store was opened without keys');
    const opened = this.#vault.open(content_court, content_id, { sealed, kek, wrapped });
    return { ...row, bytes: opened?.plain ?? null, salt: opened?.salt ?? null };
  }

  #apply(change: Change): void {
    const values = valuesOf(change);
    const columns = Object.keys(values);
    const name = `${change.do} ${change.table} ${columns}`;
    let statement = this.#statements.get(name);
    if (!statement) {
      statement = this.db.prepare(sqlOf(change, columns));
      this.#statements.set(name, statement);
    }
    statement.run(...Object.values(values));
  }
}

/** What a change binds, in the order of its statement; no column is both set and asked for. */
function valuesOf(change: Change): object {
  if (change.do === 'update') return { ...change.set, ...change.where };
  return change.do === 'remove' ? change.where : change.row;
}

function sqlOf(change: Change, columns: readonly string[]): string {
  if (change.do === 'remove') {
    const where = columns.map((column) => `${column} = ?`).join(' and ') || '1 = 1';
    return `delete from ${change.table} where ${where}`;
  }
  if (change.do === 'update') {
    const equal = (row: object) => Object.keys(row).map((column) => `${column} = ?`);
    return `update ${change.table} set ${equal(change.set).join(', ')} where ${equal(change.where).join(' and ')}`;
  }
  const marks = columns.map(() => '?').join(', ');
  const insert = `insert into ${change.table} (${columns.join(', ')}) values (${marks})`;
  if (change.do === 'insert') return insert;
  const key: readonly string[] = change.key;
  const set = columns
    .filter((column) => !key.includes(column))
    .map((column) => `${column} = excluded.${column}`);
  const rest = set.length === 0 ? 'nothing' : `update set ${set.join(', ')}`;
  return `${insert} on conflict (${key.join(', ')}) do ${rest}`;
}

function isDiskError(error: unknown): boolean {
  const code = (error as { code?: string }).code ?? '';
  return code.startsWith('SQLITE_IOERR') || code === 'SQLITE_FULL' || code === 'SQLITE_CORRUPT';
}
