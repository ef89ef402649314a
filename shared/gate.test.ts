import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CASE_ROLES, type CaseRole } from './codes.ts';
import { decideGate, type GateFacts, type GatePerson, type Standing } from './gate.ts';
import { type GatePolicy, gatePolicyOf, NATIONAL_POLICY } from './policy.ts';

const POLICY = gatePolicyOf(NATIONAL_POLICY, 'adjudication-committee');
const NEW_MEMBERS: GatePolicy = { ...POLICY, afterPanelChange: 'new-members' };
const DAY_0 = '2026-11-12T06:00:00.000Z';
const NOW = '2026-11-12T08:00:00.000Z';

const person = (name: string, role: CaseRole, changes: Partial<GatePerson> = {}): GatePerson => ({
  name,
  roles: [role],
  staffCode: `13020${name.codePointAt(0)}`,
  memberSince: 1,
  ...changes,
});
const stated = (seq: number, at = DAY_0) => ({ statedAt: at, statedSeq: seq });
const facts = (people: GatePerson[], changes: Partial<GateFacts> = {}): GateFacts => ({
  meeting: 'adjudication-committee',
  now: NOW,
  people,
  panelSince: 1,
  ...changes,
});

const PANEL = [
  person('李明华', 'handling-judge', stated(2)),
  person('王秀兰', 'presiding-judge', stated(3)),
  person('赵国强', 'panel-member', stated(4)),
];
const without = (name: string, changes: Partial<GatePerson>) =>
  PANEL.map((one) => (one.name === name ? { ...one, ...changes } : one));
const silent = (name: string): GatePerson[] =>
  PANEL.map((one) => (one.name === name ? person(one.name, one.roles[0] ?? 'panel-member') : one));

const TABLE: [string, GateFacts, GatePolicy, open: boolean, Record<string, Standing>][] = [
  [
    'everybody has stated',
    facts(PANEL),
    POLICY,
    true,
    { 李明华: 'stated', 王秀兰: 'stated', 赵国强: 'stated' },
  ],
  [
    'T10: one panel member missing holds it, and the name is shown',
    facts(silent('赵国强')),
    POLICY,
    false,
    { 李明华: 'stated', 王秀兰: 'stated', 赵国强: 'not-stated' },
  ],
  [
    'T11: the panel changed after all signed; everybody states again',
    facts([...PANEL.slice(0, 2), person('吴𬭎', 'panel-member', { memberSince: 5 })], { panelSince: 5 }),
    POLICY,
    false,
    { 李明华: 'panel-changed', 王秀兰: 'panel-changed', 吴𬭎: 'not-stated' },
  ],
  [
    'T11: where the policy asks the new only, the statement of the new member is required',
    facts([...PANEL.slice(0, 2), person('吴𬭎', 'panel-member', { memberSince: 5 })], { panelSince: 5 }),
    NEW_MEMBERS,
    false,
    { 李明华: 'stated', 王秀兰: 'stated', 吴𬭎: 'not-stated' },
  ],
  [
    'T11: and it is enough',
    facts([...PANEL.slice(0, 2), person('吴𬭎', 'panel-member', { memberSince: 5, ...stated(6) })], {
      panelSince: 5,
    }),
    NEW_MEMBERS,
    true,
    { 李明华: 'stated', 王秀兰: 'stated', 吴𬭎: 'stated' },
  ],
  [
    'a member who left and came back states again, under either policy',
    facts(without('赵国强', { memberSince: 5 }), { panelSince: 5 }),
    NEW_MEMBERS,
    false,
    { 李明华: 'stated', 王秀兰: 'stated', 赵国强: 'panel-changed' },
  ],
  [
    'a person the staff list does not know, or knows twice',
    facts([...PANEL, { name: '陈某', roles: ['panel-member'], memberSince: 1 }]),
    POLICY,
    false,
    { 李明华: 'stated', 王秀兰: 'stated', 赵国强: 'stated', 陈某: 'unknown-person' },
  ],
  ['nobody on the page', facts([]), POLICY, false, {}],
  ['nobody on the page who signs: a clerk', facts([person('周雨桐', 'clerk', stated(2))]), POLICY, false, {}],
  [
    'the approver states as well (000 L4)',
    facts([...PANEL, person('陈思远', 'approver')]),
    POLICY,
    false,
    { 李明华: 'stated', 王秀兰: 'stated', 赵国强: 'stated', 陈思远: 'not-stated' },
  ],
  [
    'a new stage asks everybody for a statement of its own',
    facts(without('赵国强', stated(6)), { stage: 'second', stageSince: 5 }),
    POLICY,
    false,
    { 李明华: 'stage-changed', 王秀兰: 'stage-changed', 赵国强: 'stated' },
  ],
  [
    'a stage the policy does not name asks nobody',
    facts(PANEL, { stage: 'execution', stageSince: 5 }),
    { ...POLICY, stages: ['first', 'second'] },
    true,
    { 李明华: 'stated', 王秀兰: 'stated', 赵国强: 'stated' },
  ],
  [
    "somebody else's newer entry asks whoever had signed that there was none",
    facts([
      ...without('赵国强', { statedNil: true, newerEntrySeq: 7 }).slice(0, 3),
      person('陈思远', 'approver', { ...stated(8), statedNil: true, newerEntrySeq: 7 }),
    ]),
    POLICY,
    false,
    { 李明华: 'stated', 王秀兰: 'stated', 赵国强: 'newer-entry', 陈思远: 'stated' },
  ],
  [
    'who has an entry of one’s own is not asked for that of another',
    facts(without('赵国强', { statedNil: false, newerEntrySeq: 7 })),
    POLICY,
    true,
    { 李明华: 'stated', 王秀兰: 'stated', 赵国强: 'stated' },
  ],
  [
    'but is where the policy asks everybody',
    facts(without('赵国强', { statedNil: false, newerEntrySeq: 7 })),
    { ...POLICY, afterNewEntry: 'everybody' },
    false,
    { 李明华: 'stated', 王秀兰: 'stated', 赵国强: 'newer-entry' },
  ],
  [
    'and nobody is where it asks nobody',
    facts(without('赵国强', { statedNil: true, newerEntrySeq: 7 })),
    { ...POLICY, afterNewEntry: 'nobody' },
    true,
    { 李明华: 'stated', 王秀兰: 'stated', 赵国强: 'stated' },
  ],
  [
    'the clerk is not asked',
    facts([...PANEL, person('周雨桐', 'clerk')]),
    POLICY,
    true,
    { 李明华: 'stated', 王秀兰: 'stated', 赵国强: 'stated' },
  ],
  [
    'the clerk is asked where the policy says so',
    facts([...PANEL, person('周雨桐', 'clerk')]),
    { ...POLICY, signers: [...POLICY.signers, 'clerk'] },
    false,
    { 李明华: 'stated', 王秀兰: 'stated', 赵国强: 'stated', 周雨桐: 'not-stated' },
  ],
  [
    'one of several roles is enough to be asked',
    facts([person('李明华', 'clerk', { roles: ['clerk', 'handling-judge'] })]),
    POLICY,
    false,
    { 李明华: 'not-stated' },
  ],
];

describe('decideGate', () => {
  it.each(TABLE)('%s', (_, known, policy, open, standings) => {
    const decision = decideGate(known, policy);
    expect(Object.fromEntries(decision.people.map(({ name, standing }) => [name, standing]))).toEqual(
      standings,
    );
    expect(decision.open).toBe(open);
  });

  it('tells a case nobody has read from one whose page named nobody', () => {
    expect(decideGate(facts([], { panelSince: 0 }), POLICY)).toMatchObject({
      open: false,
      caseUnknown: true,
    });
    expect(decideGate(facts([]), POLICY)).toMatchObject({ open: false, caseUnknown: false });
  });
});

/** Stated on day 0 (Beijing), asked at; a statement holds through day 7. */
const FRESHNESS: [string, statedAt: string, now: string, Standing, holdsUntil: string][] = [
  ['day 7, 23:59:59.999', DAY_0, '2026-11-19T15:59:59.999Z', 'stated', '2026-11-19T15:59:59.999Z'],
  ['day 8, 00:00', DAY_0, '2026-11-19T16:00:00.000Z', 'stale', '2026-11-19T15:59:59.999Z'],
  [
    'stated in the last millisecond of day 0',
    '2026-11-12T15:59:59.999Z',
    '2026-11-19T16:00:00.000Z',
    'stale',
    '2026-11-19T15:59:59.999Z',
  ],
  [
    'stated in the first millisecond of the next day',
    '2026-11-12T16:00:00.000Z',
    '2026-11-19T16:00:00.000Z',
    'stated',
    '2026-11-20T15:59:59.999Z',
  ],
  [
    'through a leap day',
    '2024-02-22T06:00:00.000Z',
    '2024-02-29T15:59:59.999Z',
    'stated',
    '2024-02-29T15:59:59.999Z',
  ],
  [
    'the day after a leap day',
    '2024-02-22T06:00:00.000Z',
    '2024-02-29T16:00:00.000Z',
    'stale',
    '2024-02-29T15:59:59.999Z',
  ],
];

describe('freshness', () => {
  it.each(FRESHNESS)('%s', (_, statedAt, now, standing, holdsUntil) => {
    const decision = decideGate(
      facts([person('李明华', 'handling-judge', stated(2, statedAt))], { now }),
      POLICY,
    );
    expect(decision.people).toMatchObject([{ standing, holdsUntil }]);
    expect(decision.open).toBe(standing === 'stated');
  });

  it('is decided alike in whatever zone the machine is', () => {
    const module = new URL('./gate.ts', import.meta.url).href;
    const people = [person('李明华', 'handling-judge')];
    const asked = FRESHNESS.map(([, at, now]) =>
      facts([{ ...people[0], ...stated(2, at) } as GatePerson], { now }),
    );
    const code = `import { decideGate } from ${JSON.stringify(module)};
      const asked = ${JSON.stringify(asked)};
      console.log(JSON.stringify(['UTC', 'America/New_York'].map((zone) => {
        process.env.TZ = zone;
        return [
          new Date(2026, 10, 12).getTimezoneOffset(),
          ...asked.map((facts) => decideGate(facts, ${JSON.stringify(POLICY)}).people[0].standing),
        ];
      })));`;
    const said = execFileSync(
      fileURLToPath(new URL('../node_modules/.bin/node', import.meta.url)),
      ['--input-type=module', '-e', code],
      { encoding: 'utf8' },
    );
    const standings = FRESHNESS.map(([, , , standing]) => standing);
    expect(JSON.parse(said)).toEqual([0, 300].map((offset) => [offset, ...standings]));
  });
});

describe('clearance', () => {
  const cleared = { id: 'c', filedAt: '2026-11-12T07:45:00.000Z', seq: 9 };
  const decide = (changes: Partial<GateFacts>, people = PANEL, policy = POLICY) =>
    decideGate(facts(people, { clearance: cleared, ...changes }), policy).clearance;

  it.each([
    ['is in force at once', '2026-11-12T07:45:00.000Z', true],
    ['is in force to its last millisecond', '2026-11-12T08:15:00.000Z', true],
    ['lapses after it', '2026-11-12T08:15:00.001Z', false],
  ])('%s', (_, now, inForce) => {
    expect(decide({ now })).toEqual(
      inForce ? { id: 'c', validUntil: '2026-11-12T08:15:00.000Z' } : undefined,
    );
  });

  it('lasts as long as the court says', () => {
    const now = '2026-11-12T07:46:00.001Z';
    expect(decide({ now }, PANEL, { ...POLICY, clearanceMinutes: 1 })).toBeUndefined();
    expect(decide({ now }, PANEL, { ...POLICY, clearanceMinutes: 2 })).toBeDefined();
  });

  it('lapses when what it rested on changes', () => {
    expect(decide({}, silent('赵国强'))).toBeUndefined();
    // The panel changed after it, and those who are asked again have stated again: a new pass is needed.
    const again = PANEL.map((one, place) => ({ ...one, ...stated(11 + place) }));
    expect(decide({ panelSince: 10 }, again)).toBeUndefined();
    expect(decide({ panelSince: 10 }, PANEL, NEW_MEMBERS)).toBeUndefined();
    expect(decide({ panelSince: 9 }, again)).toBeDefined();
  });
});

const roleNames = Object.keys(CASE_ROLES) as [CaseRole, ...CaseRole[]];
const seq = fc.integer({ min: 1, max: 20 });
const time = fc
  .integer({ min: Date.parse('2026-11-01'), max: Date.parse('2026-11-12T08:00:00.000Z') })
  .map((ms) => new Date(ms).toISOString());
const anybody = fc
  .record({
    name: fc.string({ minLength: 1, maxLength: 4 }),
    roles: fc.uniqueArray(fc.constantFrom(...roleNames), { minLength: 1, maxLength: 3 }),
    staffCode: fc.option(fc.stringMatching(/^[0-9]{4}$/), { nil: undefined, freq: 6 }),
    statement: fc.option(fc.record({ statedSeq: seq, statedAt: time }), { nil: undefined, freq: 6 }),
    memberSince: seq,
  })
  .map(
    ({ staffCode, statement, ...rest }): GatePerson => ({
      ...rest,
      ...(staffCode === undefined ? {} : { staffCode }),
      ...statement,
    }),
  );
const anyFacts = fc.record({
  people: fc.array(anybody, { maxLength: 6 }),
  panelSince: fc.integer({ min: 0, max: 20 }),
  policy: fc.constantFrom(POLICY, NEW_MEMBERS, { ...POLICY, freshDays: 1, signers: roleNames }),
});

describe('whatever the case', () => {
  it('a statement more never closes an open gate', () => {
    let opened = 0;
    fc.assert(
      fc.property(anyFacts, fc.nat(), ({ people, panelSince, policy }, who) => {
        const before = decideGate(facts(people, { panelSince }), policy);
        if (before.open) opened += 1;
        const later = people.map((one, place) =>
          place === who % people.length ? { ...one, ...stated(21, NOW) } : one,
        );
        const after = decideGate(facts(later, { panelSince }), policy);
        expect(after.open || !before.open).toBe(true);
      }),
      { numRuns: 2000 },
    );
    // Without open gates among them the property would say nothing.
    expect(opened).toBeGreaterThan(20);
  });

  it('an open gate has the statement of every signer, and at least one signer', () => {
    let opened = 0;
    fc.assert(
      fc.property(anyFacts, ({ people, panelSince, policy }) => {
        const decision = decideGate(facts(people, { panelSince }), policy);
        const signers = people.filter((one) => one.roles.some((role) => policy.signers.includes(role)));
        expect(decision.people).toHaveLength(signers.length);
        if (!decision.open) return;
        opened += 1;
        expect(signers.length).toBeGreaterThan(0);
        for (const one of signers) {
          expect(one.staffCode).toBeDefined();
          expect(one.statedSeq).toBeGreaterThanOrEqual(
            policy.afterPanelChange === 'everybody' ? panelSince : one.memberSince,
          );
        }
      }),
      { numRuns: 2000 },
    );
    expect(opened).toBeGreaterThan(20);
  });

  it('the order of the people decides nothing', () => {
    fc.assert(
      fc.property(
        anyFacts.chain(({ people, ...rest }) =>
          fc.record({
            people: fc.constant(people),
            shuffled: fc.shuffledSubarray(people, { minLength: people.length, maxLength: people.length }),
            rest: fc.constant(rest),
          }),
        ),
        ({ people, shuffled, rest: { panelSince, policy } }) => {
          const one = decideGate(facts(people, { panelSince }), policy);
          const other = decideGate(facts(shuffled, { panelSince }), policy);
          const sorted = (decision: typeof one) => decision.people.map((p) => JSON.stringify(p)).sort();
          expect(other.open).toBe(one.open);
          expect(sorted(other)).toEqual(sorted(one));
        },
      ),
    );
  });
});
