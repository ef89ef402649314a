/**
 * kill -9 under load. What was acknowledged is there, once, after any number of kills; the log verifies and the
 * views are what the log says. This shows that nothing rests on the process's memory; it says nothing about the
 * power going, for the kernel lives on and writes what it was given.
 */
import { copyFileSync } from 'node:fs';
import { Agent } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import Sqlite from 'better-sqlite3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RecordOutcome } from '../../shared/api.ts';
import { reading } from '../sidecar/examples.ts';
import { signIn } from '../sidecar/test-court.ts';
import { PASSWORD } from '../world/people.ts';
import { compareWithLog, type Ledger } from './ledger.ts';
import { chance, seedOfThisRun } from './random.ts';
import { prepareSidecar, type SidecarProcess } from './sidecar-process.ts';
import { CASES, caseOf, type Figures, post, record, write } from './writers.ts';

const KILLS = 50;
const WRITERS = 16;
/** Of the case examples.ts describes; only its people may sign a nil declaration. */
const ACCOUNTS = ['limh', 'wangxl', 'zhaogq'];
const REPLAYS = 300;

describe('kill -9', () => {
  let sidecar: SidecarProcess;
  beforeAll(async () => {
    sidecar = await prepareSidecar();
  }, 60_000);
  afterAll(() => sidecar.remove());

  const ledger: Ledger = new Map();
  const figures: Figures = { filed: 0, replayed: 0, broken: 0, unexpected: [] };
  const seed = seedOfThisRun();
  const moments = chance(seed);

  it(`${KILLS} times loses nothing that ${WRITERS} writers were told is filed (LIUHEN_SEED=${seed})`, async () => {
    sidecar.spawn();
    expect(await sidecar.ready()).toBe(true);
    const tokens: string[] = [];
    for (const account of ACCOUNTS) tokens.push((await signIn(sidecar.url, account, PASSWORD)).token);
    const first = new Agent({ keepAlive: true });
    for (let n = 0; n < CASES; n += 1) {
      const { sent } = record('case-reading', reading({ caseNumber: caseOf(n) }));
      expect((await post(sidecar.url, first, tokens[0] ?? '', sent)).status).toBe(201);
    }
    first.destroy();

    let stopped = false;
    const writers = Array.from({ length: WRITERS }, (_, n) =>
      write(
        sidecar.url,
        tokens[n % tokens.length] ?? '',
        chance(seed + n + 1),
        ledger,
        figures,
        () => stopped,
      ),
    );
    let early = 0;
    for (let kills = 0; kills < KILLS; kills += 1) {
      sidecar.spawn();
      // One in six is killed before it listens or just as it does: opening the store must survive that as well.
      if (moments.next() < 1 / 6) {
        early += 1;
        await wait(moments.between(50, 1200));
      } else {
        expect(await sidecar.ready()).toBe(true);
        await wait(moments.between(20, 700));
      }
      await sidecar.kill();
    }
    sidecar.spawn();
    expect(await sidecar.ready()).toBe(true);
    // Beside a sidecar that files on: what the verifier reads is of one moment.
    const meanwhile = await sidecar.command('verify');
    expect(meanwhile).toMatchObject({ code: 0, out: expect.stringMatching(/\nverified\n$/) });
    stopped = true;
    await Promise.all(writers);

    const { lost, doubled, changed } = compareWithLog(sidecar.database, ledger);
    console.log(
      `kills ${KILLS} (${early} while starting), acknowledged ${ledger.size} (filed ${figures.filed}, replayed ${figures.replayed}), ` +
        `broken connections ${figures.broken}, lost ${lost.length}, doubled ${doubled.length}, changed ${changed.length}, seed ${seed}`,
    );
    expect(figures.unexpected).toEqual([]);
    expect({ lost, doubled, changed }).toEqual({ lost: [], doubled: [], changed: [] });
    // Figures too small would show nothing.
    expect(ledger.size).toBeGreaterThan(KILLS * WRITERS);
    expect(figures.broken).toBeGreaterThan(KILLS);
  }, 400_000);

  it('answers what is sent again as it answered before', async () => {
    const agent = new Agent({ keepAlive: true });
    // All that were sent over a broken connection, and some that were not.
    const all = [...ledger].filter(([, one], place) => one.attempts > 1 || place % 10 === 0).slice(-REPLAYS);
    for (const [id, { sent, token, seq, leafHash }] of all) {
      const answer = await post(sidecar.url, agent, token, sent);
      expect(answer.status).toBe(200);
      const outcome = JSON.parse(answer.text) as RecordOutcome;
      expect(outcome).toMatchObject({ id, outcome: 'replayed', seq, leafHash });
    }
    agent.destroy();
    expect(compareWithLog(sidecar.database, ledger).doubled).toEqual([]);
  }, 60_000);

  it('verifies, and rebuilds its views byte for byte', async () => {
    expect(await sidecar.stop()).toBe(0);
    const verified = await sidecar.command('verify');
    expect(verified).toMatchObject({ code: 0, out: expect.stringMatching(/\nverified\n$/) });
    const rebuilt = await sidecar.command('rebuild');
    expect(rebuilt).toMatchObject({ code: 0, out: expect.stringMatching(/\nidentical\n$/) });
    const [, before, after] = /before ([0-9a-f]{64})\nviews after {2}([0-9a-f]{64})/.exec(rebuilt.out) ?? [];
    expect(before).toBeDefined();
    expect(after).toBe(before);
  }, 120_000);

  it('would have noticed a record lost, one kept twice, and one put in another place', async () => {
    const [[gone = ''] = [], [twice = ''] = [], [moved = ''] = []] = [...ledger].slice(10);
    const copy = `${sidecar.database}.copy`;
    const damaged = (guard: string, act: string, id: string) => {
      copyFileSync(sidecar.database, copy);
      const db = new Sqlite(copy);
      db.exec(`drop ${guard}`);
      expect(db.prepare(act).run(id).changes).toBe(1);
      db.close();
      return compareWithLog(copy, ledger);
    };
    const again = `insert into log select court, seq + 1000000, id, type, actor, received_at, leaf, leaf_hash
                   from log where id = ?`;
    expect(damaged('index log_id', again, twice).doubled).toEqual([twice]);
    const away = 'update log set seq = seq + 1000000 where id = ?';
    expect(damaged('trigger log_no_update', away, moved).changed).toEqual([moved]);
    expect(damaged('trigger log_no_delete', 'delete from log where id = ?', gone).lost).toEqual([gone]);
    const verified = await sidecar.command('verify', '--database', copy);
    expect(verified.code).toBe(1);
    expect(verified.out).toContain('number-missing');
  }, 60_000);
});
