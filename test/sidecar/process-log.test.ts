/** The log of the process: what it never holds, that it does nothing to who reads it, and how its file is turned over. */
import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { ConfigProblem } from '../../sidecar/config.ts';
import { inert, openProcessLog, type ProcessLog } from '../../sidecar/process-log.ts';
import { prepareSidecar } from '../faults/sidecar-process.ts';
import { COURT, PASSWORD, STAFF_CSV } from '../world/people.ts';
import { logIsSilentOn } from './answers.ts';
import { CASE, entry, nil, reading } from './examples.ts';
import { say } from './raw-socket.ts';
import { type Client, signIn, startTestCourt } from './test-court.ts';

const folders: string[] = [];
const newFolder = () => {
  const folder = mkdtempSync(join(tmpdir(), 'liuhen-log-'));
  folders.push(folder);
  return folder;
};
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

/** All lines of a log and of what was turned over, the oldest first. */
function linesIn(folder: string, name = 'liuhen.log'): string[] {
  return readdirSync(folder)
    .filter((file) => file === name || file.startsWith(`${name}.`))
    .sort((a, b) => Number(b.split('.')[2] ?? 0) - Number(a.split('.')[2] ?? 0))
    .flatMap((file) => readFileSync(join(folder, file), 'utf8').split('\n').slice(0, -1));
}

describe('a whole walk', () => {
  it('leaves nothing of what was said, of whom, by whom, or with which token', async () => {
    const folder = newFolder();
    const file = join(folder, 'liuhen.log');
    const court = await startTestCourt({ log: { file, maxBytes: 4000, keep: 100 }, logLevel: 'debug' });
    const planted = {
      content: '县里某领导来电要求对该案从轻处理并尽快出判',
      idNumber: '411302198001011234',
      telephone: '13800001234',
      unit: '某某县城市建设投资公司',
      place: '白河宾馆三楼茶室',
      fileName: '通话录音文字整理.pdf',
      sentence: 'planted-sentence-in-a-file',
      guess: 'Wrong-Password-1',
      unknownAccount: 'nobody-of-this-court',
      header: 'planted-in-a-header',
      path: '（2023）豫1302刑初777号',
    };
    const tokens: string[] = [];
    const as = async (account: string): Promise<Client> => {
      const client = await court.as(account);
      tokens.push(client.session.token, client.session.queueKey);
      return client;
    };
    try {
      const limh = await as('limh');
      const at = (rest = '') => `/v1/cases/${encodeURIComponent(CASE)}${rest}`;
      await limh.file('case-reading', reading());
      const bytes = Buffer.from(`%PDF-1.4 ${planted.sentence}\n%%EOF\n`);
      const hash = createHash('sha256').update(bytes).digest('hex');
      await limh.request('PUT', `/v1/evidence/${hash}`, bytes, {
        'content-type': 'application/pdf',
        'liuhen-file-name': encodeURIComponent(planted.fileName),
      });
      const body = entry({
        content: `${planted.content}，证件${planted.idNumber}，电话${planted.telephone}`,
        place: planted.place,
        person: { ...entry().person, unit: planted.unit },
        evidence: [{ hash, name: planted.fileName, mediaType: 'application/pdf', bytes: bytes.length }],
      });
      const filed = await limh.file('entry', body);
      expect(filed.status).toBe(201);
      const { id } = (await filed.json()) as { id: string };
      for (const account of ['wangxl', 'zhaogq']) await (await as(account)).file('nil-declaration', nil());
      await limh.file('clearance', { caseNumber: CASE, meeting: 'adjudication-committee' });
      for (const path of [
        at(),
        at('?lines=all'),
        at('/gate?meeting=adjudication-committee'),
        at('/sheet.pdf?copy=view'),
        '/v1/duties',
        '/v1/records',
        '/v1/entries',
        `/v1/entries/${id}`,
        `/v1/entries/${id}/proof.pdf`,
      ]) {
        expect((await limh.request('GET', path)).status, path).toBe(200);
      }
      await limh.request('POST', '/v1/colleagues', { query: '王秀兰' });
      const heqy = await as('heqy');
      expect((await heqy.file('opening', { entryId: id, purpose: 'screening' })).status).toBe(201);
      expect((await heqy.request('GET', `/v1/screening/${id}`)).status).toBe(200);
      expect((await heqy.request('GET', `/v1/evidence/${hash}`)).status).toBe(200);
      await (await as('chensy')).request('POST', '/v1/agenda', {
        meeting: 'adjudication-committee',
        cases: [CASE, planted.path],
      });

      // And all that goes wrong.
      await limh.file('entry', { ...body, more: planted.content });
      await limh.file('entry', { ...body, caseNumber: planted.path });
      await limh.request('POST', '/v1/records', `{"${planted.content}":`);
      await limh.request('POST', '/v1/records', `{"a":{"${planted.unit}":1,"${planted.unit}":2}}`);
      await limh.request(
        'GET',
        `/v1/cases/${encodeURIComponent(planted.path)}?${encodeURIComponent(planted.unit)}=1`,
      );
      await limh.request('GET', `/v1/nothing/${encodeURIComponent(planted.path)}`);
      await limh.request('GET', '/v1/duties', undefined, {
        'x-request-id': planted.header,
        'user-agent': planted.header,
        referer: `https://${planted.header}/`,
        'x-forwarded-for': planted.header,
        cookie: planted.header,
      });
      await limh.request('GET', '/v1/duties', undefined, { authorization: `Bearer ${'Z'.repeat(43)}` });
      await expect(signIn(court.sidecar.url, 'limh', planted.guess)).rejects.toThrow();
      await expect(signIn(court.sidecar.url, planted.unknownAccount, PASSWORD)).rejects.toThrow();
      await say(court.sidecar.url, `GET /v1/${planted.header} HTTP/1.1\r\nA: ${planted.content}\nB\r\n\r\n`);
      await say(court.sidecar.url, `${planted.header} ${planted.content}\r\n\r\n`);
      await limh.request('DELETE', '/v1/session');
    } finally {
      await court.close();
    }
    const lines = linesIn(folder);
    expect(lines.length).toBeGreaterThan(35);
    expect(readdirSync(folder).length).toBeGreaterThan(1);
    for (const line of lines)
      expect(JSON.parse(line)).toMatchObject({ court: COURT.code, time: expect.any(Number) });
    expect(lines.filter((line) => line.includes('request-malformed'))).toHaveLength(2);
    const people = STAFF_CSV.split('\n')
      .slice(1)
      .filter(Boolean)
      .map((line) => line.split(','));
    expect(people.length).toBeGreaterThan(8);
    const secrets = [
      ...Object.values(planted),
      planted.content.slice(0, 8),
      ...tokens,
      PASSWORD,
      CASE,
      '民初',
      '刑初',
      'Bearer',
      'Z'.repeat(43),
      ...people.map(([, name = '']) => name),
      ...people.map((row) => row[6] ?? '').filter((account) => account.length > 0),
      entry().person.name,
    ];
    expect(secrets.every((secret) => secret.length > 1)).toBe(true);
    logIsSilentOn(lines, secrets);
  });
});

describe('a line', () => {
  const said =
    '甲\r\n{"level":30,"forged":true}\r\n\u001b[2J\u001b]0;x\u0007\u0000\u007f\u009b31m\u2028\u2029\u202e\u2066\u200f\ufeff\ud800 乙';

  it('stays one line and moves nothing on a terminal, whatever was to be said (abuse case 25)', () => {
    const folder = newFolder();
    const log = openProcessLog({
      court: COURT,
      logLevel: 'info',
      log: { file: 'x.log', maxBytes: 9999, keep: 1 },
      folder,
    });
    log.logger.info({ said, [said]: 1 }, said);
    log.close();
    const text = readFileSync(join(folder, 'x.log'), 'utf8');
    expect(text.match(/\n/g)).toHaveLength(1);
    expect(text.slice(0, -1)).not.toMatch(
      /[\p{Cc}\p{Zl}\p{Zp}\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/u,
    );
    const told = JSON.parse(text) as Record<string, unknown>;
    expect([told.said, told.msg]).toEqual([said, said]);
    expect(Object.hasOwn(told, said)).toBe(true);
  });

  it('says the same after it was made inert', () => {
    for (let code = 0; code < 0x2100; code += 1) {
      const value = { text: `甲${String.fromCharCode(code)}乙` };
      expect(JSON.parse(inert(JSON.stringify(value)))).toEqual(value);
    }
  });
});

describe('the file of the log', () => {
  afterEach(() => vi.restoreAllMocks());
  const opened = (folder: string, maxBytes: number, keep: number): ProcessLog =>
    openProcessLog({
      court: COURT,
      logLevel: 'info',
      log: { file: 'logs/liuhen.log', maxBytes, keep },
      folder,
    });

  it('is turned over before it is too large, and only so many are kept', () => {
    const folder = newFolder();
    const log = opened(folder, 2000, 3);
    for (let number = 0; number < 300; number += 1) log.logger.info({ number });
    log.close();
    const logs = join(folder, 'logs');
    expect(readdirSync(logs).sort()).toEqual(['liuhen.log', 'liuhen.log.1', 'liuhen.log.2', 'liuhen.log.3']);
    for (const file of readdirSync(logs)) {
      const { length } = readFileSync(join(logs, file));
      expect(length).toBeLessThanOrEqual(2000);
      expect(length).toBeGreaterThan(0);
    }
    // The newest lines, in order and without a gap.
    const numbers = linesIn(logs).map((line) => JSON.parse(line).number as number);
    expect(numbers).toEqual(
      Array.from({ length: numbers.length }, (_, index) => 300 - numbers.length + index),
    );
    expect(numbers.length).toBeGreaterThan(40);
  });

  it('is gone on with at the next start', () => {
    const folder = newFolder();
    for (const word of ['one', 'two']) {
      const log = opened(folder, 100_000, 3);
      log.logger.info({ word });
      log.close();
    }
    expect(linesIn(join(folder, 'logs')).map((line) => JSON.parse(line).word)).toEqual(['one', 'two']);
  });

  it('grows where it cannot be turned over, which is said once', () => {
    const folder = newFolder();
    const log = opened(folder, 1024, 1);
    mkdirSync(join(folder, 'logs/liuhen.log.1/kept'), { recursive: true });
    const told = vi.spyOn(console, 'error').mockImplementation(() => {});
    for (let number = 0; number < 100; number += 1) log.logger.info({ number });
    log.close();
    expect(told).toHaveBeenCalledTimes(1);
    expect(String(told.mock.calls[0])).toMatch(/cannot be written.*无法写入/);
    const text = readFileSync(join(folder, 'logs/liuhen.log'), 'utf8');
    expect(text.trimEnd().split('\n')).toHaveLength(100);
  });

  it('that cannot be written at all is told at the start, in a sentence', () => {
    const folder = newFolder();
    writeFileSync(join(folder, 'logs'), '');
    expect(() => opened(folder, 2000, 1)).toThrow(ConfigProblem);
    expect(() => opened(folder, 2000, 1)).toThrow(
      /^The log file .* cannot be written .*无法写入运行日志文件/,
    );
  });
});

describe('SIGHUP', () => {
  let sidecar: Awaited<ReturnType<typeof prepareSidecar>>;
  beforeAll(async () => {
    sidecar = await prepareSidecar();
  });
  afterAll(() => sidecar.remove());

  it('opens the file anew after somebody else has moved it away', async () => {
    const folder = newFolder();
    const file = join(folder, 'liuhen.log');
    const config = JSON.parse(readFileSync(sidecar.config, 'utf8'));
    writeFileSync(sidecar.config, JSON.stringify({ ...config, logLevel: 'info', log: { file } }));
    sidecar.spawn();
    expect(await sidecar.ready()).toBe(true);
    expect(existsSync(file)).toBe(true);
    renameSync(file, `${file}.moved`);
    sidecar.hangUp();
    while (!existsSync(file)) await wait(20);
    await fetch(`${sidecar.url}/v1/profiles`);
    expect(readFileSync(file, 'utf8')).toContain('/v1/profiles');
    expect(readFileSync(`${file}.moved`, 'utf8')).not.toContain('/v1/profiles');
    expect(await sidecar.stop()).toBe(0);
  });
});
