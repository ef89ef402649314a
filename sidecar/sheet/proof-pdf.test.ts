import { describe, expect, it } from 'vitest';
import type { EntryProof } from '../../shared/sheet.ts';
import { exampleProof } from './example-sheet.ts';
import { SheetPrinter } from './printer.ts';
import { printProof } from './proof-pdf.ts';
import { count, pagesOf, poppler, textOf } from './read-back.ts';

const WATERMARK = { viewer: '王建国', at: '2026-03-05T01:02:03.000Z' };

describe('the proof of a record', () => {
  it('says what was recorded, when, and where it stands in the log, on two pages', async () => {
    const proof = exampleProof();
    const pages = pagesOf(await printProof(proof, WATERMARK));
    expect(pages.length).toBeLessThanOrEqual(2);
    for (const page of pages) expect(count(page, '王建国2026年3月5日09:02')).toBeGreaterThan(3);
    const text = pages.join('');
    for (const words of [
      '记录证明',
      '兹证明王建国（NY1302-0117，民事审判第一庭审判员）作有下列记录，本院记录日志已收存，编号豫1302-101。',
      '被记录人张志远',
      `具体内容${proof.entry.body.content}`,
      '补充更正2026年3月2日18:05补充（豫1302-117），原因：补充对方所称的来意',
      '具体内容：来电询问本案何时开庭。',
      // The id's own time, and the sidecar's.
      '签署时间2026年3月2日10:05:00',
      '收存时间2026年3月2日11:05:00',
      `记录号${proof.entry.id}`,
      '日志记录数4218',
      `日志根${proof.head.root}`,
      '上报情况已上报，已取得上级法院签名回执',
      '本证明能说明：',
      '本证明不能说明：',
    ]) {
      expect(text).toContain(words);
    }
    for (const { seq, leafHash } of proof.events) {
      expect(text).toContain(`豫1302-${seq}`);
      expect(text).toContain(leafHash);
    }
  });

  it.each<[EntryProof['upstream'], string]>([
    ['waiting', '待上报，尚未取得上级法院回执'],
    ['not-sent', '未上报'],
    ['file-only', '仅附卷事项，不录入记录报告平台'],
  ])('upstream: %s', async (upstream, words) => {
    const text = textOf(
      await printProof(
        exampleProof((proof) => ({ ...proof, upstream })),
        WATERMARK,
      ),
    );
    expect(text).toContain(`上报情况${words}`);
  });

  it('of an entry of no case says so', async () => {
    const proof = exampleProof(({ caseNumber: _, ...rest }) => {
      const { caseNumber: __, stage: ___, ...body } = rest.entry.body;
      return { ...rest, entry: { ...rest.entry, body } };
    });
    const pdf = await printProof(proof, WATERMARK);
    expect(textOf(pdf)).toContain('案号尚未关联案件');
    expect(poppler('pdfinfo', ['-enc', 'UTF-8'], pdf, 'utf8')).toMatch(/^Title: +记录证明 豫1302-101$/mu);
  });

  it('gives the same bytes for the same input', async () => {
    const first = Buffer.from(await printProof(exampleProof(), WATERMARK));
    expect(first.equals(await printProof(exampleProof(), WATERMARK))).toBe(true);
  });

  it('comes out of the printing thread as it does here', async () => {
    const printer = new SheetPrinter();
    try {
      const bytes = await printer.proof(exampleProof(), WATERMARK);
      expect(Buffer.from(await printProof(exampleProof(), WATERMARK)).equals(bytes)).toBe(true);
    } finally {
      await printer.close();
    }
  });
});
