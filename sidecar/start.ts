/** Puts a sidecar together from its configuration and lets it listen. Everything that runs is owned here. */
import { existsSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { resolve } from 'node:path';
import { getRequestListener } from '@hono/node-server';
import { type Logger, pino } from 'pino';
import { createAccountStore } from './access/accounts.ts';
import { createOidcClient } from './access/oidc-client.ts';
import { createProvider } from './access/provider.ts';
import { createSessions } from './access/sessions.ts';
import { createApp } from './app.ts';
import { type Config, ConfigProblem, readProfiles, readSecrets, type Secrets } from './config.ts';
import { international } from './crypto/international.ts';
import { createKeyring } from './crypto/keyring.ts';
import { Vault } from './crypto/vault.ts';
import { EvidenceInspector } from './evidence/inspector.ts';
import { LogKeeper } from './log/keeper.ts';
import { Readings } from './log/readings.ts';
import { createMetrics } from './metrics.ts';
import { Door } from './records/door.ts';
import { SheetPrinter } from './sheet/printer.ts';
import { takeLock } from './store/lock.ts';
import { sealOlder } from './store/seal-older.ts';
import { SqliteStore } from './store/sqlite.ts';
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
  // Whatever was destroyed right before a crash stays in the log of the file until here.
  store.scrub();
  sealOlder(store, vault);
  const log = LogKeeper.open(store, [config.court.code], vault);
  // A newer sidecar asks views questions that older ones did not fill them for.
  if (store.migrated && log.head(config.court.code).size > 0) await rebuildViews(store, [config.court.code]);
  const door = new Door({
    store,
    log,
    policy: config.policy,
    clock: options.clock ?? Date.now,
  });
  return { store, vault, log, door, secrets, close };
}

export interface Sidecar extends Works {
  /** Where it listens, e.g. http://127.0.0.1:8701. */
  url: string;
  outbox: Outbox | undefined;
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
  const { store, vault, log, door, secrets } = works;
  const readings = new Readings({ store, log, clock });
  const metrics = createMetrics(config.court.code, store, log);

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
      : new Inbox({ court, key: secrets.court, subordinates: config.subordinates, store, door, clock });
  const outbox = config.superior
    ? new Outbox({
        court,
        key: secrets.court,
        superior: config.superior,
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
  return {
    ...works,
    url,
    outbox,
    async close() {
      await outbox?.stop();
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
