/** Grants: three people before somebody reads who may not look, once, in time, and seen by the author at once. */
import { v7 as uuid } from 'uuid';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Duty, type GrantedEntry, grantedEntry, grantsAnswer } from '../../shared/api.ts';
import type { EntryBody } from '../../shared/records/entry.ts';
import { digestViews, rebuildViews } from '../../sidecar/views/rebuild.ts';
import { COURT } from '../world/people.ts';
import { inShort, problemOf } from './answers.ts';
import { CASE } from './examples.ts';
import {
  ask,
  GRANT_STAFF,
  grantInForce,
  grantsOf,
  idOf,
  openUnder,
  readUnder,
  staffWithout,
} from './grant-court.ts';
import { type RecordingCourt, startRecordingCourt, who } from './recording-court.ts';
import { type Client, importStaff, type TestCourt } from './test-court.ts';

const NOW = Date.parse('2026-11-25T02:00:00.000Z');
const HOUR = 3_600_000;
const SECRET = '来电称受某领导委托，请求对被告从轻，当场拒绝。';

/** Offices change hands within these tests; who holds a new one would first have to set up a second factor. */
const ONE_FACTOR = { policy: { signIn: { secondFactorRoles: [] } } };

describe('grants', () => {
  let here: RecordingCourt;
  let court: TestCourt;
  let limh: Client;
  let xuwb: Client;
  let liangzp: Client;
  let heqy: Client;
  beforeAll(async () => {
    here = await startRecordingCourt(NOW, ONE_FACTOR, GRANT_STAFF);
    ({ court, limh, heqy } = here);
    xuwb = await court.as('xuwb');
    liangzp = await court.as('liangzp');
  }, 60_000);
  afterAll(() => court.close());

  const body = (changes: Partial<EntryBody> = {}) => here.body({ content: SECRET, ...changes });
  const file = async (changes: Partial<EntryBody> = {}) => {
    const id = await here.file(body(changes));
    return { id, entryNumber: (await here.own(id)).seq };
  };
  const told = async (answer: Response | Promise<Response>) => inShort(await problemOf(await answer));
  const duties = async (client: Client) =>
    (await client.get<{ duties: Duty[] }>('/v1/duties')).duties.filter(({ kind }) =>
      kind.startsWith('grant'),
    );
  const accessOf = (subject: string) =>
    court.sidecar.store.db
      .prepare<[string], { actor: string; action: string; outcome: string }>(
        'select actor, action, outcome from access_log where subject = ? order by seq',
      )
      .all(subject);

  it('goes from hand to hand, each told what waits for them, and shows no content on the way', async () => {
    const { id, entryNumber } = await file();
    const grantId = await ask(xuwb, { entryNumber });
    const see = async (client: Client) => {
      const answer = await client.request('GET', '/v1/grants');
      const text = await answer.text();
      expect(text).not.toContain(SECRET);
      expect(text).not.toMatch(/external|刘某某/);
      return grantsAnswer.parse(JSON.parse(text)).grants.find((grant) => grant.id === grantId);
    };
    expect(await see(xuwb)).toMatchObject({
      entryNumber,
      caseNumber: CASE,
      state: 'asked',
      may: ['withdraw'],
    });
    expect(await see(liangzp)).toMatchObject({
      by: { name: '许文博', department: '审管办' },
      reason: '上级来函核实。',
      hours: 4,
      may: ['decide'],
    });
    for (const account of ['heqy', 'hanmo', 'limh', 'luoxm', 'dingyn', 'wangxl'])
      expect(await see(await court.as(account)), account).toBeUndefined();
    expect(await duties(liangzp)).toMatchObject([
      { kind: 'grant-decision', grantId, caseNumber: CASE, askedBy: '许文博' },
    ]);

    await idOf(await liangzp.file('grant-decision', { grantId, decision: 'approve', note: '限本次核实。' }));
    expect(await duties(liangzp)).toEqual([]);
    const approved = await see(heqy);
    expect(approved).toMatchObject({ state: 'approved', may: ['countersign'], decision: { by: '梁正平' } });
    expect(await duties(heqy)).toMatchObject([{ kind: 'grant-countersign', grantId }]);
    expect(await told(openUnder(xuwb, grantId, id))).toBe('409 grant-undecided');

    await idOf(await heqy.file('grant-countersign', { grantId }));
    expect(await duties(heqy)).toEqual([]);
    expect(await duties(xuwb)).toMatchObject([{ kind: 'grant-opening', grantId }]);
    expect(await see(xuwb)).toMatchObject({
      state: 'in-force',
      decision: { by: '梁正平', approves: true, note: '限本次核实。' },
      countersign: { by: '何清源' },
      entries: [{ id, seq: entryNumber, opened: false }],
    });
    // Who approved is not told which entries there are.
    expect((await see(liangzp))?.entries).toBeUndefined();

    const opening = await idOf(await openUnder(xuwb, grantId, id));
    const entry = grantedEntry.parse(await (await readUnder(xuwb, grantId, id, opening)).json());
    expect(entry.entry.content).toBe(SECRET);
    expect(Object.keys(entry)).not.toContain('events');
    expect(await duties(xuwb)).toEqual([]);
    const seen = (await here.own(id)).events.filter((event) => event.type === 'opening');
    expect(seen.map((event) => event.by)).toEqual(['许文博']);
  });

  it('is asked for by an administrator only, of an entry there is, for no longer than the court allows', async () => {
    const { entryNumber } = await file();
    const request = (client: Client, changes: Record<string, unknown> = {}) =>
      client.file('grant-request', { entryNumber, reason: '核实', hours: 4, ...changes });
    for (const account of ['limh', 'heqy', 'hanmo', 'liangzp', 'guowd', 'dingyn', 'wangxl'])
      expect(await told(request(await court.as(account))), account).toBe('403 not-allowed');
    expect(await told(request(xuwb, { hours: 25 }))).toBe('400 grant-too-long body.hours=grant-too-long');
    // A case reading has that number.
    expect(await told(request(xuwb, { entryNumber: 2 }))).toBe('404 grant-nothing');
    expect(await told(request(xuwb, { entryNumber: undefined, caseNumber: '（2024）豫1302民初999号' }))).toBe(
      '404 grant-nothing',
    );
    expect(await told(request(xuwb, { caseNumber: CASE }))).toBe(
      '400 input-invalid body.entryNumber=entry-or-case',
    );
    const grantId = await ask(xuwb, { entryNumber });
    expect(await told(liangzp.file('grant-decision', { grantId, decision: 'refuse' }))).toBe(
      '400 input-invalid body.note=note-required',
    );
    await idOf(await liangzp.file('grant-decision', { grantId, decision: 'refuse', note: '没有必要。' }));
    expect((await grantsOf(xuwb)).find((grant) => grant.id === grantId)).toMatchObject({
      state: 'refused',
      decision: { approves: false, note: '没有必要。' },
      may: [],
    });
    expect(
      await told((await court.as('guowd')).file('grant-decision', { grantId, decision: 'approve' })),
    ).toBe('409 grant-decided');
    expect(await told(heqy.file('grant-countersign', { grantId }))).toBe('403 grant-refused');
  });

  it('does not exist for whom the entry is about: neither to ask for, nor to decide, nor in a case', async () => {
    const about = (name: string, staffCode: string) =>
      file({
        kind: 'internal',
        conduct: ['INT-4'],
        caseNumber: '（2024）豫1302民初321号',
        person: who({ name, staffCode, unitClass: 'court-own', identity: 'own-court' }),
      });
    const caseNumber = '（2024）豫1302民初321号';
    const ofAdmin = await about('许文博', '1302021');
    expect(
      await told(xuwb.file('grant-request', { ...ofAdmin, id: undefined, reason: '核实', hours: 1 })),
    ).toBe('404 grant-nothing');
    expect(await told(xuwb.file('grant-request', { caseNumber, reason: '核实', hours: 1 }))).toBe(
      '404 grant-nothing',
    );
    const ofPresident = await about('梁正平', '1302014');
    const grantId = await ask(xuwb, { entryNumber: ofPresident.entryNumber });
    expect((await grantsOf(liangzp)).map((grant) => grant.id)).not.toContain(grantId);
    expect(await told(liangzp.file('grant-decision', { grantId, decision: 'approve' }))).toBe(
      '404 grant-unknown',
    );
    const guowd = await court.as('guowd');
    await idOf(await guowd.file('grant-decision', { grantId, decision: 'approve' }));

    const other = await file({ caseNumber });
    const ofCase = await grantInForce(court, { caseNumber });
    const { entries } = (await grantsOf(xuwb)).find((grant) => grant.id === ofCase) ?? {};
    expect(entries?.map((entry) => entry.id)).toEqual([other.id]);
    for (const { id } of [ofAdmin, ofPresident])
      expect(await told(openUnder(xuwb, ofCase, id))).toBe('403 grant-other-entry');
    expect((await openUnder(xuwb, ofCase, other.id)).status).toBe(201);
  });

  it('of a case is of the entries it had then, and not of one that came or was linked later', async () => {
    const caseNumber = '（2024）豫1302民初322号';
    const [first, second] = [await file({ caseNumber }), await file({ caseNumber })];
    const { stage: _, caseNumber: __, ...loose } = body();
    const unlinked = await here.file(loose as EntryBody);
    const grantId = await grantInForce(court, { caseNumber });
    const later = await file({ caseNumber });
    await idOf(await limh.file('case-link', { entryId: unlinked, caseNumber, stage: 'first' }));
    const { entries } = (await grantsOf(xuwb)).find((grant) => grant.id === grantId) ?? {};
    expect(entries?.map((entry) => entry.id)).toEqual([first.id, second.id]);
    for (const id of [later.id, unlinked, uuid()])
      expect(await told(openUnder(xuwb, grantId, id))).toBe('403 grant-other-entry');
    for (const { id } of [first, second]) {
      const opening = await idOf(await openUnder(xuwb, grantId, id));
      expect((await readUnder(xuwb, grantId, id, opening)).status).toBe(200);
      expect(await told(openUnder(xuwb, grantId, id))).toBe('409 grant-used');
    }
  });

  it('abuse 4: who asked does not approve, nor turn the second key, whatever else they are', async () => {
    const { entryNumber } = await file();
    const plus = (role: string) => GRANT_STAFF.replace('干警、院管理员,xuwb', `干警、院管理员、${role},xuwb`);
    await importStaff(court, plus('院长'));
    const grantId = await ask(xuwb, { entryNumber });
    expect(await told(xuwb.file('grant-decision', { grantId, decision: 'approve' }))).toBe('403 grant-own');
    await importStaff(court, plus('督察专员'));
    await idOf(await liangzp.file('grant-decision', { grantId, decision: 'approve' }));
    expect(await told(xuwb.file('grant-countersign', { grantId }))).toBe('403 grant-same-person');
    // And who approved is no second key either.
    await importStaff(court, GRANT_STAFF.replace('干警、院长', '干警、院长、督察专员'));
    expect(await told(liangzp.file('grant-countersign', { grantId }))).toBe('403 grant-same-person');
    await importStaff(court, GRANT_STAFF);
    await idOf(await heqy.file('grant-countersign', { grantId }));
  });

  it.each([
    ['who approved', '1302014', '院长'],
    ['who asked', '1302021', '院管理员'],
    ['who turned the second key', '1302011', '督察专员'],
  ])(
    'abuse 5: %s has lost the office before it is used: refused at once, and while it is read',
    async (_, code, role) => {
      const { id, entryNumber } = await file();
      const grantId = await grantInForce(court, { entryNumber });
      await importStaff(court, staffWithout(code, role));
      const refused = role === '院管理员' ? '404 not-found' : '403 grant-void';
      expect(await told(openUnder(xuwb, grantId, id))).toBe(refused);
      await importStaff(court, GRANT_STAFF);
      const opening = await idOf(await openUnder(xuwb, grantId, id));
      expect((await readUnder(xuwb, grantId, id, opening)).status).toBe(200);
      await importStaff(court, staffWithout(code, role));
      const answer = await readUnder(xuwb, grantId, id, opening);
      expect(await answer.clone().text()).not.toContain(SECRET);
      expect(await told(answer)).toBe(refused);
      await importStaff(court, GRANT_STAFF);
    },
  );

  it('abuse 6: one approval opens no second entry, and the first not twice', async () => {
    const [one, other] = [await file(), await file()];
    const grantId = await grantInForce(court, { entryNumber: one.entryNumber });
    expect(await told(openUnder(xuwb, grantId, other.id))).toBe('403 grant-other-entry');
    const opening = await idOf(await openUnder(xuwb, grantId, one.id));
    expect(await told(openUnder(xuwb, grantId, one.id))).toBe('409 grant-used');
    // By the name of the opening nothing else is read.
    expect(await told(readUnder(xuwb, grantId, other.id, opening))).toBe('403 grant-other-entry');
    expect(
      await told(
        readUnder(xuwb, await grantInForce(court, { entryNumber: other.entryNumber }), other.id, opening),
      ),
    ).toBe('409 opening-unknown');
    // Nor does anybody else read by it, or use it.
    const luoxm = await court.as('luoxm');
    expect(await told(readUnder(luoxm, grantId, one.id, opening))).toBe('404 grant-unknown');
    const mine = await grantInForce(court, { entryNumber: one.entryNumber });
    expect(await told(openUnder(luoxm, mine, one.id))).toBe('404 grant-unknown');
    expect(await told(openUnder(liangzp, mine, one.id))).toBe('404 not-found');
    expect(await told(openUnder(heqy, mine, one.id))).toBe('404 not-found');
  });

  it('abuse 7: of two uses at once one gets content, the other 409, and one reading is written down', async () => {
    for (let round = 0; round < 5; round += 1) {
      const { id, entryNumber } = await file();
      const grantId = await grantInForce(court, { entryNumber });
      const use = async () => {
        const opening = uuid();
        const opened = await openUnder(xuwb, grantId, id, opening);
        // Whatever the door said, the content is asked for.
        const read = await readUnder(xuwb, grantId, id, opening);
        return { opened: opened.status, read: read.status, text: await read.text() };
      };
      const uses = await Promise.all([use(), use(), use()]);
      expect(uses.map(({ opened }) => opened).sort()).toEqual([201, 409, 409]);
      for (const { opened, read, text } of uses) {
        expect(read).toBe(opened === 201 ? 200 : 409);
        expect(text.includes(SECRET)).toBe(opened === 201);
      }
      // Two openings and two readings were refused.
      const traces = accessOf(id).filter(({ action }) => action === 'read-entry');
      expect(traces.map(({ actor, outcome }) => `${actor} ${outcome}`).sort()).toEqual([
        '1302021 given',
        ...Array(4).fill('1302021 refused'),
      ]);
      expect((await here.own(id)).events.filter((event) => event.type === 'opening')).toHaveLength(1);
    }
  });

  it('holds in time only, and an opening no longer than the grant', async () => {
    const { id, entryNumber } = await file();
    const late = await grantInForce(court, { entryNumber }, { hours: 1 });
    here.later(HOUR);
    expect(await told(openUnder(xuwb, late, id))).toBe('403 grant-lapsed');
    const grantId = await grantInForce(court, { entryNumber }, { hours: 1 });
    here.later(HOUR / 2);
    const opening = await idOf(await openUnder(xuwb, grantId, id));
    const entry = (await (await readUnder(xuwb, grantId, id, opening)).json()) as GrantedEntry;
    const { endsAt } = (await grantsOf(xuwb)).find((grant) => grant.id === grantId) ?? {};
    expect(entry.openUntil).toBe(endsAt);
    here.later(HOUR / 2);
    expect(await told(readUnder(xuwb, grantId, id, opening))).toBe('403 grant-lapsed');
    // Long enough a grant, the opening still ends after its hour.
    const longer = await grantInForce(court, { entryNumber }, { hours: 9 });
    const again = await idOf(await openUnder(xuwb, longer, id));
    here.later(HOUR + 1000);
    expect(await told(readUnder(xuwb, longer, id, again))).toBe('403 opening-lapsed');
  });

  it.each(['xuwb', 'liangzp'])('taken back by %s, it ends at once, also for who reads', async (account) => {
    const { id, entryNumber } = await file();
    const grantId = await grantInForce(court, { entryNumber });
    const opening = await idOf(await openUnder(xuwb, grantId, id));
    expect(await told(limh.file('grant-withdrawal', { grantId }))).toBe('403 not-allowed');
    for (const other of ['guowd', 'heqy', 'luoxm'])
      expect(await told((await court.as(other)).file('grant-withdrawal', { grantId }))).toBe(
        '404 grant-unknown',
      );
    await idOf(await (await court.as(account)).file('grant-withdrawal', { grantId }));
    expect(await told(readUnder(xuwb, grantId, id, opening))).toBe('403 grant-withdrawn');
    expect((await grantsOf(xuwb)).find((grant) => grant.id === grantId)?.state).toBe('withdrawn');
  });

  it('shows evidence by the opening only, and nothing of screening', async () => {
    const { evidence } = here;
    const { id, entryNumber } = await file({ evidence: [evidence] });
    const see = (client: Client, opening?: string) =>
      client.request('GET', `/v1/evidence/${evidence.hash}${opening ? `?opening=${opening}` : ''}`);
    const grantId = await grantInForce(court, { entryNumber });
    expect((await see(xuwb)).status).toBe(404);
    const opening = await idOf(await openUnder(xuwb, grantId, id));
    expect((await see(xuwb)).status).toBe(404);
    expect((await see(xuwb, uuid())).status).toBe(404);
    expect((await see(xuwb, opening)).status).toBe(200);
    expect((await see(liangzp, opening)).status).toBe(404);
    expect((await xuwb.request('GET', `/v1/screening/${id}`)).status).toBe(404);
    const judged = await xuwb.file('screening', { entryId: id, result: 'inquiry', reason: '无' });
    expect(await told(judged)).toBe('403 not-allowed');
  });

  it('comes out the same when the views are derived anew', async () => {
    const { store } = court.sidecar;
    const before = digestViews(store);
    await rebuildViews(store, [COURT.code]);
    expect(digestViews(store)).toBe(before);
  });
});

describe('a court that asks for a grant of its custodians as well', () => {
  let here: RecordingCourt;
  beforeAll(async () => {
    here = await startRecordingCourt(
      NOW,
      { policy: { ...ONE_FACTOR.policy, grants: { custodians: 'granted' } } },
      GRANT_STAFF,
    );
  }, 60_000);
  afterAll(() => here.court.close());

  it('lets them open and judge under one, and not without', async () => {
    const { court, heqy } = here;
    const id = await here.file(here.body({ content: SECRET }));
    const entryNumber = (await here.own(id)).seq;
    const open = (client: Client, grantId?: string) =>
      client.file('opening', { entryId: id, purpose: 'screening', ...(grantId ? { grantId } : {}) });
    expect(inShort(await problemOf(await open(heqy)))).toBe('403 grant-required');
    const shenjh = await court.as('shenjh');
    const grantId = await ask(heqy, { entryNumber }, 2);
    await idOf(await (await court.as('guowd')).file('grant-decision', { grantId, decision: 'approve' }));
    expect(inShort(await problemOf(await heqy.file('grant-countersign', { grantId })))).toBe(
      '403 grant-same-person',
    );
    await idOf(await shenjh.file('grant-countersign', { grantId }));
    expect(inShort(await problemOf(await open(shenjh, grantId)))).toBe('404 grant-unknown');
    await idOf(await open(heqy, grantId));
    expect((await heqy.request('GET', `/v1/screening/${id}`)).status).toBe(200);
    expect(inShort(await problemOf(await open(heqy, grantId)))).toBe('409 grant-used');
    // A grant taken back ends what rests on it here too.
    await idOf(await (await court.as('guowd')).file('grant-withdrawal', { grantId }));
    expect((await heqy.request('GET', `/v1/screening/${id}`)).status).toBe(409);
    const judgement = { entryId: id, result: 'inquiry', reason: '未提出要求' };
    expect(inShort(await problemOf(await heqy.file('screening', judgement)))).toBe('409 opening-required');
    const again = await grantInForce(court, { entryNumber }, { asks: 'heqy', second: 'shenjh' });
    await idOf(await open(heqy, again));
    await idOf(await heqy.file('screening', judgement));
  });
});
