/** Watches a page while it comes together: for a short time, with pauses, and then not any more. */
import { native } from './native.ts';

/** Still for so long is still. A page that never is, is looked at all the same, once a second. */
const NOISE_MS = 1_000;

export interface Settling {
  quietMs: number;
  /** Whether the page is there: what comes after is only what comes late. */
  look(): boolean;
  /** It is no longer watched. */
  done(): void;
}

const MISSING_FOR_MS = 10_000;
const LATE_FOR_MS = 3_000;

/** @returns what stops it early */
export function settle({ quietMs, look, done }: Settling, signal: AbortSignal): () => void {
  let there = false;
  let noisySince: number | undefined;
  let quiet: ReturnType<typeof setTimeout> | undefined;
  const stop = () => {
    observer.disconnect();
    clearTimeout(quiet);
    clearTimeout(end);
  };
  const finish = () => {
    stop();
    done();
  };
  const lookNow = () => {
    noisySince = undefined;
    if (!look() || there) return;
    there = true;
    clearTimeout(end);
    end = setTimeout(finish, LATE_FOR_MS);
  };
  const observer = new MutationObserver(() => {
    noisySince ??= Date.now();
    if (Date.now() - noisySince > NOISE_MS) return;
    clearTimeout(quiet);
    quiet = setTimeout(lookNow, quietMs);
  });
  let end = setTimeout(finish, MISSING_FOR_MS);
  observer.observe(document, { childList: true, subtree: true, characterData: true });
  signal.addEventListener('abort', stop);
  quiet = setTimeout(lookNow, quietMs);
  return stop;
}

export function domReady(signal: AbortSignal): Promise<void> {
  if (native(document, 'readyState') !== 'loading') return Promise.resolve();
  return new Promise((resolve) => {
    native(document, 'addEventListener')('DOMContentLoaded', () => resolve(), { once: true, signal });
  });
}
