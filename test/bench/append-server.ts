/**
 * The server of the append benchmark, a process of its own: a court's sidecar as the product starts it, and beside
 * it, in the same process, the same application with a door that checks a record and writes nothing.
 */
import { type Logger, pino } from 'pino';
import { canonicalBytes, sha256 } from '../../sidecar/log/leaf.ts';
import { Door, type Filed } from '../../sidecar/records/door.ts';
import type { Actor } from '../../sidecar/records/record-type.ts';
import { startTestCourt } from '../sidecar/test-court.ts';
import { doorDeps, listen } from './bench-app.ts';

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

// As the product logs: a line a request, to standard output.
const logger: Logger = pino({ level: 'info' });
const court = await startTestCourt({}, { logger });
const checking = await listen(court, logger, new CheckingDoor(doorDeps(court)));
const tokens: string[] = [];
for (const account of accounts) tokens.push((await court.as(account)).session.token);
process.send?.({ filing: court.sidecar.url, checking: checking.url, tokens, folder: court.folder });
process.on('disconnect', () => process.exit());
process.on('message', async (message) => {
  if (message === 'memory') process.send?.({ rss: process.memoryUsage.rss() });
  if (message !== 'stop') return;
  checking.server.close();
  checking.server.closeAllConnections();
  await court.close();
  process.disconnect();
});
