/** createApp(deps): every route of the sidecar on one Hono app. It does not listen, reads no environment, no clock. */
import { OpenAPIHono } from '@hono/zod-openapi';
import { bodyLimit } from 'hono/body-limit';
import { HTTPException } from 'hono/http-exception';
import { requestId } from 'hono/request-id';
import type { Logger } from 'pino';
import { API_HEADER, API_VERSION, type PolicyAnswer } from '../shared/api.ts';
import { PART_MAX_BYTES } from '../shared/evidence-upload.ts';
import type { BoundProfile } from '../shared/host-profile.ts';
import type { Policy } from '../shared/policy.ts';
import { TIME_HEADER } from '../shared/proof.ts';
import { EVIDENCE_MAX_BYTES } from '../shared/records/entry.ts';
import { tableOfRoutes } from './access/bearer.ts';
import type { Bindings } from './access/bindings.ts';
import type { OidcClient } from './access/oidc-client.ts';
import type { Proofs } from './access/proof.ts';
import { limitAddresses, limitPeople, type Throttle, TooManyRequests } from './access/rate-limit.ts';
import type { Sessions } from './access/sessions.ts';
import type { ClockCheck } from './clock-check.ts';
import type { Vault } from './crypto/vault.ts';
import type { EvidenceInspector } from './evidence/inspector.ts';
import type { LogKeeper } from './log/keeper.ts';
import type { Readings } from './log/readings.ts';
import type { Standing } from './log/standing.ts';
import type { Trust } from './log/trust.ts';
import type { Metrics } from './metrics.ts';
import { Refusal, toProblem } from './problems.ts';
import type { Door } from './records/door.ts';
import { type CasesDeps, caseRoutes } from './routes/cases.ts';
import { complaintRoutes } from './routes/complaints.ts';
import { countRoutes } from './routes/counts.ts';
import { destructionRoutes } from './routes/destructions.ts';
import { directReportRoutes } from './routes/direct-reports.ts';
import { entryRoutes } from './routes/entries.ts';
import { evidenceRoutes } from './routes/evidence.ts';
import { grantRoutes } from './routes/grants.ts';
import { inboxRoutes } from './routes/inbox.ts';
import { logRoutes } from './routes/log.ts';
import { operationsRoutes } from './routes/operations.ts';
import { policyRoutes } from './routes/policy.ts';
import { profileRoutes } from './routes/profiles.ts';
import { recordRoutes } from './routes/records.ts';
import { noteRefusals } from './routes/refusals.ts';
import type { App, Ctx, Env } from './routes/route.ts';
import { screeningRoutes } from './routes/screening.ts';
import { sessionRoutes } from './routes/sessions.ts';
import { witnessRoutes } from './routes/witness.ts';
import type { SheetPrinter } from './sheet/printer.ts';
import { type SqliteStore, StoreBroken, StoreFull } from './store/sqlite.ts';
import type { DirectReports } from './sync/direct-reports.ts';
import type { Inbox } from './sync/inbox.ts';
import type { Witness } from './sync/witness.ts';

const MIB = 1024 * 1024;
/** Largest body a route takes, bytes; hundred long entries, one evidence file or a part of one, one consignment. */
const LIMITS: readonly [path: RegExp, bytes: number][] = [
  [/^\/v1\/evidence\/[^/]+\/upload$/, PART_MAX_BYTES],
  [/^\/v1\/evidence\//, EVIDENCE_MAX_BYTES],
  [/^\/v1\/inbox$/, 8 * MIB],
  [/^\/v1\/records$/, 4 * MIB],
];
const SMALL_BODY = 64 * 1024;
/** So few that a count of them would tell who: counted without their name. */
const UNNAMED: ReadonlySet<string> = new Set(['complaint', 'complaint-reply']);

export interface AppDeps {
  court: CasesDeps['court'];
  store: SqliteStore;
  vault: Vault;
  readings: Readings;
  log: LogKeeper;
  door: Door;
  policy: Policy;
  profiles: readonly BoundProfile[];
  sessions: Sessions;
  proofs: Proofs;
  oidc: OidcClient;
  bindings: Bindings;
  /** The identity provider is the embedded one. */
  embedded: boolean;
  inbox: Inbox | undefined;
  witness: Witness | undefined;
  standing: Standing;
  /** Code of the superior court, where there is one. */
  superior: string | undefined;
  trust: Trust;
  /** Where a direct report goes and what it is sealed to. */
  direct?: PolicyAnswer['direct'];
  directReports?: DirectReports | undefined;
  inspector: EvidenceInspector;
  printer: SheetPrinter;
  metrics: Metrics;
  /** How often somebody may ask; nobody is held back where it is left out. */
  throttle?: Throttle;
  /** Whether the clock can be believed; believed where it is left out. */
  clockCheck?: Pick<ClockCheck, 'mayFile' | 'state'>;
  logger: Logger;
  clock: () => number;
  /** Something new was filed: the outbox need not wait for its next round. */
  onFiled: (record: { type: string; body?: unknown }) => void;
}

export function createApp(deps: AppDeps): App {
  const app = new OpenAPIHono<Env>();
  const { court, store, door, logger, metrics } = deps;

  // The number of a request is made here: what a client sends would stand in our log.
  app.use(requestId({ headerName: '' }), async (c, next) => {
    c.header(API_HEADER, API_VERSION);
    c.header('x-request-id', c.get('requestId'));
    const started = deps.clock();
    c.header(TIME_HEADER, String(started));
    await next();
    // The pattern, never the path: a path may hold a case number.
    const pattern = c.req.routePath;
    metrics.requests.inc({ method: c.req.method, route: pattern, status: c.res.status });
    logger.info({
      requestId: c.get('requestId'),
      method: c.req.method,
      route: pattern,
      status: c.res.status,
      ms: deps.clock() - started,
    });
  });

  if (deps.throttle) app.use(limitAddresses(deps.throttle));
  const tooLarge = () => {
    throw new Refusal('too-large');
  };
  const limits = LIMITS.map(([path, bytes]) => ({
    path,
    bytes,
    limit: bodyLimit({ maxSize: bytes, onError: tooLarge }),
  }));
  const smallLimit = { bytes: SMALL_BODY, limit: bodyLimit({ maxSize: SMALL_BODY, onError: tooLarge }) };
  app.use((c, next) => {
    // What is small on the way and large when unpacked is not unpacked here.
    if (!/^(?:identity)?$/i.test(c.req.header('content-encoding') ?? ''))
      throw new Refusal('content-encoding');
    const { bytes, limit } = limits.find(({ path }) => path.test(c.req.path)) ?? smallLimit;
    // A body cannot be longer than announced. Only one that announces no length is counted as it comes in, for looking
    // at it makes a stream of it, which costs more than all else on the way to a handler.
    const announced = c.req.header('content-length');
    if (announced === undefined || c.req.header('transfer-encoding') !== undefined) return limit(c, next);
    return Number(announced) > bytes ? tooLarge() : next();
  });

  // Who is asking is settled here, by the one table, before any handler runs; a path that is not in the table
  // does not exist.
  app.use('/v1/*', tableOfRoutes(deps.sessions, deps.proofs, noteRefusals(court.code, deps.readings)));
  if (deps.throttle) app.use('/v1/*', limitPeople(deps.throttle));

  // A court does not go on as if nothing were when its log is not what was promised of it.
  app.use('/v1/*', async (c, next) => {
    const code = heldBy(deps.standing, c.req.method, c.req.path);
    if (code) throw new Refusal(code);
    await next();
  });

  operationsRoutes(app, {
    court,
    store,
    log: deps.log,
    standing: deps.standing,
    metrics: metrics.registry,
    clockState: () => deps.clockCheck?.state ?? 'ok',
  });
  sessionRoutes(app, { ...deps, signIn: deps.policy?.signIn });
  profileRoutes(app, deps.profiles);
  recordRoutes(app, {
    court,
    door,
    store,
    mayFile: () => deps.clockCheck?.mayFile(),
    onFiled: (record) => {
      metrics.filed.inc({ type: UNNAMED.has(record.type) ? 'other' : record.type });
      deps.onFiled(record);
    },
  });
  evidenceRoutes(app, deps);
  caseRoutes(app, deps);
  entryRoutes(app, deps);
  screeningRoutes(app, deps);
  grantRoutes(app, deps);
  destructionRoutes(app, deps);
  countRoutes(app, deps);
  complaintRoutes(app, deps);
  directReportRoutes(app, deps);
  policyRoutes(app, deps);
  inboxRoutes(app, deps.inbox);
  witnessRoutes(app, deps.witness);
  logRoutes(app, deps);
  app.doc31('/openapi.json', {
    openapi: '3.1.0',
    info: {
      title: 'Liuhen sidecar',
      version: API_VERSION,
      description: 'Records in by one door, views out.',
    },
  });

  app.notFound((c) => answer(c, new Refusal('not-found')));
  app.onError((error, c) => {
    if (error instanceof Refusal) return answer(c, error);
    // Sessions are written beside the store's transactions, and meet a full disk as SQLite tells it.
    if (error instanceof StoreFull || (error as { code?: unknown }).code === 'SQLITE_FULL')
      return answer(c, new Refusal('disk-full'));
    if (error instanceof StoreBroken) return answer(c, new Refusal('not-ready'));
    if (error instanceof HTTPException && error.status < 500) return answer(c, new Refusal('input-invalid'));
    // The message may quote content; the log gets the error's name and place only.
    logger.error({
      requestId: c.get('requestId'),
      route: c.req.routePath,
      error: error.name,
      stack: placeOf(error),
    });
    return answer(c, new Refusal('unexpected'));
  });
  return app;
}

/** Open to everybody at any time: signing in and out, and what says how the logs stand. */
const ALWAYS = /^\/v1\/(?:sign-in|sessions?|log|profiles|policy|witness)(?:\/|$)/;

/** Of a log that lost its end nothing new is filed, and what is left can be read; of one that was rewritten nothing is. */
function heldBy(
  { state }: Standing,
  method: string,
  path: string,
): 'log-rolled-back' | 'log-forked' | undefined {
  if (state === 'vouched' || ALWAYS.test(path)) return undefined;
  if (state === 'forked') return 'log-forked';
  const writes = method !== 'GET' && method !== 'HEAD' && !/^\/v1\/(?:colleagues|agenda)$/.test(path);
  return writes ? 'log-rolled-back' : undefined;
}

function answer(c: Ctx, refusal: Refusal): Response {
  const problem = toProblem(refusal, c.req.header('accept-language'));
  return c.body(JSON.stringify(problem), problem.status as 400, {
    'content-type': 'application/problem+json',
    ...(refusal instanceof TooManyRequests ? { 'retry-after': String(refusal.retryAfterSeconds) } : {}),
  });
}

const placeOf = (error: Error): string[] =>
  (error.stack ?? '')
    .split('\n')
    .filter((line) => /^\s+at /.test(line))
    .slice(0, 6)
    .map((line) => line.trim());
