import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import {
  asksDutyBasis,
  asksLateReason,
  beijingToInstant,
  conductOf,
  type EntryDraft,
  type EntrySetting,
  emptyDraft,
  groundsFor,
  instantToBeijing,
  timeOf,
  withKind,
} from './entry-draft.ts';
import { NATIONAL_POLICY } from './policy.ts';

describe('conductOf', () => {
  it('counts the conduct of the present kind alone', () => {
    expect(conductOf({ kind: 'contact', conduct: ['CON-1', 'EXT-2'] })).toEqual(['CON-1']);
    expect(conductOf({ kind: '', conduct: ['CON-1'] })).toEqual([]);
  });
});

describe('Beijing time', () => {
  it.each([
    ['2026-11-20T19:30', '2026-11-20T11:30:00.000Z'],
    ['2026-01-01T00:00', '2025-12-31T16:00:00.000Z'],
    ['2024-02-29T07:59', '2024-02-28T23:59:00.000Z'],
    ['2026-03-08T02:30:00', '2026-03-07T18:30:00.000Z'],
  ])('%s is %s', (local, instant) => {
    expect(beijingToInstant(local)).toBe(instant);
    expect(instantToBeijing(instant)).toBe(local.slice(0, 16));
  });

  it.each(['', '2026-11-20', '2026-13-01T10:00', '2026-02-30T10:00', '2026-11-20T24:00', '明天'])(
    '%j is no time',
    (local) => expect(beijingToInstant(local)).toBeNull(),
  );

  // 02:30 on 8 March does not exist in New York; in Beijing it does.
  it.each(['America/New_York', 'Pacific/Kiritimati', 'Asia/Shanghai'])(
    'does not ask the machine (%s)',
    (TZ) => {
      const module = new URL('./entry-draft.ts', import.meta.url).href;
      const code = `import { beijingToInstant, instantToBeijing } from ${JSON.stringify(module)};
      const there = beijingToInstant('2026-03-08T02:30');
      console.log(new Date(2026, 2, 7, 12).getTimezoneOffset(), there, instantToBeijing(there));`;
      const said = execFileSync(
        fileURLToPath(new URL('../node_modules/.bin/node', import.meta.url)),
        ['--input-type=module', '-e', code],
        { env: { ...process.env, TZ }, encoding: 'utf8' },
      );
      expect(said.trim().split(' ').slice(1)).toEqual(['2026-03-07T18:30:00.000Z', '2026-03-08T02:30']);
    },
  );
});

describe('timeOf', () => {
  const setting: EntrySetting = { now: '2026-11-20T02:00:00.000Z', policy: NATIONAL_POLICY, ofCase: true };
  const draft = (patch: Partial<EntryDraft>): EntryDraft => ({
    ...emptyDraft('first'),
    kind: 'contact',
    atWorkplace: false,
    ...patch,
  });

  // The Saturday dinner of T9: day one is Sunday, day three Tuesday; on the fourth it is late.
  it.each([
    ['2026-11-17T10:00:00.000Z', false],
    ['2026-11-17T15:59:59.999Z', false],
    ['2026-11-17T16:00:00.000Z', true],
    ['2026-11-18T01:00:00.000Z', true],
  ])('a Saturday dinner recorded at %s is late: %s', (now, late) => {
    const dinner = draft({ when: '2026-11-14T19:00' });
    expect(timeOf(dinner, { ...setting, now })).toMatchObject({
      workingTime: false,
      due: '2026-11-17T15:59:59.999Z',
      late,
    });
    expect(asksLateReason(dinner, { ...setting, now })).toBe(late);
    expect(asksLateReason(dinner, { ...setting, now, supplementOf: { reported: true } })).toBe(false);
  });

  it.each<[string, Partial<EntryDraft>]>([
    ['at the workplace in working time', { when: '2026-11-10T10:00', atWorkplace: true }],
    ['of another kind', { when: '2026-11-10T20:00', kind: 'external' }],
    ['where the workplace is not told', { when: '2026-11-10T20:00', atWorkplace: null }],
    [
      'approved beforehand',
      {
        when: '2026-11-10T20:00',
        approval: { given: true, number: '1', approver: '院长', approvedAt: '' },
      },
    ],
  ])('has no last day %s', (_, patch) => {
    const time = timeOf(draft(patch), setting);
    expect(time).toMatchObject({ late: false });
    expect(time).not.toHaveProperty('due');
  });

  it('is not known without a time, or without the court’s calendar', () => {
    expect(timeOf(draft({ when: '' }), setting)).toBeUndefined();
    expect(timeOf(draft({ when: '2026-11-10T20:00' }), { ...setting, policy: undefined })).toBeUndefined();
  });

  it('says when the holidays of a year are not known', () => {
    expect(timeOf(draft({ when: '2026-11-10T10:00' }), setting)?.holidaysKnown).toBe(true);
    const later = { ...setting, now: '2031-11-20T02:00:00.000Z' };
    expect(timeOf(draft({ when: '2031-11-10T10:00' }), later)?.holidaysKnown).toBe(false);
  });
});

describe('what applies', () => {
  it('offers the grounds of the kind that the court uses', () => {
    expect(groundsFor('internal')).toEqual(['superior-guidance', 'authority-list']);
    expect(groundsFor('contact', { fileOnly: { grounds: ['workplace-contact'] } })).toEqual([
      'workplace-contact',
    ]);
    expect(groundsFor('')).toEqual([]);
  });

  it('drops a ground with the kind it belongs to', () => {
    const filed: EntryDraft = {
      ...emptyDraft(),
      kind: 'external',
      fileOnly: { on: true, ground: 'commissioned-opinion' },
    };
    expect(withKind(filed, 'external').fileOnly).toEqual(filed.fileOnly);
    expect(withKind(filed, 'contact').fileOnly).toEqual({ on: false, ground: '' });
  });

  it('asks for 履职依据 of leaders and of a superior court, within the courts', () => {
    const asked = (kind: EntryDraft['kind'], change: Partial<EntryDraft['person']>) => {
      const draft = emptyDraft();
      return asksDutyBasis({ ...draft, kind, person: { ...draft.person, ...change } });
    };
    expect(asked('internal', {})).toBe(false);
    expect(asked('internal', { isLeader: true })).toBe(true);
    expect(asked('internal', { identity: 'superior-court' })).toBe(true);
    expect(asked('internal', { unitClass: 'court-superior' })).toBe(true);
    expect(asked('external', { isLeader: true })).toBe(false);
  });
});
