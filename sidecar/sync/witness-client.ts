/**
 * The court's side of being witnessed: brings the newest checkpoint of both logs to the superior court and keeps its
 * cosignature, in the database and in a file beside it. What the superior answers is also how a court learns that its own
 * database is an older one.
 */
import { API_HEADER } from '../../shared/api.ts';
import type { Suite } from '../crypto/suite.ts';
import { suiteOfPublicKey } from '../crypto/suites.ts';
import { addCosignatures, cosignedAt } from '../log/cosignature.ts';
import type { LogKeeper } from '../log/keeper.ts';
import { LOGS, type LogKind } from '../log/leaf.ts';
import { checkNote, readNote } from '../log/note.ts';
import { witnessOf } from '../log/origin.ts';
import { lossAgainst, ownCheckpoint, type Standing } from '../log/standing.ts';
import { readConflict, writeAddCheckpoint } from '../log/witness.ts';
import type { Change, Steps } from '../store/plan.ts';
import type { SqliteStore } from '../store/sqlite.ts';
import { type CosignedRow, cosignedOf } from '../views/cosigned.ts';
import type { KeptCheckpoints } from './kept-checkpoints.ts';

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;
const PATIENCE_MS = 30_000;

export interface WitnessClientDeps {
  court: { code: string };
  publicKey: Uint8Array;
  superior: { court: { code: string }; url: string; publicKey: string };
  log: LogKeeper;
  store: SqliteStore;
  kept: KeptCheckpoints;
  restarts: number;
  standing: Standing;
  clock: () => number;
  everyMinutes?: number;
  fetch?: typeof fetch;
  /** Told of every attempt. */
  onAttempt?: (attempt: { log: LogKind; size: number; outcome: WitnessOutcome }) => void;
}

export type WitnessOutcome =
  | 'cosigned'
  /** Nothing new, and cosigned within the day. */
  | 'current'
  | 'rolled-back'
  | 'forked'
  /** No answer of a witness, or one that could not be believed; it is asked again. */
  | 'failed';

export class WitnessClient {
  readonly #deps: WitnessClientDeps;
  readonly #suite: Suite;
  #timer: NodeJS.Timeout | undefined;
  #running: Promise<unknown> | undefined;
  #stopped = false;
  /** Logs the witness has answered for since the start. */
  readonly #asked = new Set<LogKind>();

  /** @throws RangeError when the superior's public key is none */
  constructor(deps: WitnessClientDeps) {
    this.#deps = deps;
    const suite = suiteOfPublicKey(Buffer.from(deps.superior.publicKey, 'base64'));
    if (!suite) throw new RangeError('the superior’s public key is of no suite');
    this.#suite = suite;
  }

  start(): void {
    this.#schedule(0);
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    clearTimeout(this.#timer);
    await this.#running;
  }

  #schedule(ms: number): void {
    if (this.#stopped) return;
    this.#timer = setTimeout(() => {
      this.#running = this.submitAll().finally(() => this.#schedule(this.#wait()));
    }, ms);
    this.#timer.unref();
  }

  /** A tenth of it random, so that a province of courts does not come at the same second. */
  #wait(): number {
    const every = (this.#deps.everyMinutes ?? 15) * MINUTE_MS;
    return every * (0.9 + Math.random() * 0.1);
  }

  /** Brings both logs; a failure of one does not keep the other. */
  async submitAll(): Promise<WitnessOutcome[]> {
    const outcomes: WitnessOutcome[] = [];
    for (const log of LOGS) {
      const { size } = this.#deps.log.head(this.#deps.court.code, log);
      const outcome = await this.submit(log).catch((): WitnessOutcome => 'failed');
      this.#deps.onAttempt?.({ log, size, outcome });
      outcomes.push(outcome);
    }
    return outcomes;
  }

  async submit(log: LogKind): Promise<WitnessOutcome> {
    const { court, clock, log: keeper, standing } = this.#deps;
    const { size } = keeper.head(court.code, log);
    const last = this.#last(log);
    if (size === 0 && last === undefined) return 'current';
    const fresh = last !== undefined && clock() - Date.parse(last.cosigned_at) < DAY_MS;
    // After a start it is asked in any case: it may know of more than this database does.
    const lost = standing.losses.some((loss) => loss.log === log);
    if (last?.size === size && fresh && this.#asked.has(log) && !lost) return 'current';
    return this.#submitFrom(log, Math.min(last?.size ?? 0, size), size, true);
  }

  async #submitFrom(log: LogKind, from: number, size: number, again: boolean): Promise<WitnessOutcome> {
    const { court, log: keeper, standing } = this.#deps;
    const note = keeper.checkpoint(court.code, log, size);
    const proof = keeper.consistency(court.code, log, from, size);
    const answer = await this.#ask(writeAddCheckpoint(from, proof, note));
    this.#asked.add(log);
    if (answer.status === 200) return this.#keep(log, size, note, await answer.text());
    const known = readConflict(answer.headers.get('content-type'), await answer.text());
    if (answer.status === 409 && known !== undefined) {
      if (known > size) {
        standing.lost({ log, state: 'rolled-back', size, witnessed: known });
        return 'rolled-back';
      }
      // It has an older state than we thought: an answer was lost, or it was itself taken back. From there, then.
      if (again) return this.#submitFrom(log, known, size, false);
    }
    if (answer.status === 422) {
      standing.lost({ log, state: 'forked', size, witnessed: from });
      return 'forked';
    }
    return 'failed';
  }

  async #ask(body: string): Promise<Response> {
    const { superior } = this.#deps;
    const answer = await (this.#deps.fetch ?? fetch)(new URL('/v1/witness/add-checkpoint', superior.url), {
      method: 'POST',
      headers: { 'content-type': 'text/plain; charset=utf-8' },
      body,
      signal: AbortSignal.timeout(PATIENCE_MS),
    });
    if (!answer.headers.has(API_HEADER)) throw new Error('the answer did not come from a sidecar');
    return answer;
  }

  async #keep(log: LogKind, size: number, note: string, answer: string): Promise<WitnessOutcome> {
    const { court, superior, store, kept, log: keeper } = this.#deps;
    const witness = witnessOf(superior.court.code, this.#suite, Buffer.from(superior.publicKey, 'base64'));
    const cosigned = addCosignatures(note, answer, [witness]);
    const read = cosigned === undefined ? undefined : readNote(cosigned);
    const checked = read && checkNote(read, [witness]);
    const time = checked?.ok ? cosignedAt(checked.verified[0]?.signature ?? Buffer.alloc(0)) : undefined;
    if (cosigned === undefined || time === undefined) return 'failed';
    const row: CosignedRow = {
      court: court.code,
      log,
      size,
      root: keeper.rootAt(court.code, log, size),
      note: cosigned,
      cosigned_at: new Date(time * 1000).toISOString(),
    };
    const change: Change = { do: 'put', table: 'cosigned_checkpoint', key: ['court', 'log', 'size'], row };
    await store.write(function* (): Steps<{ changes: Change[]; result: undefined }> {
      return { changes: [change], result: undefined };
    });
    kept.keep(log, cosigned);
    return 'cosigned';
  }

  /** The newest cosigned checkpoint of this log under its present name. */
  #last(log: LogKind): CosignedRow | undefined {
    const { court, store, log: keeper } = this.#deps;
    return store.read(cosignedOf(court.code, log, keeper.origin(court.code, log)));
  }

  /**
   * Holds what was kept from before against the logs as they are now: before anything is served.
   */
  compareWithKept(): void {
    const { court, publicKey, restarts, log: keeper, kept, standing } = this.#deps;
    for (const log of LOGS) {
      for (const note of [kept.read(log), this.#last(log)?.note]) {
        const checkpoint =
          note === undefined ? undefined : ownCheckpoint(keeper, court.code, log, publicKey, restarts, note);
        const loss = checkpoint && lossAgainst(keeper, court.code, log, checkpoint);
        if (loss) standing.lost(loss);
      }
    }
  }
}
