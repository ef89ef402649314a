import { useDraft } from './use-draft.ts';

/** One text that is being typed. */
export interface Typed {
  text: string;
  /** What was kept of it has been brought back; before that nothing can be typed that it would replace. */
  ready: boolean;
  type(text: string): void;
}

/** One text of a form, kept as a draft through errors, reloads and sessions that end. */
export function useTyped(key: string): Typed & {
  /** What was typed has been filed. */
  drop(): Promise<void>;
} {
  const { draft, update, drop } = useDraft<string>(
    { key, restore: (kept) => (typeof kept === 'string' ? kept : ''), empty: () => '' },
    true,
  );
  return { text: draft ?? '', ready: draft !== undefined, type: (text) => update(() => text), drop };
}
