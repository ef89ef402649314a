import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import type { Changed } from '../link/calls.ts';
import { onChanged } from '../link/client.ts';

export interface Live<T> {
  /** The last good answer; kept while it is asked again, and when asking fails. */
  value: T | undefined;
  error: unknown;
  loading: boolean;
  again(): void;
}

/** Several changes of one act arrive together; one question answers them all. */
const SETTLE_MS = 120;

/**
 * Asks, and asks again whenever the background says that one of `kinds` has changed.
 * @param key what the question is about; another key forgets the answer of the one before
 * @param ask absent while the question cannot be put yet
 */
export function useLive<T>(
  key: string,
  kinds: readonly Changed['changed'][],
  ask: (() => Promise<T>) | undefined,
): Live<T> {
  const [state, setState] = useState<{ key: string; value?: T; error?: unknown; loading: boolean }>({
    key,
    loading: true,
  });
  const turn = useRef(0);
  const asking = useRef(ask);
  asking.current = ask;

  const run = useCallback(() => {
    const question = asking.current;
    if (!question) return;
    turn.current += 1;
    const mine = turn.current;
    const settle = (change: { value: T } | { error: unknown }) => {
      if (mine !== turn.current) return;
      setState((before) => {
        const kept = before.key === key && before.value !== undefined ? { value: before.value } : {};
        return { key, ...kept, ...change, loading: false };
      });
    };
    question().then(
      (value) => settle({ value }),
      (error: unknown) => settle({ error }),
    );
  }, [key]);

  const ready = ask !== undefined;
  const heard = kinds.join(' ');
  useEffect(() => {
    if (!ready) return;
    let timer: ReturnType<typeof setTimeout> | undefined;
    setState((before) => (before.key === key ? before : { key, loading: true }));
    run();
    const stop = onChanged((change) => {
      if (!heard.split(' ').includes(change.changed)) return;
      clearTimeout(timer);
      timer = setTimeout(run, SETTLE_MS);
    });
    return () => {
      turn.current += 1;
      clearTimeout(timer);
      stop();
    };
  }, [key, ready, heard, run]);

  const current = state.key === key ? state : { key, loading: true };
  return { value: current.value, error: current.error, loading: current.loading, again: run };
}
