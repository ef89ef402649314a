import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import { call } from '../link/client.ts';

const SAVE_AFTER_MS = 400;

export interface KeptDraft<T> {
  /** Absent until it is known whether one was kept. */
  draft: T | undefined;
  update(change: (draft: T) => T): void;
  /** A change of much at once that can be undone, told by what was done. */
  replace(change: (draft: T) => T, done: string): void;
  /** When the draft that was brought back had been kept. */
  restoredAt: string | undefined;
  saved: 'untouched' | 'saved' | 'failed';
  /** Present after a replacement: what was done, and what brings back what was there before. */
  undo: { done: string; back(): void } | undefined;
  /** It has been filed: nothing is kept from now on. */
  drop(): Promise<void>;
}

export interface DraftKind<T> {
  /** Under which it is kept; another key is another draft. */
  key: string;
  /** Reads what was kept, by this version or an earlier one. */
  restore(kept: unknown): T;
  /** What a draft begins as. */
  empty(): T;
}

/** Keeps what is typed through errors, reloads and lost sessions. */
export function useDraft<T>(kind: DraftKind<T>, signedIn: boolean): KeptDraft<T> {
  const { key } = kind;
  const how = useRef(kind);
  how.current = kind;
  const [draft, setDraft] = useState<T>();
  const [restoredAt, setRestoredAt] = useState<string>();
  const [saved, setSaved] = useState<KeptDraft<T>['saved']>('untouched');
  const [replaced, setReplaced] = useState<{ before: T; done: string }>();
  /** What still has to be kept; undefined when all is. */
  const unsaved = useRef<T | undefined>(undefined);
  const closed = useRef(false);

  useEffect(() => {
    call('loadDraft', key).then(
      (kept) => {
        setDraft(kept ? how.current.restore(kept.body) : how.current.empty());
        setRestoredAt(kept?.savedAt);
      },
      () => setDraft(how.current.empty()),
    );
  }, [key]);

  const save = useCallback(() => {
    const body = unsaved.current;
    if (body === undefined || closed.current) return;
    unsaved.current = undefined;
    call('saveDraft', { key, body }).then(
      () => setSaved('saved'),
      () => {
        unsaved.current ??= body;
        setSaved('failed');
      },
    );
  }, [key]);

  // Every change of the draft starts the wait anew.
  useEffect(() => {
    if (unsaved.current === undefined) return;
    const timer = setTimeout(save, SAVE_AFTER_MS);
    return () => clearTimeout(timer);
  }, [draft, save]);

  // What could not be kept without a session is kept as soon as there is one again.
  useEffect(() => {
    if (signedIn) save();
  }, [signedIn, save]);

  useEffect(() => {
    addEventListener('pagehide', save);
    return () => {
      removeEventListener('pagehide', save);
      save();
    };
  }, [save]);

  const update = useCallback((change: (draft: T) => T) => {
    setReplaced(undefined);
    setDraft((before) => {
      if (before === undefined) return before;
      const after = change(before);
      unsaved.current = after;
      return after;
    });
  }, []);

  return {
    draft,
    update,
    replace(change, done) {
      const before = draft;
      update(change);
      if (before !== undefined) setReplaced({ before, done });
      setRestoredAt(undefined);
    },
    restoredAt,
    saved,
    undo: replaced && { done: replaced.done, back: () => update(() => replaced.before) },
    async drop() {
      closed.current = true;
      await call('dropDraft', key).catch(() => null);
    },
  };
}
