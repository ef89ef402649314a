/**
 * Must-show, and abuse 28: another extension beside ours, with rights to the same pages. It can open our closed root,
 * and so hide, move and cover the panel; it cannot read it, press its buttons, put a panel of its own beside it, send us
 * anything, or speak to the sidecar in anybody's name.
 */
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { nil } from '../sidecar/examples.ts';
import { until } from '../world/arrive.ts';
import { type HostileWorld, SIGN, startHostileWorld } from '../world/hostile-world.ts';
import { attempt, OTHER_EXTENSION } from '../world/other-extension.ts';
import { untilSeen } from '../world/overlays.ts';
import { openPanel } from '../world/story.ts';

interface Spied {
  frame: string;
  inside: string;
  buttons: number;
}

describe('another extension on the same page', () => {
  let here: HostileWorld;
  let acts: HostileWorld['acts'];
  let visit: HostileWorld['visit'];
  let openNil: HostileWorld['openNil'];
  let signsAsAlways: HostileWorld['signsAsAlways'];
  /** Ours. */
  let id: string;

  beforeAll(async () => {
    here = await startHostileWorld(undefined, { beside: [OTHER_EXTENSION] });
    ({ acts, visit, openNil, signsAsAlways } = here);
    id = new URL(here.desk.origin).host;
  });
  afterAll(() => here?.close());
  beforeEach(() => here.askAnew());

  const spy = (page: Page) => attempt<Spied>(page, 'spy');

  it('opens our root, and finds a frame it cannot look into and buttons that do not sign', async () => {
    const page = await visit();
    const { panel } = await openNil(page);
    const seen = await spy(page);
    // So it is one that can do something.
    expect(seen).toMatchObject({
      frame: expect.stringMatching(/\/panel\.html#.{30}/),
      inside: 'closed',
      buttons: 2,
    });
    // An address for this run of the browser, which tells nobody whose it is.
    expect(seen.frame).not.toContain(id);
    const had = acts();
    expect(await attempt(page, 'press')).toBe('pressed');
    // The browser tells it of the page's own frames, and lets it into those only.
    await page.evaluate(
      () =>
        new Promise((done) => {
          document.body.append(
            Object.assign(document.createElement('iframe'), { src: '/cases', onload: done }),
          );
        }),
    );
    const frames = await attempt<string[]>(page, 'frames');
    expect(frames).toEqual([page.url(), expect.stringMatching(/\/cases$/)]);
    expect(await attempt<string[]>(page, 'inject')).toEqual(frames);
    expect(await attempt(page, 'storage')).toEqual([]);
    expect(acts()).toEqual(had);
    // What it pressed may have folded the panel and moved it; the person goes on where they were.
    await openPanel(page);
    await untilSeen(panel, true);
    await signsAsAlways(panel);
    await page.close();
  });

  it('puts a panel of its own beside ours, under our address and nonce: it stays empty', async () => {
    const page = await visit();
    const { panel } = await openNil(page);
    const { frame } = await spy(page);
    for (const src of [frame, frame.replace(/#.*/, ''), frame.replace(/#.*/, '#guessed')]) {
      expect(await attempt(page, 'frame', { src })).toBe('loaded');
      const forged = await until(
        () => page.frames().filter((one) => one.url().includes('/panel.html') && one !== panel),
        (found) => found.length === 1,
        'the forged panel',
      );
      const [other] = forged;
      if (!other) throw new Error('no forged panel');
      // It is ours and runs; and the background has nothing to say to it.
      expect(await other.evaluate('chrome.runtime.id')).toBe(id);
      for (const call of [
        { call: 'me', args: [] },
        { call: 'queue', args: [] },
        { call: 'panelContext', args: [frame.replace(/.*#/, '')] },
        { call: 'fileRecord', args: [{ type: 'nil-declaration', body: nil() }] },
      ])
        expect(
          await other.evaluate(`chrome.runtime.sendMessage(${JSON.stringify(call)})`),
          call.call,
        ).toEqual({
          ok: false,
          problem: { code: call.call === 'panelContext' ? 'wrong-panel' : 'not-allowed' },
        });
      expect(await other.evaluate(`document.body.innerText`)).toBe('');
      await page.evaluate(() => document.querySelector('#forged')?.remove());
    }
    await signsAsAlways(panel);
    await page.close();
  });

  it.each([
    ['hides it', ';opacity:.03;'],
    ['blurs it', ';filter:blur(6px);'],
    ['shrinks it', ';transform:scale(.4);'],
    ['cuts all but the button off', ';clip-path:inset(500px 0 180px 0);'],
  ])('%s: nothing is signed there', async (_, css) => {
    const page = await visit();
    const { panel } = await openNil(page);
    await attempt(page, 'style', { css });
    await untilSeen(panel, false);
    const had = acts();
    const opened = here.desk.context.waitForEvent('page', {
      predicate: (one) => one.url().includes('/confirm.html'),
    });
    await panel.getByRole('button', { name: SIGN }).focus();
    await page.keyboard.press('Enter');
    const confirm = await opened;
    await confirm.getByRole('heading', { name: '请确认签名' }).waitFor();
    await confirm.close();
    await panel.getByText('没有签名：确认窗口已关闭').waitFor();
    expect(acts()).toEqual(had);
    // Loaded anew, everything is where it was.
    await page.reload();
    await signsAsAlways((await openNil(page)).panel);
    await page.close();
  });

  it('abuse 28: sends us messages, asks for our files, and speaks to the sidecar', async () => {
    const page = await visit();
    const { panel } = await openNil(page);
    const had = acts();
    const calls = [
      { call: 'me', args: [] },
      { call: 'fileRecord', args: [{ type: 'nil-declaration', body: nil() }] },
      { call: 'sidecarUrl', args: [{ url: 'http://127.0.0.1:1' }] },
      { changed: 'session' },
      { pageCall: 'shell', args: [{ mood: 'clear', count: 0 }] },
    ];
    const unheard = /^failed: .*(Could not establish connection|Receiving end does not exist)/;
    for (const answer of await attempt<string[]>(page, 'sendMessage', { id, calls }))
      expect(answer).toMatch(unheard);
    expect(await attempt(page, 'connect', { id })).toMatch(unheard);
    // Of the scripts on a page it can call its own only, and its own does not listen.
    expect(await attempt(page, 'tell', { message: { pageCall: 'openPanel', args: [] } })).toMatch(unheard);
    const names = ['manifest.json', 'panel.html', 'console.html', 'background.js'];
    for (const file of await attempt<string[]>(page, 'files', { id, names })) expect(file).toMatch(/^failed/);

    const { url } = here.world.court.sidecar;
    const body = JSON.stringify({
      id: '0198c0de-0000-7000-8000-000000000001',
      type: 'nil-declaration',
      body: nil(),
    });
    for (const headers of [
      { 'content-type': 'application/json' },
      { 'content-type': 'application/json', authorization: 'Bearer guessed' },
    ])
      expect(
        await attempt(page, 'sidecar', { url: `${url}/v1/records`, init: { method: 'POST', headers, body } }),
      ).toBe('401 null');
    // From the page it may not even see an answer; and whatever origin is named, none is let in.
    expect(await page.evaluate((to) => fetch(`${to}/v1/session`).catch((error) => error.name), url)).toBe(
      'TypeError',
    );
    for (const origin of ['null', 'chrome-extension://other', `chrome-extension://${id}`, here.hostile.url]) {
      for (const method of ['GET', 'OPTIONS']) {
        const answer = await fetch(`${url}/v1/session`, { method, headers: { origin } });
        expect(answer.status, `${method} ${origin}`).toBeGreaterThanOrEqual(400);
        expect([...answer.headers.keys()].filter((name) => name.startsWith('access-control'))).toEqual([]);
      }
    }
    expect(acts()).toEqual(had);
    await signsAsAlways(panel);
    await page.close();
  });
});
