/**
 * Verifies a court's two logs against themselves: numbers without gaps, every leaf with its hash, its row and its sealed
 * content, the sealed files it stands for, and the root of all leaves equal to the head. Reads the database only; it needs
 * no key and no running sidecar, for what leaves commit to is what lies there sealed.
 */
import type { z } from 'zod';
import { international } from '../crypto/international.ts';
import type { Suite } from '../crypto/suite.ts';
import { DESTROYED, type SealedContent, type Vault } from '../crypto/vault.ts';
import type { SqliteStore } from '../store/sqlite.ts';
import { type AccessLeaf, accessLeaf, type Leaf, type LogKind, leaf, logName, sha256 } from './leaf.ts';
import { append, EMPTY_TREE, leafHash, root, type TreeEdge } from './rfc6962.ts';

export interface Fault {
  court: string;
  log: LogKind;
  /** Log number, or 0 where the fault is of the log as a whole. */
  seq: number;
  what:
    | 'number-missing'
    | 'leaf-unreadable'
    | 'leaf-hash-differs'
    | 'leaf-differs-from-row'
    | 'content-missing'
    | 'content-differs'
    | 'content-of-no-record'
    | 'head-size-differs'
    | 'head-root-differs'
    | 'head-missing'
    | 'evidence-differs'
    | 'evidence-missing'
    /** A key is gone, and no record says that it was destroyed. */
    | 'destroyed-unrecorded'
    /** A record says that it was destroyed, and its key is there. */
    | 'destruction-undone';
}

export interface Verified {
  court: string;
  log: LogKind;
  records: number;
  /** Contents of records whose key was destroyed by law; none in the access log. */
  destroyed: number;
  /** Hex; what a witness would compare. */
  root: string;
}

interface Row {
  seq: number;
  id: string;
  type: string;
  actor: string;
  received_at: string;
  leaf: Buffer;
  leaf_hash: Buffer;
  sealed: Buffer | null;
  kek: string | null;
}

export interface VerifyOptions {
  /** The suite the court's log began with. */
  suite?: Suite;
  /** With the court's keys, contents are opened as well, and those from before contents were sealed are checked. */
  vault?: Vault;
}

/**
 * Walks the whole store once, row by row: memory does not grow with history. All it reads is of one snapshot, so
 * that a sidecar may go on filing meanwhile.
 */
export function verifyStore(
  store: SqliteStore,
  options: VerifyOptions = {},
): { logs: Verified[]; faults: Fault[] } {
  return store.db.transaction(() => new Verification(store, options).run())();
}

class Verification {
  readonly #db: SqliteStore['db'];
  readonly #suite: Suite;
  readonly #vault: Vault | undefined;
  readonly #faults: Fault[] = [];

  constructor(store: SqliteStore, { suite, vault }: VerifyOptions) {
    this.#db = store.db;
    this.#suite = suite ?? vault?.suite ?? international;
    this.#vault = vault;
  }

  run(): { logs: Verified[]; faults: Fault[] } {
    const courts = this.#db
      .prepare<[], string>(
        'select court from log union select court from access_log union select court from tree_head order by court',
      )
      .pluck()
      .all();
    const logs = courts.flatMap((court) => [this.#disclosures(court), this.#access(court)]);
    this.#evidence();
    return { logs, faults: this.#faults };
  }

  #fault(court: string, seq: number, what: Fault['what'], log: LogKind = 'disclosures'): void {
    this.#faults.push({ court, log, seq, what });
  }

  #disclosures(court: string): Verified {
    const rows = this.#db
      .prepare<[string], Row>(
        `select log.seq, log.id, log.type, log.actor, log.received_at, log.leaf, log.leaf_hash, content.sealed, content.kek
         from log left join content on content.court = log.court and content.id = log.id
         where log.court = ? order by log.seq`,
      )
      .iterate(court);
    const file = this.#db
      .prepare<[string, string], number>('select 1 from evidence where court = ? and digest = ?')
      .pluck();
    const destroyed = this.#destroyed(court);
    let gone = 0;
    const edge = this.#walk(court, 'disclosures', rows, (row) => {
      const named = parsed(leaf, row.leaf);
      if (!named) return this.#fault(court, row.seq, 'leaf-unreadable');
      if (!sameAsRow(named, row, court)) this.#fault(court, row.seq, 'leaf-differs-from-row');
      if (!row.sealed) return this.#fault(court, row.seq, 'content-missing');
      if (!this.#contentFits(court, named, row.sealed)) this.#fault(court, row.seq, 'content-differs');
      const isGone = row.kek === DESTROYED;
      if (isGone) gone += 1;
      if (isGone !== destroyed.has(named.content)) this.#fault(court, row.seq, wrongly(isGone));
      // What a print was is not kept here; what an entry shows is.
      const shows = named.v === 2 && (named.type === 'entry' || named.type === 'supplement');
      if (shows && named.files?.some((digest) => !file.get(court, digest) && !destroyed.has(digest)))
        this.#fault(court, row.seq, 'evidence-missing');
    });
    this.#destroyedFiles(court, destroyed);
    const stray = this.#db
      .prepare<[string], number>(
        `select count(*) from content left join log on log.court = content.court and log.id = content.id
         where content.court = ? and log.id is null`,
      )
      .pluck()
      .get(court);
    if (stray) this.#fault(court, 0, 'content-of-no-record');
    return { ...this.#head(court, 'disclosures', edge), destroyed: gone };
  }

  /** Hashes of the sealed contents and files that destructions name; few, however long the log. */
  #destroyed(court: string): ReadonlySet<string> {
    const leaves = this.#db
      .prepare<[string], Buffer>("select leaf from log where court = ? and type = 'destruction'")
      .pluck()
      .all(court);
    return new Set(
      leaves.flatMap((bytes) => {
        const named = parsed(leaf, bytes);
        return named?.v === 2 && named.type === 'destruction' ? (named.files ?? []) : [];
      }),
    );
  }

  #destroyedFiles(court: string, destroyed: ReadonlySet<string>): void {
    const files = this.#db
      .prepare<[string], { digest: string; kek: string }>('select digest, kek from evidence where court = ?')
      .iterate(court);
    for (const { digest, kek } of files) {
      const isGone = kek === DESTROYED;
      if (isGone !== destroyed.has(digest)) this.#fault(court, 0, wrongly(isGone));
    }
  }

  #contentFits(court: string, named: Leaf, sealed: Buffer): boolean {
    if (named.v === 2) return this.#suite.hash(sealed).toString('hex') === named.content;
    // Its leaf names the content itself, which only the court's key shows.
    if (!this.#vault) return true;
    const row = this.#db
      .prepare<[string, string], SealedContent>(
        'select sealed, kek, wrapped from content where court = ? and id = ?',
      )
      .get(court, named.id);
    try {
      const opened = row && this.#vault.open(court, named.id, row);
      return opened === undefined || sha256(opened.plain) === named.content;
    } catch {
      return false;
    }
  }

  #access(court: string): Verified {
    const rows = this.#db
      .prepare<[string], AccessRow>(
        `select seq, at, actor, action, subject, outcome, leaf, leaf_hash
         from access_log where court = ? order by seq`,
      )
      .iterate(court);
    const edge = this.#walk(court, 'access', rows, (row) => {
      const named = parsed(accessLeaf, row.leaf);
      if (!named) return this.#fault(court, row.seq, 'leaf-unreadable', 'access');
      const same =
        named.log === logName(court, 'access') &&
        READING_FIELDS.every((field) => named[field] === row[field]);
      if (!same) this.#fault(court, row.seq, 'leaf-differs-from-row', 'access');
    });
    return this.#head(court, 'access', edge);
  }

  #walk<R extends { seq: number; leaf: Buffer; leaf_hash: Buffer }>(
    court: string,
    log: LogKind,
    rows: Iterable<R>,
    look: (row: R) => void,
  ): TreeEdge {
    let edge = EMPTY_TREE;
    let expected = 1;
    for (const row of rows) {
      for (; expected < row.seq; expected += 1) this.#fault(court, expected, 'number-missing', log);
      expected = row.seq + 1;
      const hash = leafHash(row.leaf);
      if (!hash.equals(row.leaf_hash)) this.#fault(court, row.seq, 'leaf-hash-differs', log);
      edge = append(edge, hash);
      look(row);
    }
    return edge;
  }

  #head(court: string, log: LogKind, edge: TreeEdge): Verified {
    const head = this.#db
      .prepare<[string, string], { size: number; root: Buffer }>(
        'select size, root from tree_head where court = ? and log = ?',
      )
      .get(court, log);
    // A tree that nothing was ever added to has no head.
    if (!head && edge.size > 0) this.#fault(court, 0, 'head-missing', log);
    else if (head && head.size !== edge.size) this.#fault(court, 0, 'head-size-differs', log);
    else if (head && !head.root.equals(root(edge))) this.#fault(court, 0, 'head-root-differs', log);
    return { court, log, records: edge.size, destroyed: 0, root: root(edge).toString('hex') };
  }

  /** No leaf names what nobody has used yet, so each file is also held against its own digest. */
  #evidence(): void {
    const files = this.#db
      .prepare<[], { court: string; sealed: Buffer; digest: string }>(
        'select court, sealed, digest from evidence',
      )
      .iterate();
    for (const { court, sealed, digest } of files)
      if (this.#suite.hash(sealed).toString('hex') !== digest) this.#fault(court, 0, 'evidence-differs');
  }
}

/** A key that is gone without a destruction, or there in spite of one. */
const wrongly = (isGone: boolean) => (isGone ? 'destroyed-unrecorded' : 'destruction-undone');

const READING_FIELDS = ['seq', 'at', 'actor', 'action', 'subject', 'outcome'] as const;

type AccessRow = Pick<AccessLeaf, (typeof READING_FIELDS)[number]> & { leaf: Buffer; leaf_hash: Buffer };

function parsed<T>(schema: z.ZodType<T>, bytes: Buffer): T | undefined {
  try {
    return schema.parse(JSON.parse(bytes.toString('utf8')));
  } catch {
    return undefined;
  }
}

const sameAsRow = (named: Leaf, row: Row, court: string): boolean =>
  named.log === logName(court) &&
  named.seq === row.seq &&
  named.id === row.id &&
  named.type === row.type &&
  named.actor === row.actor &&
  named.receivedAt === row.received_at;
