/**
 * Must-show: what a hostile page and its scripts try besides (test/e2e/hostile-press.test.ts has the signatures):
 * reading us, speaking in our name, taking the language over, showing another case, submitting by itself. Nothing of it
 * makes a record or a clearance; each attack tells that it ran; and on the same page a person signs as always.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { manifestFor } from '../../extension/manifest.ts';
import { entry, nil } from '../sidecar/examples.ts';
import { CASE_PAGE, until } from '../world/arrive.ts';
import { EXTENSION } from '../world/browser.ts';
import { type HostileWorld, middle, SIGN, startHostileWorld } from '../world/hostile-world.ts';
import { keepPicture } from '../world/keep-picture.ts';
import { inOwnScript } from '../world/own-script.ts';
import { CASE_NUMBER, openPanel, panelSays } from '../world/story.ts';
import { PEOPLE } from '../world/world.ts';

const OTHER_NUMBER = '（2025）豫1302民初77号';
/** Paths of ours, as anybody who has the package can read them there. */
const FILES = [
  'manifest.json',
  'panel.html',
  'console.html',
  'confirm.html',
  'popup.html',
  'options.html',
  'background.js',
  'content-scripts/page.js',
  'icon/32.png',
];

describe('what a hostile page tries', () => {
  let here: HostileWorld;
  let acts: HostileWorld['acts'];
  let visit: HostileWorld['visit'];
  let openNil: HostileWorld['openNil'];
  let signsAsAlways: HostileWorld['signsAsAlways'];

  beforeAll(async () => {
    here = await startHostileWorld();
    ({ acts, visit, openNil, signsAsAlways } = here);
  });
  afterAll(() => here?.close());
  beforeEach(() => here.askAnew());

  /** What reached the trial system's own address for submissions. */
  const submissions = () => here.hostile.arrived.filter((request) => /submission/.test(request)).length;
  /** The page's own script sends, as its buttons would. */
  const send = (page: Page): Promise<string> =>
    page.evaluate(() =>
      fetch(`/api${location.pathname}/submissions`, { method: 'POST', body: '{}' }).then(
        () => 'arrived',
        () => 'stopped',
      ),
    );

  it('the manifest that was built asks for what it says, and for nothing else', () => {
    const built = JSON.parse(readFileSync(join(EXTENSION, 'manifest.json'), 'utf8'));
    const { action, ...asked } = manifestFor(['http://127.0.0.1/*']);
    expect(built).toEqual({
      ...asked,
      manifest_version: 3,
      version: '0.1.0',
      icons: expect.anything(),
      action: { ...action, default_title: '留痕', default_popup: 'popup.html' },
      background: { service_worker: 'background.js' },
      options_ui: { open_in_tab: true, page: 'options.html' },
    });
  });

  it('to read what is kept: neither the page nor a script where ours runs gets at it', async () => {
    const page = await visit();
    const { panel } = await openNil(page);
    const { origin } = here.desk;
    expect(await page.evaluate('document.documentElement.outerHTML')).not.toContain('chrome-extension');
    expect(
      await page.evaluate(
        async ([from, names]) => {
          const asked = async (name: string) => {
            const address = `${from}/${name}`;
            const fetched = await fetch(address).then(
              () => 'read',
              () => 'refused',
            );
            const framed = await new Promise<string>((done) => {
              const frame = document.createElement('iframe');
              frame.onload = () => done(frame.contentDocument ? 'open' : 'closed');
              frame.src = address;
              document.body.append(frame);
            });
            const pictured = await new Promise<string>((done) => {
              const picture = new Image();
              picture.onload = () => done('shown');
              picture.onerror = () => done('refused');
              picture.src = address;
            });
            return [fetched, framed, pictured].join();
          };
          return Promise.all(names.map(asked));
        },
        [origin, FILES] as const,
      ),
    ).toEqual(FILES.map(() => 'refused,closed,refused'));
    // Closed because there is nothing: the browser's own page for what it has blocked.
    const framed = page.frames().filter((frame) => frame.parentFrame() === page.mainFrame());
    expect(framed.length).toBeGreaterThan(FILES.length);
    expect(framed.filter((frame) => frame.url().startsWith(origin))).toEqual([panel]);

    expect(
      await page.evaluate('JSON.stringify([Object.keys(localStorage), Object.keys(sessionStorage)])'),
    ).toBe('[[],[]]');
    expect(await page.evaluate('indexedDB.databases()')).toEqual([]);

    expect(await inOwnScript(page, here.desk, 'chrome.runtime.id')).toBe(new URL(origin).host);
    for (const area of ['session', 'local'])
      for (const act of [`get(null)`, `set({ 'sidecar-url': 'http://127.0.0.1:1' })`])
        expect(await inOwnScript(page, here.desk, `chrome.storage.${area}.${act}`), `${area} ${act}`).toMatch(
          /^refused: Access to storage is not allowed/,
        );
    for (const [call, args] of [
      ['takeBack', ['0198c0de-0000-7000-8000-000000000001']],
      ['fileRecord', [{ type: 'nil-declaration', body: nil() }]],
      ['sidecarUrl', [{ url: 'http://127.0.0.1:1' }]],
      ['panelContext', ['guessed']],
      ['me', []],
    ])
      expect(
        await inOwnScript(page, here.desk, `chrome.runtime.sendMessage(${JSON.stringify({ call, args })})`),
        String(call),
      ).toEqual({ ok: false, problem: { code: 'not-allowed' } });
    await signsAsAlways(panel);
    await page.close();
  });

  it('abuse 27: to send us messages, to say it is cleared, to take the gate’s button away', async () => {
    const page = await visit('script');
    const { panel } = await openNil(page);
    const had = acts();
    const heard = await page.evaluate(
      async ([number]) => {
        const shell = document.querySelector('liuhen-shell') as HTMLElement;
        const calls = [
          {
            call: 'fileRecord',
            args: [{ type: 'nil-declaration', body: { caseNumber: number, declared: true } }],
          },
          { call: 'askGate', args: [{ meeting: 'adjudication-committee', byPerson: true }] },
          { call: 'confirmSigned', args: ['0198c0de-0000-7000-8000-000000000001'] },
          { call: 'signOut', args: [] },
          { changed: 'session' },
          { changed: 'confirmation' },
          { pageCall: 'shell', args: [{ mood: 'clear', count: 0 }] },
          { pageCall: 'attachSheet', args: [{ fileName: 'x', base64: '', fileHash: '' }] },
        ];
        // Whatever it has heard so far, and whatever it can make up, to everything that could hear it; and once more.
        const { spied } = globalThis as unknown as { spied: { messages: string[] } };
        for (const message of [...calls, ...calls, ...spied.messages]) {
          window.postMessage(message, '*');
          window.postMessage(JSON.stringify(message), '*');
          for (let at = 0; at < window.length; at += 1) window[at]?.postMessage(message, '*');
          shell.dispatchEvent(new MessageEvent('message', { data: message, bubbles: true }));
          new BroadcastChannel('liuhen').postMessage(message);
        }
        for (const type of [
          'liuhen:takeover',
          'pagehide',
          'beforeunload',
          'freeze',
          'visibilitychange',
          'resize',
        ])
          for (const target of [window, document, shell]) target.dispatchEvent(new Event(type));
        for (const newState of ['closed', 'open'])
          shell.dispatchEvent(new ToggleEvent('toggle', { newState, oldState: 'open' }));
        document.body.append(Object.assign(document.createElement('iframe'), { name: 'sink' }));
        // Its own shell, all in order; and the button that is gated replaced by one that is not.
        const fake = document.createElement('liuhen-shell');
        fake.attachShadow({ mode: 'open' }).innerHTML =
          '<section class="dock" data-mood="clear">齐 · 已放行</section>';
        document.body.append(fake);
        for (const button of document.querySelectorAll('form[action$="/submission"] button')) button.remove();
        for (const form of document.querySelectorAll<HTMLFormElement>('form[action$="/submission"]')) {
          // Into a frame of its own, so that what becomes of it leaves the page where it is.
          form.target = 'sink';
          form.removeAttribute('name');
          form.setAttribute('action', form.action.replace('/submission', '/submission/'));
          form.submit();
        }
        await new Promise((done) => setTimeout(done));
        return spied.messages.length;
      },
      [CASE_NUMBER],
    );
    expect(heard).toBeGreaterThan(16);
    expect(await send(page)).toBe('stopped');
    expect(submissions()).toBe(0);
    expect(acts()).toEqual(had);
    // Nobody was signed out, and the shell that was there is the one that is there.
    await panel.getByText('李明华 ·').waitFor();
    expect(await page.locator('html > liuhen-shell').count()).toBe(1);
    await signsAsAlways(panel);
    await page.close();
  });

  it('to take the language over before we come', async () => {
    const page = await visit('polluted');
    const { panel } = await openNil(page);
    const overheard = () => page.evaluate('overheard') as Promise<string[]>;
    expect(await page.evaluate('({}).verdict + ({}).byPerson + navigator.userActivation.isActive')).toBe(
      'passtruetrue',
    );
    await page.evaluate('JSON.parse("[1]").map(String)');
    expect(await overheard()).toEqual(expect.arrayContaining(['parse [1]', 'map']));
    const had = acts();
    await page.evaluate(() => {
      const shell = document.querySelector('liuhen-shell') as HTMLElement;
      for (const target of [shell, document.elementFromPoint(1050, 550) as HTMLElement]) {
        target.click();
        target.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true, composed: true }));
      }
    });
    expect(await send(page)).toBe('stopped');
    expect(acts()).toEqual(had);
    await signsAsAlways(panel);
    expect(
      (await overheard()).filter((text) => /liuhen|panel\.html|chrome-ext|pageArrived|askGate/.test(text)),
    ).toEqual([]);
    await page.close();
  });

  it('to name its nodes like what the DOM calls its own', async () => {
    const page = await visit('clobbering');
    expect(await page.evaluate('typeof document.querySelectorAll')).toBe('object');
    expect(await page.evaluate('document.readyState.tagName')).toBe('IMG');
    const { panel } = await openNil(page);
    await panel.getByText(CASE_NUMBER).first().waitFor();
    // The gate's first layer, on a form whose every property is one of its fields.
    const had = acts();
    const button = await page.evaluate(() => {
      const all = Document.prototype.querySelectorAll.call(document, 'form[name=tq_swh] button');
      const { x, y, width, height } = (all[0] as HTMLElement).getBoundingClientRect();
      return { x: x + width / 2, y: y + height / 2 };
    });
    await page.mouse.click(button.x, button.y);
    await panel.getByRole('button', { name: '返回' }).click();
    await panelSays(page, '提请审判委员会已停住');
    expect(submissions()).toBe(0);
    expect(acts()).toEqual(had);
    await panel.getByRole('button', { name: /声明无上述情形/ }).click();
    await panel.getByRole('checkbox', { name: /以上四项均属实/ }).check();
    await signsAsAlways(panel);
    await page.close();
  });

  it('to show another case than it is: what is signed is the one that stands in our own frame', async () => {
    const client = await here.world.court.as(PEOPLE.handling.account);
    const page = await visit('clean', `&number=${encodeURIComponent(OTHER_NUMBER)}`);
    const { panel } = await openNil(page);
    await panel.getByText(`李明华 就 ${OTHER_NUMBER} 签名`).waitFor();
    await panel.getByRole('heading', { name: OTHER_NUMBER }).waitFor();
    await signsAsAlways(panel);
    const mine = await client.get<{ records: { type: string; caseNumber?: string }[] }>('/v1/records');
    expect(mine.records[0]).toMatchObject({ type: 'nil-declaration', caseNumber: OTHER_NUMBER });
    await page.close();
  });

  it('to become another case while somebody signs', async () => {
    const page = await visit();
    const { panel, button } = await openNil(page);
    const had = acts();
    await page.mouse.move(...middle(button));
    await panel.locator('button:not([aria-disabled])', { hasText: SIGN }).waitFor();
    // At the last moment: nobody has looked at the page again when the press comes.
    await page.evaluate((number) => {
      const node = document.querySelector('#ah');
      if (node) node.textContent = number;
    }, OTHER_NUMBER);
    await page.mouse.down();
    await page.mouse.up();
    await panel.getByText('页面上的案号变了，已停止签名').waitFor();
    await panel.getByText(`您刚才办的是 ${CASE_NUMBER}，页面现在显示的是 ${OTHER_NUMBER}`).waitFor();
    keepPicture('case-changed', await page.screenshot());
    expect(acts()).toEqual(had);
    // Back at what it was, it is the form of that case again.
    await page.reload();
    const again = await openNil(page);
    await again.panel.getByText(`李明华 就 ${CASE_NUMBER} 签名`).waitFor();
    await signsAsAlways(again.panel);
    await page.close();
  });

  it('abuse 26: markup in an account is text wherever it is read, and no page of ours makes markup of text', async () => {
    const evil = '<img src=x onerror="document.title=1"><script>document.title=2</script>{{7*7}}';
    const mine = await (await here.world.court.as(PEOPLE.handling.account)).file(
      'entry',
      entry({ content: evil }),
    );
    expect(mine.status).toBe(201);
    const { id } = (await mine.json()) as { id: string };
    const page = await visit();
    const panel = await openPanel(page);
    await panel.getByText('记录与声明').click();
    await panel.getByText(evil.slice(0, 20)).first().waitFor();
    const console = await here.desk.context.newPage();
    await console.goto(`${here.desk.origin}/console.html#/mine/${id}`);
    await console.getByText(evil).waitFor();
    for (const surface of [panel, console]) {
      expect(await surface.evaluate(`[...document.querySelectorAll('img, script:not([src])')].length`)).toBe(
        0,
      );
      const tried = await surface.evaluate(async () => {
        const came = async (what: () => unknown) => {
          try {
            await what();
            return 'done';
          } catch (error) {
            return (error as Error).name;
          }
        };
        // By itself: what a test asks for directly is let through.
        const later = (what: () => unknown) =>
          new Promise((done, failed) => {
            setTimeout(() => {
              try {
                done(what());
              } catch (error) {
                failed(error);
              }
            });
          });
        const violated: string[] = [];
        document.addEventListener('securitypolicyviolation', ({ effectiveDirective }) =>
          violated.push(effectiveDirective),
        );
        const loaded = (node: HTMLElement) =>
          new Promise<void>((done, failed) => {
            node.onload = () => done();
            node.onerror = () => failed(new Error('not loaded'));
            document.head.append(node);
          });
        const outcome = [
          await came(() => {
            document.body.innerHTML = '<b>x</b>';
          }),
          await came(() => later(() => new Function('return 1')())),
          await came(() => document.write('x')),
          await came(() => {
            const inline = document.createElement('script');
            inline.textContent = 'document.title = "3"';
            document.head.append(inline);
          }),
          await came(() => {
            (
              globalThis as unknown as { trustedTypes: { createPolicy(name: string, of: object): void } }
            ).trustedTypes.createPolicy('own', { createHTML: (text: string) => text });
          }),
          await came(() => {
            const style = document.createElement('link');
            style.rel = 'stylesheet';
            style.href = 'https://example.org/x.css';
            return loaded(style);
          }),
          await came(() => fetch('https://example.org/')),
        ];
        // What was violated is told a moment after it was refused.
        await later(() => undefined);
        return { outcome, violated: [...new Set(violated)].sort() };
      });
      expect(tried.outcome).toEqual([
        'TypeError',
        'EvalError',
        'TypeError',
        'TypeError',
        'TypeError',
        'Error',
        'TypeError',
      ]);
      expect(tried.violated).toEqual(
        expect.arrayContaining(['connect-src', 'require-trusted-types-for', 'style-src-elem']),
      );
      expect(await surface.evaluate('document.title')).not.toMatch(/^[123]$/);
    }
    await console.close();
    await page.close();
  });

  it('to submit by itself once everybody has stated: it takes a person', async () => {
    for (const { account } of [PEOPLE.handling, PEOPLE.presiding, PEOPLE.panel]) {
      const answer = await (await here.world.court.as(account)).file('nil-declaration', nil());
      expect(answer.status).toBe(201);
    }
    const had = acts();
    // Nobody touches the page, nor do we look into it, before it has tried.
    const page = await visit('submitting');
    await until(
      () => here.hostile.arrived.filter((request) => /tried/.test(request)),
      (tried) => tried.length > 0,
      'the attempt',
    );
    expect(here.hostile.arrived.filter((request) => /tried/.test(request))).toEqual(['POST /tried-alone']);
    await panelSays(page, '页面自己发出了提请');
    keepPicture('held-no-person', await page.screenshot());
    expect(acts()).toEqual(had);
    expect(submissions()).toBe(0);
    // A person's press is let through, with one clearance.
    await page.locator('form[name=tq_swh] button').click({ noWaitAfter: true });
    await until(submissions, (count) => count === 1, 'the submission');
    expect(acts()).toEqual({ ...had, clearance: (had.clearance ?? 0) + 1 });
    await page.waitForURL(/submission/);
    await page.close();
  });

  it('to have the gate asked for another case than its address is of', async () => {
    for (const { account } of [PEOPLE.handling, PEOPLE.presiding, PEOPLE.panel])
      await (await here.world.court.as(account)).file('nil-declaration', nil({ caseNumber: OTHER_NUMBER }));
    await (await here.world.court.as(PEOPLE.handling.account)).file('nil-declaration', nil());
    await here.askAnew();
    // Of this address a person has signed for its own case before, and there somebody is missing again.
    const page = await visit();
    const { panel } = await openNil(page);
    await signsAsAlways(panel);
    const had = acts();
    const before = submissions();
    await page.goto(`${here.hostile.url}${CASE_PAGE}?number=${encodeURIComponent(OTHER_NUMBER)}`);
    await openPanel(page);
    await panelSays(page, OTHER_NUMBER);
    await page.locator('form[name=tq_swh] button').click({ noWaitAfter: true });
    await panelSays(page, '这个页面先后给出了不同的案号');
    expect(await send(page)).toBe('stopped');
    expect(submissions()).toBe(before);
    expect(acts()).toEqual(had);
    await page.close();
  });

  it('to fill the log with readings: a page has few filed, and nothing else', async () => {
    const number = '（2025）豫1302民初900号';
    const readings = () =>
      here.world.court.sidecar.store.db
        .prepare<[], { n: number }>(`select count(*) as n from log where type = 'case-reading'`)
        .get()?.n ?? 0;
    const [before, had] = [readings(), acts()];
    const page = await here.desk.context.newPage();
    for (let change = 0; change < 8; change += 1) {
      await page.goto(
        `${here.hostile.url}/cases/900?number=${encodeURIComponent(number)}&cause=${encodeURIComponent(`案由${change}`)}`,
      );
      await openPanel(page);
      await panelSays(page, `案由${change} · 一审`);
      await until(readings, (count) => count === before + Math.min(change + 1, 5), 'readings');
    }
    expect(readings()).toBe(before + 5);
    expect(acts()).toEqual(had);
    await page.close();
  });
});
