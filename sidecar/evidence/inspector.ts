/**
 * Hands files to the inspecting thread, one at a time. A file that keeps the thread busy for longer than any honest one
 * does ends the thread and counts as unreadable; the next file gets a new one.
 */
import { Worker } from 'node:worker_threads';
import type { EvidenceFinding } from '../../shared/evidence-check.ts';
import type { EvidencePolicy } from '../../shared/policy.ts';
import type { InspectOrder } from './inspect-worker.ts';

const PATIENCE_MS = 30_000;
const IDLE_MS = 5 * 60_000;

export class EvidenceInspector {
  readonly #script: URL;
  readonly #patienceMs: number;
  #worker: Worker | undefined;
  #idle: NodeJS.Timeout | undefined;
  #line: Promise<unknown> = Promise.resolve();
  #closed = false;

  constructor({ script = new URL('./inspect-worker.ts', import.meta.url), patienceMs = PATIENCE_MS } = {}) {
    this.#script = script;
    this.#patienceMs = patienceMs;
  }

  inspect(bytes: Uint8Array, name: string, policy: EvidencePolicy): Promise<EvidenceFinding> {
    const mine = this.#line.then(() => this.#inspect({ bytes, name, policy }));
    this.#line = mine.catch(() => undefined);
    return mine;
  }

  async close(): Promise<void> {
    this.#closed = true;
    await this.#end();
  }

  async #inspect(order: InspectOrder): Promise<EvidenceFinding> {
    if (this.#closed) throw new Error('the inspector was closed');
    clearTimeout(this.#idle);
    const worker = this.#worker ?? this.#start();
    const finding = await new Promise<EvidenceFinding | undefined>((resolve) => {
      const timer = setTimeout(() => void this.#end(), this.#patienceMs);
      const settle = (found?: EvidenceFinding) => {
        clearTimeout(timer);
        worker.off('message', settle).off('exit', ended).off('error', ended);
        resolve(found);
      };
      // Ended by a file it could not bear, by impatience, or because the sidecar closes.
      const ended = () => settle();
      worker.on('message', settle).on('exit', ended).on('error', ended);
      worker.postMessage(order);
    });
    if (finding === undefined) {
      await this.#end();
      if (this.#closed) throw new Error('the inspector was closed');
      return { ok: false, code: 'unreadable' };
    }
    this.#idle = setTimeout(() => void this.#end(), IDLE_MS);
    this.#idle.unref();
    return finding;
  }

  #start(): Worker {
    const worker = new Worker(this.#script);
    worker.unref();
    this.#worker = worker;
    return worker;
  }

  async #end(): Promise<void> {
    clearTimeout(this.#idle);
    const worker = this.#worker;
    this.#worker = undefined;
    await worker?.terminate();
  }
}
