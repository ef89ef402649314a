import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import { call } from '../link/client.ts';

const SAVE_AFTER_MS = 400;

/** One text that is being typed, kept as a draft through errors, reloads and sessions that end. */
export function useTyped(key: string): {
  text: string;
  type(text: string): void;
  /** What was typed has been filed. */
  drop(): Promise<void>;
} {
  const [text, setText] = useState('');
  const unsaved = useRef<string | undefined>(undefined);
  const closed = useRef(false);

  useEffect(() => {
    call('loadDraft', key).then(
      (kept) => {
        // Who has begun to type meanwhile goes before what was kept.
        if (unsaved.current === undefined && typeof kept?.body === 'string') setText(kept.body);
      },
      // A text that cannot be brought back is typed anew.
      () => undefined,
    );
  }, [key]);

  const save = useCallback(() => {
    const body = unsaved.current;
    if (body === undefined || closed.current) return;
    unsaved.current = undefined;
    call('saveDraft', { key, body }).catch(() => {
      unsaved.current ??= body;
    });
  }, [key]);

  // Every change of the text starts the wait anew.
  useEffect(() => {
    if (unsaved.current === undefined) return;
    const timer = setTimeout(save, SAVE_AFTER_MS);
    return () => clearTimeout(timer);
  }, [text, save]);

  useEffect(() => {
    addEventListener('pagehide', save);
    return () => {
      removeEventListener('pagehide', save);
      save();
    };
  }, [save]);

  return {
    text,
    type(next) {
      unsaved.current = next;
      setText(next);
    },
    async drop() {
      closed.current = true;
      await call('dropDraft', key).catch(() => null);
    },
  };
}
