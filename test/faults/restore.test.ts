/**
 * The restore drill: a backup made under load, the database destroyed, the copy put in force. Nothing that was
 * acknowledged before the backup began is missing, what the copy holds verifies, and it holds nothing readable.
 */
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { Agent } from 'node:http';
import { dirname, join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeProof } from '../../extension/link/proof.ts';
import { PROOF_HEADER } from '../../shared/proof.ts';
import { entry, reading } from '../sidecar/examples.ts';
import { signIn } from '../sidecar/test-court.ts';
import { PASSWORD } from '../world/people.ts';
import { compareWithLog, type Ledger } from './ledger.ts';
import { chance, seedOfThisRun } from './random.ts';
import { prepareSidecar, type SidecarProcess } from './sidecar-process.ts';
import { CASES, caseOf, type Figures, post, record, write } from './writers.ts';

const WRITERS = 8;
const SECRET = '韩某某来电话说此案请从宽处理';

describe('backup and restore', () => {
  let sidecar: SidecarProcess;
  beforeAll(async () => {
    sidecar = await prepareSidecar();
  }, 60_000);
  afterAll(() => sidecar.remove());

  const seed = seedOfThisRun();
  const ledger: Ledger = new Map();
  const figures: Figures = { filed: 0, replayed: 0, broken: 0, unexpected: [] };
  let before: Ledger;
  let copy = '';
  const folder = () => join(dirname(sidecar.config), 'backups');

  it(`copies under load what was acknowledged until then (LIUHEN_SEED=${seed})`, async () => {
    sidecar.spawn();
    expect(await sidecar.ready()).toBe(true);
    const { token } = await signIn(sidecar.url, 'limh', PASSWORD);
    const agent = new Agent({ keepAlive: true });
    for (let n = 0; n < CASES; n += 1) {
      const { sent } = record('case-reading', reading({ caseNumber: caseOf(n) }));
      expect((await post(sidecar.url, agent, token, sent)).status).toBe(201);
    }
    const { sent } = record('entry', entry({ caseNumber: caseOf(0), content: SECRET }));
    expect((await post(sidecar.url, agent, token, sent)).status).toBe(201);
    agent.destroy();
    let stopped = false;
    const writers = Array.from({ length: WRITERS }, (_, n) =>
      write(sidecar.url, token, chance(seed + n), ledger, figures, () => stopped),
    );
    while (ledger.size < 200) await wait(20);
    before = new Map(ledger);
    const made = await sidecar.command('backup', folder());
    expect(made.out).toContain('verified');
    expect(made.code).toBe(0);
    stopped = true;
    await Promise.all(writers);
    expect(figures.unexpected).toEqual([]);
    // It was under load: records went on coming in while the copy was made.
    expect(ledger.size).toBeGreaterThan(before.size);
    copy = join(folder(), readdirSync(folder()).find((name) => name.endsWith('.sqlite')) ?? '');
    expect(compareWithLog(copy, before)).toEqual({ lost: [], doubled: [], changed: [] });
  }, 120_000);

  it('holds nothing that can be read, and no session', () => {
    const bytes = readFileSync(copy);
    for (const text of [SECRET, '次询问开庭时间']) expect(bytes.includes(text)).toBe(false);
    expect(readdirSync(folder()).some((name) => name.endsWith('.part') || name.endsWith('-wal'))).toBe(false);
  });

  it('is refused where it was changed, is another court’s, or the sidecar runs', async () => {
    expect(await sidecar.command('restore', copy)).toMatchObject({
      code: 1,
      out: expect.stringContaining('Stop the sidecar first'),
    });
    await sidecar.kill();
    const damaged = join(folder(), 'damaged.sqlite');
    const bytes = readFileSync(copy);
    const place = bytes.length >> 1;
    bytes[place] = (bytes[place] ?? 0) ^ 1;
    writeFileSync(damaged, bytes);
    copyFileSync(copy.replace('.sqlite', '.json'), damaged.replace('.sqlite', '.json'));
    const refused = await sidecar.command('restore', damaged);
    expect(refused).toMatchObject({
      code: 1,
      out: expect.stringContaining('is not the file its manifest speaks of'),
    });
    const foreign = join(folder(), 'foreign.sqlite');
    copyFileSync(copy, foreign);
    const manifest = JSON.parse(readFileSync(copy.replace('.sqlite', '.json'), 'utf8')) as { court: string };
    writeFileSync(foreign.replace('.sqlite', '.json'), JSON.stringify({ ...manifest, court: '豫1303' }));
    expect((await sidecar.command('restore', foreign)).out).toContain('This is a backup of 豫1303');
    // Each time everything was left as it was.
    expect(compareWithLog(sidecar.database, ledger).lost).toEqual([]);
  }, 60_000);

  it('comes back after the database is destroyed, whole, and goes on', async () => {
    for (const end of ['', '-wal', '-shm']) rmSync(sidecar.database + end, { force: true });
    writeFileSync(sidecar.database, Buffer.alloc(8192, 1));
    const restored = await sidecar.command('restore', copy);
    expect(restored.out).toContain('restored and verified');
    expect(restored.code).toBe(0);
    const lies = dirname(sidecar.database);
    expect(readdirSync(lies).some((name) => name.includes('.before-'))).toBe(true);
    expect(existsSync(`${sidecar.database}.restoring`)).toBe(false);
    const { lost, doubled, changed } = compareWithLog(sidecar.database, before);
    console.log(
      `acknowledged before the backup ${before.size}, in all ${ledger.size}; of the former lost ${lost.length}`,
    );
    expect({ lost, doubled, changed }).toEqual({ lost: [], doubled: [], changed: [] });

    sidecar.spawn();
    expect(await sidecar.ready()).toBe(true);
    const { token, browserKey } = await signIn(sidecar.url, 'limh', PASSWORD);
    const proof = await makeProof(browserKey, { method: 'GET', path: '/v1/entries', token }, Date.now());
    const headers = { authorization: `Bearer ${token}`, [PROOF_HEADER]: proof };
    const read = await fetch(`${sidecar.url}/v1/entries`, { headers });
    expect(await read.text()).toContain('次询问开庭时间');
    const agent = new Agent({ keepAlive: true });
    const { sent } = record('entry', entry({ caseNumber: caseOf(1) }));
    expect((await post(sidecar.url, agent, token, sent)).status).toBe(201);
    agent.destroy();
    expect(await sidecar.stop()).toBe(0);
    expect((await sidecar.command('verify')).out).toMatch(/\nverified\n$/);
  }, 120_000);

  it('is refused with other keys than its own', async () => {
    const data = dirname(sidecar.database);
    const kept = join(data, 'kept-keys');
    mkdirSync(kept);
    copyFileSync(join(data, 'content-keys.json'), join(kept, 'content-keys.json'));
    const keys = JSON.parse(readFileSync(join(data, 'content-keys.json'), 'utf8')) as { keys: string[] };
    const others = { ...keys, keys: [Buffer.alloc(32, 9).toString('base64')] };
    writeFileSync(join(data, 'content-keys.json'), JSON.stringify(others));
    const refused = await sidecar.command('restore', copy);
    expect(refused.code).toBe(1);
    expect(refused.out).toMatch(/key-missing|does-not-open/);
    copyFileSync(join(kept, 'content-keys.json'), join(data, 'content-keys.json'));
  }, 60_000);
});
