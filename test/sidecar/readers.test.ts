/** Who has read an entry is told to its author at once, by name, when and how; who was refused, as a number. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type OwnEntryWithReaders, ownEntryWithReaders } from '../../shared/api.ts';
import { CASE } from './examples.ts';
import { GRANT_STAFF, grantInForce, idOf, openUnder, readUnder } from './grant-court.ts';
import { type RecordingCourt, startRecordingCourt } from './recording-court.ts';
import type { Client } from './test-court.ts';

const NOW = Date.parse('2026-11-25T02:00:00.000Z');
const SHEET = `/v1/cases/${encodeURIComponent(CASE)}/sheet.pdf?copy=view`;

describe('who has read an entry', () => {
  let here: RecordingCourt;
  let limh: Client;
  let heqy: Client;
  beforeAll(async () => {
    here = await startRecordingCourt(NOW, {}, GRANT_STAFF);
    ({ limh, heqy } = here);
  }, 60_000);
  afterAll(() => here.court.close());

  const as = (account: string) => here.court.as(account);
  const seen = async (id: string, by = limh): Promise<OwnEntryWithReaders> =>
    ownEntryWithReaders.parse(await by.get(`/v1/entries/${id}`));
  const readers = async (id: string) => (await seen(id)).readers.map(({ by, how }) => `${by} ${how}`);
  const status = async (client: Client, path: string) => (await client.request('GET', path)).status;
  const open = (client: Client, entryId: string) => client.file('opening', { entryId, purpose: 'screening' });

  it('is told by the opening itself, and by every reading after it', async () => {
    const id = await here.file(here.body());
    // One's own readings are nobody else's.
    expect(await seen(id)).toMatchObject({ readers: [], refused: 0 });
    await idOf(await open(heqy, id));
    expect(await readers(id)).toEqual(['何清源 opening']);
    expect(await status(heqy, `/v1/screening/${id}`)).toBe(200);
    here.later(1000);
    expect(await status(heqy, `/v1/screening/${id}`)).toBe(200);
    expect(await readers(id)).toEqual(['何清源 reading', '何清源 reading', '何清源 opening']);
    const { readers: told } = await seen(id);
    expect(told[0]?.at).toMatch(/^2026-11-25T02:/);
    expect((told[0]?.at ?? '') > (told[2]?.at ?? '')).toBe(true);
    // That it was judged is told as ever, with nobody's name and no result.
    await idOf(await heqy.file('screening', { entryId: id, result: 'violation', reason: '有请托' }));
    expect(JSON.stringify(await seen(id))).not.toMatch(/violation|有请托/);
    expect(await readers(id)).toHaveLength(3);
  });

  it('is told of whom a grant let read', async () => {
    const id = await here.file(here.body());
    const xuwb = await as('xuwb');
    const grantId = await grantInForce(here.court, { entryNumber: (await seen(id)).seq });
    expect(await readers(id)).toEqual([]);
    const opening = await idOf(await openUnder(xuwb, grantId, id));
    expect(await readers(id)).toEqual(['许文博 grant']);
    expect((await readUnder(xuwb, grantId, id, opening)).status).toBe(200);
    expect(await readers(id)).toEqual(['许文博 reading', '许文博 grant']);
  });

  it('is told of prints of the sheet, from the day it stands there', async () => {
    const wangxl = await as('wangxl');
    expect(await status(wangxl, SHEET)).toBe(200);
    here.later(1000);
    const { stage: _, caseNumber: __, ...loose } = here.body();
    const id = await here.file(loose as ReturnType<typeof here.body>);
    expect(await status(wangxl, SHEET)).toBe(200);
    expect(await readers(id)).toEqual([]);
    here.later(1000);
    await idOf(await limh.file('case-link', { entryId: id, caseNumber: CASE, stage: 'first' }));
    here.later(1000);
    expect(await status(wangxl, SHEET)).toBe(200);
    expect(await status(limh, SHEET)).toBe(200);
    expect(await readers(id)).toEqual(['王秀兰 sheet']);
  });

  it('is told of files, and does not tell that a file is somebody else’s evidence too', async () => {
    const { evidence } = here;
    const id = await here.file(here.body({ evidence: [evidence] }));
    const zhaogq = await as('zhaogq');
    const bytes = await (await limh.request('GET', `/v1/evidence/${evidence.hash}`)).arrayBuffer();
    const put = await zhaogq.request('PUT', `/v1/evidence/${evidence.hash}`, new Uint8Array(bytes), {
      'content-type': 'application/pdf',
    });
    expect(put.status).toBe(201);
    const other = await here.file(here.body({ evidence: [evidence] }), zhaogq);
    expect(await status(zhaogq, `/v1/evidence/${evidence.hash}`)).toBe(200);
    const shenjh = await as('shenjh');
    await idOf(await open(shenjh, other));
    expect(await status(shenjh, `/v1/evidence/${evidence.hash}`)).toBe(200);
    expect(await readers(id)).toEqual([]);
    await idOf(await open(heqy, id));
    expect(await status(heqy, `/v1/evidence/${evidence.hash}`)).toBe(200);
    expect(await readers(id)).toEqual(['何清源 file', '何清源 opening']);
    expect((await seen(other, zhaogq)).readers.map(({ by, how }) => `${by} ${how}`)).toEqual([
      '沈嘉禾 file',
      '沈嘉禾 opening',
    ]);
  });

  it('is told of refused attempts as a number; that a custodian has not opened it yet is none', async () => {
    const id = await here.file(here.body());
    for (const account of ['hanmo', 'wangxl', 'dingyn', 'xuwb']) {
      expect(await status(await as(account), `/v1/screening/${id}`)).toBe(404);
      expect(await status(await as(account), `/v1/entries/${id}`)).toBe(404);
    }
    expect(await status(heqy, `/v1/screening/${id}`)).toBe(409);
    const { readers: told, refused } = await seen(id);
    expect(told).toEqual([]);
    expect(refused).toBe(8);
    // To try to open it is an attempt too; what is no opening, or of no entry, is none.
    for (const account of ['hanmo', 'dingyn']) expect((await open(await as(account), id)).status).toBe(404);
    expect((await open(await as('hanmo'), 'none')).status).toBe(400);
    expect((await (await as('hanmo')).file('screening', { entryId: id })).status).toBe(400);
    expect((await seen(id)).refused).toBe(10);
    expect(JSON.stringify(await seen(id))).not.toMatch(/韩墨|丁一宁/);
  });
});
