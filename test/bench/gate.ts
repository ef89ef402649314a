/**
 * Whether the gate answers as fast after years as in the first week: one decision at a time, over HTTP and without,
 * from a short and from a long history, asked in turns.
 */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { caseNumber } from './bodies.ts';
import { Connection } from './load.ts';
import { type Benchmark, median, milliseconds, quantile, rounded } from './report.ts';

const SHORT = 10_000;
const LONG = 1_000_000;
const ROUNDS = 9;
const ASKS = 2000;

interface Served {
  url: string;
  token: string;
  cases: number;
  seconds: number;
  records: number;
}
interface Spread {
  p50: number;
  p99: number;
}

export const gate: Benchmark = async (print) => {
  const server = fork(
    fileURLToPath(new URL('gate-server.ts', import.meta.url)),
    [String(SHORT), String(LONG)],
    {
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    },
  );
  const [served] = (await once(server, 'message')) as [[Served, Served]];
  for (const { records, seconds } of served) print(`${records} records filed in ${seconds.toFixed(0)} s`);

  const path = ({ cases }: Served) =>
    `/v1/cases/${encodeURIComponent(caseNumber(1 + Math.floor(Math.random() * cases)))}/gate?meeting=adjudication-committee`;
  const accept = (status: number, body: string) => status === 200 && body.includes('"open":true');
  const overHttp = async (): Promise<Spread[]> => {
    // Opened anew each round: the server closes what is quiet for some seconds.
    const lines = await Promise.all(served.map(({ url, token }) => Connection.open({ url, token, accept })));
    const latencies: number[][] = served.map(() => []);
    for (let ask = 0; ask < ASKS; ask += 1) {
      for (const [place, side] of served.entries()) {
        const taken = await lines[place]?.ask({ method: 'GET', path: path(side) });
        if (taken !== undefined) latencies[place]?.push(taken);
      }
    }
    for (const line of lines) line.close();
    return latencies.map((side) => ({ p50: quantile(side, 0.5), p99: quantile(side, 0.99) }));
  };
  const inProcess = async (): Promise<Spread[]> => {
    server.send('ask');
    const [spreads] = (await once(server, 'message')) as [Spread[]];
    return spreads;
  };

  const http: Spread[][] = [];
  const within: Spread[][] = [];
  // The first round warms the code up and is not counted.
  for (let round = 0; round <= ROUNDS; round += 1) {
    server.send('read through');
    await once(server, 'message');
    const spreads = [await overHttp(), await inProcess()] as const;
    if (round === 0) continue;
    http.push(spreads[0]);
    within.push(spreads[1]);
  }
  server.send('stop');
  await once(server, 'exit');

  print(`${ROUNDS} rounds of ${ASKS} decisions a side over HTTP, in turns; medians of the rounds`);
  const figures: Record<string, number> = {};
  for (const [name, rounds] of [
    ['', http],
    ['InProcess', within],
  ] as const) {
    for (const share of ['p50', 'p99'] as const) {
      const short = rounds.map(([side]) => side?.[share] ?? Number.NaN);
      const long = rounds.map(([, side]) => side?.[share] ?? Number.NaN);
      const growth = median(long.map((value, round) => value / (short[round] ?? Number.NaN)));
      figures[`${share}Growth${name}`] = rounded(growth);
      const where = name === '' ? 'over HTTP' : 'in process';
      print(
        `${where.padEnd(11)}${share}  ${milliseconds(median(short))} with ${served[0].records} records,${milliseconds(median(long))} with ${served[1].records}: × ${rounded(growth)}`,
      );
    }
  }
  return { ...figures, fillSeconds: Math.round(served[1].seconds) };
};
