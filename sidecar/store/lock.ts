/**
 * One process at a time writes to a court's data: each keeps the log's tree in memory, and a second one would give
 * out the same log numbers. The lock is SQLite's own, on a file beside the database, so that the system lets go of
 * it whenever the process ends, however it ends.
 */
import Sqlite from 'better-sqlite3';

/** @returns what lets go of the lock; undefined when another process, or another part of this one, holds it */
export function takeLock(file: string): (() => void) | undefined {
  const db = new Sqlite(file, { timeout: 0 });
  try {
    db.pragma('locking_mode = EXCLUSIVE');
    db.exec('begin exclusive');
  } catch (error) {
    db.close();
    if ((error as { code?: string }).code?.startsWith('SQLITE_BUSY')) return undefined;
    throw error;
  }
  return () => db.close();
}
