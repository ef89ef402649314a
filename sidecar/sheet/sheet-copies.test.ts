import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { EntryBody } from '../../shared/records/entry.ts';
import type { SheetCopy, SheetEntry } from '../../shared/sheet.ts';
import { asFileOnly, exampleAnnex, exampleSheet, FILED } from './example-sheet.ts';
import { drawable } from './printable-text.ts';
import { SheetPrinter } from './printer.ts';
import { count, pagesOf, poppler, squash, textOf } from './read-back.ts';
import { printSheet } from './sheet-pdf.ts';

const LEVELS = ['full', 'summary', 'reference'] as const;

describe('entries by person', () => {
  it('stand under their recorder, whose caption says how many there are', async () => {
    const sealed = exampleSheet({ entries: 7, nils: 0 });
    const text = textOf(await printSheet(sealed, FILED));
    // Entries 101 and 116 are of the first, 104 and 119 of the second, and so on: in the log they alternate.
    const places = [
      '王建国（NY1302-0117）民事审判第一庭审判员记录事项2条',
      '记录编号豫1302-101',
      '记录编号豫1302-116',
      '李秀英（NY1302-0042）民事审判第一庭庭长记录事项2条',
      '记录编号豫1302-104',
      '记录编号豫1302-119',
      '欧阳文静（NY1302-0203）民事审判第一庭审判员记录事项1条',
      '记录编号豫1302-107',
    ].map((words) => text.indexOf(words));
    expect(places).not.toContain(-1);
    expect(places).toEqual(places.toSorted((a, b) => a - b));
  });

  it('somebody whom the case page does not name comes after those it names', async () => {
    const stranger = { staffCode: 'NY1302-0500', name: '周正', department: '立案庭', post: '法官助理' };
    const text = textOf(
      await printSheet(
        exampleSheet({ entries: 2, line: (line, index) => (index === 0 ? { ...line, by: stranger } : line) }),
        FILED,
      ),
    );
    expect(text).toContain('周正（NY1302-0500）立案庭法官助理记录事项1条');
    expect(text.indexOf('周正（NY1302-0500）立案庭')).toBeGreaterThan(
      text.indexOf('李秀英（NY1302-0042）民'),
    );
  });

  it('an entry made in another office names that office', async () => {
    const before = { staffCode: 'NY1302-0117', name: '王建国', department: '立案庭', post: '法官助理' };
    const text = textOf(
      await printSheet(
        exampleSheet({ entries: 6, line: (line, index) => (index === 0 ? { ...line, by: before } : line) }),
        FILED,
      ),
    );
    expect(text).toContain('王建国（NY1302-0117）民事审判第一庭审判员记录事项2条');
    expect(text).toContain('记录人王建国（NY1302-0117）部门职务立案庭法官助理');
    expect(count(text, '记录人王建国')).toBe(1);
  });
});

const everything = (body: EntryBody): EntryBody => ({
  ...body,
  kind: 'internal',
  conduct: ['INT-1', 'INT-4.2'],
  person: {
    ...body.person,
    identity: 'leader-relative',
    leader: { name: '高某', unit: '某市某局', post: '局长' },
    relationToRecorder: 'classmate',
    contact: '138-0000-0000',
    staffCode: 'NY1302-0888',
  },
  manner: 'wechat',
  medium: '手机，微信',
  workingTime: false,
  present: [
    { name: '陈晓', unit: '民事审判第一庭', confirmed: true },
    { name: '郭立', unit: '', confirmed: false },
  ],
  requests: ['progress', 'leaning'],
  omission: { by: '某副庭长', account: '称“不必填报”' },
  dutyBasis: 'none',
  approval: { number: '审批7号', approver: '赵国强', approvedAt: '2026-03-01T02:00:00.000Z' },
  lateReason: '出差在外',
});

const lateAndLinked = (line: SheetEntry): SheetEntry => {
  const { caseNumber: _, ...body } = line.body;
  return {
    ...line,
    body,
    lateness: { standing: 'late', due: '2026-03-05T15:59:59.999Z' },
    linkedAt: '2026-03-06T01:00:00.000Z',
    history: [
      {
        seq: line.seq,
        receivedAt: line.receivedAt,
        replacedBy: {
          seq: 140,
          receivedAt: '2026-03-07T01:00:00.000Z',
          kind: 'correction',
          reason: '核对通话记录',
        },
        before: [
          { field: 'occurredAt', value: '2026-03-01T01:00:00.000Z' },
          { field: 'handling', value: ['explained'] },
          { field: 'medium', value: undefined },
          { field: 'person', value: { ...line.body.person, name: '张致远' } },
        ],
      },
    ],
  };
};

describe('an entry in full', () => {
  const sealed = exampleSheet({ entries: 1, nils: 0, evidence: 1, entry: everything, line: lateAndLinked });

  it('tells every field that applies, and how it read before', async () => {
    const text = textOf(await printSheet(sealed, FILED, [{ code: 'INT-4.2', zh: '打听合议意见' }]));
    for (const words of [
      '案号（2026）豫1302民初123号诉讼环节一审',
      '关联领导高某，某市某局，局长',
      '与记录人关系同学',
      '联系方式138-0000-0000',
      '工号NY1302-0888',
      '方式微信存储介质手机，微信',
      '工作时间内否',
      '在场人员陈晓（民事审判第一庭，已确认）、郭立（未确认）',
      '为当事人请托说情（INT-1）打探案情、通风报信：打听合议意见（INT-4.2）',
      '提出的要求了解进展、倾向性处理意见',
      '授意不记录某副庭长：称“不必填报”',
      '履职依据无履职依据',
      '审批信息审批编号审批7号；批准人赵国强；批准时间2026年3月1日10:00',
      '迟报是，应于2026年3月5日23:59前报告',
      '补报原因出差在外',
      '补挂案号记录时没有关联案件，2026年3月6日09:00补挂本案',
      '补充更正2026年3月7日09:00更正（豫1302-140），原因：核对通话记录',
      '此前（豫1302-101，2026年3月2日11:05）：',
      '发生时间：2026年3月1日09:00',
      '处置：解释政策',
      '存储介质：（未填）',
      '被记录人：被记录人张致远',
    ]) {
      expect(text).toContain(words);
    }
  });

  it('prints a court’s own code with the words of its parent where it has none of its own', async () => {
    const text = textOf(await printSheet(sealed, FILED));
    expect(text).toContain('打探案情、通风报信（INT-4.2）');
  });

  it('prints nothing of a field that does not apply', async () => {
    const bare = exampleSheet({
      entries: 1,
      entry: ({ workingTime: _w, present: _p, requests: _r, medium: _m, ...body }) => body,
    });
    const text = textOf(await printSheet(bare, FILED));
    for (const name of [
      '关联领导',
      '与记录人关系',
      '联系方式',
      '工号',
      '存储介质',
      '在场人员',
      '工作时间内',
      '提出的要求',
      '授意不记录',
      '履职依据',
      '审批信息',
      '迟报',
      '补报原因',
      '补挂案号',
      '补充更正',
      '附卷依据',
    ]) {
      expect(text).not.toContain(name);
    }
  });

  it('marks what was signed in time and came late, without calling it late', async () => {
    const text = textOf(
      await printSheet(
        exampleSheet({
          line: (line) => ({
            ...line,
            lateness: { standing: 'sent-late', due: '2026-03-05T15:59:59.999Z' },
          }),
        }),
        FILED,
      ),
    );
    expect(text).toContain('送达时限按时签署，因网络等原因迟到达；应于2026年3月5日23:59前报告');
    expect(text).not.toContain('迟报');
  });
});

describe('file-only items', () => {
  it('stand in a section of their own, with ground and article, and are not counted among the others', async () => {
    const sealed = exampleSheet({
      entries: 5,
      evidence: 1,
      line: (line, index) => (index === 2 ? asFileOnly(line) : line),
    });
    const text = textOf(await printSheet(sealed, FILED));
    const section = text.indexOf('仅附卷事项1条（随案入卷，不录入记录报告平台）');
    expect(section).toBeGreaterThan(text.indexOf('无上述情形声明（共'));
    expect(text.slice(section)).toContain('记录编号豫1302-107');
    expect(text.slice(0, section)).not.toContain('记录编号豫1302-107');
    expect(text.slice(section)).toContain(
      '附卷依据院庭长在权责清单内监督管理（批示、指示附卷）（实施细则第5、8条）',
    );
    expect(text.slice(section)).toContain('记录人欧阳文静（NY1302-0203）');
    expect(text).toContain('记录事项（第4条，共4条）');
    expect(text).toContain('截至本表时间没有：入卷和放行记录。');
  });
});

describe('filings and clearances', () => {
  it('stand behind the sheet and change nothing of its hash', async () => {
    const sealed = exampleSheet();
    const annex = exampleAnnex(sealed.hash);
    for (const level of LEVELS) {
      const text = textOf(await printSheet({ ...sealed, annex }, { level }));
      expect(text).toContain('随案入卷陈晓一案一表（2026）豫1302民初123号.pdf（即本表）');
      expect(text).toContain('放行上会王建国准予提请审判委员会');
      expect(text).toContain('不计入内容指纹');
      expect(text).toContain(`内容指纹${sealed.hash}`);
    }
  });

  it('an older sheet that was filed is named by its own hash', async () => {
    const text = textOf(await printSheet({ ...exampleSheet(), annex: exampleAnnex('ab'.repeat(32)) }, FILED));
    expect(text).toContain(`（内容指纹${'ab'.repeat(8)}）`);
  });
});

describe('how much a copy tells', () => {
  const secret = '绝不外传之内容';
  const sealed = exampleSheet({
    entries: 6,
    nils: 2,
    evidence: 1,
    entry: (body) => ({
      ...everything(body),
      content: secret,
      place: '密处',
      person: { ...everything(body).person, name: '某甲某乙', unit: '某某单位', post: '某某职务' },
      evidence: body.evidence.map((file) => ({ ...file, name: '密件.png' })),
    }),
    line: (line, index) => (index === 5 ? asFileOnly(lateAndLinked(line)) : lateAndLinked(line)),
  });
  /** What says who was recorded, or what was said. */
  const SECRETS = [
    secret,
    '密处',
    '某甲某乙',
    '某某单位',
    '某某职务',
    '高某',
    '密件',
    '138-0000-0000',
    '郭立',
    '某副庭长',
    '审批7号',
    '出差在外',
    '核对通话记录',
    '张致远',
    '手机，微信',
  ];

  it.each(LEVELS)('%s: every entry and declaration has its number, and the level is said', async (level) => {
    const text = textOf(await printSheet(sealed, { level }));
    for (const { seq } of sealed.sheet.lines) expect(text).toContain(`豫1302-${seq}`);
    expect(text.includes('摘要件')).toBe(level === 'summary');
    expect(text.includes('索引件')).toBe(level === 'reference');
    expect(text).toContain(`内容指纹${sealed.hash}`);
  });

  it('summary: codes, times and handling, and neither content nor who was recorded', async () => {
    const text = textOf(await printSheet(sealed, { level: 'summary' }));
    for (const word of SECRETS) expect(text).not.toContain(word);
    for (const words of [
      '记录编号豫1302-101记录类型内部过问',
      '发生时间2026年3月2日09:05',
      '为当事人请托说情（INT-1）',
      '处置拒绝、告知正当渠道',
      '迟报是，应于2026年3月5日23:59前报告',
      '补充更正2026年3月7日09:00更正（豫1302-140）',
      '仅附卷事项（第1条，共1条）',
    ]) {
      expect(text).toContain(words);
    }
    expect(count(textOf(await printSheet(sealed, FILED)), secret)).toBe(6);
  });

  it('reference: who has stated, and numbers only', async () => {
    const text = textOf(await printSheet(sealed, { level: 'reference' }));
    for (const word of [...SECRETS, 'INT-', '处置', '记录类型', '迟报', '仅附卷'])
      expect(text).not.toContain(word);
    expect(text).toContain('王建国承办人民事审判第一庭有记录2条');
    expect(text).toContain('王建国（NY1302-0117）记录事项2条：豫1302-101、豫1302-116');
  });

  it('nothing filed has vanished, whatever the entries are', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.constantFrom('plain', 'file-only', 'corrected'), { maxLength: 6 }),
        fc.integer({ min: 0, max: 3 }),
        fc.constantFrom(...LEVELS),
        async (kinds, nils, level) => {
          const some = exampleSheet({
            entries: kinds.length,
            nils,
            line: (line, index) =>
              kinds[index] === 'file-only'
                ? asFileOnly(line)
                : kinds[index] === 'corrected'
                  ? lateAndLinked(line)
                  : line,
          });
          const text = textOf(await printSheet(some, { level }));
          for (const { seq } of some.sheet.lines) expect(text).toContain(`豫1302-${seq}`);
          if (level !== 'reference')
            expect(count(text, '豫1302-140')).toBe(kinds.filter((kind) => kind === 'corrected').length);
        },
      ),
      { numRuns: 12 },
    );
  });
});

describe('the watermark', () => {
  const at = '2026-03-05T01:02:03.000Z';
  const withViewer = (viewer: string, level: SheetCopy['level'] = 'full') =>
    printSheet(exampleSheet({ entries: 4 }), { level, watermark: { viewer, at } });

  it('says on every page who looked and when; the filed copy says nothing of the kind', async () => {
    const pages = pagesOf(await withViewer('督察专员孟晓'));
    expect(pages.length).toBeGreaterThan(2);
    for (const page of pages) expect(count(page, '督察专员孟晓2026年3月5日09:02')).toBeGreaterThan(3);
    expect(textOf(await printSheet(exampleSheet({ entries: 4 }), FILED))).not.toContain('2026年3月5日09:02');
  });

  it.each([
    ['rare characters', '𬭎㛃䶮𰻝'],
    ['what turns text around', '王\u202e国建\u202c'],
    ['what no font draws', '😀\ue000'],
    ['markup', '<b>x</b>) Tj ET Q'],
    ['line ends', '王\n建\r\n国'],
    ['the longest name', '阿卜杜热合曼·买买提吐尔逊·'.repeat(5)],
    ['one long word', 'W'.repeat(200)],
  ])('%s', async (_, viewer) => {
    const [first = ''] = pagesOf(await withViewer(viewer));
    expect(first).toContain(squash(drawable(viewer.replace(/\s+/gu, ' '))));
    expect(first).toContain('案件基本情况');
  });

  it('lies under the text: what the copy says besides is what the filed copy says', async () => {
    const plain = pagesOf(await printSheet(exampleSheet({ entries: 4 }), FILED));
    const marked = pagesOf(await withViewer('孟晓'));
    expect(marked.length).toBe(plain.length);
    marked.forEach((page, index) => {
      expect(page.endsWith(plain[index] ?? '-')).toBe(true);
    });
  });

  it('gives the same bytes for the same viewer and time, and others for others', async () => {
    const first = Buffer.from(await withViewer('孟晓'));
    expect(first.equals(await withViewer('孟晓'))).toBe(true);
    expect(first.equals(await withViewer('孟晚'))).toBe(false);
  });
});

describe('the seal', () => {
  it('never stands on a page without text, and never is cut, wherever the page ends', async () => {
    for (let size = 0; size <= 60; size += 1) {
      const sealed = exampleSheet({ entries: 0, nils: size, parties: 1 + (size % 9) });
      const annex = size % 4 === 3 ? exampleAnnex(sealed.hash) : sealed.annex;
      const last = pagesOf(await printSheet({ ...sealed, annex }, FILED)).at(-1) ?? '';
      expect(last.indexOf('截至时间')).toBeGreaterThan(0);
      expect(last).toContain('说明内容指纹相同，则表载内容相同。');
    }
  });
});

describe('the printing thread', () => {
  it('prints what is printed here, one after the other', async () => {
    const sealed = exampleSheet({
      entries: 2,
      entry: (body) => ({ ...body, kind: 'external', conduct: ['EXT-1.1'] }),
    });
    const own = [{ code: 'EXT-1.1', zh: '托人带话' }];
    const printer = new SheetPrinter();
    try {
      const both = await Promise.all(LEVELS.map((level) => printer.print(sealed, { level }, own)));
      for (const [index, level] of LEVELS.entries())
        expect(Buffer.from(await printSheet(sealed, { level }, own)).equals(both[index] ?? Buffer.of())).toBe(
          true,
        );
    } finally {
      await printer.close();
    }
  });
});

describe('a long sheet', () => {
  it('2,000 entries: none is lost', { timeout: 120_000 }, async () => {
    const sealed = exampleSheet({ entries: 2000, nils: 3, evidence: 1 });
    const text = textOf(await printSheet(sealed, FILED));
    const numbers = new Set(
      [...text.matchAll(/记录编号豫1302-(\d+)记录类型/gu)].map(([, seq]) => Number(seq)),
    );
    const entries = sealed.sheet.lines.filter(({ type }) => type === 'entry');
    expect(numbers.size).toBe(2000);
    expect(entries.filter(({ seq }) => !numbers.has(seq))).toEqual([]);
    expect(text).toContain('记录事项（第2000条，共2000条）');
    expect(text.lastIndexOf('截至时间')).toBeGreaterThan(text.lastIndexOf('记录编号豫1302-'));
    expect(poppler('pdfinfo', [], await printSheet(sealed, { level: 'reference' }), 'utf8')).toMatch(
      /^Pages: +\d+$/m,
    );
  });
});
