/**
 * That somebody has reported directly must not show at their own court: the same day is lived three times, once with a direct
 * report, once with a blank that a browser sends, once with neither, and everything anybody at the court can look at is
 * compared. What is random in all of them (ids, salts, keys) is compared by its length.
 */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { type CryptoKey, importJWK } from 'jose';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { DirectReportsAnswer } from '../../shared/api.ts';
import { isSealedAlike, keyId, openSealed } from '../../shared/sealed-envelope.ts';
import { ROUTES } from '../../sidecar/access/routes-table.ts';
import { SLOTS } from '../../sidecar/records/envelope-slots.ts';
import { databaseFile, dataFolder } from '../../sidecar/start.ts';
import { CASE, entry, reading } from './examples.ts';
import { report, SECRET, sealed, sealingOf } from './sealed-report.ts';
import { startTwoCourts, type TwoCourts } from './two-courts.ts';

const HOUR = 3_600_000;
const EVERYBODY = ['limh', 'wangxl', 'zhaogq', 'chensy', 'heqy', 'shenjh', 'hanmo', 'liangzp', 'qianla'];

type What = 'report' | 'cover' | 'nothing';

/** Ids, hashes, keys and what is sealed are random: only how long they are can tell something. */
const masked = (text: string): string =>
  text
    .replace(/[\w-]{20,}\.[\w-]{20,}\.[\w.-]+/g, (sealedText) => `<sealed ${sealedText.length}>`)
    .replace(/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g, '<id>')
    .replace(/[0-9a-f]{64}/g, '<hash>')
    .replace(/("[xy]":)"[\w-]{43}"/g, '$1"<key>"')
    // Roots and signatures of checkpoints.
    .replace(/[A-Za-z0-9+/]{40,}=*/g, (base64) => `<base64 ${base64.length}>`)
    .replace(/127\.0\.0\.1:\d+/g, '<address>');

function tablesOf({ court }: TwoCourts): Record<string, unknown[]> {
  const { db } = court.sidecar.store;
  const names = db
    .prepare<[], string>("select name from sqlite_master where type = 'table' order by name")
    .pluck()
    .all() as string[];
  return Object.fromEntries(
    names.map((name) => [
      name,
      db
        .prepare<[], Record<string, unknown>>(`select * from ${name}`)
        .all()
        .map((row) =>
          Object.entries(row)
            .map(([column, value]) => {
              if (Buffer.isBuffer(value)) return `${column}=<${value.length} bytes>`;
              const random = /hash|token|secret|kek|password|device|timestamp/.test(column);
              return `${column}=${random ? `<${String(value).length}>` : masked(String(value))}`;
            })
            .join(' '),
        )
        .sort(),
    ]),
  );
}

const walOf = ({ court }: TwoCourts): number => statSync(`${databaseFile(court.config)}-wal`).size;

interface Lived {
  both: TwoCourts;
  lines: string[];
  /** What went to the superior, bytes of each request. */
  wire: number[];
  seen: Record<string, unknown>;
  sheets: Buffer[];
}

async function live(what: What, start: number): Promise<Lived> {
  let now = start;
  const lines: string[] = [];
  const logger = pino(
    { level: 'debug', timestamp: () => `,"time":${now}` },
    { write: (line: string) => void lines.push(line) },
  );
  const both = await startTwoCourts(undefined, { clock: () => now, logger });
  await both.quiet();
  // Attempts of before, which hang on real time; from here on nothing is sent but by the test.
  lines.length = 0;
  const wire: number[] = [];
  const counted: typeof fetch = (to, init) => {
    wire.push(String(init?.body).length);
    return fetch(to, init);
  };
  const [judge, other] = [await both.court.as('limh'), await both.court.as('wangxl')];
  for (const account of EVERYBODY) await both.court.as(account);
  const occurredAt = new Date(start - HOUR).toISOString();
  await judge.file('case-reading', reading());
  await judge.file('entry', entry({ occurredAt }));
  const sheetPath = `/v1/cases/${encodeURIComponent(CASE)}/sheet.pdf`;
  const sheet = async () => Buffer.from(await (await judge.request('GET', sheetPath)).arrayBuffer());
  now += HOUR;
  const sheets = [await sheet()];
  const walBefore = walOf(both);
  if (what !== 'nothing') {
    const envelope = await sealed(both.court, what === 'report' ? report() : undefined);
    const cover = what === 'cover' ? { cover: true } : {};
    expect((await judge.file('direct-report', { envelope, ...cover })).status).toBe(201);
  }
  const written = walOf(both) - walBefore;
  sheets.push(await sheet());
  now += HOUR;
  await other.file('entry', entry({ occurredAt }));
  for (const hours of [2, 4]) {
    now += hours * HOUR;
    await both.court.sidecar.courier?.tick();
    await both.sendOnce(counted);
  }
  const answers: Record<string, string> = {};
  const paths = ROUTES.filter(({ method, path }) => method === 'GET' && path.startsWith('/v1/'))
    .map(({ path }) => path.replace(':number', encodeURIComponent(CASE)))
    .filter((path) => !path.includes(':') && !path.endsWith('.pdf') && path !== '/v1/sign-in');
  for (const account of EVERYBODY)
    for (const path of paths) {
      const answer = await (await both.court.as(account)).request('GET', path);
      answers[`${account} ${path}`] = `${answer.status} ${masked(await answer.text())}`;
    }
  const metrics = await (await fetch(`${both.court.sidecar.url}/metrics`)).text();
  const tables = tablesOf(both);
  return {
    both,
    lines: lines.map((line) => masked(line).replace(/"ms":\d+/, '"ms"')),
    wire,
    sheets,
    seen: {
      tables,
      answers,
      // How far the clock is off the superior's: that one's answers bear the real time, which no test sets.
      metrics: metrics
        .split('\n')
        .filter((line) => line.startsWith('liuhen_') && !line.startsWith('liuhen_clock_ahead')),
      written,
      folder: readdirSync(dataFolder(both.court.config)).sort(),
    },
  };
}

describe('to everybody at the court, a day with a direct report', () => {
  const days = {} as Record<What, Lived>;
  beforeAll(async () => {
    // The real time at first: the superior's answers bear it, and a clock that differs is told in the log.
    const start = Math.floor(Date.now() / 60_000) * 60_000;
    for (const what of ['report', 'cover', 'nothing'] as const) days[what] = await live(what, start);
  }, 240_000);
  afterAll(async () => {
    for (const day of Object.values(days)) await day.both.close();
  });

  it('is one on which something arrives at the superior: the days do differ', async () => {
    const arrived = async (day: Lived) =>
      (await (await day.both.superior.as('heqy')).get<DirectReportsAnswer>('/v1/direct-reports')).reports;
    expect(await arrived(days.report)).toHaveLength(1);
    expect((await arrived(days.report))[0]?.text).toBe(SECRET.text);
    expect(await arrived(days.cover)).toEqual([]);
    expect(await arrived(days.nothing)).toEqual([]);
  });

  it('is as a day with a blank: tables, sizes, answers to everybody, metrics, log lines, what goes out', () => {
    const { seen, lines, wire } = days.report;
    const tables = seen.tables as Record<string, unknown[]>;
    expect(tables.envelope_slot).toHaveLength(SLOTS);
    expect((tables.log ?? []).length).toBeGreaterThan(6);
    expect(Object.keys(seen.answers as object).length).toBeGreaterThan(EVERYBODY.length * 8);
    expect(seen.written).toBeGreaterThan(SECRET.text.length);
    expect(seen).toEqual(days.cover.seen);
    expect(lines).toEqual(days.cover.lines);
    expect(wire).toEqual(days.cover.wire);
    expect(wire.length).toBeGreaterThan(2);
  });

  it('is as a day with neither, but for one request that was answered', () => {
    const { seen, lines, wire } = days.report;
    const other = days.nothing;
    for (const part of ['tables', 'answers', 'folder'] as const) expect(seen[part]).toEqual(other.seen[part]);
    expect(wire).toEqual(other.wire);
    expect(lines).toHaveLength(other.lines.length + 1);
    const posts = (all: string[]) => all.filter((line) => line.includes('"POST","route":"/v1/records"'));
    expect(posts(lines)).toHaveLength(posts(other.lines).length + 1);
    // And that request is as every other that files something.
    const kinds = new Set(posts(lines).map((line) => line.replace(/"time":\d+/, '')));
    expect(kinds.size).toBe(1);
    const withoutPosts = (metrics: unknown) =>
      (metrics as string[]).filter((line) => !line.includes('route="/v1/records",status="201"'));
    expect(withoutPosts(seen.metrics)).toEqual(withoutPosts(other.seen.metrics));
  });

  it('has no record type, and nothing of its name, in log lines and metrics', () => {
    const { lines, seen } = days.report;
    for (const line of lines) expect(line).not.toMatch(/"type"|"body"|cover|envelope/);
    const types = (seen.metrics as string[]).map((line) => /type="([^"]*)"/.exec(line)?.[1]);
    expect(new Set(types)).toEqual(new Set([undefined, 'case-reading', 'entry']));
  });

  it('has the same sheet before and after', () => {
    for (const { sheets } of Object.values(days)) {
      expect(sheets[0]?.subarray(0, 5).toString()).toBe('%PDF-');
      expect(sheets[1]).toEqual(sheets[0]);
    }
  });

  it('leaves nothing readable: database, its log, keys and log lines hold no word of it', () => {
    const { both, lines } = days.report;
    const folder = dataFolder(both.court.config);
    const files = readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((one) => one.isFile())
      .map(({ parentPath, name }) => readFileSync(join(parentPath, name)));
    const backup = join(both.court.folder, 'copy.sqlite');
    both.court.sidecar.store.db.exec(`vacuum into '${backup}'`);
    const all = [...files, readFileSync(backup), Buffer.from(lines.join('\n'))];
    for (const secret of Object.values(SECRET))
      for (const spelt of [secret, JSON.stringify(secret).slice(1, -1)])
        for (const form of ['utf8', 'utf16le'] as const)
          expect(all.filter((bytes) => bytes.includes(Buffer.from(spelt, form)))).toHaveLength(0);
    // The search finds what is there.
    expect(all.some((bytes) => bytes.includes('envelope_slot'))).toBe(true);
  });
});

describe('with every key of its own, the court', () => {
  let both: TwoCourts;
  let real: string[];
  let slots: string[];
  beforeAll(async () => {
    both = await startTwoCourts();
    await both.quiet();
    const judge = await both.court.as('limh');
    real = [];
    for (let n = 0; n < 4; n += 1) {
      const envelope = await sealed(both.court, report({ text: '请'.repeat(1 + n * 500) }));
      expect((await judge.file('direct-report', { envelope })).status).toBe(201);
      real.push(envelope);
    }
    slots = both.court.sidecar.store.db
      .prepare<[], string>('select envelope from envelope_slot')
      .pluck()
      .all() as string[];
  }, 60_000);
  afterAll(() => both.close());

  it('sees slots that all look alike, four of which hold reports', async () => {
    expect(slots).toHaveLength(SLOTS);
    expect(real.filter((envelope) => slots.includes(envelope))).toHaveLength(4);
    const { key, bytes } = sealingOf(both.court);
    const kid = await keyId(key);
    expect(slots.filter((envelope) => !isSealedAlike(envelope, kid, bytes))).toEqual([]);
    expect(new Set(slots.map((envelope) => envelope.length)).size).toBe(1);
    // No two share a part but the name of the key.
    const parts = slots.flatMap((envelope) => envelope.split('.'));
    expect(new Set(parts).size).toBe(parts.length);
  });

  it('opens none of them', async () => {
    const { sidecar, config } = both.court;
    const folder = dataFolder(config);
    const { keys } = JSON.parse(readFileSync(join(folder, 'direct-key.json'), 'utf8'));
    const own = (await importJWK(keys[0], 'ECDH-ES+A256KW')) as CryptoKey;
    for (const envelope of slots) {
      await expect(sidecar.directKeys.open(envelope)).rejects.toThrow();
      await expect(openSealed(envelope, () => own)).rejects.toThrow();
    }
    // The superior opens each.
    for (const envelope of slots) await both.superior.sidecar.directKeys.open(envelope);
  });

  it('cannot tell them by their bytes: short reports, long ones and blanks are alike', async () => {
    const many = 200;
    const mean = async (what: Parameters<typeof sealed>[1]) => {
      let sum = 0;
      let count = 0;
      for (let n = 0; n < many; n += 1) {
        const body = Buffer.from((await sealed(both.court, what)).split('.')[3] ?? '', 'base64url');
        for (const byte of body) sum += byte;
        count += body.length;
      }
      return { mean: sum / count, count };
    };
    const all = [
      await mean(undefined),
      await mean(report({ text: '请' })),
      await mean(report({ text: '请'.repeat(2000) })),
    ];
    // A byte drawn at random is 127.5 ± 73.9; ten times the error of so many is exceeded by chance once in 10^23.
    for (const { mean: found, count } of all)
      expect(Math.abs(found - 127.5)).toBeLessThan((10 * 73.9) / Math.sqrt(count));
  });
});
