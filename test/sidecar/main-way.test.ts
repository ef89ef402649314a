/** The main way through the sidecar, over its real HTTP door: state, gate, clearance, sheet, recusal, rebuild. */
import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Brief, CaseView, Duty, RecordOutcome } from '../../shared/api.ts';
import type { GateDecision } from '../../shared/gate.ts';
import { verifyStore } from '../../sidecar/log/verify.ts';
import { digestViews, rebuildViews } from '../../sidecar/views/rebuild.ts';
import { CASE, entry, nil, reading } from './examples.ts';
import { startTestCourt, type TestCourt } from './test-court.ts';

const at = (path = '') => `/v1/cases/${encodeURIComponent(CASE)}${path}`;
const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

describe('the main way', () => {
  let court: TestCourt;
  beforeAll(async () => {
    court = await startTestCourt();
  });
  afterAll(() => court.close());

  it('holds a case of which nothing is known', async () => {
    const limh = await court.as('limh');
    const gate = await limh.get<GateDecision>(at('/gate?meeting=adjudication-committee'));
    expect(gate).toMatchObject({ open: false, caseUnknown: true });
    expect((await limh.file('nil-declaration', nil())).status).toBe(409);
  });

  it('names who has not stated once the page was read, and reminds them', async () => {
    const limh = await court.as('limh');
    expect((await limh.file('case-reading', reading())).status).toBe(201);
    const gate = await limh.get<GateDecision>(at('/gate?meeting=adjudication-committee'));
    expect(gate.people.map((person) => [person.name, person.standing])).toEqual([
      ['李明华', 'not-stated'],
      ['王秀兰', 'not-stated'],
      ['赵国强', 'not-stated'],
    ]);
    const refused = await limh.file('clearance', { caseNumber: CASE, meeting: 'adjudication-committee' });
    expect(refused.status).toBe(409);
    expect(((await refused.json()) as { code: string }).code).toBe('gate-closed');
    await limh.file('reminder', { caseNumber: CASE, meeting: 'adjudication-committee' });
    const { duties } = await (await court.as('zhaogq')).get<{ duties: Duty[] }>('/v1/duties');
    expect(duties).toMatchObject([{ kind: 'statement', caseNumber: CASE, askedBy: '李明华' }]);
  });

  it('opens after an entry with evidence and two nil declarations, and clears', async () => {
    const limh = await court.as('limh');
    const bytes = Buffer.from('%PDF-1.4 来函');
    const hash = sha256(bytes);
    const put = () =>
      limh.request('PUT', `/v1/evidence/${hash}`, bytes, { 'content-type': 'application/pdf' });
    expect((await put()).status).toBe(201);
    expect((await put()).status).toBe(201);
    const evidence = [{ hash, name: '来函.pdf', mediaType: 'application/pdf', bytes: bytes.length }];
    const filed = (await (await limh.file('entry', entry({ evidence }))).json()) as RecordOutcome;
    expect(filed).toMatchObject({ status: 201, outcome: 'filed' });
    for (const account of ['wangxl', 'zhaogq']) {
      expect((await (await court.as(account)).file('nil-declaration', nil())).status).toBe(201);
    }
    const cleared = await limh.file('clearance', { caseNumber: CASE, meeting: 'adjudication-committee' });
    expect(cleared.status).toBe(201);
    const gate = await limh.get<GateDecision>(at('/gate?meeting=adjudication-committee'));
    expect(gate.open).toBe(true);
    expect(gate.clearance?.id).toBe(((await cleared.json()) as RecordOutcome).id);
  });

  it('shows own lines in full and the lines of others by kind, name and time', async () => {
    const mine = await (await court.as('limh')).get<CaseView>(at());
    expect(mine.lines.map((line) => [line.type, line.own, line.summary !== undefined])).toEqual([
      ['entry', true, true],
      ['nil-declaration', false, false],
      ['nil-declaration', false, false],
    ]);
    const others = await (await court.as('zhaogq')).get<CaseView>(at());
    expect(JSON.stringify(others)).not.toContain('关照');
    const outsider = await (await court.as('wuhong')).get<CaseView>(at());
    expect(outsider).toMatchObject({ lines: [], gates: [], filings: [], myRoles: [], mayFileSheet: false });
  });

  it('prints the sheet for people of the case, the same bytes each time, and records its filing', async () => {
    const limh = await court.as('limh');
    expect((await (await court.as('wuhong')).request('GET', at('/sheet.pdf'))).status).toBe(404);
    const [one, two] = await Promise.all([0, 1].map(() => limh.request('GET', at('/sheet.pdf'))));
    if (!one || !two) throw new Error('no answer');
    const bytes = new Uint8Array(await one.arrayBuffer());
    expect(sha256(new Uint8Array(await two.arrayBuffer()))).toBe(sha256(bytes));
    expect(one.headers.get('Liuhen-File-Hash')).toBe(sha256(bytes));
    const sheetHash = one.headers.get('Liuhen-Sheet-Hash') ?? '';
    const filing = {
      caseNumber: CASE,
      sheetHash,
      fileHash: sha256(bytes),
      bytes: bytes.length,
      fileName: '一案一表.pdf',
      volume: 'confidential',
      host: { profile: 'trial-system', profileVersion: 1 },
    };
    expect((await limh.file('sheet-filing', filing)).status).toBe(201);
    const view = await limh.get<CaseView>(at());
    expect(view.filings).toMatchObject([{ sheetHash, current: true, by: '李明华' }]);
    expect(view.sheetHash).toBe(sheetHash);
  });

  it('gives members counts and takes their own recusal statement, from nobody else', async () => {
    const chensy = await court.as('chensy');
    const agenda = await chensy.request('POST', '/v1/agenda', {
      meeting: 'adjudication-committee',
      cases: [CASE, '不是案号'],
    });
    expect(await agenda.json()).toEqual({
      badges: [
        { caseNumber: CASE, state: 'complete', entries: 1, nils: 2, mine: 'none' },
        { caseNumber: '不是案号', state: 'unknown', entries: 0, nils: 0, mine: 'none' },
      ],
    });
    const statement = {
      caseNumber: CASE,
      meeting: 'adjudication-committee',
      statement: 'recuse',
      reason: '',
    };
    expect((await chensy.file('recusal', statement)).status).toBe(400);
    expect((await chensy.file('recusal', { ...statement, reason: '与代理人系同胞兄弟' })).status).toBe(201);
    expect((await (await court.as('limh')).file('recusal', { ...statement, reason: '无' })).status).toBe(403);
    const brief = await chensy.get<Brief>(at('/brief?meeting=adjudication-committee'));
    expect(brief).toMatchObject({
      counts: { external: 1, internal: 0, contact: 0, nil: 2 },
      sheetFiled: 'yes',
      recusals: { noRecusal: 0, recused: ['陈思远'] },
      mine: { statement: 'recuse' },
    });
    expect(JSON.stringify(brief)).not.toContain('刘某某');
    expect(
      (await (await court.as('limh')).request('GET', at('/brief?meeting=adjudication-committee'))).status,
    ).toBe(403);
  });

  it('asks everybody again when the panel changes', async () => {
    const limh = await court.as('limh');
    const people = reading().people.map((person) =>
      person.name === '赵国强' ? { ...person, name: '吴𬭎' } : person,
    );
    await limh.file('case-reading', reading({ people }));
    const gate = await limh.get<GateDecision>(at('/gate?meeting=adjudication-committee'));
    expect(gate.clearance).toBeUndefined();
    expect(gate.people.map((person) => [person.name, person.standing])).toEqual([
      ['李明华', 'panel-changed'],
      ['王秀兰', 'panel-changed'],
      ['吴𬭎', 'not-stated'],
    ]);
  });

  it('verifies, and rebuilds its views byte for byte', async () => {
    const { store } = court.sidecar;
    expect(verifyStore(store).faults).toEqual([]);
    const before = digestViews(store);
    expect(await rebuildViews(store, ['豫1302'])).toBeGreaterThan(8);
    expect(digestViews(store)).toBe(before);
  });
});
