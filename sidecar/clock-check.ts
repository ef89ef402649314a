/**
 * Whether the server's clock can be believed. Each record bears the time at which it came in, and time limits are counted
 * by it (济法发〔2021〕17号 四(一)): filed under a clock that was set back, or that is an hour off, it would say for ever what is
 * not so. Nothing new is filed then, and reading goes on.
 *
 * Two witnesses: the newest record of this court's own log, and the superior court, whose answers bear a time as well.
 */

import { API_HEADER } from '../shared/api.ts';
import { TIME_HEADER } from '../shared/proof.ts';
import { Refusal } from './problems.ts';
import { queries, rows } from './store/plan.ts';
import type { SqliteStore } from './store/sqlite.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
/** A clock is set back a little now and then; so much behind the newest record it was set back by hand, or is another's. */
export const BACK_MS = 5 * MINUTE_MS;
/** From here on a difference from the superior is told, and from there on nothing is filed. */
export const DIFFERS_MS = 5 * MINUTE_MS;
export const WRONG_MS = HOUR_MS;
/** What the superior said is believed for so long, by a clock that nobody sets. */
const HEARD_HOLDS_MS = 2 * HOUR_MS;
const PATIENCE_MS = 10_000;
/** Among so many of the newest records the newest time is looked for: their order is that of filing, not of the clock. */
const LAST_RECORDS = 1000;

/** `differs`: from the superior's by minutes. `wrong`: nothing is filed. */
export type ClockState = 'ok' | 'differs' | 'wrong';

export interface ClockCheckDeps {
  court: { code: string };
  store: SqliteStore;
  clock: () => number;
  superior?: { url: string } | undefined;
  /** Records up to this number were filed by a clock that was ahead, which is known: they are no witnesses. */
  afterRecord?: number | undefined;
  logger: { warn(fields: object): void; info(fields: object): void };
  /** Test seams; the global ones otherwise. */
  fetch?: typeof fetch;
  /** Milliseconds that pass evenly, whatever is done to the clock. */
  steady?: () => number;
}

export class ClockCheck {
  readonly #deps: ClockCheckDeps;
  readonly #steady: () => number;
  /** Milliseconds since 1970 of the newest record. */
  #newest = Number.NEGATIVE_INFINITY;
  #newestRecord: number | undefined;
  #heard: { off: number; at: number } | undefined;
  #timer: NodeJS.Timeout | undefined;
  #told: ClockState = 'ok';

  constructor(deps: ClockCheckDeps) {
    this.#deps = deps;
    this.#steady = deps.steady ?? (() => performance.now());
    this.#readNewest();
  }

  /** Milliseconds by which the clock is behind the newest record; negative when it is later, as it should be. */
  get behindRecords(): number {
    return this.#newest - this.#deps.clock();
  }

  /** Milliseconds by which the clock is ahead of the superior's; undefined while that is not known. */
  get offSuperior(): number | undefined {
    if (!this.#heard || this.#steady() - this.#heard.at > HEARD_HOLDS_MS) return undefined;
    return this.#heard.off;
  }

  get state(): ClockState {
    const off = Math.abs(this.offSuperior ?? 0);
    if (this.behindRecords > BACK_MS || off >= WRONG_MS) return 'wrong';
    return off > DIFFERS_MS ? 'differs' : 'ok';
  }

  /** Asked before anything is filed. @throws Refusal clock-wrong */
  mayFile(): void {
    if (this.state === 'wrong') throw new Refusal('clock-wrong');
    this.#newest = Math.max(this.#newest, this.#deps.clock());
  }

  /** The superior has answered: by its own clock where it says so, by its server's Date otherwise. */
  heard(headers: Headers): void {
    const own = headers.get(TIME_HEADER);
    const time = own === null ? Date.parse(headers.get('date') ?? '') : Number(own);
    if (!Number.isFinite(time)) return;
    this.#heard = { off: this.#deps.clock() - time, at: this.#steady() };
    if (this.state !== this.#told) this.#tell();
  }

  /** Looks at both witnesses now. */
  async look(): Promise<void> {
    this.#readNewest();
    await this.#askSuperior();
    this.#tell();
  }

  /** From now on every hour, and every minute while nothing is filed: what was set right is seen soon. */
  start(): void {
    const round = async () => {
      await this.look();
      if (this.#timer) this.#timer = setTimeout(round, this.state === 'wrong' ? MINUTE_MS : HOUR_MS).unref();
    };
    this.#timer = setTimeout(round, 0).unref();
  }

  stop(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }

  #readNewest(): void {
    const { store, court, afterRecord } = this.#deps;
    const [row] = store.read(
      rows<{ seq: number; received_at: string }>(
        queries
          .selectFrom((from) =>
            from
              .selectFrom('log')
              .select(['seq', 'received_at'])
              .where('court', '=', court.code)
              .where('seq', '>', afterRecord ?? -1)
              .orderBy('seq', 'desc')
              .limit(LAST_RECORDS)
              .as('last'),
          )
          .selectAll()
          .orderBy('received_at', 'desc')
          .limit(1),
      ),
    );
    this.#newest = row ? Date.parse(row.received_at) : Number.NEGATIVE_INFINITY;
    this.#newestRecord = row?.seq;
  }

  async #askSuperior(): Promise<void> {
    const { superior } = this.#deps;
    if (!superior) return;
    try {
      const answer = await (this.#deps.fetch ?? fetch)(new URL('/healthz', superior.url), {
        signal: AbortSignal.timeout(PATIENCE_MS),
      });
      // Something else that answers there (a proxy's page) is no witness.
      if (answer.headers.has(API_HEADER)) this.heard(answer.headers);
      await answer.body?.cancel();
    } catch {
      // Away just now; what it said before holds for a while.
    }
  }

  #tell(): void {
    const { state } = this;
    if (state === 'ok' && this.#told === 'ok') return;
    this.#told = state;
    const seconds = (ms: number | undefined) =>
      ms === undefined || !Number.isFinite(ms) ? undefined : Math.round(ms / 1000);
    const fields = {
      clock: state,
      newestRecord: this.#newestRecord,
      secondsBehindRecords: seconds(this.behindRecords),
      secondsAheadOfSuperior: seconds(this.offSuperior),
    };
    if (state === 'ok') this.#deps.logger.info(fields);
    else this.#deps.logger.warn({ ...fields, ...(state === 'wrong' ? { why: WHAT_TO_DO } : {}) });
  }
}

const WHAT_TO_DO =
  'Nothing new is filed: the clock is behind the newest record, or an hour off the superior court’s. Set the server’s clock right; if it is right and the records are not, see clock.afterRecord. 服务器时间有误，暂不接收新记录，请校准服务器时间；如时间无误，见 clock.afterRecord。';
