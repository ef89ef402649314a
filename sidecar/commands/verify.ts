/**
 * `liuhen verify`: a copy of a database, an export of its logs, a receipt, or a printed sheet; without a running sidecar
 * and without the court's secret keys. Whom to believe is in a file of one's own (`liuhen trust`).
 */
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import Sqlite from 'better-sqlite3';
import { type Leaf, leaf } from '../log/leaf.ts';
import { verifyReceipt } from '../log/receipt.ts';
import { readTrust, type Trust } from '../log/trust.ts';
import { type Verified, type VerifyOptions, verifyStore } from '../log/verify.ts';

export class VerifyProblem extends Error {}

export interface Told {
  lines: string[];
  ok: boolean;
}

/** @throws VerifyProblem */
export function trustFromFile(file: string): Trust {
  const trust = readTrust(readText(file));
  if (!trust)
    throw new VerifyProblem(
      `${file} is not a file of trusted keys; it holds lines such as those \`liuhen trust\` prints. 不是可信公钥文件。`,
    );
  return trust;
}

export function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    throw new VerifyProblem(`Cannot read ${file}. 读不到文件。`);
  }
}

/** Opens a database to look at it, and leaves it as it is. @throws VerifyProblem */
export function openToRead(file: string): Sqlite.Database {
  if (!existsSync(file)) throw new VerifyProblem(`There is no database at ${file}. 没有找到数据库。`);
  let db: Sqlite.Database | undefined;
  try {
    db = new Sqlite(file, { readonly: true });
    const heads = db.prepare("select 1 from sqlite_master where name = 'tree_head'").get();
    if (heads) return db;
  } catch {
    db?.close();
    throw new VerifyProblem(`${file} is not a database, or is damaged. 不是数据库文件，或已损坏。`);
  }
  db.close();
  throw new VerifyProblem(
    `${file} is of an older release; start the sidecar on it once, then verify. 数据库版本较旧，请先启动一次服务。`,
  );
}

/** @param note of what was verified, e.g. a path */
export function verifyDatabase(db: Sqlite.Database, options: VerifyOptions): Told {
  const { logs, faults, destroyed } = verifyStore({ db }, options);
  const lines = logs.map(lineOf);
  if (destroyed > 0) lines.push(`${destroyed} contents destroyed by law. 依法销毁内容 ${destroyed} 条。`);
  if (!options.trust)
    lines.push('no trusted keys given: signatures were not looked at. 未提供可信公钥，未核验签名。');
  for (const { court, log, seq, what } of faults) lines.push(`FAULT ${court} ${log} ${seq}: ${what}`);
  const ok = faults.length === 0;
  lines.push(ok ? 'verified' : `${faults.length} faults`);
  return { lines, ok };
}

const lineOf = ({ court, log, records, root, cosigned }: Verified): string =>
  `${court} ${log}: ${records} ${log === 'access' ? 'readings' : 'records'}, root ${root}${
    cosigned ? `, witnessed up to ${cosigned.size} at ${cosigned.at}` : ''
  }`;

const told = (named: Leaf): string => `record ${named.seq} (${named.type}) of ${named.receivedAt}`;

/** A receipt alone, or with the file it is for. */
export function verifyReceiptFile(text: string, trust: Trust, file?: { name: string; bytes: Buffer }): Told {
  const quorum = trust.witnesses.length > 0 ? 1 : 0;
  const verified = verifyReceipt(text, trust, quorum);
  if (!verified.ok) return { ok: false, lines: [`FAULT receipt: ${verified.why}`, '1 faults'] };
  const { leaf: named, proof } = verified;
  const lines = [`${told(named)}, in ${proof.checkpoint.origin} of ${proof.checkpoint.size}`];
  for (const { witness, time } of proof.cosigned)
    lines.push(`witnessed by ${witness.name} at ${new Date(time * 1000).toISOString()}`);
  if (file) {
    const hash = createHash('sha256').update(file.bytes).digest('hex');
    if (named.v !== 2 || !named.files?.includes(hash))
      return { ok: false, lines: [...lines, `FAULT ${file.name}: file-of-no-record`, '1 faults'] };
    lines.push(`${file.name} is the file that was filed. 与入卷文件一致。`);
  }
  return { ok: true, lines: [...lines, 'verified'] };
}

/**
 * A printed sheet against a copy of the database or an export: is a file with this hash, or a sheet whose code says this
 * hash, named by a record of a log that verifies?
 * @param hash SHA-256 of the PDF, or what its code says
 */
export function verifyAgainstDatabase(db: Sqlite.Database, hash: string, options: VerifyOptions): Told {
  const log = verifyDatabase(db, options);
  const found = db
    .prepare<[], { leaf: Buffer }>("select leaf from log where type = 'sheet-filing' order by seq")
    .all()
    .map((row) => leaf.parse(JSON.parse(row.leaf.toString('utf8'))))
    .findLast((named) => named.v === 2 && named.files?.includes(hash));
  const verdict = log.lines.pop() ?? '';
  if (!found) return { ok: false, lines: [...log.lines, `FAULT ${hash}: file-of-no-record`, '1 faults'] };
  const lines = [...log.lines, `${told(found)}: ${hash}`];
  return { ok: log.ok, lines: [...lines, verdict] };
}

/** Leaves, heads and checkpoints of both logs, and no content: what can be handed to anybody who audits. */
export function exportLogs(source: string, target: string): void {
  if (existsSync(target)) throw new VerifyProblem(`${target} is there already. 文件已存在。`);
  openToRead(source).close();
  const db = new Sqlite(target);
  try {
    db.prepare('attach ? as source').run(source);
    for (const table of ['log', 'access_log', 'tree_head', 'cosigned_checkpoint'])
      db.exec(`create table ${table} as select * from source.${table}`);
    db.exec('create unique index log_key on log (court, seq)');
    db.exec('create unique index access_log_key on access_log (court, seq)');
    db.exec('detach source');
  } finally {
    db.close();
  }
}
