/** Prints sheets in a thread of its own: setting 300 entries takes a second or two, and the door must not wait. */
import { parentPort } from 'node:worker_threads';
import type { SealedSheet } from '../../shared/sheet.ts';
import { printSheet } from './sheet-pdf.ts';

export interface PrintOrder {
  number: number;
  sealed: SealedSheet;
}
export type Printed = { number: number; bytes: Uint8Array } | { number: number; failed: string };

parentPort?.on('message', ({ number, sealed }: PrintOrder) => {
  printSheet(sealed).then(
    (bytes) => parentPort?.postMessage({ number, bytes } satisfies Printed),
    (error: unknown) =>
      parentPort?.postMessage({
        number,
        failed: error instanceof Error ? error.name : 'unknown',
      } satisfies Printed),
  );
});
