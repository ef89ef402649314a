/** What the disk and SQLite give at best: one row of some 500 bytes a commit, WAL, synchronous=FULL, nothing else. */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';

export function openRawCommits(folder: string) {
  const file = join(folder, 'raw.sqlite');
  const db = new Sqlite(file);
  db.pragma('journal_mode = WAL');
  db.pragma('synchronous = FULL');
  db.exec('create table row (id integer primary key, body text not null, hash blob not null) strict');
  const insert = db.prepare('insert into row (body, hash) values (?, ?)');
  const body = 'x'.repeat(512);
  const hash = Buffer.alloc(32, 1);
  return {
    run(milliseconds: number): { perSecond: number; latencies: number[] } {
      const latencies: number[] = [];
      const started = performance.now();
      for (let now = started; now - started < milliseconds; ) {
        insert.run(body, hash);
        const after = performance.now();
        latencies.push(after - now);
        now = after;
      }
      return { perSecond: (latencies.length * 1000) / (performance.now() - started), latencies };
    },
    close(): void {
      db.close();
      for (const suffix of ['', '-wal', '-shm']) rmSync(file + suffix, { force: true });
    },
  };
}
