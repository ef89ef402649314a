import { describe, expect, it } from 'vitest';
import { checkEntry, type EntryDraft } from '../../shared/entry-check.ts';
import { entryBody } from '../../shared/records/entry.ts';
import { emptyDraft, restoreDraft, stageOfPage, toEntryBody } from './entry-draft.ts';

const CASE = '（2024）豫1302民初123号';
const whole = (): EntryDraft => ({
  ...emptyDraft('first'),
  kind: 'internal',
  person: {
    unidentified: false,
    name: ' 周某\u0000 ',
    unit: '某局',
    unitClass: 'court-own',
    post: '',
    isLeader: false,
    identity: 'own-court',
    relationToParty: 'unknown',
  },
  when: '2026-11-20T19:30',
  place: '办公室',
  atWorkplace: true,
  manner: 'wechat',
  conduct: ['INT-4', 'EXT-1'],
  content: '第一行\u000b第二行\ud800',
  handling: ['refused'],
  effect: 'no',
  evidence: [{ hash: 'a'.repeat(64), name: '截图.png', mediaType: 'image/png', bytes: 3 }],
  declared: true,
});

describe('entry draft', () => {
  it('without gaps becomes a body the record takes', () => {
    const draft = whole();
    expect(checkEntry(draft, '2026-11-20T12:00:00.000Z')).toEqual([]);
    const body = entryBody.parse(toEntryBody(draft, CASE));
    expect(body.occurredAt).toBe('2026-11-20T11:30:00.000Z');
    expect(body.conduct).toEqual(['INT-4']);
    expect(body.person.name).toBe('周某');
    expect(body.content).toBe('第一行\n第二行');
  });

  it('does not send what an unidentified person cannot have', () => {
    const draft = whole();
    draft.person = { ...draft.person, unidentified: true, unitClass: 'unknown' };
    expect(entryBody.parse(toEntryBody(draft, CASE)).person).toMatchObject({ name: '', unit: '', post: '' });
  });

  it('with gaps has no body', () => expect(toEntryBody(emptyDraft(), CASE)).toBeUndefined());

  it('comes back from what was kept, but for the promise', () => {
    const draft = whole();
    expect(restoreDraft(JSON.parse(JSON.stringify(draft)))).toEqual({ ...draft, declared: false });
  });

  it('comes back from a body taken out of the queue', () => {
    const body = toEntryBody(whole(), CASE);
    expect(toEntryBody({ ...restoreDraft(body), declared: true }, CASE)).toEqual(body);
  });

  it.each([
    null,
    7,
    'x',
    [],
    { kind: 'toString', person: 3, handling: ['constructor'], when: {}, evidence: [1] },
  ])('reads %j as an empty draft', (kept) => expect(restoreDraft(kept)).toEqual(emptyDraft()));

  it.each([
    ['一审', 'first'],
    ['恢复执行', 'execution'],
    ['再审审查', 'retrial'],
    ['', ''],
    ['诉前调解', ''],
  ])('takes the stage %j for %j', (words, stage) => expect(stageOfPage(words)).toBe(stage));
});
