/** One's own sessions: where they are, the end of them, and what a change elsewhere does to them at the next request. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { makeProof } from '../../extension/link/proof.ts';
import type { OwnSessions } from '../../shared/api.ts';
import { PROOF_HEADER } from '../../shared/proof.ts';
import { freshSince } from '../../sidecar/access/fresh.ts';
import { giveFirstPasswords, runAccountCommand } from '../../sidecar/commands/accounts.ts';
import { PASSWORD, STAFF_CSV } from '../world/people.ts';
import { pocketOf } from './pocket.ts';
import {
  importStaff,
  openSession,
  type SignedIn,
  signIn,
  startTestCourt,
  type TestCourt,
  walk,
  wayIn,
} from './test-court.ts';

let court: TestCourt;
let ahead = 0;
// It stands still unless it is moved.
const START = Date.now();
const clock = () => START + ahead;
beforeAll(async () => {
  court = await startTestCourt({ policy: { signIn: { idleMinutes: 60, absoluteHours: 3 } } }, { clock });
});
afterAll(() => court.close());
beforeEach(() => {
  // A code of an authenticator is good once.
  ahead += 10 * 60_000;
});

const ask = (session: SignedIn, method = 'GET', path = '/v1/session') =>
  fetch(court.sidecar.url + path, { method, headers: { authorization: `Bearer ${session.token}` } });
const status = async (session: SignedIn) => (await ask(session)).status;
/** As the browser of the session asks for contents. */
async function read({ token, browserKey }: SignedIn, path: string): Promise<number> {
  const { pathname } = new URL(path, court.sidecar.url);
  const proof = await makeProof(browserKey, { method: 'GET', path: pathname, token }, clock());
  const headers = { authorization: `Bearer ${token}`, [PROOF_HEADER]: proof };
  return (await fetch(court.sidecar.url + path, { headers })).status;
}
const enter = (account: string) => signIn(court.sidecar.url, account, PASSWORD);
const staffWith = (from: string, to: string) => importStaff(court, STAFF_CSV.replace(from, to));

describe('one’s own sessions', () => {
  it('are told with browser and times and without tokens, to nobody else, and end all at once', async () => {
    const url = court.sidecar.url;
    const way = await wayIn(url);
    const code = await walk(way, pocketOf(url, 'limh', PASSWORD));
    const { answer, browserKey } = await openSession(url, way, code, { deviceName: 'Chrome 131 · Windows' });
    const first = { ...(await answer.json()), browserKey } as SignedIn;
    const second = await enter('limh');
    const other = await enter('wangxl');
    const told = await (await ask(first, 'GET', '/v1/sessions')).text();
    const { sessions } = JSON.parse(told) as OwnSessions;
    expect(sessions.map(({ deviceName, current }) => [deviceName, current])).toEqual(
      expect.arrayContaining([
        ['Chrome 131 · Windows', true],
        ['', false],
      ]),
    );
    expect(sessions).toHaveLength(2);
    for (const { token, queueKey } of [first, second, other]) {
      expect(told).not.toContain(token);
      expect(told).not.toContain(queueKey);
    }
    expect((await ask(second, 'DELETE', '/v1/sessions')).status).toBe(204);
    expect([await status(first), await status(second), await status(other)]).toEqual([401, 401, 200]);
  });

  it('say how strong the sign-in was, and when', async () => {
    const custodian = await enter('heqy');
    const answer = await (await ask(custodian)).json();
    expect(answer).toMatchObject({ strength: 'two-factor', person: { staffCode: '1302011' } });
    expect(Math.abs(Date.parse(answer.authTime) - clock())).toBeLessThan(60_000);
    expect(await (await ask(await enter('limh'))).json()).toMatchObject({ strength: 'one-factor' });
  });

  it('end by the court’s own times', async () => {
    const [idle, busy] = [await enter('limh'), await enter('wangxl')];
    ahead += 59 * 60_000;
    expect(await status(busy)).toBe(200);
    ahead += 2 * 60_000;
    expect([await status(idle), await status(busy)]).toEqual([401, 200]);
    ahead += 58 * 60_000;
    expect(await status(busy)).toBe(200);
    ahead += 59 * 60_000;
    expect(await status(busy)).toBe(200);
    ahead += 3 * 60_000;
    expect(await status(busy)).toBe(401);
  });
});

describe('abuse case 5: a role taken away', () => {
  it('is gone at the next request, with the session still open', async () => {
    const custodian = await enter('shenjh');
    const list = () => read(custodian, '/v1/screening?state=waiting');
    expect(await list()).toBe(200);
    await staffWith('干警、督察室、督察专员,shenjh', '干警,shenjh');
    expect(await status(custodian)).toBe(200);
    expect(await list()).toBe(404);
    await staffWith('x', 'x');
    expect(await list()).toBe(200);
  });

  it('that asks for a second factor ends a session that had none, as soon as it comes', async () => {
    const judge = await enter('zhaogq');
    await staffWith('干警,zhaogq', '干警、督察专员,zhaogq');
    expect(await status(judge)).toBe(401);
    await staffWith('x', 'x');
    expect(await status(judge)).toBe(401);
  });
});

describe('a fresh sign-in', () => {
  it('is had on request, and replaces the session of that browser', async () => {
    const url = court.sidecar.url;
    const open = async (device: string) => {
      const way = await wayIn(url, { max_age: '300' });
      const code = await walk(way, pocketOf(url, 'limh', PASSWORD));
      const { answer, browserKey } = await openSession(url, way, code, { device, maxAge: 300 });
      expect(answer.status).toBe(201);
      return { ...(await answer.json()), browserKey } as SignedIn;
    };
    const before = await open('this-browser');
    ahead += 30 * 60_000;
    const after = await open('this-browser');
    expect([await status(before), await status(after)]).toEqual([401, 200]);
    const { authTime } = await (await ask(after)).json();
    expect(() => freshSince({ authTime }, 60_000, clock())).not.toThrow();
  });

  it('is refused without a usable key of the browser', async () => {
    const url = court.sidecar.url;
    const way = await wayIn(url);
    const code = await walk(way, pocketOf(url, 'limh', PASSWORD));
    const point = { kty: 'EC', crv: 'P-256', x: 'A'.repeat(43), y: 'A'.repeat(43) };
    for (const key of [undefined, point, { ...point, d: 'A'.repeat(43) }, { kty: 'oct', k: 'AAAA' }]) {
      const { answer } = await openSession(url, way, code, { key });
      expect(answer.status).toBe(400);
    }
  });
});

describe('abuse case 13: a session after its time', () => {
  it('opens nothing once a list was imported with a new first password', async () => {
    const session = await enter('sunlq');
    const given = (password: string) => [{ account: 'sunlq', staffCode: '1302005', password }];
    const at = new Date(clock()).toISOString();
    expect(await giveFirstPasswords(court.sidecar.store.db, given(PASSWORD), at)).toMatch(/^0 .*\n1 /);
    expect(await status(session)).toBe(200);
    expect(await giveFirstPasswords(court.sidecar.store.db, given('another-of-IT'), at)).toMatch(/^1 first/);
    expect(await status(session)).toBe(401);
  });

  it('opens nothing after sign-out, after the account was given a new password, after the person has left', async () => {
    const [out, reset, left] = [await enter('limh'), await enter('wangxl'), await enter('zhouyt')];
    await ask(out, 'DELETE');
    await runAccountCommand({
      config: court.config,
      action: 'password',
      account: 'wangxl',
      all: false,
      now: clock,
    });
    await importStaff(
      court,
      STAFF_CSV.split('\n')
        .filter((line) => !line.includes('zhouyt'))
        .join('\n'),
    );
    expect([await status(out), await status(reset), await status(left)]).toEqual([401, 401, 401]);
    await staffWith('x', 'x');
    expect(await status(left)).toBe(401);
  });
});
