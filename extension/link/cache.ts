/**
 * Last good answers, so that a person who could read a view a minute ago can still read it while the sidecar is
 * away. Memory only, by person: gone with the session or the browser.
 */
import { CallError, problemOf } from './call-error.ts';
import type { Cached } from './calls.ts';
import { family, removeFamily, slot } from './memory.ts';
import { currentSession } from './session.ts';

/** Few enough to stay far below the megabyte old browsers allow. */
const MAX_VIEWS = 60;

type Kept<T> = Pick<Cached<T>, 'value' | 'fetchedAt'>;

/** The panel and the shell of one tab ask the same at the same moment. */
const asking = new Map<string, Promise<unknown>>();

async function put<T>(key: string, kept: Kept<T>): Promise<void> {
  try {
    const views = await family<Kept<unknown>>('session', 'view:');
    if (views.size >= MAX_VIEWS) {
      const oldest = [...views].sort(([, a], [, b]) => a.fetchedAt.localeCompare(b.fetchedAt));
      for (const [rest] of oldest.slice(0, views.size - MAX_VIEWS + 1))
        await slot('session', `view:${rest}`).remove();
    }
    await slot<Kept<T>>('session', `view:${key}`).set(kept);
  } catch {
    // Memory is full: the answer is good all the same.
    await removeFamily('session', 'view:');
  }
}

/** One after the other, so that an older answer never takes the place of a newer one. */
let keeping = Promise.resolve();

/** Nobody waits for it: with three hundred lines it takes longer than the answer itself. */
function keep<T>(key: string, kept: Kept<T>): void {
  keeping = keeping
    .then(async () => {
      // Who has signed out meanwhile leaves nothing behind.
      const session = await currentSession();
      if (session && key.startsWith(`${session.owner}:`)) await put(key, kept);
    })
    .catch(() => undefined);
}

async function ask<T>(key: string, fetchIt: () => Promise<T>): Promise<Cached<T>> {
  try {
    const value = await fetchIt();
    const fetchedAt = new Date().toISOString();
    keep(key, { value, fetchedAt });
    return { value, fetchedAt, stale: false };
  } catch (error) {
    const { code } = problemOf(error);
    const away = code === 'offline' || code === 'unavailable' || code === 'api-mismatch';
    const kept = away ? await slot<Kept<T>>('session', `view:${key}`).get() : undefined;
    if (kept) return { ...kept, stale: true };
    throw error;
  }
}

/** Something changed: what is being asked now may already be of yesterday. */
export function forgetAsking(): void {
  asking.clear();
}

/**
 * @param question names the view, e.g. `case:（2024）豫1302民初1号`
 * @throws CallError what `fetchIt` threw, when there is nothing to show instead; signed-out
 */
export async function viewed<T>(question: string, fetchIt: () => Promise<T>): Promise<Cached<T>> {
  const session = await currentSession();
  if (!session) throw new CallError({ code: 'signed-out' });
  const key = `${session.owner}:${question}`;
  const running = asking.get(key) as Promise<Cached<T>> | undefined;
  if (running) return running;
  const started = ask(key, fetchIt).finally(() => {
    if (asking.get(key) === started) asking.delete(key);
  });
  asking.set(key, started);
  return started;
}
