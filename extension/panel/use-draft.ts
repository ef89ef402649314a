import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import type { EntryDraft } from '../../shared/entry-check.ts';
import { call } from '../link/client.ts';
import { draftKey, emptyDraft, restoreDraft } from './entry-draft.ts';

const SAVE_AFTER_MS = 400;

export interface KeptDraft {
  /** Absent until it is known whether one was kept. */
  draft: EntryDraft | undefined;
  update(change: (draft: EntryDraft) => EntryDraft): void;
  /** When the draft that was brought back had been kept. */
  restoredAt: string | undefined;
  saved: 'untouched' | 'saved' | 'failed';
  clear(): void;
  /** Present after clearing: brings back what was cleared. */
  undo: (() => void) | undefined;
  /** The entry has been filed: nothing is kept from now on. */
  drop(): Promise<void>;
}

/** Keeps what is typed through errors, reloads and lost sessions. */
export function useDraft(
  caseNumber: string,
  stage: EntryDraft['stage'],
  signedIn: boolean,
  former?: unknown,
): KeptDraft {
  const start = useRef(former);
  const key = draftKey(caseNumber);
  const [draft, setDraft] = useState<EntryDraft>();
  const [restoredAt, setRestoredAt] = useState<string>();
  const [saved, setSaved] = useState<KeptDraft['saved']>('untouched');
  const [cleared, setCleared] = useState<EntryDraft>();
  /** What still has to be kept; undefined when all is. */
  const unsaved = useRef<EntryDraft | undefined>(undefined);
  const closed = useRef(false);

  useEffect(() => {
    call('loadDraft', key).then(
      (kept) => {
        setDraft(
          kept ? restoreDraft(kept.body) : start.current ? restoreDraft(start.current) : emptyDraft(stage),
        );
        setRestoredAt(kept?.savedAt);
      },
      () => setDraft(emptyDraft(stage)),
    );
  }, [key, stage]);

  const save = useCallback(() => {
    const body = unsaved.current;
    if (!body || closed.current) return;
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
    if (!unsaved.current) return;
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

  const update = useCallback((change: (draft: EntryDraft) => EntryDraft) => {
    setCleared(undefined);
    setDraft((before) => {
      if (!before) return before;
      const after = change(before);
      unsaved.current = after;
      return after;
    });
  }, []);

  return {
    draft,
    update,
    restoredAt,
    saved,
    clear() {
      const before = draft;
      update(() => emptyDraft(stage));
      setCleared(before);
      setRestoredAt(undefined);
    },
    undo: cleared && (() => update(() => cleared)),
    async drop() {
      closed.current = true;
      await call('dropDraft', key).catch(() => null);
    },
  };
}
