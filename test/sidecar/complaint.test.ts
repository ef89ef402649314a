/**
 * 申诉控告 (R90): who reads a complaint, and that its author sees who has; what a custodian answers; and the hint that a
 * recorder's post was changed soon after an entry (R91).
 */
import { v7 as uuid } from 'uuid';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type {
  ComplaintsAnswer,
  DirectReportsAnswer,
  OpenedComplaint,
  OwnComplaint,
} from '../../shared/api.ts';
import type { ComplaintBody } from '../../shared/records/complaint.ts';
import { digestViews, rebuildViews } from '../../sidecar/views/rebuild.ts';
import { COURT, STAFF_CSV } from '../world/people.ts';
import { inShort, problemOf } from './answers.ts';
import { entry, reading } from './examples.ts';
import { importStaff } from './test-court.ts';
import { startTwoCourts, type TwoCourts } from './two-courts.ts';

const TEXT = '记录后被调离审判岗位，领导说“少记一点”。';

const complaint = (changes: Partial<ComplaintBody> = {}): ComplaintBody => ({
  to: 'inspection',
  kind: 'retaliation',
  text: TEXT,
  ...changes,
});

describe('a complaint', () => {
  let both: TwoCourts;
  let now = Date.now();
  beforeAll(async () => {
    both = await startTwoCourts(undefined, { clock: () => now });
    await both.quiet();
    expect((await (await both.court.as('limh')).file('case-reading', reading())).status).toBe(201);
  }, 60_000);
  afterAll(() => both.close());

  /** @returns its id */
  async function complain(body = complaint(), account = 'limh'): Promise<string> {
    const id = uuid();
    expect((await (await both.court.as(account)).file('complaint', body, { id })).status).toBe(201);
    return id;
  }
  const listed = async (account = 'heqy') =>
    (await (await both.court.as(account)).get<ComplaintsAnswer>('/v1/complaints')).complaints.map(
      ({ id }) => id,
    );
  const ask = async (id: string, account = 'heqy') =>
    (await both.court.as(account)).request('GET', `/v1/complaints/${id}`);
  const own = async (id: string, account = 'limh'): Promise<OwnComplaint | undefined> =>
    (
      await (await both.court.as(account)).get<{ complaints: OwnComplaint[] }>('/v1/own-complaints')
    ).complaints.find((one) => one.id === id);
  const answer = async (id: string, text: string, account = 'heqy') =>
    (await both.court.as(account)).file('complaint-reply', { complaintId: id, text });

  it('to the custodians is listed without content, and opened by one it leaves a trace that its author sees', async () => {
    const id = await complain();
    const list = await (await both.court.as('heqy')).get<ComplaintsAnswer>('/v1/complaints');
    const item = list.complaints.find((one) => one.id === id);
    expect(item).toMatchObject({
      by: { staffCode: '1302001', name: '李明华', department: '民一庭' },
      replies: 0,
    });
    expect(JSON.stringify(list)).not.toContain(TEXT);
    expect((await own(id))?.readings).toEqual([]);
    const opened = (await (await ask(id)).json()) as OpenedComplaint;
    expect(opened).toMatchObject({ id, kind: 'retaliation', text: TEXT, replies: [] });
    expect((await own(id))?.readings).toEqual([{ at: new Date(now).toISOString(), by: '何清源' }]);
  });

  it('is not there for anybody else, whether or not the id is one', async () => {
    const id = await complain();
    for (const account of ['wangxl', 'hanmo', 'liangzp', 'chensy', 'limh'])
      for (const asked of [id, uuid()])
        expect(inShort(await problemOf(await ask(asked, account)))).toBe('404 not-found');
    expect(inShort(await problemOf(await ask(uuid())))).toBe('404 not-found');
    for (const account of ['limh', 'hanmo', 'liangzp']) {
      const list = await (await both.court.as(account)).request('GET', '/v1/complaints');
      expect(inShort(await problemOf(list))).toBe('404 not-found');
    }
    // Others do not find it among their own, and a refused question is none of the readings.
    expect(await own(id, 'wangxl')).toBeUndefined();
    expect((await own(id))?.readings).toEqual([]);
  });

  it.each<[string, ComplaintBody['about'] & object]>([
    ['by code', { name: '何主任', staffCode: '1302011' }],
    ['by name', { name: ' 何清 源' }],
  ])('about a custodian (named %s) is not there for them, and is there for the other', async (_, about) => {
    const id = await complain(complaint({ about }));
    expect(await listed('heqy')).not.toContain(id);
    expect(inShort(await problemOf(await ask(id)))).toBe('404 not-found');
    expect(inShort(await problemOf(await answer(id, '已阅')))).toBe('404 not-found');
    expect(await listed('shenjh')).toContain(id);
    expect((await ask(id, 'shenjh')).status).toBe(200);
  });

  it('of a custodian’s own is for the other one', async () => {
    const id = await complain(complaint(), 'heqy');
    expect(await listed('heqy')).not.toContain(id);
    expect(inShort(await problemOf(await ask(id)))).toBe('404 not-found');
    expect(await listed('shenjh')).toContain(id);
    expect(await own(id, 'heqy')).toBeDefined();
  });

  it('is answered by who has read it within the hour, and its author reads the answer', async () => {
    const id = await complain();
    expect(inShort(await problemOf(await answer(id, '已核实')))).toBe('409 opening-required');
    await ask(id);
    now += 59 * 60_000;
    expect((await answer(id, '已核实')).status).toBe(201);
    now += 2 * 60_000;
    expect(inShort(await problemOf(await answer(id, '又及')))).toBe('409 opening-required');
    // The other custodian's reading is not one's own.
    expect(inShort(await problemOf(await answer(id, '已阅', 'shenjh')))).toBe('409 opening-required');
    expect(inShort(await problemOf(await answer(id, '已阅', 'wangxl')))).toBe('404 not-found');
    expect((await own(id))?.replies).toMatchObject([{ by: '何清源', text: '已核实' }]);
    expect(((await (await ask(id)).json()) as OpenedComplaint).replies).toMatchObject([{ text: '已核实' }]);
  });

  it('may name an entry of one’s own, and no other; to a custodian the entry is about it is not named', async () => {
    const judge = await both.court.as('limh');
    const entryId = uuid();
    const person = {
      ...entry().person,
      unitClass: 'court-own' as const,
      name: '沈嘉禾',
      staffCode: '1302012',
    };
    expect(
      (await judge.file('entry', entry({ kind: 'internal', conduct: ['INT-1'], person }), { id: entryId }))
        .status,
    ).toBe(201);
    const other = await (await both.court.as('wangxl')).file('complaint', complaint({ entryId }));
    expect(inShort(await problemOf(other))).toBe('404 entry-unknown');
    const id = await complain(complaint({ entryId }));
    expect(await (await ask(id, 'heqy')).json()).toMatchObject({ entryId });
    expect(await (await ask(id, 'shenjh')).json()).not.toHaveProperty('entryId');
  });

  it('to the superior court goes up signed, and is at home for nobody but its author', async () => {
    const id = await complain(complaint({ to: 'superior', name: '李明华', about: { name: '梁正平' } }));
    expect(await listed('heqy')).not.toContain(id);
    expect(inShort(await problemOf(await ask(id)))).toBe('404 not-found');
    expect((await own(id))?.upstream).toBe('waiting');
    while ((await both.sendOnce()) > 0);
    expect((await own(id))?.upstream).toBe('received');
    const custodian = await both.superior.as('heqy');
    const { reports } = await custodian.get<DirectReportsAnswer>('/v1/direct-reports');
    expect(reports.find((one) => one.id === id)).toMatchObject({
      via: 'report',
      kind: 'complaint',
      court: COURT,
      author: { staffCode: '1302001', name: '李明华' },
      about: '梁正平',
      text: TEXT,
    });
  });

  it.each<[string, ComplaintBody, string]>([
    ['without the signer’s name', complaint({ to: 'superior' }), '400 input-invalid'],
    ['with somebody else’s name', complaint({ to: 'superior', name: '王秀兰' }), '400 input-invalid'],
    ['with a name where none is asked for', complaint({ name: '李明华' }), '400 input-invalid'],
    ['without words', complaint({ text: '' }), '400 input-invalid body.text=too_small'],
    ['to nobody', complaint({ to: 'x' as 'superior' }), '400 input-invalid body.to=invalid_value'],
  ])('%s is refused', async (_, body, told) => {
    const refused = await (await both.court.as('limh')).file('complaint', body);
    expect(inShort(await problemOf(refused))).toBe(told);
  });

  it('is counted without its name', async () => {
    await complain();
    const metrics = await (await fetch(`${both.court.sidecar.url}/metrics`)).text();
    expect(metrics).not.toMatch(/complaint"/);
    expect(metrics).toMatch(/liuhen_records_filed_total\{type="other"\} [1-9]/);
  });

  describe('and a change of the recorder’s post', () => {
    const DAY = 86_400_000;
    const hints = async (account = 'heqy') =>
      (await (await both.court.as(account)).get<ComplaintsAnswer>('/v1/complaints')).hints;
    const list = (change: (line: string) => string | undefined) =>
      importStaff(
        both.court,
        STAFF_CSV.split('\n')
          .flatMap((line) => change(line) ?? [])
          .join('\n'),
      );

    /** Everybody signs in anew. */
    async function daysLater(days: number): Promise<void> {
      now += days * DAY;
      // Without the superior, whose answers bear the real time: an hour off it nothing is filed.
      await both.court.restart({ superior: undefined });
    }

    it('is hinted at when it comes soon after an entry, by who, what and when', async () => {
      expect(await hints()).toEqual([]);
      const entryId = uuid();
      await (await both.court.as('zhaogq')).file('entry', entry(), { id: entryId });
      await daysLater(10);
      // Who has recorded nothing may be moved about without a hint.
      await list((line) =>
        line.replace('1302003,赵国强,民一庭', '1302003,赵国强,研究室').replace('民二庭', '执行局'),
      );
      expect(await hints()).toEqual([
        {
          staffCode: '1302003',
          name: '赵国强',
          changed: ['department'],
          from: { department: '民一庭', post: '员额法官' },
          to: { department: '研究室', post: '员额法官' },
          at: expect.any(String),
          days: 10,
        },
      ]);
      expect(JSON.stringify(await hints())).not.toContain(entryId);
    });

    it('counts for who is left out as well, and no longer than the court’s policy says', async () => {
      await list((line) => (line.startsWith('1302001') ? undefined : line));
      const first = (await hints())[0];
      expect(first).toMatchObject({ staffCode: '1302001', changed: ['gone'] });
      expect(first).not.toHaveProperty('to');
      await list((line) => line);
      await daysLater(200);
      const known = (await hints()).length;
      await list((line) => line.replace('1302003,赵国强,民一庭', '1302003,赵国强,立案庭'));
      expect(await hints()).toHaveLength(known);
    });

    it('tells a custodian nothing of entries about themselves', async () => {
      const judge = await both.court.as('wuhong');
      const person = {
        ...entry().person,
        unitClass: 'court-own' as const,
        name: '沈嘉禾',
        staffCode: '1302012',
      };
      const occurredAt = new Date(now - 3_600_000).toISOString();
      const body = entry({ kind: 'internal', conduct: ['INT-1'], person, occurredAt });
      expect((await judge.file('entry', body)).status).toBe(201);
      now += 60_000;
      await list((line) => line.replace('1302007,吴𬭎,民二庭', '1302007,吴𬭎,研究室'));
      const moved = (all: ComplaintsAnswer['hints']) => all.filter((one) => one.staffCode === '1302007');
      expect(moved(await hints('heqy'))).toHaveLength(1);
      expect(moved(await hints('shenjh'))).toEqual([]);
    });

    it('comes out of the log again', async () => {
      const { store } = both.court.sidecar;
      const before = digestViews(store);
      await rebuildViews(store, [COURT.code]);
      expect(digestViews(store)).toBe(before);
    });
  });
});
