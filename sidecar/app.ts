/** createApp(deps): every route of the sidecar on one Hono app. It does not listen, reads no environment, no clock. */
import { OpenAPIHono } from '@hono/zod-openapi';
import { bodyLimit } from 'hono/body-limit';
import { HTTPException } from 'hono/http-exception';
import { requestId } from 'hono/request-id';
import { secureHeaders } from 'hono/secure-headers';
import type { Logger } from 'pino';
import { API_HEADER, API_VERSION, type PolicyAnswer } from '../shared/api.ts';
import { PART_MAX_BYTES } from '../shared/evidence-upload.ts';
import type { BoundProfile } from '../shared/host-profile.ts';
import type { Policy } from '../shared/policy.ts';
import { EVIDENCE_MAX_BYTES } from '../shared/records/entry.ts';
import { tableOfRoutes } from './access/bearer.ts';
import type { OidcClient } from './access/oidc-client.ts';
import type { Sessions } from './access/sessions.ts';
import type { Vault } from './crypto/vault.ts';
import type { EvidenceInspector } from './evidence/inspector.ts';
import type { LogKeeper } from './log/keeper.ts';
import type { Readings } from './log/readings.ts';
import type { Metrics } from './metrics.ts';
import { Refusal, toProblem } from './problems.ts';
import type { Door } from './records/door.ts';
import { type CasesDeps, caseRoutes } from './routes/cases.ts';
import { complaintRoutes } from './routes/complaints.ts';
import { directReportRoutes } from './routes/direct-reports.ts';
import { entryRoutes } from './routes/entries.ts';
import { evidenceRoutes } from './routes/evidence.ts';
import { inboxRoutes } from './routes/inbox.ts';
import { operationsRoutes } from './routes/operations.ts';
import { policyRoutes } from './routes/policy.ts';
import { profileRoutes } from './routes/profiles.ts';
import { recordRoutes } from './routes/records.ts';
import type { App, Ctx, Env } from './routes/route.ts';
import { screeningRoutes } from './routes/screening.ts';
import { sessionRoutes } from './routes/sessions.ts';
import type { SheetPrinter } from './sheet/printer.ts';
import { type SqliteStore, StoreBroken, StoreFull } from './store/sqlite.ts';
import type { DirectReports } from './sync/direct-reports.ts';
import type { Inbox } from './sync/inbox.ts';

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
  oidc: OidcClient;
  inbox: Inbox | undefined;
  /** Where a direct report goes and what it is sealed to. */
  direct?: PolicyAnswer['direct'];
  directReports?: DirectReports | undefined;
  inspector: EvidenceInspector;
  printer: SheetPrinter;
  metrics: Metrics;
  logger: Logger;
  clock: () => number;
  /** Something new was filed: the outbox need not wait for its next round. */
  onFiled: (record: { type: string; body?: unknown }) => void;
}

export function createApp(deps: AppDeps): App {
  const app = new OpenAPIHono<Env>();
  const { court, store, door, logger, metrics } = deps;

  app.use(requestId(), secureHeaders(), async (c, next) => {
    c.header(API_HEADER, API_VERSION);
    c.header('cache-control', 'no-store');
    const started = deps.clock();
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
    const { bytes, limit } = limits.find(({ path }) => path.test(c.req.path)) ?? smallLimit;
    // A body cannot be longer than announced. Only one that announces no length is counted as it comes in, for looking
    // at it makes a stream of it, which costs more than all else on the way to a handler.
    const announced = c.req.header('content-length');
    if (announced === undefined || c.req.header('transfer-encoding') !== undefined) return limit(c, next);
    return Number(announced) > bytes ? tooLarge() : next();
  });

  // Who is asking is settled here, by the one table, before any handler runs; a path that is not in the table
  // does not exist.
  app.use('/v1/*', tableOfRoutes(deps.sessions));

  operationsRoutes(app, { court, store, log: deps.log, metrics: metrics.registry });
  sessionRoutes(app, deps);
  profileRoutes(app, deps.profiles);
  recordRoutes(app, {
    court,
    door,
    store,
    onFiled: (record) => {
      metrics.filed.inc({ type: UNNAMED.has(record.type) ? 'other' : record.type });
      deps.onFiled(record);
    },
  });
  evidenceRoutes(app, deps);
  caseRoutes(app, deps);
  entryRoutes(app, deps);
  screeningRoutes(app, deps);
  complaintRoutes(app, deps);
  directReportRoutes(app, deps);
  policyRoutes(app, deps);
  inboxRoutes(app, deps.inbox);
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

function answer(c: Ctx, refusal: Refusal): Response {
  const problem = toProblem(refusal, c.req.header('accept-language'));
  return c.body(JSON.stringify(problem), problem.status as 400, {
    'content-type': 'application/problem+json',
  });
}

const placeOf = (error: Error): string[] =>
  (error.stack ?? '')
    .split('\n')
    .filter((line) => /^\s+at /.test(line))
    .slice(0, 6)
    .map((line) => line.trim());
