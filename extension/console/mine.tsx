import { useState } from 'preact/hooks';
import { i18n } from '#i18n';
import type { OwnEntry, OwnEntryWithReaders } from '../../shared/api.ts';
import { ENTRY_KINDS } from '../../shared/codes.ts';
import type { Cached, Me } from '../link/calls.ts';
import { call } from '../link/client.ts';
import { Icon } from '../look/icon.tsx';
import { Notice } from '../look/notice.tsx';
import { Failed } from '../look/state-notices.tsx';
import { shortTime } from '../look/time.ts';
import type { Live } from '../look/use-live.ts';
import { useLive } from '../look/use-live.ts';
import { wordOf } from '../look/words.ts';
import { QueueList } from '../panel/queue-list.tsx';
import { LateMark, numberOf, StateMark, UpstreamMark } from './entry-marks.tsx';
import { Search, States } from './filters.tsx';
import { type OwnQuestion, ownEntriesShown, type SortBy } from './own-order.ts';
import { hashOf } from './route.ts';
import { Told } from './told.tsx';
import { go } from './use-route.ts';

/** The sidecar tells no more than the newest of this many. */
const MOST = 200;

/** One's own entries: asked again whenever something of them may have changed. */
export const useOwnEntries = (staffCode: string | undefined): Live<Cached<OwnEntry[]>> =>
  useLive(
    `entries:${staffCode}`,
    ['case', 'queue', 'session', 'link'],
    staffCode === undefined ? undefined : () => call('ownEntries'),
  );

/** One of them, however old; an id that is nobody's or somebody else's is an error of the answer. */
export function useOwnEntry(staffCode: string | undefined, id: string): Live<Cached<OwnEntryWithReaders>> {
  return useLive(
    `entry:${staffCode}:${id}`,
    ['case', 'session', 'link'],
    staffCode === undefined ? undefined : () => call('ownEntry', id),
  );
}

/** What cannot be shown just now is said; what is shown from before says since when. */
export function LiveNotes<T>({ live }: { live: Live<Cached<T>> }) {
  if (live.error !== undefined) return <Failed error={live.error} again={live.again} tone="due" />;
  if (!live.value) return <p role="status">{i18n.t('common.loading')}</p>;
  return live.value.stale ? (
    <Notice icon="offline">
      <p>{i18n.t('common.staleSince', [shortTime(live.value.fetchedAt)])}</p>
    </Notice>
  ) : null;
}

function SortHead({
  by,
  question,
  onSort,
  children,
}: {
  by: SortBy;
  question: OwnQuestion;
  onSort(by: SortBy): void;
  children: string;
}) {
  const mine = question.by === by;
  return (
    <th
      scope="col"
      data-words={children}
      aria-sort={mine ? (question.descending ? 'descending' : 'ascending') : 'none'}
    >
      <button type="button" class="sort" onClick={() => onSort(by)}>
        {children}
        <span aria-hidden="true">{mine ? (question.descending ? '↓' : '↑') : '↕'}</span>
      </button>
    </th>
  );
}

function Row({ own, court }: { own: OwnEntry; court: string | undefined }) {
  const { id, seq, entry } = own;
  return (
    <tr>
      <td class="number">
        <a class="row-link" href={hashOf({ view: 'mine', id })}>
          {numberOf(court, seq)}
        </a>
      </td>
      <td class="code">{wordOf(ENTRY_KINDS, entry.kind)}</td>
      <td class="code">{entry.caseNumber ?? <span class="small">{i18n.t('fields.noCase')}</span>}</td>
      <td class="first-words">
        <Told text={entry.content} />
      </td>
      <td class="time">{shortTime(own.receivedAt)}</td>
      <td>
        <StateMark state={own.state} />
        {own.history.length > 0 && (
          <p class="small">{i18n.t('console.supplemented', [String(own.history.length)])}</p>
        )}
      </td>
      <td>
        <UpstreamMark upstream={own.upstream} />
      </td>
      <td>
        <LateMark lateness={own.lateness} />
      </td>
    </tr>
  );
}

const STATES: readonly OwnQuestion['state'][] = ['', 'returned', 'waiting', 'screened', 'destroyed'];

function stateWords(state: OwnQuestion['state']): string {
  switch (state) {
    case '':
      return i18n.t('console.all');
    case 'returned':
      return i18n.t('console.stateReturned');
    case 'waiting':
      return i18n.t('console.stateWaiting');
    case 'screened':
      return i18n.t('console.stateScreened');
    case 'destroyed':
      return i18n.t('console.stateDestroyed');
  }
}

function Table({ entries, court }: { entries: OwnEntry[]; court: string | undefined }) {
  const [question, setQuestion] = useState<OwnQuestion>({
    state: '',
    words: '',
    by: 'seq',
    descending: true,
  });
  const change = (patch: Partial<OwnQuestion>) => setQuestion((before) => ({ ...before, ...patch }));
  const sort = (by: SortBy) =>
    change({ by, descending: question.by === by ? !question.descending : by === 'seq' });
  const shown = ownEntriesShown(entries, question);
  const count = (state: OwnQuestion['state']) =>
    state === '' ? entries.length : entries.filter((one) => one.state === state).length;
  const head = { question, onSort: sort };
  return (
    <>
      <div class="filters">
        <States
          // Rare: where there is none it is no state to choose.
          states={STATES.filter((state) => state !== 'destroyed' || count(state) > 0)}
          words={stateWords}
          count={count}
          chosen={question.state}
          onChoose={(state) => change({ state })}
        />
        <Search
          hint={i18n.t('console.searchHint')}
          words={question.words}
          onType={(words) => change({ words })}
        />
      </div>
      <p class="small" role="status">
        {shown.length < entries.length
          ? i18n.t('console.shownOf', [String(shown.length), String(entries.length)])
          : entries.length < MOST
            ? i18n.t('console.total', [String(entries.length)])
            : i18n.t('console.most', [String(MOST)])}
      </p>
      {shown.length > 0 && (
        <table class="entries">
          <caption class="unseen">{i18n.t('console.mine')}</caption>
          <thead>
            <tr>
              <SortHead by="seq" {...head}>
                {i18n.t('console.number')}
              </SortHead>
              <th scope="col">{i18n.t('fields.kind')}</th>
              <SortHead by="case" {...head}>
                {i18n.t('fields.case')}
              </SortHead>
              <th scope="col">{i18n.t('console.firstWords')}</th>
              <th scope="col">{i18n.t('console.receivedAt')}</th>
              <SortHead by="state" {...head}>
                {i18n.t('console.state')}
              </SortHead>
              <th scope="col">{i18n.t('console.upstream')}</th>
              <th scope="col">{i18n.t('console.deadline')}</th>
            </tr>
          </thead>
          <tbody>
            {shown.map((own) => (
              <Row key={own.id} own={own} court={court} />
            ))}
          </tbody>
        </table>
      )}
    </>
  );
}

/** What waits on this computer, and what came back from the sidecar. */
function OwnQueue({ staffCode }: { staffCode: string }) {
  const queue = useLive(`queue:${staffCode}`, ['queue', 'session'], () => call('queue'));
  if (!queue.value || queue.value.length === 0) return null;
  return (
    <div class="own-queue">
      <QueueList items={queue.value} caseNumber="" go={() => go({ view: 'record' })} />
    </div>
  );
}

/** All one has recorded, and where each stands. */
export function Mine({ me, staffCode }: { me: Me; staffCode: string }) {
  const own = useOwnEntries(staffCode);
  const entries = own.value?.value;
  return (
    <div class="page">
      <div class="page-head">
        <h1 tabIndex={-1} data-heading>
          {i18n.t('console.mine')}
        </h1>
        <a class="button main" href={hashOf({ view: 'record' })}>
          <Icon name="pen" />
          {i18n.t('console.record')}
        </a>
      </div>
      <OwnQueue staffCode={staffCode} />
      <LiveNotes live={own} />
      {entries &&
        (entries.length === 0 ? (
          <p class="empty">{i18n.t('console.mineNone')}</p>
        ) : (
          <Table entries={entries} court={me.court?.code} />
        ))}
    </div>
  );
}
