/** PUT /v1/evidence: empty, too large, not what it says it is. What is refused leaves nothing behind. In parts: evidence-upload.test.ts. */
import { createHash } from 'node:crypto';
import { type ClientRequest, request } from 'node:http';
import { connect } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { EVIDENCE_MAX_BYTES } from '../../shared/records/entry.ts';
import { office, ole, pdf, png, program, text, zip } from '../evidence-files.ts';
import { inShort, problemOf, stateOf } from './answers.ts';
import { entry, reading } from './examples.ts';
import { type Client, startTestCourt, type TestCourt } from './test-court.ts';

const MIB = 1024 * 1024;
const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');
const file = (hash: string, bytes: number) => ({
  hash,
  name: '来函.pdf',
  mediaType: 'application/pdf',
  bytes,
});

describe('evidence', () => {
  let court: TestCourt;
  let limh: Client;
  let before: ReturnType<typeof stateOf>;
  beforeAll(async () => {
    court = await startTestCourt();
    limh = await court.as('limh');
    await limh.file('case-reading', reading());
  });
  afterAll(() => court.close());
  beforeEach(() => {
    before = stateOf(court);
  });

  const put = (hash: string, bytes: Uint8Array) =>
    limh.request('PUT', `/v1/evidence/${hash}`, bytes, { 'content-type': 'application/pdf' });

  it.each([
    ['an empty file', new Uint8Array(), sha256(new Uint8Array()), '400 evidence-empty'],
    ['a byte too many', new Uint8Array(EVIDENCE_MAX_BYTES + 1), 'a'.repeat(64), '413 too-large'],
    ['bytes of another hash', Buffer.from('甲'), sha256(Buffer.from('乙')), '400 evidence-hash-differs'],
    [
      'a hash in capitals',
      Buffer.from('甲'),
      sha256(Buffer.from('甲')).toUpperCase(),
      '400 input-invalid =invalid_format',
    ],
    ['no hash', Buffer.from('甲'), 'x', '400 input-invalid =invalid_format'],
  ])('refuses %s', async (_, bytes, hash, told) => {
    expect(inShort(await problemOf(await put(hash, bytes)))).toBe(told);
    expect(stateOf(court)).toEqual(before);
  });

  it('takes the largest file there may be, once', async () => {
    const bytes = Buffer.alloc(EVIDENCE_MAX_BYTES, '留痕');
    const hash = sha256(bytes);
    expect([(await put(hash, bytes)).status, (await put(hash, bytes)).status]).toEqual([201, 201]);
    expect(stateOf(court)).toEqual({ ...before, evidence: before.evidence + 1 });
    expect((await limh.file('entry', entry({ evidence: [file(hash, bytes.length)] }))).status).toBe(201);
  });

  it.each([['the same bytes at once', 20]])('keeps %s once', async (_, times) => {
    const bytes = Buffer.from('同一份材料');
    const answers = await Promise.all(Array.from({ length: times }, () => put(sha256(bytes), bytes)));
    expect(answers.map((answer) => answer.status)).toEqual(Array(times).fill(201));
    expect(stateOf(court).evidence).toBe(before.evidence + 1);
  });

  it('answers the second person who sends a file as it answered the first', async () => {
    const bytes = Buffer.from('两个人都收到的材料');
    const path = `/v1/evidence/${sha256(bytes)}`;
    const [first, second] = [
      await (await court.as('wangxl')).request('PUT', path, bytes),
      await (await court.as('zhaogq')).request('PUT', path, bytes),
    ];
    expect([second.status, await second.text()]).toEqual([first.status, await first.text()]);
    expect(stateOf(court).evidence).toBe(before.evidence + 1);
  });

  it.each([
    ['a program called a picture', '截图.png', program(), '400 evidence-executable'],
    ['a name that is a program', '来函.pdf.exe', pdf(), '400 evidence-executable'],
    ['a web page called a picture', '截图.png', text('<html>'), '400 evidence-type-lies'],
    ['a web page without a name', '', text('<html>'), '400 evidence-unknown-type'],
    ['a name with what nobody sees', '来\u200b函.pdf', pdf(), '400 evidence-name-unsafe'],
    ['a zip of zips', '材料.zip', zip({ 'a.zip': zip({ a: text('a') }) }), '400 evidence-archive-bomb'],
    ['a picture of 30,000 × 30,000', 'a.png', png(30_000, 30_000), '400 evidence-picture-too-large'],
    ['a document with macros', 'a.docx', office('docm'), '400 evidence-macros'],
    ['a document with a password', 'a.docx', ole(['EncryptedPackage']), '400 evidence-encrypted'],
    ['half a document', 'a.docx', office('docx').subarray(0, 200), '400 evidence-unreadable'],
  ])('refuses %s', async (_, name, bytes, told) => {
    const answer = await limh.request('PUT', `/v1/evidence/${sha256(bytes)}`, bytes, {
      'liuhen-file-name': encodeURIComponent(name),
      // What the sender says of the type is not asked.
      'content-type': 'application/pdf',
    });
    expect(inShort(await problemOf(answer))).toBe(told);
    expect(stateOf(court)).toEqual(before);
  });

  it('keeps with a file what its bytes are, not what was said', async () => {
    const bytes = office('docx');
    const answer = await limh.request('PUT', `/v1/evidence/${sha256(bytes)}`, bytes, {
      'liuhen-file-name': encodeURIComponent('批示.docx'),
      'content-type': 'text/html',
    });
    expect(answer.status).toBe(201);
    const row = court.sidecar.store.db
      .prepare<[string], { media_type: string }>('select media_type from evidence where hash = ?')
      .get(sha256(bytes));
    expect(row?.media_type).toMatch(/wordprocessingml\.document$/);
  });

  it('refuses an entry whose file has another size than it says, or never came', async () => {
    const bytes = Buffer.from('材料');
    const hash = sha256(bytes);
    expect((await put(hash, bytes)).status).toBe(201);
    const kept = stateOf(court);
    for (const evidence of [
      [file(hash, bytes.length + 1)],
      [file(hash, bytes.length), file('b'.repeat(64), 9)],
    ]) {
      const place = evidence.length - 1;
      const told = await problemOf(await limh.file('entry', entry({ evidence })));
      expect(inShort(told)).toBe(`400 evidence-missing body.evidence.${place}=evidence-missing`);
    }
    const twentyOne = Array.from({ length: 21 }, () => file(hash, bytes.length));
    const told = await problemOf(await limh.file('entry', entry({ evidence: twentyOne })));
    expect(inShort(told)).toBe('400 input-invalid body.evidence=too_big');
    expect(stateOf(court)).toEqual(kept);
  });

  /** Sends up to 200 MB, as fast as they are taken, until the connection ends or all is sent. */
  function flood(headers: Record<string, string>): Promise<{ status: number; text: string; sent: number }> {
    const part = Buffer.alloc(256 * 1024, 7);
    return new Promise((resolve, reject) => {
      let sent = 0;
      let answer: { status: number; text: string } | undefined;
      let ended = false;
      const asked: ClientRequest = request(`${court.sidecar.url}/v1/evidence/${'c'.repeat(64)}`, {
        method: 'PUT',
        headers: { authorization: `Bearer ${limh.session.token}`, ...headers },
      });
      const end = (error?: Error) => {
        if (ended) return;
        ended = true;
        clearTimeout(patience);
        asked.destroy();
        if (answer) resolve({ ...answer, sent });
        else reject(error ?? new Error('no answer'));
      };
      // A server that answers and then simply stops taking bytes has refused early as well.
      const patience = setTimeout(end, 5000);
      const more = () => {
        while (!ended && sent < 200 * MIB) {
          sent += part.length;
          if (!asked.write(part)) return;
        }
        if (!ended) asked.end();
      };
      asked.on('drain', more);
      asked.on('response', (got) => {
        let text = '';
        got.setEncoding('utf8').on('data', (words: string) => {
          text += words;
        });
        got.on('end', () => {
          answer = { status: got.statusCode ?? 0, text };
        });
      });
      asked.on('error', end);
      asked.on('close', () => end());
      more();
    });
  }

  it.each([
    ['declared', { 'content-length': String(200 * MIB) }],
    ['in chunks without a length', { 'transfer-encoding': 'chunked' }],
  ])('refuses 200 MB %s without reading them', async (_, headers) => {
    const answer = await flood(headers);
    expect(inShort(JSON.parse(answer.text))).toBe('413 too-large');
    expect(answer.status).toBe(413);
    // What was on the way in buffers of both sides, but not the whole.
    expect(answer.sent).toBeLessThan(60 * MIB);
    expect(stateOf(court)).toEqual(before);
  });

  it.each([
    ['two lengths', 'content-length: 3\r\ncontent-length: 4\r\n\r\nabcd'],
    ['a length and chunks', 'content-length: 3\r\ntransfer-encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n'],
  ])('does not guess where a body with %s ends', async (_, rest) => {
    const { hostname, port } = new URL(court.sidecar.url);
    const said = await new Promise<string>((resolve, reject) => {
      let text = '';
      const socket = connect(Number(port), hostname, () => {
        socket.write(`PUT /v1/evidence/${sha256(Buffer.from('abc'))} HTTP/1.1\r\nhost: x\r\n`);
        socket.write(`authorization: Bearer ${limh.session.token}\r\n${rest}`);
      });
      socket.setEncoding('utf8').on('data', (words: string) => {
        text += words;
      });
      socket.on('error', reject).on('close', () => resolve(text));
    });
    expect(said).toMatch(/^HTTP\/1\.1 400 /);
    expect(stateOf(court)).toEqual(before);
  });
});
