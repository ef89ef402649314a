/**
 * The courier takes sealed envelopes from their slots into the log, whence they go to the superior court: the same number at
 * the same times, whether or not anybody has written one (直报, 001 第12条). What lies in a slot when the sidecar starts may
 * be a report, for nobody remembers: all of it goes first.
 */
import { v7 as uuid } from 'uuid';
import type { DirectKey } from '../../shared/direct-key.ts';
import { filledUp } from '../../shared/direct-report.ts';
import { sealTo } from '../../shared/sealed-envelope.ts';
import { Refusal } from '../problems.ts';
import type { Door } from '../records/door.ts';
import { type EnvelopeSlots, SLOTS, type SlotRow, slotRows } from '../records/envelope-slots.ts';
import type { Change, Steps } from '../store/plan.ts';
import type { SqliteStore } from '../store/sqlite.ts';

/** How many go in one round. */
export const PER_ROUND = 2;
const MINUTE_MS = 60_000;

export interface CourierDeps {
  court: { code: string };
  superior: { directKey: DirectKey };
  policy: { bytes: number; everyMinutes: number };
  slots: EnvelopeSlots;
  store: SqliteStore;
  door: Door;
  clock: () => number;
  /** Asked before anything is sent. @throws Refusal while nothing is filed */
  mayFile?: () => void;
  /** Something is in the log that goes to the superior. */
  onSent: () => void;
  onFailed: (error: unknown) => void;
}

export class Courier {
  readonly #deps: CourierDeps;
  #due = 0;
  #opened = false;
  #timer: NodeJS.Timeout | undefined;
  #running: Promise<void> = Promise.resolve();

  constructor(deps: CourierDeps) {
    this.#deps = deps;
  }

  /**
   * Sends what lies there from before, sees that every slot holds something, and opens them for what comes in. While nothing is
   * filed (a clock that is off, a log that is not what was promised of it) they stay shut, and the rounds try again.
   */
  open(): Promise<void> {
    const work = this.#running.catch(() => undefined).then(() => this.#openOnce());
    this.#running = work;
    return work;
  }

  async #openOnce(): Promise<void> {
    if (this.#opened || !this.#mayFile()) return;
    const { court, store, slots } = this.#deps;
    const rows = store.read(slotRows({ court: court.code }));
    for (const row of rows) await this.#send(row);
    const known = new Set(rows.map(({ slot }) => slot));
    const missing = Array.from({ length: SLOTS }, (_, slot) => slot).filter((slot) => !known.has(slot));
    const blanks = await Promise.all(missing.map(async (slot) => ({ slot, blank: await this.#blank() })));
    await store.write(function* (): Steps<{ changes: Change[]; result: undefined }> {
      const changes = blanks.flatMap(({ slot, blank }) => slots.refill(court.code, slot, blank));
      return { changes, result: undefined };
    });
    this.#plan();
    slots.open();
    this.#opened = true;
  }

  /** Looks every minute whether a round is due. */
  start(): void {
    this.#timer = setInterval(() => void this.tick().catch(this.#deps.onFailed), MINUTE_MS);
    this.#timer.unref();
  }

  /** A round, if one is due and anything is filed. */
  async tick(): Promise<void> {
    if (!this.#opened) return this.open();
    if (!this.#mayFile()) return;
    if (this.#deps.clock() >= this.#due) await this.round();
  }

  async stop(): Promise<void> {
    clearInterval(this.#timer);
    await this.#running.catch(() => undefined);
  }

  /** Sends as many as every round does. What fails stays in its slot, and goes with the next round. */
  round(): Promise<void> {
    this.#plan();
    const work = this.#running.catch(() => undefined).then(() => this.#sendSome());
    this.#running = work;
    return work;
  }

  #mayFile(): boolean {
    try {
      this.#deps.mayFile?.();
      return true;
    } catch (error) {
      if (error instanceof Refusal) return false;
      throw error;
    }
  }

  #plan(): void {
    const { clock, policy, slots } = this.#deps;
    this.#due = clock() + policy.everyMinutes * MINUTE_MS;
    slots.drawCovers(this.#due);
  }

  async #sendSome(): Promise<void> {
    const { court, store, slots, onSent } = this.#deps;
    for (let sent = 0; sent < PER_ROUND; sent += 1) {
      const next = slots.next(store.read(slotRows({ court: court.code })));
      if (next) await this.#send(next);
    }
    onSent();
  }

  async #send({ slot, envelope }: SlotRow): Promise<void> {
    const { court, door, slots, clock } = this.#deps;
    const { code } = court;
    const at = clock();
    const record = {
      id: uuid({ msecs: at }),
      type: 'sealed-envelope',
      court: code,
      at: new Date(at).toISOString(),
      body: { envelope },
    };
    const done = slots.leave(slot);
    try {
      const blank = await this.#blank();
      // In one transaction: an envelope is in its slot or in the log, never in both and never in neither.
      await door.file(code, { kind: 'system', part: 'courier' }, record, function* () {
        return slots.refill(code, slot, blank);
      });
    } finally {
      done();
    }
  }

  #blank(): Promise<string> {
    const { superior, policy } = this.#deps;
    return sealTo(superior.directKey, filledUp(undefined, policy.bytes));
  }
}
