/**
 * Names, sentences and numbers that somebody has recorded are looked for on the disk: in the database, its write-ahead log,
 * a backup, everything else in the data folder, and in what the process wrote to its log at its most talkative.
 */
import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { backUp } from '../../sidecar/commands/backup.ts';
import { databaseFile } from '../../sidecar/start.ts';
import { COURT } from '../world/people.ts';
import { CASE, entry, reading } from './examples.ts';
import { startTwoCourts, type TwoCourts } from './two-courts.ts';

const SECRETS = {
  name: '欧阳鹤鸣',
  party: '东方既白实业公司',
  agent: '上官清越律师',
  unit: '某某县不存在办公室',
  sentence: '请务必在下周三之前把这个案子压一压',
  idNumber: '411302197803157716',
  reason: '补充：对方后来又打听合议庭意见',
  judgement: '经甄别属于违规过问，建议移送',
  escalation: '领导说不要记，我不敢不记',
  evidence: '附件原文：十一月十八日上午十时来电',
  fileName: '欧阳来函扫描件',
  part: '未传完的附件的前一半内容',
} as const;

describe('what was recorded, on the disk', () => {
  let both: TwoCourts;
  const lines: string[] = [];
  let evidence: { hash: string; name: string; mediaType: string; bytes: number };

  const filesBelow = (folder: string): string[] =>
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((one) => one.isFile())
      .map((one) => join(one.parentPath, one.name));
  /** `<secret> in <file>` for whatever is found. */
  function found(folder: string): string[] {
    return filesBelow(folder).flatMap((file) => {
      const bytes = readFileSync(file);
      return Object.entries(SECRETS).flatMap(([what, text]) => {
        const forms = [
          Buffer.from(text),
          Buffer.from(text, 'utf16le'),
          Buffer.from(Buffer.from(text).toString('base64').slice(2, -4)),
        ];
        return forms.some((form) => bytes.includes(form)) ? [`${what} in ${file}`] : [];
      });
    });
  }

  beforeAll(async () => {
    both = await startTwoCourts(undefined, { logLines: lines });
    const limh = await both.court.as('limh');
    const { name, party, agent, unit, sentence, idNumber } = SECRETS;
    const person = { ...entry().person, name, unit };
    expect(
      (await limh.file('case-reading', reading({ parties: [`原告：${party}`], agents: [agent] }))).status,
    ).toBe(201);
    const bytes = Buffer.from(`%PDF-1.4\n${SECRETS.evidence}\n%%EOF\n`);
    const hash = createHash('sha256').update(bytes).digest('hex');
    const named = {
      'content-type': 'application/pdf',
      'liuhen-file-name': encodeURIComponent(`${SECRETS.fileName}.pdf`),
    };
    expect((await limh.request('PUT', `/v1/evidence/${hash}`, bytes, named)).status).toBe(201);
    evidence = { hash, name: `${SECRETS.fileName}.pdf`, mediaType: 'application/pdf', bytes: bytes.length };
    const content = `${sentence}，其身份证号${idNumber}。`;
    const filed = await limh.file('entry', entry({ person, content, evidence: [evidence] }));
    expect(filed.status).toBe(201);
    const { id } = (await filed.json()) as { id: string };
    const { caseNumber, ...rest } = entry({ person, content: `${sentence}。`, effect: 'yes' });
    const supplement = { entryId: id, caseNumber, kind: 'supplement', reason: SECRETS.reason, entry: rest };
    expect((await limh.file('supplement', supplement)).status).toBe(201);
    expect(
      (await limh.file('escalation', { to: 'president', entryId: id, reason: SECRETS.escalation })).status,
    ).toBe(201);
    const heqy = await both.court.as('heqy');
    expect((await heqy.file('opening', { entryId: id, purpose: 'screening' })).status).toBe(201);
    expect((await heqy.request('GET', `/v1/screening/${id}`)).status).toBe(200);
    const judged = { entryId: id, result: 'violation', reason: SECRETS.judgement };
    expect((await heqy.file('screening', judged)).status).toBe(201);
    // The first half of a file whose second half never comes.
    const part = Buffer.from(`%PDF-1.4\n${SECRETS.part}\n`);
    const begun = await limh.request('PATCH', `/v1/evidence/${'0'.repeat(64)}/upload`, part, {
      'content-type': 'application/octet-stream',
      'upload-offset': '0',
      'upload-length': String(part.length * 2),
    });
    expect(begun.status).toBe(200);
    // Read in every way there is, so that anything that would be written down by reading is.
    expect(await (await limh.request('GET', '/v1/entries')).text()).toContain(sentence);
    expect((await limh.request('GET', `/v1/entries/${id}/proof.pdf`)).status).toBe(200);
    expect((await limh.request('GET', `/v1/cases/${encodeURIComponent(CASE)}/sheet.pdf`)).status).toBe(200);
    expect((await limh.request('GET', `/v1/evidence/${hash}`)).status).toBe(200);
    expect((await limh.request('POST', '/v1/colleagues', { query: name })).status).toBe(200);
    // And things that go wrong, which are written down at length.
    await limh.request('POST', '/v1/records', `{"type":"entry","body":{"content":"${sentence}`);
    await limh.file('entry', { ...entry({ person, content }), unknownField: sentence });
    await limh.request('GET', `/v1/cases/${encodeURIComponent(sentence)}`);
    await limh.request('GET', `/v1/entries/${encodeURIComponent(name)}`);
    await both.sendOnce().catch(() => 0);
    await both.court.sidecar.witnessed?.submitAll();
  }, 60_000);
  afterAll(() => both.close());

  it('is there when it is asked for', async () => {
    const limh = await both.court.as('limh');
    const own = await (await limh.request('GET', '/v1/entries')).text();
    for (const what of ['name', 'sentence', 'unit'] as const) expect(own).toContain(SECRETS[what]);
    // What is looked for would be found if it lay there.
    const folder = mkdtempSync(join(tmpdir(), 'liuhen-planted-'));
    writeFileSync(join(folder, 'in the clear'), JSON.stringify(SECRETS));
    writeFileSync(join(folder, 'in another form'), Buffer.from(JSON.stringify(SECRETS), 'utf16le'));
    expect(found(folder)).toHaveLength(2 * Object.keys(SECRETS).length);
    rmSync(folder, { recursive: true });
  });

  it('is not in database, write-ahead log or anything beside them, while they are in use', () => {
    const data = dirname(databaseFile(both.court.config));
    expect(filesBelow(data).some((file) => file.endsWith('-wal'))).toBe(true);
    expect(found(data)).toEqual([]);
  });

  it('is not at the superior court, which can read it, either', () => {
    expect(both.received().length).toBeGreaterThan(0);
    expect(found(dirname(databaseFile(both.superior.config)))).toEqual([]);
  });

  it('is not in a backup', async () => {
    const folder = join(both.court.folder, 'backup');
    await backUp({ court: COURT.code, database: databaseFile(both.court.config) }, folder, new Date());
    expect(filesBelow(folder)).toHaveLength(2);
    expect(found(folder)).toEqual([]);
  });

  it('is not in what the process wrote to its log', () => {
    expect(lines.length).toBeGreaterThan(20);
    const log = lines.join('\n');
    for (const [what, text] of Object.entries(SECRETS)) {
      expect([what, log.includes(text)]).toEqual([what, false]);
      expect([what, log.includes(encodeURIComponent(text))]).toEqual([what, false]);
    }
    expect(log).not.toContain(CASE);
    expect(log).not.toContain(encodeURIComponent(CASE));
  });

  it('is not there after the sidecar has stopped', async () => {
    await both.court.stop();
    expect(found(dirname(databaseFile(both.court.config)))).toEqual([]);
  });
});
