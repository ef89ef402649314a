/** The filed copy looks as the kept pictures do; and the comparison sees what it is there to see. */
import { existsSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { SealedSheet, SheetEntry, SheetLine } from '../../shared/sheet.ts';
import { pagesOf } from '../../sidecar/sheet/read-back.ts';
import { printSheet } from '../../sidecar/sheet/sheet-pdf.ts';
import { difference, drawPage, keptPicture, pictureFile, referenceSheet, TOLERANCE } from './reference.ts';

/** How far each page is from the kept one; a page that is not kept is wholly different. */
async function differences(sealed: SealedSheet): Promise<number[]> {
  const pdf = await printSheet(sealed, { level: 'full' });
  return pagesOf(pdf).map((_, index) =>
    existsSync(pictureFile(index + 1)) ? difference(keptPicture(index + 1), drawPage(pdf, index + 1)) : 1,
  );
}

const changed = (change: (line: SheetLine) => SheetLine[]): SealedSheet =>
  referenceSheet((sealed) => ({
    ...sealed,
    sheet: { ...sealed.sheet, lines: sealed.sheet.lines.flatMap(change) },
  }));
const changedEntry = (place: number, change: (entry: SheetEntry) => SheetEntry): SealedSheet => {
  const seq = 101 + place * 3;
  return changed((line) => [line.type === 'entry' && line.seq === seq ? change(line) : line]);
};

describe('the filed sheet', () => {
  it('looks as it was kept', async () => {
    const far = await differences(referenceSheet());
    expect(existsSync(pictureFile(far.length))).toBe(true);
    expect(existsSync(pictureFile(far.length + 1))).toBe(false);
    expect(Math.max(...far)).toBeLessThanOrEqual(TOLERANCE);
  });

  it.each<[string, SealedSheet]>([
    ['an entry', changed((line) => (line.seq === 104 ? [] : [line]))],
    ['a nil declaration', changed((line) => (line.seq === 114 ? [] : [line]))],
    [
      'a row of an entry',
      changedEntry(0, ({ body: { present: _, ...body }, ...entry }) => ({ ...entry, body })),
    ],
    ['the late mark', changedEntry(1, (entry) => ({ ...entry, lateness: { standing: 'in-time' } }))],
    ['the history', changedEntry(2, (entry) => ({ ...entry, history: [] }))],
    [
      'the last row of the annex',
      referenceSheet((sealed) => ({ ...sealed, annex: { ...sealed.annex, clearances: [] } })),
    ],
  ])('without %s is seen to be another', async (_, sealed) => {
    expect(Math.max(...(await differences(sealed)))).toBeGreaterThan(TOLERANCE * 2);
  });
});
