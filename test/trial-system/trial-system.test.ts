import { createHash, randomBytes } from 'node:crypto';
import { createServer } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { defaultSeed } from './seed.ts';
import type { TrialSystem } from './server.ts';
import { startTrialSystem } from './server.ts';

const CASE = '2024130200000123';
const RARE = '2024130200000456';
const LARGE = 20 * 1024 * 1024;

let system: TrialSystem;

beforeEach(async () => {
  system = await startTrialSystem();
});

afterEach(() => system.close());

interface Browser {
  get(path: string): Promise<Response>;
  text(path: string): Promise<string>;
  csrf(path: string): Promise<string>;
  send(path: string, init: RequestInit): Promise<Response>;
  form(path: string, fields: [string, string][]): Promise<Response>;
}

async function signIn(username: string): Promise<Browser> {
  const answer = await fetch(`${system.url}/login`, {
    method: 'POST',
    body: new URLSearchParams({ username, password: 'court-demo' }),
    redirect: 'manual',
  });
  expect(answer.status).toBe(303);
  const cookie = answer.headers.getSetCookie()[0]?.split(';')[0] ?? '';
  const send = (path: string, init: RequestInit) =>
    fetch(system.url + path, {
      redirect: 'manual',
      ...init,
      headers: { cookie, ...(init.headers as Record<string, string>) },
    });
  const text = async (path: string) => (await send(path, {})).text();
  return {
    send,
    text,
    get: (path) => send(path, {}),
    csrf: async (path) => /name="_csrf" value="([0-9a-f]+)"/.exec(await text(path))?.[1] ?? '',
    form: (path, fields) => send(path, { method: 'POST', body: new URLSearchParams(fields) }),
  };
}

function upload(
  browser: Browser,
  csrf: string,
  bytes: Uint8Array<ArrayBuffer>,
  name: string,
  volume = 'main',
) {
  const body = new FormData();
  body.set('_csrf', csrf);
  body.set('volume', volume);
  body.set('file', new File([bytes], name, { type: 'application/pdf' }));
  return browser.send(`/cases/${CASE}/dossier/files`, { method: 'POST', body });
}

describe('signing in', () => {
  it('sends a stranger to the login page and back', async () => {
    const turned = await fetch(`${system.url}/cases/${CASE}?a=1`, { redirect: 'manual' });
    expect(turned.status).toBe(302);
    expect(turned.headers.get('location')).toBe(`/login?next=${encodeURIComponent(`/cases/${CASE}?a=1`)}`);
    const body = new URLSearchParams({ username: 'limh', password: 'court-demo', next: '//example.org/' });
    const answer = await fetch(`${system.url}/login`, { method: 'POST', body, redirect: 'manual' });
    expect(answer.headers.get('location')).toBe('/cases');
  });

  it('answers a wrong password with a sentence', async () => {
    const body = new URLSearchParams({ username: 'limh"><i>', password: 'wrong' });
    const answer = await fetch(`${system.url}/login`, { method: 'POST', body });
    expect(answer.status).toBe(401);
    const text = await answer.text();
    expect(text).toContain('用户名或密码不正确');
    expect(text).not.toContain('"><i>');
  });

  it('signs out', async () => {
    const judge = await signIn('limh');
    const csrf = await judge.csrf('/cases');
    expect((await judge.form('/logout', [['_csrf', csrf]])).status).toBe(303);
    expect((await judge.get('/cases')).status).toBe(302);
  });
});

describe('pages', () => {
  it('lists, filters and pages', async () => {
    const judge = await signIn('limh');
    expect((await judge.get('/')).headers.get('location')).toBe('/cases');
    const first = await judge.text('/cases');
    expect(first).toContain(`<a href="/cases/${CASE}">（2024）豫1302民初123号</a>`);
    expect(first).toContain('共 14 条');
    expect(await judge.text('/cases?page=2')).toContain('第 2/2 页');
    expect(await judge.text(`/cases?q=${encodeURIComponent('吴𬭎')}`)).toContain('共 6 条');
    expect(await judge.text('/cases?q=%3Cscript%3Ex')).toContain('&lt;script&gt;x');
  });

  it('shows the fields of a case, rare characters whole', async () => {
    const text = await (await signIn('limh')).text(`/cases/${RARE}`);
    expect(text).toContain('<td class="lbl">案号</td><td id="ah">（2024）豫1302民初456号</td>');
    expect(text).toContain('<span class="hy" data-role="审判长">刘㛃</span>');
    expect(text).toContain('<span class="hy" data-role="审判员">吴𬭎</span>');
    expect(text).toContain('<i>原告：</i>杨𬍛');
    expect(text).toContain('id="tqzt">未提请</td>');
  });

  it('answers unknown pages, other methods and HEAD', async () => {
    const judge = await signIn('limh');
    expect((await judge.get('/cases/1')).status).toBe(404);
    expect((await judge.get('/nowhere')).status).toBe(404);
    const other = await judge.send(`/cases/${CASE}`, { method: 'DELETE' });
    expect([other.status, other.headers.get('allow')]).toEqual([405, 'GET, HEAD']);
    const head = await judge.send(`/cases/${CASE}`, { method: 'HEAD' });
    expect([head.status, await head.text()]).toEqual([200, '']);
  });

  it('opens every page for everybody who may see it', async () => {
    const judge = await signIn('wangxl');
    const paths = ['', '/dossier', '/dossier?volume=confidential', '/log', '/panel', '/time-limit'];
    for (const { ajid } of system.state.cases.values()) {
      for (const path of paths.slice(0, 4))
        expect((await judge.get(`/cases/${ajid}${path}`)).status).toBe(200);
    }
    for (const path of paths) expect((await judge.get(`/cases/${CASE}${path}`)).status).toBe(200);
    for (const path of ['/meetings', '/meetings/1', '/meetings/2', '/admin/requests']) {
      expect((await judge.get(path)).status).toBe(200);
    }
  });
});

describe('submission', () => {
  const fields = (csrf: string, kind = 'judges-conference'): [string, string][] => [
    ['_csrf', csrf],
    ['kind', kind],
    ['reason', '意见<分歧>'],
  ];

  it('by the native form: state, log and agenda change, a second time is refused', async () => {
    const judge = await signIn('limh');
    const csrf = await judge.csrf(`/cases/${CASE}`);
    const answer = await judge.form(`/cases/${CASE}/submission`, fields(csrf));
    expect([answer.status, answer.headers.get('location')]).toEqual([303, `/cases/${CASE}?msg=tq`]);
    expect(await judge.text(`/cases/${CASE}`)).toMatch(
      /id="tqzt">已提请专业法官会议 \d{4}-\d\d-\d\d \d\d:\d\d:\d\d</,
    );
    expect(await judge.text(`/cases/${CASE}/log`)).toContain('意见&lt;分歧&gt;');
    expect(await judge.text('/meetings/1')).toContain(`<td class="ah nw"><a href="/cases/${CASE}">`);
    expect(await judge.text('/meetings/2')).not.toContain(CASE);
    const again = await judge.form(`/cases/${CASE}/submission`, fields(csrf));
    expect(again.status).toBe(409);
    expect(await again.text()).toContain('不能重复提请');
  });

  it('by JSON', async () => {
    const judge = await signIn('limh');
    const csrf = await judge.csrf(`/cases/${CASE}`);
    const post = (token: string, body: string) =>
      judge.send(`/api/cases/${CASE}/submissions`, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json', 'X-CSRF-Token': token },
        body,
      });
    const body = JSON.stringify({ kind: 'adjudication-committee', reason: '' });
    expect((await post('', body)).status).toBe(403);
    expect((await post(csrf, '{')).status).toBe(400);
    expect((await post(csrf, 'null')).status).toBe(400);
    const answer = await post(csrf, body);
    expect(answer.status).toBe(201);
    expect(await answer.json()).toMatchObject({ ok: true, ajid: CASE, meetingId: '2' });
    const again = await post(csrf, body);
    expect(again.status).toBe(409);
    expect(((await again.json()) as { message: string }).message).toContain('不能重复提请');
    expect((await post(csrf, JSON.stringify({ reason: 'x'.repeat(300_000) }))).status).toBe(413);
    expect((await fetch(`${system.url}/api/cases/${CASE}/submissions`, { method: 'POST' })).status).toBe(401);
  });

  it('is refused without the token and to people outside the case', async () => {
    const judge = await signIn('limh');
    expect((await judge.form(`/cases/${CASE}/submission`, fields('0'.repeat(32)))).status).toBe(403);
    const csrf = await judge.csrf(`/cases/${RARE}`);
    expect((await judge.form(`/cases/${RARE}/submission`, fields(csrf))).status).toBe(403);
    expect(system.state.case(CASE).submissions).toEqual([]);
    expect(system.state.case(RARE).submissions).toEqual([]);
  });
});

describe('dossier', () => {
  it('gives back the bytes it was given, and keeps both files of one name', async () => {
    const clerk = await signIn('zhouyt');
    const csrf = await clerk.csrf(`/cases/${CASE}/dossier`);
    const bytes = new Uint8Array(randomBytes(300_000));
    for (const volume of ['confidential', 'confidential']) {
      const answer = await upload(clerk, csrf, bytes, '评议 "笔录".pdf', volume);
      expect([answer.status, answer.headers.get('location')]).toEqual([
        303,
        `/cases/${CASE}/dossier?volume=confidential`,
      ]);
    }
    const list = await clerk.text(`/cases/${CASE}/dossier?volume=confidential`);
    const links = [...list.matchAll(/href="([^"]+\/dossier\/files\/\d+)">评议 &quot;笔录&quot;\.pdf</g)];
    expect(links).toHaveLength(2);
    const back = await clerk.get(links[1]?.[1] ?? '');
    expect(back.headers.get('content-type')).toBe('application/pdf');
    const hash = (data: Uint8Array) => createHash('sha256').update(data).digest('hex');
    expect(hash(new Uint8Array(await back.arrayBuffer()))).toBe(hash(bytes));
  });

  it('refuses outsiders, a missing token, no file, and more than 20 MB', async () => {
    const outsider = await signIn('chensy');
    const small = new Uint8Array([1, 2, 3]);
    expect((await upload(outsider, await outsider.csrf('/cases'), small, 'a.pdf')).status).toBe(403);
    const judge = await signIn('limh');
    const csrf = await judge.csrf('/cases');
    expect((await upload(judge, '', small, 'a.pdf')).status).toBe(403);
    expect((await upload(judge, csrf, new Uint8Array(0), 'a.pdf')).status).toBe(400);
    const before = system.state.files.length;
    expect((await upload(judge, csrf, new Uint8Array(LARGE), 'a.pdf')).status).toBe(303);
    for (const size of [LARGE + 1, LARGE + 1_000_000]) {
      const answer = await upload(judge, csrf, new Uint8Array(size), 'a.pdf');
      expect(answer.status).toBe(413);
      expect(await answer.text()).toContain('不得超过 20 MB');
    }
    expect(system.state.files.length).toBe(before + 1);
  });
});

describe('panel', () => {
  it('is changed by the filing division, not by a member', async () => {
    const filing = await signIn('qianla');
    const csrf = await filing.csrf(`/cases/${CASE}/panel`);
    const change = (members: string[], spz: string): [string, string][] => [
      ['_csrf', csrf],
      ...members.map((login): [string, string] => ['hy', login]),
      ['spz', spz],
    ];
    const path = `/cases/${CASE}/panel`;
    const even = await filing.form(path, change(['limh', 'wuhong'], 'limh'));
    expect([even.status, (await even.text()).includes('应当为单数')]).toEqual([400, true]);
    expect((await filing.form(path, change(['liujie', 'wuhong', 'zhengyan'], 'liujie'))).status).toBe(400);
    expect((await filing.form(path, change(['limh', 'wuhong', 'liujie'], 'liujie'))).status).toBe(303);
    expect(system.state.case(CASE).panel).toEqual([
      { login: 'liujie', role: '审判长' },
      { login: 'limh', role: '审判员' },
      { login: 'wuhong', role: '审判员' },
    ]);
    const member = await signIn('limh');
    expect((await member.get(path)).status).toBe(403);
    expect(await member.text(`/cases/${CASE}/log`)).toContain('变更合议庭');
  });
});

describe('the system itself', () => {
  it('logs every request that arrived, with its user and the size of its body', async () => {
    const judge = await signIn('limh');
    const csrf = await judge.csrf(`/cases/${CASE}`);
    await judge.form(`/cases/${CASE}/submission`, [
      ['_csrf', csrf],
      ['kind', 'judges-conference'],
    ]);
    await judge.get(`/cases/${CASE}/dossier?volume=main`);
    const bodyBytes = `_csrf=${csrf}&kind=judges-conference`.length;
    expect(system.requests.map(({ time, ...rest }) => rest)).toMatchObject([
      { method: 'POST', path: '/login', user: 'limh', status: 303 },
      { method: 'GET', path: `/cases/${CASE}`, user: 'limh', status: 200, bodyBytes: 0 },
      { method: 'POST', path: `/cases/${CASE}/submission`, user: 'limh', status: 303, bodyBytes },
      { method: 'GET', path: `/cases/${CASE}/dossier`, query: '?volume=main', status: 200 },
    ]);
    expect(await judge.text('/admin/requests')).toContain(`/cases/${CASE}/dossier?volume=main`);
  });

  it('keeps the seed it was given to itself', async () => {
    const seed = defaultSeed();
    const other = await startTrialSystem({ seed });
    other.state.case(CASE).stage = '二审';
    await other.close();
    expect(seed.cases[0]?.stage).toBe('一审');
  });

  it('does not start on a taken port', async () => {
    const taken = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => taken.once('listening', resolve));
    const address = taken.address();
    const port = address && typeof address === 'object' ? address.port : 0;
    await expect(startTrialSystem({ port })).rejects.toMatchObject({ code: 'EADDRINUSE' });
    taken.close();
  });
});
