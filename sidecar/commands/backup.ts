/**
 * A copy of a court's database while it is in use, and the way back. The copy holds nothing readable: the keys lie beside
 * the database and are kept on another medium. Neither is believed: a copy counts when the logs in it verify.
 */
import { createHash } from 'node:crypto';
import {
  closeSync,
  copyFileSync,
  createReadStream,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import Sqlite from 'better-sqlite3';
import { z } from 'zod';
import { sha256Hex } from '../../shared/records/record.ts';
import type { Vault } from '../crypto/vault.ts';
import { LOGS } from '../log/leaf.ts';
import { type Fault, type Verified, verifyStore } from '../log/verify.ts';
import { takeLock } from '../store/lock.ts';

const logOfManifest = z.object({ court: z.string(), log: z.enum(LOGS), records: z.int(), root: sha256Hex });

/** Lies beside the copy and says what is in it. */
export const backupManifest = z.object({
  v: z.literal(1),
  court: z.string(),
  madeAt: z.iso.datetime(),
  file: z.string(),
  bytes: z.int(),
  sha256: sha256Hex,
  logs: z.array(logOfManifest),
});
export type BackupManifest = z.infer<typeof backupManifest>;

/** The copy cannot be made, or is not what it says. The message is one sentence in each language. */
export class BackupProblem extends Error {}

const manifestOf = (file: string): string => file.replace(/(\.sqlite)?$/, '.json');

async function sha256Of(file: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const part of createReadStream(file)) hash.update(part as Buffer);
  return hash.digest('hex');
}

function toDisk(path: string): void {
  const handle = openSync(path, 'r');
  fsyncSync(handle);
  closeSync(handle);
}

const told = (faults: readonly Fault[]): string =>
  faults
    .slice(0, 3)
    .map(({ court, log, seq, what }) => `${court} ${log} ${seq}: ${what}`)
    .join('; ');

/** Read only: what is looked at stays as it is. */
function verified(file: string, vault?: Vault): Verified[] {
  const db = new Sqlite(file, { readonly: true });
  try {
    const sound = db.pragma('integrity_check', { simple: true });
    if (sound !== 'ok') throw new BackupProblem(`${file} is damaged: ${String(sound)}. 文件已损坏。`);
    const { logs, faults } = verifyStore({ db }, vault ? { vault } : {});
    if (faults.length > 0)
      throw new BackupProblem(`The logs in ${file} do not verify: ${told(faults)}. 日志校验未通过。`);
    return logs;
  } finally {
    db.close();
  }
}

/**
 * Copies the database into a folder while the sidecar goes on filing. What was acknowledged before the copy began is in it.
 * @param database the sidecar's file
 * @returns the copy and its manifest
 * @throws BackupProblem
 */
export async function backUp(
  { court, database }: { court: string; database: string },
  folder: string,
  now: Date,
): Promise<{ file: string; manifest: BackupManifest }> {
  if (!existsSync(database)) throw new BackupProblem(`There is no database at ${database}. 没有找到数据库。`);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const stamp = now.toISOString().replaceAll(/[-:]|\.\d+/g, '');
  const file = join(resolve(folder), `liuhen-${court}-${stamp}.sqlite`);
  const unfinished = `${file}.part`;
  if (existsSync(file)) throw new BackupProblem(`${file} is there already. 同名备份已存在。`);
  rmSync(unfinished, { force: true });
  const source = new Sqlite(database, { timeout: 30_000 });
  try {
    // One snapshot, read beside the writer: a copy page by page would begin anew with every record that comes in.
    source.prepare('vacuum into ?').run(unfinished);
  } catch (error) {
    rmSync(unfinished, { force: true });
    throw new BackupProblem(`The copy could not be written: ${(error as Error).message}. 备份写入失败。`);
  } finally {
    source.close();
  }
  const copy = new Sqlite(unfinished);
  // Whoever restores it must not let anybody in again who was signed in then.
  copy.exec('drop table if exists session');
  copy.close();
  let logs: Verified[];
  try {
    logs = verified(unfinished);
  } catch (error) {
    rmSync(unfinished, { force: true });
    throw error;
  }
  toDisk(unfinished);
  renameSync(unfinished, file);
  const manifest: BackupManifest = {
    v: 1,
    court,
    madeAt: now.toISOString(),
    file: basename(file),
    bytes: statSync(file).size,
    sha256: await sha256Of(file),
    logs,
  };
  writeFileSync(manifestOf(file), `${JSON.stringify(manifest, null, 2)}\n`, { mode: 0o600 });
  toDisk(manifestOf(file));
  toDisk(dirname(file));
  return { file, manifest };
}

/** @throws BackupProblem when the manifest is missing or does not speak of this file */
export async function readManifest(file: string): Promise<BackupManifest> {
  let manifest: BackupManifest;
  try {
    manifest = backupManifest.parse(JSON.parse(readFileSync(manifestOf(file), 'utf8')));
  } catch {
    throw new BackupProblem(`${manifestOf(file)} is missing or unreadable. 备份清单缺失或无法读取。`);
  }
  if (!existsSync(file)) throw new BackupProblem(`There is no file ${file}. 没有找到备份文件。`);
  if ((await sha256Of(file)) !== manifest.sha256)
    throw new BackupProblem(`${file} is not the file its manifest speaks of. 备份文件与清单不符。`);
  return manifest;
}

/**
 * Puts a copy in the place of the database; what was there is moved aside, never deleted.
 * @returns what is now in force, and where the former file lies
 * @throws BackupProblem, and then everything is as it was
 */
export async function restore(
  { court, database, vault }: { court: string; database: string; vault: Vault },
  file: string,
  now: Date,
): Promise<{ logs: Verified[]; aside: string | undefined }> {
  const manifest = await readManifest(file);
  if (manifest.court !== court)
    throw new BackupProblem(`This is a backup of ${manifest.court}, not of ${court}. 这是另一法院的备份。`);
  mkdirSync(dirname(database), { recursive: true, mode: 0o700 });
  const letGo = takeLock(`${database}.lock`);
  if (!letGo) throw new BackupProblem('Stop the sidecar first. 请先停止服务。');
  const incoming = `${database}.restoring`;
  try {
    for (const end of ['', '-wal', '-shm']) rmSync(incoming + end, { force: true });
    copyFileSync(file, incoming);
    // With the keys: a copy whose contents do not open is no restoration.
    const logs = verified(incoming, vault);
    const same =
      logs.length === manifest.logs.length &&
      manifest.logs.every(
        (one, place) => one.records === logs[place]?.records && one.root === logs[place]?.root,
      );
    if (!same)
      throw new BackupProblem(`${file} does not hold the logs its manifest names. 备份内容与清单不符。`);
    toDisk(incoming);
    let aside: string | undefined;
    if (existsSync(database)) {
      aside = `${database}.before-${now.toISOString().replaceAll(/[-:]|\.\d+/g, '')}`;
      for (const end of ['', '-wal', '-shm'])
        if (existsSync(database + end)) renameSync(database + end, aside + end);
    }
    renameSync(incoming, database);
    toDisk(dirname(database));
    return { logs, aside };
  } finally {
    for (const end of ['', '-wal', '-shm']) rmSync(incoming + end, { force: true });
    letGo();
  }
}
