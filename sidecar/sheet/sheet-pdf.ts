/**
 * The printed 一案一表, bound into the case file (随案入卷; 济法发〔2021〕17号 三(一)): a court document in the manner
 * of GB/T 9704. The same sealed sheet always gives the same bytes, so that a copy can be checked.
 */
import { createRequire } from 'node:module';
import type { Column, Content, CustomTableLayout, TDocumentDefinitions } from 'pdfmake/interfaces';
import type { SealedSheet } from '../../shared/sheet.ts';
import { drawable, FONTS, fontFiles, runs, setText } from './printable-text.ts';
import { FORM, LINE, mm, PAGE, RULE, SIZE, TEXT_WIDTH } from './ruled-table.ts';
import { caseTable, entryTable, nilTable, sealTable, statementTable } from './sheet-tables.ts';

/** What is used of the page setter's server side; its types cover the browser side only. */
type Printer = new (
  fonts: typeof FONTS,
  files: typeof fontFiles,
  urls: { resolve(): void; resolved(): Promise<void> },
  mayReadLocalFile: (path: string) => boolean,
) => {
  createPdfKitDocument(
    definition: TDocumentDefinitions,
    options: { tableLayouts: Record<string, CustomTableLayout> },
  ): Promise<PdfStream>;
};
interface PdfStream {
  on(event: 'data', take: (chunk: Uint8Array) => void): void;
  on(event: 'end', done: () => void): void;
  on(event: 'error', fail: (error: unknown) => void): void;
  end(): void;
}
const PdfPrinter = (createRequire(import.meta.url)('pdfmake/js/Printer.js') as { default: Printer }).default;

/** Nothing is fetched and no file is read but the fonts. */
const NO_URLS = { resolve: () => {}, resolved: () => Promise.resolve() };

function definition(sealed: SealedSheet): TDocumentDefinitions {
  const { sheet, hash } = sealed;
  const entries = sheet.lines.filter((line) => line.type === 'entry');
  const nils = sheet.lines.filter((line) => line.type === 'nil-declaration');
  const title = '“三个规定”情况一案一表';
  const half = (TEXT_WIDTH - 12) / 2;
  // The head of the page has room for two lines; a longer text is set smaller.
  const running = (text: string, alignment: 'left' | 'right'): Column => {
    const fontSize = [SIZE.running, 7.5, 6, 4.5].find((size) => setText(text, half, size).lines <= 2) ?? 3;
    return { text: runs(setText(text, half, fontSize).text), width: half, alignment, fontSize };
  };
  const gap = (height: number): Content => ({ text: ' ', fontSize: height / LINE });
  const heading = (text: string, fontSize: number, below: number, bold = false): Content => ({
    text: runs(setText(text, TEXT_WIDTH, fontSize).text),
    fontSize,
    alignment: 'center',
    bold,
    margin: [0, 0, 0, below],
  });
  const none =
    entries.length > 0
      ? []
      : [
          gap(8),
          heading(
            nils.length > 0
              ? '截至本表时间，本案没有记录事项。'
              : '截至本表时间，本案没有记录事项，也没有无上述情形声明。',
            SIZE.body,
            0,
          ),
        ];
  const asOf = new Date(sheet.asOf);
  return {
    pageSize: 'A4',
    pageMargins: [PAGE.left, PAGE.top, PAGE.right, PAGE.bottom],
    version: '1.7',
    language: 'zh-CN',
    displayTitle: true,
    // The file's id is made of this: no clock, no product path.
    info: {
      title: drawable(`${title} ${sheet.caseNumber}`),
      author: drawable(sheet.court.name),
      keywords: `sha256:${hash}`,
      creator: 'Liuhen',
      producer: 'Liuhen',
      creationDate: asOf,
      modDate: asOf,
    },
    defaultStyle: { font: 'Song', fontSize: SIZE.dense, preserveLeadingSpaces: true },
    header: () => ({
      margin: [PAGE.left, mm(22), PAGE.right, 0],
      stack: [
        {
          columns: [running(sheet.court.name, 'left'), running(sheet.caseNumber, 'right')],
          columnGap: 12,
        },
        { canvas: [{ type: 'line', x1: 0, y1: 3, x2: TEXT_WIDTH, y2: 3, lineWidth: RULE }] },
      ],
    }),
    footer: (page, pages) => ({
      margin: [PAGE.left, 12, PAGE.right, 0],
      stack: [
        { text: `— ${page} —`, fontSize: SIZE.pageNumber, alignment: 'center' },
        {
          text: `内容指纹 ${hash}　共${pages}页`,
          fontSize: SIZE.hash,
          alignment: 'center',
          margin: [0, 3, 0, 0],
          noWrap: true,
        },
      ],
    }),
    content: [
      heading(sheet.court.name, SIZE.court, 2),
      heading(title, SIZE.title, 12, true),
      ...caseTable(sheet),
      gap(8),
      ...statementTable(sheet),
      ...none,
      ...entries.flatMap((entry, index) => [gap(8), ...entryTable(sheet, entry, index + 1, entries.length)]),
      ...(nils.length > 0 ? [gap(8), ...nilTable(sheet, nils)] : []),
      gap(8),
      sealTable(sealed),
    ],
  };
}

/** The sheet as a PDF; the same sheet gives the same bytes, in any process at any time. */
export async function printSheet(sealed: SealedSheet): Promise<Uint8Array> {
  const printer = new PdfPrinter(FONTS, fontFiles, NO_URLS, () => false);
  const pdf = await printer.createPdfKitDocument(definition(sealed), { tableLayouts: { form: FORM } });
  return await new Promise((resolve, reject) => {
    const chunks: Uint8Array[] = [];
    pdf.on('data', (chunk) => chunks.push(chunk));
    pdf.on('end', () => resolve(Buffer.concat(chunks)));
    pdf.on('error', reject);
    pdf.end();
  });
}
