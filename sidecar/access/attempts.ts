/**
 * Slows down guessing and ends it: after a few wrong passwords every further one has to wait longer, and after many the
 * account is locked until an operator lifts it or a day has passed. Kept in the database, for a restart must not unlock
 * anything. An account nobody has is treated alike, so that neither wait nor lock tells whether it exists; and because
 * people type passwords into the wrong field, what is kept of a name is a keyed hash.
 */
import { createHmac } from 'node:crypto';
import type { Database } from 'better-sqlite3';

/** What is guessed: a password, the second factor of somebody whose password was right; or from where. */
export type AttemptKind = 'password' | 'factor' | 'address';

export interface Guess {
  kind: AttemptKind;
  /** The account or the address. */
  name: string;
}

/** Not now: in so many milliseconds, or not before somebody lifts it. */
export interface Hold {
  waitMs: number;
  locked: boolean;
}

export interface Attempts {
  /** Counts a guess at each as failed until it is known better, unless one of them holds it back. */
  begin(guesses: readonly Guess[]): Hold | undefined;
  /** The guess was right: what it was counted against starts anew. An address merely gets this one guess back. */
  succeeded(guesses: readonly Guess[]): void;
  /** Forgets the failures of an account. @returns whether there were any */
  lift(account: string): boolean;
}

export interface AttemptLimits {
  /** Failures that cost nothing. */
  free: number;
  /** The first wait; each further failure doubles it. */
  firstWaitMs: number;
  longestWaitMs: number;
  /** This many failures lock it. */
  lockAfter: number;
  /** After this long without a guess the count starts anew. */
  forgetMs: number;
  /** One failure less a while; 0: only all at once. */
  fadeMs: number;
}

const MINUTE = 60_000;

export const ATTEMPT_LIMITS: Readonly<Record<AttemptKind, AttemptLimits>> = {
  password: {
    free: 5,
    firstWaitMs: 2_000,
    longestWaitMs: 5 * MINUTE,
    lockAfter: 20,
    forgetMs: 24 * 60 * MINUTE,
    fadeMs: 0,
  },
  // Who gets here has the password already, and a code has six digits only: no day unlocks it.
  factor: {
    free: 3,
    firstWaitMs: 5_000,
    longestWaitMs: 5 * MINUTE,
    lockAfter: 10,
    forgetMs: Number.POSITIVE_INFINITY,
    fadeMs: 0,
  },
  // A whole court may come from one address, that of its proxy: it is slowed down, never locked.
  address: {
    free: 50,
    firstWaitMs: 1_000,
    longestWaitMs: MINUTE,
    lockAfter: Number.POSITIVE_INFINITY,
    forgetMs: 24 * 60 * MINUTE,
    fadeMs: 20_000,
  },
};

/** Rows kept; beyond it the oldest go, those that are locked last. */
const ROWS = 20_000;

export interface AttemptsOptions {
  db: Database;
  /** 32 bytes for the hashes of the names. */
  secret: Uint8Array;
  now: () => number;
  limits?: Readonly<Record<AttemptKind, AttemptLimits>>;
  rows?: number;
}

export function createAttempts({ db, secret, now, ...options }: AttemptsOptions): Attempts {
  const limits = options.limits ?? ATTEMPT_LIMITS;
  const limit = options.rows ?? ROWS;
  db.exec(`CREATE TABLE IF NOT EXISTS sign_in_attempt (
    kind TEXT NOT NULL,
    name_hash BLOB NOT NULL,
    failures INTEGER NOT NULL,
    last_at INTEGER NOT NULL,
    locked INTEGER NOT NULL,
    PRIMARY KEY (kind, name_hash)
  ) WITHOUT ROWID`);
  const select = db.prepare<[string, Buffer], { failures: number; last: number }>(
    'SELECT failures, last_at AS last FROM sign_in_attempt WHERE kind = ? AND name_hash = ?',
  );
  const put = db.prepare<[string, Buffer, number, number, number]>(
    `INSERT INTO sign_in_attempt VALUES (?, ?, ?, ?, ?)
     ON CONFLICT DO UPDATE SET failures = excluded.failures, last_at = excluded.last_at, locked = excluded.locked`,
  );
  const remove = db.prepare<[string, Buffer]>('DELETE FROM sign_in_attempt WHERE kind = ? AND name_hash = ?');
  const count = db.prepare<[], number>('SELECT count(*) FROM sign_in_attempt').pluck();
  const removeOldest = db.prepare<[number]>(
    `DELETE FROM sign_in_attempt WHERE (kind, name_hash) IN
     (SELECT kind, name_hash FROM sign_in_attempt ORDER BY locked, last_at LIMIT ?)`,
  );

  const hashOf = (name: string): Buffer => createHmac('sha256', secret).update(name).digest();

  /** Failures that still count. */
  const failuresOf = ({ kind, name }: Guess, time: number): { failures: number; last: number } => {
    const row = select.get(kind, hashOf(name));
    // A clock that was set back must not make anybody wait longer than the rules say.
    const since = row ? Math.max(0, time - row.last) : 0;
    const { forgetMs, fadeMs } = limits[kind];
    if (!row || since >= forgetMs) return { failures: 0, last: time };
    const faded = fadeMs > 0 ? Math.floor(since / fadeMs) : 0;
    return { failures: Math.max(0, row.failures - faded), last: Math.min(row.last, time) };
  };

  const holdOf = (guess: Guess, time: number): Hold | undefined => {
    const { free, firstWaitMs, longestWaitMs, lockAfter } = limits[guess.kind];
    const { failures, last } = failuresOf(guess, time);
    if (failures >= lockAfter) return { waitMs: 0, locked: true };
    if (failures < free) return undefined;
    const waitMs = last + Math.min(longestWaitMs, firstWaitMs * 2 ** (failures - free)) - time;
    return waitMs > 0 ? { waitMs, locked: false } : undefined;
  };

  const set = ({ kind, name }: Guess, failures: number, last: number) => {
    if (failures > 0) put.run(kind, hashOf(name), failures, last, failures >= limits[kind].lockAfter ? 1 : 0);
    else remove.run(kind, hashOf(name));
  };

  const begin = db.transaction((guesses: readonly Guess[]): Hold | undefined => {
    const time = now();
    const holds = guesses.map((guess) => holdOf(guess, time)).filter((hold) => hold !== undefined);
    if (holds.length > 0)
      return holds.find(({ locked }) => locked) ?? holds.reduce((a, b) => (a.waitMs > b.waitMs ? a : b));
    for (const guess of guesses) set(guess, failuresOf(guess, time).failures + 1, time);
    const over = (count.get() ?? 0) - limit;
    if (over > 0) removeOldest.run(over);
    return undefined;
  });

  const succeeded = db.transaction((guesses: readonly Guess[]) => {
    for (const guess of guesses) {
      const { failures, last } = failuresOf(guess, now());
      set(guess, guess.kind === 'address' ? failures - 1 : 0, last);
    }
  });

  return {
    begin: (guesses) => begin.immediate(guesses),
    succeeded: (guesses) => succeeded.immediate(guesses),
    lift: (account) => {
      const hash = hashOf(account);
      return remove.run('password', hash).changes + remove.run('factor', hash).changes > 0;
    },
  };
}
