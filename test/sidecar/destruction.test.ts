/** Destruction by law: by two people, of one content, for good; all else goes on, and verifies. */
import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { v7 as uuid } from 'uuid';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import {
  type CaseView,
  type DestructionItem,
  type Duty,
  destructionsAnswer,
  type OwnEntryWithReaders,
  ownEntriesAnswer,
  ownEntryWithReaders,
  type ScreeningList,
  screeningList,
} from '../../shared/api.ts';
import type { EntryBody, Evidence } from '../../shared/records/entry.ts';
import { verifyStore } from '../../sidecar/log/verify.ts';
import { textOf } from '../../sidecar/sheet/read-back.ts';
import { databaseFile, openWorks } from '../../sidecar/start.ts';
import { remembersReading } from '../../sidecar/views/reading-memory.ts';
import { digestViews, rebuildViews } from '../../sidecar/views/rebuild.ts';
import { COURT } from '../world/people.ts';
import { inShort, problemOf } from './answers.ts';
import { CASE, entry, reading } from './examples.ts';
import { GRANT_STAFF, grantInForce, idOf, openUnder } from './grant-court.ts';
import { type RecordingCourt, startRecordingCourt, who } from './recording-court.ts';
import type { Client, TestCourt } from './test-court.ts';
import { startTwoCourts, toParcel } from './two-courts.ts';

const NOW = Date.parse('2026-11-25T02:00:00.000Z');
const DAY = 86_400_000;
const WORDS = '已依法销毁';
const DOCUMENT = '宛法销〔2026〕7号';

const told = async (answer: Response | Promise<Response>) => inShort(await problemOf(await answer));

const request = (client: Client, recordNumber: number) =>
  client.file('destruction-request', {
    recordNumber,
    ground: '依据生效裁定，应予销毁。',
    document: DOCUMENT,
  });

/** By two custodians. @returns the id of the destruction */
async function destroy(court: TestCourt, recordNumber: number, second = 'shenjh'): Promise<string> {
  const requestId = await idOf(await request(await court.as('heqy'), recordNumber));
  return idOf(await (await court.as(second)).file('destruction', { requestId }));
}

/** The key of a content as it lies in the tables. */
const wrappedKey = ({ sidecar }: TestCourt, table: 'content' | 'evidence', id: string): Buffer =>
  sidecar.store.db
    .prepare<[string], Buffer>(
      `select wrapped from ${table} where ${table === 'content' ? 'id' : 'hash'} = ?`,
    )
    .pluck()
    .get(id) ?? Buffer.alloc(0);

/** How often bytes stand in the database and its write-ahead log, as they lie on the disk. */
function onDisk({ config }: Pick<TestCourt, 'config'>, bytes: Buffer): number {
  let found = 0;
  for (const end of ['', '-wal']) {
    const file = databaseFile(config) + end;
    const held = existsSync(file) ? readFileSync(file) : Buffer.alloc(0);
    for (let at = held.indexOf(bytes); at >= 0; at = held.indexOf(bytes, at + 1)) found += 1;
  }
  return found;
}

describe('destruction by law', () => {
  let here: RecordingCourt;
  let court: TestCourt;
  let limh: Client;
  let heqy: Client;
  let shenjh: Client;
  let liangzp: Client;
  beforeAll(async () => {
    here = await startRecordingCourt(NOW, {}, GRANT_STAFF);
    ({ court, limh, heqy } = here);
    shenjh = await court.as('shenjh');
    liangzp = await court.as('liangzp');
  }, 60_000);
  afterAll(() => court.close());

  const faults = () => verifyStore(court.sidecar.store, { vault: court.sidecar.vault }).faults;
  const destroyedIn = () => verifyStore(court.sidecar.store).logs[0]?.destroyed;
  async function rebuildsTheSame() {
    const before = digestViews(court.sidecar.store);
    await rebuildViews(court.sidecar.store, [COURT.code]);
    expect(digestViews(court.sidecar.store)).toBe(before);
  }
  const own = async (id: string, by = limh): Promise<OwnEntryWithReaders> =>
    ownEntryWithReaders.parse(await by.get(`/v1/entries/${id}`));
  async function file(changes: Partial<EntryBody> = {}, by = limh) {
    const id = await here.file(here.body(changes), by);
    return { id, number: (await own(id, by)).seq };
  }
  const listed = async (client: Client): Promise<DestructionItem[]> =>
    destructionsAnswer.parse(await client.get('/v1/destructions')).destructions;
  const duties = async (client: Client) =>
    (await client.get<{ duties: Duty[] }>('/v1/duties')).duties.filter(({ kind }) => kind === 'destruction');
  /** A file somebody brings. */
  async function bring(words: string, by = limh): Promise<Evidence> {
    const bytes = Buffer.from(`%PDF-1.4\n% ${words}\n%%EOF\n`);
    const hash = createHash('sha256').update(bytes).digest('hex');
    const put = await by.request('PUT', `/v1/evidence/${hash}`, bytes, { 'content-type': 'application/pdf' });
    expect(put.status).toBe(201);
    return { hash, name: `${words}.pdf`, mediaType: 'application/pdf', bytes: bytes.length };
  }
  const supplement = async (entryId: string, changes: Partial<EntryBody>) => {
    const { caseNumber, ...content } = here.body(changes);
    const answer = await limh.file('supplement', {
      entryId,
      caseNumber,
      kind: 'supplement',
      reason: '补充经过',
      entry: content,
    });
    const id = await idOf(answer.clone());
    return { id, number: ((await answer.json()) as { seq: number }).seq };
  };

  it('takes two people: a custodian who asks, and another custodian or the president', async () => {
    const { id, number } = await file({ content: '两人办理的一条。' });
    for (const account of ['limh', 'hanmo', 'liangzp', 'guowd', 'xuwb'])
      expect(await told(request(await court.as(account), number)), account).toBe('403 not-allowed');
    expect(await told(request(heqy, 1))).toBe('404 destruction-nothing');
    expect(await told(request(heqy, 999_999))).toBe('404 destruction-nothing');
    const requestId = await idOf(await request(heqy, number));
    expect(await told(request(shenjh, number))).toBe('409 destruction-asked');
    expect(await told(heqy.file('destruction', { requestId }))).toBe('403 destruction-own');
    for (const account of ['limh', 'hanmo', 'guowd', 'xuwb'])
      expect(await told((await court.as(account)).file('destruction', { requestId })), account).toBe(
        '403 not-allowed',
      );
    expect(await told(liangzp.file('destruction', { requestId: uuid() }))).toBe('404 destruction-unknown');
    for (const account of ['limh', 'hanmo', 'guowd', 'xuwb'])
      expect(await told((await court.as(account)).request('GET', '/v1/destructions')), account).toBe(
        '404 not-found',
      );
    for (const client of [liangzp, shenjh]) {
      expect((await listed(client)).find((item) => item.id === requestId)).toMatchObject({
        recordNumber: number,
        recordType: 'entry',
        caseNumber: CASE,
        by: { name: '何清源' },
        document: DOCUMENT,
        state: 'asked',
        mayApprove: true,
      });
      expect(await duties(client)).toMatchObject([{ destructionId: requestId, askedBy: '何清源' }]);
    }
    expect((await listed(heqy)).find((item) => item.id === requestId)?.mayApprove).toBe(false);
    expect((await own(id)).destroyed).toBeUndefined();
    await idOf(await liangzp.file('destruction', { requestId }));
    expect((await own(id)).destroyed).toMatchObject({ document: DOCUMENT });
    expect((await listed(heqy)).find((item) => item.id === requestId)).toMatchObject({
      state: 'done',
      done: { by: '梁正平' },
    });
    expect(await duties(shenjh)).toEqual([]);
    expect(await told(shenjh.file('destruction', { requestId }))).toBe('409 destruction-done');
    expect(await told(request(shenjh, number))).toBe('409 entry-destroyed');
  });

  it('is not asked for nor approved by its author or by whom it is about', async () => {
    const mine = await file({ content: '督察专员自己的一条。' }, heqy);
    expect(await told(request(heqy, mine.number))).toBe('403 destruction-own-entry');
    const byOther = await idOf(await request(shenjh, mine.number));
    expect(await told(heqy.file('destruction', { requestId: byOther }))).toBe('403 destruction-own-entry');
    const person = who({
      name: '梁正平',
      staffCode: '1302014',
      unitClass: 'court-own',
      identity: 'own-court',
    });
    const about = await file({ kind: 'internal', conduct: ['INT-4'], person });
    const requestId = await idOf(await request(heqy, about.number));
    expect((await listed(liangzp)).map((item) => item.id)).not.toContain(requestId);
    expect(await told(liangzp.file('destruction', { requestId }))).toBe('404 destruction-unknown');
    const ofHim = who({
      name: '何清源',
      staffCode: '1302011',
      unitClass: 'court-own',
      identity: 'own-court',
    });
    const aboutHeqy = await file({ kind: 'internal', conduct: ['INT-4'], person: ofHim });
    expect(await told(request(heqy, aboutHeqy.number))).toBe('404 destruction-nothing');
  });

  it('leaves nothing of it to read anywhere, says so plainly, and all verifies and is derived the same', async () => {
    const SECRET = '销毁前的原话：请对某某从宽。';
    const caseNumber = '（2024）豫1302民初777号';
    await idOf(await limh.file('case-reading', reading({ caseNumber })));
    const evidence = await bring('销毁用的附件');
    const one = await file({
      caseNumber,
      content: SECRET,
      place: '秘密地点',
      person: who({ name: '欧阳某某' }),
      conduct: ['EXT-4'],
      evidence: [evidence],
    });
    const other = await file({ caseNumber, content: '同案的另一条，照旧。' });
    await idOf(await heqy.file('opening', { entryId: one.id, purpose: 'screening' }));
    const grantId = await grantInForce(court, { entryNumber: one.number });
    const list = async (state: string): Promise<ScreeningList> =>
      screeningList.parse(await heqy.get(`/v1/screening?state=${state}`));
    expect((await list('waiting')).items.map((item) => item.id)).toContain(one.id);
    const caseOf = (rest = '') => `/v1/cases/${encodeURIComponent(caseNumber)}${rest}`;
    const sheet = async () => {
      const answer = await limh.request('GET', caseOf('/sheet.pdf'));
      return {
        text: textOf(new Uint8Array(await answer.arrayBuffer())),
        hash: answer.headers.get('liuhen-sheet-hash'),
      };
    };
    const before = await sheet();
    expect(before.text).toContain(SECRET);
    const keys = [wrappedKey(court, 'content', one.id), wrappedKey(court, 'evidence', evidence.hash)];
    for (const key of keys) {
      expect(key.length).toBeGreaterThan(32);
      expect(onDisk(court, key)).toBeGreaterThan(0);
    }

    const counted = destroyedIn() ?? 0;
    await destroy(court, one.number, 'liangzp');
    for (const key of keys) expect(onDisk(court, key)).toBe(0);
    expect(faults()).toEqual([]);
    expect(destroyedIn()).toBe(counted + 1);
    await rebuildsTheSame();

    const mine = await own(one.id);
    expect(mine).toMatchObject({ state: 'destroyed', destroyed: { document: DOCUMENT }, scope: 'report' });
    expect(mine.events.at(-1)).toMatchObject({ type: 'destruction', by: '梁正平' });
    const all = ownEntriesAnswer.parse(await limh.get('/v1/entries')).entries;
    expect(all.find((each) => each.id === one.id)?.entry.content).toBe(WORDS);
    const after = await sheet();
    expect(after.hash).not.toBe(before.hash);
    expect(after.text).toContain(WORDS);
    expect(after.text).toContain(DOCUMENT);
    expect(after.text).toContain('同案的另一条，照旧。');
    const proof = textOf(
      new Uint8Array(await (await limh.request('GET', `/v1/entries/${one.id}/proof.pdf`)).arrayBuffer()),
    );
    expect(proof).toContain(WORDS);
    const view = await limh.get<CaseView>(caseOf());
    expect(view.lines.map((line) => line.summary)).toEqual([WORDS, '同案的另一条，照旧。']);
    const gone = await list('destroyed');
    expect(gone.items.find((item) => item.id === one.id)).toMatchObject({ state: 'destroyed', hints: [] });
    expect((await list('waiting')).items.map((item) => item.id)).not.toContain(one.id);
    const texts = [after.text, proof, JSON.stringify([mine, all, view, gone, await listed(heqy)])];
    for (const text of texts)
      expect(text).not.toMatch(/销毁前的原话|秘密地点|销毁用的附件|欧阳某某|超越职权|EXT-4/);

    // And nothing more can be done with it.
    expect(await told(heqy.request('GET', `/v1/screening/${one.id}`))).toBe('409 entry-destroyed');
    expect(await told(heqy.file('opening', { entryId: one.id, purpose: 'screening' }))).toBe(
      '409 entry-destroyed',
    );
    expect(await told(openUnder(await court.as('xuwb'), grantId, one.id))).toBe('409 entry-destroyed');
    const judgement = { entryId: one.id, result: 'inquiry', reason: '无' };
    expect(await told(heqy.file('screening', judgement))).toBe('409 entry-destroyed');
    const { caseNumber: _, ...content } = here.body({ content: SECRET });
    const again = { entryId: one.id, caseNumber, kind: 'supplement', reason: '再写一次', entry: content };
    expect(await told(limh.file('supplement', again))).toBe('409 entry-destroyed');
    expect((await limh.request('GET', `/v1/evidence/${evidence.hash}`)).status).toBe(404);
    expect((await own(other.id)).entry.content).toBe('同案的另一条，照旧。');
  });

  it('of a supplement leaves the reading before it, and of the entry the one after it', async () => {
    const [first, second] = ['原来写的这一段话。', '补充以后的另一段话。'];
    const one = await file({ content: first });
    await supplement(one.id, { content: second });
    await destroy(court, one.number);
    const left = await own(one.id);
    expect(left.destroyed).toBeUndefined();
    expect(left.state).toBe('waiting');
    expect(left.entry.content).toBe(second);
    expect(left.history[0]?.destroyed).toMatchObject({ document: DOCUMENT });
    expect(JSON.stringify(left)).not.toContain(first);
    expect(faults()).toEqual([]);

    const two = await file({ content: first });
    const added = await supplement(two.id, { content: second });
    await destroy(court, added.number);
    const kept = await own(two.id);
    expect(kept).toMatchObject({ state: 'destroyed', destroyed: { document: DOCUMENT } });
    expect(kept.history[0]?.before).toContainEqual({ field: 'content', value: first });
    expect(kept.history[0]?.replacedBy.reason).toBe(WORDS);
    expect(JSON.stringify(kept)).not.toContain(second);
    const text = textOf(
      new Uint8Array(
        await (await limh.request('GET', `/v1/cases/${encodeURIComponent(CASE)}/sheet.pdf`)).arrayBuffer(),
      ),
    );
    expect(text).toContain(first);
    expect(text).toContain(second);
    await rebuildsTheSame();
  });

  it('takes the key of a file only when no other living record names it', async () => {
    const see = async (by: Client, { hash }: Evidence) =>
      (await by.request('GET', `/v1/evidence/${hash}`)).status;
    const shared = await bring('两条都用的附件');
    const [one, two] = [await file({ evidence: [shared] }), await file({ evidence: [shared] })];
    const key = wrappedKey(court, 'evidence', shared.hash);
    await destroy(court, one.number);
    expect(await see(limh, shared)).toBe(200);
    expect(wrappedKey(court, 'evidence', shared.hash)).toEqual(key);
    await destroy(court, two.number);
    expect(await see(limh, shared)).toBe(404);
    expect(onDisk(court, key)).toBe(0);

    // A supplement repeats the files of the entry: they go with the last of the two.
    const repeated = await bring('补充里也有的附件');
    const three = await file({ evidence: [repeated] });
    const added = await supplement(three.id, { evidence: [repeated] });
    await destroy(court, three.number);
    expect(await see(limh, repeated)).toBe(200);
    await destroy(court, added.number);
    expect(await see(limh, repeated)).toBe(404);
    expect(faults()).toEqual([]);
    await rebuildsTheSame();
  });

  it('lets a destroyed file be brought again by whoever has it: sealed anew, read by them alone', async () => {
    const evidence = await bring('别人也有的一份材料');
    const one = await file({ evidence: [evidence] });
    const zhaogq = await court.as('zhaogq');
    // Held, and named in nothing yet.
    await bring('别人也有的一份材料', zhaogq);
    await destroy(court, one.number);
    const named = here.body({ content: '另一位同事的记录，附同一份材料。', evidence: [evidence] });
    expect(await told(zhaogq.file('entry', named))).toBe(
      '400 evidence-missing body.evidence.0=evidence-missing',
    );
    expect(await zhaogq.get(`/v1/evidence/${evidence.hash}/upload`)).toMatchObject({ complete: false });
    await bring('别人也有的一份材料', zhaogq);
    await here.file(named, zhaogq);
    expect((await zhaogq.request('GET', `/v1/evidence/${evidence.hash}`)).status).toBe(200);
    expect((await limh.request('GET', `/v1/evidence/${evidence.hash}`)).status).toBe(404);
    expect(faults()).toEqual([]);
    await rebuildsTheSame();
  });

  it('is forgotten where entries are kept ready to be compared', async () => {
    const same =
      '当事人的亲戚在食堂门口拦住我，反复说起家中困难，请我向合议庭转达，我当即拒绝并说明纪律要求。';
    const one = await file({ content: same });
    const hints = async (id: string) =>
      (await heqy.get<ScreeningList>('/v1/screening')).items.find((item) => item.id === id)?.hints ?? [];
    await hints(one.id);
    const zhaogq = await court.as('zhaogq');
    const copy = await here.file(here.body({ content: same }), zhaogq);
    expect((await hints(copy)).map((hint) => hint.code)).toContain('copy-of-another');
    expect(remembersReading(COURT.code, one.id)).toBe(true);
    await destroy(court, one.number);
    expect(remembersReading(COURT.code, one.id)).toBe(false);
    const later = await here.file(here.body({ content: same }), await court.as('wuhong'));
    const likes = (await hints(later)).flatMap((hint) => ('like' in hint ? [hint.like.id] : []));
    expect(likes).toContain(copy);
    expect(likes).not.toContain(one.id);
  });

  it('sent again is answered as before, and so is the record it destroyed', async () => {
    const id = uuid();
    const at = court.now().toISOString();
    const body = here.body({ content: '网络不好，提交了两次的一条。' });
    await idOf(await limh.file('entry', body, { id, at }));
    const requestId = await idOf(await request(heqy, (await own(id)).seq));
    const act = uuid();
    const destruction = () => shenjh.file('destruction', { requestId }, { id: act, at });
    await idOf(await destruction());
    const size = court.sidecar.log.head(COURT.code).size;
    expect((await destruction()).status).toBe(200);
    expect((await limh.file('entry', body, { id, at })).status).toBe(200);
    expect(
      await told(shenjh.file('destruction', { requestId }, { id: act, at: new Date(NOW).toISOString() })),
    ).toBe('409 record-differs id=record-differs');
    expect(await told((await court.as('zhaogq')).file('entry', body, { id, at }))).toBe(
      '409 record-differs id=record-differs',
    );
    expect(court.sidecar.log.head(COURT.code).size).toBe(size);
  });

  it('leaves no key behind a reader of the file, once that is gone; nor a crash, after the next start', async () => {
    const reader = new Sqlite(databaseFile(court.config), { readonly: true });
    const one = await file({ content: '有人正在核验时销毁的一条。' });
    const key = wrappedKey(court, 'content', one.id);
    reader.exec('begin');
    reader.prepare('select count(*) from log').get();
    await destroy(court, one.number);
    // While it reads, what it sees cannot be taken away from under it.
    expect(onDisk(court, key)).toBeGreaterThan(0);
    reader.exec('commit');
    reader.close();
    await file({ content: '之后的一条。' });
    expect(onDisk(court, key)).toBe(0);

    const two = await file({ content: '断电前销毁的一条。' });
    const last = wrappedKey(court, 'content', two.id);
    const scrub = vi.spyOn(court.sidecar.store, 'scrub').mockImplementation(() => undefined);
    await destroy(court, two.number);
    expect(onDisk(court, last)).toBeGreaterThan(0);
    scrub.mockRestore();
    // What a power failure would have left behind.
    const crashed = mkdtempSync(join(tmpdir(), 'liuhen-crashed-'));
    const data = dirname(databaseFile(court.config));
    cpSync(data, join(crashed, 'data'), { recursive: true, filter: (path) => !path.endsWith('.lock') });
    const left = { config: { ...court.config, folder: crashed } };
    expect(onDisk(left, last)).toBeGreaterThan(0);
    const works = await openWorks(left.config);
    expect(onDisk(left, last)).toBe(0);
    expect(verifyStore(works.store).faults).toEqual([]);
    await works.close();
    rmSync(crashed, { recursive: true, force: true });
    await court.restart();
    limh = await court.as('limh');
    expect((await own(two.id)).state).toBe('destroyed');
    expect(faults()).toEqual([]);
  });

  it('is told from a key that is merely gone, and from one that was put back', async () => {
    heqy = await court.as('heqy');
    const [one, two] = [await file({ content: '被篡改的一条。' }), await file({ content: '照旧的一条。' })];
    const { store } = court.sidecar;
    const row = store.db.prepare('select kek, wrapped from content where id = ?').get(one.id) as object;
    const setKey = (id: string, key: object) =>
      store.db
        .prepare('update content set kek = @kek, wrapped = @wrapped where id = @id')
        .run({ id, ...key });
    await destroy(court, one.number);
    expect(faults()).toEqual([]);
    setKey(one.id, row);
    expect(faults()).toEqual([
      { court: COURT.code, log: 'disclosures', seq: one.number, what: 'destruction-undone' },
    ]);
    setKey(one.id, { kek: '', wrapped: Buffer.alloc(0) });
    const kept = store.db.prepare('select kek, wrapped from content where id = ?').get(two.id) as object;
    setKey(two.id, { kek: '', wrapped: Buffer.alloc(0) });
    expect(faults()).toEqual([
      { court: COURT.code, log: 'disclosures', seq: two.number, what: 'destroyed-unrecorded' },
    ]);
    setKey(two.id, kept);
    expect(faults()).toEqual([]);
  });
});

describe('a request nobody approves', () => {
  it('lapses, and can be made anew', async () => {
    const here = await startRecordingCourt(NOW, {}, GRANT_STAFF);
    const { court } = here;
    try {
      const id = await here.file(here.body({ content: '无人批准的一条。' }));
      const { seq } = await here.own(id);
      const requestId = await idOf(await request(here.heqy, seq));
      here.later(30 * DAY);
      // Everybody signs in anew.
      await court.restart();
      const [heqy, shenjh] = [await court.as('heqy'), await court.as('shenjh')];
      expect(await told(shenjh.file('destruction', { requestId }))).toBe('409 destruction-lapsed');
      const { destructions } = destructionsAnswer.parse(await heqy.get('/v1/destructions'));
      expect(destructions).toMatchObject([{ state: 'lapsed', mayApprove: false }]);
      await destroy(court, seq);
    } finally {
      await court.close();
    }
  }, 60_000);
});

describe('destruction before a record went up', () => {
  it('sends the parcel without content, and the superior takes it', async () => {
    const both = await startTwoCourts();
    try {
      await both.quiet();
      const limh = await both.court.as('limh');
      await idOf(await limh.file('case-reading', reading()));
      const answer = await limh.file('entry', entry({ content: '还没有上报就销毁的一条。' }));
      const { id, seq } = (await answer.json()) as { id: string; seq: number };
      await destroy(both.court, seq);
      const waiting = both.waiting();
      const parcel = waiting.map(toParcel).find((one) => one.id === id);
      expect(parcel?.content).toBe('');
      expect(parcel).not.toHaveProperty('salt');
      expect(JSON.stringify(waiting.map((row) => row.bytes?.toString('utf8') ?? ''))).not.toContain(
        '还没有上报',
      );
      expect(await both.sendOnce()).toBe(waiting.length);
      const received = both.received();
      expect(received.map((one) => one.id)).toEqual(waiting.map((row) => row.id));
      // It is told that the content is gone here.
      expect(received).toHaveLength(2);
      expect(both.waiting()).toEqual([]);
      for (const { sidecar } of [both.court, both.superior])
        expect(verifyStore(sidecar.store).faults).toEqual([]);
    } finally {
      await both.close();
    }
  }, 60_000);
});
