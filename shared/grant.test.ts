import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import {
  type GrantFacts,
  type GrantMoment,
  type GrantState,
  grantState,
  refusesCountersign,
  refusesDecision,
  refusesUse,
  refusesWithdrawal,
} from './grant.ts';
import { asksForGrants, type Officer } from './grant-offices.ts';
import { NATIONAL_POLICY } from './policy.ts';

type Role = Officer['roles'][number];

const at = (hour: number): string => new Date(Date.UTC(2026, 10, 20, hour)).toISOString();
const OFFICES: Readonly<Record<string, readonly Role[]>> = {
  admin: ['staff', 'court-administrator'],
  president: ['staff', 'president'],
  secretary: ['party-secretary'],
  custodian: ['staff', 'inspection', 'custodian'],
  other: ['custodian'],
  judge: ['staff'],
};
const moment = (hour: number, offices: Readonly<Record<string, readonly Role[]>> = OFFICES): GrantMoment => ({
  now: at(hour),
  rolesOf: (code) => offices[code] ?? [],
  asks: (officer) => asksForGrants(officer, NATIONAL_POLICY.grants),
});
const actor = (staffCode: string, roles = OFFICES[staffCode] ?? []) => ({ staffCode, roles });

const ASKED: GrantFacts = { request: { by: 'admin', at: at(0) }, hours: 4 };
const APPROVED: GrantFacts = { ...ASKED, decision: { by: 'president', at: at(1), approves: true } };
const IN_FORCE: GrantFacts = { ...APPROVED, countersign: { by: 'custodian', at: at(2) } };
const without = (code: string) => ({ ...OFFICES, [code]: ['staff'] as const });

describe('the state of a grant', () => {
  test.each<[string, GrantFacts, GrantMoment, GrantState]>([
    ['asked', ASKED, moment(1), 'asked'],
    ['asked, long ago', ASKED, moment(1000), 'asked'],
    ['asked by who asks no more', ASKED, moment(1, without('admin')), 'void'],
    [
      'asked by a custodian where that is not asked of them',
      { ...ASKED, request: { by: 'custodian', at: at(0) } },
      moment(1),
      'void',
    ],
    [
      'refused',
      { ...ASKED, decision: { by: 'president', at: at(1), approves: false } },
      moment(1),
      'refused',
    ],
    ['approved', APPROVED, moment(2), 'approved'],
    [
      'approved by the secretary',
      { ...APPROVED, decision: { by: 'secretary', at: at(1), approves: true } },
      moment(2),
      'approved',
    ],
    ['approved by nobody of office', APPROVED, moment(2, without('president')), 'void'],
    [
      'approved by who asked',
      { ...APPROVED, request: { by: 'president', at: at(0) } },
      moment(2, { president: ['president', 'court-administrator'] }),
      'void',
    ],
    ['approved, over', APPROVED, moment(5), 'lapsed'],
    ['countersigned', IN_FORCE, moment(3), 'in-force'],
    ['countersigned, a moment before its end', IN_FORCE, { ...moment(5), now: at(4.999) }, 'in-force'],
    ['countersigned, at its end', IN_FORCE, moment(5), 'lapsed'],
    ['countersigned by a custodian no more', IN_FORCE, moment(3, without('custodian')), 'void'],
    [
      'countersigned before the approval',
      { ...IN_FORCE, countersign: { by: 'custodian', at: at(0.5) } },
      moment(3),
      'void',
    ],
    [
      'countersigned, nothing approved',
      { ...ASKED, countersign: { by: 'custodian', at: at(2) } },
      moment(3),
      'asked',
    ],
    [
      'countersigned by who approved',
      { ...IN_FORCE, countersign: { by: 'president', at: at(2) } },
      moment(3, { ...OFFICES, president: ['president', 'custodian'] }),
      'void',
    ],
    ['the approver left', IN_FORCE, moment(3, without('president')), 'void'],
    ['the requester left', IN_FORCE, moment(3, without('admin')), 'void'],
    ['withdrawn', { ...IN_FORCE, withdrawal: { by: 'president', at: at(3) } }, moment(3), 'withdrawn'],
  ])('%s', (_, facts, now, state) => {
    expect(grantState(facts, now)).toBe(state);
  });
});

describe('who may do what', () => {
  type Rule = (facts: GrantFacts, who: string, now: GrantMoment) => string | undefined;
  const decide: Rule = (facts, who, now) => refusesDecision(facts, actor(who), now);
  const countersign: Rule = (facts, who, now) => refusesCountersign(facts, actor(who), now);
  const withdraw: Rule = (facts, who, now) => refusesWithdrawal(facts, actor(who), now);
  const use: Rule = (facts, who, now) => refusesUse(facts, actor(who), now, false);

  test.each<[string, Rule, GrantFacts, string, number, string | undefined]>([
    ['the president decides', decide, ASKED, 'president', 1, undefined],
    ['the secretary decides', decide, ASKED, 'secretary', 1, undefined],
    ['a custodian does not', decide, ASKED, 'custodian', 1, 'not-allowed'],
    ['a judge does not', decide, ASKED, 'judge', 1, 'not-allowed'],
    ['nor once it is decided', decide, APPROVED, 'secretary', 2, 'grant-decided'],
    ['nobody countersigns before the decision', countersign, ASKED, 'custodian', 1, 'grant-undecided'],
    ['a custodian countersigns', countersign, APPROVED, 'custodian', 2, undefined],
    ['the president does not', countersign, APPROVED, 'president', 2, 'not-allowed'],
    ['nor twice', countersign, IN_FORCE, 'other', 3, 'grant-countersigned'],
    ['nor too late', countersign, APPROVED, 'custodian', 5, 'grant-lapsed'],
    ['who asked withdraws', withdraw, IN_FORCE, 'admin', 3, undefined],
    ['who approved withdraws', withdraw, IN_FORCE, 'president', 3, undefined],
    ['the second key does not', withdraw, IN_FORCE, 'custodian', 3, 'grant-unknown'],
    ['nor anybody else', withdraw, IN_FORCE, 'secretary', 3, 'grant-unknown'],
    ['nothing opens before the second key', use, APPROVED, 'admin', 2, 'grant-undecided'],
    ['who asked opens', use, IN_FORCE, 'admin', 3, undefined],
    ['who approved does not', use, IN_FORCE, 'president', 3, 'grant-unknown'],
    ['nor after its end', use, IN_FORCE, 'admin', 6, 'grant-lapsed'],
  ])('%s', (_, rule, facts, who, hour, refusal) => {
    expect(rule(facts, who, moment(hour))).toBe(refusal);
  });

  it('abuse 4: nobody approves a request of their own', () => {
    const both = actor('admin', ['court-administrator', 'president']);
    const now = moment(1, { admin: both.roles });
    expect(refusesDecision(ASKED, both, now)).toBe('grant-own');
    expect(
      refusesCountersign(APPROVED, actor('admin', ['court-administrator', 'custodian']), moment(2)),
    ).toBe('grant-same-person');
  });

  it('abuse 6: once each', () => {
    expect(refusesUse(IN_FORCE, actor('admin'), moment(3), true)).toBe('grant-used');
  });
});

/** Any people in any offices, acting in any order at any time; and offices that change in between. */
describe('no sequence of acts', () => {
  const ROLES: readonly Role[] = [
    'staff',
    'court-administrator',
    'president',
    'party-secretary',
    'custodian',
  ];
  const CODES = ['a', 'b', 'c', 'd'] as const;
  const offices = fc.record(
    Object.fromEntries(CODES.map((code) => [code, fc.subarray([...ROLES])])) as Record<
      (typeof CODES)[number],
      fc.Arbitrary<Role[]>
    >,
  );
  /** As most courts would have it; otherwise few sequences came to anything. */
  const usual = fc.constant({
    a: ['court-administrator'],
    b: ['president'],
    c: ['custodian'],
    d: ['party-secretary', 'custodian'],
  } satisfies Record<(typeof CODES)[number], Role[]>);
  const STEPS = [
    ['decide', 'b'],
    ['countersign', 'c'],
    ['use', 'a'],
  ] as const;
  const act = fc.record({
    step: fc.oneof(
      { weight: 3, arbitrary: fc.constantFrom(...STEPS) },
      {
        weight: 2,
        arbitrary: fc.tuple(
          fc.constantFrom('decide', 'countersign', 'withdraw', 'use'),
          fc.constantFrom(...CODES),
        ),
      },
    ),
    approves: fc.oneof({ weight: 4, arbitrary: fc.constant(true) }, { weight: 1, arbitrary: fc.boolean() }),
    minutes: fc.nat(90),
    offices: fc.oneof({ weight: 12, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary: offices }),
  });

  it('opens anything without a request, an approval and a second key of three people in office, in time', () => {
    let opened = 0;
    let refused = 0;
    fc.assert(
      fc.property(
        fc.oneof(usual, offices),
        fc.constantFrom('a' as const, ...CODES),
        fc.array(act, { minLength: 3, maxLength: 14 }),
        fc.boolean(),
        (first, requester, acts, checked) => {
          let now = Date.parse(at(0));
          let held = first;
          const facts: GrantFacts = { request: { by: requester, at: at(0) }, hours: 3 };
          let used = false;
          for (const one of acts) {
            now += one.minutes * 60_000;
            held = one.offices ?? held;
            const [does, by] = one.step;
            const signed = { by, at: new Date(now).toISOString() };
            const moment: GrantMoment = {
              now: signed.at,
              rolesOf: (code) => held[code as (typeof CODES)[number]] ?? [],
              asks: (officer) => asksForGrants(officer, NATIONAL_POLICY.grants),
            };
            const who = { staffCode: by, roles: held[by] };
            // Half of the time nobody looks at the door: what the facts are worth must not hang on it.
            const takes = (rule: typeof refusesDecision) =>
              !checked || rule(facts, who, moment) === undefined;
            if (does === 'decide' && takes(refusesDecision))
              facts.decision ??= { ...signed, approves: one.approves };
            if (does === 'countersign' && takes(refusesCountersign)) facts.countersign ??= signed;
            if (does === 'withdraw' && takes(refusesWithdrawal)) facts.withdrawal ??= signed;
            if (does !== 'use') continue;
            if (refusesUse(facts, who, moment, used) !== undefined) {
              refused += 1;
              continue;
            }
            opened += 1;
            const { decision, countersign, withdrawal } = facts;
            expect(used).toBe(false);
            expect(by).toBe(requester);
            expect(withdrawal).toBeUndefined();
            expect(decision?.approves).toBe(true);
            if (!decision || !countersign) throw new Error('opened without two keys');
            expect(new Set([requester, decision.by, countersign.by]).size).toBe(3);
            const has = (code: string, ...roles: Role[]) =>
              roles.some((role) => moment.rolesOf(code).includes(role));
            expect(has(requester, 'court-administrator')).toBe(true);
            expect(has(decision.by, 'president', 'party-secretary')).toBe(true);
            expect(has(countersign.by, 'custodian')).toBe(true);
            const end = Date.parse(decision.at) + 3 * 3_600_000;
            expect(now).toBeLessThan(end);
            expect(Date.parse(countersign.at)).toBeGreaterThanOrEqual(Date.parse(decision.at));
            used = true;
          }
        },
      ),
      { numRuns: 4000 },
    );
    // It must have been tried, and must not always have been refused.
    expect(refused).toBeGreaterThan(1000);
    expect(opened).toBeGreaterThan(10);
  });
});
