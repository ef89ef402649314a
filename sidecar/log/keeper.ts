/**
 * Keeps each court's two trees in memory beside the tables: seals what is filed, hands out the next number, and writes the
 * heads (size and root) at the end of every transaction. A rolled back record takes its leaf back out of the tree.
 */
import type { Vault } from '../crypto/vault.ts';
import { type Change, prepared, queries, rows, type Steps } from '../store/plan.ts';
import type { Companion, SqliteStore } from '../store/sqlite.ts';
import { type AccessLeaf, canonicalBytes, type Leaf, LOGS, type LogKind, logName } from './leaf.ts';
import { append, EMPTY_TREE, leafHash, root, type TreeEdge } from './rfc6962.ts';

type LeavesAfter = (values: { court: string; after: number }) => Steps<{ seq: number; leaf_hash: Buffer }[]>;

const leavesAfter = (table: 'log' | 'access_log'): LeavesAfter =>
  prepared((db, p) =>
    db
      .selectFrom(table)
      .select(['seq', 'leaf_hash'])
      .where('court', '=', p('court'))
      .where('seq', '>', p('after'))
      .orderBy('seq')
      .limit(10_000),
  );

const LEAVES: Record<LogKind, LeavesAfter> = {
  disclosures: leavesAfter('log'),
  access: leavesAfter('access_log'),
};

export interface Appended {
  seq: number;
  leafHash: Buffer;
  changes: Change[];
}

export interface NewRecord {
  id: string;
  type: string;
  actor: string;
  receivedAt: string;
  /** The record's bytes; they are sealed before they are kept. */
  content: Buffer;
  /** Hashes of files it stands for; they are named in the leaf. */
  files?: readonly string[];
}

export type NewReading = Pick<AccessLeaf, 'at' | 'actor' | 'action' | 'subject' | 'outcome'>;

interface Tree {
  court: string;
  log: LogKind;
  edge: TreeEdge;
}

export class LogKeeper implements Companion {
  readonly #vault: Vault;
  readonly #trees = new Map<string, Tree>();
  readonly #undo: { tree: Tree; edge: TreeEdge }[] = [];

  private constructor(vault: Vault) {
    this.#vault = vault;
  }

  /** Rebuilds the trees from the leaves on disk. */
  static open(store: SqliteStore, courts: readonly string[], vault: Vault): LogKeeper {
    const keeper = new LogKeeper(vault);
    for (const court of courts)
      for (const log of LOGS) keeper.#tree(court, log).edge = store.read(readTree(court, log));
    store.join(keeper);
    return keeper;
  }

  head(court: string, log: LogKind = 'disclosures'): { size: number; root: Buffer } {
    const { edge } = this.#tree(court, log);
    return { size: edge.size, root: root(edge) };
  }

  /** Seals the record and gives it its place in the court's log. Call it only inside a write: it is undone with it. */
  append(court: string, record: NewRecord): Appended {
    const { id, type, actor, receivedAt, content, files = [] } = record;
    const seq = this.#tree(court, 'disclosures').edge.size + 1;
    const { sealed, kek, wrapped, commitment } = this.#vault.seal(court, id, content);
    const leaf: Leaf = {
      v: 2,
      log: logName(court),
      seq,
      id,
      type,
      actor,
      receivedAt,
      content: this.#vault.suite.hash(sealed).toString('hex'),
      commitment,
      ...(files.length === 0 ? {} : { files: [...files] }),
    };
    const bytes = canonicalBytes(leaf);
    const hash = this.#grow(court, 'disclosures', bytes);
    return {
      seq,
      leafHash: hash,
      changes: [
        {
          do: 'insert',
          table: 'log',
          row: { court, seq, id, type, actor, received_at: receivedAt, leaf: bytes, leaf_hash: hash },
        },
        { do: 'insert', table: 'content', row: { court, id, sealed, kek, wrapped } },
      ],
    };
  }

  /** The same for a reading, in the access log. */
  appendReading(court: string, reading: NewReading): Appended {
    const seq = this.#tree(court, 'access').edge.size + 1;
    const leaf: AccessLeaf = { v: 1, log: logName(court, 'access'), seq, ...reading };
    const bytes = canonicalBytes(leaf);
    const hash = this.#grow(court, 'access', bytes);
    return {
      seq,
      leafHash: hash,
      changes: [
        { do: 'insert', table: 'access_log', row: { court, seq, ...reading, leaf: bytes, leaf_hash: hash } },
      ],
    };
  }

  #tree(court: string, log: LogKind): Tree {
    const name = logName(court, log);
    let tree = this.#trees.get(name);
    if (!tree) {
      tree = { court, log, edge: EMPTY_TREE };
      this.#trees.set(name, tree);
    }
    return tree;
  }

  #grow(court: string, log: LogKind, leaf: Buffer): Buffer {
    const tree = this.#tree(court, log);
    const hash = leafHash(leaf);
    this.#undo.push({ tree, edge: tree.edge });
    tree.edge = append(tree.edge, hash);
    return hash;
  }

  mark(): number {
    return this.#undo.length;
  }

  restore(mark: number): void {
    while (this.#undo.length > mark) {
      const step = this.#undo.pop();
      if (step) step.tree.edge = step.edge;
    }
  }

  closing(): Change[] {
    return [...new Set(this.#undo.map((step) => step.tree))].map(({ court, log }) => ({
      do: 'put',
      table: 'tree_head',
      key: ['court', 'log'],
      row: { court, log, ...this.head(court, log), note: '', suite: this.#vault.suite.name },
    }));
  }

  committed(): void {
    this.#undo.length = 0;
  }
}

function* readTree(court: string, log: LogKind): Steps<TreeEdge> {
  let edge = EMPTY_TREE;
  for (;;) {
    const batch = yield* LEAVES[log]({ court, after: edge.size });
    if (batch.length === 0) return edge;
    for (const row of batch) edge = append(edge, row.leaf_hash);
  }
}

/** Courts that have a log in this store. */
export function* courtsInStore(): Steps<string[]> {
  const found = yield* rows<{ court: string }>(
    queries.selectFrom('tree_head').select('court').distinct().orderBy('court'),
  );
  return found.map((row) => row.court);
}
