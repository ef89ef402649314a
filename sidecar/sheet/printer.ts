/** Hands sheets to the printing thread. The thread starts with the first sheet and ends after a quiet while. */
import { Worker } from 'node:worker_threads';
import type { SealedSheet } from '../../shared/sheet.ts';
import type { Printed, PrintOrder } from './sheet-worker.ts';

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

  /** @returns the PDF's bytes; the same sheet gives the same bytes */
  print(sealed: SealedSheet): Promise<Uint8Array> {
    clearTimeout(this.#idle);
    const worker = this.#worker ?? this.#start();
    this.#number += 1;
    const order: PrintOrder = { number: this.#number, sealed };
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
