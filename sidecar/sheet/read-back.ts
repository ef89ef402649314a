/** For tests: a printed PDF read back with poppler, as a person who searches and copies it would get it. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Runs a tool of poppler on a PDF: its output is what it says on standard output. */
export function poppler(tool: string, options: readonly string[], pdf: Uint8Array, encoding: 'utf8'): string;
export function poppler(
  tool: string,
  options: readonly string[],
  pdf: Uint8Array,
  encoding: 'buffer',
): Buffer;
export function poppler(
  tool: string,
  options: readonly string[],
  pdf: Uint8Array,
  encoding: 'utf8' | 'buffer',
): string | Buffer {
  const folder = mkdtempSync(join(tmpdir(), 'liuhen-sheet-'));
  try {
    const file = join(folder, 'sheet.pdf');
    writeFileSync(file, pdf);
    const target = tool === 'pdftotext' ? ['-'] : [];
    return execFileSync(tool, [...options, file, ...target], { encoding, maxBuffer: 256 * 1024 * 1024 });
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT')
      throw new Error(
        `${tool} is not on PATH: install poppler-utils; prints are checked by reading them back`,
      );
    throw error;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Without white space: where lines wrap is no part of what is said. */
export const squash = (text: string) => text.replace(/\s/gu, '');
/** What the pages say, page by page. */
export const pagesOf = (pdf: Uint8Array) =>
  poppler('pdftotext', ['-raw', '-enc', 'UTF-8'], pdf, 'utf8').split('\f').slice(0, -1).map(squash);
export const textOf = (pdf: Uint8Array) => pagesOf(pdf).join('');
export const count = (text: string, part: string) => text.split(squash(part)).length - 1;
