/** For those who run the sidecar: is it alive, is it ready, what is it doing. No content, no names. */

import type { Registry } from 'prom-client';
import { z } from 'zod';
import type { LogKeeper } from '../log/keeper.ts';
import type { Standing } from '../log/standing.ts';
import { Refusal } from '../problems.ts';
import type { SqliteStore } from '../store/sqlite.ts';
import { type App, json, route } from './route.ts';

const alive = z.object({ status: z.literal('ok') });
const readiness = z.object({
  status: z.literal('ready'),
  court: z.string(),
  /** `differs`: by more than five minutes from the superior's. */
  clock: z.enum(['ok', 'differs']),
  log: z.object({ size: z.int(), root: z.string() }),
});

export interface OperationsDeps {
  court: { code: string };
  store: SqliteStore;
  log: LogKeeper;
  standing: Standing;
  metrics: Registry;
  clockState: () => 'ok' | 'differs' | 'wrong';
}

export function operationsRoutes(
  app: App,
  { court, store, log, standing, metrics, clockState }: OperationsDeps,
): void {
  route(
    app,
    {
      method: 'get',
      path: '/healthz',
      summary: 'The process answers',
      answers: { 200: json('Alive', alive) },
    },
    (c) => c.json({ status: 'ok' as const }),
  );
  route(
    app,
    {
      method: 'get',
      path: '/readyz',
      summary:
        'Records can be filed; 503 once the disk has failed, while the clock is wrong, or the log is not what was witnessed of it',
      answers: { 200: json('Ready', readiness) },
    },
    (c) => {
      if (store.broken) throw new Refusal('not-ready');
      if (standing.problem) throw new Refusal(standing.problem);
      const clock = clockState();
      if (clock === 'wrong') throw new Refusal('clock-wrong');
      const { size, root } = log.head(court.code);
      return c.json({
        status: 'ready' as const,
        court: court.code,
        clock,
        log: { size, root: root.toString('hex') },
      });
    },
  );
  route(
    app,
    {
      method: 'get',
      path: '/metrics',
      summary: 'Prometheus metrics',
      answers: { 200: { description: 'Metrics', content: { 'text/plain': { schema: z.string() } } } },
    },
    async (c) => c.body(await metrics.metrics(), 200, { 'content-type': metrics.contentType }),
  );
}
