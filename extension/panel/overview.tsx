import { useEffect, useState } from 'preact/hooks';
import { i18n } from '#i18n';
import type { CaseView } from '../../shared/api.ts';
import type { CaseReadingBody } from '../../shared/records/case-reading.ts';
import type { Cached, Me, PanelContext, QueueItem } from '../link/calls.ts';
import { call } from '../link/client.ts';
import { Button } from '../look/button.tsx';
import { Notice } from '../look/notice.tsx';
import { shortTime } from '../look/time.ts';
import type { Live } from '../look/use-live.ts';
import { caseState } from './case-state.ts';
import { draftKey } from './draft-keys.ts';
import type { EntryStart } from './entry-form.tsx';
import { FilingState } from './filing-state.tsx';
import { GateList } from './gate-list.tsx';
import { LineList } from './line-list.tsx';
import { QueueList } from './queue-list.tsx';
import type { Screen } from './screen.ts';
import { StateCard } from './state-card.tsx';

interface OverviewProps {
  nonce: string;
  reading: CaseReadingBody;
  held: PanelContext['held'];
  me: Me;
  view: Live<Cached<CaseView>>;
  queue: Live<QueueItem[]>;
  go(screen: Screen, start?: EntryStart): void;
}

/** When the draft of this case's entry was last kept, if one is waiting. */
function useDraftTime(caseNumber: string, person: string | undefined): string | undefined {
  const [time, setTime] = useState<string>();
  useEffect(() => {
    setTime(undefined);
    if (person === undefined) return;
    call('loadDraft', draftKey(caseNumber)).then(
      (draft) => setTime(draft?.savedAt),
      // The form asks again and says so when it cannot be had.
      () => undefined,
    );
  }, [caseNumber, person]);
  return time;
}

/** Opens on the answer to what the case still needs; below it, what the answer rests on. */
export function Overview({ nonce, reading, held, me, view, queue, go }: OverviewProps) {
  const { caseNumber } = reading;
  const cached = view.value;
  const state = caseState({ me, held, view: cached?.value, failed: view.error !== undefined });
  const draftAt = useDraftTime(caseNumber, me.person?.staffCode);
  const items = queue.value ?? [];
  const away = me.person !== undefined && (me.link === 'offline' || cached?.stale === true);

  return (
    <>
      <h2 class="unseen" tabIndex={-1} data-heading>
        {i18n.t('panel.needs')}
      </h2>
      <StateCard
        state={state}
        nonce={nonce}
        caseNumber={caseNumber}
        held={held}
        me={me}
        view={cached?.value}
        away={away}
        error={view.error}
        again={view.again}
        draftAt={draftAt}
        go={go}
      />
      {away && (
        <Notice icon="offline" tone="due" title={i18n.t('panel.offlineTitle')} live>
          <p>{i18n.t('panel.offlineText')}</p>
          {cached && <p class="small">{i18n.t('common.staleSince', [shortTime(cached.fetchedAt)])}</p>}
        </Notice>
      )}
      {items.length > 0 && <QueueList items={items} caseNumber={caseNumber} go={go} />}
      {cached && me.person && (
        <>
          <GateList
            gates={cached.value.gates}
            myCode={me.person.staffCode}
            folded={state.is === 'waiting' || (state.is === 'held' && state.gate !== undefined)}
          />
          <LineList
            caseNumber={caseNumber}
            newest={cached.value.lines}
            count={cached.value.counts.lines}
            onStart={(start) => go('entry', start)}
          />
          <FilingState view={cached.value} />
          <section class="part">
            <Button look="quiet" icon="send" onPress={() => go('escalate')}>
              {i18n.t('escalate.open')}
            </Button>
          </section>
        </>
      )}
    </>
  );
}
