/**
 * Verifies a court's two logs against themselves: numbers without gaps, every leaf with its hash, its row and its sealed
 * content, the sealed files it stands for, and the root of all leaves equal to the head. Reads the database only; it needs
 * no key and no running sidecar, for what leaves commit to is what lies there sealed.
 */
import type { z } from 'zod';
import { KeyMissing } from '../crypto/keyring.ts';
import { SUITE_NAMES, type Suite, type SuiteName } from '../crypto/suite.ts';
import { suiteOf } from '../crypto/suites.ts';
import { commitmentOf, DESTROYED, type SealedContent, type Vault } from '../crypto/vault.ts';
import type { SqliteStore } from '../store/sqlite.ts';
import {
  type CheckpointFault,
  cosignedNotes,
  isOfLog,
  type KnownCheckpoint,
  readKnown,
} from './known-checkpoints.ts';
import {
  type AccessLeaf,
  accessLeaf,
  type Leaf,
  type LeafOfSealed,
  type LogKind,
  leaf,
  logName,
  sha256,
} from './leaf.ts';
import { EMPTY_TREE, type TreeEdge, type TreeHasher, treeHasher } from './rfc6962.ts';
import type { Trust } from './trust.ts';

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
    | 'head-note-differs'
    /** The log is another at a size that was signed before: its history was rewritten. */
    | 'checkpoint-differs'
    /** It is shorter than it once was: it was taken back. */
    | 'log-rolled-back'
    /** It says it came in before the witness saw a log without it. */
    | 'dated-before-witness'
    | CheckpointFault
    | 'content-does-not-open'
    | 'commitment-differs'
    | 'key-missing'
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
  /** Its name in checkpoints; empty where it has never signed one. */
  origin: string;
  /** The newest checkpoint it was held against that a witness one believes has cosigned. */
  cosigned?: { size: number; at: string };
}

interface LeafRow {
  seq: number;
  id: string;
  type: string;
  actor: string;
  received_at: string;
  leaf: Buffer;
  leaf_hash: Buffer;
}

interface Row extends LeafRow {
  sealed: Buffer | null;
  kek: string | null;
  wrapped: Buffer | null;
}

export interface Verification {
  logs: Verified[];
  faults: Fault[];
  /** Contents whose key was destroyed by law. */
  destroyed: number;
}

export interface VerifyOptions {
  /** With the court's keys, contents are opened as well, and those from before contents were sealed are checked. */
  vault?: Vault;
  /** Keys that are believed; without them signatures are not looked at, and whoever has the court's key can have made all of it. */
  trust?: Trust;
  /** Checkpoints kept elsewhere: what the logs were once. */
  checkpoints?: readonly string[];
}

/** Clocks of two courts are never quite the same. */
const CLOCK_TOLERANCE_MS = 5 * 60_000;

/**
 * Walks the whole store once, row by row: memory does not grow with history. All it reads is of one snapshot, so
 * that a sidecar may go on filing meanwhile.
 */
export function verifyStore(store: Pick<SqliteStore, 'db'>, options: VerifyOptions = {}): Verification {
  return store.db.transaction(() => new Verifier(store, options).run())();
}

class Verifier {
  readonly #db: SqliteStore['db'];
  readonly #suite: Suite;
  readonly #hasher: TreeHasher;
  readonly #vault: Vault | undefined;
  readonly #trust: Trust | undefined;
  readonly #kept: readonly string[];
  /** An export has leaves and checkpoints, and no contents. */
  readonly #contents: boolean;
  readonly #faults: Fault[] = [];

  constructor(store: Pick<SqliteStore, 'db'>, { vault, trust, checkpoints = [] }: VerifyOptions) {
    this.#db = store.db;
    this.#suite = vault?.suite ?? suiteOf(this.#suiteName());
    this.#hasher = treeHasher(this.#suite);
    this.#vault = vault;
    this.#trust = trust;
    this.#kept = checkpoints;
    this.#contents =
      this.#db.prepare("select 1 from sqlite_master where type = 'table' and name = 'content'").get() !==
      undefined;
  }

  /** What the file says of itself: under another suite nothing in it would fit. */
  #suiteName(): SuiteName {
    const said = this.#db.prepare<[], string>('select suite from tree_head limit 1').pluck().get();
    return SUITE_NAMES.find((name) => name === said) ?? 'international';
  }

  run(): Verification {
    const courts = this.#db
      .prepare<[], string>(
        'select court from log union select court from access_log union select court from tree_head order by court',
      )
      .pluck()
      .all();
    const logs = courts.flatMap((court) => [this.#disclosures(court), this.#access(court)]);
    if (this.#contents) this.#evidence();
    const destroyed = logs.reduce((sum, log) => sum + log.destroyed, 0);
    return { logs, faults: this.#faults, destroyed };
  }

  #fault(court: string, seq: number, what: Fault['what'], log: LogKind = 'disclosures'): void {
    this.#faults.push({ court, log, seq, what });
  }

  #disclosures(court: string): Verified {
    if (!this.#contents) return this.#leavesOnly(court);
    const rows = this.#db
      .prepare<[string], Row>(
        `select log.seq, log.id, log.type, log.actor, log.received_at, log.leaf, log.leaf_hash, content.sealed, content.kek, content.wrapped
         from log left join content on content.court = log.court and content.id = log.id
         where log.court = ? order by log.seq`,
      )
      .iterate(court);
    const file = this.#db
      .prepare<[string, string], number>('select 1 from evidence where court = ? and digest = ?')
      .pluck();
    const destroyed = this.#destroyed(court);
    let gone = 0;
    const walked = this.#walk(court, 'disclosures', rows, (row) => {
      const named = this.#named(court, row);
      if (!named) return;
      if (!row.sealed) return this.#fault(court, row.seq, 'content-missing');
      if (!this.#contentFits(court, named, row.sealed)) this.#fault(court, row.seq, 'content-differs');
      else if (this.#vault && named.v === 2) this.#opens(court, named, row);
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
    return { ...this.#head(court, 'disclosures', walked), destroyed: gone };
  }

  #leavesOnly(court: string): Verified {
    const rows = this.#db
      .prepare<[string], LeafRow>(
        'select seq, id, type, actor, received_at, leaf, leaf_hash from log where court = ? order by seq',
      )
      .iterate(court);
    return this.#head(
      court,
      'disclosures',
      this.#walk(court, 'disclosures', rows, (row) => this.#named(court, row)),
    );
  }

  #named(court: string, row: LeafRow): Leaf | undefined {
    const named = parsed(leaf, row.leaf);
    if (!named) this.#fault(court, row.seq, 'leaf-unreadable');
    else if (!sameAsRow(named, row, court)) this.#fault(court, row.seq, 'leaf-differs-from-row');
    return named;
  }

  /** With the court's keys: what lies sealed is what the leaf was made of. */
  #opens(court: string, named: LeafOfSealed, { seq, sealed, kek, wrapped }: Row): void {
    if (!this.#vault || !sealed || kek === null || wrapped === null) return;
    try {
      const opened = this.#vault.open(court, named.id, { sealed, kek, wrapped });
      if (opened && commitmentOf(this.#suite, opened.salt, opened.plain) !== named.commitment)
        this.#fault(court, seq, 'commitment-differs');
    } catch (error) {
      this.#fault(court, seq, error instanceof KeyMissing ? 'key-missing' : 'content-does-not-open');
    }
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
    const walked = this.#walk(court, 'access', rows, (row) => {
      const named = parsed(accessLeaf, row.leaf);
      if (!named) return this.#fault(court, row.seq, 'leaf-unreadable', 'access');
      const same =
        named.log === logName(court, 'access') &&
        READING_FIELDS.every((field) => named[field] === row[field]);
      if (!same) this.#fault(court, row.seq, 'leaf-differs-from-row', 'access');
    });
    return this.#head(court, 'access', walked);
  }

  #walk<R extends { seq: number; leaf: Buffer; leaf_hash: Buffer; received_at?: string; at?: string }>(
    court: string,
    log: LogKind,
    rows: Iterable<R>,
    look: (row: R) => void,
  ): Walked {
    const head = this.#headRow(court, log);
    const origin = head?.note.split('\n', 1)[0] ?? '';
    const known = this.#known(court, log, origin);
    let edge = EMPTY_TREE;
    let expected = 1;
    let next = 0;
    let notBefore = 0;
    const passCheckpoints = () => {
      for (let one = known[next]; one?.size === edge.size; next += 1, one = known[next]) {
        if (!one.root.equals(this.#hasher.root(edge)))
          this.#fault(court, one.size, 'checkpoint-differs', log);
        if (one.cosignedAt !== undefined) notBefore = Date.parse(one.cosignedAt) - CLOCK_TOLERANCE_MS;
      }
    };
    passCheckpoints();
    for (const row of rows) {
      for (; expected < row.seq; expected += 1) this.#fault(court, expected, 'number-missing', log);
      expected = row.seq + 1;
      const hash = this.#hasher.leafHash(row.leaf);
      if (!hash.equals(row.leaf_hash)) this.#fault(court, row.seq, 'leaf-hash-differs', log);
      edge = this.#hasher.append(edge, hash);
      const at = row.received_at ?? row.at ?? '';
      if (notBefore > 0 && Date.parse(at) < notBefore)
        this.#fault(court, row.seq, 'dated-before-witness', log);
      look(row);
      passCheckpoints();
    }
    for (const one of known.slice(next)) this.#fault(court, one.size, 'log-rolled-back', log);
    const cosigned = known.findLast((one) => one.cosignedAt !== undefined);
    return { edge, origin, head, cosigned };
  }

  /** By size; what cannot be believed is told and left out. */
  #known(court: string, log: LogKind, origin: string): KnownCheckpoint[] {
    const notes = [
      ...cosignedNotes({ db: this.#db }, court, log),
      ...this.#kept.filter((note) => isOfLog(note, court, log)),
    ];
    const known: KnownCheckpoint[] = [];
    for (const note of new Set(notes)) {
      const read = readKnown(note, origin, this.#trust);
      if ('fault' in read) this.#fault(court, 0, read.fault, log);
      else if ('known' in read) known.push(read.known);
    }
    return known.sort((a, b) => a.size - b.size);
  }

  #headRow(court: string, log: LogKind): HeadRow | undefined {
    return this.#db
      .prepare<[string, string], HeadRow>(
        'select size, root, note from tree_head where court = ? and log = ?',
      )
      .get(court, log);
  }

  #head(court: string, log: LogKind, { edge, head, origin, cosigned }: Walked): Verified {
    const found = this.#hasher.root(edge);
    // A tree that nothing was ever added to has no head.
    if (!head && edge.size > 0) this.#fault(court, 0, 'head-missing', log);
    else if (head && head.size !== edge.size) this.#fault(court, 0, 'head-size-differs', log);
    else if (head && !head.root.equals(found)) this.#fault(court, 0, 'head-root-differs', log);
    if (head && head.note !== '') {
      const read = readKnown(head.note, origin, this.#trust);
      if ('fault' in read) this.#fault(court, 0, read.fault, log);
      else if ('known' in read && (read.known.size !== head.size || !read.known.root.equals(head.root)))
        this.#fault(court, 0, 'head-note-differs', log);
    }
    return {
      court,
      log,
      records: edge.size,
      destroyed: 0,
      root: found.toString('hex'),
      origin,
      ...(cosigned?.cosignedAt === undefined
        ? {}
        : { cosigned: { size: cosigned.size, at: cosigned.cosignedAt } }),
    };
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

interface HeadRow {
  size: number;
  root: Buffer;
  note: string;
}

interface Walked {
  edge: TreeEdge;
  origin: string;
  head: HeadRow | undefined;
  cosigned: KnownCheckpoint | undefined;
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

const sameAsRow = (named: Leaf, row: LeafRow, court: string): boolean =>
  named.log === logName(court) &&
  named.seq === row.seq &&
  named.id === row.id &&
  named.type === row.type &&
  named.actor === row.actor &&
  named.receivedAt === row.received_at;
