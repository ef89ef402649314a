/** What may not come in at POST /v1/records: refused with a code and the field at fault, and nothing is changed. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { RecordOutcome } from '../../shared/api.ts';
import { inShort, logIsSilentOn, problemOf, stateOf, tellsNothingInside } from './answers.ts';
import { BAD_RECORDS, deep, filed, json, ofCase, raw, whole, withPerson } from './bad-records.ts';
import { entry, nil, reading } from './examples.ts';
import { type Client, startTestCourt, type TestCourt } from './test-court.ts';

describe('POST /v1/records', () => {
  const lines: string[] = [];
  let court: TestCourt;
  let limh: Client;
  let before: ReturnType<typeof stateOf>;
  beforeAll(async () => {
    court = await startTestCourt({}, { logLines: lines });
    limh = await court.as('limh');
    expect((await limh.file('case-reading', reading())).status).toBe(201);
    expect((await limh.file('entry', entry())).status).toBe(201);
  });
  afterAll(() => court.close());
  beforeEach(() => {
    before = stateOf(court);
  });

  describe('refuses', () => {
    afterEach(() => expect(stateOf(court)).toEqual(before));

    it.each(BAD_RECORDS)('%s', async (_, send, told) => {
      expect(inShort(await problemOf(await send(limh)))).toBe(told);
    });

    it('records inside records, one by one', async () => {
      const answer = await json([[whole()], null, deep(3), 7])(limh);
      expect(answer.status).toBe(200);
      const text = await answer.text();
      tellsNothingInside(text);
      const outcomes = JSON.parse(text) as RecordOutcome[];
      expect(outcomes.map((one) => one.problem && inShort(one.problem))).toEqual(
        Array(4).fill('400 type-unknown type=type-unknown'),
      );
    });

    it.each([33, 10_000, 100_000])('brackets %i deep', async (depth) => {
      const told = await problemOf(await raw(deep(depth))(limh));
      expect(inShort(told)).toBe(`400 input-invalid ${Array(32).fill(0).join('.')}=json-too-deep`);
    });

    it('a nil declaration of a colleague who is not of the case', async () => {
      const answer = await (await court.as('wuhong')).file('nil-declaration', nil());
      expect(inShort(await problemOf(answer))).toBe('403 not-of-case');
    });
  });

  it('files the good of a batch and refuses the bad, in order', async () => {
    const good = whole();
    const answer = await json([{ ...whole(), court: '豫1303' }, good, { ...whole(), seq: 1 }, good])(limh);
    const outcomes = (await answer.json()) as RecordOutcome[];
    expect(outcomes.map((one) => one.outcome ?? one.problem?.code)).toEqual([
      'court-wrong',
      'filed',
      'input-invalid',
      'replayed',
    ]);
    expect(stateOf(court).log).toBe(before.log + 1);
  });

  it.each([
    ['a person nobody could identify, without a name', withPerson({ unidentified: true, name: '' })],
    ['a character beyond the basic plane, tab and line ends', filed(entry({ content: '𬭎\t㛃\r\n䶮' }))],
    ['content as long as may be', filed(entry({ content: '长'.repeat(4000) }))],
    ['a case number in another spelling', ofCase('(2024) 豫1302民初 123 号之一')],
  ])('takes %s', async (_, send) => {
    expect((await send(limh)).status).toBe(201);
    expect(stateOf(court).log).toBe(before.log + 1);
  });

  it('speaks Chinese, and English to who asks for it first', async () => {
    const told = async (language: string) =>
      (await problemOf(await raw('', { 'accept-language': language })(limh))).detail;
    const chinese = '收到的数据不完整，请重新提交。';
    expect(await told('')).toBe(chinese);
    expect(await told('zh-CN,zh;q=0.9,en;q=0.8')).toBe(chinese);
    expect(await told('fr')).toBe(chinese);
    expect(await told('en-GB,en;q=0.9')).toBe('The body is not valid JSON.');
    expect((await problemOf(await limh.request('POST', '/v1/records', ''))).detail).toBe(chinese);
  });

  it.each([
    ['GET', '/v1/cases'],
    ['GET', '/v1/'],
    ['GET', '/v1/records/'],
    ['GET', '/v2/records'],
    ['GET', '/'],
    ['GET', '/V1/RECORDS'],
    ['DELETE', '/v1/records'],
    ['PATCH', '/v1/records'],
    ['PUT', '/v1/records'],
    ['OPTIONS', '/v1/records'],
    ['POST', '/v1/evidence/x'],
  ])('has nothing at %s %s', async (method, path) => {
    const answer = await limh.request(method, path);
    expect(inShort(await problemOf(answer))).toBe('404 not-found');
    expect(answer.headers.get('access-control-allow-origin')).toBeNull();
    expect(stateOf(court)).toEqual(before);
  });

  it('writes nothing into its log that was said, or of whom, or under which token', () => {
    const secrets = [
      entry().content,
      entry().content.slice(0, 8),
      '民初',
      '李明华',
      '刘某某',
      '宛都律师',
      limh.session.token,
    ];
    logIsSilentOn(lines, secrets);
  });
});
