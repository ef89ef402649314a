import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { entry } from '../test/sidecar/examples.ts';
import { isUrgent, latenessOf } from './deadline.ts';
import {
  type DestructionFacts,
  refusesDestruction,
  remainsOfEntry,
  remainsOfSupplement,
} from './destruction.ts';
import { scopeOf } from './file-only.ts';
import type { Officer } from './grant-offices.ts';
import { NATIONAL_POLICY } from './policy.ts';
import { type EntryBody, entryShape } from './records/entry.ts';

describe('the second person', () => {
  const day = (days: number) => new Date(Date.UTC(2026, 10, 20) + days * 86_400_000).toISOString();
  const ASKED: DestructionFacts = { request: { by: 'heqy', at: day(0) } };
  const DONE: DestructionFacts = { ...ASKED, done: { by: 'shenjh', at: day(1) } };
  const custodian: Officer = { roles: ['custodian'] };
  test.each<[string, DestructionFacts, string, Officer['roles'], Officer, number, string | undefined]>([
    ['another custodian', ASKED, 'shenjh', ['custodian'], custodian, 1, undefined],
    ['the president', ASKED, 'liangzp', ['president'], custodian, 1, undefined],
    ['not who asked', ASKED, 'heqy', ['custodian', 'president'], custodian, 1, 'destruction-own'],
    [
      'not the secretary, unless the court says so',
      ASKED,
      'guowd',
      ['party-secretary'],
      custodian,
      1,
      'not-allowed',
    ],
    ['not an administrator', ASKED, 'xuwb', ['court-administrator'], custodian, 1, 'not-allowed'],
    ['not twice', DONE, 'liangzp', ['president'], custodian, 2, 'destruction-done'],
    ['on the last day', ASKED, 'liangzp', ['president'], custodian, 29.99, undefined],
    ['not after it', ASKED, 'liangzp', ['president'], custodian, 30, 'destruction-lapsed'],
    [
      'not when who asked is custodian no more',
      ASKED,
      'liangzp',
      ['president'],
      { roles: ['staff'] },
      1,
      'destruction-lapsed',
    ],
  ])('%s', (_, facts, staffCode, roles, requester, days, refusal) => {
    expect(
      refusesDestruction(facts, { staffCode, roles }, requester, day(days), NATIONAL_POLICY.destruction),
    ).toBe(refusal);
  });
});

describe('what remains', () => {
  /** Found nowhere else. */
  const words = fc.uuid().map((id) => `话${id}`);
  const body = fc
    .record({
      words: fc.array(words, { minLength: 14, maxLength: 14 }),
      kind: fc.constantFrom(...(['external', 'internal', 'contact'] as const)),
      effect: fc.constantFrom(...(['no', 'possibly', 'yes'] as const)),
      atWorkplace: fc.boolean(),
      workingTime: fc.option(fc.boolean(), { nil: undefined }),
      approved: fc.boolean(),
      fileOnly: fc.boolean(),
      ofCase: fc.boolean(),
      hours: fc.nat(400),
    })
    .map((given): { body: EntryBody; words: string[] } => {
      const next = [...given.words];
      const word = () => next.pop() ?? '';
      const prefix = { external: 'EXT', internal: 'INT', contact: 'CON' }[given.kind];
      const { caseNumber, ...rest } = entry();
      return {
        words: given.words,
        body: {
          ...rest,
          ...(given.ofCase ? { caseNumber } : {}),
          kind: given.kind,
          conduct: [`${prefix}-1`],
          person: {
            ...rest.person,
            name: word(),
            unit: word(),
            post: word(),
            contact: word(),
            leader: { name: word(), unit: word(), post: word() },
          },
          place: word(),
          medium: word(),
          present: [{ name: word(), unit: '', confirmed: true }],
          content: word(),
          omission: { by: word(), account: '' },
          lateReason: word(),
          evidence: [{ hash: 'a'.repeat(64), name: word(), mediaType: 'image/png', bytes: 7 }],
          effect: given.effect,
          atWorkplace: given.atWorkplace,
          ...(given.workingTime === undefined ? {} : { workingTime: given.workingTime }),
          ...(given.approved ? { approval: { number: '批7788', approver: '某某某庭长' } } : {}),
          ...(given.fileOnly ? { fileOnly: { ground: 'approved-contact' } } : {}),
          occurredAt: new Date(Date.UTC(2026, 10, 20) - given.hours * 3_600_000).toISOString(),
        },
      };
    });

  it('holds nothing anybody said, and all that views rest on', () => {
    fc.assert(
      fc.property(body, ({ body, words }) => {
        const remains = remainsOfEntry(body);
        const supplement = remainsOfSupplement({
          entryId: '0193406e-0000-7000-8000-000000000001',
          kind: 'correction',
          reason: '更正的理由',
          entry: body,
        });
        const text = JSON.stringify([remains, supplement]);
        for (const secret of [
          ...words,
          '批7788',
          '某某某庭长',
          '更正的理由',
          'aaaa',
          '-1"',
          'refused',
          'phone',
        ])
          expect(text).not.toContain(secret);
        // It is told in the place of the entry, in the shape of one.
        expect(entryShape.parse(remains)).toEqual(remains);
        expect(entryShape.parse(supplement.entry)).toEqual(supplement.entry);
        for (const left of [remains, supplement.entry]) {
          expect(left.kind).toBe(body.kind);
          expect(left.stage).toBe(body.stage);
          expect(scopeOf(left)).toBe(scopeOf(body));
          expect(isUrgent(left)).toBe(isUrgent(body));
          const at = '2026-11-24T00:00:00.000Z';
          expect(latenessOf(left, at, at, NATIONAL_POLICY)).toEqual(
            latenessOf(body, at, at, NATIONAL_POLICY),
          );
        }
        expect(remains.caseNumber).toBe(body.caseNumber);
        // Of what remains nothing less remains.
        expect(remainsOfEntry(remains)).toEqual(remains);
      }),
    );
  });
});
