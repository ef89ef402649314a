import { useState } from 'preact/hooks';
import { i18n } from '#i18n';
import type { ScreeningItem } from '../../shared/api.ts';
import type { Me } from '../link/calls.ts';
import { call } from '../link/client.ts';
import { useLive } from '../look/use-live.ts';
import { usePolicy } from './own-entry.tsx';
import { ScreenedThing } from './screened-thing.tsx';
import { ScreeningSide } from './screening-list.tsx';
import { inOrder, type ScreeningState } from './screening-order.ts';

/** 甄别: left what waits, in the middle the entry that was opened, right its history. */
export function Screening({ me, staffCode, id }: { me: Me; staffCode: string; id: string | undefined }) {
  const [state, setState] = useState<ScreeningState>('waiting');
  const live = useLive(`screening:${staffCode}:${state}`, ['case', 'session', 'link'], () =>
    call('screeningList', state),
  );
  const policy = usePolicy(staffCode);
  const items: ScreeningItem[] = live.value?.items ?? [];
  const next =
    state === 'waiting'
      ? inOrder(items, state).find((item) => item.id !== id && item.barred === undefined)
      : undefined;
  return (
    <div class="three">
      <ScreeningSide live={live} state={state} onState={setState} court={me.court?.code} openId={id} />
      {id === undefined ? (
        <div class="page">
          <h1 tabIndex={-1} data-heading>
            {i18n.t('console.screening')}
          </h1>
          <p class="empty">
            {live.value?.counts.waiting === 0
              ? i18n.t('console.screeningNone')
              : i18n.t('console.screeningPick')}
          </p>
          <p class="small">{i18n.t('console.screeningText')}</p>
        </div>
      ) : (
        <ScreenedThing
          key={id}
          id={id}
          item={items.find((item) => item.id === id)}
          next={next?.id}
          court={me.court?.code}
          policy={policy}
        />
      )}
    </div>
  );
}
