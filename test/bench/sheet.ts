/**
 * The printed sheet of 300 entries: by the sidecar's printing thread, and by Chromium printing the same content as an
 * HTML document, in turns in the same run. Both are warm; what the first print costs is told apart. Chromium finds
 * the sheet's fonts among the installed ones, and draws head, foot and page numbers in the page's margin as we do.
 */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { type Browser, chromium, type Page } from 'playwright-core';
import type { SealedSheet } from '../../shared/sheet.ts';
import { exampleSheet, FILED } from '../../sidecar/sheet/example-sheet.ts';
import { fontFile } from '../../sidecar/sheet/fonts.ts';
import { SheetPrinter } from '../../sidecar/sheet/printer.ts';
import { sheetDocument } from '../../sidecar/sheet/sheet-pdf.ts';
import { chromiumPath, FLAGS } from '../world/browser.ts';
import { type Benchmark, median, milliseconds, rounded } from './report.ts';
import { htmlOf } from './sheet-html.ts';

const ENTRIES = 300;
const MANY = 2000;
const ROUNDS = 9;

interface Timed {
  ms: number;
  bytes: Uint8Array;
}
async function timed(print: () => Promise<Uint8Array>): Promise<Timed> {
  const started = performance.now();
  const bytes = await print();
  return { ms: performance.now() - started, bytes };
}

/** A folder of installed fonts, as a browser asks for them. */
function installFonts(folder: string): void {
  const fonts = join(folder, 'fonts');
  mkdirSync(fonts, { recursive: true });
  for (const name of ['song', 'song-bold', 'hei', 'hei-bold'] as const) {
    const file = fontFile(name);
    symlinkSync(file, join(fonts, basename(file)));
  }
}

/** What a print says, without white space; refuses to compare prints that do not say the same. */
function checkContent(folder: string, name: string, pdf: Uint8Array, { sheet }: SealedSheet): number {
  const file = join(folder, `${name}.pdf`);
  writeFileSync(file, pdf);
  const read = (tool: string, args: string[]) =>
    execFileSync(tool, args, { encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 });
  const text = read('pdftotext', ['-raw', '-enc', 'UTF-8', file, '-']).replace(/\s/gu, '');
  for (const line of sheet.lines) {
    if (line.type !== 'entry') continue;
    if (!text.includes(line.body.content.replace(/\s/gu, '')))
      throw new Error(`${name} does not hold entry ${line.seq}`);
  }
  if (!read('pdffonts', [file]).includes('NotoSerifSC')) throw new Error(`${name} is in another font`);
  return Number(/^Pages: +(\d+)$/m.exec(read('pdfinfo', [file]))?.[1]);
}

const asPdf = (page: Page) => page.pdf({ preferCSSPageSize: true, printBackground: true });

/** In a tab of its own, for one that held the document before is slower; opening it is not counted. */
async function byChromium(browser: Browser, html: string): Promise<Timed & { pdfMs: number }> {
  const page = await browser.newPage();
  const whole = await timed(async () => {
    await page.setContent(html);
    return asPdf(page);
  });
  // Once more without setContent, for what the printing alone takes.
  const again = await timed(() => asPdf(page));
  await page.close();
  return { ...whole, pdfMs: again.ms };
}

export const sheet: Benchmark = async (print) => {
  const folder = mkdtempSync(join(tmpdir(), 'liuhen-sheet-'));
  installFonts(folder);
  const sealed = exampleSheet({ entries: ENTRIES, nils: 2, evidence: 1 });
  const html = htmlOf(sheetDocument(sealed, FILED));
  const printer = new SheetPrinter();
  const launch = () =>
    chromium.launch({
      executablePath: chromiumPath(),
      headless: true,
      args: FLAGS,
      env: { ...process.env, XDG_DATA_HOME: folder },
    });
  // The first launch reads the new fonts into the system's list of fonts, and is nobody's cost.
  await (await launch()).close();
  const launched = performance.now();
  const browser = await launch();
  try {
    const browserMs = performance.now() - launched;
    const cold = {
      ours: await timed(() => printer.print(sealed, FILED)),
      chromium: await byChromium(browser, html),
    };
    const ours: Timed[] = [];
    const theirs: Awaited<ReturnType<typeof byChromium>>[] = [];
    for (let round = 0; round < ROUNDS; round += 1) {
      ours.push(await timed(() => printer.print(sealed, FILED)));
      theirs.push(await byChromium(browser, html));
    }
    const pages = checkContent(folder, 'ours', cold.ours.bytes, sealed);
    const theirPages = checkContent(folder, 'chromium', cold.chromium.bytes, sealed);
    const megabytes = () => Math.round(process.resourceUsage().maxRSS / 1024);
    const memoryMb = megabytes();
    const many = exampleSheet({ entries: MANY, nils: 2, evidence: 1 });
    const manyPrint = await timed(() => printer.print(many, FILED));
    checkContent(folder, 'many', manyPrint.bytes, many);
    const manyMemoryMb = megabytes();

    const ms = median(ours.map((one) => one.ms));
    const chromiumMs = median(theirs.map((one) => one.ms));
    const pdfMs = median(theirs.map((one) => one.pdfMs));
    const bytes = cold.ours.bytes.length;
    const chromiumBytes = cold.chromium.bytes.length;
    print(`${ENTRIES} entries, ${ROUNDS} prints a side, in turns`);
    print(`sidecar, warm thread   ${milliseconds(ms)}  ${bytes} bytes, ${pages} pages`);
    print(`sidecar, cold thread   ${milliseconds(cold.ours.ms)}  with the thread's start`);
    print(
      `Chromium, warm         ${milliseconds(chromiumMs)}  setContent and pdf; ${chromiumBytes} bytes, ${theirPages} pages`,
    );
    print(`Chromium, pdf only     ${milliseconds(pdfMs)}`);
    print(
      `Chromium, first print  ${milliseconds(cold.chromium.ms)}  and ${Math.round(browserMs)} ms to start the browser`,
    );
    print(
      `ratio to Chromium: ${rounded(ms / chromiumMs)} warm, ${rounded(ms / pdfMs)} of pdf only, ${rounded(cold.ours.ms / (cold.chromium.ms + browserMs))} cold`,
    );
    print(
      `${MANY} entries           ${milliseconds(manyPrint.ms)}  ${manyPrint.bytes.length} bytes; process ${manyMemoryMb} MB at the most, ${memoryMb} MB before`,
    );
    return {
      ms: rounded(ms),
      coldMs: rounded(cold.ours.ms),
      bytes,
      pages,
      chromiumMs: rounded(chromiumMs),
      chromiumPdfMs: rounded(pdfMs),
      chromiumFirstMs: rounded(cold.chromium.ms),
      chromiumStartMs: rounded(browserMs),
      chromiumBytes,
      chromiumPages: theirPages,
      ratioToChromium: rounded(ms / chromiumMs),
      ratioToChromiumPdf: rounded(ms / pdfMs),
      ratioCold: rounded(cold.ours.ms / (cold.chromium.ms + browserMs)),
      ms2000: rounded(manyPrint.ms),
      bytes2000: manyPrint.bytes.length,
      memoryMb,
      memory2000Mb: manyMemoryMb,
    };
  } finally {
    await Promise.allSettled([browser.close(), printer.close()]);
    rmSync(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
  }
};
