/** What is counted. Labels name routes and record types, never people or cases. */
import { Counter, collectDefaultMetrics, Gauge, Registry } from 'prom-client';
import type { LogKeeper } from './log/keeper.ts';
import { queries, rows } from './store/plan.ts';
import type { SqliteStore } from './store/sqlite.ts';

export function createMetrics(court: string, store: SqliteStore, log: LogKeeper) {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const requests = new Counter({
    name: 'liuhen_http_requests_total',
    help: 'Answers by route and status',
    labelNames: ['method', 'route', 'status'],
    registers: [registry],
  });
  const filed = new Counter({
    name: 'liuhen_records_filed_total',
    help: 'Records filed by people since start',
    labelNames: ['type'],
    registers: [registry],
  });
  const attempts = new Counter({
    name: 'liuhen_upstream_attempts_total',
    help: 'Attempts to report upstream, by outcome',
    labelNames: ['outcome'],
    registers: [registry],
  });
  const witnessed = new Counter({
    name: 'liuhen_witness_attempts_total',
    help: 'Checkpoints brought to the superior court, by outcome',
    labelNames: ['outcome'],
    registers: [registry],
  });
  new Gauge({
    name: 'liuhen_log_size',
    help: 'Records in the log',
    registers: [registry],
    collect() {
      this.set(log.head(court).size);
    },
  });
  new Gauge({
    name: 'liuhen_upstream_waiting',
    help: 'Records without a receipt of the superior court',
    registers: [registry],
    collect() {
      const [row] = store.read(
        rows<{ n: number }>(
          queries
            .selectFrom('outbox')
            .select((eb) => eb.fn.countAll<number>().as('n'))
            .where('court', '=', court)
            .where('receipt_seq', 'is', null),
        ),
      );
      this.set(row?.n ?? 0);
    },
  });
  /** A figure that is asked for when it is read. */
  const watch = (name: string, help: string, value: () => number) => {
    new Gauge({
      name,
      help,
      registers: [registry],
      collect() {
        this.set(value());
      },
    });
  };
  return { registry, requests, filed, attempts, witnessed, watch };
}
export type Metrics = ReturnType<typeof createMetrics>;
