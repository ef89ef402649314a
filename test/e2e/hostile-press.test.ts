/**
 * Must-show: a page cannot have somebody press our button who means something else, by covering the panel, making it
 * tiny, showing or moving it at the last moment, or turning the keys to it. Overlays are first seen to work on a panel
 * without our guard; of every other attack it is seen that its press has met our button. On the same page, right after,
 * the person signs as always.
 */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { CASE_PAGE, until } from '../world/arrive.ts';
import { violations } from '../world/axe.ts';
import { type HostileWorld, middle, SIGN, startHostileWorld } from '../world/hostile-world.ts';
import { keepPicture } from '../world/keep-picture.ts';
import { lift, OVERLAYS, untilSeen } from '../world/overlays.ts';
import { dockBox } from '../world/shell-seen.ts';
import { CASE_NUMBER, openPanel } from '../world/story.ts';

const VIEWPORT = { width: 1366, height: 768 };

describe('a page that would have somebody sign', () => {
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

  const confirmWindow = () =>
    here.desk.context.waitForEvent('page', { predicate: (page) => page.url().includes('/confirm.html') });

  it.each(OVERLAYS)('by $name', async ({ name, lay }) => {
    // On a panel without a guard a click goes through, and signs.
    const weak = await here.desk.context.newPage();
    await weak.goto(`${here.elsewhere.url}${CASE_PAGE}?hostility=weak`);
    const weakDock = { x: 1006, y: 31, width: 360, height: 700 };
    const weakButton = { x: 1018, y: 501, width: 90, height: 32 };
    await lay(weak, weakDock, weakButton);
    const signed = () => here.elsewhere.arrived.filter((request) => request === 'POST /weak-signed').length;
    const before = signed();
    await until(
      async () => {
        await weak.mouse.click(...middle(weakButton));
        return signed();
      },
      (count) => count > before,
      'the unguarded panel',
    );
    await weak.close();

    const page = await visit();
    const { panel, button } = await openNil(page);
    await lay(page, await dockBox(page), button);
    await untilSeen(panel, false);
    keepPicture(`overlay, ${name}`, await page.screenshot());
    const had = acts();
    // The click goes through to our button, and what it comes to is a question in a window of our own.
    const confirm = await until(
      async () => {
        await page.mouse.click(...middle(button));
        return here.desk.context.pages().find((one) => one.url().includes('/confirm.html'));
      },
      (window) => window !== undefined,
      'the window',
    );
    if (!confirm) throw new Error('no window');
    await confirm.getByRole('heading', { name: '请确认签名' }).waitFor();
    expect(acts()).toEqual(had);
    await confirm.close();
    await panel.getByText('没有签名：确认窗口已关闭').waitFor();
    expect(acts()).toEqual(had);

    await lift(page);
    await untilSeen(panel, true);
    await signsAsAlways(panel);
    await page.close();
  });

  it('but a person who is covered signs in a window of our own, which shows all of it', async () => {
    const page = await visit();
    const { panel, button } = await openNil(page);
    await OVERLAYS[1]?.lay(page, await dockBox(page), button);
    await untilSeen(panel, false);
    const opened = confirmWindow();
    await page.mouse.click(...middle(button));
    const confirm = await opened;
    await confirm.getByText(`李明华 就 ${CASE_NUMBER} 签名`).waitFor();
    expect(await confirm.locator('dl > div').count()).toBe(4);
    keepPicture('confirm-page', await page.screenshot());
    await confirm.setViewportSize({ width: 520, height: 720 });
    keepPicture('confirm', await confirm.screenshot());
    expect(await violations(confirm)).toEqual([]);
    const had = acts();
    await confirm.getByRole('button', { name: SIGN }).click();
    await confirm.getByText(/已签名，第 \d+ 号/).waitFor();
    keepPicture('confirm-signed', await confirm.screenshot());
    await panel.getByText(/已声明，第 \d+ 号/).waitFor();
    expect(acts()).toEqual({ ...had, 'nil-declaration': (had['nil-declaration'] ?? 0) + 1 });
    // Whoever opens its address later finds nothing there.
    await confirm.reload();
    await confirm.getByText('这里没有等您确认的签名').waitFor();
    await confirm.close();
    await page.close();
  });

  it('by making it too small to be read', async () => {
    const page = await visit();
    const { panel } = await openNil(page);
    await page.evaluate(() => document.documentElement.setAttribute('style', 'zoom:.3'));
    await until(
      () => panel.evaluate(() => devicePixelRatio),
      (ratio) => ratio < 0.31,
      'the zoom',
    );
    await untilSeen(panel, true);
    const had = acts();
    const opened = confirmWindow();
    await panel.getByRole('button', { name: SIGN }).focus();
    await page.keyboard.press('Enter');
    await (await opened).close();
    await panel.getByText('没有签名：确认窗口已关闭').waitFor();
    expect(acts()).toEqual(had);
    await page.evaluate(() => document.documentElement.removeAttribute('style'));
    await untilSeen(panel, true);
    await signsAsAlways(panel);
    await page.close();
  });

  it('by showing it at the last moment', async () => {
    const page = await visit();
    const { panel, button } = await openNil(page);
    await OVERLAYS[0]?.lay(page, await dockBox(page), button);
    await untilSeen(panel, false);
    await page.mouse.move(...middle(button));
    const had = acts();
    // The page hears the pointer go down nowhere; the best it can do is to guess when.
    await lift(page);
    await page.mouse.down();
    await page.mouse.up();
    // Either it was known to be uncovered, for too short a time, or not yet.
    const again = panel.getByText('为防误触，请再按一次');
    const window = () => here.desk.context.pages().find((one) => one.url().includes('/confirm.html'));
    await until(
      async () => window() !== undefined || (await again.isVisible()),
      (asked) => asked,
      'a question',
    );
    expect(acts()).toEqual(had);
    await window()?.close();
    await panel.getByRole('button', { name: SIGN }).waitFor();
    await untilSeen(panel, true);
    await signsAsAlways(panel);
    await page.close();
  });

  it('by bringing it under the pointer at the last moment', async () => {
    const page = await visit();
    const { panel, button } = await openNil(page);
    const [x, y] = middle(button);
    await page.setViewportSize({ width: VIEWPORT.width + 400, height: VIEWPORT.height });
    await until(
      () => dockBox(page),
      (dock) => dock.x > VIEWPORT.width,
      'the dock at the wider edge',
    );
    await page.mouse.move(x, y);
    const had = acts();
    await page.setViewportSize(VIEWPORT);
    await until(
      () => dockBox(page),
      (dock) => dock.x < x,
      'the dock under the pointer',
    );
    await page.mouse.down();
    await page.mouse.up();
    // It was our button that the click met.
    await panel.getByText('为防误触，请再按一次').waitFor();
    expect(acts()).toEqual(had);
    keepPicture('press-again', await page.screenshot());
    // The same, once more, by somebody who has had it before their eyes.
    await panel.locator('button:not([aria-disabled])', { hasText: SIGN }).waitFor();
    await page.mouse.down();
    await page.mouse.up();
    await panel.getByText(/已声明，第 \d+ 号/).waitFor();
    expect(acts()).toEqual({ ...had, 'nil-declaration': (had['nil-declaration'] ?? 0) + 1 });
    await page.close();
  });

  it('by being there when a click that was meant for the page comes with the pointer', async () => {
    const page = await visit();
    const panel = await openPanel(page);
    // By keyboard: the pointer has never been over the panel.
    await panel.getByRole('button', { name: /声明无上述情形/ }).press('Enter');
    await panel.getByRole('checkbox', { name: /以上四项均属实/ }).press('Space');
    await panel.locator('button:not([aria-disabled])', { hasText: SIGN }).waitFor();
    const box = await panel.getByRole('button', { name: SIGN }).boundingBox();
    if (!box) throw new Error('no button');
    const had = acts();
    await page.mouse.click(...middle(box));
    await panel.getByText('为防误触，请再按一次').waitFor();
    expect(acts()).toEqual(had);
    await signsAsAlways(panel);
    await page.close();
  });

  it('by moving it about: only the window’s own size does', async () => {
    const page = await visit();
    await openNil(page);
    const there = await dockBox(page);
    const wall = () =>
      page.evaluate(() => {
        const control = document.createElement('button');
        control.setAttribute('style', 'position:fixed;right:100px;top:60px;width:40px;height:40px');
        document.body.append(control);
        window.dispatchEvent(new Event('resize'));
        window.dispatchEvent(new UIEvent('resize', { bubbles: true }));
      });
    await wall();
    expect(await dockBox(page)).toEqual(there);
    await page.setViewportSize({ ...VIEWPORT, height: VIEWPORT.height - 1 });
    // So it would have been moved, had it heard.
    await until(
      () => dockBox(page),
      (dock) => dock.y > there.y,
      'the dock below the page’s button',
    );
    await page.setViewportSize(VIEWPORT);
    await page.close();
  });

  it('by turning the keys to it under somebody’s fingers', async () => {
    const page = await visit();
    const { panel } = await openNil(page);
    const sign = panel.getByRole('button', { name: SIGN });
    const ready = panel.locator('button:not([aria-disabled])', { hasText: SIGN });
    await sign.focus();
    await page.locator('#tqForm input[name=reason]').click();
    const had = acts();
    // A submission of the page's own brings the focus to our panel, but not to the button where it was.
    await page.locator('form[name=tq_swh] button').click({ noWaitAfter: true });
    await panel.waitForFunction(() => document.hasFocus());
    await panel.evaluate(() =>
      addEventListener('keydown', ({ key }) => document.body.setAttribute('data-key', key)),
    );
    await page.keyboard.press('Enter');
    await panel.locator('[data-key=Enter]').waitFor();
    await ready.waitFor();
    expect(acts()).toEqual(had);

    // A key that was pressed in the page and is held down while the focus is moved, past the half second.
    await page.evaluate(() => {
      const field = document.createElement('textarea');
      field.id = 'typed';
      document.body.append(field);
    });
    await page.locator('#typed').click();
    await page.keyboard.down('Enter');
    await sign.focus();
    await page.keyboard.down('Enter');
    await ready.waitFor();
    await page.keyboard.down('Enter');
    await page.keyboard.up('Enter');
    // Nothing is on its way: it still waits to be signed.
    expect(await sign.count()).toBe(1);
    expect(acts()).toEqual(had);

    // Pressed anew, it is a person's.
    await page.keyboard.press('Enter');
    await panel.getByText(/已声明，第 \d+ 号/).waitFor();
    expect(acts()).toEqual({ ...had, 'nil-declaration': (had['nil-declaration'] ?? 0) + 1 });
    await page.close();
  });
});
