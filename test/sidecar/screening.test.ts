/** Screening (先记录后甄别): who may look, what a look leaves behind, and what nobody is told. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ScreeningList } from '../../shared/api.ts';
import type { EntryBody, Evidence } from '../../shared/records/entry.ts';
import { inShort, problemOf } from './answers.ts';
import { type RecordingCourt, startRecordingCourt, who } from './recording-court.ts';
import type { Client, TestCourt } from './test-court.ts';

const NOW = Date.parse('2026-11-25T02:00:00.000Z');

describe('screening', () => {
  let here: RecordingCourt;
  let court: TestCourt;
  let limh: Client;
  let heqy: Client;
  let evidence: Evidence;
  beforeAll(async () => {
    here = await startRecordingCourt(NOW);
    ({ court, limh, heqy, evidence } = here);
    id = await here.file(here.body({ content: '甄别用：来电询问承办人对证据的看法，未答复。' }));
  }, 60_000);
  afterAll(() => court.close());
  const body: RecordingCourt['body'] = (changes) => here.body(changes);
  const file: RecordingCourt['file'] = (filed, by) => here.file(filed, by);
  const sheet: RecordingCourt['sheet'] = (caseNumber) => here.sheet(caseNumber);
  const own: RecordingCourt['own'] = (id, by) => here.own(id, by);

  let id: string;
  const open = (client: Client, entryId = id) => client.file('opening', { entryId, purpose: 'screening' });
  const judge = (client: Client, entryId = id) =>
    client.file('screening', { entryId, result: 'inquiry', reason: '未提出倾向性要求' });

  it('is for the designated custodians alone', async () => {
    const hanmo = await court.as('hanmo');
    expect(inShort(await problemOf(await hanmo.request('GET', '/v1/screening')))).toBe('404 not-found');
    expect(inShort(await problemOf(await hanmo.request('GET', `/v1/screening/${id}`)))).toBe('404 not-found');
    expect(inShort(await problemOf(await open(hanmo)))).toBe('404 not-found');
    expect(inShort(await problemOf(await judge(limh)))).toBe('403 not-allowed');
  });

  it('asks to open an entry first, and every opening is told to its author', async () => {
    expect(inShort(await problemOf(await heqy.request('GET', `/v1/screening/${id}`)))).toBe(
      '409 opening-required',
    );
    expect(inShort(await problemOf(await judge(heqy)))).toBe('409 opening-required');
    expect((await open(heqy)).status).toBe(201);
    const opened = await heqy.get<{ entry: EntryBody }>(`/v1/screening/${id}`);
    expect(opened.entry.content).toContain('甄别用');
    const seen = (await own(id)).events.filter((event) => event.type === 'opening');
    expect(seen.map((event) => event.by)).toEqual(['何清源']);
    // The other custodian has not opened it, and an opening lapses.
    const shenjh = await court.as('shenjh');
    expect((await shenjh.request('GET', `/v1/screening/${id}`)).status).toBe(409);
    here.later(61 * 60_000);
    expect((await heqy.request('GET', `/v1/screening/${id}`)).status).toBe(409);
    here.later(-61 * 60_000);
  });

  it('gives an entry back, and judges it once it was completed; its result stands nowhere its author looks', async () => {
    expect((await heqy.file('entry-return', { entryId: id, note: '请补充通话时间' })).status).toBe(201);
    expect(await own(id)).toMatchObject({ state: 'returned', returnNote: '请补充通话时间' });
    const { duties } = await limh.get<{ duties: { kind: string; entryId?: string }[] }>('/v1/duties');
    expect(duties).toContainEqual(expect.objectContaining({ kind: 'completion', entryId: id }));
    const { caseNumber, ...content } = body({
      content: '甄别用：下午三点来电询问承办人对证据的看法，未答复。',
    });
    const more = { entryId: id, caseNumber, kind: 'supplement', reason: '补充时间', entry: content };
    expect((await limh.file('supplement', more)).status).toBe(201);
    expect((await own(id)).state).toBe('waiting');
    expect((await judge(heqy)).status).toBe(201);
    const after = await own(id);
    expect(after.state).toBe('screened');
    expect(JSON.stringify(after)).not.toMatch(/inquiry|未提出倾向性要求/);
    expect(after.events.findLast((event) => event.type === 'screening')?.by).toBe('');
    expect(JSON.stringify(sheet())).not.toContain('未提出倾向性要求');
    const list = await heqy.get<ScreeningList>('/v1/screening?state=screened');
    expect(list.items.find((item) => item.id === id)?.result).toBe('inquiry');
  });

  it('bars a custodian from an own entry, and does not let one know of an entry about oneself', async () => {
    const mine = await file(body(), heqy);
    expect(inShort(await problemOf(await open(heqy, mine)))).toBe('403 entry-own');
    const listed = async (account: string) => (await court.as(account)).get<ScreeningList>('/v1/screening');
    const before = (await listed('heqy')).counts;
    const person = who({ name: '何清源', unitClass: 'court-own', identity: 'own-court' });
    const named = body({ kind: 'internal', conduct: ['INT-4'], person });
    const coded = { ...named, person: { ...person, name: '何主任', staffCode: '1302011' } };
    for (const about of [await file(named), await file(coded)]) {
      const [his, hers] = [await listed('heqy'), await listed('shenjh')];
      expect(his.items.map((item) => item.id)).not.toContain(about);
      expect(his.counts).toEqual(before);
      expect(hers.items.map((item) => item.id)).toContain(about);
      expect(inShort(await problemOf(await open(heqy, about)))).toBe('404 entry-unknown');
      expect(inShort(await problemOf(await heqy.request('GET', `/v1/screening/${about}`)))).toBe(
        '404 entry-unknown',
      );
      expect((await open(await court.as('shenjh'), about)).status).toBe(201);
    }
    const elsewhere = who({ name: '何清源', unitClass: 'enterprise', identity: 'other' });
    const namesake = await file(body({ person: elsewhere }));
    expect(
      (await listed('heqy')).items.map((item) => item.id),
      'a namesake of another house',
    ).toContain(namesake);
  });

  it('shows evidence to its author and to who has opened the entry, and to nobody else', async () => {
    const withFile = await file(body({ evidence: [evidence] }));
    const see = async (account: string) =>
      (await (await court.as(account)).request('GET', `/v1/evidence/${evidence.hash}`)).status;
    expect(await see('limh')).toBe(200);
    expect(await see('shenjh')).toBe(404);
    expect(await see('wangxl')).toBe(404);
    expect((await open(await court.as('shenjh'), withFile)).status).toBe(201);
    expect(await see('shenjh')).toBe(200);
  });
});
