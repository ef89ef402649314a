import { beforeEach, describe, expect, it } from 'vitest';
import type { RecordOutcome } from '../../shared/api.ts';
import { LENGTH_HEADER, OFFSET_HEADER } from '../../shared/evidence-upload.ts';
import type { Evidence } from '../../shared/records/entry.ts';
import type { RecordEnvelope } from '../../shared/records/record.ts';
import { CallError } from './call-error.ts';
import { PART_BYTES, uploadEvidence } from './evidence-upload.ts';
import { type KeptBytes, Queue, type QueueRow, type QueueStore } from './queue.ts';
import { importKey, sha256Hex, toBase64 } from './seal.ts';
import type { Author } from './session.ts';
import { Sidecar } from './sidecar.ts';

/** A disk that outlives queues. */
class MemoryStore implements QueueStore {
  all: QueueRow[] = [];
  bytes = new Map<string, KeptBytes>();
  #order = 0;
  async add(row: Omit<QueueRow, 'order'>) {
    this.#order += 1;
    this.all.push({ ...row, order: this.#order });
  }
  async rows(owner: string) {
    return this.all.filter((row) => row.owner === owner).sort((a, b) => a.order - b.order);
  }
  async row(id: string) {
    return this.all.find((row) => row.id === id);
  }
  async replace(row: QueueRow) {
    this.all = this.all.map((each) => (each.order === row.order ? row : each));
  }
  async remove(id: string) {
    this.all = this.all.filter((row) => row.id !== id);
  }
  async keep(kept: KeptBytes) {
    this.bytes.set(`${kept.owner} ${kept.kind} ${kept.name}`, kept);
  }
  async kept(owner: string, kind: string, name: string) {
    return this.bytes.get(`${owner} ${kind} ${name}`);
  }
  async allKept(owner: string) {
    return [...this.bytes.values()].filter((kept) => kept.owner === owner);
  }
  async drop(owner: string, kind: string, name: string) {
    this.bytes.delete(`${owner} ${kind} ${name}`);
  }
}

async function authorNamed(name: string, fill: number): Promise<Author> {
  const key = await importKey(toBase64(new Uint8Array(32).fill(fill)));
  return { owner: await sha256Hex(name), key, token: `token-${name}`, court: '豫1302' };
}

const failing = (code: string, status = 0, problemCode = 'x'): CallError =>
  new CallError({ code, problem: { type: '', title: '', status, code: problemCode, detail: '' } });

/** A sidecar that files by id, as the real one does. */
class FakeSidecar {
  down: CallError | undefined;
  /** The answer gets lost after the record was filed. */
  answerLost = false;
  refuses = new Map<string, CallError>();
  filed: { envelope: RecordEnvelope; token: string }[] = [];
  evidence: { hash: string; token: string }[] = [];
  attempts = 0;

  async file(envelope: RecordEnvelope, token: string): Promise<RecordOutcome> {
    this.attempts += 1;
    if (this.down) throw this.down;
    const refusal = this.refuses.get((envelope.body as { caseNumber: string }).caseNumber);
    if (refusal) throw refusal;
    const before = this.filed.findIndex((each) => each.envelope.id === envelope.id);
    if (before < 0) this.filed.push({ envelope, token });
    if (this.answerLost) throw new CallError({ code: 'offline' });
    const seq = before < 0 ? this.filed.length : before + 1;
    return {
      id: envelope.id,
      status: before < 0 ? 201 : 200,
      outcome: before < 0 ? 'filed' : 'replayed',
      seq,
    };
  }
}

/** The sidecar's side of uploads, as far as a sender sees it: it keeps the parts, whatever happens to the line. */
class FakeUploads {
  parts = new Map<string, Uint8Array<ArrayBuffer>>();
  whole = new Set<string>();
  asked: string[] = [];
  told: number[] = [];
  /** The line is cut at this request, counted from now: before it arrives, or before its answer does. */
  cutAt: { request: number; arrives: boolean } | undefined;

  readonly client = new Sidecar({
    fetch: async (url, init = {}) => {
      const cut = this.cutAt?.request === 0 ? this.cutAt : undefined;
      if (this.cutAt) this.cutAt = cut ? undefined : { ...this.cutAt, request: this.cutAt.request - 1 };
      if (cut && !cut.arrives) throw new TypeError('cut');
      const answer = this.#answer(new URL(String(url)).pathname, init);
      if (cut) throw new TypeError('cut');
      return answer;
    },
    address: async () => 'http://s.test',
    token: async () => undefined,
    sessionEnded: async () => undefined,
    linkSeen: async () => undefined,
    language: () => 'zh-CN',
  });

  #answer(path: string, { method = 'GET', headers, body }: RequestInit): Response {
    const [, hash = '', parts] = /^\/v1\/evidence\/([0-9a-f]{64})(\/upload)?$/.exec(path) ?? [];
    const sent = headers as Record<string, string>;
    this.asked.push(method);
    const kept = this.parts.get(hash) ?? new Uint8Array();
    if (parts === undefined) this.parts.set(hash, body as Uint8Array<ArrayBuffer>);
    else if (method === 'PATCH') {
      if (Number(sent[OFFSET_HEADER]) !== kept.length) return this.#refusal('upload-offset', 409);
      const grown = new Uint8Array(Buffer.concat([kept, body as Uint8Array]));
      this.parts.set(hash, grown);
      if (grown.length === Number(sent[LENGTH_HEADER])) this.whole.add(hash);
    }
    const received = this.parts.get(hash)?.length ?? 0;
    return this.#say(200, { received, complete: this.whole.has(hash) });
  }

  #refusal(code: string, status: number): Response {
    return this.#say(status, { type: '', title: '', status, code, detail: '' });
  }

  #say(status: number, body: unknown): Response {
    return new Response(JSON.stringify(body), { status, headers: { 'Liuhen-Api': '1' } });
  }
}

const A = '（2024）豫1302民初1号';
const B = '（2024）豫1302民初2号';
const nil = (caseNumber: string) => ({ type: 'nil-declaration', body: { caseNumber } });

let store: MemoryStore;
let sidecar: FakeSidecar;
let uploads: FakeUploads;
let zhang: Author;
let li: Author;
let atWork: Author | undefined;
let clock: number;
let ids: number;

/** Another run of the worker over the same disk. */
function newQueue(): Queue {
  let line: Promise<void> = Promise.resolve();
  return new Queue({
    store,
    author: async () => atWork,
    draftAuthor: async () => atWork,
    sendRecord: (envelope, token) => sidecar.file(envelope, token),
    sendEvidence: async (item: Evidence, bytes, token) => {
      if (sidecar.down) throw sidecar.down;
      await uploadEvidence(uploads.client, item, bytes, token, (sent) => uploads.told.push(sent));
      expect(await sha256Hex(bytes)).toBe(item.hash);
      sidecar.evidence.push({ hash: item.hash, token });
    },
    alone: (work) => {
      line = line.then(work, work);
      return line;
    },
    now: () => clock,
    newId: () => {
      ids += 1;
      return `id-${ids}`;
    },
    changed: () => undefined,
  });
}
const sentCases = () =>
  sidecar.filed.map(({ envelope }) => (envelope.body as { caseNumber: string }).caseNumber);

beforeEach(async () => {
  store = new MemoryStore();
  sidecar = new FakeSidecar();
  uploads = new FakeUploads();
  zhang = await authorNamed('豫1302\n001', 1);
  li = await authorNamed('豫1302\n002', 2);
  atWork = zhang;
  clock = Date.parse('2026-11-20T01:00:00.000Z');
  ids = 0;
});

describe('filing', () => {
  it('sends at once and leaves nothing behind', async () => {
    expect(await newQueue().file(nil(A))).toEqual({ outcome: 'filed', id: 'id-1', seq: 1 });
    expect(store.all).toEqual([]);
    expect(sidecar.filed[0]).toEqual({
      envelope: {
        id: 'id-1',
        type: 'nil-declaration',
        court: '豫1302',
        at: '2026-11-20T01:00:00.000Z',
        body: { caseNumber: A },
      },
      token: zhang.token,
    });
  });

  it('has stored the record before the first attempt', async () => {
    const queue = newQueue();
    const send = sidecar.file.bind(sidecar);
    let stored = 0;
    sidecar.file = async (envelope, token) => {
      stored = store.all.length;
      return send(envelope, token);
    };
    await queue.file(nil(A));
    expect(stored).toBe(1);
  });

  it('puts nothing readable on the disk', async () => {
    sidecar.down = failing('offline');
    const queue = newQueue();
    await queue.file(nil(A));
    await queue.saveDraft(`entry:${A}`, { content: '电话打听案情' });
    const disk = JSON.stringify([...store.all, ...store.bytes.values()], (_, value: unknown) =>
      value instanceof ArrayBuffer ? new TextDecoder().decode(value) : value,
    );
    for (const secret of ['1302', 'nil-declaration', '打听', 'entry']) expect(disk).not.toContain(secret);
  });

  it('is refused without a session, and takes nothing', async () => {
    atWork = undefined;
    await expect(newQueue().file(nil(A))).rejects.toMatchObject({ problem: { code: 'signed-out' } });
    expect(store.all).toEqual([]);
  });

  it('takes what must come before along, in order', async () => {
    sidecar.down = failing('offline');
    const queue = newQueue();
    await queue.file(nil(A), [{ type: 'case-reading', body: { caseNumber: A } }]);
    sidecar.down = undefined;
    await queue.flush();
    expect(sidecar.filed.map(({ envelope }) => envelope.type)).toEqual(['case-reading', 'nil-declaration']);
  });
});

describe('without the sidecar', () => {
  it('waits, survives a restart, and goes out in order under the same ids', async () => {
    sidecar.down = failing('offline');
    const queue = newQueue();
    expect(await queue.file(nil(A))).toEqual({ outcome: 'queued', id: 'id-1' });
    expect(await queue.file(nil(B))).toEqual({ outcome: 'queued', id: 'id-2' });
    expect(await queue.list()).toMatchObject([
      { id: 'id-1', state: 'waiting', caseNumber: A },
      { id: 'id-2', state: 'waiting', caseNumber: B },
    ]);
    sidecar.down = undefined;
    await newQueue().flush();
    expect(sidecar.filed.map(({ envelope }) => envelope.id)).toEqual(['id-1', 'id-2']);
    expect(store.all).toEqual([]);
  });

  it('files once when the answer was lost on the way', async () => {
    sidecar.answerLost = true;
    expect(await newQueue().file(nil(A))).toEqual({ outcome: 'queued', id: 'id-1' });
    sidecar.answerLost = false;
    await newQueue().flush();
    expect(sentCases()).toEqual([A]);
    expect(store.all).toEqual([]);
  });

  it('stops at the first attempt instead of trying each', async () => {
    sidecar.down = failing('offline');
    const queue = newQueue();
    for (const each of [A, B, A]) await queue.file(nil(each));
    sidecar.attempts = 0;
    await queue.flush();
    expect(sidecar.attempts).toBe(1);
  });

  it('keeps what a session that ran out left, for its next sign-in', async () => {
    sidecar.down = failing('signed-out', 401);
    const queue = newQueue();
    expect(await queue.file(nil(A))).toMatchObject({ outcome: 'queued' });
    sidecar.down = undefined;
    atWork = { ...zhang, token: 'token-next' };
    await queue.flush();
    expect(sidecar.filed[0]?.token).toBe('token-next');
  });
});

describe('a server that cannot just now', () => {
  it.each([429, 503, 507])('%i holds the whole queue and is asked again later', async (status) => {
    sidecar.down = failing('unavailable', status);
    const queue = newQueue();
    await queue.file(nil(A));
    sidecar.down = undefined;
    await queue.flush();
    expect(sentCases()).toEqual([]);
    clock += 11 * 60_000;
    await queue.flush();
    expect(sentCases()).toEqual([A]);
  });

  it('500 for one record holds its case, not the others', async () => {
    sidecar.refuses.set(A, failing('unavailable', 500));
    const queue = newQueue();
    expect(await queue.file(nil(A))).toMatchObject({ outcome: 'queued' });
    expect(await queue.file(nil(B))).toMatchObject({ outcome: 'filed' });
    sidecar.refuses.clear();
    await queue.flush();
    expect(sentCases()).toEqual([B]);
    expect(await queue.file(nil(A))).toMatchObject({ outcome: 'filed' });
    expect(sidecar.filed.map(({ envelope }) => envelope.id)).toEqual(['id-2', 'id-1', 'id-3']);
  });
});

describe('refused', () => {
  it.each([
    ['refused', 400],
    ['refused', 409],
    ['not-found', 404],
    ['too-large', 413],
  ])('%s %i is kept with its reason and not sent again', async (code, status) => {
    sidecar.refuses.set(A, failing(code, status, 'why'));
    const queue = newQueue();
    expect(await queue.file(nil(A))).toMatchObject({ outcome: 'refused', problem: { code: 'why' } });
    sidecar.attempts = 0;
    await queue.flush(true);
    expect(sidecar.attempts).toBe(0);
    expect(await queue.list()).toMatchObject([{ id: 'id-1', state: 'refused', problem: { code: 'why' } }]);
  });

  it('is taken back as a draft, once, by its author only', async () => {
    sidecar.refuses.set(A, failing('refused', 400));
    const queue = newQueue();
    await queue.file(nil(A));
    atWork = li;
    await expect(queue.takeBack('id-1')).rejects.toMatchObject({ problem: { code: 'not-found' } });
    atWork = zhang;
    expect(await queue.takeBack('id-1')).toEqual(nil(A));
    await expect(queue.takeBack('id-1')).rejects.toMatchObject({ problem: { code: 'not-found' } });
  });

  it('does not hold up what comes after', async () => {
    sidecar.refuses.set(A, failing('refused', 400));
    const queue = newQueue();
    await queue.file(nil(A));
    expect(await queue.file(nil(B))).toMatchObject({ outcome: 'filed' });
  });

  it('a record that still waits cannot be taken back', async () => {
    sidecar.down = failing('offline');
    const queue = newQueue();
    await queue.file(nil(A));
    await expect(queue.takeBack('id-1')).rejects.toMatchObject({ problem: { code: 'not-found' } });
  });
});

describe('two people at one computer', () => {
  it('neither lists, counts nor sends what is the other’s', async () => {
    sidecar.down = failing('offline');
    const queue = newQueue();
    await queue.file(nil(A));
    await queue.saveDraft('entry', { text: '草稿' });
    atWork = li;
    expect(await queue.list()).toEqual([]);
    expect(await queue.count()).toBe(0);
    expect(await queue.loadDraft('entry')).toBeNull();
    sidecar.down = undefined;
    await queue.flush(true);
    expect(sentCases()).toEqual([]);
    expect(await queue.file(nil(B))).toMatchObject({ outcome: 'filed' });
    atWork = zhang;
    await queue.flush();
    expect(sidecar.filed.map(({ token }) => token)).toEqual([li.token, zhang.token]);
  });

  it('a change of person in the middle of a flush ends it', async () => {
    sidecar.down = failing('offline');
    const queue = newQueue();
    await queue.file(nil(A));
    await queue.file(nil(B));
    sidecar.down = undefined;
    const send = sidecar.file.bind(sidecar);
    sidecar.file = async (envelope, token) => {
      atWork = li;
      return send(envelope, token);
    };
    await queue.flush();
    expect(sidecar.filed.map(({ token }) => token)).toEqual([zhang.token]);
    expect(store.all).toHaveLength(1);
  });

  it('a row moved under another owner does not open', async () => {
    sidecar.down = failing('offline');
    const queue = newQueue();
    await queue.file(nil(A));
    sidecar.down = undefined;
    store.all = store.all.map((row) => ({ ...row, owner: li.owner }));
    atWork = { ...li, key: zhang.key };
    await queue.flush();
    expect(sentCases()).toEqual([]);
    expect(await queue.list()).toMatchObject([
      { type: 'unknown', state: 'refused', problem: { code: 'unreadable' } },
    ]);
  });
});

describe('evidence', () => {
  const bytes = new Uint8Array([1, 2, 3]);
  const file = { name: '截图.png', mediaType: 'image/png', base64: toBase64(bytes) };

  it('goes ahead of the entry that names it, once, and is then forgotten', async () => {
    sidecar.down = failing('offline');
    const queue = newQueue();
    const kept = await queue.keepEvidence(file);
    expect(kept).toEqual({
      hash: await sha256Hex(bytes),
      name: file.name,
      mediaType: file.mediaType,
      bytes: 3,
    });
    await queue.file({ type: 'entry', body: { caseNumber: A, evidence: [kept] } });
    sidecar.down = undefined;
    sidecar.refuses.set(A, failing('unavailable', 500));
    await queue.flush();
    expect(sidecar.evidence).toHaveLength(1);
    sidecar.refuses.clear();
    await queue.flush(true);
    expect(sidecar.evidence).toEqual([{ hash: kept.hash, token: zhang.token }]);
    expect(sentCases()).toEqual([A]);
    expect(store.bytes.size).toBe(0);
  });

  it('goes ahead of a supplement, which names it inside the entry it brings', async () => {
    const queue = newQueue();
    const kept = await queue.keepEvidence(file);
    await queue.file({ type: 'supplement', body: { caseNumber: A, entry: { evidence: [kept] } } });
    expect(sidecar.evidence).toEqual([{ hash: kept.hash, token: zhang.token }]);
    expect(store.bytes.size).toBe(0);
  });

  it('goes along again when its entry was refused and filed anew', async () => {
    sidecar.refuses.set(A, failing('refused', 400, 'evidence-missing'));
    const queue = newQueue();
    const kept = await queue.keepEvidence(file);
    await queue.file({ type: 'entry', body: { caseNumber: A, evidence: [kept] } });
    sidecar.refuses.clear();
    await queue.file(await queue.takeBack('id-1'));
    expect(sidecar.evidence).toHaveLength(2);
  });

  it('is refused when empty', async () => {
    await expect(newQueue().keepEvidence({ ...file, base64: '' })).rejects.toMatchObject({
      problem: { code: 'evidence-empty' },
    });
  });

  it('goes after a month when no record and no draft names it', async () => {
    const queue = newQueue();
    const named = await queue.keepEvidence(file);
    await queue.keepEvidence({ ...file, base64: toBase64(new Uint8Array([9])) });
    await queue.saveDraft('entry', { evidence: [named] });
    clock += 31 * 86_400_000;
    await queue.flush();
    expect([...store.bytes.values()].map(({ kind }) => kind).sort()).toEqual(['draft', 'evidence']);
  });
});

describe('a large file', () => {
  const bytes = new Uint8Array(4 * PART_BYTES + 7).map((_, at) => at % 251);
  const file = { name: '录音.m4a', mediaType: 'audio/mp4', base64: toBase64(bytes) };
  const keep = async (queue: Queue) => ({
    type: 'entry',
    body: { caseNumber: A, evidence: [await queue.keepEvidence(file)] },
  });

  /** Of each file the sidecar has parts of: is it the whole one? */
  const arrived = () => [...uploads.parts.values()].map((parts) => Buffer.from(parts).equals(bytes));

  it('goes in parts, and how far it has come is told', async () => {
    const queue = newQueue();
    expect(await queue.file(await keep(queue))).toMatchObject({ outcome: 'filed' });
    expect(uploads.asked).toEqual(['GET', 'PATCH', 'PATCH', 'PATCH', 'PATCH', 'PATCH']);
    expect(uploads.told).toEqual(
      [0, 1, 2, 3, 4, 4].map((part, at) => part * PART_BYTES + (at === 5 ? 7 : 0)),
    );
    expect(arrived()).toEqual([true]);
  });

  /** Requests are numbered: 0 asks how far it has come, 1 to 5 carry the parts. */
  it.each(
    [0, 1, 2, 3, 4, 5].flatMap((request) => [
      { request, arrives: false },
      { request, arrives: true },
    ]),
  )(
    'cut off at request $request (arrives: $arrives) goes on where it was, in another run of the worker',
    async (cut) => {
      const first = newQueue();
      const draft = await keep(first);
      uploads.cutAt = cut;
      expect(await first.file(draft)).toMatchObject({ outcome: 'queued' });
      expect(sentCases()).toEqual([]);
      const there = [...uploads.parts.values()][0]?.length ?? 0;
      expect(there).toBe(
        Math.min(bytes.length, Math.max(0, cut.request - (cut.arrives ? 0 : 1)) * PART_BYTES),
      );
      uploads.asked = [];
      await newQueue().flush(true);
      expect(uploads.asked.filter((method) => method === 'PATCH')).toHaveLength(
        Math.ceil((bytes.length - there) / PART_BYTES),
      );
      expect(arrived()).toEqual([true]);
      expect(sentCases()).toEqual([A]);
      expect(store.bytes.size).toBe(0);
    },
  );

  it('begins anew where the sidecar has lost its parts meanwhile', async () => {
    const first = newQueue();
    const draft = await keep(first);
    uploads.cutAt = { request: 3, arrives: true };
    await first.file(draft);
    uploads.parts.clear();
    await newQueue().flush(true);
    expect(arrived()).toEqual([true]);
    expect(sentCases()).toEqual([A]);
  });

  it('asks anew when the parts are not where they were thought, and gives up in the end', async () => {
    const queue = newQueue();
    const draft = await keep(queue);
    const { get } = Map.prototype;
    // Another window has sent the same file further, each time we look.
    uploads.parts.get = function further(this: Map<string, Uint8Array<ArrayBuffer>>, hash: string) {
      const kept = get.call(this, hash) as Uint8Array<ArrayBuffer> | undefined;
      this.set(hash, new Uint8Array((kept?.length ?? 0) + 1));
      return kept;
    };
    expect(await queue.file(draft)).toMatchObject({ outcome: 'refused', problem: { code: 'upload-offset' } });
    expect(uploads.asked.filter((method) => method === 'PATCH')).toHaveLength(4);
    expect(await queue.takeBack('id-1')).toEqual(draft);
  });
});

describe('drafts', () => {
  it('come back to their author, and go when dropped', async () => {
    const queue = newQueue();
    await queue.saveDraft('entry', { content: '甲' });
    expect(await newQueue().loadDraft('entry')).toEqual({
      body: { content: '甲' },
      savedAt: '2026-11-20T01:00:00.000Z',
    });
    await queue.dropDraft('entry');
    expect(await queue.loadDraft('entry')).toBeNull();
  });
});
