/**
 * Must-show: a judge reports directly from the console, with the sidecar there and away, and the superior court's custodian
 * reads it; the judge's own browser and court keep no word of it. Complaints: who opens and answers, and what the author sees.
 */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { v7 as uuid } from 'uuid';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { REQUEST_UNIT } from '../../shared/direct-report.ts';
import { dataFolder } from '../../sidecar/start.ts';
import { entry } from '../sidecar/examples.ts';
import { importStaff } from '../sidecar/test-court.ts';
import { until } from '../world/arrive.ts';
import { violations } from '../world/axe.ts';
import type { Desk } from '../world/browser.ts';
import { keepPicture } from '../world/keep-picture.ts';
import { filesWith } from '../world/killed-browser.ts';
import { openOwnPage, signOut, storedQueue } from '../world/own-page.ts';
import { STAFF_CSV, SUPERIOR } from '../world/people.ts';
import { signInToLiuhen } from '../world/story.ts';
import { PEOPLE, startWorld, type World } from '../world/world.ts';

const ABOUT = '欧阳铁山（副院长）';
const TEXT = '十一月十八日在电梯里要求把本案改判，身份证411302197001011234，已录音。';
const SECOND = '第二封：断网时写下的直报内容。';
const COMPLAINT = '记录之后被要求调离民一庭，请核实。';
const ANSWER = '已找政治部了解，暂不调整，后续书面答复。';

describe('reporting past one’s own court', () => {
  let world: World;
  let desk: Desk;
  let page: Page;
  let above: Desk;

  beforeAll(async () => {
    world = await startWorld();
    desk = await world.desk(PEOPLE.handling);
  });
  afterAll(() => world?.close());

  type Somebody = (typeof PEOPLE)[keyof typeof PEOPLE];
  async function sitDown(person: Somebody, place: string): Promise<void> {
    if (page) {
      await signOut(desk);
      await page.close();
    }
    page = await desk.context.newPage();
    await page.goto(`${desk.origin}/console.html${place}`);
    await signInToLiuhen({ ...desk, person }, page);
    await page.getByText(`${person.name} ·`).first().waitFor();
  }
  const says = (words: string | RegExp, on = page): Promise<void> => on.getByText(words).first().waitFor();
  const press = (name: string | RegExp): Promise<void> => page.getByRole('button', { name }).first().click();

  /** No violation axe can find, and nothing to be pushed sideways. */
  async function expectGoodView(name: string, on = page): Promise<void> {
    keepPicture(`direct ${name}`, await on.screenshot());
    expect(await violations(on), name).toEqual([]);
    const [wide, shown] = await on.evaluate(() => [
      document.documentElement.scrollWidth,
      document.documentElement.clientWidth,
    ]);
    expect(wide, name).toBeLessThanOrEqual(shown ?? 0);
  }

  /** Fills the form that is on the screen, and sends it. @returns the code to write down */
  async function report(text: string, how: '署名：李明华' | '不署名'): Promise<string> {
    await page.getByRole('textbox', { name: /^情况/ }).fill(text);
    await page.getByText(how, { exact: true }).click();
    await press('加密并提交');
    await says('请抄下查询码');
    return page.locator('.reference-code').innerText();
  }
  const round = async () => {
    const before = received();
    await world.court.sidecar.courier?.round();
    await until(received, (n) => n > before, 'the round has not arrived');
  };
  const received = (): number =>
    world.superior.sidecar.store.db
      .prepare("select count(*) from received where type = 'sealed-envelope'")
      .pluck()
      .get() as number;

  let code: string;

  it('is offered in the console, says who reads it, and leads to what is missing', async () => {
    await sitDown(PEOPLE.handling, '#/mine');
    const link = page.getByRole('link', { name: '直报上级法院' });
    await link.click();
    await page.getByRole('heading', { name: '直报上级法院' }).waitFor();
    await says(`只有${SUPERIOR.name}的督察专员能看到您写的内容。`);
    await says('4 小时以内');
    // No address tells the browser's history that somebody was here.
    expect(page.url()).toBe(`${desk.origin}/console.html#/mine`);
    await expectGoodView('form');
    await press('加密并提交');
    const text = page.getByRole('textbox', { name: /^情况/ });
    expect(await text.evaluate((box) => box === document.activeElement)).toBe(true);
    await text.fill('一');
    await press('加密并提交');
    await says('请选择');
    await expectGoodView('form, unfinished');
  });

  it('is sealed in the browser, sent as any record is, and leaves the page with a code', async () => {
    const asked: { size: number; text: string }[] = [];
    desk.context.on('request', (request) => {
      if (request.method() === 'POST' && request.url().endsWith('/v1/records')) {
        const body = request.postDataBuffer() ?? Buffer.alloc(0);
        asked.push({ size: body.length, text: body.toString('utf8') });
      }
    });
    await page.getByRole('textbox', { name: /^涉及的人/ }).fill(ABOUT);
    code = await report(TEXT, '署名：李明华');
    expect(code).toMatch(/^[2-9A-HJ-NP-Z]{4}-[2-9A-HJ-NP-Z]{4}-[2-9A-HJ-NP-Z]{4}$/);
    await says('已加密提交');
    await expectGoodView('sent');
    expect(asked).toHaveLength(1);
    expect(asked[0]?.size).toBe(REQUEST_UNIT);
    for (const word of [TEXT, ABOUT, code]) expect(asked[0]?.text).not.toContain(word);
    await press('已抄下，离开本页');
    await page.getByRole('heading', { name: '我的记录' }).waitFor();
    await says('还没有记录');
    expect(await page.locator('main').innerText()).not.toMatch(/直报|其他记录/);
  });

  it('is read by the superior’s custodian, with the same code', async () => {
    await round();
    above = await world.desk(PEOPLE.custodian, { sidecarUrl: world.superior.sidecar.url });
    const console = await above.context.newPage();
    await console.goto(`${above.origin}/console.html#/direct-reports`);
    await signInToLiuhen(above, console);
    await console.getByRole('link', { name: '收到的直报' }).waitFor();
    for (const words of [TEXT, code, `涉及：${ABOUT}`, '自称 李明华 · 民一庭 · 1302001，未经核实'])
      await says(words, console);
    await expectGoodView('superior', console);
    await console.close();
  });

  it('is kept sealed while the sidecar is away, looks like anything else that waits, and goes later', async () => {
    await page.getByRole('link', { name: '直报上级法院' }).click();
    await page.getByRole('heading', { name: '直报上级法院' }).waitFor();
    await page.getByRole('textbox', { name: /^情况/ }).waitFor();
    await world.court.stop();
    const second = await report(SECOND, '不署名');
    await says('已加密，存在本机');
    const popup = await openOwnPage(desk);
    const stored = await storedQueue(popup);
    await popup.close();
    expect(stored.rows).toHaveLength(1);
    await press('已抄下，离开本页');
    await says('其他记录');
    await expectGoodView('queue');
    expect(await page.locator('main').innerText()).not.toMatch(/直报/);
    await world.court.restart();
    await press('现在上报');
    await until(
      async () => (await page.locator('main').innerText()).includes('其他记录'),
      (waits) => !waits,
      'the queue',
    );
    await round();
    const console = await above.context.newPage();
    await console.goto(`${above.origin}/console.html#/direct-reports`);
    for (const words of [SECOND, second, '没有署名', TEXT]) await says(words, console);
    await console.close();
  });

  it('leaves no word of it in the browser’s profile or in the court’s files', async () => {
    await signOut(desk);
    await page.close();
    await desk.close();
    const profile = join(world.folder, PEOPLE.handling.account);
    const folder = dataFolder(world.court.config);
    expect(readdirSync(folder).length).toBeGreaterThan(3);
    for (const word of [TEXT, SECOND, ABOUT, '411302197001011234', code]) {
      expect(filesWith(profile, word)).toEqual([]);
      expect(filesWith(folder, word)).toEqual([]);
    }
    // The place that has an address is in the history: the search would find the other.
    expect(filesWith(profile, '#/mine').length).toBeGreaterThan(0);
    expect(filesWith(profile, '#/direct')).toEqual([]);
    desk = await world.desk(PEOPLE.handling, { again: true });
    page = await desk.context.newPage();
    await page.goto(`${desk.origin}/console.html#/mine`);
    await signInToLiuhen(desk, page);
    await says('李明华 ·');
  });

  it('a complaint from an own entry is opened and answered by a custodian, and its author sees both', async () => {
    const judge = await world.court.as(PEOPLE.handling.account);
    expect((await judge.file('entry', entry(), { id: uuid() })).status).toBe(201);
    await page.reload();
    await page.getByRole('row').filter({ hasText: '来电询问' }).getByRole('link').click();
    await page.getByRole('main').getByRole('link', { name: '申诉控告' }).click();
    await page.getByRole('heading', { name: '申诉控告' }).waitFor();
    await says(/与您的记录 豫1302-\d+ 有关/);
    await expectGoodView('complain');
    await page.getByText('密封直报', { exact: false }).first().click();
    await says('加密并提交');
    await expectGoodView('complain, sealed');
    await page.getByText('本院督察专员', { exact: true }).first().click();
    await page.getByRole('combobox', { name: '类别' }).selectOption({ label: '打击报复' });
    await page.getByRole('combobox', { name: /^涉及的人/ }).fill('沈嘉禾');
    await page.getByRole('textbox', { name: /^情况和请求/ }).fill(COMPLAINT);
    await expectGoodView('complain, filled');
    await press('签名提交');
    await says(/已提交，编号 豫1302-\d+/);
    await says('还没有人打开。');
    await expectGoodView('complain, filed');

    await sitDown(PEOPLE.otherCustodian, '#/complaints');
    await says('没有申诉控告。');
    await sitDown(PEOPLE.custodian, '#/complaints');
    await page.getByRole('navigation', { name: '申诉处理' }).getByRole('link').first().click();
    await says('每次打开都会留痕，提出的人看得到');
    expect(await page.locator('main').innerText()).not.toContain(COMPLAINT);
    await press('打开内容（留痕）');
    await says(COMPLAINT);
    await page.getByRole('textbox', { name: '答复内容' }).fill(ANSWER);
    await expectGoodView('complaint, opened');
    await press('签名答复');
    await says(/何清源 .*答复/);

    await sitDown(PEOPLE.handling, '#/complain');
    await says(/打开过：何清源/);
    await says(ANSWER);
    await expectGoodView('complain, answered');
  });

  it('a change of the recorder’s post is shown to custodians', async () => {
    await importStaff(world.court, STAFF_CSV.replace('1302001,李明华,民一庭', '1302001,李明华,研究室'));
    await sitDown(PEOPLE.custodian, '#/complaints');
    await says('部门：民一庭 → 研究室');
    await says('0 天');
    await expectGoodView('complaints, hints');
    await sitDown(PEOPLE.president, '#/complaints');
    await says('没有找到，或者您无权查看。');
    expect(await page.getByRole('link', { name: '申诉处理' }).count()).toBe(0);
  });
});
