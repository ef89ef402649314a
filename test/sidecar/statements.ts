/** What a sidecar asks of SQLite while something is done: its statements in order, those of every open file of this process. */
import Sqlite from 'better-sqlite3';

type Run = (this: { source: string }, ...values: unknown[]) => unknown;
const WAYS = ['run', 'get', 'all', 'iterate'] as const;

export async function statementsOf<T>(act: () => Promise<T>): Promise<{ result: T; statements: string[] }> {
  const file = new Sqlite(':memory:');
  const prototype = Object.getPrototypeOf(file.prepare('select 1')) as Record<(typeof WAYS)[number], Run>;
  file.close();
  const statements: string[] = [];
  const before = WAYS.map((way) => [way, prototype[way]] as const);
  for (const [way, run] of before) {
    prototype[way] = function (...values) {
      statements.push(this.source);
      return run.apply(this, values);
    };
  }
  try {
    return { result: await act(), statements };
  } finally {
    for (const [way, run] of before) prototype[way] = run;
  }
}
