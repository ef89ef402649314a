/**
 * Must-show: with the sidecar away the case page works, a submission is held, and what a person files is kept on
 * this computer's disk: through a browser killed in mid-work, for nobody else's eyes, and sent exactly once.
 */
import { createServer, type Server } from 'node:http';
import { join } from 'node:path';
import type { Frame, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { arrive, CASE_PAGE, until } from '../world/arrive.ts';
import type { Desk } from '../world/browser.ts';
import { filesWith, killBrowser } from '../world/killed-browser.ts';
import { callFrom, leaveInClear, openOwnPage, signOut, storedQueue } from '../world/own-page.ts';
import {
  CASE_NUMBER,
  fillEntry,
  openPanel,
  panelSays,
  signInToLiuhen,
  signInToTrialSystem,
  submissionsArrived,
} from '../world/story.ts';
import { PEOPLE, startWorld, type World } from '../world/world.ts';

const SENTENCE = '此句仅存本机：有人托吴𬭎㛃䶮打听承办人住址';
const NAME = '欧阳不存在';
const DRAFT = '写到一半的草稿：对方又来电两次';
const EVIDENCE = '附件原文：来电时间十一月十八日上午';
const EVIDENCE_NAME = '来电记录单.txt';

describe('the queue while the sidecar is away', () => {
  let world: World;
  let desk: Desk;
  let page: Page;
  let panel: Frame;
  let folder: string;

  beforeAll(async () => {
    world = await startWorld();
    folder = join(world.folder, PEOPLE.handling.account);
    desk = await world.desk(PEOPLE.handling);
    ({ page, panel } = await arrive(desk, world));
  });
  afterAll(() => world?.close());

  const content = (on: Frame) => on.getByRole('textbox', { name: /^具体内容/ });
  async function openEntryForm(): Promise<void> {
    panel = await openPanel(page);
    await panel
      .getByRole('button', { name: /记录一条/ })
      .first()
      .click();
    await content(panel).waitFor();
  }
  async function reload(): Promise<void> {
    await page.reload();
    panel = await openPanel(page);
  }
  /** Opens the same browser again, as after a restart of the computer, and its case page. */
  async function openAgain(): Promise<void> {
    desk = await world.desk(PEOPLE.handling, { again: true });
    page = await desk.context.newPage();
    await signInToTrialSystem(page, world.trial.url, PEOPLE.handling.account);
    await page.goto(world.trial.url + CASE_PAGE);
    panel = await openPanel(page);
  }
  const entriesInLog = (): number => {
    const [row] = world.court.sidecar.store.db
      .prepare<[], { n: number }>(`select count(*) as n from log where type = 'entry'`)
      .all();
    return row?.n ?? 0;
  };

  it('keeps a draft through a reload, a sign-out and a restart of the browser', async () => {
    await openEntryForm();
    await content(panel).fill(DRAFT);
    await panel.getByText('草稿已存在本机').waitFor();

    await reload();
    await openEntryForm();
    expect(await content(panel).inputValue()).toBe(DRAFT);

    await signOut(desk);
    await reload();
    await panelSays(page, '请先登录');
    expect(await panel.getByText(DRAFT).count()).toBe(0);
    await signInToLiuhen(desk, panel);
    await openEntryForm();
    expect(await content(panel).inputValue()).toBe(DRAFT);

    await desk.close();
    await openAgain();
    await signInToLiuhen(desk, panel);
    await openEntryForm();
    expect(await content(panel).inputValue()).toBe(DRAFT);
  });

  /** Each way the person or the page may submit, on a page that was just loaded. */
  async function everySubmissionIsHeld(): Promise<void> {
    const before = submissionsArrived(world);
    await reload();
    await page.getByRole('button', { name: '提请审判委员会' }).click();
    await panelSays(page, '连不上服务器，无法确认各人是否已声明');
    await reload();
    await page.getByRole('button', { name: /快速提请/ }).click();
    await page.locator('input[name=ks_kind][value=adjudication-committee]').check();
    await page.locator('#ks_ok').click();
    await panelSays(page, '连不上服务器，无法确认各人是否已声明');
    const outcome = await page.evaluate((path) => {
      const request = fetch(`/api${path}/submissions`, { method: 'POST', body: '{}' });
      return request.then(
        () => 'arrived',
        () => 'stopped',
      );
    }, CASE_PAGE);
    expect(outcome).toBe('stopped');
    expect(submissionsArrived(world)).toBe(before);
  }

  it('leaves the case page working and holds every submission, with the reason', async () => {
    await world.court.stop();
    await reload();
    await panelSays(page, '现在连不上服务器');
    await page.getByRole('button', { name: /快速提请/ }).click();
    await page.locator('#ksdlg').getByRole('button', { name: '取消' }).click();
    await page.locator('#ksdlg').waitFor({ state: 'hidden' });
    await page.getByRole('link', { name: '延长审限申请' }).click();
    await page.waitForURL(/\/time-limit$/);
    await page.goBack();
    await page.getByRole('link', { name: /电子卷宗/ }).click();
    await page.waitForURL(/\/dossier/);
    await page.goBack();
    await page.locator('#ah', { hasText: CASE_NUMBER }).waitFor();
    await everySubmissionIsHeld();
  });

  it('takes a stranger at the sidecar’s address for nobody', async () => {
    const { port } = new URL(world.court.sidecar.url);
    let asked = 0;
    const stranger: Server = createServer((_, response) => {
      asked += 1;
      response.writeHead(200, { 'content-type': 'application/json' });
      response.end(JSON.stringify({ open: true, people: [], badges: [], duties: [] }));
    });
    await new Promise<void>((done) => stranger.listen(Number(port), '127.0.0.1', done));
    try {
      await reload();
      await panelSays(page, '未连接');
      await everySubmissionIsHeld();
      expect(asked).toBeGreaterThan(0);
    } finally {
      stranger.closeAllConnections();
      await new Promise((done) => stranger.close(done));
    }
  });

  it('takes an entry with evidence into the queue, and a draft beside it', async () => {
    await reload();
    await openEntryForm();
    await fillEntry(panel, SENTENCE);
    await panel.getByRole('textbox', { name: /^姓名/ }).fill(NAME);
    await panel.locator('input[type=file]').setInputFiles({
      name: EVIDENCE_NAME,
      mimeType: 'text/plain',
      buffer: Buffer.from(EVIDENCE),
    });
    await panel.getByText(`已加入“${EVIDENCE_NAME}”`).waitFor();
    await panel.getByRole('checkbox', { name: /以上内容如实、全面/ }).check();
    await panel.getByRole('button', { name: '签名提交' }).click();
    await panel.getByRole('heading', { name: '已存在本机' }).waitFor();
    await panel.getByRole('button', { name: '返回' }).click();
    await panel.getByText('本机待上报').waitFor();

    await openEntryForm();
    expect(await content(panel).inputValue()).toBe('');
    await content(panel).fill(DRAFT);
    await panel.getByText('草稿已存在本机').waitFor();
  });

  it('is killed, and leaves nothing readable on the disk', async () => {
    const own = await openOwnPage(desk, 'options.html');
    await leaveInClear(own, '此句故意留在存储里', '此句故意留在数据库里');
    await killBrowser(desk, folder);
    expect(filesWith(folder, '此句故意留在存储里')).not.toEqual([]);
    expect(filesWith(folder, '此句故意留在数据库里')).not.toEqual([]);
    for (const text of [SENTENCE, NAME, DRAFT, EVIDENCE, EVIDENCE_NAME]) {
      expect(filesWith(folder, text), text).toEqual([]);
    }
  });

  it('holds submissions also after the kill, with nobody signed in and the sidecar away', async () => {
    await openAgain();
    const before = submissionsArrived(world);
    await page.getByRole('button', { name: '提请审判委员会' }).click();
    await panelSays(page, '刚才的提请没有发出');
    expect(submissionsArrived(world)).toBe(before);
  });

  it('shows somebody else at the same browser nothing, opens nothing and sends nothing', async () => {
    await world.court.restart();
    await reload();
    await signInToLiuhen({ ...desk, person: PEOPLE.panel }, panel);
    await panelSays(page, '赵国强');
    await panelSays(page, '需要您声明一次');
    expect(await panel.getByText('本机待上报').count()).toBe(0);
    expect(await panel.getByText('草稿').count()).toBe(0);

    const own = await openOwnPage(desk);
    await own.getByText('没有待上报的').waitFor();
    const stored = await storedQueue(own);
    // Not because there is none: the entry, its evidence and the draft lie there.
    expect(stored).toMatchObject({ kept: 2, opened: 0 });
    expect(stored.rows.length).toBeGreaterThan(0);
    expect(await callFrom(own, 'flushQueue')).toEqual({ ok: true, value: [] });
    for (const id of stored.rows)
      expect(await callFrom(own, 'takeBack', id)).toMatchObject({
        ok: false,
        problem: { code: 'not-found' },
      });
    expect(await callFrom(own, 'loadDraft', `entry:${CASE_NUMBER}`)).toEqual({ ok: true, value: null });
    expect((await storedQueue(own)).rows).toEqual(stored.rows);
    expect(entriesInLog()).toBe(0);
    await own.close();
    await signOut(desk);
  });

  it('sends the entry and its evidence exactly once when its author signs in again', async () => {
    await reload();
    await signInToLiuhen(desk, panel);
    await until(entriesInLog, (count) => count > 0, 'the entry in the log');
    const own = await openOwnPage(desk);
    for (let round = 0; round < 3; round += 1) {
      const answers = await Promise.all([1, 2, 3].map(() => callFrom(own, 'flushQueue')));
      for (const answer of answers) expect(answer).toEqual({ ok: true, value: [] });
    }
    expect(entriesInLog()).toBe(1);
    const evidence = world.court.sidecar.store.db
      .prepare<[], { bytes: number }>('select bytes from evidence')
      .all();
    expect(evidence).toEqual([{ bytes: Buffer.byteLength(EVIDENCE) }]);
    // Only the draft is left, and it opens for its author.
    expect(await storedQueue(own)).toEqual({ rows: [], kept: 1, opened: 1 });
    await own.close();

    await reload();
    await panelSays(page, '您已声明，还差 2 人');
    expect(await panel.getByText('本机待上报').count()).toBe(0);
    await panel.locator('ul.lines').getByText('李明华').first().waitFor();
    await openEntryForm();
    expect(await content(panel).inputValue()).toBe(DRAFT);
  });
});
