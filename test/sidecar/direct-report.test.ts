/**
 * 直报: what somebody writes to the superior court past their own arrives there, once, and is read by its custodians only; the
 * court that carries it can neither open it nor tell it from a blank.
 */
import { v7 as uuid } from 'uuid';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { DirectReportsAnswer, PolicyAnswer, RecordOutcome } from '../../shared/api.ts';
import { directBytes, referenceCode } from '../../shared/direct-report.ts';
import { DirectKeys } from '../../sidecar/crypto/direct-key.ts';
import { SLOTS } from '../../sidecar/records/envelope-slots.ts';
import { dataFolder } from '../../sidecar/start.ts';
import { Courier, PER_ROUND } from '../../sidecar/sync/courier.ts';
import { COURT, SUPERIOR } from '../world/people.ts';
import { inShort, problemOf, stateOf } from './answers.ts';
import { report, SECRET, sealed, sealingOf } from './sealed-report.ts';
import { startTestCourt } from './test-court.ts';
import { startTwoCourts, type TwoCourts } from './two-courts.ts';

describe('a direct report', () => {
  let both: TwoCourts;
  beforeAll(async () => {
    both = await startTwoCourts();
    await both.quiet();
  }, 60_000);
  afterAll(() => both.close());

  const send = async (envelope: string, account = 'limh', more: object = {}) =>
    (await both.court.as(account)).file('direct-report', { envelope, ...more });
  const filed = async (what = report()) => {
    expect((await send(await sealed(both.court, what))).status).toBe(201);
    return what;
  };
  const round = async () => {
    await both.court.sidecar.courier?.round();
    await both.sendOnce();
  };
  /** As many rounds as empty every slot. */
  const allRounds = async () => {
    for (let n = 0; n * PER_ROUND < SLOTS; n += 1) await round();
  };
  const arrived = async (account = 'heqy') =>
    (await both.superior.as(account)).get<DirectReportsAnswer>('/v1/direct-reports');
  const idsArrived = async () => (await arrived()).reports.map((one) => one.id);
  const logged = () =>
    both.court.sidecar.store.db
      .prepare("select count(*) from log where type = 'sealed-envelope'")
      .pluck()
      .get() as number;

  it('is offered with the superior’s key, and arrives with a code that its author knows too', async () => {
    const judge = await both.court.as('limh');
    const { direct } = await judge.get<PolicyAnswer>('/v1/policy');
    expect(direct).toEqual({ superior: SUPERIOR, key: both.superior.sidecar.directKeys.publicKey });
    const named = await filed();
    const unnamed = await filed(report({ author: null, kind: 'complaint', about: '' }));
    await round();
    const { reports, unopened } = await arrived();
    expect(unopened).toBe(0);
    expect(reports).toHaveLength(2);
    expect(reports.find((one) => one.id === named.id)).toMatchObject({
      code: await referenceCode(named.id),
      kind: 'direct-report',
      via: 'sealed',
      court: COURT,
      author: named.author,
      about: SECRET.name,
      text: SECRET.text,
      writtenAt: named.at,
    });
    const other = reports.find((one) => one.id === unnamed.id);
    expect(other).toMatchObject({ kind: 'complaint', about: '' });
    expect(other?.author).toBeUndefined();
  });

  it('is filed nowhere at its own court', async () => {
    const before = stateOf(both.court);
    await filed();
    expect(stateOf(both.court)).toEqual(before);
    const judge = await both.court.as('limh');
    expect(JSON.stringify(await judge.get('/v1/records'))).not.toContain('direct');
  });

  it('is answered as any record is', async () => {
    const judge = await both.court.as('limh');
    const direct = (await (await send(await sealed(both.court, report()))).json()) as RecordOutcome;
    const other = (await (
      await judge.file('escalation', { to: 'president', reason: '请示' })
    ).json()) as RecordOutcome;
    expect(Object.keys(direct)).toEqual(Object.keys(other));
    // The number the next record gets: as many digits as that has.
    expect(direct.seq).toBe(other.seq);
    expect(JSON.stringify(direct)).toHaveLength(JSON.stringify(other).length);
    await allRounds();
  });

  it('goes with the next round, at most as many as every round takes, oldest first', async () => {
    const three = [await filed(), await filed(), await filed()].map(({ id }) => id);
    const before = logged();
    await round();
    expect(logged()).toBe(before + PER_ROUND);
    expect((await idsArrived()).filter((id) => three.includes(id)).sort()).toEqual(three.slice(0, 2).sort());
    await round();
    expect((await idsArrived()).filter((id) => three.includes(id))).toHaveLength(3);
  });

  it('makes no difference to how much goes, and a round without one sends as many', async () => {
    const before = logged();
    await round();
    await filed();
    await round();
    expect(logged()).toBe(before + 2 * PER_ROUND);
  });

  it('sent again is not doubled, neither in its slot nor at the superior', async () => {
    const what = report();
    const envelope = await sealed(both.court, what);
    const first = (await (await send(envelope)).json()) as RecordOutcome;
    const again = await send(envelope);
    expect(again.status).toBe(200);
    expect(await again.json()).toMatchObject({ outcome: 'replayed', leafHash: first.leafHash });
    await round();
    // After it was sent nobody at the court can know it again: it goes once more, and the superior sees that it is the same.
    expect((await send(envelope)).status).toBe(201);
    await allRounds();
    expect((await idsArrived()).filter((id) => id === what.id)).toHaveLength(1);
  });

  it('is refused when every slot holds one, and none is overwritten', async () => {
    await allRounds();
    const all = [];
    for (let n = 0; n < SLOTS; n += 1) all.push(await filed());
    expect(inShort(await problemOf(await send(await sealed(both.court, report()))))).toBe('503 direct-full');
    await allRounds();
    const ids = await idsArrived();
    expect(all.filter(({ id }) => !ids.includes(id))).toEqual([]);
  });

  it.each<[string, (good: string) => Promise<string> | string, string]>([
    [
      'to another key',
      async () => {
        const { sidecar, config } = both.court;
        const superior = { ...config.superior, directKey: sidecar.directKeys.publicKey };
        const own = { ...config, superior };
        return sealed({ ...both.court, config: own as typeof config }, report());
      },
      '409 direct-outdated',
    ],
    [
      'over fewer bytes',
      async () => {
        const { config } = both.court;
        const policy = { ...config.policy, directReport: { ...config.policy.directReport, bytes: 4096 } };
        return sealed({ ...both.court, config: { ...config, policy } }, report());
      },
      '409 direct-outdated',
    ],
    [
      'with a mark in its header',
      (good) => {
        const [header = '', ...rest] = good.split('.');
        const marked = { ...JSON.parse(Buffer.from(header, 'base64url').toString()), typ: 'me' };
        return [Buffer.from(JSON.stringify(marked)).toString('base64url'), ...rest].join('.');
      },
      '409 direct-outdated',
    ],
    ['with a longer tag', (good) => `${good}A`, '409 direct-outdated'],
    ['not at all', () => 'a.b.c.d.e', '409 direct-outdated'],
    ['as plain text', () => SECRET.text, '400 input-invalid body.envelope=invalid_format'],
  ])('sealed %s is refused: it would stand out', async (_, change, told) => {
    const envelope = await change(await sealed(both.court, report()));
    expect(inShort(await problemOf(await send(envelope)))).toBe(told);
  });

  it('of a cover nothing arrives', async () => {
    const before = await idsArrived();
    for (let n = 0; n < 20; n += 1)
      expect((await send(await sealed(both.court, undefined), 'wangxl', { cover: true })).status).toBe(201);
    await allRounds();
    expect(await idsArrived()).toEqual(before);
  });

  it('is not lost by a stop, for all that lies there is sent at the start', async () => {
    const what = await filed();
    const before = logged();
    await both.restartCourt();
    await both.quiet();
    expect(logged()).toBe(before + SLOTS);
    while ((await both.sendOnce()) > 0);
    expect((await idsArrived()).filter((id) => id === what.id)).toHaveLength(1);
    // And slots are free again.
    await filed();
  });

  it('stays in its slot when the round fails, and goes with the next', async () => {
    const what = await filed();
    const { courier, store } = both.court.sidecar;
    store.db.exec("create trigger broken before insert on log begin select raise(abort, 'no'); end");
    await expect(courier?.round()).rejects.toThrow('no');
    store.db.exec('drop trigger broken');
    await allRounds();
    expect((await idsArrived()).filter((id) => id === what.id)).toHaveLength(1);
  });

  it('goes when its time has come by the court’s clock, and not before', async () => {
    const { court } = both;
    const { slots, store, door } = court.sidecar;
    const { key } = sealingOf(court);
    if (!slots) throw new Error('no slots');
    let now = Date.now();
    const deps = { court: COURT, superior: { directKey: key }, policy: court.config.policy.directReport };
    const timed = new Courier({
      ...deps,
      slots,
      store,
      door,
      clock: () => now,
      onSent: () => {},
      onFailed: () => {},
    });
    await timed.open();
    const before = logged();
    now += 239 * 60_000;
    await timed.tick();
    expect(logged()).toBe(before);
    now += 60_000;
    await timed.tick();
    expect(logged()).toBe(before + PER_ROUND);
    await timed.tick();
    expect(logged()).toBe(before + PER_ROUND);
  });

  it('is read by the superior’s custodians only, and every reading leaves a trace', async () => {
    const trace = () =>
      both.superior.sidecar.store.db
        .prepare<[], { actor: string; outcome: string }>(
          "select actor, outcome from access_log where action = 'read-direct-reports' order by seq",
        )
        .all();
    const before = trace().length;
    await arrived('shenjh');
    for (const account of ['limh', 'hanmo', 'liangzp']) {
      const answer = await (await both.superior.as(account)).request('GET', '/v1/direct-reports');
      expect(inShort(await problemOf(answer))).toBe('404 not-found');
    }
    expect(trace().slice(before)).toEqual([
      { actor: '1302012', outcome: 'given' },
      { actor: '1302001', outcome: 'refused' },
      { actor: '1302013', outcome: 'refused' },
      { actor: '1302014', outcome: 'refused' },
    ]);
    // Nobody at the court it comes from.
    for (const account of ['limh', 'heqy', 'liangzp']) {
      const answer = await (await both.court.as(account)).request('GET', '/v1/direct-reports');
      expect(inShort(await problemOf(answer))).toBe('404 not-found');
    }
  });

  it('abuse 8: gives no byte of itself when the access log does not take the leaf', async () => {
    const { db } = both.superior.sidecar.store;
    db.exec(`create trigger access_log_fails before insert on access_log
             begin select raise(abort, 'cannot'); end`);
    for (const account of ['heqy', 'limh']) {
      const answer = await (await both.superior.as(account)).request('GET', '/v1/direct-reports');
      const text = await answer.clone().text();
      for (const secret of Object.values(SECRET)) expect(text).not.toContain(secret);
      expect(inShort(await problemOf(answer))).toBe('503 trace-unwritten');
    }
    db.exec('drop trigger access_log_fails');
    expect((await arrived()).reports.length).toBeGreaterThan(0);
  });

  it('is found again after a restart of the superior, and one sealed to an older key as well', async () => {
    const before = await idsArrived();
    await DirectKeys.add(dataFolder(both.superior.config));
    await both.restartSuperior();
    expect(await idsArrived()).toEqual(before);
    expect(before.length).toBeGreaterThan(SLOTS);
  });

  it('of 2000 characters fits', () => {
    expect(directBytes(report({ text: '直'.repeat(2000), about: '人'.repeat(200) }))).toBeLessThan(8192);
  });
});

describe('at a court without a superior', () => {
  it('none is offered, and none is taken', async () => {
    const court = await startTestCourt();
    const judge = await court.as('limh');
    expect(await judge.get<PolicyAnswer>('/v1/policy')).not.toHaveProperty('direct');
    const { publicKey } = court.sidecar.directKeys;
    const superior = { court: SUPERIOR, url: 'http://127.0.0.1:1', publicKey: '', directKey: publicKey };
    const envelope = await sealed({ ...court, config: { ...court.config, superior } }, report());
    const answer = await judge.file('direct-report', { envelope }, { id: uuid() });
    expect(inShort(await problemOf(answer))).toBe('409 direct-not-offered');
    await court.close();
  });
});
