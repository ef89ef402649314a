/** `node test/sheet-reference/update.ts`: keeps the sheet as it is printed now. Look at the pictures before committing them. */
import { readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pagesOf } from '../../sidecar/sheet/read-back.ts';
import { printSheet } from '../../sidecar/sheet/sheet-pdf.ts';
import { drawPage, pictureFile, referenceSheet, toPng } from './reference.ts';

for (const file of readdirSync(import.meta.dirname))
  if (file.endsWith('.png')) rmSync(join(import.meta.dirname, file));
const pdf = await printSheet(referenceSheet(), { level: 'full' });
const pages = pagesOf(pdf).length;
for (let page = 1; page <= pages; page += 1) writeFileSync(pictureFile(page), toPng(drawPage(pdf, page)));
console.log(`${pages} pages kept`);
