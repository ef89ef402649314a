/** Prints in a thread of its own: the door must not wait while 300 entries are set. Fonts stay parsed in it. */
import { parentPort } from 'node:worker_threads';
import type { EntryProof, SealedSheet, SheetCopy } from '../../shared/sheet.ts';
import { printProof } from './proof-pdf.ts';
import { printSheet } from './sheet-pdf.ts';
import type { OwnConduct } from './sheet-words.ts';

export type PrintJob =
  | { what: 'sheet'; sealed: SealedSheet; copy: SheetCopy; ownConduct: readonly OwnConduct[] }
  | {
      what: 'proof';
      proof: EntryProof;
      watermark: SheetCopy['watermark'];
      ownConduct: readonly OwnConduct[];
    };
export interface PrintOrder {
  number: number;
  job: PrintJob;
}
export type Printed = { number: number; bytes: Uint8Array } | { number: number; failed: string };

const print = (job: PrintJob): Promise<Uint8Array> =>
  job.what === 'sheet'
    ? printSheet(job.sealed, job.copy, job.ownConduct)
    : printProof(job.proof, job.watermark, job.ownConduct);

parentPort?.on('message', ({ number, job }: PrintOrder) => {
  print(job).then(
    (bytes) => parentPort?.postMessage({ number, bytes } satisfies Printed),
    (error: unknown) =>
      parentPort?.postMessage({
        number,
        failed: error instanceof Error ? error.name : 'unknown',
      } satisfies Printed),
  );
});
