/**
 * kill -9 while direct reports come in. Which slot holds one is known to the process only, and dies with it: what was
 * acknowledged is in a slot or in the log all the same, and once.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { Agent } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RecordOutcome } from '../../shared/api.ts';
import { filledUp, readDirectReport } from '../../shared/direct-report.ts';
import type { SealedEnvelopeBody } from '../../shared/records/direct-report.ts';
import { sealTo } from '../../shared/sealed-envelope.ts';
import { readConfig } from '../../sidecar/config.ts';
import { DirectKeys } from '../../sidecar/crypto/direct-key.ts';
import { SLOTS } from '../../sidecar/records/envelope-slots.ts';
import { openWorks } from '../../sidecar/start.ts';
import { report } from '../sidecar/sealed-report.ts';
import { storedRecord } from '../sidecar/stored.ts';
import { signIn } from '../sidecar/test-court.ts';
import { PASSWORD, SUPERIOR } from '../world/people.ts';
import { chance, seedOfThisRun } from './random.ts';
import { prepareSidecar, type SidecarProcess } from './sidecar-process.ts';
import { post, record } from './writers.ts';

const KILLS = 8;
const WRITERS = 4;
const BYTES = 8192;

describe('kill -9 while direct reports come in', () => {
  let sidecar: SidecarProcess;
  let keys: DirectKeys;
  const folder = mkdtempSync(join(tmpdir(), 'liuhen-superior-'));
  beforeAll(async () => {
    keys = await DirectKeys.add(folder);
    // Nobody answers at that address: what is sent stays in the log.
    const superior = { court: SUPERIOR, url: 'http://127.0.0.1:9', directKey: keys.publicKey };
    const publicKey = Buffer.alloc(32, 1).toString('base64');
    sidecar = await prepareSidecar({ superior: { ...superior, publicKey } });
  }, 60_000);
  afterAll(async () => {
    await sidecar.remove();
    rmSync(folder, { recursive: true, force: true });
  });

  const seed = seedOfThisRun();
  const moments = chance(seed);
  /** How often the envelope of each report was sent, and whether it was acknowledged. */
  const reports = new Map<string, { attempts: number; acknowledged: boolean }>();
  const figures = { full: 0, broken: 0 };

  /** One report after another; after a broken connection the same envelope goes again, as the queue sends it. */
  async function write(token: string, stopped: () => boolean): Promise<void> {
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    while (!stopped()) {
      const { id } = report();
      const envelope = await sealTo(keys.publicKey, filledUp(report({ id }), BYTES));
      const { sent } = record('direct-report', { envelope });
      const one = { attempts: 0, acknowledged: false };
      reports.set(id, one);
      for (;;) {
        one.attempts += 1;
        try {
          const { status, text } = await post(sidecar.url, agent, token, sent);
          const told = JSON.parse(text) as Partial<RecordOutcome> & { code?: string };
          one.acknowledged = told.outcome !== undefined;
          if (told.code === 'direct-full') figures.full += 1;
          else if (!one.acknowledged) throw new Error(`answered with ${status} ${text}`);
          break;
        } catch (error) {
          if ((error as Error).message.startsWith('answered')) throw error;
          figures.broken += 1;
          if (stopped()) break;
          await wait(50);
        }
      }
      await wait(20);
    }
    agent.destroy();
  }

  /** How often each report lies there: in the slots, and in the log. */
  async function found(): Promise<{ slots: number; logged: number; times: Map<string, number> }> {
    const works = await openWorks(readConfig(sidecar.config));
    const { db } = works.store;
    const slots = db.prepare<[], string>('select envelope from envelope_slot').pluck().all() as string[];
    const logged = (
      db.prepare<[], string>("select id from log where type = 'sealed-envelope'").pluck().all() as string[]
    ).map((id) => {
      const { body } = JSON.parse(storedRecord(works, id).toString('utf8')) as { body: SealedEnvelopeBody };
      return body.envelope;
    });
    await works.close();
    const times = new Map<string, number>();
    for (const envelope of [...slots, ...logged]) {
      const opened = readDirectReport(await keys.open(envelope));
      if (opened === null) throw new Error('neither a report nor a blank');
      if (opened) times.set(opened.id, (times.get(opened.id) ?? 0) + 1);
    }
    return { slots: slots.length, logged: logged.length, times };
  }

  it(`loses none that was acknowledged, and keeps none twice (LIUHEN_SEED=${seed})`, async () => {
    sidecar.spawn();
    expect(await sidecar.ready()).toBe(true);
    const { token } = await signIn(sidecar.url, 'limh', PASSWORD);
    let stopped = false;
    const writers = Array.from({ length: WRITERS }, () => write(token, () => stopped));
    for (let kills = 0; kills < KILLS; kills += 1) {
      sidecar.spawn();
      // One in four is killed while what lay in the slots is on its way.
      if (moments.next() < 1 / 4) await wait(moments.between(300, 1500));
      else {
        expect(await sidecar.ready()).toBe(true);
        await wait(moments.between(50, 500));
      }
      await sidecar.kill();
    }
    sidecar.spawn();
    expect(await sidecar.ready()).toBe(true);
    stopped = true;
    await Promise.all(writers);
    await sidecar.stop();

    const { slots, logged, times } = await found();
    const acknowledged = [...reports].filter(([, one]) => one.acknowledged);
    const lost = acknowledged.filter(([id]) => !times.has(id));
    // Sent anew after its answer was lost it may have gone already, and goes once more: the superior sees that it is the same.
    const doubled = [...reports].filter(([id, { attempts }]) => (times.get(id) ?? 0) > attempts);
    console.log(
      `kills ${KILLS}, sent ${reports.size}, acknowledged ${acknowledged.length}, full ${figures.full}, ` +
        `broken ${figures.broken}, in the log ${logged}, lost ${lost.length}, doubled ${doubled.length}, seed ${seed}`,
    );
    expect({ lost, doubled }).toEqual({ lost: [], doubled: [] });
    expect(slots).toBe(SLOTS);
    // Figures too small would show nothing.
    expect(acknowledged.length).toBeGreaterThan(2 * SLOTS);
    expect(figures.full).toBeGreaterThan(0);
    expect(figures.broken).toBeGreaterThan(0);
  }, 200_000);
});
