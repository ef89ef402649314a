/**
 * Whether the court's logs are what they were promised to be. A log that is shorter than what the superior court has cosigned
 * was taken back to a backup; one that is another at the same size was rewritten. Neither is served as if nothing were.
 */
import { type Checkpoint, openCheckpoint } from './checkpoint.ts';
import type { LogKeeper } from './keeper.ts';
import type { LogKind } from './leaf.ts';
import { trustedLogOf } from './origin.ts';

export type LogState = 'vouched' | 'rolled-back' | 'forked';

export interface Loss {
  log: LogKind;
  state: Exclude<LogState, 'vouched'>;
  /** How many leaves there are here, and how many were cosigned. */
  size: number;
  witnessed: number;
}

const WORSE: readonly LogState[] = ['vouched', 'rolled-back', 'forked'];

export class Standing {
  readonly #losses = new Map<LogKind, Loss>();

  get state(): LogState {
    const states = [...this.#losses.values()].map((loss) => loss.state);
    return WORSE.findLast((state) => states.includes(state as Loss['state'])) ?? 'vouched';
  }

  /** What is told to whoever wants to file something. */
  get problem(): 'log-rolled-back' | 'log-forked' | undefined {
    const { state } = this;
    return state === 'vouched' ? undefined : `log-${state}`;
  }

  get losses(): Loss[] {
    return [...this.#losses.values()];
  }

  lost(loss: Loss): void {
    const before = this.#losses.get(loss.log);
    if (!before || WORSE.indexOf(loss.state) >= WORSE.indexOf(before.state)) this.#losses.set(loss.log, loss);
  }
}

/** What a checkpoint the court has signed itself says of its log as it is now; undefined where they agree. */
export function lossAgainst(
  keeper: LogKeeper,
  court: string,
  log: LogKind,
  { size: witnessed, root }: Pick<Checkpoint, 'size' | 'root'>,
): Loss | undefined {
  const { size } = keeper.head(court, log);
  if (witnessed > size) return { log, state: 'rolled-back', size, witnessed };
  if (keeper.rootAt(court, log, witnessed).equals(root)) return undefined;
  return { log, state: 'forked', size, witnessed };
}

/**
 * @param note a checkpoint kept from before
 * @param publicKey the court's own
 * @returns the checkpoint; undefined for one the court has not signed under this name
 */
export function ownCheckpoint(
  keeper: LogKeeper,
  court: string,
  log: LogKind,
  publicKey: Uint8Array,
  restarts: number,
  note: string,
): Checkpoint | undefined {
  const opened = openCheckpoint(note, trustedLogOf(court, log, keeper.suite, publicKey, restarts));
  return opened.ok ? opened.checkpoint : undefined;
}
