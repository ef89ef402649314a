/**
 * A full disk, and a second process on the same data. SQLite itself says that the disk is full: the database may not
 * grow beyond the pages it has. What was filed stays, what was refused left nothing, and reading goes on.
 */
import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { v7 as uuid } from 'uuid';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RecordOutcome } from '../../shared/api.ts';
import { verifyStore } from '../../sidecar/log/verify.ts';
import { openWorks } from '../../sidecar/start.ts';
import { digestViews, rebuildViews } from '../../sidecar/views/rebuild.ts';
import { problemOf, stateOf } from '../sidecar/answers.ts';
import { CASE, entry, nil, reading } from '../sidecar/examples.ts';
import { type Client, signIn, startTestCourt, type TestCourt } from '../sidecar/test-court.ts';
import { COURT, PASSWORD, STAFF_CSV } from '../world/people.ts';
import { prepareSidecar, type SidecarProcess } from './sidecar-process.ts';

const ROOM = 1_000_000;

describe('a full disk', () => {
  let court: TestCourt;
  let limh: Client;
  let wangxl: Client;
  beforeAll(async () => {
    court = await startTestCourt();
    limh = await court.as('limh');
    wangxl = await court.as('wangxl');
    await limh.file('case-reading', reading());
  });
  afterAll(() => court.close());

  const db = () => court.sidecar.store.db;
  const pages = (max: number) => db().pragma(`max_page_count = ${max}`, { simple: true });
  const fill = () => pages(Number(db().pragma('page_count', { simple: true })));
  const record = (body: unknown, type = 'entry') => ({
    id: uuid(),
    type,
    court: COURT.code,
    at: new Date().toISOString(),
    body,
  });
  const long = () => record(entry({ content: '长'.repeat(4000) }));
  const send = (what: unknown) => limh.request('POST', '/v1/records', what);
  const inLog = (id: string) =>
    db().prepare('select count(*) from log where id = ?').pluck().get(id) as number;

  it('is told as 507, and what was refused left nothing behind', async () => {
    fill();
    const before = stateOf(court);
    // The last pages may still take a record or two.
    const sent = Array.from({ length: 40 }, long);
    let full = 0;
    for (const one of sent) {
      const answer = await send(one);
      if (answer.status === 201) expect(inLog(one.id)).toBe(1);
      else {
        expect((await problemOf(answer)).code).toBe('disk-full');
        expect(answer.status).toBe(507);
        expect(inLog(one.id)).toBe(0);
        full += 1;
      }
    }
    expect(full).toBeGreaterThan(30);
    const after = stateOf(court);
    const filed = sent.length - full;
    expect(after).toMatchObject({
      size: before.size + filed,
      log: before.log + filed,
      content: before.content + filed,
    });
    expect(verifyStore(court.sidecar.store).faults).toEqual([]);
  });

  it('refuses a whole batch that came at once, or takes it: each answer is true', async () => {
    const sent = Array.from({ length: 30 }, long);
    const answers = await Promise.all(sent.map(send));
    for (const [place, answer] of answers.entries()) {
      expect(inLog(sent[place]?.id ?? '')).toBe(answer.status === 201 ? 1 : 0);
    }
    expect(answers.filter((answer) => answer.status === 507).length).toBeGreaterThan(25);
    const batch = await send(Array.from({ length: 20 }, long));
    expect((await problemOf(batch)).code).toBe('disk-full');
    expect(verifyStore(court.sidecar.store).faults).toEqual([]);
  });

  it('keeps no evidence it has no room for', async () => {
    const bytes = Buffer.alloc(2_000_000, '材料');
    const hash = createHash('sha256').update(bytes).digest('hex');
    const before = stateOf(court);
    const answer = await limh.request('PUT', `/v1/evidence/${hash}`, bytes, { 'content-type': 'image/png' });
    expect((await problemOf(answer)).code).toBe('disk-full');
    expect(stateOf(court)).toEqual(before);
  });

  it('is told as such at sign-in as well', async () => {
    let told = '';
    for (let n = 0; n < 60 && told === ''; n += 1) {
      told = await signIn(court.sidecar.url, 'zhaogq', PASSWORD).then(
        () => '',
        (error: Error) => error.message,
      );
    }
    expect(told).toMatch(/^507 .*"code":"disk-full"/);
  }, 60_000);

  it('does not keep anybody from reading, and the gate stays as it was', async () => {
    for (const path of ['', '/gate?meeting=judges-conference', '/sheet.pdf']) {
      const answer = await limh.request('GET', `/v1/cases/${encodeURIComponent(CASE)}${path}`);
      expect(answer.status).toBe(200);
    }
    expect((await limh.request('GET', '/v1/records')).status).toBe(200);
    expect((await limh.request('GET', '/v1/duties')).status).toBe(200);
    expect((await fetch(`${court.sidecar.url}/readyz`)).status).toBe(200);
  });

  it('is over once there is room: the same records are filed, and everything fits together', async () => {
    const refused = long();
    expect((await send(refused)).status).toBe(507);
    pages(ROOM);
    expect((await send(refused)).status).toBe(201);
    expect(((await (await send(refused)).json()) as RecordOutcome).outcome).toBe('replayed');
    expect((await wangxl.file('nil-declaration', nil())).status).toBe(201);
    const { store } = court.sidecar;
    expect(verifyStore(store).faults).toEqual([]);
    const before = digestViews(store);
    await rebuildViews(store, [COURT.code]);
    expect(digestViews(store)).toBe(before);
    await court.restart();
    expect((await (await court.as('limh')).file('entry', entry())).status).toBe(201);
    expect(verifyStore(court.sidecar.store).faults).toEqual([]);
  });
});

describe('a second process on the same data', () => {
  let sidecar: SidecarProcess;
  beforeAll(async () => {
    sidecar = await prepareSidecar();
    sidecar.spawn();
    expect(await sidecar.ready()).toBe(true);
  }, 60_000);
  afterAll(() => sidecar.remove());

  it('does not start, does not write, and says why', async () => {
    const staff = join(sidecar.database, '..', 'staff.csv');
    writeFileSync(staff, STAFF_CSV);
    for (const args of [['serve'], ['staff', 'import', staff], ['rebuild']]) {
      const { code, out } = await sidecar.command(...args);
      expect(out).toContain('in use by a running sidecar');
      expect(code).toBe(1);
    }
  }, 60_000);

  it('may verify, and tell the key', async () => {
    expect(await sidecar.command('verify')).toMatchObject({
      code: 0,
      out: expect.stringMatching(/\nverified\n$/),
    });
    const { code, out } = await sidecar.command('key');
    expect([code, Buffer.from(out.trim(), 'base64').length]).toEqual([0, 32]);
  }, 60_000);

  it('may lift what keeps somebody from signing in', async () => {
    expect(await sidecar.command('account', 'unlock', 'limh')).toEqual({
      code: 0,
      out: expect.stringContaining('neither locked nor waiting'),
    });
    expect(await sidecar.command('account', 'unlock')).toMatchObject({
      code: 1,
      out: expect.stringContaining('liuhen account'),
    });
  }, 60_000);

  it('does not disturb the first, which files on', async () => {
    const { token } = await signIn(sidecar.url, 'limh', PASSWORD);
    const body = {
      id: uuid(),
      type: 'entry',
      court: COURT.code,
      at: new Date().toISOString(),
      body: entry(),
    };
    const answer = await fetch(`${sidecar.url}/v1/records`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    expect(answer.status).toBe(201);
  });

  it('starts once the first is gone, killed or stopped', async () => {
    await sidecar.kill();
    expect((await sidecar.command('rebuild')).out).toContain('identical');
    sidecar.spawn();
    expect(await sidecar.ready()).toBe(true);
    expect(await sidecar.stop()).toBe(0);
    expect((await sidecar.command('rebuild')).out).toContain('identical');
  }, 60_000);

  it('in one process is refused alike', async () => {
    const court = await startTestCourt();
    await expect(openWorks(court.config)).rejects.toThrow('in use by a running sidecar');
    const { config } = court;
    await court.sidecar.close();
    const works = await openWorks(config);
    await works.close();
    await court.restart();
    await court.close();
  });
});
