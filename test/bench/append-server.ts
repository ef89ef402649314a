/**
 * The server of the append benchmark, a process of its own: a court's sidecar as the product starts it, and beside
 * it, in the same process, the same application with a door that checks a record and writes nothing.
 */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { getRequestListener } from '@hono/node-server';
import { type Logger, pino } from 'pino';
import { createBindings } from '../../sidecar/access/bindings.ts';
import { createOidcClient } from '../../sidecar/access/oidc-client.ts';
import { createProofs } from '../../sidecar/access/proof.ts';
import { createSessions } from '../../sidecar/access/sessions.ts';
import { createApp } from '../../sidecar/app.ts';
import { EvidenceInspector } from '../../sidecar/evidence/inspector.ts';
import { canonicalBytes, sha256 } from '../../sidecar/log/leaf.ts';
import { createMetrics } from '../../sidecar/metrics.ts';
import { Door, type DoorDeps, type Filed } from '../../sidecar/records/door.ts';
import type { Actor } from '../../sidecar/records/record-type.ts';
import { SheetPrinter } from '../../sidecar/sheet/printer.ts';
import { memberByCode } from '../../sidecar/views/staff.ts';
import { startTestCourt, type TestCourt } from '../sidecar/test-court.ts';

/** Everything a filing costs but the store: shape, case number, canonical form and its hash, and an answer. */
class CheckingDoor extends Door {
  override async file(court: string, _: Actor, input: unknown): Promise<Filed> {
    const { record } = this.admit(court, input);
    return {
      id: record.id,
      status: 201,
      outcome: 'filed',
      seq: 1,
      receivedAt: new Date().toISOString(),
      leafHash: sha256(canonicalBytes(record)),
    };
  }
}

const accounts = ['limh', 'wangxl', 'zhaogq', 'wuhong'];

/** The application without the store's share of the work. */
function checkingApp({ sidecar, config }: TestCourt, logger: Logger) {
  const { store, log, secrets } = sidecar;
  const { court, policy, redirectUris } = config;
  const deps: DoorDeps = { store, log, policy, clock: Date.now };
  return createApp({
    court: { ...court, reportsUpstream: false },
    store,
    log,
    door: new CheckingDoor(deps),
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
    inspector: new EvidenceInspector(),
    printer: new SheetPrinter(),
    metrics: createMetrics(court.code, store, log),
    logger,
    clock: Date.now,
    onFiled: () => {},
  });
}

// As the product logs: a line a request, to standard output.
const logger: Logger = pino({ level: 'info' });
const court = await startTestCourt({}, { logger });
const checking = createServer(getRequestListener(checkingApp(court, logger).fetch));
await new Promise<void>((done) => checking.listen(0, '127.0.0.1', done));
const tokens: string[] = [];
for (const account of accounts) tokens.push((await court.as(account)).session.token);
process.send?.({
  filing: court.sidecar.url,
  checking: `http://127.0.0.1:${(checking.address() as AddressInfo).port}`,
  tokens,
  folder: court.folder,
});
process.on('disconnect', () => process.exit());
process.on('message', async (message) => {
  if (message === 'memory') process.send?.({ rss: process.memoryUsage.rss() });
  if (message !== 'stop') return;
  checking.close();
  checking.closeAllConnections();
  await court.close();
  process.disconnect();
});
