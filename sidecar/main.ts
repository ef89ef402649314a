#!/usr/bin/env node
/** The `liuhen` command line. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { v7 as uuid } from 'uuid';
import { fingerprint } from '../shared/sealed-envelope.ts';
import { parseStaffCsv } from './access/staff-csv.ts';
import { ClockCheck } from './clock-check.ts';
import { acceptLoss } from './commands/accept-loss.ts';
import { ACCOUNT_USAGE, giveFirstPasswords, runAccountCommand } from './commands/accounts.ts';
import { BackupProblem, backUp, restore } from './commands/backup.ts';
import { rotateKeys } from './commands/keys.ts';
import {
  exportLogs,
  openToRead,
  readText,
  type Told,
  trustFromFile,
  VerifyProblem,
  verifyAgainstDatabase,
  verifyDatabase,
  verifyReceiptFile,
} from './commands/verify.ts';
import { ConfigProblem, readConfig } from './config.ts';
import { publicKeyText } from './crypto/court-key.ts';
import { DirectKeys } from './crypto/direct-key.ts';
import { KeysUnusable } from './crypto/key-source.ts';
import { courtsInStore } from './log/keeper.ts';
import { LOGS } from './log/leaf.ts';
import { type Trust, trustOf, writeTrust } from './log/trust.ts';
import { Refusal, toProblem } from './problems.ts';
import {
  databaseFile,
  dataFolder,
  type LocatedConfig,
  openWorks,
  secretsOf,
  startSidecar,
  superiorTrust,
  vaultOf,
} from './start.ts';
import { KeptCheckpoints } from './sync/kept-checkpoints.ts';
import { digestViews, rebuildViews } from './views/rebuild.ts';

const USAGE = `liuhen serve   --config FILE            run the sidecar
liuhen staff import CSV --config FILE   replace the staff list and set the passwords given (stop the sidecar first)
${ACCOUNT_USAGE}
liuhen key     --config FILE            print the court's public key, for the superior's configuration
liuhen trust   --config FILE            print the public keys that prove this court's logs; keep them elsewhere
liuhen verify  [PDF | RECEIPT] --config FILE | --database FILE   check logs, and what they prove
               --trust FILE  --checkpoint FILE …  --receipt FILE  --hash HEX  --contents
liuhen export  FILE --config FILE       both logs without any content, for whoever audits
liuhen backup FOLDER --config FILE      copy the database while it is in use, and verify the copy
liuhen restore COPY  --config FILE      put a copy in force that verifies (stop the sidecar first)
liuhen rotate-keys --config FILE        change the key that wraps the contents' keys (stop the sidecar first)
liuhen accept-loss --config FILE        begin the logs anew after a loss that cannot be made good (stop the sidecar first)
liuhen direct-key [--new] --config FILE print what the courts below seal to, for their configuration; or make a new key
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
  process.on('SIGHUP', () => sidecar.reload());
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
  const { court, clock } = config;
  new ClockCheck({ court, store, clock: Date.now, logger: console, ...clock }).mayFile();
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

/** Whose keys are believed when nobody names any: those the configuration knows. */
function ownTrust(config: LocatedConfig): Trust {
  const { suite, court } = secretsOf(config);
  return trustOf({
    court: config.court.code,
    suite,
    publicKey: court.publicKey,
    restarts: new KeptCheckpoints(dataFolder(config)).restarts(),
    ...superiorTrust(config),
  });
}

interface WhatToVerify {
  config?: LocatedConfig | undefined;
  database?: string | undefined;
  trust?: string | undefined;
  /** Files with checkpoints kept elsewhere. */
  checkpoint: string[];
  receipt?: string | undefined;
  /** What the code on a print says. */
  hash?: string | undefined;
  /** Open contents as well, which takes the court's keys. */
  contents: boolean;
}

function verify(file: string | undefined, what: WhatToVerify): void {
  const { config } = what;
  const trust = what.trust !== undefined ? trustFromFile(what.trust) : config && ownTrust(config);
  const print = ({ lines, ok }: Told) => {
    for (const line of lines) console.log(line);
    if (!ok) process.exitCode = 1;
  };
  const receipt = what.receipt ?? (file?.endsWith('.tlog-proof') ? file : undefined);
  if (receipt !== undefined) {
    if (!trust) throw new Stop('Name the keys you trust: --trust FILE or --config FILE. 请指定可信公钥。');
    const beside =
      file === undefined || file === receipt ? undefined : { name: file, bytes: readFileSync(file) };
    print(verifyReceiptFile(readText(receipt), trust, beside));
    return;
  }
  const kept = config && what.database === undefined ? new KeptCheckpoints(dataFolder(config)) : undefined;
  const checkpoints = [...what.checkpoint.map(readText), ...LOGS.flatMap((log) => kept?.read(log) ?? [])];
  const db = openToRead(what.database ?? (config ? databaseFile(config) : ''));
  try {
    const options = {
      checkpoints,
      ...(trust ? { trust } : {}),
      ...(what.contents && config ? { vault: vaultOf(secretsOf(config)) } : {}),
    };
    const hash =
      what.hash ??
      (file === undefined ? undefined : createHash('sha256').update(readFileSync(file)).digest('hex'));
    print(hash === undefined ? verifyDatabase(db, options) : verifyAgainstDatabase(db, hash, options));
  } finally {
    db.close();
  }
}

async function backup(config: LocatedConfig, folder: string): Promise<void> {
  const { file, manifest } = await backUp(
    { court: config.court.code, database: databaseFile(config) },
    folder,
    new Date(),
  );
  for (const { log, records, root } of manifest.logs) console.log(`${log}: ${records}, root ${root}`);
  console.log(
    `${file}\nverified; the keys are not in it and are kept elsewhere. 备份已校验；密钥不在其中，请另行保管。`,
  );
}

async function restoreCopy(config: LocatedConfig, file: string): Promise<void> {
  const database = databaseFile(config);
  const vault = vaultOf(secretsOf(config));
  const { logs, aside } = await restore({ court: config.court.code, database, vault }, file, new Date());
  for (const { log, records, root } of logs) console.log(`${log}: ${records}, root ${root}`);
  if (aside !== undefined) console.log(`what was there before lies at ${aside}`);
  console.log('restored and verified. 已恢复并校验。');
}

async function rotate(config: LocatedConfig): Promise<void> {
  const { key, wrapped } = await rotateKeys(config);
  console.log(
    `${wrapped} keys wrapped by ${key}. Keep the former key as long as there is a backup that needs it. 旧密钥请保留至不再需要旧备份为止。`,
  );
}

async function accept(config: LocatedConfig): Promise<void> {
  const accepted = await acceptLoss(config);
  if (!accepted) throw new Stop('Nothing is missing; there is nothing to accept. 没有缺失，无需处理。');
  for (const { log, size, witnessed } of accepted.losses)
    console.log(`${log}: ${size} of ${witnessed} that were witnessed`);
  console.log(
    `The logs begin anew. At the superior court set "restarts": ${accepted.restarts} for ${config.court.code} and start it again. 请上级法院将本院的 restarts 设为 ${accepted.restarts} 并重启服务。`,
  );
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
      trust: { type: 'string' },
      checkpoint: { type: 'string', multiple: true },
      receipt: { type: 'string' },
      hash: { type: 'string' },
      contents: { type: 'boolean' },
      all: { type: 'boolean' },
      help: { type: 'boolean' },
      new: { type: 'boolean' },
    },
  });
  const [command, ...rest] = positionals;
  const config = () => readConfig(values.config ?? 'liuhen.json');
  if (values.help || command === undefined) return console.log(USAGE);
  if (command === 'serve') return serve(config());
  if (command === 'verify') {
    const { checkpoint = [], contents = false, database, trust, receipt, hash } = values;
    // A copy is checked without a configuration, by whoever has none.
    const bare = values.config === undefined && (database !== undefined || trust !== undefined);
    const what = { checkpoint, contents, database, trust, receipt, hash };
    return verify(rest[0], { ...what, config: bare ? undefined : config() });
  }
  if (command === 'trust') return console.log(writeTrust(ownTrust(config())).trimEnd());
  if (command === 'export' && rest[0] !== undefined) return exportLogs(databaseFile(config()), rest[0]);
  if (command === 'rebuild') return rebuild(config());
  if (command === 'rotate-keys') return rotate(config());
  if (command === 'accept-loss') return accept(config());
  if (command === 'backup' && rest[0] !== undefined) return backup(config(), rest[0]);
  if (command === 'restore' && rest[0] !== undefined) return restoreCopy(config(), rest[0]);
  if (command === 'account') {
    const [action, account] = rest;
    const done = await runAccountCommand({ config: config(), action, account, all: values.all === true });
    return console.log(done);
  }
  if (command === 'key') {
    const located = config();
    // Not through openWorks: the key must be had while the sidecar runs.
    const secrets = secretsOf(located);
    return console.log(publicKeyText(secrets.court));
  }
  if (command === 'direct-key') return directKey(config(), values.new === true);
  if (command === 'staff' && rest[0] === 'import' && rest[1] !== undefined)
    return importStaff(config(), rest[1]);
  throw new Stop(USAGE);
}

main(process.argv.slice(2)).catch((error: unknown) => {
  const known =
    error instanceof Stop ||
    error instanceof ConfigProblem ||
    error instanceof BackupProblem ||
    error instanceof VerifyProblem ||
    error instanceof KeysUnusable;
  if (known) console.error(error.message);
  else if (error instanceof Refusal) {
    console.error(toProblem(error, 'en').detail, JSON.stringify(error.errors ?? []));
  } else if ((error as { code?: string }).code?.startsWith('ERR_PARSE_ARGS')) console.error(USAGE);
  else if ((error as NodeJS.ErrnoException).code === 'ENOENT') {
    console.error(`There is no file ${(error as NodeJS.ErrnoException).path ?? ''}. 没有找到文件。`);
  } else console.error(`Something unexpected: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 1;
});
