/** One record sent many times, two people at the same moment: one row each, and everybody gets the right answer. */
import { v7 as uuid } from 'uuid';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RecordOutcome } from '../../shared/api.ts';
import type { GateDecision } from '../../shared/gate.ts';
import { verifyStore } from '../../sidecar/log/verify.ts';
import { COURT } from '../world/people.ts';
import { inShort, problemOf, stateOf } from './answers.ts';
import { entry, nil, reading } from './examples.ts';
import { startTestCourt, type TestCourt } from './test-court.ts';

const envelope = (body: unknown, type = 'entry') => ({
  id: uuid(),
  type,
  court: COURT.code,
  at: new Date().toISOString(),
  body,
});
let nextCase = 500;
const freshCase = () => `（2024）豫1302民初${nextCase++}号`;

describe('the same record again', () => {
  let court: TestCourt;
  beforeAll(async () => {
    court = await startTestCourt();
  });
  afterAll(() => court.close());
  const send = async (account: string, record: unknown) =>
    (await court.as(account)).request('POST', '/v1/records', record);

  it('is answered as before', async () => {
    const record = envelope(entry());
    const first = (await (await send('limh', record)).json()) as RecordOutcome;
    expect(first).toMatchObject({ id: record.id, status: 201, outcome: 'filed' });
    const state = stateOf(court);
    // Sent again with its fields in another order: the same act.
    const { id, ...rest } = record;
    for (const same of [record, { ...rest, id }]) {
      const again = await send('limh', same);
      expect(again.status).toBe(200);
      expect(await again.json()).toEqual({ ...first, status: 200, outcome: 'replayed' });
    }
    expect(stateOf(court)).toEqual(state);
  });

  it.each([
    [
      'with another body',
      'limh',
      (record: ReturnType<typeof envelope>) => ({ ...record, body: entry({ place: '走廊' }) }),
    ],
    [
      'at another time',
      'limh',
      (record: ReturnType<typeof envelope>) => ({ ...record, at: '2026-01-01T00:00:00.000Z' }),
    ],
    [
      'as another type',
      'limh',
      (record: ReturnType<typeof envelope>) => ({ ...record, type: 'case-reading', body: reading() }),
    ],
    ['by another person', 'wangxl', (record: ReturnType<typeof envelope>) => record],
  ])('%s is refused, and the first stays', async (_, account, change) => {
    const record = envelope(entry());
    expect((await send('limh', record)).status).toBe(201);
    const state = stateOf(court);
    expect(inShort(await problemOf(await send(account, change(record))))).toBe(
      '409 record-differs id=record-differs',
    );
    expect(stateOf(court)).toEqual(state);
    expect((await send('limh', record)).status).toBe(200);
  });

  it('may be sent again after it was refused', async () => {
    const caseNumber = freshCase();
    const record = envelope(nil({ caseNumber }), 'nil-declaration');
    expect((await problemOf(await send('limh', record))).code).toBe('case-unknown');
    expect((await send('limh', envelope(reading({ caseNumber }), 'case-reading'))).status).toBe(201);
    expect((await send('limh', record)).status).toBe(201);
  });

  it('fifty times at once is filed once', async () => {
    const { size, content } = stateOf(court);
    const record = envelope(entry());
    const answers = await Promise.all(Array.from({ length: 50 }, () => send('limh', record)));
    expect(answers.map((answer) => answer.status).sort()).toEqual([...Array(49).fill(200), 201]);
    const outcomes = (await Promise.all(answers.map((answer) => answer.json()))) as RecordOutcome[];
    expect(
      new Set(outcomes.map(({ seq, leafHash, receivedAt }) => `${seq} ${leafHash} ${receivedAt}`)).size,
    ).toBe(1);
    expect(stateOf(court)).toMatchObject({ size: size + 1, log: size + 1, content: content + 1 });
    const rows = court.sidecar.store.db
      .prepare('select count(*) from log where id = ?')
      .pluck()
      .get(record.id);
    expect(rows).toBe(1);
  });

  it('fifty times at once by two people is one person’s', async () => {
    const { size } = stateOf(court);
    const record = envelope(entry());
    const answers = await Promise.all(
      Array.from({ length: 50 }, (_, n) => send(n % 2 === 0 ? 'limh' : 'wangxl', record)),
    );
    const count = (status: number) => answers.filter((answer) => answer.status === status).length;
    expect([count(201), count(200), count(409)]).toEqual([1, 24, 25]);
    expect(stateOf(court).size).toBe(size + 1);
  });

  it('in one batch with others is filed once, and every line is answered', async () => {
    const { size } = stateOf(court);
    const [a, b] = [envelope(entry()), envelope(entry())];
    const outcomes = (await (await send('limh', [a, b, a, b, a])).json()) as RecordOutcome[];
    expect(outcomes.map((one) => one.outcome)).toEqual([
      'filed',
      'filed',
      'replayed',
      'replayed',
      'replayed',
    ]);
    expect(stateOf(court).size).toBe(size + 2);
  });

  it('two people signing at once are both there, and the gate opens with the last of three', async () => {
    const gate = async (caseNumber: string) => {
      const path = `/v1/cases/${encodeURIComponent(caseNumber)}/gate?meeting=judges-conference`;
      return (await court.as('limh')).get<GateDecision>(path);
    };
    for (let round = 0; round < 10; round += 1) {
      const caseNumber = freshCase();
      await send('limh', envelope(reading({ caseNumber }), 'case-reading'));
      const sign = (account: string) => send(account, envelope(nil({ caseNumber }), 'nil-declaration'));
      const [one, two] = await Promise.all([sign('limh'), sign('wangxl')]);
      expect([one.status, two.status]).toEqual([201, 201]);
      const held = await gate(caseNumber);
      expect(held.open).toBe(false);
      expect(held.people.map((person) => person.standing)).toEqual(['stated', 'stated', 'not-stated']);
      const pass = envelope({ caseNumber, meeting: 'judges-conference' }, 'clearance');
      expect((await send('limh', pass)).status).toBe(409);
      // The last statement and the pass that needs it, at once: whatever comes first, the pass is never early.
      const [last, early] = await Promise.all([sign('zhaogq'), send('limh', pass)]);
      expect(last.status).toBe(201);
      expect([201, 409]).toContain(early.status);
      const open = await gate(caseNumber);
      expect(open.open).toBe(true);
      expect(open.clearance?.id).toBe(early.status === 201 ? pass.id : undefined);
    }
    expect(verifyStore(court.sidecar.store).faults).toEqual([]);
  });
});
