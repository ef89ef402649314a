/** In which order the custodians' list stands, and what of it is looked for. */
import type { ScreeningItem } from '../../shared/api.ts';
import { comparable } from '../../shared/text.ts';

export type ScreeningState = ScreeningItem['state'];

/** Urgent ones first; of what waits, what has waited longest; of what is done, what was done last. */
export function inOrder(items: readonly ScreeningItem[], state: ScreeningState): ScreeningItem[] {
  const turn = state === 'waiting' ? 1 : -1;
  return [...items].sort(
    (a, b) =>
      (state === 'waiting' ? Number(b.urgent) - Number(a.urgent) : 0) ||
      turn * a.since.localeCompare(b.since) ||
      turn * (a.seq - b.seq),
  );
}

export const matches = (item: ScreeningItem, words: string): boolean =>
  comparable([item.seq, item.caseNumber ?? '', item.by.name, item.by.department].join(' '))
    .toLowerCase()
    .includes(comparable(words).toLowerCase());
