import { parseHTML } from 'linkedom';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readCase, readMeeting } from '../../../extension/host/read.ts';
import { confirmed, recognise } from '../../../extension/host/recognise.ts';
import { selectAll } from '../../../extension/host/select.ts';
import { hostProfile } from '../../../shared/host-profile.ts';
import { caseReadingBody } from '../../../shared/records/case-reading.ts';
import { startTrialSystem, type TrialSystem } from '../../trial-system/server.ts';
import json from './profile.json' with { type: 'json' };

const profile = hostProfile.parse(json);
const CASE = '2024130200000123';
let system: TrialSystem;
let cookie: string;

beforeAll(async () => {
  system = await startTrialSystem();
  const answer = await fetch(`${system.url}/login`, {
    method: 'POST',
    body: new URLSearchParams({ username: 'limh', password: 'court-demo' }),
    redirect: 'manual',
  });
  cookie = answer.headers.getSetCookie()[0]?.split(';')[0] ?? '';
});
afterAll(() => system.close());

async function open(path: string): Promise<Document> {
  const answer = await fetch(system.url + path, { headers: { cookie } });
  return parseHTML(await answer.text()).document as unknown as Document;
}

test('knows its pages by address', () => {
  expect(recognise(profile, `/cases/${CASE}`)).toEqual({ type: 'case', ids: { caseId: CASE } });
  expect(recognise(profile, '/meetings/1')).toEqual({ type: 'meeting', ids: { meetingId: '1' } });
  for (const path of ['/cases', `/cases/${CASE}/dossier`, `/cases/${CASE}/log`, '/meetings', '/login']) {
    expect(recognise(profile, path), path).toBeUndefined();
  }
});

test('reads a case exactly', async () => {
  const page = await open(`/cases/${CASE}`);
  expect(confirmed(profile, { type: 'case', ids: {} }, page)).toBe(true);
  const { reading, drift } = readCase(profile, { caseId: CASE }, page);
  expect(drift).toEqual([]);
  expect(caseReadingBody.parse(reading)).toEqual({
    caseNumber: '（2024）豫1302民初123号',
    cause: '民间借贷纠纷',
    stage: '一审',
    parties: ['原告：张建军', '被告：河南恒润商贸有限公司'],
    agents: ['马晓东（河南宛都律师事务所） 代理：原告'],
    people: [
      { role: 'handling-judge', name: '李明华' },
      { role: 'presiding-judge', name: '王秀兰' },
      { role: 'panel-member', name: '李明华' },
      { role: 'panel-member', name: '赵国强' },
      { role: 'clerk', name: '周雨桐' },
    ],
    host: { profile: 'trial-system', profileVersion: 1, caseId: CASE },
  });
});

test('reads every case of the system as it holds it, without drift', async () => {
  for (const item of system.state.cases.values()) {
    const { reading, drift } = readCase(profile, { caseId: item.ajid }, await open(`/cases/${item.ajid}`));
    expect(drift, item.number).toEqual([]);
    expect(caseReadingBody.parse(reading)).toMatchObject({
      caseNumber: item.number,
      cause: item.cause,
      parties: item.parties.map(({ role, name }) => `${role}：${name}`),
    });
    expect(reading?.agents).toHaveLength(item.agents.length);
    const panel = reading?.people.filter(({ role }) => role === 'presiding-judge' || role === 'panel-member');
    expect(panel?.map(({ name }) => name)).toEqual(item.panel.map(({ login }) => system.state.nameOf(login)));
  }
});

test('every gated control and the upload form are on their pages', async () => {
  const page = await open(`/cases/${CASE}`);
  const counts = profile.case.gate.controls.map(({ selector }) => selectAll(page, selector).length);
  expect(counts).toEqual([2, 1, 1, 1]);
  const { attach } = profile.case;
  const dossier = await open(`/cases/${CASE}/dossier?volume=confidential`);
  expect(selectAll(dossier, attach?.form ?? '')).toHaveLength(1);
  expect(selectAll(dossier, `${attach?.confirm.rows} ${attach?.confirm.link}`)).toHaveLength(
    system.state.filesOf(CASE, 'confidential').length,
  );
});

test('reads an agenda', async () => {
  const { meeting, rows, drift } = readMeeting(profile, await open('/meetings/2'));
  expect({ meeting, drift }).toEqual({ meeting: 'adjudication-committee', drift: [] });
  expect(rows.map(({ caseNumber }) => caseNumber)).toEqual([
    '（2024）豫1302刑初88号',
    '（2025）豫1302民再3号',
  ]);
});

test('names what it no longer finds', async () => {
  const page = await open(`/cases/${CASE}`);
  page.querySelector('#ah')?.removeAttribute('id');
  for (const cell of page.querySelectorAll('td.lbl')) {
    if (cell.textContent === '合议庭成员') cell.textContent = '审判组织';
  }
  expect(confirmed(profile, { type: 'case', ids: {} }, page)).toBe(false);
  expect(readCase(profile, {}, page)).toEqual({
    reading: undefined,
    drift: ['caseNumber', 'people.presiding-judge', 'people.panel-member'],
  });
});
