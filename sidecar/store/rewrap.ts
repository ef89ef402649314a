/** The court's key changes: every content's key is wrapped anew, no content is touched. */
import type { Vault } from '../crypto/vault.ts';
import type { SqliteStore } from './sqlite.ts';

const BATCH = 1000;

const TABLES = [
  { name: 'content', key: 'id' },
  { name: 'evidence', key: 'hash' },
  { name: 'evidence_part', key: 'hash' },
] as const;

interface Row {
  rowid: number;
  court: string;
  id: string;
  kek: string;
  wrapped: Buffer;
}

/**
 * @returns how many keys were wrapped anew; a run that was cut short is gone on with by the next
 * @throws KeyMissing, SealBroken when a former key is not in the keyring any more
 */
export function rewrapAll({ db }: SqliteStore, vault: Vault): number {
  let count = 0;
  for (const { name, key } of TABLES) {
    const next = db.prepare<[number], Row>(
      `select rowid, court, ${key} as id, kek, wrapped from ${name} where rowid > ? order by rowid limit ${BATCH}`,
    );
    const put = db.prepare(`update ${name} set kek = ?, wrapped = ? where rowid = ?`);
    const batch = db.transaction((rows: Row[]) => {
      for (const { rowid, court, id, ...old } of rows) {
        const fresh = vault.rewrap(court, id, { ...old });
        if (!fresh) continue;
        put.run(fresh.kek, fresh.wrapped, rowid);
        count += 1;
      }
    });
    for (let after = 0; ; ) {
      const rows = next.all(after);
      const last = rows.at(-1);
      if (!last) break;
      batch.immediate(rows);
      after = last.rowid;
    }
  }
  db.pragma('wal_checkpoint(TRUNCATE)');
  return count;
}
