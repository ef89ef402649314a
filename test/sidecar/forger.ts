/**
 * Somebody with the database file and the court's own key: changes what is wanted, and makes everything behind it fit again,
 * numbers, leaves, heads and signatures. What he has not is the superior court's key.
 */
import Sqlite from 'better-sqlite3';
import type { SigningKey, Suite } from '../../sidecar/crypto/suite.ts';
import { writeCheckpoint } from '../../sidecar/log/checkpoint.ts';
import { canonicalBytes, type LogKind, logName } from '../../sidecar/log/leaf.ts';
import { noteSigner, signNote } from '../../sidecar/log/note.ts';
import { EMPTY_TREE, treeHasher } from '../../sidecar/log/rfc6962.ts';

const TABLE = { disclosures: 'log', access: 'access_log' } as const;

interface Row {
  seq: number;
  leaf: Buffer;
}

export class Forger {
  readonly db: Sqlite.Database;
  readonly #court: string;
  readonly #suite: Suite;
  readonly #key: SigningKey;

  constructor(file: string, court: string, suite: Suite, key: SigningKey) {
    this.db = new Sqlite(file);
    this.#court = court;
    this.#suite = suite;
    this.#key = key;
    for (const table of ['log', 'content', 'evidence', 'access_log'])
      for (const act of ['update', 'delete']) this.db.exec(`drop trigger ${table}_no_${act}`);
  }

  /** @param change of a leaf, by its number; null takes it out @param more leaves put behind the last */
  rewrite(
    log: LogKind,
    change: (leaf: Record<string, unknown>) => Record<string, unknown> | null,
    more: Record<string, unknown>[] = [],
  ): void {
    const table = TABLE[log];
    const rows = this.db.prepare<[], Row>(`select seq, leaf from ${table} order by seq`).all();
    const leaves = rows.map((row) => JSON.parse(row.leaf.toString('utf8')) as Record<string, unknown>);
    const kept = [...leaves, ...more].map((leaf) => change({ ...leaf })).filter((leaf) => leaf !== null);
    const full = this.db.prepare<[], Record<string, unknown>>(`select * from ${table} order by seq`).all();
    this.db.exec(`delete from ${table}`);
    const hasher = treeHasher(this.#suite);
    let edge = EMPTY_TREE;
    for (const [place, leaf] of kept.entries()) {
      const numbered = { ...leaf, seq: place + 1 };
      const bytes = canonicalBytes(numbered);
      const hash = hasher.leafHash(bytes);
      edge = hasher.append(edge, hash);
      const columns = log === 'disclosures' ? recordColumns(numbered) : readingColumns(numbered);
      const row = { court: this.#court, ...columns, leaf: bytes, leaf_hash: hash };
      const names = Object.keys(full[0] ?? row);
      this.db
        .prepare(
          `insert into ${table} (${names.join(', ')}) values (${names.map((name) => `@${name}`).join(', ')})`,
        )
        .run(row);
    }
    this.sign(log, edge.size, hasher.root(edge));
  }

  /** Puts a head in force, with the court's signature under it. */
  sign(log: LogKind, size: number, root: Buffer): void {
    const origin = logName(this.#court, log);
    const note = signNote(writeCheckpoint({ origin, size, root }), [
      noteSigner(origin, this.#suite, this.#key),
    ]);
    this.db
      .prepare('update tree_head set size = ?, root = ?, note = ? where court = ? and log = ?')
      .run(size, root, note, this.#court, log);
  }

  close(): void {
    this.db.close();
  }
}

const recordColumns = ({ seq, id, type, actor, receivedAt }: Record<string, unknown>) => ({
  seq,
  id,
  type,
  actor,
  received_at: receivedAt,
});

const readingColumns = ({ seq, at, actor, action, subject, outcome }: Record<string, unknown>) => ({
  seq,
  at,
  actor,
  action,
  subject,
  outcome,
});
