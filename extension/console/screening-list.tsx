import { useState } from 'preact/hooks';
import { i18n } from '#i18n';
import type { ScreeningItem, ScreeningList } from '../../shared/api.ts';
import { ENTRY_KINDS, SCREENING_RESULTS } from '../../shared/codes.ts';
import { Mark } from '../look/notice.tsx';
import { Failed } from '../look/state-notices.tsx';
import { shortTime } from '../look/time.ts';
import type { Live } from '../look/use-live.ts';
import { wordOf } from '../look/words.ts';
import { numberOf } from './entry-marks.tsx';
import { Search, States } from './filters.tsx';
import { hashOf } from './route.ts';
import { inOrder, matches, type ScreeningState } from './screening-order.ts';

const STATES: readonly ScreeningState[] = ['waiting', 'returned', 'screened', 'destroyed'];

export function stateWords(state: ScreeningState): string {
  if (state === 'returned') return i18n.t('console.listReturned');
  if (state === 'destroyed') return i18n.t('console.listDestroyed');
  return state === 'screened' ? i18n.t('console.stateScreened') : i18n.t('console.stateWaiting');
}

export function ItemMarks({ item }: { item: ScreeningItem }) {
  return (
    <p class="marks">
      {item.state === 'destroyed' && <Mark icon="lock">{i18n.t('console.stateDestroyed')}</Mark>}
      {item.urgent && (
        <Mark icon="bell" tone="due">
          {i18n.t('console.urgent')}
        </Mark>
      )}
      {item.late && (
        <Mark icon="clock" tone="due">
          {i18n.t('console.lateShort')}
        </Mark>
      )}
      {item.scope === 'file-only' && <Mark icon="sheet">{i18n.t('console.upFileOnly')}</Mark>}
      {item.supplements > 0 && (
        <Mark icon="pen">{i18n.t('console.supplemented', [String(item.supplements)])}</Mark>
      )}
      {item.hints.length > 0 && (
        <Mark icon="info">{i18n.t('console.hintCount', [String(item.hints.length)])}</Mark>
      )}
      {item.result !== undefined && <Mark icon="done">{wordOf(SCREENING_RESULTS, item.result)}</Mark>}
    </p>
  );
}

function Item({ item, court, open }: { item: ScreeningItem; court: string | undefined; open: boolean }) {
  const { id, by, barred } = item;
  const number = numberOf(court, item.seq);
  return (
    <li class={open ? 'item open' : 'item'} aria-current={open ? 'true' : undefined}>
      <p class="item-head">
        {barred === undefined ? (
          <a class="item-link" href={hashOf({ view: 'screening', id })}>
            {number}
          </a>
        ) : (
          <span class="item-barred">{number}</span>
        )}
        <span>{wordOf(ENTRY_KINDS, item.kind)}</span>
        <span class="time small item-since">{shortTime(item.since)}</span>
      </p>
      <p class="small">
        {by.name} · {by.department}
      </p>
      {item.caseNumber !== undefined && <p class="small">{item.caseNumber}</p>}
      <ItemMarks item={item} />
      {barred !== undefined && (
        <p class="small">
          <Mark icon="lock">{i18n.t('console.barredOwn')}</Mark>
        </p>
      )}
    </li>
  );
}

interface ScreeningSideProps {
  live: Live<ScreeningList>;
  state: ScreeningState;
  onState(state: ScreeningState): void;
  court: string | undefined;
  openId: string | undefined;
}

/** Left: what waits. Nobody is counted here, only entries. */
export function ScreeningSide({ live, state, onState, court, openId }: ScreeningSideProps) {
  const [words, setWords] = useState('');
  const list = live.value;
  const items = list ? inOrder(list.items, state) : [];
  const shown = items.filter((item) => matches(item, words));
  const total = list?.counts[state] ?? 0;
  return (
    <nav class="side-list" aria-label={i18n.t('console.screening')}>
      <States
        // Rare: where there is none it is no state to choose.
        states={STATES.filter((one) => one !== 'destroyed' || (list?.counts.destroyed ?? 0) > 0)}
        words={stateWords}
        count={(one) => list?.counts[one]}
        chosen={state}
        onChoose={onState}
      />
      <Search hint={i18n.t('console.screeningSearchHint')} words={words} onType={setWords} />
      {live.error !== undefined && <Failed error={live.error} again={live.again} tone="due" />}
      {!list && live.error === undefined && <p role="status">{i18n.t('common.loading')}</p>}
      {list && (
        <p class="small" role="status">
          {shown.length === total
            ? i18n.t('console.total', [String(total)])
            : i18n.t('console.shownOf', [String(shown.length), String(total)])}
        </p>
      )}
      <ul>
        {shown.map((item) => (
          <Item key={item.id} item={item} court={court} open={item.id === openId} />
        ))}
      </ul>
    </nav>
  );
}
