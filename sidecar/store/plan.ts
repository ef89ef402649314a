/**
 * Plan, then apply. A use case is a generator: it yields queries and is handed their rows, and it returns the
 * changes it wants. It cannot wait for anything else, so no `await` can slip into a transaction; and a driver
 * may run it synchronously (SQLite) or asynchronously (PostgreSQL) without the use case knowing.
 */
import {
  type Compilable,
  DummyDriver,
  Kysely,
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
} from 'kysely';
import type { Database, TableName, Tables } from './schema.ts';

export interface Query {
  sql: string;
  parameters: readonly unknown[];
  /** Its rows hold sealed contents (SealedColumns), which the driver opens. */
  opens?: boolean;
}

/** What a query selects of a content it asks to have opened. */
export interface SealedColumns {
  content_court: string;
  content_id: string;
  sealed: Buffer;
  kek: string;
  wrapped: Buffer;
}

/** What such a query's rows have in their place; null where the key was destroyed. */
export interface OpenedColumns {
  bytes: Buffer | null;
  salt: Buffer | null;
}
/** Yields queries, receives rows, returns R. */
export type Steps<R> = Generator<Query, R, unknown[]>;

/**
 * A change of one row. `put` replaces the row with the same key. `update` and `remove` take rows by equal columns; `update`
 * changes no column but those it sets.
 */
export type Change =
  | { [T in TableName]: { do: 'insert'; table: T; row: Tables[T] } }[TableName]
  | {
      [T in TableName]: { do: 'put'; table: T; key: readonly (keyof Tables[T] & string)[]; row: Tables[T] };
    }[TableName]
  | {
      [T in TableName]: {
        do: 'update';
        table: T;
        where: Partial<Tables[T]>;
        set: Partial<Tables[T]>;
      };
    }[TableName]
  | { [T in TableName]: { do: 'remove'; table: T; where: Partial<Tables[T]> } }[TableName];

/** What a use case wants written. */
export interface Plan<R> {
  changes: Change[];
  result: R;
  /** Nothing of what they replace may stay anywhere in the file or its write-ahead log. */
  leavesNoTrace?: boolean;
}

/**
 * SQLite looks at the values that stand beside `=` or after `limit` while it plans, and therefore plans a statement anew
 * each time they change, which takes many times as long as running it. It does not look into `likely`, which does nothing.
 */
class StablePlanCompiler extends SqliteQueryCompiler {
  protected override getCurrentParameterPlaceholder(): string {
    return 'likely(?)';
  }
}

/** Compiles queries; never runs one. */
export const queries: Database = new Kysely<Tables>({
  dialect: {
    createAdapter: () => new SqliteAdapter(),
    createDriver: () => new DummyDriver(),
    createIntrospector: (db) => new SqliteIntrospector(db),
    createQueryCompiler: () => new StablePlanCompiler(),
  },
});

/** Runs one query built on the spot. */
export function* rows<T>(query: Compilable<T>): Steps<T[]> {
  const { sql, parameters } = query.compile();
  return (yield { sql, parameters }) as T[];
}

class Parameter {
  readonly name: string;
  constructor(name: string) {
    this.name = name;
  }
}

/**
 * A query compiled once and run often: building and compiling one anew costs more than running it.
 * @param build gets `p`, which stands for a named value wherever a value may stand
 */
export function prepared<A extends Record<string, unknown>, T>(
  build: (db: Database, p: <N extends keyof A & string>(name: N) => A[N]) => Compilable<T>,
): (values: A) => Steps<T[]> {
  return compiledOnce<A, T>(build as never, false);
}

/** The same for a query that selects SealedColumns: its rows come with what was sealed. */
export function preparedOpening<A extends Record<string, unknown>, T>(
  build: (
    db: Database,
    p: <N extends keyof A & string>(name: N) => A[N],
  ) => Compilable<Omit<T, keyof OpenedColumns> & SealedColumns>,
): (values: A) => Steps<(Omit<T, keyof OpenedColumns> & OpenedColumns)[]> {
  return compiledOnce<A, Omit<T, keyof OpenedColumns> & OpenedColumns>(build as never, true);
}

function compiledOnce<A extends Record<string, unknown>, T>(
  build: (db: Database, p: (name: string) => unknown) => Compilable<T>,
  opens: boolean,
): (values: A) => Steps<T[]> {
  let compiled: Query | undefined;
  return function* (values) {
    compiled ??= build(queries, (name) => new Parameter(name)).compile();
    const parameters = compiled.parameters.map((value) =>
      value instanceof Parameter ? values[value.name] : value,
    );
    return (yield { sql: compiled.sql, parameters, opens }) as T[];
  };
}
