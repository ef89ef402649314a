/** The product's application on a port of its own, with another door behind it than the sidecar's. */
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { getRequestListener } from '@hono/node-server';
import type { Logger } from 'pino';
import { createBindings } from '../../sidecar/access/bindings.ts';
import { createOidcClient } from '../../sidecar/access/oidc-client.ts';
import { createProofs } from '../../sidecar/access/proof.ts';
import { RateLimits } from '../../sidecar/access/rate-limit.ts';
import { createSessions } from '../../sidecar/access/sessions.ts';
import { createApp } from '../../sidecar/app.ts';
import { EvidenceInspector } from '../../sidecar/evidence/inspector.ts';
import { createListener } from '../../sidecar/listen/listener.ts';
import { Readings } from '../../sidecar/log/readings.ts';
import { Standing } from '../../sidecar/log/standing.ts';
import { createMetrics } from '../../sidecar/metrics.ts';
import type { Door, DoorDeps } from '../../sidecar/records/door.ts';
import { SheetPrinter } from '../../sidecar/sheet/printer.ts';
import { memberByCode } from '../../sidecar/views/staff.ts';
import type { TestCourt } from '../sidecar/test-court.ts';

export const doorDeps = ({ sidecar: { store, log }, config: { policy } }: TestCourt): DoorDeps => ({
  store,
  log,
  policy,
  clock: Date.now,
});

type Listener = ReturnType<typeof createListener>;

/** With all that stands before the door in the product: who may ask how often, and from where. */
function benchApp({ sidecar, config }: TestCourt, logger: Logger, door: Door, listener: Listener) {
  const { store, vault, log, secrets } = sidecar;
  const { court, policy, redirectUris } = config;
  return createApp({
    court: { ...court, reportsUpstream: false },
    store,
    vault,
    readings: new Readings({ store, log, clock: Date.now }),
    log,
    door,
    policy,
    profiles: [],
    sessions: createSessions({
      db: store.db,
      court,
      secret: secrets.derive('queue keys'),
      staff: (code) => store.read(memberByCode(court.code, code)),
    }),
    oidc: createOidcClient({
      issuer: `${sidecar.url}/oidc`,
      clientId: 'liuhen',
      clientSecret: '',
      redirectUris,
      allowInsecure: true,
    }),
    proofs: createProofs(Date.now),
    bindings: createBindings(store.db),
    embedded: true,
    inbox: undefined,
    witness: undefined,
    standing: new Standing(),
    superior: undefined,
    trust: { logs: [], witnesses: [] },
    inspector: new EvidenceInspector(),
    printer: new SheetPrinter(),
    metrics: createMetrics(court.code, store, log),
    throttle: {
      limits: new RateLimits(config.rateLimits, Date.now),
      addressOf: (req) => listener.peer(req).address,
    },
    clockCheck: sidecar.clockCheck,
    logger,
    clock: Date.now,
    onFiled: () => {},
  });
}

export async function listen(
  court: TestCourt,
  logger: Logger,
  door: Door,
): Promise<{ server: Server; url: string }> {
  const listener = createListener(court.config, undefined, () => {});
  const answer = getRequestListener(benchApp(court, logger, door, listener).fetch);
  const { server } = listener;
  server.on('request', (req, res) => {
    if (listener.admits(req, res)) void answer(req, res);
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return { server, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
}
