/** Figures without content (R48): who sees which, what is held back, and that asking twice, or otherwise, tells no more. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type CountsAnswer, countsAnswer, type MonthCounts } from '../../shared/counts.ts';
import { configSchema } from '../../sidecar/config.ts';
import { digestViews, rebuildViews } from '../../sidecar/views/rebuild.ts';
import { COURT, PASSWORD, STAFF_CSV } from '../world/people.ts';
import { inShort, problemOf } from './answers.ts';
import { entry, nil, reading } from './examples.ts';
import { statementsOf } from './statements.ts';
import { importStaff, startTestCourt, type TestCourt } from './test-court.ts';

const at = (text: string) => Date.parse(text);
/** One person alone in a department. */
const STAFF = `${STAFF_CSV.replace('孙立群,审管办,主任,干警、审委会委员', '孙立群,审管办,主任,干警、部门负责人')}1302030,孟雨,研究室,主任,干警,mengyu,${PASSWORD}
1302031,秦川,民二庭,法官助理,干警,qinchuan,${PASSWORD}
1302032,施文,民二庭,内勤,干警、部门管理员,shiwen,${PASSWORD}
`;

describe('counts', () => {
  let court: TestCourt;
  let now = at('2026-08-20T02:00:00.000Z');
  const lines: string[] = [];

  /** Sessions do not last that long: everybody signs in anew. */
  const setTo = async (instant: string, more: Record<string, unknown> = {}) => {
    now = at(instant);
    await court.restart(more);
  };
  const file = async (account: string, kind: 'external' | 'internal' | 'contact' | 'nil', times = 1) => {
    const client = await court.as(account);
    for (let time = 0; time < times; time += 1) {
      const { caseNumber, stage, ...body } = entry({ occurredAt: new Date(now - 3_600_000).toISOString() });
      const kinds = {
        external: {},
        internal: { kind, conduct: ['INT-1'] },
        contact: { kind, conduct: ['CON-9'] },
      };
      const answer =
        kind === 'nil'
          ? await client.file('nil-declaration', nil())
          : await client.file('entry', { ...body, ...kinds[kind] });
      expect(answer.status, await answer.clone().text()).toBe(201);
    }
  };
  const counts = async (account: string): Promise<CountsAnswer> =>
    countsAnswer.parse(await (await court.as(account)).get('/v1/counts'));
  const bytes = async (account: string) =>
    (await (await court.as(account)).request('GET', '/v1/counts')).text();
  const readings = () =>
    court.sidecar.store.db
      .prepare<[], { actor: string; subject: string; outcome: string }>(
        `select actor, subject, outcome from access_log where action = 'read-counts' order by seq`,
      )
      .all();
  const month = async (account: string, name: string) =>
    (await counts(account)).months.find((one) => one.month === name);
  const lineOf = (of: MonthCounts | undefined, department: string) =>
    of?.lines.find((line) => line.departments.includes(department));

  beforeAll(async () => {
    court = await startTestCourt({}, { clock: () => now, staffCsv: STAFF, logLines: lines });
    const limh = await court.as('limh');
    expect((await limh.file('case-reading', reading())).status).toBe(201);
    expect((await counts('heqy')).months).toEqual([]);
    // August: four of 民一庭 and two of 民二庭, and the one of 研究室.
    await file('limh', 'external', 3);
    await file('wangxl', 'external');
    await file('zhaogq', 'external', 2);
    await file('zhouyt', 'contact');
    await file('wangxl', 'nil');
    await file('liujie', 'internal', 9);
    await file('wuhong', 'external');
    await file('mengyu', 'external');
    // The last moment of the month in Beijing, and the first of the next.
    await setTo('2026-08-31T15:59:59.999Z');
    await file('zhaogq', 'contact');
    await setTo('2026-08-31T16:00:00.000Z');
    await file('zhaogq', 'contact');
  }, 60_000);
  afterAll(() => court.close());

  it('are told by month and department, small ones held back, to whom the whole court is open', async () => {
    const august = await month('heqy', '2026-08');
    expect(lineOf(august, '民一庭')).toEqual({
      departments: ['民一庭'],
      external: 6,
      internal: 0,
      contact: 'few',
      nil: 'few',
      people: 4,
    });
    expect(lineOf(august, '民二庭')).toEqual({
      departments: ['民二庭'],
      external: 'few',
      internal: 'few',
      contact: 0,
      nil: 0,
      people: 'few',
    });
    // Of one or two people each.
    expect(august?.lines.at(-1)).toEqual({
      departments: ['信息中心', '审管办', '研究室', '立案庭', '行政庭'],
      external: 'few',
      internal: 0,
      contact: 0,
      nil: 0,
      people: 'few',
    });
    expect(august?.court).toEqual({
      external: { atLeast: 8, exact: false },
      internal: { atLeast: 1, exact: false },
      contact: { atLeast: 1, exact: false },
      nil: { atLeast: 1, exact: false },
      people: { atLeast: 6, exact: false },
    });
    for (const account of ['luojz', 'liangzp', 'tangsz'])
      expect(await bytes(account)).toBe(await bytes('heqy'));
  });

  it('are told of one’s own department to its administrator and its head, as the court’s table has them', async () => {
    const whole = await month('heqy', '2026-08');
    for (const [account, department] of [
      ['fangxm', '民一庭'],
      ['wangxl', '民一庭'],
      ['shiwen', '民二庭'],
    ] as const)
      expect(await month(account, '2026-08')).toEqual({
        month: '2026-08',
        lines: [lineOf(whole, department)],
      });
    // Of a small one nothing is told by itself.
    expect((await month('sunlq', '2026-08'))?.lines).toEqual([
      {
        departments: ['审管办'],
        external: 'untold',
        internal: 'untold',
        contact: 'untold',
        nil: 'untold',
        people: 'untold',
      },
    ]);
  });

  it('are told to nobody else, and that they asked is written down', async () => {
    for (const account of ['limh', 'hanmo', 'chensy', 'jiangym']) {
      const answer = await (await court.as(account)).request('GET', '/v1/counts');
      expect(inShort(await problemOf(answer)), account).toBe('404 not-found');
      const person = (await court.as(account)).session.person.staffCode;
      expect(readings().at(-1)).toEqual({ actor: person, subject: person, outcome: 'refused' });
    }
  });

  it('leave a trace each time, of whom they told of', async () => {
    const before = readings().length;
    await counts('fangxm');
    await counts('liangzp');
    expect(readings().slice(before)).toEqual([
      { actor: '1302015', subject: '民一庭', outcome: 'given' },
      { actor: '1302014', subject: COURT.code, outcome: 'given' },
    ]);
  });

  // Abuse 2: one filtered down to one person, or two questions of which the difference is one person.
  it('do not move while a month runs, nor afterwards, whatever is filed, changed or moved', async () => {
    const before = [await bytes('heqy'), await bytes('fangxm'), await bytes('shiwen')];
    const same = async (what: string) =>
      expect([await bytes('heqy'), await bytes('fangxm'), await bytes('shiwen')], what).toEqual(before);
    await setTo('2026-09-15T02:00:00.000Z');
    await file('limh', 'internal', 4);
    await file('wuhong', 'external');
    await same('a day of the running month');
    const limh = await court.as('limh');
    const { entries } = await limh.get<{ entries: { id: string; entry: { kind: string } }[] }>('/v1/entries');
    const external = entries.find((one) => one.entry.kind === 'external');
    const { caseNumber, stage, ...content } = entry({
      kind: 'contact',
      conduct: ['CON-9'],
      occurredAt: new Date(now - 3_600_000).toISOString(),
    });
    const supplement = await limh.file('supplement', {
      entryId: external?.id,
      kind: 'correction',
      reason: '类型更正',
      entry: content,
    });
    expect(supplement.status, await supplement.clone().text()).toBe(201);
    await same('an entry corrected into another kind');
    const link = { entryId: external?.id, caseNumber: reading().caseNumber, stage: 'first' };
    expect((await limh.file('case-link', link)).status).toBe(201);
    await same('an entry put to a case');
    expect((await limh.file('escalation', { to: 'president', reason: '有压力' })).status).toBe(201);
    await same('an escalation');
    // 李明华 goes to another department, and 研究室 grows; the months before stay as they were.
    await importStaff(
      court,
      `${STAFF.replace('李明华,民一庭', '李明华,民二庭')}1302033,甲某,研究室,科员,干警,jia,${PASSWORD}
1302034,乙某,研究室,科员,干警,yi,${PASSWORD}
`,
    );
    await same('people who moved');
    await rebuildViews(court.sidecar.store, [COURT.code]);
    await same('views made anew');
  });

  it('show a month when it has ended, by the department each was in', async () => {
    await file('limh', 'contact');
    await setTo('2026-09-30T15:59:00.000Z');
    expect((await counts('heqy')).months.map((one) => one.month)).toEqual(['2026-08']);
    await setTo('2026-09-30T16:00:00.000Z');
    const { months } = await counts('heqy');
    expect(months.map((one) => one.month)).toEqual(['2026-09', '2026-08']);
    const [september] = months;
    const line = (department: string) => lineOf(september, department);
    // 李明华 filed four of 民一庭 and one of 民二庭; 赵国强's first of September counts there.
    expect(line('民一庭')).toMatchObject({ internal: 'few', contact: 'few', people: 'few' });
    expect(line('民二庭')).toMatchObject({ external: 'few', contact: 'few', people: 'few' });
    // Of three people now.
    expect(line('研究室')).toMatchObject({ external: 0, people: 0 });
  });

  it('are those of the last twelve months, and a month without anything is one of zeros', async () => {
    await setTo('2028-01-10T02:00:00.000Z');
    const { months } = await counts('heqy');
    expect(months).toHaveLength(12);
    expect([months.at(0)?.month, months.at(-1)?.month]).toEqual(['2027-12', '2027-01']);
    expect(lineOf(months[0], '民一庭')).toMatchObject({
      external: 0,
      people: 0,
    });
  });

  // Abuse 3.
  it.each([
    '?fields=*',
    '?include=content',
    '?sort=content',
    '?department=%E6%B0%91%E4%BA%8C%E5%BA%AD',
    '?from=2026-08-20',
    '?month=2026-08',
    '?__proto__=x',
    '?x',
  ])('know one question: %s is refused', async (query) => {
    const answer = await (await court.as('fangxm')).request('GET', `/v1/counts${query}`);
    expect((await problemOf(answer)).code).toBe('input-invalid');
    // Who may not ask at all is not told that the question was wrong.
    const staff = await (await court.as('limh')).request('GET', `/v1/counts${query}`);
    expect(inShort(await problemOf(staff))).toBe('404 not-found');
  });

  it('never touch what is sealed', async () => {
    const heqy = await court.as('heqy');
    const { statements } = await statementsOf(() => heqy.request('GET', '/v1/counts'));
    const tables = statements.flatMap((sql) =>
      [...sql.matchAll(/\b(?:from|join|into|update) "?(\w+)/gi)].map(([, table]) => table),
    );
    expect(tables).toContain('filing_count');
    for (const sealed of ['content', 'evidence', 'evidence_part', 'entry', 'log'])
      expect(tables).not.toContain(sealed);
  });

  it('are held back by what the court sets', async () => {
    await setTo('2026-10-10T02:00:00.000Z', { policy: { counts: { smallest: 5 } } });
    const answer = await counts('heqy');
    expect(answer.smallest).toBe(5);
    const august = answer.months.find((one) => one.month === '2026-08');
    const line = (department: string) => lineOf(august, department);
    // Five are on the list of 民一庭, four of them filed; 民二庭 has four, and is told with others.
    expect(line('民一庭')).toMatchObject({ external: 'few', people: 'few' });
    expect(line('民二庭')).toMatchObject({ external: 'few', internal: 'few', people: 'few' });
    expect(line('民二庭')).toBe(line('督察室'));
    expect(configSchema.shape.policy.safeParse({ counts: { smallest: 2 } }).success).toBe(false);
  });

  it('come out the same when all views are made anew', async () => {
    const { store } = court.sidecar;
    const before = digestViews(store);
    await rebuildViews(store, [COURT.code]);
    expect(digestViews(store)).toBe(before);
  });
});
