/**
 * What sealing costs: records over HTTP into a store that seals them, keeps the tree and signs its head, beside the same
 * application and door into a store that writes the same rows plain. Then a log of a million records: how fast it verifies, on how
 * much memory, and what a receipt out of it takes beside one out of ten thousand. The sides take turns within one run.
 */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { v7 as uuid } from 'uuid';
import { international } from '../../sidecar/crypto/international.ts';
import { createKeyring } from '../../sidecar/crypto/keyring.ts';
import { Vault } from '../../sidecar/crypto/vault.ts';
import { LogKeeper } from '../../sidecar/log/keeper.ts';
import { writeReceipt } from '../../sidecar/log/receipt.ts';
import { verifyStore } from '../../sidecar/log/verify.ts';
import type { Change, Steps } from '../../sidecar/store/plan.ts';
import { SqliteStore } from '../../sidecar/store/sqlite.ts';
import { receiptPartsOf } from '../../sidecar/views/receipts.ts';
import { COURT } from '../world/people.ts';
import { entryOf } from './bodies.ts';
import { load } from './load.ts';
import { type Benchmark, median, perSecond, quantile, rounded } from './report.ts';

const ROUNDS = 9;
const SLICE_MS = 1000;
const CASES = 5000;
const SMALL = 10_000;
const LARGE = 1_000_000;
const PROOFS = 4000;
const BLOCKS = 8;

const keysOf = (suite = international) => ({
  vault: new Vault(suite, createKeyring(suite, [Buffer.alloc(32, 3)])),
  key: suite.readSigningKey(suite.createSigningKey()),
});

const SHAPES = { 1: 1, 16: 16, 64: 64 } as const;

let place = 0;
const send = {
  next() {
    place += 1;
    return { method: 'POST', path: '/v1/records', body: JSON.stringify(entryOf(1 + (place % CASES))) };
  },
  accept: (_: number, body: string) => body.includes('"outcome":"filed"'),
};

/** Records a second over HTTP, each on the disk before its answer: sealed over plain, by how many come at once. */
async function filing(print: (line: string) => void) {
  const ratios: Record<string, number> = {};
  for (const suite of ['international', 'national'] as const) {
    const server = fork(fileURLToPath(new URL('seal-server.ts', import.meta.url)), [suite], {
      // The log of requests is written, as the product writes it, and read by nobody.
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    });
    const [ready] = (await once(server, 'message')) as [{ sealed: string; plain: string; tokens: string[] }];
    for (const [shape, connections] of Object.entries(SHAPES)) {
      const rates = { sealed: [] as number[], plain: [] as number[] };
      for (let round = 0; round <= ROUNDS; round += 1) {
        for (const side of round % 2 === 0
          ? (['sealed', 'plain'] as const)
          : (['plain', 'sealed'] as const)) {
          const { requestsPerSecond } = await load({
            ...send,
            url: ready[side],
            tokens: ready.tokens,
            connections,
            milliseconds: SLICE_MS,
          });
          if (round > 0) rates[side].push(requestsPerSecond);
        }
      }
      const ratio = rounded(median(rates.sealed) / median(rates.plain));
      ratios[`${suite} ${shape}`] = ratio;
      print(
        `${suite}, ${shape} at once: sealed ${perSecond(median(rates.sealed))}, plain ${perSecond(median(rates.plain))}: ${ratio}`,
      );
    }
    server.send('stop');
    await once(server, 'exit');
  }
  return ratios;
}

/** A log of so many records, without views. */
async function fill(file: string, size: number) {
  const keys = keysOf();
  const store = await SqliteStore.open(file, { vault: keys.vault });
  store.db.pragma('synchronous = OFF');
  const log = LogKeeper.open(store, [COURT.code], keys);
  const content = Buffer.from(JSON.stringify(entryOf(1)));
  const receivedAt = new Date().toISOString();
  const ids: string[] = [];
  const one = function* (id: string): Steps<{ changes: Change[]; result: undefined }> {
    const { changes } = log.append(COURT.code, { id, type: 'entry', actor: '1302001', receivedAt, content });
    return { changes, result: undefined };
  };
  // The first write asserts that it is durable; filling need not be.
  await store.write(() => one(first(ids))).catch(() => undefined);
  for (let done = ids.length; done < size; done = ids.length) {
    const batch = Math.min(2000, size - done);
    await Promise.all(Array.from({ length: batch }, () => store.write(() => one(first(ids)))));
  }
  return { store, log, ids };
}

function first(ids: string[]): string {
  const id = uuid();
  ids.push(id);
  return id;
}

type Filled = Awaited<ReturnType<typeof fill>>;

/** Milliseconds each of so many receipts took, of records anywhere in the log. */
function receipts({ store, log, ids }: Filled, count: number): number[] {
  const took: number[] = [];
  for (let n = 0; n < count; n += 1) {
    const id = ids[Math.floor(Math.random() * ids.length)] ?? '';
    const started = performance.now();
    const parts = store.read(receiptPartsOf(COURT.code, id, log.origin(COURT.code)));
    if (!parts) throw new Error(`no record ${id}`);
    const { size } = log.head(COURT.code);
    const proof = log.inclusion(COURT.code, 'disclosures', parts.seq - 1, size);
    const checkpoint = log.checkpoint(COURT.code, 'disclosures', size);
    writeReceipt({ index: parts.seq - 1, proof, checkpoint }, parts.leaf, parts.salt);
    took.push(performance.now() - started);
  }
  return took;
}

export const seal: Benchmark = async (print) => {
  const folder = mkdtempSync(join(tmpdir(), 'liuhen-seal-'));
  try {
    const ratios = await filing(print);
    const small = await fill(join(folder, 'small.sqlite'), SMALL);
    const large = await fill(join(folder, 'large.sqlite'), LARGE);

    const took = { small: [] as number[], large: [] as number[] };
    receipts(small, PROOFS / 4);
    receipts(large, PROOFS / 4);
    const growths: number[] = [];
    for (let block = 0; block < BLOCKS; block += 1) {
      const a = receipts(small, PROOFS / BLOCKS);
      const b = receipts(large, PROOFS / BLOCKS);
      took.small.push(...a);
      took.large.push(...b);
      growths.push(quantile(b, 0.99) / quantile(a, 0.99));
    }
    const proofP99Growth = rounded(median(growths));
    print(
      `receipt of one record, p50 and p99: of ${SMALL} ${micro(took.small, 0.5)} ${micro(took.small, 0.99)}, of ${LARGE} ${micro(took.large, 0.5)} ${micro(took.large, 0.99)}; p99 grows ${proofP99Growth} times (median of ${BLOCKS} blocks)`,
    );

    verifyStore(small.store);
    globalThis.gc?.();
    const before = process.memoryUsage.rss();
    const started = performance.now();
    const { faults } = verifyStore(large.store);
    const seconds = (performance.now() - started) / 1000;
    const grown = Math.round((process.memoryUsage.rss() - before) / 1024 / 1024);
    if (faults.length > 0) throw new Error('the log does not verify');
    print(`verify of ${LARGE} records: ${perSecond(LARGE / seconds)}, resident memory ${grown} MiB more`);
    small.store.close();
    large.store.close();
    return {
      ratioToPlain: ratios['international 16'],
      ratioToPlainBy: ratios,
      proofP99Growth,
      verifyPerSecond: Math.round(LARGE / seconds),
      verifyGrowthMiB: grown,
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};

const micro = (values: readonly number[], share: number): string =>
  `${Math.round(quantile(values, share) * 1000)} µs`;
