/**
 * Must-show: recording as the rules ask, by somebody who is busy. T1, T5, T6 and T9 of the scenarios in a real browser,
 * a call by keyboard alone and how much it takes, a correction, and bad input that loses nothing.
 */
import { readFileSync } from 'node:fs';
import type { Frame, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CaseView, OwnEntry } from '../../shared/api.ts';
import { NATIONAL_POLICY } from '../../shared/policy.ts';
import { beijingDay, dayAfter, isWorkingDay } from '../../shared/work-calendar.ts';
import { storedRecord } from '../sidecar/stored.ts';
import { arrive, until } from '../world/arrive.ts';
import { violations } from '../world/axe.ts';
import { keepPicture } from '../world/keep-picture.ts';
import { type Focus, Keyboard } from '../world/keyboard.ts';
import { CASE_NUMBER } from '../world/story.ts';
import { PEOPLE, startWorld, type World } from '../world/world.ts';

/** The last working day that is over. */
function workingDay(): string {
  let day = dayAfter(beijingDay(new Date().toISOString()), -1);
  while (!isWorkingDay(day, NATIONAL_POLICY.calendar)) day = dayAfter(day, -1);
  return day;
}

/** A Saturday so long ago that whatever was to be recorded is late. */
function saturdayLongAgo(): string {
  let day = dayAfter(beijingDay(new Date().toISOString()), -20);
  while (new Date(`${day}T00:00:00Z`).getUTCDay() !== 6) day = dayAfter(day, -1);
  return day;
}

describe('recording', () => {
  let world: World;
  let page: Page;
  let panel: Frame;

  beforeAll(async () => {
    world = await startWorld();
    ({ page, panel } = await arrive(await world.desk(PEOPLE.handling), world));
  });
  afterAll(() => world?.close());

  const button = (name: string | RegExp) => panel.getByRole('button', { name }).first();
  const field = (id: string) => panel.locator(`#entry-${id}`);
  const group = (name: RegExp) => panel.getByRole('group', { name });
  const tick = (name: RegExp, role: 'radio' | 'checkbox', label: string) =>
    group(name).getByRole(role, { name: label, exact: true }).check();
  /** What is said beside a field. */
  const beside = (id: string) => panel.locator(`#entry-${id}-error`);
  const signed = () => panel.getByText(/已(记录|补充)，第 \d+ 号/).waitFor();
  const ownEntries = async (): Promise<OwnEntry[]> => {
    const client = await world.court.as(PEOPLE.handling.account);
    return (await client.get<{ entries: OwnEntry[] }>('/v1/entries')).entries;
  };

  async function good(name: string): Promise<void> {
    keepPicture(name, await page.screenshot());
    expect(await violations(panel), name).toEqual([]);
  }
  async function begin(): Promise<void> {
    await button(/^(记录一条|继续写)/).click();
    await field('content').waitFor();
  }
  /** The rest of a form whose kind, person and manner are told. */
  async function finish(conduct: string[], content: string, when = `${workingDay()}T09:30`): Promise<void> {
    await field('when').fill(when);
    for (const label of conduct) await tick(/^行为情形/, 'checkbox', label);
    await field('content').fill(content);
    await tick(/^您怎样处理/, 'checkbox', '拒绝');
    await tick(/^是否影响办案/, 'radio', '否');
    await panel.getByRole('checkbox', { name: /以上内容如实、全面/ }).check();
  }
  async function backToCase(): Promise<void> {
    await button('返回').click();
    await panel.getByRole('heading', { name: '记录与声明' }).waitFor();
  }

  it('T1: the office of a deputy county head phones; the helper finds kind and identity', async () => {
    await begin();
    await button('拿不准？帮我判断').click();
    await good('helper');
    await button(/^法院以外的领导干部/).click();
    await panel.getByText('出面的是哪一位？').waitFor();
    // One question back, and on again.
    await button('上一问').click();
    await button(/^法院以外的领导干部/).click();
    await button('其办公室或身边工作人员').click();
    await panel.getByText('按您的回答，是外部过问').waitFor();
    expect(await panel.getByRole('radio', { name: /^外部过问/ }).isChecked()).toBe(true);
    expect(await field('person-identity').inputValue()).toBe('leader-staff');
    await field('person-name').fill('刘志远');
    await field('person-unit').fill('某县人民政府办公室');
    await field('person-unit').blur();
    expect(await field('person-unitClass').inputValue()).toBe('government');
    await field('person-relationToParty').selectOption({ label: '单位关系' });
    await group(/^关联的领导干部/)
      .getByRole('textbox', { name: /^领导姓名/ })
      .fill('高某');
    await field('when').fill(`${workingDay()}T09:30`);
    await panel.getByText('按本院日历：工作时间').waitFor();
    await field('manner').selectOption({ label: '电话' });
    expect(await field('place').inputValue()).toBe('办公室（电话）');
    await finish(
      ['为当事人请托说情', '授意、纵容身边工作人员或亲属说情'],
      '来电称受副县长之托，询问本案何时开庭，希望照顾被告企业，当场说明依法办理。',
    );
    await good('call, filled');
    await button('签名提交').click();
    await signed();
    await good('filed');
    const downloading = page.waitForEvent('download');
    await button('打印记录证明').click();
    const proof = await downloading;
    expect(proof.suggestedFilename()).toMatch(/^记录证明-.+\.pdf$/);
    await panel.getByText('已生成，请看浏览器的下载。').waitFor();

    const [entry] = await ownEntries();
    expect(entry).toMatchObject({
      scope: 'report',
      entry: {
        caseNumber: CASE_NUMBER,
        kind: 'external',
        stage: 'first',
        conduct: ['EXT-1', 'EXT-3'],
        workingTime: true,
        atWorkplace: true,
        person: { identity: 'leader-staff', leader: { name: '高某' } },
      },
    });
    const view = await (await world.court.as(PEOPLE.handling.account)).get<CaseView>(
      `/v1/cases/${encodeURIComponent(CASE_NUMBER)}`,
    );
    expect(view.lines.map(({ id }) => id)).toContain(entry?.id);
    expect(view.lines[0]?.upstream).not.toBe('not-sent');
  });

  it('a plain call takes twelve fields, by keyboard alone', async () => {
    await button('再记一条').click();
    await field('content').waitFor();
    await page.bringToFront();
    const keyboard = new Keyboard(page, panel);
    const touched = new Set<string>();
    const answers: [RegExp, (focus: Focus) => Promise<unknown>][] = [
      [/^类别/, () => keyboard.activate('Space')],
      [/^姓名/, () => keyboard.type('张建国')],
      [/^工作单位/, () => keyboard.type('某县教育局')],
      [/^身份类别/, () => keyboard.press('ArrowDown')],
      [/^与当事人的关系/, () => keyboard.press('End')],
      [/^发生时间/, () => keyboard.type(`${workingDay().replaceAll('-', '')}0930`)],
      // In person, then by telephone.
      [
        /^方式/,
        async () => {
          await keyboard.press('ArrowDown');
          await keyboard.press('ArrowDown');
        },
      ],
      [/^行为情形/, () => keyboard.activate('Space')],
      [/^具体内容/, () => keyboard.type('来电打听合议庭意见，我说明不便透露，请其依法表达诉求。')],
      [/^您怎样处理/, () => keyboard.activate('Space')],
      [/^是否影响办案/, () => keyboard.activate('Space')],
      [/^声明/, () => keyboard.activate('Space')],
    ];
    const began = performance.now();
    for (;;) {
      const focus = await keyboard.tabTo(({ at, tag }) => at === 'panel' && tag !== '');
      if (focus.tag === 'button' && focus.words === '签名提交') break;
      const answer = answers.find(([words]) => words.test(focus.words));
      if (!answer || focus.tag === 'button' || touched.has(answer[0].source)) continue;
      touched.add(answer[0].source);
      await answer[1](focus);
    }
    await panel.getByText('都填好了').waitFor();
    await keyboard.activate('Enter');
    await signed();
    const seconds = ((performance.now() - began) / 1000).toFixed(1);
    console.log(
      `a plain call: ${touched.size} fields touched, ${keyboard.activations} presses of space and enter, ${seconds} s of machine time`,
    );
    expect(touched.size).toBeLessThanOrEqual(12);
    expect(keyboard.unseen).toEqual([]);
    const [entry] = await ownEntries();
    expect(entry?.entry).toMatchObject({
      manner: 'phone',
      place: '办公室（电话）',
      person: { unitClass: 'government', identity: 'leader' },
    });
  });

  it('T5: by WeChat, where it is kept is asked; the sentence stands beside the field', async () => {
    await backToCase();
    await begin();
    // Whom and how from the former entry, and no more.
    await button('从以前的记录复制').click();
    await button(/^刘志远/).click();
    await panel.getByText('已复制是谁、类别、方式和地点。').waitFor();
    expect(await field('person-name').inputValue()).toBe('刘志远');
    expect(await field('content').inputValue()).toBe('');
    await field('manner').selectOption({ label: '微信' });
    await finish(['为当事人请托说情'], '用微信发来语音，再次询问能否照顾被告，我回复请走正当渠道反映。');
    await button('签名提交').click();
    await beside('medium').getByText('请填写这一项。').waitFor();
    expect(await field('medium').evaluate((input) => input === document.activeElement)).toBe(true);
    await good('WeChat without medium');
    await button('本人手机').click();
    await button('签名提交').click();
    await signed();
    const [entry] = await ownEntries();
    expect(entry?.entry).toMatchObject({ manner: 'wechat', medium: '本人手机' });
  });

  it('T6: an opinion the court commissioned stays in the case, with its ground and its material', async () => {
    await button('再记一条').click();
    await button('拿不准？帮我判断').click();
    await button(/^法院以外的单位/).click();
    await button('是').click();
    await panel
      .getByText(/^仅附卷|不录入平台，仅附卷：受法院委托/)
      .first()
      .waitFor();
    await field('person-name').fill('某市行业协会');
    await field('person-unit').fill('某市建筑业协会');
    await field('person-unit').blur();
    await field('person-relationToParty').selectOption({ label: '单位关系' });
    await field('manner').selectOption({ label: '书面来函来文' });
    await field('place').fill('立案大厅');
    await tick(/^是否在工作场所/, 'radio', '是');
    await finish(['其他过问、干预情形'], '协会受我院委托，就行业惯例出具书面参考意见，收到后附卷。');
    await button('签名提交').click();
    await beside('evidence').getByText('需要附上相关材料').waitFor();
    await good('file-only without material');
    await panel.locator('input[type=file]').setInputFiles({
      name: '参考意见.txt',
      mimeType: 'text/plain',
      buffer: Buffer.from('关于行业惯例的参考意见'),
    });
    await panel.getByText('参考意见.txt').first().waitFor();
    await button('签名提交').click();
    await signed();
    await panel.getByText('只附卷，不录入平台').waitFor();
    const [entry] = await ownEntries();
    expect(entry).toMatchObject({
      scope: 'file-only',
      upstream: 'file-only',
      entry: { fileOnly: { ground: 'commissioned-opinion' } },
    });
    await backToCase();
    await panel.getByText('仅附卷，不录入平台').first().waitFor();
  });

  it('hands out the sheet to look at, with the name of who looks over all that is shown', async () => {
    expect(await panel.locator('[data-watermark]').getAttribute('data-watermark')).toMatch(
      /^李明华 1302001 /,
    );
    const downloading = page.waitForEvent('download');
    await button('查看一案一表').click();
    const sheet = await downloading;
    expect(sheet.suggestedFilename()).toBe(`一案一表-${CASE_NUMBER}-查看.pdf`);
    expect(
      readFileSync(await sheet.path())
        .subarray(0, 5)
        .toString(),
    ).toBe('%PDF-');
    await panel.getByText('已生成，请看浏览器的下载。').waitFor();
    await button('查看一案一表').scrollIntoViewIfNeeded();
    await good('sheet, looked at');
  });

  it('T9: a dinner on a Saturday, recorded late: marked, asked why, and filed', async () => {
    await begin();
    await panel.getByRole('radio', { name: /^接触交往/ }).check();
    await button(/^马晓东/).click();
    expect(await field('person-identity').inputValue()).toBe('lawyer');
    await field('when').fill(`${saturdayLongAgo()}T19:00`);
    await field('manner').selectOption({ label: '宴请' });
    await panel.getByRole('radio', { name: '没有其他人' }).check();
    await field('place').fill('某酒店');
    await tick(/^是否在工作场所/, 'radio', '否');
    await panel.getByText(/现在补记也有效/).waitFor();
    await panel.getByText('按本院日历：非工作时间').waitFor();
    await button('当时不了解需要记录').click();
    await finish(
      ['接受请客送礼或其他利益'],
      '朋友聚餐时偶遇代理律师，同桌吃饭，未谈案情，饭费自付。',
      `${saturdayLongAgo()}T19:00`,
    );
    await good('late contact');
    await button('签名提交').click();
    await signed();
    const [entry] = await ownEntries();
    expect(entry).toMatchObject({
      lateness: { standing: 'late' },
      entry: { lateReason: '当时不了解需要记录', workingTime: false, present: [] },
    });
    await backToCase();
  });

  it('says beside the field what is wrong, and loses nothing of what was typed', async () => {
    await begin();
    await panel.getByRole('radio', { name: /^内部过问/ }).check();
    await field('person-name').pressSequentially('zyt');
    await panel.getByRole('option', { name: /周雨桐/ }).waitFor();
    await good('colleagues');
    await field('person-name').press('ArrowDown');
    await field('person-name').press('Enter');
    expect(await field('person-name').inputValue()).toBe('周雨桐');
    expect(await field('person-unit').inputValue()).toContain('民一庭');
    expect(await field('person-unitClass').inputValue()).toBe('court-own');

    await field('person-name').fill('周\u200b雨桐\u202e');
    await beside('person-name').getByText('看不见的字符').waitFor();
    await button('删去看不见的字符').click();
    expect(await field('person-name').inputValue()).toBe('周雨桐');
    await field('person-name').fill('某某');
    await button('改为“身份不明”').waitFor();
    await field('person-name').fill('周雨桐');

    const long = '打听'.repeat(2100);
    await field('content').fill(long);
    await beside('content').getByText('多了 200 个字').waitFor();
    const tomorrow = `${dayAfter(beijingDay(new Date().toISOString()), 2)}T09:30`;
    await field('when').fill(tomorrow);
    await beside('when').getByText('这个时间还没有到').waitFor();
    await button('签名提交').click();
    await panel.getByText('请看标出的各项。').waitFor();
    await good('errors');
    expect(await field('content').inputValue()).toBe(long);
    expect(await field('when').inputValue()).toBe(tomorrow);
    expect(await field('person-name').inputValue()).toBe('周雨桐');
    // Nor through a reload.
    await panel.getByText('草稿已存在本机').waitFor();
    await page.reload();
    panel = await until(
      async () => page.frames().find((frame) => /\/panel\.html/.test(frame.url())),
      (frame) => frame !== undefined,
      'the panel',
    ).then((frame) => frame as Frame);
    await begin();
    expect(await field('content').inputValue()).toBe(long);
    expect(await field('when').inputValue()).toBe(tomorrow);

    // Said calmly, above the signature: an entry that says little.
    await field('content').fill('问情况');
    await field('content').blur();
    await panel.getByText('提交前可以再看一眼').waitFor();
    await button('知道了').click();
    await panel.getByText('提交前可以再看一眼').waitFor({ state: 'detached' });
    await button('清空重写').click();
    await backToCase();
  });

  it('corrects an entry: what changes is shown, and both readings are kept', async () => {
    await button(/^补充、更正或复制/).click();
    await good('line, open');
    await panel.getByRole('button', { name: '更正', exact: true }).click();
    await panel.getByRole('heading', { name: '更正记录' }).waitFor();
    await field('person-post').fill('高级合伙人');
    await field('reason').fill('当时漏写了职务。');
    await panel.getByRole('heading', { name: '将改动的内容' }).waitFor();
    await panel.locator('.changes ins', { hasText: '高级合伙人' }).waitFor();
    await panel.getByRole('checkbox', { name: /以上内容如实、全面/ }).check();
    await good('correction');
    await button('签名提交').click();
    await signed();
    const [entry] = (await ownEntries()).filter(({ history }) => history.length > 0);
    expect(entry).toMatchObject({
      entry: { kind: 'contact', person: { post: '高级合伙人' }, lateReason: '当时不了解需要记录' },
      history: [{ replacedBy: { kind: 'correction', reason: '当时漏写了职务。' } }],
    });
    await backToCase();
    await panel.getByText(/^已补充或更正 1 次/).waitFor();
  });

  it('turns to somebody above, about this case', async () => {
    await button('遇到压力？逐级上报').click();
    await button('签名提交').click();
    await panel.getByText('请选择一项。').waitFor();
    await panel.getByRole('radio', { name: '督察专员' }).check();
    await panel
      .getByRole('textbox', { name: /^情况和您的请求/ })
      .fill('对方多次来电施压，请督察室出面说明。');
    await good('escalation');
    await button('签名提交').click();
    await panel.getByText(/^已上报，第 \d+ 号/).waitFor();
    await button('返回').click();
  });

  it('declares none by three presses of a key, with the stage of the case', async () => {
    const desk = await world.desk(PEOPLE.panel);
    const other = await arrive(desk, world);
    await other.page.bringToFront();
    await other.page.locator('#tqForm input[name=reason]').focus();
    const keyboard = new Keyboard(other.page, other.panel);
    const began = performance.now();
    await keyboard.tabTo(({ words }) => words.startsWith('声明无上述情形'));
    await keyboard.activate('Enter');
    await other.panel.getByRole('heading', { name: '声明无上述情形' }).waitFor();
    await keyboard.tabTo(({ words }) => words.includes('以上四项均属实'));
    await keyboard.activate('Space');
    await keyboard.tabTo(({ words }) => words === '签名提交');
    await keyboard.activate('Enter');
    await other.panel.getByText(/已声明，第 \d+ 号/).waitFor();
    const seconds = ((performance.now() - began) / 1000).toFixed(1);
    console.log(`none declared: ${keyboard.activations} presses, ${seconds} s of machine time`);
    expect(keyboard.activations).toBe(3);
    const id = world.court.sidecar.store.db
      .prepare<[], string>("select id from log where type = 'nil-declaration' order by seq desc limit 1")
      .pluck()
      .get();
    expect(storedRecord(world.court.sidecar, id ?? '').toString('utf8')).toContain('"stage":"first"');
  });
});
