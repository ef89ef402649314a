import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { stageOf } from '../../shared/codes.ts';
import { checkEntry } from '../../shared/entry-check.ts';
import { type EntryDraft, type EntrySetting, emptyDraft } from '../../shared/entry-draft.ts';
import { helperResult } from '../../shared/kind-helper.ts';
import { NATIONAL_POLICY } from '../../shared/policy.ts';
import { entryBody, entryContent } from '../../shared/records/entry.ts';
import { supplementBody } from '../../shared/records/supplement.ts';
import {
  copiedFrom,
  restoreDraft,
  toEntryBody,
  toEntryContent,
  withHelper,
  withIdentity,
} from './entry-draft.ts';

const CASE = '（2024）豫1302民初123号';
const SETTING: EntrySetting = {
  now: '2026-11-20T12:00:00.000Z',
  policy: NATIONAL_POLICY,
  ofCase: true,
};
const FILE = { hash: 'a'.repeat(64), name: '截图.png', mediaType: 'image/png', bytes: 3 };

const whole = (change: Partial<EntryDraft> = {}): EntryDraft => {
  const empty = emptyDraft('first');
  return {
    ...empty,
    kind: 'internal',
    person: {
      ...empty.person,
      name: ' 周建\t ',
      unit: '某局',
      unitClass: 'court-own',
      identity: 'own-court',
      relationToParty: 'unknown',
    },
    when: '2026-11-20T19:30',
    place: '办公室',
    atWorkplace: true,
    manner: 'wechat',
    medium: '本人手机',
    conduct: ['INT-4', 'EXT-1'],
    content: '第一行\u000b第二行',
    handling: ['refused'],
    effect: 'no',
    evidence: [FILE],
    declared: true,
    ...change,
  };
};

/** Everything that can be told, at once. */
const full = (): EntryDraft =>
  whole({
    kind: 'contact',
    conduct: ['CON-2', 'CON-7'],
    when: '2026-11-14T19:00',
    atWorkplace: false,
    manner: 'banquet',
    present: [{ name: '钱一', unit: '某公司', confirmed: true }],
    requests: ['progress', 'private-meeting'],
    omission: { told: true, by: '孙二', account: '说不用记' },
    approval: { given: false, number: '', approver: '', approvedAt: '' },
    lateReason: '出差',
    effect: 'possibly',
    person: {
      ...whole().person,
      name: '周建',
      identity: 'leader-relative',
      relationToRecorder: 'classmate',
      contact: '13800000000',
      leader: { name: '吴三', unit: '某县政府', post: '副县长' },
    },
  });

describe('entry draft', () => {
  it('without gaps becomes a body the record takes', () => {
    const draft = whole();
    draft.person.name = ' 周建 ';
    expect(checkEntry(draft, SETTING)).toEqual([]);
    const body = entryBody.parse(toEntryBody(draft, SETTING, CASE));
    expect(body).toMatchObject({
      caseNumber: CASE,
      occurredAt: '2026-11-20T11:30:00.000Z',
      workingTime: false,
      conduct: ['INT-4'],
      content: '第一行\n第二行',
      medium: '本人手机',
    });
    expect(body.person.name).toBe('周建');
  });

  it('tells everything that applies, and the record takes it', () => {
    const draft = full();
    expect(checkEntry(draft, SETTING)).toEqual([]);
    expect(entryBody.parse(toEntryBody(draft, SETTING, CASE))).toMatchObject({
      present: [{ name: '钱一', unit: '某公司', confirmed: true }],
      requests: ['progress', 'private-meeting'],
      omission: { by: '孙二', account: '说不用记' },
      lateReason: '出差',
      person: {
        relationToRecorder: 'classmate',
        contact: '13800000000',
        leader: { name: '吴三', unit: '某县政府', post: '副县长' },
      },
    });
  });

  it('does not send what does not apply any more', () => {
    const draft = {
      ...full(),
      kind: 'external' as const,
      conduct: ['EXT-1'],
      manner: 'phone' as const,
      medium: '手机',
    };
    draft.dutyBasis = 'none';
    draft.approval = { given: true, number: '1', approver: '院长', approvedAt: '' };
    const body = entryBody.parse(toEntryBody(draft, SETTING, CASE));
    for (const gone of ['present', 'medium', 'dutyBasis', 'approval', 'lateReason', 'fileOnly'])
      expect(body).not.toHaveProperty(gone);
  });

  it('does not send what an unidentified person cannot have', () => {
    const draft = whole();
    draft.person = {
      ...draft.person,
      unidentified: true,
      unitClass: 'unknown',
      contact: '1',
      staffCode: '7',
    };
    const { person } = entryBody.parse(toEntryBody(draft, SETTING, CASE));
    expect(person).toMatchObject({ name: '', unit: '', post: '' });
    expect(person).not.toHaveProperty('contact');
    expect(person).not.toHaveProperty('staffCode');
  });

  it('without a case has neither number nor stage, and with one typed has both', () => {
    const setting = { ...SETTING, ofCase: false };
    const body = entryBody.parse(toEntryBody(whole(), setting));
    expect(body).not.toHaveProperty('caseNumber');
    expect(body).not.toHaveProperty('stage');
    const typed = entryBody.parse(toEntryBody(whole({ caseNumber: CASE }), setting));
    expect(typed).toMatchObject({ caseNumber: CASE, stage: 'first' });
  });

  it('with gaps has no body', () => expect(toEntryBody(emptyDraft(), SETTING, CASE)).toBeUndefined());

  it.each([whole(), full()])('comes back from what was kept, but for the promise (%#)', (draft) => {
    expect(restoreDraft(JSON.parse(JSON.stringify(draft)))).toEqual({ ...draft, declared: false });
  });

  it.each([whole(), full()])('comes back from a body taken out of the queue (%#)', (draft) => {
    const body = toEntryBody(draft, SETTING, CASE);
    expect(toEntryBody({ ...restoreDraft(body), declared: true }, SETTING, CASE)).toEqual(body);
  });

  it('comes back from a former reading with its approval and ground', () => {
    const draft = {
      ...full(),
      approval: { given: true, number: '3', approver: '院长', approvedAt: '2026-11-13T09:00' },
      fileOnly: { on: true, ground: 'approved-contact' as const },
    };
    const content = entryContent.parse(toEntryContent(draft, SETTING));
    expect(content.approval?.approvedAt).toBe('2026-11-13T01:00:00.000Z');
    const back = restoreDraft(content);
    expect(back.approval).toEqual(draft.approval);
    expect(back.fileOnly).toEqual(draft.fileOnly);
    const setting = { ...SETTING, supplementOf: { reported: false } };
    const again = { ...back, reason: '补充', declared: true };
    expect(checkEntry(again, setting)).toEqual([]);
    const supplement = {
      entryId: '0197e2a0-0000-7000-8000-000000000000',
      kind: 'supplement',
      reason: '补充',
      entry: toEntryContent(again, setting),
    };
    expect(supplementBody.parse(supplement).entry).toEqual(content);
  });

  it('keeps the late reason of the entry it supplements', () => {
    const former = entryContent.parse(toEntryContent(full(), SETTING));
    const setting = { ...SETTING, supplementOf: { reported: true } };
    expect(toEntryContent({ ...restoreDraft(former), declared: true }, setting)?.lateReason).toBe('出差');
  });

  it.each([
    null,
    7,
    'x',
    [],
    { kind: 'toString', person: 3, handling: ['constructor'], when: {}, evidence: [1] },
    {
      present: 'x',
      approval: 1,
      omission: [],
      fileOnly: { ground: 'toString' },
      conduct: ['toString', 'EXT-1.x'],
    },
  ])('reads %j as an empty draft', (kept) => expect(restoreDraft(kept)).toEqual(emptyDraft()));

  it('reads anything as some draft, and that draft as itself', () => {
    fc.assert(
      fc.property(fc.anything(), (kept) => {
        const draft = restoreDraft(kept);
        expect(restoreDraft(JSON.parse(JSON.stringify(draft)))).toEqual(draft);
      }),
    );
  });

  it.each([
    ['一审', 'first'],
    ['恢复执行', 'execution'],
    ['再审审查', 'retrial'],
    ['', undefined],
    ['诉前调解', undefined],
  ])('takes the stage %j for %j', (words, stage) => expect(stageOf(words)).toBe(stage));
});

describe('copying from a former entry', () => {
  it('takes whom and how, and never what was said, when, or what was promised', () => {
    const former = entryContent.parse(toEntryContent(full(), SETTING));
    const copied = copiedFrom(former, emptyDraft('second'));
    expect(copied).toEqual({
      ...emptyDraft('second'),
      kind: 'contact',
      person: full().person,
      place: '办公室',
      atWorkplace: false,
      manner: 'banquet',
    });
  });
});

describe('the type helper in the form', () => {
  const answered = (answers: Parameters<typeof helperResult>[0]) => {
    const result = helperResult(answers);
    if (!result) throw new Error('a question is left');
    return withHelper(emptyDraft(), result);
  };

  it('T1: the office of a deputy county head', () => {
    const { kind, person } = answered({ who: 'leader', caller: 'staff' });
    expect([kind, person.identity, person.isLeader]).toEqual(['external', 'leader-staff', false]);
  });

  it('T6: a commissioned opinion stays in the case', () => {
    const draft = answered({ who: 'organisation', commission: 'yes' });
    expect(draft).toMatchObject({
      kind: 'external',
      fileOnly: { on: true, ground: 'commissioned-opinion' },
      person: { identity: 'organisation' },
    });
  });

  it('T8: a vice-president within the list of powers', () => {
    expect(answered({ who: 'court', court: 'own', authority: 'list' })).toMatchObject({
      kind: 'internal',
      dutyBasis: 'authority-list',
      fileOnly: { on: true, ground: 'authority-list' },
      person: { identity: 'own-court', unitClass: 'court-own', isLeader: true },
    });
  });

  it('keeps what was chosen before', () => {
    const { person } = emptyDraft();
    const chosen = { ...person, unitClass: 'enterprise' as const, relationToParty: 'friend' as const };
    expect(withIdentity(chosen, 'lawyer')).toEqual({ ...chosen, identity: 'lawyer' });
    expect(withIdentity(person, 'lawyer')).toMatchObject({ unitClass: 'law-firm', relationToParty: 'agent' });
    expect(withIdentity(chosen, '')).toEqual(chosen);
  });
});
