/**
 * How many readings pages may have filed. Whatever a page shows is filed as its reading, so one that shows something
 * else each second would fill the log in the name of whoever has it open.
 */

export interface FiledReading {
  /** Milliseconds since 1970. */
  at: number;
  /** Of which case, in whatever form it is always written. */
  key: string;
}

const WINDOW_MS = 10 * 60_000;
/** A case whose panel changes is read again, and once more when somebody corrects it. */
const OF_ONE_CASE = 5;
/** Nobody opens more cases than this in ten minutes. */
const OF_ALL = 60;

export const recentReadings = (filed: readonly FiledReading[], now: number): FiledReading[] =>
  // A clock that was set back must not keep the ones of a later time for ever.
  filed.filter(({ at }) => at > now - WINDOW_MS && at <= now);

/** @param recent those of the last ten minutes */
export const mayFileReading = (recent: readonly FiledReading[], key: string): boolean =>
  recent.length < OF_ALL && recent.filter((one) => one.key === key).length < OF_ONE_CASE;
