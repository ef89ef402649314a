/**
 * The server of the seal benchmark, a process of its own: a court's sidecar as the product starts it, and beside it the
 * same application with the same door into a store that keeps the same rows plain: nothing hashed, sealed or signed.
 */
import { join } from 'node:path';
import { type Logger, pino } from 'pino';
import { NOT_SEALED } from '../../sidecar/crypto/vault.ts';
import type { NewRecord } from '../../sidecar/log/keeper.ts';
import { Door } from '../../sidecar/records/door.ts';
import type { Change } from '../../sidecar/store/plan.ts';
import { SqliteStore } from '../../sidecar/store/sqlite.ts';
import { startTestCourt } from '../sidecar/test-court.ts';
import { doorDeps, listen } from './bench-app.ts';

class PlainLog {
  #seq = 0;
  append(court: string, { id, type, actor, receivedAt, content }: NewRecord) {
    this.#seq += 1;
    const nothing = Buffer.alloc(0);
    const row = { court, seq: this.#seq, id, type, actor, received_at: receivedAt };
    const changes: Change[] = [
      { do: 'insert', table: 'log', row: { ...row, leaf: nothing, leaf_hash: nothing } },
      {
        do: 'insert',
        table: 'content',
        row: { court, id, sealed: content, kek: NOT_SEALED, wrapped: nothing },
      },
    ];
    return { seq: this.#seq, leafHash: nothing, changes };
  }
  head() {
    return { size: this.#seq, root: Buffer.alloc(0) };
  }
  appendReading() {
    return { seq: 0, leafHash: Buffer.alloc(0), changes: [] };
  }
}

const [suite = 'international'] = process.argv.slice(2);
const logger: Logger = pino({ level: 'info' });
const court = await startTestCourt({ seal: { suite } }, { logger });
const store = await SqliteStore.open(join(court.folder, 'plain.sqlite'), { vault: court.sidecar.vault });
const door = new Door({ ...doorDeps(court), store, log: new PlainLog() });
const plain = await listen(court, logger, door);
const tokens: string[] = [];
for (const account of ['limh', 'wangxl', 'zhaogq', 'wuhong'])
  tokens.push((await court.as(account)).session.token);
process.send?.({ sealed: court.sidecar.url, plain: plain.url, tokens });
process.on('disconnect', () => process.exit());
process.on('message', async (message) => {
  if (message !== 'stop') return;
  plain.server.close();
  plain.server.closeAllConnections();
  store.close();
  await court.close();
  process.disconnect();
});
