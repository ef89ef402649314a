/** What writers were promised, and how it compares with what the database holds. */
import Sqlite from 'better-sqlite3';

export interface Acknowledged {
  seq: number;
  leafHash: string;
  /** The request's body, to be sent again word for word. */
  sent: string;
  token: string;
  attempts: number;
}
export type Ledger = Map<string, Acknowledged>;

export interface Comparison {
  /** Acknowledged, and not in the log or without content. */
  lost: string[];
  /** In the log more than once, whether acknowledged or not. */
  doubled: string[];
  /** In the log under another number or with another leaf than was acknowledged. */
  changed: string[];
}

export function compareWithLog(file: string, ledger: Ledger): Comparison {
  const db = new Sqlite(file, { readonly: true });
  const rows = db
    .prepare<[], { id: string; seq: number; leaf: Buffer; content: number }>(
      `select log.id, log.seq, log.leaf_hash as leaf, content.id is not null as content
       from log left join content on content.court = log.court and content.id = log.id order by log.seq`,
    )
    .all();
  db.close();
  const found = new Map<string, (typeof rows)[number]>();
  const doubled: string[] = [];
  for (const row of rows) {
    if (found.has(row.id)) doubled.push(row.id);
    else found.set(row.id, row);
  }
  const lost: string[] = [];
  const changed: string[] = [];
  for (const [id, promised] of ledger) {
    const row = found.get(id);
    if (!row || row.content === 0) lost.push(id);
    else if (row.seq !== promised.seq || row.leaf.toString('hex') !== promised.leafHash) changed.push(id);
  }
  return { lost, doubled, changed };
}
