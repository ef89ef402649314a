/**
 * What is worked out of a reading of an entry and kept in memory, by the record that holds the reading: such a record never
 * changes, so it is worked out once. When its content is destroyed by law, nothing of it stays here.
 */
export class ReadingMemory<T> {
  readonly #kept = new Map<string, Map<string, T>>();
  readonly #most: number;
  #size = 0;

  /** @param most so many are kept; then all go, and are worked out anew as they are asked for */
  constructor(most: number) {
    this.#most = most;
    ALL.push(this);
  }

  /** @param of what else it hangs on, e.g. the case the entry was linked to */
  get(court: string, recordId: string, of = ''): T | undefined {
    return this.#kept.get(`${court} ${recordId}`)?.get(of);
  }

  set(court: string, recordId: string, value: T, of = ''): T {
    if (this.#size >= this.#most) {
      this.#kept.clear();
      this.#size = 0;
    }
    const key = `${court} ${recordId}`;
    const ofReading = this.#kept.get(key) ?? new Map<string, T>();
    this.#kept.set(key, ofReading);
    if (!ofReading.has(of)) this.#size += 1;
    ofReading.set(of, value);
    return value;
  }

  has(court: string, recordId: string): boolean {
    return this.#kept.has(`${court} ${recordId}`);
  }

  forget(court: string, recordId: string): void {
    const key = `${court} ${recordId}`;
    this.#size -= this.#kept.get(key)?.size ?? 0;
    this.#kept.delete(key);
  }
}

const ALL: ReadingMemory<unknown>[] = [];

/** Forgets everything that was worked out of this reading, wherever it is kept. */
export function forgetReading(court: string, recordId: string): void {
  for (const memory of ALL) memory.forget(court, recordId);
}

export const remembersReading = (court: string, recordId: string): boolean =>
  ALL.some((memory) => memory.has(court, recordId));
