/** Puts a sidecar together from its configuration and lets it listen. Everything that runs is owned here. */
import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { resolve } from 'node:path';
import { getRequestListener } from '@hono/node-server';
import { type Logger, pino } from 'pino';
import { filledUp } from '../shared/direct-report.ts';
import { keyId, sealTo } from '../shared/sealed-envelope.ts';
import { createAccountStore } from './access/accounts.ts';
import { createOidcClient } from './access/oidc-client.ts';
import { createProvider } from './access/provider.ts';
import { createSessions } from './access/sessions.ts';
import { createApp } from './app.ts';
import { type Config, ConfigProblem, readProfiles, readSecrets, type Secrets } from './config.ts';
import { DirectKeys } from './crypto/direct-key.ts';
import { international } from './crypto/international.ts';
import { createKeyring } from './crypto/keyring.ts';
import { Vault } from './crypto/vault.ts';
import { EvidenceInspector } from './evidence/inspector.ts';
import { LogKeeper } from './log/keeper.ts';
import { Readings } from './log/readings.ts';
import { createMetrics } from './metrics.ts';
import { Door } from './records/door.ts';
import { EnvelopeSlots } from './records/envelope-slots.ts';
import { SheetPrinter } from './sheet/printer.ts';
import { takeLock } from './store/lock.ts';
import { queries, rows } from './store/plan.ts';
import { sealOlder } from './store/seal-older.ts';
import { SqliteStore } from './store/sqlite.ts';
import { Courier } from './sync/courier.ts';
import { DirectReports } from './sync/direct-reports.ts';
import { Inbox } from './sync/inbox.ts';
import { Outbox } from './sync/outbox.ts';
import { rebuildViews } from './views/rebuild.ts';
import { memberByAccount, memberByCode } from './views/staff.ts';
import type { OwnCourt } from './views/view.ts';

export type LocatedConfig = Config & { folder: string };

/** The parts of a sidecar that do not listen: what commands such as `staff import` need as well. */
export interface Works {
  store: SqliteStore;
  vault: Vault;
  log: LogKeeper;
  door: Door;
  secrets: Secrets;
  /** What subordinate courts seal to. */
  directKeys: DirectKeys;
  /** Absent at a court that has no superior to report to directly. */
  slots: EnvelopeSlots | undefined;
  /** Closes the store and lets another process have it. */
  close(): void | Promise<void>;
}

export const dataFolder = (config: LocatedConfig): string => resolve(config.folder, config.data);
export const databaseFile = (config: LocatedConfig): string => resolve(dataFolder(config), 'liuhen.sqlite');

/** @throws ConfigProblem when keys or database cannot be used, or another process uses them */
export async function openWorks(
  config: LocatedConfig,
  options: { clock?: () => number; onBroken?: (error: Error) => void } = {},
): Promise<Works> {
  const file = databaseFile(config);
  const clock = options.clock ?? Date.now;
  const secrets = readSecrets(dataFolder(config), existsSync(file));
  const vault = new Vault(international, createKeyring(international, [secrets.derive('content keys')]));
  let letGo: (() => void) | undefined;
  let store: SqliteStore;
  try {
    letGo = takeLock(`${file}.lock`);
    if (!letGo)
      throw new ConfigProblem(
        `${file} is in use by a running sidecar; stop it first. 数据正在被另一个服务进程使用，请先停止它。`,
      );
    store = await SqliteStore.open(file, { onBroken: options.onBroken, vault });
  } catch (error) {
    letGo?.();
    if (error instanceof ConfigProblem) throw error;
    throw new ConfigProblem(
      `Cannot open the database ${file}: ${(error as Error).message}. 无法打开数据库。`,
    );
  }
  const close = () => {
    store.close();
    letGo();
  };
  sealOlder(store, vault);
  let directKeys: DirectKeys;
  let slots: EnvelopeSlots | undefined;
  try {
    directKeys = await readDirectKeys(dataFolder(config), store);
    slots = await createSlots(config, clock);
  } catch (error) {
    close();
    throw error;
  }
  if (slots) store.join(slots);
  const log = LogKeeper.open(store, [config.court.code], vault);
  // A newer sidecar asks views questions that older ones did not fill them for.
  if (store.migrated && log.head(config.court.code).size > 0) await rebuildViews(store, [config.court.code]);
  const door = new Door({
    store,
    log,
    policy: config.policy,
    clock,
    slots,
  });
  return { store, vault, log, door, secrets, directKeys, slots, close };
}

/**
 * A key is made where there is none yet; not where something sealed to an older one has come in: that would be lost without
 * a word.
 */
async function readDirectKeys(folder: string, store: SqliteStore): Promise<DirectKeys> {
  try {
    const keys = await DirectKeys.read(folder);
    if (keys) return keys;
  } catch {
    throw new ConfigProblem(
      `The key file direct-key.json in ${folder} is damaged. Restore it from the backup. 直报密钥损坏，请从备份恢复。`,
    );
  }
  const [sealed] = store.read(
    rows(queries.selectFrom('received').select('seq').where('channel', '=', 'sealed').limit(1)),
  );
  if (sealed)
    throw new ConfigProblem(
      `The key file direct-key.json in ${folder} is missing: direct reports that have arrived cannot be opened. Restore it from the backup. 直报密钥缺失，已收到的直报无法打开，请从备份恢复。`,
    );
  return DirectKeys.add(folder);
}

async function createSlots(config: LocatedConfig, clock: () => number): Promise<EnvelopeSlots | undefined> {
  const key = config.superior?.directKey;
  if (!key) return undefined;
  const { bytes } = config.policy.directReport;
  try {
    await sealTo(key, filledUp(undefined, bytes));
  } catch {
    throw new ConfigProblem(
      'superior.directKey is not a public key; copy what `liuhen direct-key` prints at the superior court. 上级法院的直报公钥有误。',
    );
  }
  return new EnvelopeSlots({ kid: await keyId(key), bytes, clock, random: unguessable });
}

const unguessable = (): number => randomBytes(4).readUInt32BE() / 2 ** 32;

export interface Sidecar extends Works {
  /** Where it listens, e.g. http://127.0.0.1:8701. */
  url: string;
  outbox: Outbox | undefined;
  courier: Courier | undefined;
  close(): Promise<void>;
}

export interface StartOptions {
  clock?: () => number;
  logger?: Logger;
  /** Called when the disk failed: nothing acknowledged may be trusted to this process any longer. */
  onBroken?: (error: Error) => void;
}

/** @throws ConfigProblem for what a person must mend, e.g. a port in use */
export async function startSidecar(config: LocatedConfig, options: StartOptions = {}): Promise<Sidecar> {
  const clock = options.clock ?? Date.now;
  const logger = options.logger ?? pino({ level: config.logLevel, base: { court: config.court.code } });
  const profiles = readProfiles(config);
  const works = await openWorks(config, {
    clock,
    ...(options.onBroken ? { onBroken: options.onBroken } : {}),
  });
  const { store, vault, log, door, secrets, directKeys, slots } = works;
  const readings = new Readings({ store, log, clock });
  const metrics = createMetrics(config.court.code, store, log);

  let outbox: Outbox | undefined;
  const { superior } = config;
  const courier =
    slots && superior?.directKey
      ? new Courier({
          court: config.court,
          superior: { directKey: superior.directKey },
          policy: config.policy.directReport,
          slots,
          store,
          door,
          clock,
          onSent: () => outbox?.nudge(),
          onFailed: (error) => logger.error({ courier: error instanceof Error ? error.name : 'unknown' }),
        })
      : undefined;
  try {
    // Before anybody can knock: until it is done nobody knows which slots are free.
    await courier?.open();
  } catch (error) {
    works.close();
    throw error;
  }

  const server = createServer();
  const url = await listen(server, config).catch((error: unknown) => {
    works.close();
    throw error;
  });
  const publicUrl = config.publicUrl ?? url;

  const court = config.court;
  const embedded = config.issuer === undefined;
  const issuer = config.issuer ?? {
    url: new URL('/oidc', publicUrl).href,
    clientId: 'liuhen',
    clientSecret: secrets.derive('client secret').toString('base64url'),
    allowInsecure: true,
  };
  const provider = embedded
    ? createProvider({
        issuer: issuer.url,
        courtName: court.name,
        clientId: issuer.clientId,
        clientSecret: issuer.clientSecret,
        redirectUris: config.redirectUris,
        accounts: createAccountStore(store.db),
        staff: async (account) => store.read(memberByAccount(court.code, account)),
        ...secrets.provider,
        now: clock,
      })
    : undefined;
  const sessions = createSessions({
    db: store.db,
    court,
    secret: secrets.derive('queue keys'),
    staff: (code) => store.read(memberByCode(court.code, code)),
    now: clock,
  });
  const oidc = createOidcClient({
    issuer: issuer.url,
    clientId: issuer.clientId,
    clientSecret: issuer.clientSecret,
    allowInsecure: issuer.allowInsecure,
    redirectUris: config.redirectUris,
  });
  const inbox =
    config.subordinates.length === 0
      ? undefined
      : new Inbox({
          court,
          key: secrets.court,
          directKeys,
          subordinates: config.subordinates,
          store,
          door,
          clock,
        });
  const directReports =
    config.subordinates.length === 0
      ? undefined
      : new DirectReports({ court, directKeys, subordinates: config.subordinates, store });
  outbox = superior
    ? new Outbox({
        court,
        key: secrets.court,
        superior,
        store,
        door,
        clock,
        onAttempt: ({ error, ...counts }) => {
          metrics.attempts.inc({ outcome: error === undefined ? 'received' : 'failed' });
          logger.info({ upstream: error ?? 'received', ...counts });
        },
      })
    : undefined;

  const printer = new SheetPrinter();
  const inspector = new EvidenceInspector();
  const ownCourt: OwnCourt = { ...court, reportsUpstream: config.superior !== undefined };
  const app = createApp({
    court: ownCourt,
    store,
    vault,
    readings,
    log,
    door,
    policy: config.policy,
    profiles,
    sessions,
    oidc,
    inbox,
    ...(superior?.directKey ? { direct: { superior: superior.court, key: superior.directKey } } : {}),
    directReports,
    inspector,
    printer,
    metrics,
    logger,
    clock,
    onFiled: ({ body }) => outbox?.nudge({ urgent: saysAffected(body) }),
  });
  const answer = getRequestListener(app.fetch);
  server.on('request', (req, res) => {
    if (provider?.owns(req.url)) provider.handler(req, res);
    else void answer(req, res);
  });
  outbox?.start();
  courier?.start();
  // So that the first who reads need not wait for all of it. What fails is told to who reads.
  void directReports?.catchUp().catch(() => undefined);
  return {
    ...works,
    url,
    outbox,
    courier,
    async close() {
      await courier?.stop();
      await outbox?.stop();
      await directReports?.stop();
      await printer.close();
      await inspector.close();
      await new Promise<void>((done) => {
        server.close(() => done());
        server.closeAllConnections();
      });
      works.close();
    },
  };
}

/** 已影响: an entry, or the reading a supplement gives it, says that the case was affected. */
function saysAffected(body: unknown): boolean {
  const { effect, entry } = (body ?? {}) as { effect?: unknown; entry?: { effect?: unknown } };
  return effect === 'yes' || entry?.effect === 'yes';
}

function listen(server: Server, config: LocatedConfig): Promise<string> {
  const { host, port } = config.listen;
  return new Promise((resolveUrl, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      const why =
        error.code === 'EADDRINUSE'
          ? `Port ${port} on ${host} is in use; stop what uses it, or set another listen.port. 端口被占用，请更换 listen.port。`
          : `Cannot listen on ${host}:${port} (${error.code ?? 'unknown'}). 无法监听该地址。`;
      reject(new ConfigProblem(why));
    });
    server.listen(port, host, () => {
      const address = server.address();
      const bound = typeof address === 'object' && address ? address.port : port;
      resolveUrl(`http://${host.includes(':') ? `[${host}]` : host}:${bound}`);
    });
  });
}
