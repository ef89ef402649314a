/**
 * Verifies a court's log against itself: numbers without gaps, every leaf with its hash and its content, the
 * evidence every entry names, and the root of all leaves equal to the head. Reads the database only; needs no key and no running sidecar.
 */
import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { SqliteStore } from '../store/sqlite.ts';
import { type Leaf, leaf, logName, sha256 } from './leaf.ts';
import { append, EMPTY_TREE, leafHash, root } from './rfc6962.ts';

export interface Fault {
  court: string;
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
    | 'evidence-missing';
}

export interface Verified {
  court: string;
  records: number;
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
  bytes: Buffer | null;
}

/**
 * Walks the whole store once, row by row: memory does not grow with history. All it reads is of one snapshot, so
 * that a sidecar may go on filing meanwhile.
 */
export function verifyStore(store: SqliteStore): { logs: Verified[]; faults: Fault[] } {
  return store.db.transaction(() => verifySnapshot(store))();
}

function verifySnapshot(store: SqliteStore): { logs: Verified[]; faults: Fault[] } {
  const faults: Fault[] = [];
  const courts = store.db
    .prepare<[], { court: string }>('select court from log union select court from log_head order by court')
    .all();
  const logs = courts.map(({ court }) => verifyLog(store, court, faults));
  const evidence = store.db
    .prepare<[], { court: string; hash: string; data: Buffer }>('select court, hash, data from evidence')
    .iterate();
  for (const row of evidence) {
    if (createHash('sha256').update(row.data).digest('hex') !== row.hash) {
      faults.push({ court: row.court, seq: 0, what: 'evidence-differs' });
    }
  }
  return { logs, faults };
}

function verifyLog(store: SqliteStore, court: string, faults: Fault[]): Verified {
  const fault = (seq: number, what: Fault['what']) => faults.push({ court, seq, what });
  const log = store.db
    .prepare<[string], Row>(
      `select log.seq, log.id, log.type, log.actor, log.received_at, log.leaf, log.leaf_hash, content.bytes
       from log left join content on content.court = log.court and content.id = log.id
       where log.court = ? order by log.seq`,
    )
    .iterate(court);
  const evidence = store.db
    .prepare<[string, string], number>('select bytes from evidence where court = ? and hash = ?')
    .pluck();
  let edge = EMPTY_TREE;
  let expected = 1;
  for (const row of log) {
    for (; expected < row.seq; expected += 1) fault(expected, 'number-missing');
    expected = row.seq + 1;
    const hash = leafHash(row.leaf);
    if (!hash.equals(row.leaf_hash)) fault(row.seq, 'leaf-hash-differs');
    edge = append(edge, hash);
    const named = readLeaf(row.leaf);
    if (!named) fault(row.seq, 'leaf-unreadable');
    else if (!sameAsRow(named, row, court)) fault(row.seq, 'leaf-differs-from-row');
    if (!row.bytes) fault(row.seq, 'content-missing');
    else if (named && sha256(row.bytes) !== named.content) fault(row.seq, 'content-differs');
    else if (row.type === 'entry' && evidenceOf(row.bytes).some((hash) => !evidence.get(court, hash)))
      fault(row.seq, 'evidence-missing');
  }
  const stray = store.db
    .prepare<[string], { n: number }>(
      `select count(*) as n from content left join log on log.court = content.court and log.id = content.id
       where content.court = ? and log.id is null`,
    )
    .get(court);
  if (stray && stray.n > 0) fault(0, 'content-of-no-record');
  const head = store.db
    .prepare<[string], { size: number; root: Buffer }>('select size, root from log_head where court = ?')
    .get(court);
  if (!head) fault(0, 'head-missing');
  else if (head.size !== edge.size) fault(0, 'head-size-differs');
  else if (!head.root.equals(root(edge))) fault(0, 'head-root-differs');
  return { court, records: edge.size, root: root(edge).toString('hex') };
}

const namesEvidence = z.object({ body: z.object({ evidence: z.array(z.object({ hash: z.string() })) }) });

/** Hashes of the files an entry names; none of an entry that is none, for that one's leaf was forged as well. */
function evidenceOf(bytes: Buffer): string[] {
  try {
    return namesEvidence.parse(JSON.parse(bytes.toString('utf8'))).body.evidence.map((file) => file.hash);
  } catch {
    return [];
  }
}

function readLeaf(bytes: Buffer): Leaf | undefined {
  try {
    return leaf.parse(JSON.parse(bytes.toString('utf8')));
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
