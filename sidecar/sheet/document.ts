/**
 * A court document as PDF: blocks laid out on pages, the running head and foot, the watermark of a copy that is not
 * the filed one. The same content always gives the same bytes, so that a copy can be checked: no clock, no chance, no
 * path of the machine.
 */
import { buffer } from 'node:stream/consumers';
import PDFDocument from 'pdfkit';
import { encode as encodeQr } from 'uqr';
import type { SheetCopy } from '../../shared/sheet.ts';
import { FontsInUse, type PdfObject } from './font-embedding.ts';
import type { Glyph } from './fonts.ts';
import { layOut, type Page, type PlacedLine, type PlacedQr } from './page-layout.ts';
import { drawable, type Line, setText } from './printable-text.ts';
import { type Block, LINE, mm, PAGE, RULE, SIZE, TEXT_WIDTH } from './ruled-form.ts';
import { time } from './sheet-words.ts';

export interface CourtDocument {
  /** Of the file, as a reader's window shows it. */
  title: string;
  court: string;
  /** At the right of the running head: the case number. */
  about: string;
  /** At the foot of every page, before the number of pages. */
  foot: string;
  keywords: string;
  /** The document's own time, ISO UTC: the file says it was made then. */
  asOf: string;
  blocks: Block[];
  watermark: SheetCopy['watermark'];
}

const points = (value: number) => value.toFixed(2);

/** Runs of one font, for each has codes of its own. */
function* runsOf(line: Line): Generator<{ glyphs: Glyph[]; offset: number }> {
  let glyphs: Glyph[] = [];
  let start = 0;
  let at = 0;
  for (const glyph of line.glyphs) {
    if (glyphs.length > 0 && glyphs[0]?.font !== glyph.font) {
      yield { glyphs, offset: start };
      glyphs = [];
      start = at;
    }
    glyphs.push(glyph);
    at += glyph.width;
  }
  if (glyphs.length > 0) yield { glyphs, offset: start };
}

/** The drawing of one page. The library's pages are measured from the top, so letters are turned upright again. */
function drawPage({ lines, rules, qrs }: Page, fonts: FontsInUse): string {
  const out = [`${RULE} w`];
  for (const { x1, y1, x2, y2 } of rules)
    out.push(`${points(x1)} ${points(y1)} m ${points(x2)} ${points(y2)} l`);
  out.push('S', 'BT');
  let font = '';
  for (const { line, x, y, size } of lines) {
    for (const { glyphs, offset } of runsOf(line)) {
      const use = fonts.of(glyphs[0]?.font ?? 'song');
      const wanted = `/${use.resource} ${size} Tf`;
      if (wanted !== font) {
        out.push(wanted);
        font = wanted;
      }
      let codes = '';
      for (const glyph of glyphs) codes += use.code(glyph);
      out.push(`1 0 0 -1 ${points(x + offset * size)} ${points(y)} Tm <${codes}> Tj`);
    }
  }
  out.push('ET');
  for (const qr of qrs) out.push(drawQr(qr));
  return out.join('\n');
}

function drawQr({ text, x, y, width }: PlacedQr): string {
  const { data, size } = encodeQr(text, { ecc: 'M', border: 0 });
  const module = width / size;
  const out: string[] = [];
  data.forEach((row, down) => {
    // Dark modules side by side are one rectangle: seams between them would show in print.
    for (let from = 0; from < size; from += 1) {
      if (!row[from]) continue;
      let to = from;
      while (row[to + 1]) to += 1;
      const place = [x + from * module, y + down * module, (to - from + 1) * module, module];
      out.push(`${place.map((each) => each.toFixed(3)).join(' ')} re`);
      from = to;
    }
  });
  out.push('f');
  return out.join('\n');
}

/** A line at its place; `align` within the width that begins at `x`. */
function placed(
  line: Line,
  size: number,
  x: number,
  width: number,
  y: number,
  align: 'left' | 'center' | 'right',
): PlacedLine {
  const spare = width - line.width * size;
  const inset = align === 'left' ? 0 : align === 'right' ? spare : spare / 2;
  return { line, x: x + inset, y, size };
}

const HEAD_TOP = mm(22);
const BASE = 1.09;

/** Two lines of the running head at the most; a longer text is set smaller. */
function runningHead(text: string, side: 'left' | 'right'): PlacedLine[] {
  const width = (TEXT_WIDTH - 12) / 2;
  const x = side === 'left' ? PAGE.left : PAGE.left + TEXT_WIDTH - width;
  const size = [SIZE.running, 7.5, 6, 4.5].find((each) => setText(text, width, each).length <= 2) ?? 3;
  return setText(text, width, size).map((line, index) =>
    placed(line, size, x, width, HEAD_TOP + size * (BASE + index * LINE), side),
  );
}

function runningParts(document: CourtDocument, page: number, pages: number): Page {
  const left = runningHead(document.court, 'left');
  const right = runningHead(document.about, 'right');
  const bottom = Math.max(...[...left, ...right].map(({ y, size }) => y + size * (LINE - BASE))) + 3;
  const foot = (text: string, size: number, y: number) =>
    setText(text, TEXT_WIDTH, size).map((line) => placed(line, size, PAGE.left, TEXT_WIDTH, y, 'center'));
  const top = PAGE.height - PAGE.bottom + 12;
  return {
    lines: [
      ...left,
      ...right,
      ...foot(`— ${page} —`, SIZE.pageNumber, top + BASE * SIZE.pageNumber),
      ...foot(
        `${document.foot}　共${pages}页`,
        SIZE.hash,
        top + SIZE.pageNumber * LINE + 3 + BASE * SIZE.hash,
      ),
    ],
    rules: [{ x1: PAGE.left, y1: bottom, x2: PAGE.left + TEXT_WIDTH, y2: bottom }],
    qrs: [],
  };
}

/** Light enough to read through, dark enough to be copied along; lengths in points, the width of a line in em. */
const WATERMARK = { grey: 0.86, size: 15, width: 32, line: 20, angle: Math.PI / 6, across: 60, down: 78 };

/** Viewer and time, again and again over the page (R53); a long name goes on in a further line. */
function drawWatermark({ viewer, at }: NonNullable<SheetCopy['watermark']>, fonts: FontsInUse): string {
  const { size } = WATERMARK;
  const lines = setText(`${viewer.replace(/\s+/gu, ' ')}　${time(at)}`, WATERMARK.width * size, size);
  const cos = Math.cos(WATERMARK.angle);
  const sin = Math.sin(WATERMARK.angle);
  const matrix = [cos, -sin, -sin, -cos].map((each) => each.toFixed(4)).join(' ');
  const strings = lines.flatMap((line, down) =>
    [...runsOf(line)].map(({ glyphs, offset }) => {
      const use = fonts.of(glyphs[0]?.font ?? 'song');
      const codes = glyphs.map((glyph) => use.code(glyph)).join('');
      return { resource: use.resource, codes, along: offset * size, down: down * WATERMARK.line };
    }),
  );
  const length = Math.max(...lines.map((line) => line.width)) * size;
  const height = (lines.length - 1) * WATERMARK.line;
  const out = [`${WATERMARK.grey} g`, 'BT'];
  // Rows along the slope, each half a step further than the one above; what misses the page is not written.
  const step = { along: length + WATERMARK.across, down: height + WATERMARK.line + WATERMARK.down };
  for (let row = 0, down = 0; down < PAGE.width * sin + PAGE.height * cos; row += 1, down += step.down) {
    const first = -PAGE.height * sin - (row % 2 === 0 ? 0 : step.along / 2);
    for (let along = first; along < PAGE.width * cos; along += step.along) {
      const x = along * cos + down * sin;
      const y = down * cos - along * sin;
      if (x + length * cos + height * sin < 0 || x > PAGE.width) continue;
      if (y + height * cos < 0 || y - length * sin > PAGE.height) continue;
      for (const string of strings) {
        const place = [
          x + string.along * cos + string.down * sin,
          y - string.along * sin + string.down * cos,
        ];
        out.push(
          `/${string.resource} ${size} Tf ${matrix} ${place.map(points).join(' ')} Tm <${string.codes}> Tj`,
        );
      }
    }
  }
  out.push('ET');
  return out.join('\n');
}

export async function printDocument(document: CourtDocument): Promise<Uint8Array> {
  const made = new Date(document.asOf);
  const pdf = new PDFDocument({
    size: [PAGE.width, PAGE.height],
    autoFirstPage: false,
    pdfVersion: '1.7',
    lang: 'zh-CN',
    displayTitle: true,
    // None of the library's own: ours are embedded at the end.
    font: '',
    // The file's id is made of this.
    info: {
      Title: drawable(document.title),
      Author: drawable(document.court),
      Keywords: document.keywords,
      Creator: 'Liuhen',
      Producer: 'Liuhen',
      CreationDate: made,
      ModDate: made,
    },
  });
  const written = buffer(pdf);
  const newObject = (data: Record<string, unknown>) => pdf.ref(data) as unknown as PdfObject;
  const fonts = new FontsInUse(newObject);
  const watermark = document.watermark ? drawWatermark(document.watermark, fonts) : '';
  const pages = layOut(document.blocks);
  const drawings = pages.map((page, index) => [
    drawPage(page, fonts),
    // After the body, for whoever reads the page in the order it is written.
    drawPage(runningParts(document, index + 1, pages.length), fonts),
  ]);
  let overlay: PdfObject | undefined;
  if (watermark !== '') {
    overlay = newObject({
      Type: 'XObject',
      Subtype: 'Form',
      BBox: [0, 0, PAGE.width, PAGE.height],
      Resources: { Font: fonts.resources },
    });
    overlay.end(watermark);
  }
  for (const [body = '', running = ''] of drawings) {
    pdf.addPage();
    Object.assign(pdf.page.fonts, fonts.resources);
    if (overlay) {
      pdf.page.xobjects.W = overlay;
      pdf.addContent('q /W Do Q');
    }
    pdf.addContent(body);
    pdf.addContent(running);
  }
  fonts.embed();
  pdf.end();
  return await written;
}
