/**
 * Keeps each court's tree in memory beside the tables: hands out the next log number, and writes the head (size
 * and root) at the end of every transaction. A rolled back record takes its leaf back out of the tree.
 */
import { type Change, prepared, queries, rows, type Steps } from '../store/plan.ts';
import type { Companion, SqliteStore } from '../store/sqlite.ts';
import { canonicalBytes, type Leaf, logName, sha256 } from './leaf.ts';
import { append, EMPTY_TREE, leafHash, root, type TreeEdge } from './rfc6962.ts';

const leavesAfter = prepared<{ court: string; after: number }, { seq: number; leaf_hash: Buffer }>((db, p) =>
  db
    .selectFrom('log')
    .select(['seq', 'leaf_hash'])
    .where('court', '=', p('court'))
    .where('seq', '>', p('after'))
    .orderBy('seq')
    .limit(10_000),
);

export interface Appended {
  seq: number;
  leafHash: Buffer;
  changes: Change[];
}

export class LogKeeper implements Companion {
  readonly #trees = new Map<string, TreeEdge>();
  readonly #undo: { court: string; edge: TreeEdge }[] = [];

  /** Rebuilds the trees from the leaves on disk. */
  static open(store: SqliteStore, courts: readonly string[]): LogKeeper {
    const keeper = new LogKeeper();
    for (const court of courts) keeper.#trees.set(court, store.read(readTree(court)));
    store.join(keeper);
    return keeper;
  }

  head(court: string): { size: number; root: Buffer } {
    const edge = this.#trees.get(court) ?? EMPTY_TREE;
    return { size: edge.size, root: root(edge) };
  }

  /** Gives the record its place in the court's log. Call it only inside a write: it is undone with it. */
  append(
    court: string,
    record: { id: string; type: string; actor: string; receivedAt: string; content: Buffer },
  ): Appended {
    const edge = this.#trees.get(court) ?? EMPTY_TREE;
    const seq = edge.size + 1;
    const leaf: Leaf = {
      v: 1,
      log: logName(court),
      seq,
      id: record.id,
      type: record.type,
      actor: record.actor,
      receivedAt: record.receivedAt,
      content: sha256(record.content),
    };
    const bytes = canonicalBytes(leaf);
    const hash = leafHash(bytes);
    this.#undo.push({ court, edge });
    this.#trees.set(court, append(edge, hash));
    return {
      seq,
      leafHash: hash,
      changes: [
        {
          do: 'insert',
          table: 'log',
          row: {
            court,
            seq,
            id: record.id,
            type: record.type,
            actor: record.actor,
            received_at: record.receivedAt,
            leaf: bytes,
            leaf_hash: hash,
          },
        },
        { do: 'insert', table: 'content', row: { court, id: record.id, bytes: record.content } },
      ],
    };
  }

  mark(): number {
    return this.#undo.length;
  }

  restore(mark: number): void {
    while (this.#undo.length > mark) {
      const step = this.#undo.pop();
      if (step) this.#trees.set(step.court, step.edge);
    }
  }

  closing(): Change[] {
    return [...new Set(this.#undo.map((step) => step.court))].map((court) => ({
      do: 'put',
      table: 'log_head',
      key: ['court'],
      row: { court, ...this.head(court) },
    }));
  }

  committed(): void {
    this.#undo.length = 0;
  }
}

function* readTree(court: string): Steps<TreeEdge> {
  let edge = EMPTY_TREE;
  for (;;) {
    const batch = yield* leavesAfter({ court, after: edge.size });
    if (batch.length === 0) return edge;
    for (const row of batch) edge = append(edge, row.leaf_hash);
  }
}

/** Courts that have a log in this store. */
export function* courtsInStore(): Steps<string[]> {
  const found = yield* rows<{ court: string }>(
    queries.selectFrom('log_head').select('court').orderBy('court'),
  );
  return found.map((row) => row.court);
}
