/** What is printed, of what, for whom: the copy for the case file, the same to look at, and a recorder's proof. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { PolicyAnswer, RecordOutcome } from '../../shared/api.ts';
import { NATIONAL_POLICY } from '../../shared/policy.ts';
import { textOf } from '../../sidecar/sheet/read-back.ts';
import { inShort, problemOf } from './answers.ts';
import { CASE, entry, reading } from './examples.ts';
import { type Client, startTestCourt, type TestCourt } from './test-court.ts';

const WORDS = '来电人称受县里委托了解情况，当场说明依法办理。';
const SHEET = `/v1/cases/${encodeURIComponent(CASE)}/sheet.pdf`;

describe('prints', () => {
  let court: TestCourt;
  let limh: Client;
  let id: string;
  beforeAll(async () => {
    court = await startTestCourt();
    limh = await court.as('limh');
    expect((await limh.file('case-reading', reading())).status).toBe(201);
    const answer = await limh.file('entry', entry({ content: WORDS, conduct: ['EXT-1'] }));
    id = ((await answer.json()) as RecordOutcome).id;
    const heqy = await court.as('heqy');
    expect((await heqy.file('opening', { entryId: id, purpose: 'screening' })).status).toBe(201);
    const judged = await heqy.file('screening', {
      entryId: id,
      result: 'clue-transfer',
      reason: '移送理由',
    });
    expect(judged.status).toBe(201);
  }, 60_000);
  afterAll(() => court.close());

  const pdf = async (path: string, by = limh): Promise<Uint8Array> => {
    const answer = await by.request('GET', path);
    expect(answer.status, path).toBe(200);
    expect(answer.headers.get('content-type')).toBe('application/pdf');
    return new Uint8Array(await answer.arrayBuffer());
  };
  /** The name of whoever asked, with the code, stands in a watermark and nowhere else on a sheet. */
  const named = (name: string, code: string) => `${name}${code}`;

  it('the filed copy is the same for everybody, and names nobody who asked', async () => {
    const [mine, hers] = [await pdf(SHEET), await pdf(SHEET, await court.as('wangxl'))];
    expect(Buffer.from(mine).equals(Buffer.from(hers))).toBe(true);
    const text = textOf(mine);
    expect(text).toContain(WORDS);
    expect(text).not.toContain(named('王秀兰', '1302002'));
  });

  it('a copy to look at names who looks at it and when; no print tells what a custodian found', async () => {
    const text = textOf(await pdf(`${SHEET}?copy=view`, await court.as('wangxl')));
    expect(text).toContain(named('王秀兰', '1302002'));
    expect(text).toContain(WORDS);
    for (const path of [SHEET, `${SHEET}?copy=view`, `/v1/entries/${id}/proof.pdf`])
      expect(textOf(await pdf(path))).not.toMatch(/线索移送|移送理由/);
    expect(inShort(await problemOf(await limh.request('GET', `${SHEET}?copy=all`)))).toMatch(
      /^400 input-invalid/,
    );
  });

  it('who does not file the sheet sees neither content nor who was recorded, and gets no copy for the file', async () => {
    const zhaogq = await court.as('zhaogq');
    expect(inShort(await problemOf(await zhaogq.request('GET', SHEET)))).toBe('403 not-allowed');
    const text = textOf(await pdf(`${SHEET}?copy=view`, zhaogq));
    expect(text).toContain(named('赵国强', '1302003'));
    expect(text).not.toContain(WORDS);
    expect(text).not.toContain('刘某某');
  });

  it('a proof tells its author what was recorded, and nobody else that there is one', async () => {
    const text = textOf(await pdf(`/v1/entries/${id}/proof.pdf`));
    expect(text).toContain(WORDS);
    expect(text).toContain(named('李明华', '1302001'));
    for (const account of ['wangxl', 'heqy']) {
      const other = await court.as(account);
      expect(inShort(await problemOf(await other.request('GET', `/v1/entries/${id}/proof.pdf`)))).toBe(
        '404 entry-unknown',
      );
    }
  });

  it('a court that files a summary files neither content nor who was recorded', async () => {
    const conduct = [{ code: 'EXT-1.2', zh: '为本县重点企业请托', en: 'Pleading for a local company' }];
    await court.restart({ policy: { sheet: { filedCopy: 'summary' }, conduct } });
    limh = await court.as('limh');
    expect((await limh.file('entry', entry({ conduct: ['EXT-1.2'] }))).status).toBe(201);
    const text = textOf(await pdf(SHEET));
    expect(text).toContain('为本县重点企业请托');
    expect(text).not.toContain(WORDS);
    expect(text).not.toContain('刘某某');
    const { policy, hash } = await limh.get<PolicyAnswer>('/v1/policy');
    expect(policy).toEqual({
      ...NATIONAL_POLICY,
      sheet: { ...NATIONAL_POLICY.sheet, filedCopy: 'summary' },
      conduct,
    });
    expect(hash).toMatch(/^[0-9a-f]{64}$/);
  });
});
