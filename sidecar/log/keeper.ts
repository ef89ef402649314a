/**
 * Keeps each court's two trees in memory beside the tables: seals what is filed, hands out the next number, and writes the
 * heads (size, root and the checkpoint signed over them) at the end of every transaction. A rolled back record takes its
 * leaf back out of the tree.
 */
import type { SigningKey, Suite } from '../crypto/suite.ts';
import type { Vault } from '../crypto/vault.ts';
import { type Change, prepared, queries, rows, type Steps } from '../store/plan.ts';
import type { Companion, SqliteStore } from '../store/sqlite.ts';
import { writeCheckpoint } from './checkpoint.ts';
import { type AccessLeaf, type Leaf, LOGS, type LogKind, leafBytes, logName } from './leaf.ts';
import { noteSigner, type Signer, signatureLine } from './note.ts';
import { originOf } from './origin.ts';
import { type TreeHasher, treeHasher } from './rfc6962.ts';
import { MerkleTree } from './tree.ts';

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

export interface KeeperOptions {
  vault: Vault;
  /** Signs checkpoints. */
  key: SigningKey;
  /** How often the logs were begun anew after a loss; in their origins (log/origin.ts). */
  restarts?: number;
}

interface Tree {
  court: string;
  log: LogKind;
  tree: MerkleTree;
  origin: string;
  signer: Signer;
}

function sign(origin: string, size: number, root: Buffer, signer: Signer): string {
  const text = writeCheckpoint({ origin, size, root });
  // A checkpoint is the text of a note by its form; nothing has to be read again to know it.
  return `${text}\n${signatureLine(signer, text)}`;
}

export class LogKeeper implements Companion {
  readonly suite: Suite;
  readonly #vault: Vault;
  readonly #key: SigningKey;
  readonly #restarts: number;
  readonly #hasher: TreeHasher;
  readonly #trees = new Map<string, Tree>();
  readonly #undo: { tree: Tree; size: number }[] = [];

  private constructor({ vault, key, restarts = 0 }: KeeperOptions) {
    this.#vault = vault;
    this.suite = vault.suite;
    this.#key = key;
    this.#restarts = restarts;
    this.#hasher = treeHasher(vault.suite);
  }

  /** Rebuilds the trees from the leaves on disk. */
  static open(store: SqliteStore, courts: readonly string[], options: KeeperOptions): LogKeeper {
    const keeper = new LogKeeper(options);
    for (const court of courts) for (const log of LOGS) store.read(fill(keeper.#tree(court, log)));
    store.join(keeper);
    return keeper;
  }

  /** Name of the log in checkpoints and towards a witness. */
  origin(court: string, log: LogKind = 'disclosures'): string {
    return originOf(court, log, this.#restarts);
  }

  head(court: string, log: LogKind = 'disclosures'): { size: number; root: Buffer } {
    const { tree } = this.#tree(court, log);
    return { size: tree.size, root: tree.root() };
  }

  /** The signed note over a tree as it is now, or was at an earlier size. */
  checkpoint(court: string, log: LogKind = 'disclosures', size?: number): string {
    const { tree, origin, signer } = this.#tree(court, log);
    return sign(origin, size ?? tree.size, tree.root(size), signer);
  }

  /** @throws RangeError for a size the tree never had, or a place it has not */
  inclusion(court: string, log: LogKind, index: number, size: number): Buffer[] {
    return this.#tree(court, log).tree.inclusion(index, size);
  }

  /** @throws RangeError */
  consistency(court: string, log: LogKind, from: number, to: number): Buffer[] {
    return this.#tree(court, log).tree.consistency(from, to);
  }

  /** Root at an earlier size. @throws RangeError */
  rootAt(court: string, log: LogKind, size: number): Buffer {
    return this.#tree(court, log).tree.root(size);
  }

  /** Seals the record and gives it its place in the court's log. Call it only inside a write: it is undone with it. */
  append(court: string, record: NewRecord): Appended {
    const { id, type, actor, receivedAt, content, files = [] } = record;
    const seq = this.#tree(court, 'disclosures').tree.size + 1;
    const { sealed, kek, wrapped, commitment } = this.#vault.seal(court, id, content);
    const leaf: Leaf = {
      v: 2,
      log: logName(court),
      seq,
      id,
      type,
      actor,
      receivedAt,
      content: this.suite.hash(sealed).toString('hex'),
      commitment,
      ...(files.length === 0 ? {} : { files: [...files] }),
    };
    const bytes = leafBytes(leaf);
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
    const seq = this.#tree(court, 'access').tree.size + 1;
    const leaf: AccessLeaf = { v: 1, log: logName(court, 'access'), seq, ...reading };
    const bytes = leafBytes(leaf);
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
    let known = this.#trees.get(name);
    if (!known) {
      const origin = this.origin(court, log);
      const signer = noteSigner(origin, this.suite, this.#key);
      known = { court, log, tree: new MerkleTree(this.#hasher), origin, signer };
      this.#trees.set(name, known);
    }
    return known;
  }

  #grow(court: string, log: LogKind, leaf: Buffer): Buffer {
    const known = this.#tree(court, log);
    const hash = this.#hasher.leafHash(leaf);
    this.#undo.push({ tree: known, size: known.tree.size });
    known.tree.append(hash);
    return hash;
  }

  mark(): number {
    return this.#undo.length;
  }

  restore(mark: number): void {
    while (this.#undo.length > mark) {
      const step = this.#undo.pop();
      if (step) step.tree.tree.truncate(step.size);
    }
  }

  closing(): Change[] {
    return [...new Set(this.#undo.map((step) => step.tree))].map(({ court, log, tree, origin, signer }) => {
      const { size } = tree;
      const root = tree.root();
      const note = sign(origin, size, root, signer);
      const row = { court, log, size, root, note, suite: this.suite.name };
      return { do: 'put', table: 'tree_head', key: ['court', 'log'], row };
    });
  }

  committed(): void {
    this.#undo.length = 0;
  }
}

function* fill({ court, log, tree }: Tree): Steps<void> {
  for (;;) {
    const batch = yield* LEAVES[log]({ court, after: tree.size });
    if (batch.length === 0) return;
    for (const row of batch) tree.append(row.leaf_hash);
  }
}

/** Courts that have a log in this store. */
export function* courtsInStore(): Steps<string[]> {
  const found = yield* rows<{ court: string }>(
    queries.selectFrom('tree_head').select('court').distinct().orderBy('court'),
  );
  return found.map((row) => row.court);
}
