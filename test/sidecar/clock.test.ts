/** A clock that cannot be believed: nothing new is filed under it, what is there can be read, and it is said what to do. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { ClockCheck } from '../../sidecar/clock-check.ts';
import { publicKeyText } from '../../sidecar/crypto/court-key.ts';
import { COURT, SUPERIOR } from '../world/people.ts';
import { inShort, problemOf, stateOf } from './answers.ts';
import { whole } from './bad-records.ts';
import { CASE, entry, reading } from './examples.ts';
import { type Client, startTestCourt, type TestCourt } from './test-court.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const WRONG = '503 clock-wrong';

const ready = async (court: TestCourt) => {
  const answer = await fetch(`${court.sidecar.url}/readyz`);
  return answer.ok ? ((await answer.json()) as { clock: string }).clock : inShort(await problemOf(answer));
};
const figure = async (court: TestCourt, name: string) => {
  const text = await (await fetch(`${court.sidecar.url}/metrics`)).text();
  return Number(new RegExp(`^${name} (\\S+)$`, 'm').exec(text)?.[1]);
};

describe('beside the newest record', () => {
  const lines: string[] = [];
  let now = Date.now();
  let court: TestCourt;
  let limh: Client;
  beforeAll(async () => {
    court = await startTestCourt({}, { clock: () => now, logLines: lines });
    limh = await court.as('limh');
    expect((await limh.file('case-reading', reading())).status).toBe(201);
  });
  afterAll(() => court.close());
  let before: number;
  beforeEach(async () => {
    before = now;
    expect((await limh.file('entry', entry())).status).toBe(201);
  });
  afterEach(async () => {
    now = before;
    await court.sidecar.clockCheck.look();
  });

  it('a clock set back by a few minutes is believed', async () => {
    now -= 5 * MINUTE;
    expect((await limh.file('entry', entry())).status).toBe(201);
    expect(await ready(court)).toBe('ok');
  });

  it.each([5 * MINUTE + 1, HOUR, 24 * HOUR, 400 * 24 * HOUR])('one set back by %i ms is not', async (ms) => {
    const stored = stateOf(court);
    now -= ms;
    expect(inShort(await problemOf(await limh.file('entry', entry())))).toBe(WRONG);
    expect(inShort(await problemOf(await limh.request('POST', '/v1/records', [whole(), whole()])))).toBe(
      WRONG,
    );
    expect(await ready(court)).toBe(WRONG);
    expect(await figure(court, 'liuhen_clock_behind_records_seconds')).toBeCloseTo(ms / 1000, 0);
    expect(stateOf(court)).toEqual(stored);

    // What is there is read as ever.
    expect((await limh.request('GET', `/v1/cases/${encodeURIComponent(CASE)}`)).status).toBe(200);
    expect((await limh.request('GET', '/v1/entries')).status).toBe(200);
    expect((await limh.request('GET', `/v1/cases/${encodeURIComponent(CASE)}/sheet.pdf`)).status).toBe(200);

    now = before;
    expect((await limh.file('entry', entry())).status).toBe(201);
    expect(await ready(court)).toBe('ok');
  });

  it('it is told in two languages, and that what was typed is kept', async () => {
    now -= HOUR;
    const told = async (language: string) =>
      (await problemOf(await limh.request('POST', '/v1/records', whole(), { 'accept-language': language })))
        .detail;
    expect(await told('zh-CN')).toMatch(/服务器时间有误.*仍在本机/);
    expect(await told('en')).toMatch(/clock is wrong.*kept/);
  });

  it('the log says so, what to do, and when it is over', async () => {
    const told = () =>
      lines
        .filter((line) => line.includes('"clock"'))
        .map((line) => JSON.parse(line) as Record<string, unknown>);
    const earlier = told().length;
    now -= HOUR;
    await court.sidecar.clockCheck.look();
    expect(told().slice(earlier)).toMatchObject([
      {
        level: 40,
        clock: 'wrong',
        secondsBehindRecords: 3600,
        why: expect.stringMatching(/afterRecord.*请校准/),
      },
    ]);
    now = before;
    await court.sidecar.clockCheck.look();
    expect(told().at(-1)).toMatchObject({ level: 30, clock: 'ok' });
  });

  it('it is seen at the start, and a clock known to have been ahead is not held against it', async () => {
    // A clock ran away by hours, somebody recorded, and it was set right.
    now += 6 * HOUR;
    const late = await court.as('wuhong');
    const answer = await late.file('entry', entry());
    expect(answer.status).toBe(201);
    const { seq: ahead } = (await answer.json()) as { seq: number };
    now = before;
    await court.restart();
    expect(inShort(await problemOf(await limh.file('entry', entry())))).toBe(WRONG);
    await court.restart({ clock: { afterRecord: ahead } });
    expect((await limh.file('entry', entry())).status).toBe(201);
    // From here on it is held to what was filed since.
    now -= 6 * MINUTE;
    expect(inShort(await problemOf(await limh.file('entry', entry())))).toBe(WRONG);
    await court.restart({ clock: { afterRecord: ahead } });
    expect(inShort(await problemOf(await limh.file('entry', entry())))).toBe(WRONG);
    now = before;
    expect((await limh.file('entry', entry())).status).toBe(201);
  });
});

describe('beside the superior court', () => {
  let ahead = 0;
  let superior: TestCourt;
  let court: TestCourt;
  let limh: Client;
  beforeAll(async () => {
    superior = await startTestCourt({ court: SUPERIOR });
    court = await startTestCourt({}, { clock: () => Date.now() + ahead });
    const publicKey = publicKeyText(court.sidecar.secrets.court);
    await superior.restart({ subordinates: [{ court: COURT, publicKey }] });
    await court.restart({
      superior: {
        court: SUPERIOR,
        url: superior.sidecar.url,
        publicKey: publicKeyText(superior.sidecar.secrets.court),
      },
    });
    // Its own rounds are over; what is sent and asked is the test's.
    await court.sidecar.outbox?.stop();
    court.sidecar.clockCheck.stop();
    limh = await court.as('limh');
    await limh.file('case-reading', reading());
  });
  afterAll(async () => {
    await court.close();
    await superior.close();
  });

  it.each([
    [0, 'ok'],
    [4 * MINUTE, 'ok'],
    [6 * MINUTE, 'differs'],
    [59 * MINUTE, 'differs'],
    [61 * MINUTE, WRONG],
    [5 * HOUR, WRONG],
    [0, 'ok'],
  ])('ahead by %i ms: %s', async (ms, told) => {
    ahead = ms;
    await court.sidecar.clockCheck.look();
    expect(await ready(court)).toBe(told);
    const seconds = await figure(court, 'liuhen_clock_ahead_of_superior_seconds');
    expect(Math.abs(seconds - ms / 1000)).toBeLessThan(60);
    if (told === WRONG) expect(inShort(await problemOf(await limh.file('entry', entry())))).toBe(WRONG);
  });

  it('nothing is sent under a wrong clock, and an answer to what is sent is a witness too', async () => {
    ahead = 0;
    await court.sidecar.clockCheck.look();
    expect((await limh.file('entry', entry())).status).toBe(201);
    ahead = 10 * MINUTE;
    expect(await ready(court)).toBe('ok');
    expect(await court.sidecar.outbox?.sendOnce()).toBeGreaterThan(0);
    expect(await ready(court)).toBe('differs');
    expect((await limh.file('entry', entry())).status).toBe(201);
    ahead = 2 * HOUR;
    await court.sidecar.clockCheck.look();
    const waiting = () => superior.sidecar.log.head(SUPERIOR.code).size;
    const size = waiting();
    await expect(court.sidecar.outbox?.sendOnce()).rejects.toThrow('clock-wrong');
    expect(waiting()).toBe(size);
    ahead = 11 * MINUTE;
    await court.sidecar.clockCheck.look();
    expect(await court.sidecar.outbox?.sendOnce()).toBeGreaterThan(0);
    expect(waiting()).toBeGreaterThan(size);
  });
});

describe('a superior whose own clock is wrong', () => {
  it('takes nothing in until it is set right; the court keeps it and comes again', async () => {
    let ahead = 0;
    const superior = await startTestCourt({ court: SUPERIOR }, { clock: () => Date.now() + ahead });
    const court = await startTestCourt();
    try {
      const publicKey = publicKeyText(court.sidecar.secrets.court);
      await superior.restart({ subordinates: [{ court: COURT, publicKey }] });
      const theirs = {
        court: SUPERIOR,
        url: superior.sidecar.url,
        publicKey: publicKeyText(superior.sidecar.secrets.court),
      };
      await court.restart({ superior: theirs });
      await court.sidecar.outbox?.stop();
      const limh = await court.as('limh');
      await limh.file('case-reading', reading());
      expect((await limh.file('entry', entry())).status).toBe(201);
      ahead = -HOUR;
      await expect(court.sidecar.outbox?.sendOnce()).rejects.toThrow('the superior answered 503');
      ahead = 0;
      // Of two clocks that differ nobody knows which is right: the court asks again, as it does every minute meanwhile.
      await court.sidecar.clockCheck.look();
      expect(await court.sidecar.outbox?.sendOnce()).toBe(1);
    } finally {
      await court.close();
      await superior.close();
    }
  });
});

describe('a witness', () => {
  let court: TestCourt;
  beforeAll(async () => {
    court = await startTestCourt();
  });
  afterAll(() => court.close());

  /** Something that listens where the superior should, and answers with the headers given. */
  async function listening(headers: Record<string, string>) {
    const server = createServer((_, res) => res.writeHead(200, headers).end());
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    return {
      url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
      close: () => new Promise((done) => server.close(done)),
    };
  }
  const checkOf = (url: string, steady = () => 0) =>
    new ClockCheck({
      court: COURT,
      store: court.sidecar.store,
      clock: Date.now,
      superior: { url },
      logger: { warn: () => {}, info: () => {} },
      steady,
    });
  const DAYS_AGO = new Date(Date.now() - 3 * 24 * HOUR).toUTCString();

  it.each([
    ['a superior of three days ago', { 'liuhen-api': '1', date: DAYS_AGO }, 'wrong'],
    ['a page of somebody else', { date: DAYS_AGO }, 'ok'],
    ['a superior without a time that can be read', { 'liuhen-api': '1', date: 'yesterday' }, 'ok'],
  ])('%s', async (_, headers, state) => {
    const there = await listening(headers);
    const check = checkOf(there.url);
    await check.look();
    await there.close();
    expect(check.state).toBe(state);
    // Nobody there: what was heard last holds.
    await check.look();
    expect(check.state).toBe(state);
  });

  it('is believed for two hours, by a clock that nobody sets', () => {
    let steady = 0;
    const check = checkOf('http://127.0.0.1:9', () => steady);
    check.heard(new Headers({ date: DAYS_AGO }));
    expect(() => check.mayFile()).toThrow('clock-wrong');
    steady = 2 * HOUR;
    expect(check.state).toBe('wrong');
    steady += 1;
    expect(check.state).toBe('ok');
    expect(check.offSuperior).toBeUndefined();
    check.mayFile();
  });
});
