/**
 * How fast records are filed: over HTTP, each on the disk before its answer, beside what the disk gives at best and
 * what the same server does when it writes nothing. The sides take turns within one run; ratios are of medians.
 */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { MAX_BATCH } from '../../sidecar/routes/records.ts';
import { entryOf } from './bodies.ts';
import { type Load, load } from './load.ts';
import { openRawCommits } from './raw-commits.ts';
import { type Benchmark, median, milliseconds, perSecond, quantile, rounded } from './report.ts';

const ROUNDS = 7;
const SLICE_MS = 1000;
const CASES = 5000;
const BATCH_CONNECTIONS = 4;

/** What is asked of every side: one record a request over some connections, or full batches. */
const SHAPES = {
  1: { connections: 1, records: 1 },
  16: { connections: 16, records: 1 },
  64: { connections: 64, records: 1 },
  batch: { connections: BATCH_CONNECTIONS, records: MAX_BATCH },
} as const;
type Shape = keyof typeof SHAPES;
const shapes = Object.keys(SHAPES) as unknown as Shape[];

interface Ready {
  filing: string;
  checking: string;
  tokens: string[];
  folder: string;
}

interface Side {
  /** Records a second, one a round. */
  rates: number[];
  /** Milliseconds a request, all rounds. */
  latencies: number[];
}

export const append: Benchmark = async (print) => {
  const server = fork(fileURLToPath(new URL('append-server.ts', import.meta.url)), {
    // The access log is written, as the product writes it, and read by nobody.
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const [ready] = (await once(server, 'message')) as [Ready];
  const raw = openRawCommits(ready.folder);
  const rawSide: Side = { rates: [], latencies: [] };
  const sides = Object.fromEntries(
    shapes.map((shape) => [
      shape,
      { filing: { rates: [], latencies: [] }, checking: { rates: [], latencies: [] } },
    ]),
  ) as unknown as Record<Shape, { filing: Side; checking: Side }>;

  const measure = async (shape: Shape, door: 'filing' | 'checking', keep: boolean) => {
    const { connections, records } = SHAPES[shape];
    const { requestsPerSecond, latencies } = await load({
      ...requestsOf(records),
      url: ready[door],
      tokens: ready.tokens,
      connections,
      milliseconds: SLICE_MS,
    });
    if (!keep) return;
    sides[shape][door].rates.push(requestsPerSecond * records);
    sides[shape][door].latencies.push(...latencies);
  };

  // The first round warms the code up and is not counted.
  for (let round = 0; round <= ROUNDS; round += 1) {
    const { perSecond: rate, latencies } = raw.run(SLICE_MS);
    if (round > 0) {
      rawSide.rates.push(rate);
      rawSide.latencies.push(...latencies);
    }
    for (const shape of shapes) {
      await measure(shape, 'filing', round > 0);
      await measure(shape, 'checking', round > 0);
    }
  }
  const rss = await memoryOf(server);
  raw.close();
  server.send('stop');
  await once(server, 'exit');

  print(`${ROUNDS} rounds of ${SLICE_MS} ms a side, medians (of records a second; of requests, p50 and p99)`);
  print(lineOf('raw one-row commits', rawSide));
  const ratioToRaw: Record<string, number> = {};
  const ratioToHttp: Record<string, number> = {};
  for (const shape of shapes) {
    const { filing, checking } = sides[shape];
    ratioToRaw[shape] = rounded(median(filing.rates) / median(rawSide.rates));
    ratioToHttp[shape] = rounded(median(filing.rates) / median(checking.rates));
    const { connections, records } = SHAPES[shape];
    const what = `${connections} × ${records === 1 ? '1 record' : `${records} records`}`;
    print(
      `${lineOf(`${what}, filed`, filing)}   ${ratioToRaw[shape]} of raw, ${ratioToHttp[shape]} of checked`,
    );
    print(lineOf(`${what}, checked only`, checking));
  }
  print(`resident memory of the server afterwards: ${Math.round(rss / 1024 / 1024)} MiB`);
  return { ratioToRaw, ratioToHttp, rssMiB: Math.round(rss / 1024 / 1024) };
};

let place = 0;
function requestsOf(records: number): Pick<Load, 'next' | 'accept'> {
  const one = () => {
    place += 1;
    return entryOf(1 + (place % CASES));
  };
  const send = (body: unknown) => ({ method: 'POST', path: '/v1/records', body: JSON.stringify(body) });
  return {
    next: () => send(records === 1 ? one() : Array.from({ length: records }, one)),
    accept: (_, body) => body.split('"outcome":"filed"').length - 1 === records,
  };
}

async function memoryOf(server: ChildProcess): Promise<number> {
  server.send('memory');
  const [{ rss }] = (await once(server, 'message')) as [{ rss: number }];
  return rss;
}

const lineOf = (name: string, { rates, latencies }: Side): string =>
  `${name.padEnd(30)}${perSecond(median(rates))}  p50${milliseconds(median(latencies))}  p99${milliseconds(quantile(latencies, 0.99))}`;
