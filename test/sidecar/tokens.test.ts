/** Whose word counts: no token but one this sidecar gave, to somebody who is still there, opens anything. */
import { randomBytes } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { STAFF_CSV, SUPERIOR } from '../world/people.ts';
import { inShort, logIsSilentOn, problemOf, stateOf } from './answers.ts';
import { CASE, entry, reading } from './examples.ts';
import { importStaff, startTestCourt, type TestCourt } from './test-court.ts';

const HOUR = 3_600_000;
const DOORS: [string, string, unknown?][] = [
  ['POST', '/v1/records', {}],
  ['GET', '/v1/records'],
  ['GET', '/v1/session'],
  ['DELETE', '/v1/session'],
  ['GET', '/v1/duties'],
  ['PUT', `/v1/evidence/${'a'.repeat(64)}`, 'x'],
  ['GET', `/v1/cases/${encodeURIComponent(CASE)}`],
  ['GET', `/v1/cases/${encodeURIComponent(CASE)}/gate?meeting=adjudication-committee`],
  ['GET', `/v1/cases/${encodeURIComponent(CASE)}/sheet.pdf`],
  ['GET', `/v1/cases/${encodeURIComponent(CASE)}/brief?meeting=adjudication-committee`],
  ['POST', '/v1/agenda', { meeting: 'adjudication-committee', cases: [CASE] }],
];

describe('tokens', () => {
  const lines: string[] = [];
  const tokens: string[] = [];
  let ahead = 0;
  let court: TestCourt;
  let before: ReturnType<typeof stateOf>;
  beforeAll(async () => {
    court = await startTestCourt({}, { clock: () => Date.now() + ahead, logLines: lines });
    const limh = await court.as('limh');
    await limh.file('case-reading', reading());
    await limh.file('entry', entry());
  });
  afterAll(() => court.close());
  beforeEach(() => {
    before = stateOf(court);
  });
  afterEach(() => {
    expect(stateOf(court)).toEqual(before);
  });

  /** Knocks at every door with one header. */
  async function knock(authorization: string | undefined): Promise<string[]> {
    if (authorization) tokens.push(authorization.replace(/^Bearer /, ''));
    const told: string[] = [];
    for (const [method, path, body] of DOORS) {
      const answer = await fetch(court.sidecar.url + path, {
        method,
        headers: {
          'content-type': 'application/json',
          ...(authorization === undefined ? {} : { authorization }),
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      told.push(inShort(await problemOf(answer)));
    }
    return [...new Set(told)];
  }
  const OUT = ['401 signed-out'];

  it('are asked for at every door', async () => expect(await knock(undefined)).toEqual(OUT));

  it.each([
    ['no scheme', (token: string) => token],
    ['another scheme', (token: string) => `Basic ${token}`],
    ['a letter less', (token: string) => `Bearer ${token.slice(1)}`],
    ['a letter more', (token: string) => `Bearer ${token}A`],
    ['a letter changed', (token: string) => `Bearer ${token.startsWith('A') ? 'B' : 'A'}${token.slice(1)}`],
    ['two tokens', (token: string) => `Bearer ${token}, Bearer ${token}`],
    ['nothing', () => 'Bearer '],
    ['a guess', () => `Bearer ${randomBytes(32).toString('base64url')}`],
    ['a JWT that says it needs no signature', () => 'Bearer eyJhbGciOiJub25lIn0.eyJzdWIiOiJsaW1oIn0.'],
  ])('open nothing with %s', async (_, change) => {
    const { token } = (await court.as('limh')).session;
    expect(await knock(change(token))).toEqual(OUT);
  });

  it('of another sidecar open nothing here, and ours nothing there', async () => {
    const superior = await startTestCourt({ court: SUPERIOR });
    try {
      const theirs = await superior.as('limh');
      expect(await knock(`Bearer ${theirs.session.token}`)).toEqual(OUT);
      const ours = (await court.as('limh')).session.token;
      const answer = await theirs.request('GET', '/v1/records', undefined, {
        authorization: `Bearer ${ours}`,
      });
      expect(answer.status).toBe(401);
      expect((await theirs.request('GET', '/v1/records')).status).toBe(200);
    } finally {
      await superior.close();
    }
  });

  it('open nothing after signing out, and only that one session is out', async () => {
    const wangxl = await court.as('wangxl');
    expect((await wangxl.request('GET', '/v1/session')).status).toBe(200);
    expect((await wangxl.request('DELETE', '/v1/session')).status).toBe(204);
    expect(await knock(`Bearer ${wangxl.session.token}`)).toEqual(OUT);
    expect((await (await court.as('limh')).request('GET', '/v1/session')).status).toBe(200);
  });

  it('open nothing after twelve idle hours, nor a day after signing in however busy', async () => {
    const idle = await court.as('zhaogq');
    const busy = await court.as('sunlq');
    const works = async () => (await busy.request('GET', '/v1/session')).status;
    try {
      for (ahead = 0; ahead < 24 * HOUR; ahead += 8 * HOUR) expect(await works()).toBe(200);
      ahead = 13 * HOUR;
      expect(await knock(`Bearer ${idle.session.token}`)).toEqual(OUT);
      ahead = 24 * HOUR;
      expect(await works()).toBe(401);
      ahead = 0;
      // What ended has ended, whatever the clock says afterwards.
      expect(await works()).toBe(401);
    } finally {
      ahead = 0;
    }
  });

  it('open nothing once their person has left the staff list', async () => {
    const zhou = await court.as('zhouyt');
    const wu = await court.as('wuhong');
    expect((await zhou.request('GET', '/v1/session')).status).toBe(200);
    await importStaff(
      court,
      STAFF_CSV.split('\n')
        .filter((line) => !line.includes('zhouyt'))
        .join('\n'),
    );
    before = stateOf(court);
    expect(await knock(`Bearer ${zhou.session.token}`)).toEqual(OUT);
    expect((await zhou.file('entry', entry())).status).toBe(401);
    expect((await wu.request('GET', '/v1/session')).status).toBe(200);
    // Coming back does not bring the old session back.
    await importStaff(court, STAFF_CSV);
    before = stateOf(court);
    expect((await zhou.request('GET', '/v1/session')).status).toBe(401);
  });

  it('lose the office their person has lost, at the next request', async () => {
    const chensy = await court.as('chensy');
    const path = `/v1/cases/${encodeURIComponent(CASE)}/brief?meeting=adjudication-committee`;
    expect((await chensy.request('GET', path)).status).toBe(200);
    await importStaff(court, STAFF_CSV.replace('副院长,干警、审委会委员', '副院长,干警'));
    before = stateOf(court);
    expect((await chensy.request('GET', path)).status).toBe(403);
  });

  it('are not in the log, nor who tried', () => {
    logIsSilentOn(lines, [...tokens.filter((token) => token.length > 9), '李明华', CASE]);
  });
});
