/**
 * Seals what an older sidecar kept in the clear. Once, at the start after the migration that marked it; afterwards the
 * file is written anew, so that no page of it holds what was readable.
 */
import { NOT_SEALED, type Vault } from '../crypto/vault.ts';
import { keepsSealed } from './migrations.ts';
import type { SqliteStore } from './sqlite.ts';

const BATCH = 200;

const TABLES = [
  { name: 'content', key: 'id' },
  { name: 'evidence', key: 'hash' },
] as const;

interface Row {
  court: string;
  id: string;
  sealed: Buffer;
}

/** @returns how many contents were sealed */
export function sealOlder(store: SqliteStore, vault: Vault): number {
  const { db } = store;
  let count = 0;
  for (const { name, key } of TABLES) {
    const next = db.prepare<[], Row>(
      `select court, ${key} as id, sealed from ${name} where kek = '${NOT_SEALED}' limit ${BATCH}`,
    );
    const digest = name === 'evidence' ? ', digest = @digest' : '';
    const put = db.prepare(
      `update ${name} set sealed = @sealed, kek = @kek, wrapped = @wrapped${digest} where court = @court and ${key} = @id`,
    );
    const batch = db.transaction((rows: Row[]) => {
      db.exec(`drop trigger if exists ${name}_no_update`);
      for (const { court, id, sealed: plain } of rows) {
        const { commitment: _, ...lock } = vault.seal(court, id, plain);
        put.run({
          court,
          id,
          ...lock,
          ...(name === 'evidence' ? { digest: vault.suite.hash(lock.sealed).toString('hex') } : {}),
        });
      }
      db.exec(keepsSealed(name));
    });
    for (let rows = next.all(); rows.length > 0; rows = next.all()) {
      batch.immediate(rows);
      count += rows.length;
    }
  }
  if (count > 0) {
    db.exec('vacuum');
    db.pragma('wal_checkpoint(TRUNCATE)');
  }
  return count;
}
