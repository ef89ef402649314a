/**
 * Where direct reports (直报) lie until the courier takes them: a fixed number of slots that always hold a sealed envelope of
 * the same size. Nobody who has the database and all keys of the court can tell a slot that holds a report from one that
 * holds a blank: which is which is known to this process only, as long as it runs, and written nowhere. After a start
 * nobody knows it, and the courier sends all there is before anything new is taken.
 *
 * That something came in shows in a copy of the file before and after it. So blanks come in as well: every browser sends
 * one now and then, and each replaces the blank in a slot, as a report would. A report keeps its slot until it goes; so do
 * some of those blanks, as many and from such moments on as was drawn beforehand.
 */
import { isSealedAlike } from '../../shared/sealed-envelope.ts';
import { sha256 } from '../log/leaf.ts';
import { Refusal } from '../problems.ts';
import { type Change, prepared, type Steps } from '../store/plan.ts';
import type { Companion } from '../store/sqlite.ts';

export const SLOTS = 8;
/** Blanks that came in leave this many slots to reports. */
const KEPT_FREE = 4;

export interface SlotRow {
  slot: number;
  envelope: string;
}

export const slotRows = prepared<{ court: string }, SlotRow>((db, p) =>
  db.selectFrom('envelope_slot').select(['slot', 'envelope']).where('court', '=', p('court')).orderBy('slot'),
);

export interface EnvelopeSlotsDeps {
  /** Name of the key all are sealed to. */
  kid: string;
  /** How many bytes each has before it is sealed. */
  bytes: number;
  clock: () => number;
  /** From 0 up to 1; nobody may guess it. */
  random: () => number;
}

export class EnvelopeSlots implements Companion {
  readonly #deps: EnvelopeSlotsDeps;
  /** Slots with what came in, oldest first. */
  readonly #held: number[] = [];
  /** On their way into the log. */
  readonly #leaving = new Set<number>();
  readonly #undo: (() => void)[] = [];
  /** From when on one blank that comes in is held, each; milliseconds since 1970, in order. */
  #covers: number[] = [];
  #open = false;

  constructor(deps: EnvelopeSlotsDeps) {
    this.#deps = deps;
  }

  /** All that lay here from before is on its way: from now on it is known what every slot holds. */
  open(): void {
    this.#open = true;
  }

  /**
   * Draws how many blanks are held until the next round, and from when on each. Their number is geometric with mean 1: one
   * report more or less never makes what is seen more than twice as likely.
   */
  drawCovers(until: number): void {
    const { clock, random } = this.#deps;
    const from = clock();
    const covers: number[] = [];
    while (random() < 0.5) covers.push(from + random() * (until - from));
    this.#covers = covers.sort((a, b) => a - b);
  }

  /**
   * Takes one in: it replaces a blank. The answer is the same whether it is a report or a blank, and so is what is written.
   * @throws Refusal direct-outdated for one that would stand out among the others, direct-full
   */
  *take(
    court: string,
    envelope: string,
    cover: boolean,
  ): Steps<{ changes: Change[]; hash: string; repeated: boolean }> {
    const { kid, bytes } = this.#deps;
    if (!isSealedAlike(envelope, kid, bytes)) throw new Refusal('direct-outdated');
    const rows = yield* slotRows({ court });
    const hash = sha256(Buffer.from(envelope));
    if (rows.some((row) => row.envelope === envelope)) return { changes: [], hash, repeated: true };
    const free = rows.filter(({ slot }) => !this.#held.includes(slot) && !this.#leaving.has(slot));
    const slot = this.#open ? this.#one(free)?.slot : undefined;
    if (slot === undefined && cover) return { changes: [], hash, repeated: false };
    if (slot === undefined) throw new Refusal('direct-full');
    if (!cover || this.#coverIsDue(free.length)) {
      this.#held.push(slot);
      this.#undo.push(() => this.#held.splice(this.#held.lastIndexOf(slot), 1));
    }
    return { changes: [put(court, { slot, envelope })], hash, repeated: false };
  }

  /** Whether a blank that comes in now is held as a report would be. */
  #coverIsDue(free: number): boolean {
    const [due, ...later] = this.#covers;
    if (due === undefined || due > this.#deps.clock() || free <= KEPT_FREE) return false;
    const before = this.#covers;
    this.#covers = later;
    this.#undo.push(() => {
      this.#covers = before;
    });
    return true;
  }

  /** The one that goes next: what has waited longest, or one of the blanks. */
  next(rows: readonly SlotRow[]): SlotRow | undefined {
    const [first] = this.#held;
    return first === undefined ? this.#one(rows) : rows.find(({ slot }) => slot === first);
  }

  /** Nothing may take its place before it is in the log. @returns what ends that */
  leave(slot: number): () => void {
    this.#leaving.add(slot);
    return () => this.#leaving.delete(slot);
  }

  /** What was in the slot is in the log: a fresh blank takes its place, in the same transaction. */
  refill(court: string, slot: number, blank: string): Change[] {
    const place = this.#held.indexOf(slot);
    if (place >= 0) {
      this.#held.splice(place, 1);
      this.#undo.push(() => this.#held.splice(place, 0, slot));
    }
    return [put(court, { slot, envelope: blank })];
  }

  #one<T>(of: readonly T[]): T | undefined {
    return of[Math.floor(this.#deps.random() * of.length)];
  }

  mark(): number {
    return this.#undo.length;
  }

  restore(mark: number): void {
    while (this.#undo.length > mark) this.#undo.pop()?.();
  }

  closing(): Change[] {
    return [];
  }

  committed(): void {
    this.#undo.length = 0;
  }
}

const put = (court: string, { slot, envelope }: SlotRow): Change => ({
  do: 'put',
  table: 'envelope_slot',
  key: ['court', 'slot'],
  row: { court, slot, envelope },
});
