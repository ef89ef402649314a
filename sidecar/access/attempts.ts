/**
 * Slows down guessing: after a few wrong passwords for one account every further one has to wait longer. Kept in
 * memory and bounded; an account nobody has is slowed down alike, so that the wait tells nothing.
 */
export interface Attempts {
  /** Counts an attempt as failed until it is known better. @returns milliseconds still to wait; 0 lets it through */
  begin(account: string): number;
  succeeded(account: string): void;
}

export interface AttemptLimits {
  /** Wrong passwords that cost nothing. */
  free: number;
  /** The first wait; each further failure doubles it. */
  firstWaitMs: number;
  longestWaitMs: number;
  /** After this long without an attempt the count starts anew. */
  forgetMs: number;
  accounts: number;
}

export const ATTEMPT_LIMITS: AttemptLimits = {
  free: 5,
  firstWaitMs: 2_000,
  longestWaitMs: 5 * 60_000,
  forgetMs: 60 * 60_000,
  accounts: 10_000,
};

export function createAttempts(now: () => number, limits: AttemptLimits = ATTEMPT_LIMITS): Attempts {
  const failures = new Map<string, { count: number; last: number }>();
  return {
    begin(account) {
      const time = now();
      const known = failures.get(account);
      const before = known && time - known.last < limits.forgetMs ? known : { count: 0, last: time };
      if (before.count >= limits.free) {
        const wait = Math.min(limits.longestWaitMs, limits.firstWaitMs * 2 ** (before.count - limits.free));
        const left = before.last + wait - time;
        if (left > 0) return left;
      }
      failures.delete(account);
      failures.set(account, { count: before.count + 1, last: time });
      const oldest = failures.size > limits.accounts ? failures.keys().next().value : undefined;
      if (oldest !== undefined) failures.delete(oldest);
      return 0;
    },
    succeeded(account) {
      failures.delete(account);
    },
  };
}
