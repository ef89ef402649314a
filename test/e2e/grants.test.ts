/**
 * Must-show: an administrator asks to read an entry, the president approves, a custodian turns the second key, it is opened once, and
 * its author sees at once who read it. And a content is destroyed by law by two people, in the console.
 */
import type { Page } from 'playwright-core';
import { v7 as uuid } from 'uuid';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { OwnEntryWithReaders } from '../../shared/api.ts';
import { entry } from '../sidecar/examples.ts';
import { GRANT_STAFF } from '../sidecar/grant-court.ts';
import { type Client, importStaff } from '../sidecar/test-court.ts';
import { until } from '../world/arrive.ts';
import { violations } from '../world/axe.ts';
import type { Desk, Person } from '../world/browser.ts';
import { keepPicture } from '../world/keep-picture.ts';
import { openOwnPage, signOut } from '../world/own-page.ts';
import { COURT } from '../world/people.ts';
import { signInToLiuhen } from '../world/story.ts';
import { PEOPLE, startWorld, type World } from '../world/world.ts';

const SAID = '某局负责人当面要求对被告从轻，未予答复并告知正当渠道。';
const REASON = '上级来函要求核实此事经过。';
const ADMIN: Person = { name: '许文博', account: 'xuwb' };

describe('reading by a grant, and destruction by law', () => {
  let world: World;
  let desk: Desk;
  let judge: Client;
  let page: Page;
  let id: string;
  let number: number;

  beforeAll(async () => {
    world = await startWorld();
    await importStaff(world.court, GRANT_STAFF);
    judge = await world.court.as(PEOPLE.handling.account);
    id = uuid();
    expect((await judge.file('entry', entry({ content: SAID }), { id })).status).toBe(201);
    number = (await own()).seq;
    desk = await world.desk(PEOPLE.handling);
  });
  afterAll(() => world?.close());

  const own = () => judge.get<OwnEntryWithReaders>(`/v1/entries/${id}`);
  const says = (words: string | RegExp) => page.getByText(words).first().waitFor();
  const press = (name: string | RegExp) => page.getByRole('button', { name }).first().click();

  async function sitDown(person: Person, place: string): Promise<void> {
    if (page) {
      await signOut(desk);
      await page.close();
    }
    page = await desk.context.newPage();
    await page.goto(`${desk.origin}/console.html${place}`);
    await signInToLiuhen({ ...desk, person }, page);
    await page.getByText(`${person.name} ·`).first().waitFor();
  }

  async function expectGoodView(name: string): Promise<void> {
    keepPicture(`grants ${name}`, await page.screenshot({ fullPage: true }));
    expect(await violations(page), name).toEqual([]);
    const { scrollWidth, clientWidth } = await page.evaluate(() => {
      const { scrollWidth, clientWidth } = document.documentElement;
      return { scrollWidth, clientWidth };
    });
    expect(scrollWidth, name).toBeLessThanOrEqual(clientWidth);
  }

  /** What waits for the person, as the toolbar tells it, and from there into the console. */
  async function goByDuty(words: string): Promise<void> {
    const popup = await openOwnPage(desk);
    const duty = popup.getByRole('listitem').filter({ hasText: words });
    await duty.waitFor();
    keepPicture(`grants popup ${words}`, await popup.screenshot());
    expect(await violations(popup), words).toEqual([]);
    await duty.getByRole('button', { name: '打开' }).click();
    await page.waitForURL(/#\/(grants|destruction)$/);
  }

  it('an administrator asks for one entry, with a reason and for how long', async () => {
    await sitDown(ADMIN, '#/grants');
    await says('现在没有查阅申请');
    // By keyboard: the form goes on where the button was.
    await page.getByRole('button', { name: '申请查阅' }).focus();
    await page.keyboard.press('Enter');
    await until(
      () => page.evaluate(() => document.activeElement?.getAttribute('name')),
      (name) => name === 'grant-of',
      'the first field',
    );
    await page.keyboard.press('Tab');
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('grant-number');
    await press('签名提交');
    await says('没有认出这个编号');
    await expectGoodView('form, what is missing');
    await page.getByRole('textbox', { name: '记录编号' }).fill(`${COURT.code}-${number}`);
    await page.getByRole('textbox', { name: '理由' }).fill(REASON);
    await page.getByRole('combobox', { name: '时限' }).selectOption({ label: '2 小时' });
    await expectGoodView('form');
    await press('签名提交');
    await says('已提出申请');
    await says('待批准');
    await expectGoodView('asked');
    expect(await page.getByText(SAID).count()).toBe(0);
  });

  it('the president sees who asks and why, no content, and approves', async () => {
    await sitDown(PEOPLE.president, '#/mine');
    await goByDuty('审批查阅申请');
    await says(REASON);
    await says('许文博（审管办）申请查阅');
    expect(await page.content()).not.toContain(SAID);
    await expectGoodView('waits for the president');
    await press('审批');
    await press('签名提交');
    await says('请选择一项');
    await page.getByRole('radio', { name: /^批准/ }).check();
    await page.getByRole('textbox', { name: '意见' }).fill('限核实使用。');
    await expectGoodView('decision');
    await press('签名提交');
    await says('已批准，待会签');
    await says('限核实使用。');
    await expectGoodView('approved');
  });

  it('a custodian turns the second key', async () => {
    await sitDown(PEOPLE.custodian, '#/mine');
    await goByDuty('会签查阅申请');
    await says('梁正平批准');
    await press(/^会签$/);
    await says('会签是第二把钥匙');
    await expectGoodView('second key');
    await press('签名会签');
    await says('已签名记录');
    await says('何清源会签');
  });

  it('who asked opens it once, and reads it for as long as it holds', async () => {
    await sitDown(ADMIN, '#/mine');
    await goByDuty('已批准，可以查阅');
    await says('可以查阅');
    await expectGoodView('in force');
    await page.getByRole('link', { name: `${COURT.code}-${number}` }).click();
    await says('要打开这一条吗？');
    await expectGoodView('closed');
    expect(await page.getByText(SAID).count()).toBe(0);
    await press('打开并留痕');
    await says(SAID);
    await says(/^本次查阅到/);
    await expectGoodView('open');
    // Loaded anew it is the same opening, and no second one.
    await page.reload();
    await says(SAID);
    expect((await own()).events.filter(({ type }) => type === 'opening')).toHaveLength(1);
    await page.goto(`${desk.origin}/console.html#/grants`);
    await says('已打开过');
    await press('退出登录');
    await says('刚才显示的内容已从本页移除');
    expect(await page.getByText(SAID).count()).toBe(0);
    await page.close();
    page = await desk.context.newPage();
  });

  it('its author sees at once who read it, by which way and when', async () => {
    await page.goto(`${desk.origin}/console.html#/mine/${id}`);
    await signInToLiuhen(desk, page);
    await says('许文博经批准打开了内容');
    await says('许文博阅读了内容');
    await says('每次查看都会留在这里');
    await expectGoodView('who has read it');
  });

  it('a custodian asks for its destruction, the president approves, and what stood there says so', async () => {
    await sitDown(PEOPLE.custodian, '#/destruction');
    await says('现在没有提出销毁的');
    await press('提出销毁');
    await page.getByRole('textbox', { name: '记录或补充的编号' }).fill(String(number));
    await page.getByRole('textbox', { name: '法律依据' }).fill('依据生效决定书，应予销毁。');
    await press('签名提交');
    await says('请填写这一项');
    await page.getByRole('textbox', { name: '文号' }).fill('宛法〔2026〕7号');
    await expectGoodView('destruction form');
    await press('签名提交');
    await says('已提出，等待另一人批准');
    expect(await page.getByRole('button', { name: '批准销毁' }).count()).toBe(0);

    await sitDown(PEOPLE.president, '#/mine');
    await goByDuty('批准依法销毁');
    await press('批准销毁');
    await press('签名批准');
    await says('请先核对，再签名批准');
    await expectGoodView('destruction approval');
    expect((await own()).destroyed).toBeUndefined();
    await page.getByRole('checkbox', { name: /我已核对/ }).check();
    await press('签名批准');
    await says('梁正平批准，内容已销毁');
    await expectGoodView('destruction done');

    await sitDown(PEOPLE.custodian, '#/screening');
    await press(/^已销毁/);
    await page.getByRole('navigation', { name: '甄别', exact: true }).getByRole('link').first().click();
    await says('内容已不存在，不能再打开或甄别');
    await expectGoodView('screening, destroyed');

    await sitDown(PEOPLE.handling, `#/mine/${id}`);
    await says('已依法销毁');
    await says('宛法〔2026〕7号');
    expect(await page.content()).not.toContain(SAID);
    await expectGoodView('own entry, destroyed');
    await page.getByRole('link', { name: '我的记录' }).first().click();
    await page.getByRole('row').filter({ hasText: '已依法销毁' }).first().waitFor();
    await expectGoodView('mine, destroyed');
  });
});
