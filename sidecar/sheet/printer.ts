/** Hands sheets and proofs to the printing thread. The thread starts with the first of them and ends after a quiet while. */
import { Worker } from 'node:worker_threads';
import type { EntryProof, SealedSheet, SheetCopy } from '../../shared/sheet.ts';
import type { OwnConduct } from './sheet-words.ts';
import type { Printed, PrintJob, PrintOrder } from './sheet-worker.ts';

/** Fonts and layout keep a few hundred MB: a court that prints now and then should not pay for them all day. */
const IDLE_MS = 5 * 60_000;

interface Waiting {
  resolve(bytes: Uint8Array): void;
  reject(error: Error): void;
}

export class SheetPrinter {
  #worker: Worker | undefined;
  #number = 0;
  readonly #waiting = new Map<number, Waiting>();
  #idle: NodeJS.Timeout | undefined;

  /** @returns the PDF's bytes; the same arguments give the same bytes */
  print(sealed: SealedSheet, copy: SheetCopy, ownConduct: readonly OwnConduct[] = []): Promise<Uint8Array> {
    return this.#order({ what: 'sheet', sealed, copy, ownConduct });
  }

  /** @returns the bytes of a recorder's proof as PDF */
  proof(
    proof: EntryProof,
    watermark: SheetCopy['watermark'],
    ownConduct: readonly OwnConduct[] = [],
  ): Promise<Uint8Array> {
    return this.#order({ what: 'proof', proof, watermark, ownConduct });
  }

  #order(job: PrintJob): Promise<Uint8Array> {
    clearTimeout(this.#idle);
    const worker = this.#worker ?? this.#start();
    this.#number += 1;
    const order: PrintOrder = { number: this.#number, job };
    return new Promise((resolve, reject) => {
      this.#waiting.set(order.number, { resolve, reject });
      worker.postMessage(order);
    });
  }

  async close(): Promise<void> {
    clearTimeout(this.#idle);
    const worker = this.#worker;
    this.#worker = undefined;
    await worker?.terminate();
    this.#fail('the printer was closed');
  }

  #start(): Worker {
    const worker = new Worker(new URL('./sheet-worker.ts', import.meta.url));
    worker.unref();
    worker.on('message', (printed: Printed) => {
      const waiting = this.#waiting.get(printed.number);
      this.#waiting.delete(printed.number);
      if ('bytes' in printed) waiting?.resolve(printed.bytes);
      else waiting?.reject(new Error(`the sheet could not be printed: ${printed.failed}`));
      if (this.#waiting.size > 0) return;
      this.#idle = setTimeout(() => void this.close(), IDLE_MS);
      this.#idle.unref();
    });
    worker.on('error', () => {
      this.#worker = undefined;
      this.#fail('the printing thread ended');
    });
    this.#worker = worker;
    return worker;
  }

  #fail(why: string): void {
    for (const waiting of this.#waiting.values()) waiting.reject(new Error(why));
    this.#waiting.clear();
  }
}
