/**
 * The server of the gate benchmark: two courts in one process, so that whatever disturbs one disturbs the other, one
 * with a short history and one with a long one, both filed through the door.
 */
import { createReadStream } from 'node:fs';
import { databaseFile } from '../../sidecar/start.ts';
import { gateOf } from '../../sidecar/views/gate.ts';
import { startTestCourt, type TestCourt } from '../sidecar/test-court.ts';
import { caseNumber, clearanceOf, entryOf, nilOf, RECORDS_A_CASE, readingOf } from './bodies.ts';
import { quantile } from './report.ts';

/** Cases a transaction while filling: the larger, the fewer times a page of the database is written. */
const GROUP = 4000;
const IN_PROCESS_ASKS = 5000;
const ASKED = 'adjudication-committee';

const sizes = process.argv.slice(2).map(Number);

/** Cases whose page was read, whose three people have stated, and that were cleared. */
async function fill(court: TestCourt, cases: number): Promise<void> {
  const { door } = court.sidecar;
  const code = court.config.court.code;
  const actor = async (account: string) =>
    ({ kind: 'person', ...(await court.as(account)).session.person }) as const;
  const [limh, wangxl, zhaogq] = [await actor('limh'), await actor('wangxl'), await actor('zhaogq')];
  for (let first = 1; first <= cases; first += GROUP) {
    const filed: Promise<unknown>[] = [];
    for (let n = first; n < Math.min(first + GROUP, cases + 1); n += 1) {
      filed.push(
        door.file(code, limh, readingOf(n)),
        door.file(code, limh, entryOf(n)),
        door.file(code, wangxl, nilOf(n)),
        door.file(code, zhaogq, nilOf(n)),
        door.file(code, limh, clearanceOf(n, ASKED)),
      );
    }
    await Promise.all(filed);
  }
}

const courts: { court: TestCourt; cases: number; seconds: number }[] = [];
for (const records of sizes) {
  const court = await startTestCourt();
  const cases = Math.floor(records / RECORDS_A_CASE);
  const started = performance.now();
  await fill(court, cases);
  courts.push({ court, cases, seconds: (performance.now() - started) / 1000 });
  // As after the last restart: what was cached while filling is gone, what the operating system holds is not.
  await court.restart();
}

/**
 * Reads the files through, so that the operating system holds them, as that of a court's server does. Where memory is
 * taken back at once, one would measure the disk.
 */
async function readThrough(): Promise<void> {
  for (const { court } of courts) {
    for await (const _ of createReadStream(databaseFile(court.config), { highWaterMark: 1 << 20 }));
  }
}

/** Milliseconds of decisions without HTTP, the courts in turns. */
function askInProcess(): number[][] {
  const latencies: number[][] = courts.map(() => []);
  for (let ask = 0; ask < IN_PROCESS_ASKS; ask += 1) {
    for (const [place, { court, cases }] of courts.entries()) {
      const key = caseNumber(1 + Math.floor(Math.random() * cases));
      const { config, sidecar } = court;
      const started = performance.now();
      const now = new Date().toISOString();
      const decision = sidecar.store.read(gateOf(config.court.code, key, ASKED, now, config.policy));
      latencies[place]?.push(performance.now() - started);
      if (!decision.open) throw new Error(`${key} is not open`);
    }
  }
  return latencies;
}

const sides = [];
for (const { court, cases, seconds } of courts) {
  const { token } = (await court.as('limh')).session;
  const { size } = court.sidecar.log.head(court.config.court.code);
  sides.push({ url: court.sidecar.url, token, cases, seconds, records: size });
}
process.send?.(sides);
process.on('disconnect', () => process.exit());
process.on('message', async (message) => {
  if (message === 'read through') {
    await readThrough();
    process.send?.('done');
  }
  if (message === 'ask') {
    process.send?.(askInProcess().map((side) => ({ p50: quantile(side, 0.5), p99: quantile(side, 0.99) })));
  }
  if (message !== 'stop') return;
  for (const { court } of courts) await court.close();
  process.disconnect();
});
