#!/usr/bin/env node
/** The `liuhen` command line. */
import { existsSync, readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { v7 as uuid } from 'uuid';
import { parseStaffCsv } from './access/staff-csv.ts';
import { ACCOUNT_USAGE, giveFirstPasswords, runAccountCommand } from './commands/accounts.ts';
import { ConfigProblem, readConfig, readSecrets } from './config.ts';
import { courtsInStore } from './log/keeper.ts';
import { verifyStore } from './log/verify.ts';
import { Refusal, toProblem } from './problems.ts';
import { databaseFile, dataFolder, type LocatedConfig, openWorks, startSidecar } from './start.ts';
import { SqliteStore } from './store/sqlite.ts';
import { digestViews, rebuildViews } from './views/rebuild.ts';

const USAGE = `liuhen serve   --config FILE            run the sidecar
liuhen staff import CSV --config FILE   replace the staff list and set the passwords given (stop the sidecar first)
${ACCOUNT_USAGE}
liuhen key     --config FILE            print the court's public key, for the superior's configuration
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
  const codes = new Map(staff.map(({ account, code }) => [account, code]));
  const given = [...passwords].map(([account, password]) => ({
    account,
    password,
    staffCode: codes.get(account) ?? '',
  }));
  const passwordsGiven = await giveFirstPasswords(store.db, given, now.toISOString());
  await close();
  console.log(`${staff.length} people, ${errors.length} rows refused, ${passwordsGiven}`);
  if (errors.length > 0) process.exitCode = 1;
}

async function verify(file: string): Promise<void> {
  if (!existsSync(file)) throw new Stop(`There is no database at ${file}. 没有找到数据库。`);
  const store = await SqliteStore.open(file);
  const { logs, faults } = verifyStore(store);
  for (const { court, records, root } of logs) console.log(`${court}: ${records} records, root ${root}`);
  for (const { court, seq, what } of faults) console.log(`FAULT ${court} record ${seq}: ${what}`);
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

async function main(argv: string[]): Promise<void> {
  const { values, positionals } = parseArgs({
    args: argv,
    allowPositionals: true,
    options: {
      config: { type: 'string' },
      database: { type: 'string' },
      all: { type: 'boolean' },
      help: { type: 'boolean' },
    },
  });
  const [command, ...rest] = positionals;
  const config = () => readConfig(values.config ?? 'liuhen.json');
  if (values.help || command === undefined) return console.log(USAGE);
  if (command === 'serve') return serve(config());
  if (command === 'verify') return verify(values.database ?? databaseFile(config()));
  if (command === 'rebuild') return rebuild(config());
  if (command === 'account') {
    const [action, account] = rest;
    const done = await runAccountCommand({ config: config(), action, account, all: values.all === true });
    return console.log(done);
  }
  if (command === 'key') {
    const located = config();
    // Not through openWorks: the key must be had while the sidecar runs.
    const secrets = readSecrets(dataFolder(located), existsSync(databaseFile(located)));
    return console.log(secrets.court.publicKey);
  }
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
