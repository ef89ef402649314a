import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { NIL_QUESTIONS } from '../../shared/records/nil-declaration.ts';
import type { SealedSheet } from '../../shared/sheet.ts';
import { exampleSheet, FILED } from './example-sheet.ts';
import { glyphOf } from './fonts.ts';
import { drawable, type Line, setText } from './printable-text.ts';
import { count, pagesOf, poppler, squash, textOf } from './read-back.ts';
import { printSheet } from './sheet-pdf.ts';

const printFiled = (sealed: SealedSheet) => printSheet(sealed, FILED);

const MM = 72 / 25.4;
/** No word leaves the text area to the left or right, and none the page's foot. */
function expectInsideMargins(pdf: Uint8Array) {
  const words = [
    ...poppler('pdftotext', ['-bbox', '-enc', 'UTF-8'], pdf, 'utf8').matchAll(
      /<word xMin="([\d.-]+)" yMin="([\d.-]+)" xMax="([\d.-]+)" yMax="([\d.-]+)">/g,
    ),
  ].map((match) => ({ left: Number(match[1]), right: Number(match[3]), bottom: Number(match[4]) }));
  expect(words.length).toBeGreaterThan(0);
  expect(Math.min(...words.map((word) => word.left))).toBeGreaterThanOrEqual(28 * MM - 0.5);
  expect(Math.max(...words.map((word) => word.right))).toBeLessThanOrEqual(595.28 - 26 * MM + 0.5);
  expect(Math.max(...words.map((word) => word.bottom))).toBeLessThanOrEqual(841.89);
}

/** Every page says which court, case and sheet it is of, and its number; gives what the pages say besides. */
function bodiesOf(pages: string[], { sheet, hash }: SealedSheet): string[] {
  return pages.map((page, index) => {
    const place = `—${index + 1}—内容指纹${hash}共${pages.length}页`;
    const running = squash(sheet.court.name + sheet.caseNumber) + place;
    // The head and foot of a page are written after its body.
    expect(page.slice(-running.length)).toBe(running);
    return page.slice(0, -running.length);
  });
}

describe('what is on the sheet', () => {
  it.each([
    [0, 0, 1],
    [0, 5, 2],
    [1, 2, 2],
    [3, 1, 4],
    [60, 5, 45],
  ])('%i entries and %i nil declarations', async (entries, nils, atMostPages) => {
    const sealed = exampleSheet({ entries, nils, evidence: 1 });
    const pdf = await printFiled(sealed);
    const pages = pagesOf(pdf);
    expect(pages.length).toBeLessThanOrEqual(atMostPages);
    bodiesOf(pages, sealed);
    expectInsideMargins(pdf);
    const text = pages.join('');
    expect(text).toContain('“三个规定”情况一案一表');
    expect(count(text, '有关人员填报情况')).toBe(1);
    for (const line of sealed.sheet.lines) expect(text).toContain(`豫1302-${line.seq}`);
    for (let place = 1; place <= entries; place += 1) {
      expect(text).toContain(`记录事项（第${place}条，共${entries}条）`);
    }
    for (const question of NIL_QUESTIONS) expect(count(text, question.zh)).toBe(nils > 0 ? 1 : 0);
    expect(count(text, '没有：记录事项')).toBe(entries > 0 ? 0 : 1);
    expect(count(text, '没有：记录事项、无上述情形声明')).toBe(entries + nils > 0 ? 0 : 1);
    expect(count(text, '仅附卷事项、入卷和放行记录。')).toBe(1);
    expect(text).toContain(`日志序号${sealed.sheet.through}`);
  });

  it('each field of an entry, in Chinese words; an empty one as —', async () => {
    const text = textOf(
      await printFiled(
        exampleSheet({
          entries: 1,
          nils: 0,
          evidence: 1,
          entry: (body) => ({
            ...body,
            person: { ...body.person, unidentified: true, name: '', unit: '', post: '' },
            conduct: ['EXT-1', 'EXT-4'],
            occurredAt: '2025-12-31T16:30:00.000Z',
          }),
        }),
      ),
    );
    for (const words of [
      '记录类型外部过问',
      '王建国（NY1302-0117）民事审判第一庭审判员记录事项1条',
      '诉讼环节一审',
      '被记录人身份不明',
      '身份类别领导干部',
      '工作单位—',
      '单位类别政府',
      '职务职级—',
      '领导干部是',
      '与当事人关系同学',
      '方式当面',
      // The year turns in Shanghai eight hours before it does in UTC.
      '发生时间2026年1月1日00:30',
      '工作时间内是',
      '工作场所内是',
      '在场人员没有其他在场人员',
      '发生地点本院第三审判庭外走廊',
      '行为情形为当事人请托说情（EXT-1）以听汇报、开协调会、发文等超越职权提出倾向性意见（EXT-4）',
      '处置拒绝、告知正当渠道',
      '影响办案否',
      '1．通话记录截图.png48,211字节指纹b5955ab2b2510a5c',
      '声明以上记录如实、全面',
      '收到时间2026年3月2日11:05',
      '截至时间2026年3月2日11:05:00（北京时间）',
    ]) {
      expect(text).toContain(words);
    }
  });

  it('who has stated what', async () => {
    const text = textOf(await printFiled(exampleSheet({ entries: 1, nils: 1 })));
    expect(text).toContain('王建国承办人民事审判第一庭有记录1条2026年3月2日11:05');
    expect(text).toContain('陈晓书记员民事审判第一庭无上述情形2026年3月2日17:05');
    expect(text).toContain('李秀英审判长民事审判第一庭尚未填报—');
  });

  it('twenty parties on one page; two hundred go on over the page, none lost', async () => {
    const twenty = pagesOf(await printFiled(exampleSheet({ parties: 20 })));
    expect(twenty[0]).toContain('20．被告19：');
    const sealed = exampleSheet({ parties: 200 });
    const pages = pagesOf(await printFiled(sealed));
    bodiesOf(pages, sealed);
    const text = pages.join('');
    for (let party = 1; party < 200; party += 1) {
      expect(count(text, `被告${party}：河南某某置业有限公司第${party}分公司`)).toBe(1);
    }
  });
});

describe('text', () => {
  const contentOf = async (content: string) => {
    const pdf = await printFiled(exampleSheet({ entry: (body) => ({ ...body, content }) }));
    expectInsideMargins(pdf);
    return textOf(pdf);
  };

  it('rare characters, and look-alikes of common ones, come back as entered', async () => {
    const name = '𬭎㛃䶮𰻝';
    const pdf = await printFiled(
      exampleSheet({
        entry: (body) => ({
          ...body,
          person: { ...body.person, name },
          content: `${name}与人⼈、不\uf967、effi……——“”`,
        }),
        sheet: (sheet) => ({
          ...sheet,
          court: { ...sheet.court, name: '𰻝县人民法院' },
          people: [{ roles: ['handling-judge'], name, asked: true, statement: 'none' }],
        }),
      }),
    );
    const text = textOf(pdf);
    expect(text).toContain(`被记录人${name}`);
    expect(text).toContain(`${name}承办人—尚未填报—`);
    expect(text).toContain(`具体内容${name}与人⼈、不\uf967、effi……——“”`);
    expect(text).toContain('𰻝县人民法院');
  });

  it('markup and templates are letters', async () => {
    const hostile = '<script>alert("x")</script>{{7*7}}<%= x %><b>&amp;\\(ab\\)%PDF-1.7 endobj';
    expect(await contentOf(hostile)).toContain(squash(hostile));
  });

  it('what cannot be seen, or drawn, is named', async () => {
    const text = await contentOf('甲\u202e乙\u202c丙\u200b丁\u00ad戊😀己\ue000庚e\u0301辛𠮷壬\u{e0100}癸');
    expect(text).toContain(
      '甲〔U+202E〕乙〔U+202C〕丙〔U+200B〕丁〔U+00AD〕戊〔U+1F600〕己〔U+E000〕庚e〔U+0301〕辛〔U+20BB7〕壬〔U+E0100〕癸',
    );
  });

  it('line ends are kept', async () => {
    const pdf = await printFiled(
      exampleSheet({ entry: (body) => ({ ...body, content: '第一行\n第二行\r\n\r\n    第四行' }) }),
    );
    expect(poppler('pdftotext', ['-layout', '-enc', 'UTF-8'], pdf, 'utf8')).toMatch(
      /第一行\n +第二行\n +具体内容\n+ +第四行\n/,
    );
  });

  it.each([
    ['one word', 'f'.repeat(4000)],
    ['wide letters', 'W'.repeat(4000)],
    ['a long address', `https://example.invalid/${'abc/'.repeat(900)}`],
    ['quotes that forbid a break', '"𰻝"𬭎'.repeat(600)],
    ['marks that forbid a break', '！）」'.repeat(1300)],
    ['stand-ins', '\u202e"'.repeat(1900)],
  ])('%s of 4,000 characters wraps and is whole', async (_, content) => {
    const sealed = exampleSheet({ nils: 0, entry: (body) => ({ ...body, content }) });
    const pdf = await printFiled(sealed);
    expectInsideMargins(pdf);
    const text = bodiesOf(pagesOf(pdf), sealed)
      .join('')
      .replaceAll('记录事项（第1条，共1条）王建国外部过问豫1302-101', '');
    // Not toContain: its message would be all of the text.
    expect(text.includes(`具体内容${squash(drawable(content))}处置`)).toBe(true);
  });

  it('a row longer than a page goes on under the head of its table', async () => {
    const content = Array.from({ length: 150 }, (_, index) => `第${index + 1}段。`).join('\n');
    const sealed = exampleSheet({ nils: 0, entry: (body) => ({ ...body, content }) });
    const pages = pagesOf(await printFiled(sealed));
    bodiesOf(pages, sealed);
    const text = pages.join('');
    for (let place = 1; place <= 150; place += 1) expect(count(text, `第${place}段。`)).toBe(1);
    const withContent = pages.filter((page) => /第\d+段。/u.test(page));
    expect(withContent.length).toBeGreaterThan(3);
    for (const page of withContent) expect(page).toContain('记录事项（第1条，共1条）');
  });

  it('the longest names stay in their columns, in full', async () => {
    const long = (text: string, length: number) => text.repeat(length).slice(0, length);
    const name = long('阿卜杜热合曼·买买提吐尔逊·', 60);
    const unit = long('某某自治区某某自治州某某某委员会', 120);
    const pdf = await printFiled(
      exampleSheet({
        evidence: 2,
        entry: (body) => ({
          ...body,
          person: { ...body.person, name, unit, post: '\u202e'.repeat(80) },
          evidence: body.evidence.map((file) => ({ ...file, name: `${'x'.repeat(115)}.png` })),
        }),
        sheet: (sheet) => ({
          ...sheet,
          court: { ...sheet.court, name: long('某某省某某市某某自治县人民法院', 60) },
          people: sheet.people.map((person) => ({ ...person, name })),
          cause: long('建设工程施工合同', 200),
          parties: [long('某某股份有限公司', 300)],
        }),
      }),
    );
    expectInsideMargins(pdf);
    const text = textOf(pdf);
    expect(count(text, name)).toBeGreaterThanOrEqual(1);
    expect(text).toContain(long('某某股份有限公司', 300));
    expect(count(text, '〔U+202E〕')).toBe(80);
    expect(count(text, `${'x'.repeat(115)}.png`)).toBe(2);
  });

  it('setting a text loses nothing and cuts no character, whatever the text', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string({ unit: 'binary' }),
          fc.string({ unit: fc.constantFrom('"', '𰻝', 'W', '。', ' ', '😀') }),
        ),
        fc.integer({ min: 12, max: 300 }),
        (text, width) => {
          const lines = setText(text, width, 12);
          const words = ({ glyphs }: Line) =>
            glyphs.map(({ codePoint }) => String.fromCodePoint(codePoint)).join('');
          expect(lines.map(words).join('')).toBe(drawable(text).replaceAll('\n', ''));
          expect(lines.length).toBeGreaterThanOrEqual(drawable(text).split('\n').length);
          for (const line of lines) {
            const visible = words(line).trimEnd();
            const wide = [...visible].reduce(
              (sum, char) => sum + (glyphOf(char.codePointAt(0) ?? 0)?.width ?? 0),
              0,
            );
            // One character may be wider than its column; nothing else may.
            if ([...visible].length > 1) expect(wide * 12).toBeLessThanOrEqual(width + 1e-6);
          }
        },
      ),
    );
  });
});

describe('the file', () => {
  it('is the same bytes in two processes, at two times, in two time zones', async () => {
    const script = `
      import { createHash } from 'node:crypto';
      import { exampleSheet, FILED } from './sidecar/sheet/example-sheet.ts';
      import { printSheet } from './sidecar/sheet/sheet-pdf.ts';
      const pdf = await printSheet(exampleSheet({ entries: 3, nils: 2, evidence: 2 }), FILED);
      process.stdout.write(createHash('sha256').update(pdf).digest('hex'));`;
    const print = (timeZone: string) =>
      execFileSync(process.execPath, ['--input-type=module', '--eval', script], {
        cwd: join(import.meta.dirname, '../..'),
        encoding: 'utf8',
        env: { ...process.env, TZ: timeZone },
      });
    const first = print('Asia/Shanghai');
    expect(first).toMatch(/^[0-9a-f]{64}$/);
    // A PDF's dates have seconds: the second process starts in a later one.
    await new Promise((resolve) => setTimeout(resolve, 1100));
    expect(print('America/Los_Angeles')).toBe(first);
  });

  it('does not depend on what was printed before', async () => {
    const sealed = exampleSheet({ entries: 2, entry: (body) => ({ ...body, content: '人⼈文⽂𰻝' }) });
    const first = await printFiled(sealed);
    await printFiled(exampleSheet({ entry: (body) => ({ ...body, content: '⽂⼈𰻝fi' }) }));
    expect(Buffer.compare(await printFiled(sealed), first)).toBe(0);
  });

  it('names its sheet and its court, and no path of the machine', async () => {
    const sealed = exampleSheet();
    const pdf = await printFiled(sealed);
    const info = poppler('pdfinfo', ['-enc', 'UTF-8'], pdf, 'utf8');
    expect(info).toMatch(/^Title: +“三个规定”情况一案一表 （2026）豫1302民初123号$/mu);
    expect(info).toMatch(/^Author: +河南省南阳市宛城区人民法院$/mu);
    expect(info).toContain(`sha256:${sealed.hash}`);
    expect(info).toMatch(/^Page size: .*A4/mu);
    const bytes = Buffer.from(pdf).toString('latin1');
    expect(bytes).not.toContain('node_modules');
    expect(bytes).not.toContain(process.cwd());
    expect(bytes).not.toMatch(/\.ttf|file:/);
  });

  it('carries its fonts, cut down to what it uses', async () => {
    const pdf = await printFiled(exampleSheet());
    const fonts = poppler('pdffonts', [], pdf, 'utf8').split('\n').slice(2).filter(Boolean);
    expect(fonts.length).toBeGreaterThanOrEqual(2);
    for (const font of fonts) expect(font).toMatch(/yes yes yes/);
    expect(pdf.byteLength).toBeLessThan(200_000);
  });
});
