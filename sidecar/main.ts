#!/usr/bin/env node
/** The `liuhen` command line. */
import { existsSync, readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { v7 as uuid } from 'uuid';
import { fingerprint } from '../shared/sealed-envelope.ts';
import { createAccountStore, hashPassword } from './access/accounts.ts';
import { parseStaffCsv } from './access/staff-csv.ts';
import { ConfigProblem, readConfig, readSecrets } from './config.ts';
import { DirectKeys } from './crypto/direct-key.ts';
import { courtsInStore } from './log/keeper.ts';
import { verifyStore } from './log/verify.ts';
import { Refusal, toProblem } from './problems.ts';
import { databaseFile, dataFolder, type LocatedConfig, openWorks, startSidecar } from './start.ts';
import { SqliteStore } from './store/sqlite.ts';
import { digestViews, rebuildViews } from './views/rebuild.ts';

const USAGE = `liuhen serve   --config FILE            run the sidecar
liuhen staff import CSV --config FILE   replace the staff list and set the passwords given (stop the sidecar first)
liuhen key     --config FILE            print the court's public key, for the superior's configuration
liuhen direct-key [--new] --config FILE print what the courts below seal to, for their configuration; or make a new key
liuhen verify  --config FILE | --database FILE   check the log against itself
liuhen rebuild --config FILE            derive all views anew from the log (stop the sidecar first)`;

class Stop extends Error {}

async function serve(config: LocatedConfig): Promise<void> {
  const sidecar = await startSidecar(config, {
    onBroken: (error) => {
      console.error(
        `The disk failed (${String(error.cause)}); stopping so that nothing is lost. 磁盘故障，服务停止。`,
      );
      process.exit(70);
    },
  });
  console.log(`liuhen ${config.court.code} ${config.court.name} ${sidecar.url}`);
  await new Promise<void>((done) => {
    process.once('SIGTERM', done);
    process.once('SIGINT', done);
  });
  await sidecar.close();
}

async function importStaff(config: LocatedConfig, file: string): Promise<void> {
  const { staff, passwords, errors } = parseStaffCsv(readFileSync(file));
  for (const { line, column, message } of errors) console.error(`line ${line}, ${column}: ${message}`);
  if (staff.length === 0)
    throw new Stop('No usable row in the list; nothing was changed. 名单中没有可用的行，未作改动。');
  const { store, door, close } = await openWorks(config);
  const now = new Date();
  const record = {
    id: uuid({ msecs: now.getTime() }),
    type: 'staff-list',
    court: config.court.code,
    at: now.toISOString(),
    body: { people: staff },
  };
  await door.file(config.court.code, { kind: 'system', part: 'operator' }, record);
  const accounts = createAccountStore(store.db);
  await accounts.put(
    await Promise.all(
      [...passwords].map(async ([account, password]) => ({
        account,
        passwordHash: await hashPassword(password),
        changedAt: now.toISOString(),
      })),
    ),
  );
  await close();
  console.log(`${staff.length} people, ${passwords.size} passwords set, ${errors.length} rows refused`);
  if (errors.length > 0) process.exitCode = 1;
}

async function verify(file: string): Promise<void> {
  if (!existsSync(file)) throw new Stop(`There is no database at ${file}. 没有找到数据库。`);
  const store = await SqliteStore.open(file);
  const { logs, faults } = verifyStore(store);
  for (const { court, log, records, root } of logs)
    console.log(`${court} ${log}: ${records} ${log === 'access' ? 'readings' : 'records'}, root ${root}`);
  for (const { court, log, seq, what } of faults) console.log(`FAULT ${court} ${log} ${seq}: ${what}`);
  store.close();
  console.log(faults.length === 0 ? 'verified' : `${faults.length} faults`);
  if (faults.length > 0) process.exitCode = 1;
}

async function rebuild(config: LocatedConfig): Promise<void> {
  const { store, close } = await openWorks(config);
  const before = digestViews(store);
  const replayed = await rebuildViews(store, store.read(courtsInStore()));
  const after = digestViews(store);
  await close();
  console.log(`${replayed} records replayed\nviews before ${before}\nviews after  ${after}`);
  console.log(before === after ? 'identical' : 'the views have changed: they were out of date or damaged');
}

async function directKey(config: LocatedConfig, fresh: boolean): Promise<void> {
  const folder = dataFolder(config);
  const known = await DirectKeys.read(folder);
  if (!known && !fresh)
    throw new Stop(
      `There is no direct-key.json in ${folder} yet: start the sidecar once, or say --new. 还没有直报密钥，请先启动一次服务。`,
    );
  const { publicKey } = fresh || !known ? await DirectKeys.add(folder) : known;
  console.log(JSON.stringify(publicKey));
  // Beside it, not in it: what is printed is pasted whole. It is what authors compare.
  console.error(`fingerprint 指纹 ${await fingerprint(publicKey)}`);
}

async function main(argv: string[]): Promise<void> {
  const { values, positionals } = parseArgs({
    args: argv,
    allowPositionals: true,
    options: {
      config: { type: 'string' },
      database: { type: 'string' },
      help: { type: 'boolean' },
      new: { type: 'boolean' },
    },
  });
  const [command, ...rest] = positionals;
  const config = () => readConfig(values.config ?? 'liuhen.json');
  if (values.help || command === undefined) return console.log(USAGE);
  if (command === 'serve') return serve(config());
  if (command === 'verify') return verify(values.database ?? databaseFile(config()));
  if (command === 'rebuild') return rebuild(config());
  if (command === 'key') {
    const located = config();
    // Not through openWorks: the key must be had while the sidecar runs.
    const secrets = readSecrets(dataFolder(located), existsSync(databaseFile(located)));
    return console.log(secrets.court.publicKey);
  }
  if (command === 'direct-key') return directKey(config(), values.new === true);
  if (command === 'staff' && rest[0] === 'import' && rest[1] !== undefined)
    return importStaff(config(), rest[1]);
  throw new Stop(USAGE);
}

main(process.argv.slice(2)).catch((error: unknown) => {
  const known = error instanceof Stop || error instanceof ConfigProblem;
  if (known) console.error(error.message);
  else if (error instanceof Refusal) {
    console.error(toProblem(error, 'en').detail, JSON.stringify(error.errors ?? []));
  } else if ((error as { code?: string }).code?.startsWith('ERR_PARSE_ARGS')) console.error(USAGE);
  else if ((error as NodeJS.ErrnoException).code === 'ENOENT') {
    console.error(`There is no file ${(error as NodeJS.ErrnoException).path ?? ''}. 没有找到文件。`);
  } else console.error(`Something unexpected: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 1;
});
