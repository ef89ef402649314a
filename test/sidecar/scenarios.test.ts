/**
 * Scenarios of recording, by the names the rules' readers know them under: each through the real door, and each seen
 * where its people would see it: on the sheet, in the author's own list, with the custodians, at the superior court.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CaseView, RecordOutcome, ScreeningList } from '../../shared/api.ts';
import { type HelperAnswers, helperResult } from '../../shared/kind-helper.ts';
import type { EntryBody, Evidence } from '../../shared/records/entry.ts';
import { inShort, problemOf } from './answers.ts';
import { CASE, nil, reading } from './examples.ts';
import { type RecordingCourt, startRecordingCourt, who } from './recording-court.ts';
import type { Client, TestCourt } from './test-court.ts';

/** Wednesday, the fourth day after a Saturday. */
const WEDNESDAY = Date.parse('2026-11-25T02:00:00.000Z');

describe('scenarios of recording', () => {
  let here: RecordingCourt;
  let court: TestCourt;
  let limh: Client;
  let heqy: Client;
  let evidence: Evidence;
  beforeAll(async () => {
    here = await startRecordingCourt(WEDNESDAY);
    ({ court, limh, heqy, evidence } = here);
  }, 60_000);
  afterAll(() => court.close());
  const body: RecordingCourt['body'] = (changes) => here.body(changes);
  const file: RecordingCourt['file'] = (filed, by) => here.file(filed, by);
  const sheet: RecordingCourt['sheet'] = (caseNumber) => here.sheet(caseNumber);
  const onSheet: RecordingCourt['onSheet'] = (id) => here.onSheet(id);
  const own: RecordingCourt['own'] = (id, by) => here.own(id, by);
  const parcels: RecordingCourt['parcels'] = (channel) => here.parcels(channel);

  const helped = (answers: HelperAnswers) => {
    const result = helperResult(answers);
    return [result?.kind, result?.identity, result?.ground];
  };

  it('T1: a deputy county head’s office phones about a case', async () => {
    expect(helped({ who: 'leader', caller: 'staff' })).toEqual(['external', 'leader-staff', undefined]);
    const id = await file(
      body({
        person: who({
          identity: 'leader-staff',
          leader: { name: '某副县长', unit: '某县人民政府', post: '副县长' },
        }),
        conduct: ['EXT-1', 'EXT-3'],
      }),
    );
    expect(onSheet(id)).toMatchObject({
      scope: 'report',
      body: { kind: 'external', conduct: ['EXT-1', 'EXT-3'], person: { identity: 'leader-staff' } },
    });
    expect(parcels()).toContain(id);
  });

  it('T2: a colleague of another division asks for a friend, and is refused', async () => {
    expect(helped({ who: 'court', court: 'own', authority: 'personal' })).toEqual([
      'internal',
      'own-court',
      undefined,
    ]);
    const id = await file(
      body({
        kind: 'internal',
        person: who({
          name: '吴𬭎',
          staffCode: '1302007',
          unit: '民二庭',
          unitClass: 'court-own',
          post: '员额法官',
          identity: 'own-court',
        }),
        conduct: ['INT-4'],
        dutyBasis: 'none',
        handling: ['refused'],
      }),
    );
    expect(onSheet(id).body).toMatchObject({ kind: 'internal', conduct: ['INT-4'], handling: ['refused'] });
  });

  it('T3: a classmate who is a teacher: contact, not external', async () => {
    expect(helped({ who: 'acquaintance', office: 'none' })).toEqual(['contact', 'acquaintance', undefined]);
    const id = await file(
      body({
        kind: 'contact',
        person: who({
          unitClass: 'institution',
          unit: '某中学',
          post: '教师',
          identity: 'acquaintance',
          relationToRecorder: 'classmate',
        }),
        conduct: ['CON-6'],
        workingTime: true,
      }),
    );
    expect(onSheet(id).body.kind).toBe('contact');
    const asExternal = body({ kind: 'external', conduct: ['CON-6'] });
    expect(inShort(await problemOf(await limh.file('entry', asExternal)))).toBe(
      '400 input-invalid body.conduct=conduct-of-other-kind',
    );
  });

  it('T4: a classmate who is a bureau head and hints at his office: external', async () => {
    expect(helped({ who: 'acquaintance', office: 'public', caller: 'self' })).toEqual([
      'external',
      'leader',
      undefined,
    ]);
    const id = await file(
      body({ person: who({ identity: 'leader', isLeader: true, relationToRecorder: 'classmate' }) }),
    );
    expect(onSheet(id).body).toMatchObject({ kind: 'external', person: { isLeader: true } });
  });

  it('T5: the same by WeChat names where the message is kept', async () => {
    const id = await file(body({ manner: 'wechat', medium: '本人手机，微信', evidence: [evidence] }));
    expect(onSheet(id).body).toMatchObject({ manner: 'wechat', medium: '本人手机，微信' });
  });

  it('T6: an association’s opinion that the court commissioned stays in the case, with ground and material', async () => {
    expect(helped({ who: 'organisation', commission: 'yes' })).toEqual([
      'external',
      'organisation',
      'commissioned-opinion',
    ]);
    const opinion = body({
      person: who({ unitClass: 'social', unit: '某行业协会', identity: 'organisation', name: '某行业协会' }),
      manner: 'letter',
      conduct: ['EXT-9'],
      handling: ['filed'],
      fileOnly: { ground: 'commissioned-opinion' },
    });
    expect(inShort(await problemOf(await limh.file('entry', opinion)))).toBe(
      '400 input-invalid body.evidence=file-only-material-required',
    );
    const id = await file({ ...opinion, evidence: [evidence] });
    expect(onSheet(id)).toMatchObject({
      scope: 'file-only',
      body: { fileOnly: { ground: 'commissioned-opinion' } },
    });
    expect([...parcels(), ...parcels('urgent')]).not.toContain(id);
    expect((await own(id)).upstream).toBe('file-only');
  });

  it('T7: the same without commission is reported as external', async () => {
    expect(helped({ who: 'organisation', commission: 'no' })).toEqual([
      'external',
      'organisation',
      undefined,
    ]);
    const id = await file(
      body({
        person: who({
          unitClass: 'social',
          unit: '某行业协会',
          identity: 'organisation',
          name: '某行业协会',
        }),
        manner: 'letter',
        conduct: ['EXT-4'],
        evidence: [evidence],
      }),
    );
    expect(onSheet(id)).toMatchObject({ scope: 'report', body: { kind: 'external' } });
    expect(parcels()).toContain(id);
  });

  it('T8: a vice-president’s note on a listed major case: duty, attached, file-only', async () => {
    expect(helped({ who: 'court', court: 'own', authority: 'list' })).toEqual([
      'internal',
      'own-court',
      'authority-list',
    ]);
    const id = await file(
      body({
        kind: 'internal',
        person: who({
          name: '陈思远',
          staffCode: '1302004',
          unitClass: 'court-own',
          unit: '院领导',
          post: '副院长',
          identity: 'own-court',
          isLeader: true,
        }),
        manner: 'instruction',
        conduct: ['INT-9'],
        dutyBasis: 'authority-list',
        handling: ['filed'],
        fileOnly: { ground: 'authority-list' },
        evidence: [evidence],
      }),
    );
    expect(onSheet(id)).toMatchObject({ scope: 'file-only', body: { dutyBasis: 'authority-list' } });
    expect(parcels()).not.toContain(id);
  });

  it('T9: dinner met a lawyer by chance on Saturday; reported on day 4 it is late, and filed all the same', async () => {
    const dinner = body({
      kind: 'contact',
      person: who({ unitClass: 'law-firm', identity: 'lawyer', relationToParty: 'agent' }),
      occurredAt: '2026-11-21T11:00:00.000Z',
      place: '某饭店',
      atWorkplace: false,
      workingTime: false,
      manner: 'banquet',
      present: [],
      conduct: ['CON-7'],
      lateReason: '周末外出，周三才想起应当报告',
    });
    const late = await own(await file(dinner));
    expect(late.lateness).toEqual({ standing: 'late', due: '2026-11-24T15:59:59.999Z' });
    expect(late.entry.lateReason).toBe('周末外出，周三才想起应当报告');
    here.later(-86_400_000);
    expect((await own(await file(dinner))).lateness.standing).toBe('in-time');
    here.later(86_400_000);
    const { lateReason: _, ...withoutReason } = dinner;
    expect(
      (await own(await file(withoutReason))).lateness.standing,
      'never refused for want of a reason',
    ).toBe('late');
  });

  it('T20: the same text in nine entries on the 24th is hinted at, and none is refused', async () => {
    here.setTo(Date.parse('2026-11-24T02:00:00.000Z'));
    const zhaogq = await court.as('zhaogq');
    const text = '当事人来电询问案件进展情况，已告知通过正当渠道查询。';
    const ids: string[] = [];
    for (let i = 0; i < 9; i += 1) ids.push(await file(body({ content: text }), zhaogq));
    here.setTo(WEDNESDAY);
    const list = await heqy.get<ScreeningList>('/v1/screening');
    const codes = ids.map((id) =>
      (list.items.find((item) => item.id === id)?.hints ?? []).map((hint) => hint.code).sort(),
    );
    expect(codes[0]).toEqual(['month-end-burst']);
    expect(new Set(codes.slice(1).flat())).toEqual(new Set(['month-end-burst', 'near-duplicate']));
  });

  it('T22: the page could not be read: the case number is typed, and the entry is on the sheet all the same', async () => {
    const other = '（2025）豫1302民初77号';
    const id = await file(body({ caseNumber: '(2025) 豫1302 民初 77 号' }));
    expect((await own(id)).entry.caseNumber).toBe(other);
    expect(sheet(other).lines.map((line) => line.id)).toEqual([id]);
  });

  it('T24: an entry is corrected after it was reported: a new reading, the old one kept, a correction goes up', async () => {
    const id = await file(body());
    const { caseNumber, ...content } = body({ content: '更正：来电人为该县政府办副主任，并非科长。' });
    const correction = {
      entryId: id,
      caseNumber,
      kind: 'correction',
      reason: '事后核对来电人职务',
      entry: content,
    };
    const answer = await limh.file('supplement', correction);
    expect(answer.status, await answer.clone().text()).toBe(201);
    const { id: correctionId } = (await answer.json()) as RecordOutcome;
    const line = onSheet(id);
    expect(line.body.content).toBe(content.content);
    expect(line.history).toHaveLength(1);
    expect(line.history[0]?.replacedBy).toMatchObject({ kind: 'correction', reason: '事后核对来电人职务' });
    expect(line.history[0]?.before.map((one) => one.field)).toContain('content');
    expect(line.history[0]?.before.find((one) => one.field === 'content')?.value).toBe(body().content);
    expect(parcels()).toEqual(expect.arrayContaining([id, correctionId]));
    const wang = await court.as('wangxl');
    expect(inShort(await problemOf(await wang.file('supplement', correction)))).toBe('404 entry-unknown');
    const narrowed = {
      ...correction,
      entry: { ...content, evidence: [evidence], fileOnly: { ground: 'commissioned-opinion' } },
    };
    expect(inShort(await problemOf(await limh.file('supplement', narrowed)))).toBe(
      '409 scope-narrowed body.entry.fileOnly=scope-narrowed',
    );
  });

  it('what has affected the case goes up on a line of its own', async () => {
    const id = await file(body({ effect: 'yes' }));
    expect(parcels('urgent')).toEqual([id]);
    expect(parcels()).not.toContain(id);
  });

  it('an entry without a case is linked to one later, once, by its author', async () => {
    const { caseNumber: _, stage: __, ...rest } = body();
    const id = await file(rest as EntryBody);
    expect((await own(id)).entry.caseNumber).toBeUndefined();
    const link = { entryId: id, caseNumber: CASE, stage: 'first' };
    const wang = await court.as('wangxl');
    expect(inShort(await problemOf(await wang.file('case-link', link)))).toBe('404 entry-unknown');
    expect((await limh.file('case-link', link)).status).toBe(201);
    expect(onSheet(id).linkedAt).toBeDefined();
    expect((await own(id)).entry).toMatchObject({ caseNumber: CASE, stage: 'first' });
    expect((await wang.request('GET', `/v1/entries/${id}`)).status).toBe(404);
    expect(inShort(await problemOf(await limh.file('case-link', link)))).toBe('409 already-linked');
  });

  it('a case shows its newest lines at once, and all of them when asked', async () => {
    const path = `/v1/cases/${encodeURIComponent(CASE)}`;
    while ((await limh.get<CaseView>(path)).counts.lines <= 20) await file(body());
    const [newest, all] = [await limh.get<CaseView>(path), await limh.get<CaseView>(`${path}?lines=all`)];
    expect(newest.lines).toHaveLength(20);
    expect(all.lines).toHaveLength(newest.counts.lines);
    expect(all.lines.slice(-20)).toEqual(newest.lines);
    expect(newest.counts).toEqual(all.counts);
    const sent = all.lines.filter((line) => line.upstream === 'waiting' || line.upstream === 'received');
    expect(newest.counts.sent, 'nothing is on its way where there is no superior').toBe(sent.length);
    expect(newest.counts.ownEntries).toBe(
      all.lines.filter((line) => line.own && line.type === 'entry').length,
    );
  });

  it('somebody else’s newer entry asks whoever signed nil to confirm once more', async () => {
    const wang = await court.as('wangxl');
    expect((await wang.file('nil-declaration', nil())).status).toBe(201);
    const standing = async () =>
      (await wang.get<CaseView>(`/v1/cases/${encodeURIComponent(CASE)}`)).myStanding;
    expect(await standing()).toBe('stated');
    await file(body());
    expect(await standing()).toBe('newer-entry');
    expect((await wang.file('nil-declaration', nil({ stage: 'first' }))).status).toBe(201);
    expect(await standing()).toBe('stated');
    expect((await limh.file('case-reading', reading({ stage: '二审' }))).status).toBe(201);
    expect(await standing()).toBe('stage-changed');
  });

  it('an escalation reaches whom it names', async () => {
    const reason = '连续三日有人打电话施压';
    expect((await limh.file('escalation', { to: 'inspection', caseNumber: CASE, reason })).status).toBe(201);
    expect((await limh.file('escalation', { to: 'department-head', reason: '同上' })).status).toBe(201);
    const told = async (account: string) =>
      (
        await (await court.as(account)).get<{ escalations: { reason: string }[] }>('/v1/escalations')
      ).escalations.map((one) => one.reason);
    expect(await told('heqy')).toEqual([reason]);
    expect(await told('wangxl')).toEqual(['同上']);
    // To whom nobody turns, nothing is said, and whether there is something least of all.
    const zhouyt = await court.as('zhouyt');
    expect((await zhouyt.request('GET', '/v1/escalations')).status).toBe(404);
  });

  it.each([
    ['李明华', '1302001'],
    ['limh', '1302001'],
    ['liminghua', '1302001'],
    ['lmh', '1302001'],
    ['明华', '1302001'],
    ['wuhong', '1302007'],
    ['zy', '1302009'],
    ['1302005', '1302005'],
  ])('a colleague is found by %s', async (query, staffCode) => {
    const answer = await limh.request('POST', '/v1/colleagues', { query });
    const { people } = (await answer.json()) as { people: { staffCode: string }[] };
    expect(people.map((one) => one.staffCode)).toContain(staffCode);
  });

  it('finds nobody for nothing, and for what is nobody’s name', async () => {
    for (const query of ['', '  ', 'xyzxyz', '%', "' or 1=1"]) {
      const { people } = (await (await limh.request('POST', '/v1/colleagues', { query })).json()) as {
        people: unknown[];
      };
      expect(people).toEqual([]);
    }
  });
});
