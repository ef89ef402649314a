/**
 * Must-show: evidence that cannot be taken is told beside the field and nothing typed is lost; pictures are shown small;
 * a large file goes on where it was after the browser was killed and the sidecar restarted, and is there once.
 */
import { createHash, randomBytes } from 'node:crypto';
import { join } from 'node:path';
import type { Frame, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as made from '../evidence-files.ts';
import { storedFiles } from '../sidecar/stored.ts';
import { arrive, CASE_PAGE, until } from '../world/arrive.ts';
import { violations } from '../world/axe.ts';
import type { Desk } from '../world/browser.ts';
import { keepPicture } from '../world/keep-picture.ts';
import { killBrowser } from '../world/killed-browser.ts';
import { fillEntry, openPanel, signInToLiuhen, signInToTrialSystem } from '../world/story.ts';
import { PEOPLE, startWorld, type World } from '../world/world.ts';

const SENTENCE = '打到一半的内容：对方来电两次';
const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');
const lettersOnly = (size: number) => new Uint8Array(size).fill(0x61);

describe('evidence', () => {
  let world: World;
  let desk: Desk;
  let page: Page;
  let panel: Frame;

  beforeAll(async () => {
    world = await startWorld();
    desk = await world.desk(PEOPLE.handling);
    ({ page, panel } = await arrive(desk, world));
    await openEntryForm();
  });
  afterAll(() => world?.close());

  const content = () => panel.getByRole('textbox', { name: /^具体内容/ });
  const files = () => panel.locator('.files li');
  async function openEntryForm(): Promise<void> {
    await panel
      .getByRole('button', { name: /记录一条/ })
      .first()
      .click();
    await content().waitFor();
  }
  const pick = (name: string, bytes: Uint8Array, mimeType = '') =>
    panel.locator('input[type=file]').setInputFiles({ name, mimeType, buffer: Buffer.from(bytes) });
  /** As the browser hands it over, from outside the page. */
  const bring = (event: 'paste' | 'drop', name: string, type: string, bytes: Uint8Array) =>
    panel.evaluate(
      ([how, called, mime, base64]) => {
        const data = new DataTransfer();
        const binary = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
        data.items.add(new File([binary], called, { type: mime }));
        const init = { bubbles: true, cancelable: true };
        const given =
          how === 'paste'
            ? new ClipboardEvent('paste', { ...init, clipboardData: data })
            : new DragEvent('drop', { ...init, dataTransfer: data });
        document.body.dispatchEvent(given);
      },
      [event, name, type, Buffer.from(bytes).toString('base64')] as const,
    );

  it.each<[string, string, Uint8Array, string]>([
    ['a program called a picture', '截图.png', made.program(), '“截图.png”是程序、脚本、快捷方式或网页'],
    [
      'a program called a PDF as well',
      '来函.pdf.exe',
      made.pdf(),
      '“来函.pdf.exe”是程序、脚本、快捷方式或网页',
    ],
    [
      'a program read backwards',
      '来函\u202efdp.exe',
      made.pdf(),
      '“来函fdp.exe”是程序、脚本、快捷方式或网页',
    ],
    [
      'a web page called a picture',
      '截图.png',
      made.text('<html><script>1</script>'),
      '“截图.png”的内容与扩展名不一致',
    ],
    [
      'a zip bomb',
      '批示.docx',
      made.office('docx', { 'word/x.xml': lettersOnly(30_000_000) }),
      '“批示.docx”里面套有压缩包，或者展开后过大',
    ],
    ['a picture of 30,000 × 30,000', '图.png', made.png(30_000, 30_000), '图片“图.png”的像素过大'],
    [
      'a zip',
      '材料.zip',
      made.zip({ a: lettersOnly(9) }),
      '“材料.zip”的格式不能作为附件，没有加入。可用：图片、PDF、文档、录音、视频、文本',
    ],
    ['a document with a password', '批示.docx', made.ole(['EncryptedPackage']), '“批示.docx”有密码'],
    ['a document with macros', '批示.docx', made.office('docm'), '“批示.docx”带有宏'],
    ['an empty file', '空.txt', new Uint8Array(), '“空.txt”是空文件'],
  ])('says of %s why it is not taken, and loses nothing', async (_, name, bytes, words) => {
    await content().fill(SENTENCE);
    await pick(name, bytes);
    await panel.locator('.not-taken').getByText(words).waitFor();
    await panel.locator('.drop').evaluate((box) => box.scrollIntoView({ block: 'center' }));
    keepPicture(`evidence-${name.replaceAll(/[^\p{L}.]/gu, '')}`, await page.screenshot());
    expect(await files().count()).toBe(0);
    expect(await content().inputValue()).toBe(SENTENCE);
  });

  it('shows a picture small and anything else by its kind, and names a pasted screenshot', async () => {
    await pick('现场.png', made.png(300, 200));
    await panel.getByText('已加入“现场.png”').waitFor();
    await bring('drop', '来函.pdf', 'application/pdf', made.pdf());
    await panel.getByText('已加入“来函.pdf”').waitFor();
    await bring('paste', 'image.png', 'image/png', made.png(301, 200));
    await panel.getByText(/已加入“截图 \d{4}-\d\d-\d\d \d\d\.\d\d\.png”/).waitFor();
    await pick('通话.amr', made.amr());
    await panel.getByText('已加入“通话.amr”').waitFor();
    // Also where the name has something nobody sees: it is kept without.
    await pick('批\u200b示.docx', made.office('docx'));
    await panel.getByText('已加入“批示.docx”').waitFor();

    const seen = await files().evaluateAll((items) =>
      items.map((item) => {
        const canvas = item.querySelector('canvas');
        const pixel = canvas?.getContext('2d')?.getImageData(canvas.width / 2, canvas.height / 2, 1, 1).data;
        return canvas
          ? [canvas.width, canvas.height, pixel?.[0]]
          : item.querySelector('.thumbnail')?.textContent;
      }),
    );
    expect(seen).toEqual([[80, 53, 160], 'PDF', [80, 53, 160], '录音', '文档']);
    expect(
      await panel.evaluate(() => document.documentElement.scrollWidth > document.documentElement.clientWidth),
    ).toBe(false);
    await panel.locator('.drop').evaluate((box) => box.scrollIntoView({ block: 'center' }));
    keepPicture('evidence', await page.screenshot());
    expect(await violations(panel)).toEqual([]);
    await panel.getByRole('button', { name: '移除 现场.png' }).click();
    expect(await files().count()).toBe(4);
  });

  it('of the same bytes is attached once', async () => {
    await pick('另一个名字.pdf', made.pdf());
    await panel.getByText('“另一个名字.pdf”已经在列表中').waitFor();
    expect(await files().count()).toBe(4);
  });

  it('goes on where it was, through a killed browser and a restarted sidecar, and is there once', async () => {
    const bytes = made.joined(made.pdf(), randomBytes(6_000_000));
    await fillEntry(panel, SENTENCE);
    await pick('卷宗扫描.pdf', bytes);
    await panel.getByText('已加入“卷宗扫描.pdf”').waitFor();
    await panel.getByRole('checkbox', { name: /以上内容如实、全面/ }).check();
    const db = () => world.court.sidecar.store.db;
    const partsThere = () => db().prepare('select count(*) from evidence_part').pluck().get() as number;
    // The sidecar cannot take a sixth part, as long as this run of it lasts.
    db().exec(
      `create temp trigger sixth before insert on evidence_part when (select count(*) from evidence_part) >= 5
       begin select raise(abort, 'no more'); end`,
    );
    await panel.getByRole('button', { name: '签名提交' }).click();
    await until(partsThere, (count) => count === 5, 'five parts');
    await panel.getByRole('heading', { name: '已存在本机' }).waitFor();
    await killBrowser(desk, join(world.folder, PEOPLE.handling.account));
    await world.court.restart();
    expect(partsThere()).toBe(5);

    desk = await world.desk(PEOPLE.handling, { again: true });
    page = await desk.context.newPage();
    await signInToTrialSystem(page, world.trial.url, PEOPLE.handling.account);
    await page.goto(world.trial.url + CASE_PAGE);
    panel = await openPanel(page);
    // What lies there already is not sent again: it would be refused.
    db().exec(
      `create temp trigger again before insert on evidence_part when new.start < 5 * ${512 * 1024}
       begin select raise(abort, 'again'); end`,
    );
    await signInToLiuhen(desk, panel);
    const kept = await until(
      () => storedFiles(world.court.sidecar).filter(({ hash }) => hash === sha256(bytes)),
      (rows) => rows.length > 0,
      'the file at the sidecar',
    );
    expect(kept.map((row) => sha256(row.data))).toEqual([sha256(bytes)]);
    const entries = () => db().prepare(`select count(*) from log where type = 'entry'`).pluck().get();
    await until(entries, (count) => count === 1, 'the entry in the log');
    expect(partsThere()).toBe(0);
  });
});
