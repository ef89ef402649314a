/** PATCH /v1/evidence/{hash}/upload: parts, gone on with after anything; and what nobody may learn from it. */
import { createHash, randomBytes } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { UploadState } from '../../shared/evidence-upload.ts';
import { joined, pdf, png, program } from '../evidence-files.ts';
import { inShort, problemOf, stateOf } from './answers.ts';
import { storedFiles } from './stored.ts';
import { type Client, startTestCourt, type TestCourt } from './test-court.ts';

const MIB = 1024 * 1024;
const DAY = 86_400_000;
const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');
/** No two alike. */
const file = (bytes: number) => joined(pdf(), randomBytes(bytes - pdf().length));

const rows = ({ sidecar }: TestCourt, table: string): { staff_code: string; hash: string; bytes: number }[] =>
  sidecar.store.db
    .prepare<[], { staff_code: string; hash: string; bytes: number }>(`select * from ${table}`)
    .all();

interface Sent {
  bytes: Uint8Array;
  hash?: string;
  start: number;
  end: number;
  total?: number | string;
  name?: string;
}

function part(client: Client, { bytes, start, end, ...rest }: Sent): Promise<Response> {
  const { hash = sha256(bytes), total = bytes.length, name = '来函.pdf' } = rest;
  return client.request('PATCH', `/v1/evidence/${hash}/upload`, bytes.subarray(start, end), {
    'content-type': 'application/octet-stream',
    'upload-offset': String(start),
    'upload-length': String(total),
    'liuhen-file-name': encodeURIComponent(name),
  });
}
const stateAt = (client: Client, hash: string) => client.get<UploadState>(`/v1/evidence/${hash}/upload`);

async function whole(client: Client, bytes: Uint8Array, step = MIB): Promise<UploadState> {
  let state: UploadState = { received: 0, complete: false };
  while (!state.complete) {
    const answer = await part(client, { bytes, start: state.received, end: state.received + step });
    expect(answer.status).toBe(200);
    state = (await answer.json()) as UploadState;
    expect(answer.headers.get('upload-offset')).toBe(String(state.received));
  }
  return state;
}

describe('an upload in parts', () => {
  let now = Date.now();
  let court: TestCourt;
  let limh: Client;
  let wangxl: Client;
  let before: ReturnType<typeof stateOf>;
  const signIn = async () => {
    [limh, wangxl] = [await court.as('limh'), await court.as('wangxl')];
  };
  beforeAll(async () => {
    court = await startTestCourt({}, { clock: () => now });
    await signIn();
  });
  afterAll(() => court.close());
  beforeEach(() => {
    court.sidecar.store.db.exec('delete from evidence_part');
    before = stateOf(court);
  });

  it('ends with one row of the right hash, and no part left', async () => {
    const bytes = file(2.5 * MIB);
    expect(await whole(limh, bytes)).toEqual({ received: bytes.length, complete: true });
    const kept = storedFiles(court.sidecar).filter(({ hash }) => hash === sha256(bytes));
    expect(kept.map(({ mediaType, data }) => [mediaType, sha256(data)])).toEqual([
      ['application/pdf', sha256(bytes)],
    ]);
    expect(rows(court, 'evidence_part')).toEqual([]);
  });

  it('goes on where it was after the sidecar was stopped and started', async () => {
    const bytes = file(3 * MIB);
    const hash = sha256(bytes);
    for (const start of [0, MIB])
      expect((await part(limh, { bytes, start, end: start + MIB })).status).toBe(200);
    await court.restart();
    await signIn();
    expect(await stateAt(limh, hash)).toEqual({ received: 2 * MIB, complete: false });
    expect((await part(limh, { bytes, start: 2 * MIB, end: 3 * MIB })).status).toBe(200);
    expect(rows(court, 'evidence').filter((row) => row.hash === hash)).toHaveLength(1);
    expect(await stateAt(limh, hash)).toEqual({ received: bytes.length, complete: true });
  });

  it.each([
    ['again', 0],
    ['with a gap', 2 * MIB],
    ['with an overlap', MIB - 1],
    ['from the end', 3 * MIB - 1],
  ])('refuses a part %s, and says where to go on', async (_, start) => {
    const bytes = file(3 * MIB);
    await part(limh, { bytes, start: 0, end: MIB });
    const answer = await part(limh, { bytes, start, end: start + 1000 });
    expect(answer.headers.get('upload-offset')).toBe(String(MIB));
    expect(inShort(await problemOf(answer))).toBe('409 upload-offset');
    expect(await stateAt(limh, sha256(bytes))).toEqual({ received: MIB, complete: false });
  });

  it('keeps one of many equal parts that come at once, and makes the file whole once', async () => {
    const bytes = file(2 * MIB);
    const at = (start: number) =>
      Promise.all(Array.from({ length: 8 }, () => part(limh, { bytes, start, end: start + MIB })));
    const first = await at(0);
    expect(first.map(({ status }) => status).sort()).toEqual([200, ...Array(7).fill(409)]);
    // Of the last part each is whole, and each is told so.
    expect(new Set((await at(MIB)).map(({ status }) => status))).toEqual(new Set([200]));
    expect(stateOf(court)).toEqual({ ...before, evidence: before.evidence + 1 });
    expect(rows(court, 'evidence_part')).toEqual([]);
  });

  it('of other bytes than announced ends with nothing', async () => {
    const bytes = file(1.5 * MIB);
    const hash = sha256(Buffer.from('另一份'));
    await part(limh, { bytes, hash, start: 0, end: MIB });
    const answer = await part(limh, { bytes, hash, start: MIB, end: bytes.length });
    expect(inShort(await problemOf(answer))).toBe('400 evidence-hash-differs');
    expect(rows(court, 'evidence_part')).toEqual([]);
    expect(stateOf(court)).toEqual(before);
    expect(await stateAt(limh, hash)).toEqual({ received: 0, complete: false });
  });

  it.each([
    ['a program', program(), '截图.png', '400 evidence-executable'],
    ['a picture called a PDF', png(3, 2), '来函.pdf', '400 evidence-type-lies'],
  ])('of %s ends with nothing', async (_, head, name, told) => {
    const bytes = joined(head, randomBytes(MIB));
    await part(limh, { bytes, name, start: 0, end: MIB });
    const answer = await part(limh, { bytes, name, start: MIB, end: bytes.length });
    expect(inShort(await problemOf(answer))).toBe(told);
    expect(rows(court, 'evidence_part')).toEqual([]);
    expect(stateOf(court)).toEqual(before);
  });

  it('under the same hash with another length begins anew', async () => {
    const bytes = file(2 * MIB);
    await part(limh, { bytes, start: 0, end: MIB, total: bytes.length + 1 });
    const answer = await part(limh, { bytes, start: MIB, end: MIB + 1000 });
    expect(answer.headers.get('upload-offset')).toBe('0');
    expect(inShort(await problemOf(answer))).toBe('409 upload-offset');
    expect(await whole(limh, bytes)).toMatchObject({ complete: true });
  });

  it.each<[string, Record<string, string>, string]>([
    ['without a place', { 'upload-length': '9' }, '400 input-invalid Upload-Offset=invalid_type'],
    ['without a length', { 'upload-offset': '0' }, '400 input-invalid Upload-Length=invalid_type'],
    [
      'before the beginning',
      { 'upload-offset': '-1', 'upload-length': '9' },
      '400 input-invalid Upload-Offset=invalid_type',
    ],
    [
      'at no number',
      { 'upload-offset': '1e0', 'upload-length': '9' },
      '400 input-invalid Upload-Offset=invalid_type',
    ],
    ['beyond the end', { 'upload-offset': '6', 'upload-length': '9' }, '400 upload-part'],
    ['of a file of no length', { 'upload-offset': '0', 'upload-length': '0' }, '400 upload-part'],
    [
      'of a file that is too large',
      { 'upload-offset': '0', 'upload-length': String(20 * MIB + 1) },
      '413 evidence-too-large',
    ],
    [
      'of a file whose name cannot be read',
      { 'upload-offset': '0', 'upload-length': '9', 'liuhen-file-name': '%E6%9' },
      '400 input-invalid Liuhen-File-Name=text-not-storable',
    ],
  ])('refuses a part %s', async (_, headers, told) => {
    const answer = await limh.request(
      'PATCH',
      `/v1/evidence/${'a'.repeat(64)}/upload`,
      Buffer.from('甲乙'),
      headers,
    );
    expect(inShort(await problemOf(answer))).toBe(told);
    expect(rows(court, 'evidence_part')).toEqual([]);
  });

  it('refuses an empty part, and one that is too large', async () => {
    const bytes = file(3 * MIB);
    expect(inShort(await problemOf(await part(limh, { bytes, start: 0, end: 0 })))).toBe('400 upload-part');
    expect(inShort(await problemOf(await part(limh, { bytes, start: 0, end: MIB + 1 })))).toBe(
      '413 too-large',
    );
    expect(rows(court, 'evidence_part')).toEqual([]);
  });

  describe('is its sender’s own', () => {
    it('nobody goes on with another person’s parts, or hears of them', async () => {
      const bytes = file(2 * MIB);
      const hash = sha256(bytes);
      await part(limh, { bytes, start: 0, end: MIB });
      expect(await stateAt(wangxl, hash)).toEqual({ received: 0, complete: false });
      const answer = await part(wangxl, { bytes, start: MIB, end: 2 * MIB });
      expect(answer.headers.get('upload-offset')).toBe('0');
      expect(inShort(await problemOf(answer))).toBe('409 upload-offset');
      expect(await stateAt(limh, hash)).toEqual({ received: MIB, complete: false });
    });

    it('a file the court holds looks to everybody else as one it has never seen', async () => {
      const bytes = file(1.5 * MIB);
      const hash = sha256(bytes);
      const seen = async () => [await stateAt(wangxl, hash), await stateAt(wangxl, 'f'.repeat(64))];
      await whole(limh, bytes);
      const [held, never] = await seen();
      expect(held).toEqual(never);
      // Step by step the same answers as if it were new, and still one row in the end.
      expect(await whole(wangxl, bytes)).toEqual({ received: bytes.length, complete: true });
      expect(stateOf(court).evidence).toBe(before.evidence + 1);
      expect(
        rows(court, 'evidence_holder')
          .filter((row) => row.hash === hash)
          .map((row) => row.staff_code)
          .sort(),
      ).toEqual([limh, wangxl].map(({ session }) => session.person.staffCode).sort());
    });

    it('who sent all of it is told so, when the answer was lost, and may send the last part again', async () => {
      const bytes = file(1.5 * MIB);
      await whole(limh, bytes);
      const answer = await part(limh, { bytes, start: MIB, end: bytes.length });
      expect([answer.status, await answer.json()]).toEqual([200, { received: bytes.length, complete: true }]);
      expect(stateOf(court).evidence).toBe(before.evidence + 1);
    });
  });

  describe('that is not gone on with', () => {
    it('is swept after seven days, when somebody begins another', async () => {
      const old = file(2 * MIB);
      const young = file(2 * MIB);
      await part(limh, { bytes: old, start: 0, end: MIB });
      now += 2 * DAY;
      await court.restart();
      await signIn();
      await part(wangxl, { bytes: young, start: 0, end: MIB });
      now += 5 * DAY + 1000;
      await court.restart();
      await signIn();
      expect(rows(court, 'evidence_part')).toHaveLength(2);
      const next = file(2 * MIB);
      await part(wangxl, { bytes: next, start: 0, end: 1000 });
      expect(
        rows(court, 'evidence_part')
          .map((row) => row.hash)
          .sort(),
      ).toEqual([sha256(young), sha256(next)].sort());
      expect(await stateAt(limh, sha256(old))).toEqual({ received: 0, complete: false });
    });

    it('goes when one person has too many, the oldest first, and nobody else’s', async () => {
      const others = file(2 * MIB);
      await part(wangxl, { bytes: others, start: 0, end: MIB });
      const files = Array.from({ length: 4 }, () => file(19 * MIB));
      for (const bytes of files) {
        now += 1000;
        for (let start = 0; start < 18 * MIB; start += MIB)
          expect((await part(limh, { bytes, start, end: start + MIB })).status).toBe(200);
      }
      const left = rows(court, 'evidence_part');
      const mine = left.filter((row) => row.staff_code === limh.session.person.staffCode);
      expect(mine.reduce((sum, row) => sum + row.bytes, 0)).toBeLessThanOrEqual(60 * MIB);
      expect(new Set(mine.map((row) => row.hash))).toEqual(new Set(files.slice(1).map(sha256)));
      expect(left.filter((row) => row.hash === sha256(others))).toHaveLength(1);
    });
  });
});

describe('what a court allows', () => {
  it('of kinds and size is asked of every part and every file', async () => {
    const court = await startTestCourt({
      policy: { evidence: { kinds: ['pdf'], maxBytes: 2 * MIB, maxPixels: 1_000_000 } },
    });
    try {
      const limh = await court.as('limh');
      const put = (bytes: Uint8Array) => limh.request('PUT', `/v1/evidence/${sha256(bytes)}`, bytes);
      expect(inShort(await problemOf(await put(png(3, 2))))).toBe('400 evidence-kind-not-allowed');
      expect(inShort(await problemOf(await put(file(2 * MIB + 1))))).toBe('413 evidence-too-large');
      const large = file(2 * MIB + 1);
      expect(inShort(await problemOf(await part(limh, { bytes: large, start: 0, end: MIB })))).toBe(
        '413 evidence-too-large',
      );
      expect(await whole(limh, file(2 * MIB))).toMatchObject({ complete: true });
    } finally {
      await court.close();
    }
  });
});
