/** Puts a sidecar together from its configuration and lets it listen. Everything that runs is owned here. */
import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import type { IncomingMessage, Server } from 'node:http';
import { resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { getRequestListener } from '@hono/node-server';
import Sqlite from 'better-sqlite3';
import type { Logger } from 'pino';
import { filledUp } from '../shared/direct-report.ts';
import { keyId, sealTo } from '../shared/sealed-envelope.ts';
import { createOidcClient } from './access/oidc-client.ts';
import { createProofs } from './access/proof.ts';
import { createProvider } from './access/provider.ts';
import { admitsToSignIn, RateLimits } from './access/rate-limit.ts';
import { needsSecondFactor } from './access/second-factor.ts';
import { createSessions } from './access/sessions.ts';
import { openSignInStores } from './access/sign-in-stores.ts';
import { createApp } from './app.ts';
import { ClockCheck } from './clock-check.ts';
import { type Config, ConfigProblem, readProfiles, readSecrets, type Secrets } from './config.ts';
import { DirectKeys } from './crypto/direct-key.ts';
import { international } from './crypto/international.ts';
import { suiteOfPublicKey } from './crypto/suites.ts';
import { Vault } from './crypto/vault.ts';
import { EvidenceInspector } from './evidence/inspector.ts';
import { ListenProblem, openListener } from './listen/open-listener.ts';
import { LogKeeper } from './log/keeper.ts';
import { Readings } from './log/readings.ts';
import { Standing } from './log/standing.ts';
import { type TrustOf, trustOf } from './log/trust.ts';
import { createMetrics, type Metrics } from './metrics.ts';
import { Refusal } from './problems.ts';
import { openProcessLog } from './process-log.ts';
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
import { KeptCheckpoints } from './sync/kept-checkpoints.ts';
import { Outbox } from './sync/outbox.ts';
import { Witness } from './sync/witness.ts';
import { WitnessClient } from './sync/witness-client.ts';
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
  kept: KeptCheckpoints;
  standing: Standing;
  /** What subordinate courts seal to. */
  directKeys: DirectKeys;
  /** Absent at a court that has no superior to report to directly. */
  slots: EnvelopeSlots | undefined;
  /** Closes the store and lets another process have it. */
  close(): void | Promise<void>;
}

export const dataFolder = (config: LocatedConfig): string => resolve(config.folder, config.data);
export const databaseFile = (config: LocatedConfig): string => resolve(dataFolder(config), 'liuhen.sqlite');

/** @throws ConfigProblem when a key is missing or cannot be used */
export function secretsOf(config: LocatedConfig): Secrets {
  const file = databaseFile(config);
  return readSecrets(config, dataFolder(config), existsSync(file) ? sealingOf(file) : 'none');
}

/** Whether contents in a database are sealed: it says so by the columns it has. */
function sealingOf(file: string): 'unsealed' | 'sealed' {
  try {
    const db = new Sqlite(file, { readonly: true });
    try {
      const columns = db.prepare<[], { name: string }>('pragma table_info(content)').all();
      return columns.some(({ name }) => name === 'bytes') ? 'unsealed' : 'sealed';
    } finally {
      db.close();
    }
  } catch {
    // What is wrong with the file is told by whoever opens it next.
    return 'sealed';
  }
}

export const vaultOf = ({ suite, keyring }: Secrets): Vault => new Vault(suite, keyring);

/** @throws ConfigProblem when keys or database cannot be used, or another process uses them */
export async function openWorks(
  config: LocatedConfig,
  options: { clock?: () => number; onBroken?: (error: Error) => void } = {},
): Promise<Works> {
  const file = databaseFile(config);
  const clock = options.clock ?? Date.now;
  const secrets = secretsOf(config);
  const vault = vaultOf(secrets);
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
  const kept = new KeptCheckpoints(dataFolder(config));
  const restarts = kept.restarts();
  const log = LogKeeper.open(store, [config.court.code], { vault, key: secrets.court, restarts });
  // A newer sidecar asks views questions that older ones did not fill them for.
  if (store.migrated && log.head(config.court.code).size > 0) await rebuildViews(store, [config.court.code]);
  const standing = new Standing();
  const door = new Door({
    store,
    log,
    policy: config.policy,
    clock,
    held: () => standing.problem,
    slots,
  });
  return { store, vault, log, door, secrets, kept, standing, directKeys, slots, close };
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
  witnessed: WitnessClient | undefined;
  clockCheck: ClockCheck;
  /** Opens the log's file anew and reads the certificate again, as SIGHUP asks for. */
  reload(): void;
  close(): Promise<void>;
}

/** A start waits this long for a superior that is away. */
const WITNESS_PATIENCE_MS = 5000;

export interface StartOptions {
  clock?: () => number;
  logger?: Logger;
  /** Called when the disk failed: nothing acknowledged may be trusted to this process any longer. */
  onBroken?: (error: Error) => void;
}

/** @throws ConfigProblem for what a person must mend, e.g. a port in use */
export async function startSidecar(config: LocatedConfig, options: StartOptions = {}): Promise<Sidecar> {
  const clock = options.clock ?? Date.now;
  const processLog = options.logger
    ? { logger: options.logger, reopen: () => {}, close: () => {} }
    : openProcessLog(config);
  const { logger } = processLog;
  const profiles = readProfiles(config);
  const listener = reachable(config, clock, logger);
  const { server } = listener;
  const works = await openWorks(config, {
    clock,
    ...(options.onBroken ? { onBroken: options.onBroken } : {}),
  });
  const { store, vault, log, door, secrets, kept, standing, directKeys, slots } = works;
  const readings = new Readings({ store, log, clock });
  const metrics = createMetrics(config.court.code, store, log);
  const { certificate } = listener;
  if (certificate)
    metrics.watch('liuhen_tls_days_left', 'Days until the certificate ends', certificate.daysLeft);

  const { court } = config;
  const { superior } = config;
  const clockCheck = new ClockCheck({ court, store, clock, superior, logger, ...config.clock });
  watchClock(metrics, clockCheck);
  const witnessed = superior
    ? new WitnessClient({
        court,
        publicKey: secrets.court.publicKey,
        superior,
        log,
        store,
        kept,
        restarts: kept.restarts(),
        standing,
        clock,
        onAttempt: ({ outcome, ...where }) => {
          metrics.witnessed.inc({ outcome });
          if (outcome !== 'current') logger.info({ witness: outcome, ...where });
        },
      })
    : undefined;
  witnessed?.compareWithKept();
  let outbox: Outbox | undefined;
  const courier =
    slots && superior?.directKey
      ? new Courier({
          court,
          superior: { directKey: superior.directKey },
          policy: config.policy.directReport,
          slots,
          store,
          door,
          clock,
          mayFile: () => {
            if (standing.problem) throw new Refusal(standing.problem);
            clockCheck.mayFile();
          },
          onSent: () => outbox?.nudge(),
          onFailed: (error) => logger.error({ courier: error instanceof Error ? error.name : 'unknown' }),
        })
      : undefined;
  try {
    // What is sent from the slots may not go into a log that was taken back: whoever saw it last is asked before.
    if (courier && witnessed) {
      const asked = witnessed.submit('disclosures').catch(() => undefined);
      await Promise.race([asked, sleep(WITNESS_PATIENCE_MS, undefined, { ref: false })]);
    }
    // Before anybody can knock: until it is done nobody knows which slots are free.
    await courier?.open();
  } catch (error) {
    works.close();
    throw error;
  }
  const url = await listen(server, config).catch((error: unknown) => {
    works.close();
    throw error;
  });
  const publicUrl = config.publicUrl ?? url;

  const embedded = config.issuer === undefined;
  const issuer = config.issuer ?? {
    url: new URL('/oidc', publicUrl).href,
    clientId: 'liuhen',
    clientSecret: secrets.derive('client secret').toString('base64url'),
    allowInsecure: true,
  };
  const signInStores = openSignInStores({
    db: store.db,
    court,
    derive: secrets.derive,
    suite: international,
    origin: new URL(issuer.url).origin,
    now: clock,
  });
  const { signIn } = config.policy;
  const sessions = createSessions({
    db: store.db,
    court,
    secret: secrets.derive('queue keys'),
    staff: (code) => store.read(memberByCode(court.code, code)),
    policy: signIn,
    rolesMode: config.issuer?.roles?.mode,
    now: clock,
  });
  const provider = embedded
    ? createProvider({
        ...signInStores,
        issuer: issuer.url,
        courtName: court.name,
        clientId: issuer.clientId,
        clientSecret: issuer.clientSecret,
        redirectUris: config.redirectUris,
        staff: async (account) => store.read(memberByAccount(court.code, account)),
        member: async (code) => store.read(memberByCode(court.code, code)),
        needsSecondFactor: ({ roles }) => needsSecondFactor(roles, signIn),
        onCredentialsChanged: (code) => sessions.closeAllOf(code),
        addressOf: (req) => listener.peer(req).address,
        ...secrets.provider,
        now: clock,
        logger,
      })
    : undefined;
  const oidc = createOidcClient({
    issuer: issuer.url,
    clientId: issuer.clientId,
    clientSecret: issuer.clientSecret,
    allowInsecure: issuer.allowInsecure,
    redirectUris: config.redirectUris,
    ...(embedded && listener.ownFetch ? { fetch: listener.ownFetch } : {}),
    ...(config.issuer
      ? {
          accountClaim: config.issuer.accountClaim,
          roles: config.issuer.roles,
          acrValues: signIn.foreign.acr,
        }
      : {}),
    now: clock,
  });
  const limits = new RateLimits(config.rateLimits, clock);
  const throttle = { limits, addressOf: (req: IncomingMessage) => listener.peer(req).address };
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
          admits: (origin) => {
            limits.take('inbox', `court ${origin}`);
            clockCheck.mayFile();
          },
        });
  const witness =
    config.subordinates.length === 0
      ? undefined
      : new Witness({
          court,
          suite: secrets.suite,
          key: secrets.court,
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
        mayFile: () => clockCheck.mayFile(),
        heard: (headers) => clockCheck.heard(headers),
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
    proofs: createProofs(clock),
    oidc,
    bindings: signInStores.bindings,
    embedded,
    inbox,
    witness,
    standing,
    superior: config.superior?.court.code,
    trust: trustOf({
      court: court.code,
      suite: secrets.suite,
      publicKey: secrets.court.publicKey,
      restarts: kept.restarts(),
      ...superiorTrust(config),
    }),
    ...(superior?.directKey ? { direct: { superior: superior.court, key: superior.directKey } } : {}),
    directReports,
    inspector,
    printer,
    metrics,
    throttle,
    clockCheck,
    logger,
    clock,
    onFiled: ({ body }) => outbox?.nudge({ urgent: saysAffected(body) }),
  });
  const answer = getRequestListener(app.fetch);
  server.on('request', (req, res) => {
    if (!listener.admits(req, res)) return;
    if (provider?.owns(req.url)) {
      if (admitsToSignIn(throttle, court.name, req, res)) provider.handler(req, res);
    } else void answer(req, res);
  });
  clockCheck.start();
  outbox?.start();
  witnessed?.start();
  courier?.start();
  // So that the first who reads need not wait for all of it. What fails is told to who reads.
  void directReports?.catchUp().catch(() => undefined);
  return {
    ...works,
    url,
    outbox,
    witnessed,
    courier,
    clockCheck,
    reload() {
      processLog.reopen();
      listener.look();
    },
    async close() {
      listener.stop();
      clockCheck.stop();
      await courier?.stop();
      await outbox?.stop();
      await witnessed?.stop();
      await directReports?.stop();
      await printer.close();
      await inspector.close();
      await new Promise<void>((done) => {
        server.close(() => done());
        server.closeAllConnections();
      });
      processLog.close();
      works.close();
    },
  };
}

/** The superior's key as a witness's, for whoever checks a receipt. */
export function superiorTrust({ superior }: Pick<Config, 'superior'>): Pick<TrustOf, 'superior'> {
  if (!superior) return {};
  const publicKey = Buffer.from(superior.publicKey, 'base64');
  const suite = suiteOfPublicKey(publicKey);
  return suite ? { superior: { court: superior.court.code, suite, publicKey } } : {};
}

function watchClock({ watch }: Metrics, clock: ClockCheck): void {
  watch(
    'liuhen_clock_behind_records_seconds',
    'How far the clock is behind the newest record; negative as it should be',
    () => clock.behindRecords / 1000,
  );
  watch(
    'liuhen_clock_ahead_of_superior_seconds',
    'How far the clock is ahead of the superior court; NaN while unknown',
    () => (clock.offSuperior ?? Number.NaN) / 1000,
  );
}

/** 已影响: an entry, or the reading a supplement gives it, says that the case was affected. */
function saysAffected(body: unknown): boolean {
  const { effect, entry } = (body ?? {}) as { effect?: unknown; entry?: { effect?: unknown } };
  return effect === 'yes' || entry?.effect === 'yes';
}

/** @throws ConfigProblem where the certificate cannot be used, or passwords would cross the network in the clear */
function reachable(config: LocatedConfig, clock: () => number, logger: Logger) {
  try {
    return openListener(config, { clock, logger });
  } catch (error) {
    throw error instanceof ListenProblem ? new ConfigProblem(error.message) : error;
  }
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
      resolveUrl(`${config.tls ? 'https' : 'http'}://${host.includes(':') ? `[${host}]` : host}:${bound}`);
    });
  });
}
