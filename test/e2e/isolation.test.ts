/**
 * Must-show: a hostile page does not change how we look, does not see what is typed, does not press our buttons and
 * does not get rid of us; and we change nothing of a page, and are not there at all where no profile is bound.
 */
import { type Browser, chromium, type Frame, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { arrive, CASE_PAGE, until } from '../world/arrive.ts';
import { chromiumPath, type Desk } from '../world/browser.ts';
import { type HostilePage, type Hostility, startHostilePage } from '../world/hostile-page.ts';
import { keepPicture } from '../world/keep-picture.ts';
import { type Box, difference } from '../world/pixels.ts';
import { dockBox } from '../world/shell-seen.ts';
import { openPanel, panelSays } from '../world/story.ts';
import { PEOPLE, startWorld, type World } from '../world/world.ts';

const VIEWPORT = { width: 1366, height: 768 };
/** Of the points of a picture: what drawing the same thing twice may differ by. */
const SAME = 0.002;

describe('among hostile pages', () => {
  let world: World;
  let hostile: HostilePage;
  let desk: Desk;
  let plain: Browser | undefined;
  let judge: Page;

  beforeAll(async () => {
    hostile = await startHostilePage();
    world = await startWorld({ moreOrigins: [hostile.url] });
    desk = await world.desk(PEOPLE.handling);
    const { page } = await arrive(desk, world);
    const markup = await page.evaluate(() => fetch(location.href).then((answer) => answer.text()));
    hostile.markup = markup.replaceAll('"/static/', `"${world.trial.url}/static/`);
    await page.close();
    judge = await desk.context.newPage();
  });
  afterAll(async () => {
    await plain?.close();
    await world?.close();
    await hostile?.close();
  });

  const addressOf = (hostility: Hostility) => `${hostile.url}${CASE_PAGE}?hostility=${hostility}`;
  async function visit(hostility: Hostility): Promise<{ page: Page; panel: Frame }> {
    const page = await desk.context.newPage();
    await page.goto(addressOf(hostility));
    const panel = await openPanel(page);
    await panelSays(page, '需要您声明一次');
    return { page, panel };
  }
  /** The dock as it is seen, cut to this height, with the pointer away from it. */
  async function dockPicture(page: Page, name: string, height: number): Promise<Buffer> {
    const box = await dockBox(page);
    await page.mouse.move(box.x > 400 ? 5 : 1300, 700);
    const picture = await page.screenshot({ clip: { ...box, height } });
    keepPicture(name, picture);
    return picture;
  }
  /** Presses the shell's tab with the mouse, where it is seen. */
  async function pressTab(page: Page): Promise<void> {
    const box = await dockBox(page);
    await page.mouse.click(box.x + 20, box.y + 18);
  }
  const statements = (): number =>
    world.court.sidecar.store.db
      .prepare<[], { n: number }>(
        `select count(*) as n from log where type in ('entry', 'nil-declaration', 'clearance')`,
      )
      .all()[0]?.n ?? 0;

  it('looks the same under rules made against it', async () => {
    const clean = await visit('clean');
    const styled = await visit('style');
    const boxes: [Box, Box] = [await dockBox(clean.page), await dockBox(styled.page)];
    for (const box of boxes) expect(box).toMatchObject({ width: 360, x: VIEWPORT.width - 360 });
    // The pages leave room of different height; what is below the shorter one's edge cannot be compared.
    const height = Math.floor(Math.min(...boxes.map((box) => box.height))) - 2;
    expect(height).toBeGreaterThan(300);
    const open = [
      await dockPicture(clean.page, 'dock-clean', height),
      await dockPicture(styled.page, 'dock-hostile', height),
    ] as const;
    keepPicture('page-hostile', await styled.page.screenshot());
    keepPicture('page-clean', await clean.page.screenshot());
    expect(await difference(judge, ...open)).toBeLessThan(SAME);

    for (const { page } of [clean, styled]) {
      await pressTab(page);
      await until(
        () => dockBox(page),
        (box) => box.width === 40,
        'the folded tab',
      );
    }
    const folded = [
      await dockPicture(clean.page, 'tab-clean', 144),
      await dockPicture(styled.page, 'tab-hostile', 144),
    ] as const;
    expect(await difference(judge, ...folded)).toBeLessThan(SAME);
    // A difference would be seen: the open dock is not the folded tab on another page.
    expect(await difference(judge, open[0], folded[0])).toBe(1);
    await clean.page.close();
    await styled.page.close();
  });

  it('changes nothing of the page beside the dock', async () => {
    plain = await chromium.launch({
      executablePath: chromiumPath(),
      args: ['--no-sandbox', '--disable-gpu'],
    });
    const without = await plain.newPage({ viewport: VIEWPORT, locale: 'zh-CN' });
    await without.goto(addressOf('clean'));
    const { page } = await visit('clean');
    await page.mouse.move(5, 700);
    await without.mouse.move(5, 700);
    const pictures = [await without.screenshot(), await page.screenshot()] as const;
    keepPicture('page-without', pictures[0]);
    const dock = await dockBox(page);
    // The dock's shadow reaches a few points beyond its box.
    const blank = { x: dock.x - 6, y: dock.y - 6, width: dock.width + 6, height: dock.height + 12 };
    expect(await difference(judge, ...pictures, blank)).toBeLessThan(0.0005);
    expect(await difference(judge, ...pictures)).toBeGreaterThan(0.01);
    const markup = (on: Page) =>
      on.evaluate(() => {
        const whole = document.documentElement.cloneNode(true) as HTMLElement;
        for (const shell of whole.querySelectorAll(':scope > liuhen-shell')) shell.remove();
        return whole.outerHTML;
      });
    expect(await markup(page)).toBe(await markup(without));
    await page.close();
  });

  it('lets the page’s scripts see nothing of the panel', async () => {
    const { page, panel } = await visit('script');
    await panel
      .getByRole('button', { name: /记录一条/ })
      .first()
      .click();
    await panel.getByRole('textbox', { name: /^具体内容/ }).click();
    await page.keyboard.type('qx7 机密');
    expect(await panel.getByRole('textbox', { name: /^具体内容/ }).inputValue()).toBe('qx7 机密');
    const keys = () => page.evaluate('spied.keys') as Promise<string[]>;
    expect(await keys()).toEqual([]);
    // The page does hear what is typed into its own field.
    await page.locator('#tqForm input[name=reason]').click();
    await page.keyboard.type('q');
    expect(await keys()).toContain('q');

    const found = await page.evaluate(async (address) => {
      const shell = document.querySelector('liuhen-shell');
      const forged = document.createElement('iframe');
      forged.src = `${address}/panel.html#forged`;
      const settled = new Promise((done) => {
        forged.onload = done;
        forged.onerror = done;
      });
      document.body.append(forged);
      await settled;
      let inside: string;
      try {
        inside = forged.contentWindow?.document.title ?? 'nothing';
      } catch {
        inside = 'refused';
      }
      const world = globalThis as unknown as { chrome?: { runtime?: { sendMessage?: unknown } } };
      return {
        shells: document.querySelectorAll('liuhen-shell').length,
        root: shell?.shadowRoot ?? null,
        inside,
        // The forged frame is the only one the page can count.
        frames: window.length,
        traces: performance.getEntries().filter(({ name }) => name.includes('extension:')).length,
        runtime: typeof world.chrome?.runtime?.sendMessage,
      };
    }, desk.origin);
    expect(found).toEqual({
      shells: 1,
      root: null,
      inside: 'refused',
      frames: 1,
      traces: 0,
      runtime: 'undefined',
    });
    const loaded = page.frames().filter((frame) => frame.url().includes('panel.html'));
    expect(
      loaded.filter((frame) => frame.url().endsWith('#forged')),
      'the forged panel',
    ).toEqual([]);
    expect(await page.evaluate('spied.roots')).toBe(0);
    await page.close();
  });

  it('takes no orders from the page’s scripts', async () => {
    const { page, panel } = await visit('script');
    await panel.getByRole('button', { name: /声明无上述情形/ }).click();
    await panel.getByRole('checkbox', { name: /以上四项均属实/ }).check();
    const box = await dockBox(page);
    await page.evaluate(({ x, y, width, height }) => {
      const shell = document.querySelector('liuhen-shell') as HTMLElement;
      const points = [shell];
      for (let down = 10; down < height; down += 20) {
        const hit = document.elementFromPoint(x + width / 3, y + down);
        if (hit) points.push(hit as HTMLElement);
      }
      for (const target of points) {
        target.click();
        target.focus();
        for (const type of ['pointerdown', 'mousedown', 'pointerup', 'mouseup', 'click', 'submit', 'change'])
          target.dispatchEvent(new MouseEvent(type, { bubbles: true, composed: true }));
        for (const key of ['Enter', ' ', 'Tab'])
          target.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, composed: true }));
      }
      for (const message of [
        { call: 'signOut', args: [] },
        { changed: 'session' },
        { pageCall: 'shell', args: [{ mood: 'clear', count: 0 }] },
      ])
        window.postMessage(message, '*');
      document.dispatchEvent(new Event('liuhen:takeover'));
      for (const form of document.querySelectorAll<HTMLFormElement>('form[action$="/submission"]')) {
        form.requestSubmit();
        form.querySelector('button')?.click();
      }
      void fetch(`/api${location.pathname}/submissions`, { method: 'POST' }).catch(() => {});
    }, box);
    // The page's submission was held, and the panel says so: all that came before it had its turn as well.
    await page.waitForFunction('spied.messages.length >= 3');
    await panel.getByRole('button', { name: '返回' }).click();
    await panelSays(page, /提请(专业法官会议|审判委员会)已停住/);
    expect(hostile.arrived).toEqual([]);
    expect(statements()).toBe(0);
    expect(await panel.getByText('李明华 ·').count()).toBe(1);
    await page.close();
  });

  it('comes back once when it is removed, with what was typed', async () => {
    const { page, panel } = await visit('script');
    await panel
      .getByRole('button', { name: /记录一条/ })
      .first()
      .click();
    const text = (on: Frame) => on.getByRole('textbox', { name: /^具体内容/ });
    await text(panel).fill('被移除之前写的');
    await panel.getByText('草稿已存在本机').waitFor();
    const shells = () => page.locator('liuhen-shell').count();
    await page.evaluate(() => document.querySelector('liuhen-shell')?.remove());
    await until(shells, (count) => count === 1, 'the shell');
    const again = await openPanel(page);
    await again
      .getByRole('button', { name: /记录一条/ })
      .first()
      .click();
    await text(again).waitFor();
    expect(await text(again).inputValue()).toBe('被移除之前写的');
    expect(await shells()).toBe(1);
    await page.close();
  });

  it('is there again when a person loads its frame anew', async () => {
    const { page, panel } = await visit('clean');
    await panel.evaluate('location.reload()').catch(() => undefined);
    // Loaded with a nonce that is used up it would stay empty; it is given another.
    await until(
      () =>
        page.frames().filter((frame) => frame.url().includes('/panel.html') && frame.url() !== panel.url()),
      (others) => others.length === 1,
      'another frame',
    );
    await panelSays(page, '需要您声明一次');
    await page.close();
  });

  it('holds the submission also where the page wipes it away for good', async () => {
    const page = await desk.context.newPage();
    await page.goto(addressOf('wiping'));
    // It gives up after a while rather than freeze the page.
    await until(
      () => page.evaluate('wiped') as Promise<number>,
      (times) => times >= 20,
      'wiped',
    );
    await until(
      () => page.locator('liuhen-shell').count(),
      (count) => count === 0,
      'the shell',
    );
    const stopped = page.waitForEvent('requestfailed', {
      predicate: (request) => request.method() === 'POST',
    });
    await page.getByRole('button', { name: '提请审判委员会' }).click();
    await page.evaluate(() =>
      fetch(`/api${location.pathname}/submissions`, { method: 'POST' }).catch(() => undefined),
    );
    expect((await stopped).failure()?.errorText).toBe('net::ERR_BLOCKED_BY_CLIENT');
    expect(hostile.arrived).toEqual([]);
    await page.close();
  });

  it('is not there at all on a page no profile is bound to', async () => {
    const other = await startHostilePage();
    other.markup = hostile.markup;
    try {
      const scriptsOf = async (address: string, shells: number): Promise<string[]> => {
        const page = await desk.context.newPage();
        const session = await desk.context.newCDPSession(page);
        const origins: string[] = [];
        session.on('Runtime.executionContextCreated', ({ context }) => origins.push(context.origin));
        await session.send('Runtime.enable');
        await page.goto(address);
        await until(
          () => page.locator('liuhen-shell').count(),
          (count) => count === shells,
          'shells',
        );
        await page.close();
        return origins.filter((origin) => origin.startsWith('chrome-extension:'));
      };
      // Asked in the same way, the same page where it is bound shows a script of ours.
      expect(await scriptsOf(addressOf('clean'), 1)).not.toEqual([]);
      expect(await scriptsOf(`${other.url}${CASE_PAGE}`, 0)).toEqual([]);
    } finally {
      await other.close();
    }
  });
});
