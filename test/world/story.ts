/**
 * The main way, walked by five people in browsers of their own: held → entry with evidence → two nil declarations
 * → sheet in the case file → submission → agenda and recusal → the superior court. The e2e tests and the demo
 * walk the same steps; each step throws when what it says did not happen.
 */
import { strict as assert } from 'node:assert';
import { createHash } from 'node:crypto';
import type { Frame, Page } from 'playwright-core';
import { TIME_HEADER } from '../../shared/proof.ts';
import { verifyStore } from '../../sidecar/log/verify.ts';
import { lastReceived } from '../../sidecar/views/received.ts';
import { pocketOf } from '../sidecar/pocket.ts';
import { type Desk, panelOf } from './browser.ts';
import { PASSWORD } from './people.ts';
import { PEOPLE, type World } from './world.ts';

const CASE_PAGE = '/cases/2024130200000123';
export const CASE_NUMBER = '（2024）豫1302民初123号';
const COMMITTEE_PAGE = '/meetings/2';
export const TRIAL_PASSWORD = 'court-demo';
export const ENTRY_TEXT = '来电询问本案开庭时间，称受吴𬭎㛃䶮之托，希望“关照”被告。当场说明依法办理。';

export interface StoryContext {
  world: World;
  /** Keeps a picture of the page as the person sees it. */
  shot(page: Page, name: string): Promise<void>;
  headless?: boolean;
}

export interface Step {
  name: string;
  run(): Promise<void>;
}

export async function signInToTrialSystem(page: Page, url: string, account: string): Promise<void> {
  await page.goto(`${url}/login`);
  await page.locator('#username').fill(account);
  await page.locator('#password').fill(TRIAL_PASSWORD);
  await page.locator('#loginForm [type=submit]').click();
  await page.waitForURL(/\/cases/);
}

/** Presses the sign-in button of a page of the extension and answers the provider's pages until their window closes. */
export async function signInToLiuhen(desk: Desk, surface: Frame | Page): Promise<void> {
  const opening = desk.context.waitForEvent('page');
  await surface.getByRole('button', { name: '登录', exact: true }).click();
  await answerSignIn(await opening, desk.person.account);
}

/** Fills and sends each page of a sign-in, as a person with password, telephone and recovery codes at hand would. */
export async function answerSignIn(page: Page, account: string): Promise<void> {
  const step = page.locator('form input[name=step]').first();
  await step.waitFor({ state: 'attached' });
  const { origin } = new URL(page.url());
  const pocket = pocketOf(origin, account, PASSWORD);
  const now = Number((await fetch(`${origin}/healthz`)).headers.get(TIME_HEADER));
  for (let pages = 0; pages < 6; pages += 1) {
    await step.waitFor({ state: 'attached' });
    const html = await page.content();
    const fields = html.includes('role="alert">') ? undefined : pocket.answer(html, now);
    if (!fields) throw new Error(`a page of the sign-in that has no answer: ${html.slice(-1500)}`);
    for (const [name, value] of Object.entries(fields)) {
      if (name !== 'step') await page.locator(`#${name}`).fill(value);
    }
    const next = Promise.race([page.waitForEvent('close'), page.waitForEvent('load')]);
    await page.locator('form [type=submit]').first().click();
    await next;
    if (page.isClosed()) return;
  }
  throw new Error('the sign-in does not end');
}

/** Waits until the panel says it, and gives the panel. */
export async function panelSays(page: Page, words: string | RegExp): Promise<Frame> {
  const panel = await panelOf(page);
  await panel.getByText(words).first().waitFor({ timeout: 15_000 });
  return panel;
}

export const submissionsArrived = (world: World): number =>
  world.trial.requests.filter(
    ({ method, path }) => method === 'POST' && (/\/submission$/.test(path) || /\/submissions$/.test(path)),
  ).length;

/** Presses a button that signs, with the pointer, when it is ready: not before the pointer has been there for a moment. */
export async function pressToSign(panel: Frame, name: string | RegExp): Promise<void> {
  const button = panel.getByRole('button', { name }).first();
  await button.hover();
  await button.click();
}

/** A phone call, as a busy judge would enter it. */
export async function fillEntry(panel: Frame, text = ENTRY_TEXT): Promise<void> {
  const box = (name: RegExp) => panel.getByRole('textbox', { name });
  const choose = (name: RegExp, label: string) =>
    panel.getByRole('combobox', { name }).selectOption({ label });
  const tick = (group: RegExp, role: 'radio' | 'checkbox', name: string) =>
    panel.getByRole('group', { name: group }).getByRole(role, { name, exact: true }).check();
  await panel.getByRole('radio', { name: /外部过问/ }).check();
  await box(/^姓名/).fill('刘某某');
  await choose(/^单位类别/, '政府');
  await box(/^工作单位/).fill('某县人民政府办公室');
  await box(/^职务、职级/).fill('科长');
  await choose(/^身份类别/, '领导干部身边工作人员');
  await choose(/^与当事人的关系/, '朋友');
  await panel.getByLabel(/^发生时间/).fill('2026-11-18T09:30');
  await box(/^发生地点/).fill('办公室');
  await tick(/^是否在工作场所/, 'radio', '是');
  await choose(/^方式/, '电话');
  await tick(/^行为情形/, 'checkbox', '为当事人请托说情');
  await box(/^具体内容/).fill(text);
  await tick(/^您怎样处理/, 'checkbox', '拒绝');
  await tick(/^是否影响办案/, 'radio', '否');
}

export function storySteps(context: StoryContext): Step[] {
  const { shot, headless = true } = context;
  const desks = new Map<string, Desk>();
  const pages = new Map<string, Page>();
  const deskOf = async (
    person: (typeof PEOPLE)[keyof typeof PEOPLE],
  ): Promise<{ desk: Desk; page: Page }> => {
    const desk = desks.get(person.account) ?? (await context.world.desk(person, { headless }));
    desks.set(person.account, desk);
    const page = pages.get(person.account) ?? (await desk.context.newPage());
    pages.set(person.account, page);
    return { desk, page };
  };
  /** Opens a page of the trial system as this person, signed in to both. */
  const arrive = async (person: (typeof PEOPLE)[keyof typeof PEOPLE], path: string) => {
    const { desk, page } = await deskOf(person);
    await signInToTrialSystem(page, context.world.trial.url, person.account);
    await page.goto(context.world.trial.url + path);
    const panel = await openPanel(page);
    await signInToLiuhen(desk, panel);
    return { desk, page };
  };
  const handling = () => deskOf(PEOPLE.handling);

  return [
    {
      name: '李明华打开案件页，登录留痕，面板说明本案还需要什么',
      async run() {
        const { page } = await arrive(PEOPLE.handling, CASE_PAGE);
        await panelSays(page, '需要您声明一次');
        await shot(page, 'case-page-due');
      },
    },
    {
      name: '用页面表单提请审判委员会：被拦，办案系统没有收到请求，面板说明还差谁',
      async run() {
        const { page } = await handling();
        await page.getByRole('button', { name: '提请审判委员会' }).click();
        const panel = await panelSays(page, '提请审判委员会已停住');
        await panel.getByText('赵国强').first().waitFor();
        assert.equal(submissionsArrived(context.world), 0);
        await shot(page, 'held-form');
      },
    },
    {
      name: '用页面弹窗（fetch）提请：被拦',
      async run() {
        const { page } = await handling();
        await page.getByRole('button', { name: /快速提请/ }).click();
        await page.locator('input[name=ks_kind][value=adjudication-committee]').check();
        await page.locator('#ks_ok').click();
        await page.waitForTimeout(1500);
        assert.equal(submissionsArrived(context.world), 0);
        await shot(page, 'held-dialog');
        await page.evaluate('guanbi()');
      },
    },
    {
      name: '页面脚本自己发出 fetch：被浏览器网络规则拦下',
      async run() {
        const { page } = await handling();
        const outcome = await page.evaluate(async (path) => {
          try {
            const token = document.querySelector<HTMLInputElement>('#csrf')?.value ?? '';
            await fetch(`/api${path}/submissions`, {
              method: 'POST',
              headers: { 'content-type': 'application/json', 'X-CSRF-Token': token },
              body: JSON.stringify({ kind: 'adjudication-committee', reason: '' }),
            });
            return 'arrived';
          } catch {
            return 'stopped';
          }
        }, CASE_PAGE);
        assert.equal(outcome, 'stopped');
        assert.equal(submissionsArrived(context.world), 0);
      },
    },
    {
      name: '李明华提醒未声明的人，并记录一条外部过问，附上材料',
      async run() {
        const { page } = await handling();
        const panel = await panelOf(page);
        await pressToSign(panel, '提醒他们');
        await panel.getByText('已提醒').first().waitFor();
        await panel
          .getByRole('button', { name: /记录一条/ })
          .first()
          .click();
        await fillEntry(panel);
        await panel.locator('input[type=file]').setInputFiles({
          name: '来电登记.txt',
          mimeType: 'text/plain',
          buffer: Buffer.from('2026-11-18 09:30 来电'),
        });
        await panel.getByText('来电登记.txt').first().waitFor();
        await shot(page, 'entry-form');
        await panel.getByRole('checkbox', { name: /以上内容如实、全面/ }).check();
        await panel.getByRole('button', { name: '签名提交' }).click();
        await panel.getByText(/已记录，第 \d+ 号/).waitFor();
        await shot(page, 'entry-filed');
      },
    },
    ...([PEOPLE.presiding, PEOPLE.panel] as const).map((person) => ({
      name: `${person.name}在自己的电脑上声明无上述情形`,
      async run() {
        const { page } = await arrive(person, CASE_PAGE);
        const panel = await panelSays(page, '需要您声明一次');
        await panel.getByRole('button', { name: /声明无上述情形/ }).click();
        await panel.getByRole('checkbox', { name: /以上四项均属实/ }).check();
        await shot(page, `nil-${person.account}`);
        await panel.getByRole('button', { name: '签名提交' }).click();
        await panel.getByText(/已声明，第 \d+ 号/).waitFor();
      },
    })),
    {
      name: '李明华把一案一表放入电子卷宗副卷，放入后读回核对',
      async run() {
        const { page } = await handling();
        await page.reload();
        await openPanel(page);
        const panel = await panelSays(page, '都已声明，请把一案一表入卷');
        await pressToSign(panel, '一案一表入卷');
        await panel.getByText(/都齐了，可以提请/).waitFor({ timeout: 30_000 });
        await shot(page, 'sheet-filed');
        const stored = context.world.trial.state.files.filter((file) => file.name.includes('一案一表'));
        assert.equal(stored.length, 1);
        const [file] = stored;
        assert.ok(file && file.volume === 'confidential');
        const row = context.world.court.sidecar.store.db
          .prepare<[], { file_hash: string }>('select file_hash from sheet_filing')
          .get();
        assert.equal(createHash('sha256').update(file.bytes).digest('hex'), row?.file_hash);
      },
    },
    {
      name: '提请审判委员会：放行，办案系统显示已提请',
      async run() {
        const { page } = await handling();
        await page.getByRole('button', { name: '提请审判委员会' }).click();
        await page.locator('#tqzt', { hasText: '已提请审判委员会' }).waitFor();
        assert.equal(submissionsArrived(context.world), 1);
        await shot(page, 'submitted');
      },
    },
    {
      name: '审委会委员陈思远看到议程标记和会前简报，申请回避',
      async run() {
        const { page } = await arrive(PEOPLE.member, COMMITTEE_PAGE);
        const panel = await panelSays(page, '本次会议的案件');
        await shot(page, 'agenda');
        await panel.getByRole('button', { name: new RegExp(CASE_NUMBER) }).click();
        await panel.getByText('您本人是否需要回避？').waitFor();
        await shot(page, 'brief');
        await panel.getByRole('button', { name: '申请回避' }).click();
        await panel.getByLabel('回避理由').fill('与被告代理人马晓东系近亲属。');
        await panel.getByRole('button', { name: '签名提交' }).click();
        await panel.getByText('已记录：您申请回避').waitFor();
        await shot(page, 'recused');
      },
    },
    {
      name: '审委会委员孙立群回答无需回避，并看到有一人回避',
      async run() {
        const { desk, page } = await arrive(PEOPLE.otherMember, COMMITTEE_PAGE);
        const panel = await panelSays(page, '本次会议的案件');
        await panel.getByRole('button', { name: new RegExp(CASE_NUMBER) }).click();
        await panel.getByText('陈思远').first().waitFor();
        await pressToSign(panel, '无需回避');
        await panel.getByText('已记录：您无需回避').waitFor();
        await shot(page, 'no-recusal');
        const popup = await desk.context.newPage();
        await popup.goto(`${desk.origin}/popup.html`);
        await popup.setViewportSize({ width: 360, height: 560 });
        await popup.getByText('现在没有需要您做的事').waitFor();
        await popup.getByText('没有待上报的').waitFor();
        await shot(popup, 'popup');
        await popup.close();
      },
    },
    {
      name: '各项记录到达上级法院，回执已存入本院日志；两院日志核验无误',
      async run() {
        const { court, superior } = context.world;
        const sent = () =>
          court.sidecar.store.db
            .prepare<[], { sent: number; received: number }>(
              'select count(*) as sent, count(receipt_seq) as received from outbox',
            )
            .get();
        for (let wait = 0; wait < 100 && sent()?.received !== sent()?.sent; wait += 1) {
          await new Promise((done) => setTimeout(done, 200));
        }
        const counts = sent();
        assert.ok(counts && counts.sent >= 6 && counts.received === counts.sent, JSON.stringify(counts));
        const [last] = superior.sidecar.store.read(
          lastReceived({
            court: superior.config.court.code,
            origin: court.config.court.code,
            channel: 'report',
          }),
        );
        assert.equal(last?.seq, counts.sent);
        for (const side of [court, superior]) assert.deepEqual(verifyStore(side.sidecar.store).faults, []);
      },
    },
  ];
}

async function visiblePanel(page: Page): Promise<Frame | undefined> {
  for (const frame of page.frames()) {
    if (!/\/panel\.html(#|$)/.test(frame.url())) continue;
    if (await (await frame.frameElement()).isVisible()) return frame;
  }
  return undefined;
}

/** Unfolds the panel where it is folded, as a person would: by the tab at the page's edge. */
export async function openPanel(page: Page): Promise<Frame> {
  // Where something is due it unfolds by itself.
  for (let wait = 0; wait < 30; wait += 1) {
    const shown = await visiblePanel(page);
    if (shown) return shown;
    await page.waitForTimeout(100);
  }
  // The shell's root is closed to the page's scripts, and to ours: it is reached as a person reaches it.
  await page.locator('liuhen-shell').waitFor({ state: 'attached' });
  for (let presses = 0; presses < 60; presses += 1) {
    await page.keyboard.press('Tab');
    const there = await page.evaluate(() => document.activeElement?.localName === 'liuhen-shell');
    if (!there) continue;
    await page.keyboard.press('Enter');
    await page.waitForTimeout(300);
    const shown = await visiblePanel(page);
    if (shown) return shown;
  }
  throw new Error('the panel’s tab could not be reached by keyboard');
}
