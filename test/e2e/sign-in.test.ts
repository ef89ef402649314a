/**
 * The pages of a sign-in in a real browser, at the size of a court's screens: by keyboard, with a security key, without
 * script; and in the extension the list of one's own sessions with the way out of all of them.
 */
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createAccountStore } from '../../sidecar/access/accounts.ts';
import { givePasswords } from '../../sidecar/access/first-passwords.ts';
import { freePort } from '../faults/sidecar-process.ts';
import { Pocket } from '../sidecar/pocket.ts';
import {
  openSession,
  signIn,
  startTestCourt,
  type TestCourt,
  type Way,
  wayIn,
} from '../sidecar/test-court.ts';
import { until } from '../world/arrive.ts';
import { violations } from '../world/axe.ts';
import { chromiumPath, FLAGS } from '../world/browser.ts';
import { keepPicture } from '../world/keep-picture.ts';
import { openOwnPage } from '../world/own-page.ts';
import { PASSWORD } from '../world/people.ts';
import { signInToLiuhen } from '../world/story.ts';
import { PEOPLE, startWorld, type World } from '../world/world.ts';

const SIZE = { width: 1366, height: 768 };

describe('the pages of a sign-in', () => {
  let court: TestCourt;
  let browser: Browser;
  let context: BrowserContext;
  let page: Page;
  let way: Way;
  let ahead = 0;
  const clock = () => Date.now() + ahead;
  beforeAll(async () => {
    const port = await freePort();
    // By a name: browsers offer security keys at no bare address.
    court = await startTestCourt({ listen: { port }, publicUrl: `http://localhost:${port}` }, { clock });
    browser = await chromium.launch({
      executablePath: chromiumPath(),
      args: [...FLAGS, '--headless=new'],
    });
    context = await browser.newContext({ viewport: SIZE, locale: 'zh-CN' });
    takeCodes(context);
    page = await context.newPage();
    const given = { account: 'heqy', staffCode: '1302011', password: 'first-of-IT' };
    await givePasswords(createAccountStore(court.sidecar.store.db), [given], new Date(clock()).toISOString());
  });
  afterAll(async () => {
    await browser?.close();
    await court?.close();
  });

  /** Where the extension would take the code; nobody is there. */
  let back: string | undefined;
  const takeCodes = (from: BrowserContext) =>
    from.on('request', (request) => {
      const { hostname, searchParams } = new URL(request.url());
      // Not of a sign-in before: a browser loads a page that failed again, of its own accord, some seconds later.
      if (hostname.endsWith('.chromiumapp.org') && searchParams.get('state') === way.state)
        back = request.url();
    });
  const begin = async (on = page) => {
    back = undefined;
    way = await wayIn(court.sidecar.url);
    await on.goto(way.start.href);
    await on.locator('#account').waitFor();
  };
  const send = async (fields: Record<string, string>, on = page) => {
    for (const [name, value] of Object.entries(fields)) await on.locator(`#${name}`).fill(value);
    await Promise.all([on.waitForEvent('load'), on.keyboard.press('Enter')]);
  };
  const isBack = (on = page) =>
    // And the browser has shown that nobody is there: it would come in the way of what is opened next.
    until(
      () => back !== undefined && on.url(),
      (url) => url !== false && !url.includes('/sign-in/'),
      'the way back',
    );
  const session = async () => {
    const code = new URL(back ?? '').searchParams.get('code') ?? '';
    return (await openSession(court.sidecar.url, way, code)).answer;
  };
  /** axe, nothing to be scrolled for at this size, and the field that is due has the focus. */
  async function expectGoodPage(name: string, focus?: string): Promise<void> {
    keepPicture(name, await page.screenshot());
    expect(await violations(page), name).toEqual([]);
    const { scrollHeight, clientHeight, scrollWidth, clientWidth } = (await page.evaluate(
      '(({ scrollHeight, clientHeight, scrollWidth, clientWidth }) => ({ scrollHeight, clientHeight, scrollWidth, clientWidth }))(document.documentElement)',
    )) as Record<string, number>;
    expect([scrollWidth, scrollHeight], name).toEqual([clientWidth, clientHeight]);
    if (focus !== undefined) expect(await page.evaluate('document.activeElement.id'), name).toBe(focus);
  }

  const pocket = new Pocket('heqy', '清源是我的好名字');

  it('lead from a first password over an own one and an authenticator to recovery codes, and back', async () => {
    await begin();
    await expectGoodPage('sign-in', 'account');
    await send({ account: 'heqy', password: 'wrong-password' });
    await expectGoodPage('sign-in, wrong', 'password');
    expect(await page.locator('#account').inputValue()).toBe('heqy');
    await send({ password: 'first-of-IT' });
    await page.getByRole('heading', { name: '设置您自己的密码' }).waitFor();
    await expectGoodPage('first password', 'password');
    await send({ password: '12345678', repeated: '12345678' });
    await expectGoodPage('first password, common', 'password');
    await send({ password: pocket.password, repeated: pocket.password });
    await page.getByRole('heading', { name: '设置第二验证方式' }).waitFor();
    await expectGoodPage('enrol', 'code');
    await send({ code: '000000' });
    await page.getByRole('alert').filter({ visible: true }).waitFor();
    await expectGoodPage('enrol, wrong', 'code');
    await send(codeFrom(await page.content()));
    await page.getByRole('heading', { name: '请保存恢复码' }).waitFor();
    await expectGoodPage('recovery codes');
    pocket.answer(await page.content(), clock());
    await page.getByRole('button', { name: /已保存/ }).click();
    await isBack();
    const answer = await session();
    expect([answer.status, (await answer.json()).strength]).toEqual([201, 'two-factor']);
  });

  const codeFrom = (html: string) => ({ code: pocket.answer(html, clock())?.code ?? '' });

  it('ask for the code from then on, and say what to do when it is wrong or locked', async () => {
    ahead += 5 * 60_000;
    await begin();
    await send({ account: 'heqy', password: pocket.password });
    await page.getByRole('heading', { name: '第二步验证' }).waitFor();
    await expectGoodPage('second factor', 'code');
    await send({ code: '000000' });
    await expectGoodPage('second factor, wrong', 'code');
    await send(codeFrom(await page.content()));
    await isBack();

    await begin();
    for (let n = 0; n < 20; n += 1) {
      await send({ account: 'nobody', password: 'wrong-password' });
      ahead += 5 * 60_000;
    }
    await send({ password: 'wrong-password' });
    await page.getByText('此账号已暂停登录').waitFor();
    await expectGoodPage('locked', 'password');
  });

  it('take a security key in place of the authenticator, where the browser has one', async () => {
    ahead += 5 * 60_000;
    const devtools = await context.newCDPSession(page);
    await devtools.send('WebAuthn.enable');
    const options = {
      protocol: 'ctap2' as const,
      transport: 'usb' as const,
      hasResidentKey: false,
      hasUserVerification: false,
      automaticPresenceSimulation: true,
    };
    await devtools.send('WebAuthn.addVirtualAuthenticator', { options });
    await begin();
    await Promise.all([page.waitForEvent('load'), page.getByRole('link', { name: /第二验证方式/ }).click()]);
    await page.getByText('设置或更换第二验证方式').waitFor();
    await expectGoodPage('sign-in, to set up a factor', 'account');
    await send({ account: 'heqy', password: pocket.password });
    await send(codeFrom(await page.content()));
    await page.getByRole('heading', { name: '设置第二验证方式' }).waitFor();
    await page.getByRole('button', { name: /登记安全密钥/ }).click();
    await page.getByRole('heading', { name: '请保存恢复码' }).waitFor();
    pocket.answer(await page.content(), clock());
    await page.getByRole('button', { name: /已保存/ }).click();
    await isBack();

    await begin();
    await send({ account: 'heqy', password: pocket.password });
    await expectGoodPage('second factor, with key', 'code');
    await page.getByRole('button', { name: /使用安全密钥/ }).click();
    await isBack();
    const answer = await session();
    expect([answer.status, (await answer.json()).strength]).toEqual([201, 'two-factor']);
    // The authenticator still holds beside it.
    expect(court.sidecar.store.db.prepare('SELECT count(*) AS n FROM authenticator').get()).toEqual({ n: 1 });
    await devtools.send('WebAuthn.disable');
  });

  it('say so when the key did not answer, and take a code instead', async () => {
    ahead += 5 * 60_000;
    await begin();
    await send({ account: 'heqy', password: pocket.password });
    // As a browser tells that nobody touched it, or that the person has thought better of it.
    await page.evaluate(
      "navigator.credentials.get = () => Promise.reject(new DOMException('', 'NotAllowedError'))",
    );
    await page.getByRole('button', { name: /使用安全密钥/ }).click();
    await page.getByText('没有完成。请插好安全密钥再试一次').waitFor();
    await expectGoodPage('second factor, key failed');
    await page.locator('#code').focus();
    await send(codeFrom(await page.content()));
    await isBack();
  });

  it('work without script, in a browser that knows no security keys', async () => {
    ahead += 5 * 60_000;
    const plain = await browser.newContext({ viewport: SIZE, javaScriptEnabled: false });
    takeCodes(plain);
    const old = await plain.newPage();
    await begin(old);
    await send({ account: 'heqy', password: pocket.password }, old);
    await old.getByRole('heading', { name: '第二步验证' }).waitFor();
    expect(await old.getByRole('button', { name: /安全密钥/ }).count()).toBe(0);
    await send(codeFrom(await old.content()), old);
    await isBack(old);
    expect((await session()).status).toBe(201);
    await plain.close();
  });
});

describe('one’s own sessions, in the extension', () => {
  let world: World;
  beforeAll(async () => {
    world = await startWorld();
  });
  afterAll(() => world?.close());

  it('are listed, and end everywhere at once', async () => {
    const desk = await world.desk(PEOPLE.handling);
    const options = await openOwnPage(desk, 'options.html');
    await options.setViewportSize(SIZE);
    await signInToLiuhen(desk, options);
    const elsewhere = await signIn(world.court.sidecar.url, PEOPLE.handling.account, PASSWORD);
    await options.reload();
    const lines = options.locator('.session');
    await lines.nth(1).waitFor();
    expect(await lines.count()).toBe(2);
    expect(await lines.filter({ hasText: '本机' }).innerText()).toMatch(/Chrome \d+ · Linux/);
    expect(await violations(options)).toEqual([]);
    keepPicture('own sessions', await options.screenshot());

    await options.getByRole('button', { name: '退出所有设备' }).click();
    await options.getByText('已退出所有设备').waitFor();
    keepPicture('own sessions, left', await options.screenshot());
    const gone = await fetch(`${world.court.sidecar.url}/v1/session`, {
      headers: { authorization: `Bearer ${elsewhere.token}` },
    });
    expect(gone.status).toBe(401);
    const kept = await options.evaluate(
      "indexedDB.databases().then((all) => all.map(({ name }) => name)).then(async (names) => { if (!names.includes('liuhen-session-key')) return 'no database'; const db = await new Promise((done) => { const opening = indexedDB.open('liuhen-session-key'); opening.onsuccess = () => done(opening.result); }); const count = await new Promise((done) => { const asking = db.transaction('keys').objectStore('keys').count(); asking.onsuccess = () => done(asking.result); }); db.close(); return count; })",
    );
    expect(kept).toBe(0);
  });

  it('belong to this browser: its key signs and cannot be read out', async () => {
    const desk = await world.desk(PEOPLE.presiding);
    const options = await openOwnPage(desk, 'options.html');
    await signInToLiuhen(desk, options);
    await options.locator('.session').first().waitFor();
    const key = await options.evaluate(`(async () => {
      const db = await new Promise((done) => {
        const opening = indexedDB.open('liuhen-session-key');
        opening.onsuccess = () => done(opening.result);
      });
      const [pair] = await new Promise((done) => {
        const asking = db.transaction('keys').objectStore('keys').getAll();
        asking.onsuccess = () => done(asking.result);
      });
      db.close();
      const read = await crypto.subtle.exportKey('jwk', pair.privateKey).then(() => 'read', (error) => error.name);
      return [pair.privateKey.extractable, pair.privateKey.usages.join(), read];
    })()`);
    expect(key).toEqual([false, 'sign', 'InvalidAccessError']);
  });
});
