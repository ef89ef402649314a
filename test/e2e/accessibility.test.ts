/**
 * Must-show: no violation axe can find on any screen, everything by keyboard alone with the focus in sight and free
 * to leave, nothing moves for who wants no motion, nothing to be pushed sideways at large type or 150 %.
 */
import type { Frame, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { nil } from '../sidecar/examples.ts';
import { CASE_PAGE, COMMITTEE_PAGE } from '../world/arrive.ts';
import { violations } from '../world/axe.ts';
import type { Desk } from '../world/browser.ts';
import { keepPicture } from '../world/keep-picture.ts';
import { fillByKeyboard, Keyboard } from '../world/keyboard.ts';
import { openOwnPage, signOut } from '../world/own-page.ts';
import { dockBox, shellTree, tabContrast } from '../world/shell-seen.ts';
import {
  CASE_NUMBER,
  fillEntry,
  openPanel,
  panelSays,
  pressToSign,
  signInToLiuhen,
  signInToTrialSystem,
} from '../world/story.ts';
import { PEOPLE, startWorld, type World } from '../world/world.ts';

describe('for everybody', () => {
  let world: World;
  let desk: Desk;
  let page: Page;
  let panel: Frame;

  beforeAll(async () => {
    world = await startWorld();
    desk = await world.desk(PEOPLE.handling);
    page = await desk.context.newPage();
  });
  afterAll(() => world?.close());

  type Somebody = (typeof PEOPLE)[keyof typeof PEOPLE];
  /** Another person sits down at the same computer. */
  async function sitDown(person: Somebody, path: string): Promise<void> {
    await signOut(desk);
    await page.context().clearCookies();
    await signInToTrialSystem(page, world.trial.url, person.account);
    await page.goto(world.trial.url + path);
    panel = await openPanel(page);
    await signInToLiuhen({ ...desk, person }, panel);
    await panelSays(page, person.name);
  }
  async function reload(): Promise<void> {
    await page.reload();
    panel = await openPanel(page);
  }
  const press = (name: string | RegExp) => pressToSign(panel, name);

  const pushedSideways = (): Promise<boolean> =>
    panel.evaluate(() => {
      const { scrollWidth, clientWidth } = document.documentElement;
      if (clientWidth < 300 || clientWidth > 360) throw new Error(`the panel is ${clientWidth} wide`);
      return scrollWidth > clientWidth;
    });
  /** axe, the shell's contrast, and the width at usual and at large type, on the screen that is open now. */
  async function expectGoodScreen(name: string): Promise<void> {
    keepPicture(name, await page.screenshot());
    expect(await violations(panel), name).toEqual([]);
    expect(await tabContrast(page), name).toBeGreaterThanOrEqual(4.5);
    expect(await pushedSideways(), name).toBe(false);
    const large = panel.getByRole('button', { name: '大字' });
    await large.click();
    await panel.locator('html[data-type=large]').waitFor();
    keepPicture(`${name}, large`, await page.screenshot());
    expect(await pushedSideways(), `${name}, large`).toBe(false);
    expect(await violations(panel), `${name}, large`).toEqual([]);
    await large.click();
    await panel.locator('html:not([data-type])').waitFor();
  }

  it('has no violation before anybody has signed in', async () => {
    await signInToTrialSystem(page, world.trial.url, PEOPLE.panel.account);
    await page.goto(world.trial.url + CASE_PAGE);
    panel = await openPanel(page);
    await panelSays(page, '请先登录');
    await expectGoodScreen('signed out');
    for (const name of ['popup.html', 'options.html'] as const) {
      const own = await openOwnPage(desk, name);
      await own.getByRole('button', { name: name === 'popup.html' ? '登录' : '保存', exact: true }).waitFor();
      expect(await violations(own), name).toEqual([]);
      await own.close();
    }
  });

  it('gives the shell its roles, names and states', async () => {
    const tree = await shellTree(page);
    expect(tree.filter(({ role }) => role === 'region').map(({ name }) => name)).toEqual(['留痕']);
    const buttons = tree.filter(({ role }) => role === 'button');
    expect(buttons.map(({ name }) => name)).toEqual([
      expect.stringContaining('未登录'),
      expect.stringContaining('移动面板'),
    ]);
    expect(buttons[0]?.expanded).toBe(true);
    expect(tree.filter(({ role }) => role === 'Iframe').map(({ name }) => name)).toEqual(['留痕']);
    expect(tree.some(({ role }) => role === 'status')).toBe(true);
  });

  it('lets a nil declaration be signed by three presses of a key, and the focus be seen', async () => {
    await signInToLiuhen({ ...desk, person: PEOPLE.panel }, panel);
    await panelSays(page, '需要您声明一次');
    await page.bringToFront();
    await page.locator('#tqForm input[name=reason]').focus();
    const keyboard = new Keyboard(page, panel);
    await keyboard.tabTo(({ words }) => words.startsWith('声明无上述情形'));
    await keyboard.activate('Enter');
    await panel.getByRole('heading', { name: '声明无上述情形' }).waitFor();
    await keyboard.tabTo(({ words }) => words.includes('以上四项均属实'));
    await keyboard.activate('Space');
    await keyboard.tabTo(({ words }) => words === '签名提交');
    await keyboard.activate('Enter');
    await panel.getByText(/已声明，第 \d+ 号/).waitFor();
    expect(keyboard.activations).toBe(3);
    expect(keyboard.unseen).toEqual([]);
  });

  it('lets an entry be filled in and signed by keyboard, and lets the focus go', async () => {
    const keyboard = new Keyboard(page, panel);
    await keyboard.tabTo(({ words }) => words === '返回');
    await keyboard.activate('Enter');
    await panel.getByText(/您已声明/).waitFor();
    await keyboard.tabTo(({ words }) => words === '记录一条');
    await keyboard.activate('Enter');
    await panel.getByRole('textbox', { name: /^具体内容/ }).waitFor();
    await fillByKeyboard(keyboard);
    await panel.getByText('都填好了').waitFor();
    await keyboard.activate('Enter');
    await panel.getByText(/已记录，第 \d+ 号/).waitFor();

    // Out of the panel at its end and at its beginning, to the page's own controls.
    await keyboard.tabTo(({ at }) => at === 'page');
    await keyboard.tabTo(({ at }) => at === 'panel', 'Shift+Tab');
    await keyboard.tabTo(({ at }) => at === 'shell', 'Shift+Tab');
    await keyboard.tabTo(({ at }) => at === 'page', 'Shift+Tab');
    expect(await page.evaluate(() => document.activeElement?.closest('body') !== null)).toBe(true);
    expect(keyboard.unseen).toEqual([]);
  });

  it('has no violation on the screens of a case', async () => {
    await sitDown(PEOPLE.handling, CASE_PAGE);
    await panelSays(page, '需要您声明一次');
    await expectGoodScreen('due');
    await page.getByRole('button', { name: '提请审判委员会' }).click();
    await panelSays(page, '提请审判委员会已停住');
    await expectGoodScreen('held');
    await press(/声明无上述情形/);
    await expectGoodScreen('nil');
    await press('返回');
    await press(/记录一条/);
    await expectGoodScreen('entry, empty');
    await press('签名提交');
    await panel.locator('.error').first().waitFor();
    await expectGoodScreen('entry, with errors');
    await fillEntry(panel, `一段很长而没有空格的话${'啊'.repeat(300)}${'w'.repeat(200)}`);
    await panel.locator('input[type=file]').setInputFiles({
      name: `${'很长的文件名'.repeat(12)}.txt`,
      mimeType: 'text/plain',
      buffer: Buffer.from('1'),
    });
    await panel.getByText(/已加入/).waitFor();
    await panel.getByRole('checkbox', { name: /以上内容如实、全面/ }).check();
    await expectGoodScreen('entry, filled');
    await expectFits150();
    await press('签名提交');
    await panel.getByText(/已记录，第 \d+ 号/).waitFor();
    await expectGoodScreen('entry, filed');
    await (await world.court.as(PEOPLE.presiding.account)).file('nil-declaration', nil());
    await reload();
    await panelSays(page, '都已声明，请把一案一表入卷');
    await press('一案一表入卷');
    await panel.getByText('都齐了，可以提请').waitFor({ timeout: 30_000 });
    await expectGoodScreen('sheet filed');
    await page.getByRole('button', { name: '提请审判委员会' }).click();
    await page.locator('#tqzt', { hasText: '已提请审判委员会' }).waitFor();
    panel = await openPanel(page);
    const popup = await openOwnPage(desk);
    await popup.getByText('外部过问').or(popup.getByText(CASE_NUMBER)).first().waitFor();
    expect(await violations(popup), 'popup').toEqual([]);
    await popup.close();
  });

  /** The browser's own zoom: the page then has two thirds of its width, the panel keeps its own. */
  async function zoom(factor: number): Promise<void> {
    const worker = await desk.worker();
    await worker.evaluate(
      `chrome.tabs.query({ url: '${world.trial.url}/*' })
         .then((tabs) => Promise.all(tabs.map(({ id }) => chrome.tabs.setZoom(id, ${factor}))))`,
    );
    await panel.waitForFunction((ratio) => devicePixelRatio === ratio, factor);
  }
  async function expectFits150(): Promise<void> {
    await zoom(1.5);
    expect(await page.evaluate(() => innerWidth)).toBeLessThan(920);
    expect(await pushedSideways()).toBe(false);
    const dock = await dockBox(page);
    expect(dock.x).toBeGreaterThanOrEqual(0);
    expect(dock.y).toBeGreaterThanOrEqual(0);
    await zoom(1);
  }

  it('moves nothing for who wants no motion', async () => {
    const moving = () =>
      panel.evaluate(() =>
        [...document.querySelectorAll('*')].flatMap((element) => {
          const { transitionDuration, animationName, animationDuration } = getComputedStyle(element);
          const longest = Math.max(...transitionDuration.split(',').map((part) => Number.parseFloat(part)));
          if (longest === 0 && animationName === 'none') return [];
          return [
            { longest, animation: animationName === 'none' ? 0 : Number.parseFloat(animationDuration) },
          ];
        }),
      );
    const usual = await moving();
    expect(usual.length).toBeGreaterThan(0);
    for (const { longest, animation } of usual)
      expect(Math.max(longest, animation)).toBeLessThanOrEqual(0.15);
    await page.emulateMedia({ reducedMotion: 'reduce' });
    await panel.waitForFunction(() => matchMedia('(prefers-reduced-motion: reduce)').matches);
    expect(await moving()).toEqual([]);
    await page.emulateMedia({ reducedMotion: null });
  });

  it('has no violation while the sidecar is away', async () => {
    await world.court.stop();
    await reload();
    await panelSays(page, '现在连不上服务器');
    await expectGoodScreen('offline');
    await world.court.restart();
  });

  it('has no violation on the screens of a meeting', async () => {
    await sitDown(PEOPLE.member, COMMITTEE_PAGE);
    await panelSays(page, '本次会议的案件');
    await expectGoodScreen('brief, list');
    await panel.getByRole('button', { name: CASE_NUMBER }).click();
    await panel.getByText('您本人是否需要回避？').waitFor();
    await expectGoodScreen('brief');
    await expectFits150();
    await press('申请回避');
    await panel.getByLabel('回避理由').fill('与被告代理人马晓东系近亲属。');
    await expectGoodScreen('brief, reason');
    await press('签名提交');
    await panel.getByText('已记录：您申请回避').waitFor();
    await expectGoodScreen('brief, recused');
    await press('返回列表');
    // The list says the state of each case, how many entries it has, and the member's own answer.
    const row = panel.getByRole('button', { name: CASE_NUMBER });
    for (const words of ['齐', '有记录 2', '已申请回避'])
      await row.getByText(words, { exact: true }).waitFor();
    const cases = panel.locator('ul.agenda li');
    expect(await cases.count()).toBeGreaterThan(1);
    expect(await cases.locator('.badge').count()).toBe(await cases.count());
    keepPicture('brief-list-marked', await page.screenshot());
  });
});
