/** A reading and its trace are one: whatever keeps the trace from being written keeps the content back. */
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { mayEver } from '../../shared/access-matrix.ts';
import { ROUTES } from '../../sidecar/access/routes-table.ts';
import { verifyStore } from '../../sidecar/log/verify.ts';
import { inShort, problemOf } from './answers.ts';
import {
  accessLeaves,
  type ContentCourt,
  type ContentRoute,
  get,
  holdsContent,
  SECRET,
  startContentCourt,
} from './content-routes.ts';

/** Routes behind a session that give out nothing anybody disclosed; every other one has to be walked here. */
const WITHOUT_CONTENT = [
  '/v1/session',
  '/v1/sessions',
  '/v1/records',
  '/v1/evidence/:hash/upload',
  '/v1/duties',
  '/v1/policy',
  '/v1/counts',
  '/v1/grants',
  '/v1/destructions',
  '/v1/cases/:number/gate',
  '/v1/log',
  '/v1/log/inclusion',
  '/v1/log/consistency',
  '/v1/records/:id/receipt',
  '/v1/cases/:number/brief',
];

/** Needs a court below that has sent something: walked in direct-report.test.ts. */
const WALKED_ELSEWHERE = ['/v1/direct-reports'];

describe('a reading', () => {
  let here: ContentCourt;
  beforeAll(async () => {
    here = await startContentCourt();
  }, 60_000);
  afterAll(() => here.court.close());

  const db = () => here.court.sidecar.store.db;
  const withoutContent = (bytes: ArrayBuffer, route: ContentRoute) => {
    expect(Buffer.from(bytes).includes(SECRET), route.pattern).toBe(false);
    expect(Buffer.from(bytes).subarray(0, 5).toString('latin1'), route.pattern).not.toBe('%PDF-');
  };

  it('is walked here on every route that gives content', () => {
    const asked = ROUTES.filter(
      ({ method, thing, action }) =>
        method === 'GET' && !mayEver(undefined, thing, action) && !mayEver({ kind: 'court' }, thing, action),
    ).map(({ path }) => path);
    const walked = here.routes.map(({ pattern }) => pattern);
    expect(asked.filter((path) => !WITHOUT_CONTENT.includes(path)).sort()).toEqual(
      [...walked, ...WALKED_ELSEWHERE].sort(),
    );
  });

  it('gives its content to who may have it', async () => {
    for (const route of here.routes) {
      const answer = await get(here, route);
      expect(answer.status, route.pattern).toBe(200);
      expect(await holdsContent(route, answer), route.pattern).toBe(true);
    }
  });

  it('abuse 8: gives no byte of it when the access log does not take the leaf', async () => {
    db().exec(`create trigger access_log_fails before insert on access_log
               begin select raise(abort, 'cannot'); end`);
    const before = accessLeaves(here);
    for (const route of here.routes) {
      const answer = await get(here, route);
      withoutContent(await answer.clone().arrayBuffer(), route);
      expect(inShort(await problemOf(answer)), route.pattern).toBe('503 trace-unwritten');
      // Who would be refused gets no other answer, for that could not be written down either.
      const other = await get(here, route, 'hanmo');
      if (other.status === 200) expect(await holdsContent(route, other), route.pattern).toBe(false);
      else expect(inShort(await problemOf(other)), route.pattern).toBe('503 trace-unwritten');
    }
    expect(accessLeaves(here)).toEqual(before);
    db().exec('drop trigger access_log_fails');
    for (const route of here.routes) expect((await get(here, route)).status, route.pattern).toBe(200);
    expect(verifyStore(here.court.sidecar.store).faults).toEqual([]);
  });

  it('abuse 8: gives no byte of it on a full disk, and on all others its leaf is there', async () => {
    const pages = (max: number) => db().pragma(`max_page_count = ${max}`, { simple: true });
    pages(Number(db().pragma('page_count', { simple: true })));
    const full = new Set<string>();
    // The last pages may still take some leaves.
    for (let round = 0; round < 60 && full.size < here.routes.length; round += 1) {
      for (const route of here.routes) {
        const { given } = accessLeaves(here);
        const answer = await get(here, route);
        if (answer.status === 200) {
          expect(accessLeaves(here).given, route.pattern).toBe(given + 1);
          continue;
        }
        withoutContent(await answer.clone().arrayBuffer(), route);
        expect(inShort(await problemOf(answer)), route.pattern).toBe('507 disk-full');
        expect(accessLeaves(here).given, route.pattern).toBe(given);
        full.add(route.pattern);
      }
    }
    expect([...full].sort()).toEqual(here.routes.map(({ pattern }) => pattern).sort());
    pages(1_000_000);
    for (const route of here.routes) expect((await get(here, route)).status, route.pattern).toBe(200);
    expect(verifyStore(here.court.sidecar.store).faults).toEqual([]);
  }, 60_000);

  it('leaves one leaf for each answer with content, and one for each refused, in any walk', async () => {
    const accounts = ['limh', 'wangxl', 'heqy', 'shenjh', 'hanmo', 'liangzp', 'xuwb', 'luoxm', 'dingyn'];
    const step = fc.record({
      route: fc.nat(here.routes.length - 1),
      account: fc.constantFrom('', ...accounts),
    });
    let [answered, kept] = [0, 0];
    await fc.assert(
      fc.asyncProperty(
        fc.array(step, { minLength: 1, maxLength: 12 }),
        fc.boolean(),
        async (steps, atOnce) => {
          const before = accessLeaves(here);
          let [given, refused] = [0, 0];
          const walk = steps.map((one) => async () => {
            const route = here.routes[one.route];
            if (!route) throw new Error('no such route');
            const answer = await get(here, route, one.account === '' ? route.account : one.account);
            if (await holdsContent(route, answer)) given += 1;
            else if (answer.status !== 200)
              refused += (await problemOf(answer)).code === 'opening-required' ? 0 : 1;
          });
          if (atOnce) await Promise.all(walk.map((take) => take()));
          else for (const take of walk) await take();
          expect(accessLeaves(here)).toEqual({
            given: before.given + given,
            refused: before.refused + refused,
          });
          answered += given;
          kept += refused;
        },
      ),
      { numRuns: 40 },
    );
    expect(answered).toBeGreaterThan(20);
    expect(kept).toBeGreaterThan(20);
    expect(verifyStore(here.court.sidecar.store).faults).toEqual([]);
  }, 60_000);
});
