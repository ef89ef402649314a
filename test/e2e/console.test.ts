/**
 * Must-show: a late contact is marked and shown to its author (T9); an entry is filed by a typed case number when the
 * page cannot be read (T22); the custodians' screening, from the opening that leaves a trace to the return for
 * completion; who is no custodian sees nothing of it.
 */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { Page } from 'playwright-core';
import { v7 as uuid } from 'uuid';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { OwnEntry } from '../../shared/api.ts';
import { contactDueAt } from '../../shared/deadline.ts';
import { NATIONAL_POLICY } from '../../shared/policy.ts';
import type { EntryBody } from '../../shared/records/entry.ts';
import { entry } from '../sidecar/examples.ts';
import type { Client } from '../sidecar/test-court.ts';
import { CASE_PAGE, until } from '../world/arrive.ts';
import { violations } from '../world/axe.ts';
import type { Desk } from '../world/browser.ts';
import { keepPicture } from '../world/keep-picture.ts';
import { callFrom, openOwnPage, signOut } from '../world/own-page.ts';
import { CASE_NUMBER, fillEntry, signInToLiuhen, signInToTrialSystem } from '../world/story.ts';
import { PEOPLE, startWorld, type World } from '../world/world.ts';

const DAY = 86_400_000;
const LATE = '饭局上偶遇被告代理人，问到案件进展，没有回答。';
const LATE_REASON = '当时在外地出差，回来即补报。';
const CALLED = '来电打听合议庭成员，未予答复。';
const REASON = '偶遇，未谈案情，记录人已拒绝。';
/** One point, drawn. */
const PICTURE = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);
const NOTE = '请写明来电的大致时间和对方的原话。';

/** A Wednesday ten in the morning, Beijing time, not in the past, on which the contact of Saturday is due since Tuesday. */
function dayFour(): { now: number; saturday: string } {
  const { contactReport, calendar } = NATIONAL_POLICY;
  for (let day = Math.floor(Date.now() / DAY); ; day += 1) {
    const now = day * DAY + 2 * 3_600_000;
    if (new Date(now).getUTCDay() !== 3 || now < Date.now()) continue;
    const saturday = new Date((day - 4) * DAY + 11 * 3_600_000).toISOString();
    const tuesdayEnds = new Date(day * DAY - 8 * 3_600_000 - 1).toISOString();
    // A holiday would move the last day.
    if (contactDueAt(saturday, contactReport, calendar) === tuesdayEnds) return { now, saturday };
  }
}

describe('the console', () => {
  let world: World;
  let desk: Desk;
  let judge: Client;
  let custodian: Client;
  let page: Page;
  const { now, saturday } = dayFour();

  beforeAll(async () => {
    const ahead = now - Date.now();
    world = await startWorld({ clock: () => Date.now() + ahead });
    judge = await world.court.as(PEOPLE.handling.account);
    custodian = await world.court.as(PEOPLE.custodian.account);
    desk = await world.desk(PEOPLE.handling);
  });
  afterAll(() => world?.close());

  /** @returns the id of the entry */
  async function fileEntry(as: Client, body: EntryBody): Promise<string> {
    const id = uuid();
    const at = new Date(now).toISOString();
    expect((await as.file('entry', body, { id, at })).status).toBe(201);
    return id;
  }
  const recentTime = (): string => new Date(now - 3_600_000).toISOString();
  const ownEntry = async (id: string): Promise<OwnEntry | undefined> =>
    (await judge.get<{ entries: OwnEntry[] }>('/v1/entries')).entries.find((one) => one.id === id);

  type Somebody = (typeof PEOPLE)[keyof typeof PEOPLE];
  /** Somebody sits down at the computer and opens the console. */
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
  const goTo = (place: string): Promise<unknown> => page.goto(`${desk.origin}/console.html${place}`);
  const says = (words: string | RegExp): Promise<void> => page.getByText(words).first().waitFor();
  const press = (name: string | RegExp): Promise<void> => page.getByRole('button', { name }).first().click();

  /** No violation axe can find, the viewer's name over it, and nothing to be pushed sideways. */
  async function expectGoodView(name: string): Promise<void> {
    keepPicture(`console ${name}`, await page.screenshot());
    expect(await violations(page), name).toEqual([]);
    const { scrollWidth, clientWidth } = await page.evaluate(() => {
      const { scrollWidth, clientWidth } = document.documentElement;
      return { scrollWidth, clientWidth };
    });
    expect(scrollWidth, name).toBeLessThanOrEqual(clientWidth);
  }

  it('T9: marks a Saturday dinner reported on the fourth day, and shows its author the mark and the reason', async () => {
    await sitDown(PEOPLE.handling, '#/mine');
    await says('还没有记录');
    await expectGoodView('mine, empty');
    const hash = createHash('sha256').update(PICTURE).digest('hex');
    const put = await judge.request('PUT', `/v1/evidence/${hash}`, new Uint8Array(PICTURE), {
      'content-type': 'image/png',
    });
    expect(put.status).toBe(201);
    await fileEntry(
      judge,
      entry({
        kind: 'contact',
        evidence: [{ hash, name: '席位单.png', mediaType: 'image/png', bytes: PICTURE.length }],
        conduct: ['CON-7'],
        occurredAt: saturday,
        place: '某饭店',
        atWorkplace: false,
        workingTime: false,
        manner: 'banquet',
        content: LATE,
        lateReason: LATE_REASON,
      }),
    );
    await page.reload();
    const row = page.getByRole('row').filter({ hasText: LATE.slice(0, 8) });
    await row.getByText(/^迟报（最迟应于 \d\d-\d\d）$/).waitFor();
    await row.getByText('待甄别').waitFor();
    await expectGoodView('mine');
    await row.getByRole('link').click();
    for (const words of [/^迟报（最迟应于/, LATE, LATE_REASON, '李明华记录', CASE_NUMBER]) await says(words);
    expect(await page.locator('[data-watermark]').getAttribute('data-watermark')).toMatch(
      /^李明华 1302001 \d{4}-\d\d-\d\d \d\d:\d\d$/,
    );
    // Bytes come when they are asked for, and no sooner.
    expect(await page.locator('img').count()).toBe(0);
    await press('查看 席位单.png');
    await until(
      () => page.evaluate(() => document.querySelector('img')?.naturalWidth),
      (width) => width === 1,
      'the picture',
    );
    const downloading = page.waitForEvent('download');
    await press('下载 席位单.png');
    const download = await downloading;
    expect(download.suggestedFilename()).toBe('席位单.png');
    expect(readFileSync(await download.path())).toEqual(PICTURE);
    await expectGoodView('own entry');
    for (const act of ['更正', '逐级上报']) {
      await page.getByRole('link', { name: act }).click();
      await page
        .getByRole('heading', { name: new RegExp(act) })
        .first()
        .waitFor();
      await expectGoodView(act);
      await page.goBack();
    }
  });

  it('T22: records by a typed case number while the page of the case cannot be read', async () => {
    const popup = await openOwnPage(desk);
    await popup.getByText('现在没有需要您做的事').waitFor();
    expect(await popup.getByText('暂时读不到案件信息').count()).toBe(0);
    const case22 = await desk.context.newPage();
    await case22.route(`**${CASE_PAGE}`, async (route) => {
      const answer = await route.fetch();
      const changed = (await answer.text()).replace('id="ajxx"', 'id="ajxx_v2"');
      await route.fulfill({ response: answer, body: changed });
    });
    await signInToTrialSystem(case22, world.trial.url, PEOPLE.handling.account);
    await case22.goto(world.trial.url + CASE_PAGE);
    await until(
      () => callFrom(popup, 'drift'),
      (answer) => answer.ok && (answer.value as unknown[]).length === 1,
      'the drift',
      30_000,
    );
    await popup.reload();
    await popup.getByText(/办案系统（审判管理系统）的页面有变动/).waitFor();
    expect(await violations(popup), 'popup').toEqual([]);
    keepPicture('popup drift', await popup.screenshot());

    // The console that is open is shown, and no second one is made.
    await popup.getByRole('button', { name: '手工填写案号记录' }).click();
    await page.waitForURL(/#\/record$/);
    expect(desk.context.pages().filter((one) => one.url().includes('/console.html'))).toHaveLength(1);
    await says('记录一条');
    await page.getByRole('textbox', { name: /案号/ }).fill('(2024) 豫1302民初123号');
    await page.getByRole('combobox', { name: /^诉讼环节/ }).selectOption({ label: '一审' });
    await fillEntry(page.mainFrame(), CALLED);
    await expectGoodView('record');
    await page.getByRole('checkbox', { name: /以上内容如实、全面/ }).check();
    await press('签名提交');
    await says(/已记录，第 \d+ 号/);
    const { entries } = await judge.get<{ entries: OwnEntry[] }>('/v1/entries');
    expect(entries[0]?.entry).toMatchObject({ caseNumber: CASE_NUMBER, content: CALLED });

    // Once the page can be read again, nothing is said any more.
    await case22.unrouteAll();
    await case22.reload();
    await until(
      () => callFrom(page, 'drift'),
      (answer) => answer.ok && (answer.value as unknown[]).length === 0,
      'the drift',
    );
    await case22.close();
  });

  it('lets a custodian open an entry, which leaves a trace, and judge it', async () => {
    await fileEntry(
      custodian,
      entry({ content: '督察专员自己遇到的一件事，已拒绝。', occurredAt: recentTime() }),
    );
    await sitDown(PEOPLE.custodian, '#/screening');
    await says('请在左边选一条');
    await expectGoodView('screening');
    const list = page.getByRole('navigation', { name: '甄别', exact: true });
    const own = list.getByRole('listitem').filter({ hasText: '本人填写' });
    await own.getByText('何清源 · 督察室').waitFor();
    expect(await own.getByRole('link').count()).toBe(0);
    const item = list.getByRole('listitem').filter({ hasText: '迟报' });
    // Nothing of the content before it is opened.
    expect(await page.getByText(LATE).count()).toBe(0);
    await item.getByRole('link').click();
    await says('打开内容会留痕，记录人能看到您于何时查看');
    await expectGoodView('screening, closed');
    expect(await page.getByText(LATE).count()).toBe(0);
    await press('打开并留痕');
    await says(LATE);
    await says('何清源查看了内容');
    await expectGoodView('screening, open');
    // Again within the hour: shown at once, and no second trace.
    await page.reload();
    await says(/^已打开过，至 \d\d:\d\d 有效$/);
    await says(LATE);
    await expectGoodView('screening, open before');
    const opened = await ownEntry(/#\/screening\/(.*)/.exec(page.url())?.[1] ?? '');
    expect(opened?.events.filter(({ type }) => type === 'opening')).toHaveLength(1);

    await press('签名提交');
    await says('请选择一项');
    await page.getByRole('radio', { name: /一般过问/ }).check();
    await page.getByRole('textbox', { name: '理由' }).fill(REASON);
    await press('签名提交');
    await says('已甄别：一般过问');
    expect(await page.getByText(LATE).count()).toBe(0);
    await expectGoodView('screening, judged');
    await list.getByRole('button', { name: '已甄别 1' }).waitFor();
  });

  it('gives an entry back, and takes what was opened from the page at sign-out and when its hour is over', async () => {
    await page.clock.install();
    await goTo('#/screening');
    await page.reload();
    const list = page.getByRole('navigation', { name: '甄别', exact: true });
    await list.getByRole('link').first().click();
    await press('打开并留痕');
    await says(CALLED);
    const reason = page.getByRole('textbox', { name: '理由' });
    await reason.fill('写到一半');
    const id = /#\/screening\/(.*)/.exec(page.url())?.[1] ?? '';
    await until(
      () => callFrom(page, 'loadDraft', `screening:${id}`),
      (answer) => answer.ok && answer.value !== null,
      'the draft',
    );
    await page.clock.fastForward('01:01:00');
    await says('内容已从本页移除');
    expect(await page.getByText(CALLED).count()).toBe(0);

    await press('打开并留痕');
    await says(CALLED);
    await until(
      () => reason.inputValue(),
      (value) => value === '写到一半',
      'what was typed',
    );
    await press('退回补充');
    await page.getByRole('textbox', { name: /补充什么/ }).fill(NOTE);
    await press('签名退回');
    await page.getByRole('heading', { name: '已退回补充' }).waitFor();

    await list.getByRole('button', { name: /^已甄别/ }).click();
    await list.getByRole('link').first().click();
    await says(/^已打开过/);
    await says(REASON);
    await press('退出登录');
    await says('刚才显示的内容已从本页移除');
    for (const words of [REASON, LATE]) expect(await page.getByText(words).count()).toBe(0);
    expect(await page.locator('[data-watermark]').count()).toBe(0);
    await page.close();
    page = await desk.context.newPage();
  });

  it('tells the author who looked and that it was screened, not with which result; and what to complete', async () => {
    await page.goto(`${desk.origin}/console.html#/mine`);
    await signInToLiuhen(desk, page);
    const late = page.getByRole('row').filter({ hasText: LATE.slice(0, 8) });
    await late.getByText('已甄别').waitFor();
    await late.getByRole('link').click();
    await says('何清源查看了内容');
    await page.locator('.events').getByText('已甄别', { exact: true }).waitFor();
    for (const secret of ['一般过问', REASON]) expect(await page.content()).not.toContain(secret);

    const popup = await openOwnPage(desk);
    const duty = popup.getByRole('listitem').filter({ hasText: '督察专员请您补充这条记录' });
    await duty.waitFor();
    keepPicture('popup completion', await popup.screenshot());
    await duty.getByRole('button', { name: '打开' }).click();
    await page.getByRole('heading', { name: /^外部过问/ }).waitFor();
    await says(NOTE);
    await expectGoodView('own entry, returned');
    await page.getByRole('link', { name: '补充填报' }).click();
    await page.waitForURL(/\/supplement$/);
    await page.getByRole('textbox', { name: /^具体内容/ }).waitFor();
    expect(await page.getByRole('textbox', { name: /^具体内容/ }).inputValue()).toBe(CALLED);
    await expectGoodView('supplement');

    const id = /#\/mine\/([^/]+)/.exec(page.url())?.[1] ?? '';
    const { caseNumber, ...content } = (await ownEntry(id))?.entry ?? entry();
    const added = '上午九时许来电，原话：“合议庭都有谁？”';
    const answer = await judge.file('supplement', {
      entryId: id,
      caseNumber,
      kind: 'supplement',
      reason: '按督察专员的意见补充。',
      entry: { ...content, content: `${CALLED}${added}` },
    });
    expect(answer.status).toBe(201);
    await goTo(`#/mine/${id}`);
    await page.reload();
    await says('李明华补充');
    for (const words of [CALLED + added, '按督察专员的意见补充。', '以前的内容']) await says(words);
    expect(await page.locator('.changes del').getByText(CALLED, { exact: true }).count()).toBe(1);
    expect((await ownEntry(id))?.state).toBe('waiting');
    await popup.close();
  });

  it('links an entry without a case to one, and turns to somebody above', async () => {
    const { caseNumber: _, ...noCase } = entry({
      content: '尚无案号时的一次来电。',
      occurredAt: recentTime(),
    });
    const id = await fileEntry(judge, noCase);
    await goTo(`#/mine/${id}`);
    await page.reload();
    await page.getByRole('link', { name: '挂到案件' }).click();
    await expectGoodView('link');
    await page.getByRole('textbox', { name: '案号' }).fill('123');
    await press('签名提交');
    await says('没有认出这个案号');
    await page.getByRole('textbox', { name: '案号' }).fill('(2024)豫1302民初123号');
    await page.getByRole('combobox', { name: '诉讼环节' }).selectOption({ label: '一审' });
    await press('签名提交');
    await says('已挂到案件');
    await says('李明华挂到案件');
    expect((await ownEntry(id))?.entry.caseNumber).toBe(CASE_NUMBER);

    await page.getByRole('link', { name: '逐级上报' }).click();
    await page.getByRole('radio', { name: /^督察专员/ }).check();
    await page.getByRole('textbox', { name: /^情况和您的请求/ }).fill('对方称会找院领导，请支持。');
    await press('签名提交');
    await says(/已上报，第 \d+ 号/);
    await sitDown(PEOPLE.otherCustodian, '#/escalations');
    await says('对方称会找院领导，请支持。');
    await expectGoodView('escalations');
  });

  it('shows nothing of it to the office’s other staff', async () => {
    await sitDown(PEOPLE.inspection, '#/screening');
    await says('没有找到，或者您无权查看');
    expect(await page.getByRole('link', { name: '甄别' }).count()).toBe(0);
    const popup = await openOwnPage(desk);
    await popup.getByRole('button', { name: '我的记录' }).waitFor();
    expect(await popup.getByRole('button', { name: /甄别|提给我的/ }).count()).toBe(0);
    expect(await callFrom(popup, 'screeningList', 'waiting')).toMatchObject({
      ok: false,
      problem: { code: 'not-found' },
    });
    const staff = await world.court.as(PEOPLE.inspection.account);
    expect((await staff.request('GET', '/v1/screening')).status).toBe(404);
  });
});
