/** The marks beside the case numbers of an agenda. One question for all rows; until it is answered they say so. */
import type { AgendaBadge } from '../../shared/api.ts';
import { comparable } from '../../shared/text.ts';
import { type LineIcon, lineIcon } from '../host/line-icon.ts';
import { el, ownNode } from '../host/own-node.ts';
import type { Words } from '../host/words.ts';
import { marksOf } from './marks-of.ts';

export const MARK_TAG = 'liuhen-mark';

const STYLE = `
:host { all: initial !important; display: inline-flex !important; vertical-align: middle !important;
  margin-left: 6px !important; }
span { display: inline-flex; align-items: center; gap: 3px; margin-right: 4px; padding: 0 5px; height: 18px;
  border: 1px solid currentColor; border-radius: 3px; white-space: nowrap; color: #44515e; background: #fff;
  font: 12px/16px "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", "Source Han Sans SC", sans-serif;
  font-variant-numeric: tabular-nums; }
.due { color: #7d5100; background: #fff6e0; }
.own { color: #1a5fb4; background: #eaf2fb; }
svg { width: 12px; height: 12px; flex: none; fill: none; stroke: currentColor; stroke-width: 1.8;
  stroke-linecap: round; stroke-linejoin: round; }
`;

export interface RowMarks {
  /** The rows as they are now; rows that had their mark keep it. */
  rows(rows: { cell: Element; caseNumber: string }[]): void;
  /** What the sidecar said; a case it does not name is unknown. */
  answer(badges: AgendaBadge[]): void;
}

export function markRows(words: Words, signal: AbortSignal): RowMarks {
  const marks = new Map<
    Element,
    { host: HTMLElement; root: ShadowRoot; caseNumber: string; drawn?: string }
  >();
  let known: Map<string, AgendaBadge> | undefined;

  function draw(mark: { root: ShadowRoot; caseNumber: string; drawn?: string }): void {
    const parts = marksOf(known === undefined ? 'waiting' : known.get(comparable(mark.caseNumber)), words);
    const drawn = JSON.stringify(parts);
    if (mark.drawn === drawn) return;
    mark.drawn = drawn;
    mark.root.replaceChildren(
      ...parts.map(({ text, tone, icon }) => el('span', { class: tone }, ...iconOf(icon), text)),
    );
  }

  signal.addEventListener('abort', () => {
    for (const { host } of marks.values()) host.remove();
  });

  return {
    rows(rows) {
      for (const { cell, caseNumber } of rows) {
        const kept = marks.get(cell);
        const mark = kept ?? { ...ownNode(MARK_TAG, STYLE), caseNumber };
        mark.caseNumber = caseNumber;
        marks.set(cell, mark);
        // A host that copies rows copies our node, but not what is inside.
        for (const other of cell.querySelectorAll(MARK_TAG)) if (other !== mark.host) other.remove();
        if (mark.host.parentNode !== cell) cell.append(mark.host);
        draw(mark);
      }
      for (const [cell, { host }] of marks) {
        if (rows.some((row) => row.cell === cell)) continue;
        host.remove();
        marks.delete(cell);
      }
    },
    answer(badges) {
      known = new Map(badges.map((badge) => [comparable(badge.caseNumber), badge]));
      for (const mark of marks.values()) draw(mark);
    },
  };
}

const iconOf = (icon: LineIcon | undefined) => (icon ? [lineIcon(icon)] : []);
