/** Which of one's own entries are shown, and in which order. */
import type { OwnEntry } from '../../shared/api.ts';
import { comparable } from '../../shared/text.ts';

export type SortBy = 'seq' | 'case' | 'state';
export interface OwnQuestion {
  /** '' for all. */
  state: OwnEntry['state'] | '';
  /** Words to look for in number, case, name and content. */
  words: string;
  by: SortBy;
  descending: boolean;
}

/** What waits for the person comes first. */
const STATE_ORDER: Readonly<Record<OwnEntry['state'], number>> = {
  returned: 0,
  waiting: 1,
  screened: 2,
  destroyed: 3,
};

const searched = ({ seq, entry }: OwnEntry): string =>
  comparable(
    [seq, entry.caseNumber ?? '', entry.person.name, entry.person.unit, entry.content].join(' '),
  ).toLowerCase();

const COMPARE: Readonly<Record<SortBy, (a: OwnEntry, b: OwnEntry) => number>> = {
  seq: (a, b) => a.seq - b.seq,
  case: (a, b) =>
    (a.entry.caseNumber ?? '').localeCompare(b.entry.caseNumber ?? '', 'zh-CN', { numeric: true }),
  state: (a, b) => STATE_ORDER[a.state] - STATE_ORDER[b.state],
};

export function ownEntriesShown(entries: readonly OwnEntry[], question: OwnQuestion): OwnEntry[] {
  const { state, words, by, descending } = question;
  const looked = comparable(words).toLowerCase();
  const turn = descending ? -1 : 1;
  return entries
    .filter((entry) => (state === '' || entry.state === state) && searched(entry).includes(looked))
    .sort((a, b) => turn * COMPARE[by](a, b) || b.seq - a.seq);
}
