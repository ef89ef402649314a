/**
 * Figures in the console: the whole court's to the president, one department's to its administrator and head; zero, small and
 * large ones; nothing for anybody else. In the first month there are none yet.
 */
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { monthOf, monthsBefore } from '../../shared/calendar.ts';
import { entry, reading } from '../sidecar/examples.ts';
import { violations } from '../world/axe.ts';
import type { Desk } from '../world/browser.ts';
import { keepPicture } from '../world/keep-picture.ts';
import { callFrom, openOwnPage, signOut } from '../world/own-page.ts';
import { signInToLiuhen } from '../world/story.ts';
import { PEOPLE, startWorld, type World } from '../world/world.ts';

const monthWords = (month: string): string => month.replace(/^(\d+)-0?(\d+)$/, '$1年$2月');

describe('figures in the console', () => {
  let world: World;
  let desk: Desk;
  let page: Page;
  const [last = '', before = ''] = monthsBefore(monthOf(new Date().toISOString()), 2);
  let now = () => Date.parse(`${before}-10T02:00:00.000Z`);

  beforeAll(async () => {
    world = await startWorld({ clock: () => now() });
    const started = Date.now();
    const begin = Date.parse(`${last}-10T02:00:00.000Z`);
    now = () => begin + (Date.now() - started);
    await world.court.restart();
    const file = async (account: string, times: number, changes: Parameters<typeof entry>[0] = {}) => {
      const client = await world.court.as(account);
      for (let time = 0; time < times; time += 1) {
        const occurredAt = new Date(now() - 3_600_000).toISOString();
        const { caseNumber: _, stage: __, ...body } = entry({ ...changes, occurredAt });
        const answer = await client.file('entry', body);
        expect(answer.status, await answer.clone().text()).toBe(201);
      }
    };
    expect((await (await world.court.as('limh')).file('case-reading', reading())).status).toBe(201);
    for (const account of ['limh', 'wangxl', 'zhaogq']) await file(account, 41);
    await file('zhouyt', 2, { kind: 'internal', conduct: ['INT-4'] });
    for (const account of ['heqy', 'shenjh', 'hanmo'])
      await file(account, 1, { kind: 'contact', conduct: ['CON-9'] });
    await file('liujie', 1);
    now = Date.now;
    await world.court.restart();
    desk = await world.desk(PEOPLE.president);
    page = await desk.context.newPage();
    await page.setViewportSize({ width: 1366, height: 768 });
  });
  afterAll(() => world?.close());

  type Somebody = (typeof PEOPLE)[keyof typeof PEOPLE];
  async function sitDown(person: Somebody, first = false): Promise<void> {
    if (!first) await signOut(desk);
    await page.goto(`${desk.origin}/console.html#/mine`);
    await page.reload();
    await signInToLiuhen({ ...desk, person }, page);
    await page.getByText(`${person.name} ·`).first().waitFor();
  }
  async function expectGoodView(name: string): Promise<void> {
    keepPicture(`counts ${name}`, await page.screenshot());
    expect(await violations(page), name).toEqual([]);
    const wide = await page.evaluate(() => {
      const { scrollWidth, clientWidth } = document.documentElement;
      return scrollWidth - clientWidth;
    });
    expect(wide, name).toBeLessThanOrEqual(0);
  }
  const row = async (name: string): Promise<string[]> =>
    await page
      .getByRole('row')
      .filter({ has: page.getByRole('rowheader', { name }) })
      .getByRole('cell')
      .allInnerTexts();

  it('shows the president the whole court, with small figures held back', async () => {
    await sitDown(PEOPLE.president, true);
    await page.getByRole('link', { name: '统计' }).click();
    await page.getByRole('table', { name: monthWords(last) }).waitFor();
    expect(await row('全院')).toEqual(['至少 124', '至少 1', '3', '0', '至少 8']);
    expect(await row('民一庭')).toEqual(['123', '少于3人', '0', '0', '4']);
    expect(await row('督察室')).toEqual(['0', '0', '3', '0', '3']);
    expect(await row('人少的部门合计（信息中心、审管办、民二庭、立案庭、行政庭）')).toEqual([
      '少于3人',
      '0',
      '0',
      '0',
      '少于3人',
    ]);
    await expectGoodView('of the court');
    await page.getByRole('combobox', { name: '月份' }).selectOption({ label: monthWords(before) });
    await page.getByRole('table', { name: monthWords(before) }).waitFor();
    expect(await row('全院')).toEqual(Array(5).fill('0'));
    await expectGoodView('of the court, zeros');
    await page.evaluate(() => {
      document.documentElement.dataset.type = 'large';
    });
    await expectGoodView('of the court, large type');
  });

  it.each([PEOPLE.departmentAdministrator, PEOPLE.presiding])(
    'shows $name the own department, month by month',
    async (person) => {
      await sitDown(person);
      await page.getByRole('link', { name: '统计' }).click();
      await page.getByRole('table', { name: '民一庭' }).waitFor();
      expect(await row(monthWords(last))).toEqual(['123', '少于3人', '0', '0', '4']);
      expect(await row(monthWords(before))).toEqual(Array(5).fill('0'));
      expect(await page.getByText('督察室').count()).toBe(0);
      await expectGoodView(`of the department, ${person.account}`);
      const popup = await openOwnPage(desk);
      await popup.getByRole('button', { name: '统计' }).waitFor();
      await popup.close();
    },
  );

  it('shows nobody else that there is such a place', async () => {
    await sitDown(PEOPLE.it);
    await page.getByRole('link', { name: '我的记录' }).first().waitFor();
    expect(await page.getByRole('link', { name: '统计' }).count()).toBe(0);
    await page.goto(`${desk.origin}/console.html#/counts`);
    await page.getByText('没有找到，或者您无权查看').waitFor();
    const popup = await openOwnPage(desk);
    await popup.getByRole('button', { name: '我的记录' }).waitFor();
    expect(await popup.getByRole('button', { name: '统计' }).count()).toBe(0);
    expect(await callFrom(popup, 'counts')).toMatchObject({ ok: false, problem: { code: 'not-found' } });
    await popup.close();
  });
});
