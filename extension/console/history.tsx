import { i18n } from '#i18n';
import type { OwnEntry, ScreenedEntry } from '../../shared/api.ts';
import { SCREENING_RESULTS } from '../../shared/codes.ts';
import type { Policy } from '../../shared/policy.ts';
import type { EntryBody } from '../../shared/records/entry.ts';
import { shortTime } from '../look/time.ts';
import { wordOf } from '../look/words.ts';
import { entryChanges } from '../panel/entry-rows.ts';
import { type History, readingBefore } from './readings.ts';
import { Told } from './told.tsx';

type Event = OwnEntry['events'][number] & Pick<ScreenedEntry['events'][number], 'result' | 'note'>;

const isCorrection = (history: History, seq: number): boolean =>
  history.some(({ replacedBy }) => replacedBy.seq === seq && replacedBy.kind === 'correction');

function eventWords({ type, by, seq }: Event, history: History): string {
  switch (type) {
    case 'entry':
      return i18n.t('console.eventEntry', [by]);
    case 'supplement':
      return isCorrection(history, seq)
        ? i18n.t('console.eventCorrection', [by])
        : i18n.t('console.eventSupplement', [by]);
    case 'case-link':
      return i18n.t('console.eventLink', [by]);
    case 'opening':
      return i18n.t('console.eventOpening', [by]);
    case 'screening':
      return by === '' ? i18n.t('console.eventScreened') : i18n.t('console.eventScreenedBy', [by]);
    case 'entry-return':
      return i18n.t('console.eventReturn', [by]);
    case 'destruction':
      return i18n.t('console.eventDestruction', [by]);
  }
}

interface EventListProps {
  events: readonly Event[];
  history: History;
  upstream: OwnEntry['upstream'];
}

/** What has happened to an entry, in order. */
export function EventList({ events, history, upstream }: EventListProps) {
  return (
    <ol class="events">
      {events.map((event) => (
        <li key={event.seq}>
          <span class="time small">{shortTime(event.at)}</span>
          <p>{eventWords(event, history)}</p>
          {event.result !== undefined && (
            <p>
              <b>{wordOf(SCREENING_RESULTS, event.result)}</b>
            </p>
          )}
          {event.note !== undefined && (
            <p class="note">
              <Told text={event.note} />
            </p>
          )}
        </li>
      ))}
      {upstream === 'received' && (
        <li>
          <p>{i18n.t('console.eventReceived')}</p>
        </li>
      )}
    </ol>
  );
}

interface ReadingListProps {
  entry: EntryBody;
  history: History;
  /** What it says now is gone. */
  destroyed: OwnEntry['destroyed'];
  policy: Policy | undefined;
}

/** The readings before: when and why each was replaced, and what read how. Newest first. */
export function ReadingList({ entry, history, destroyed, policy }: ReadingListProps) {
  if (history.length === 0) return null;
  return (
    <section class="side-part">
      <h2>{i18n.t('console.readings')}</h2>
      <ol class="readings">
        {history
          .map((step, place) => {
            const left = history.length - place;
            const changes = entryChanges(
              readingBefore(entry, history, left),
              readingBefore(entry, history, left - 1),
              policy,
            );
            const { replacedBy } = step;
            const after = left > 1 ? history[place + 1]?.destroyed : destroyed;
            return (
              <li key={replacedBy.seq} class="reading-step">
                <p>
                  <b>
                    {replacedBy.kind === 'correction'
                      ? i18n.t('console.correction')
                      : i18n.t('console.supplement')}
                  </b>{' '}
                  <span class="small time">
                    {shortTime(replacedBy.receivedAt)}{' '}
                    {i18n.t('console.recordNumber', [String(replacedBy.seq)])}
                  </span>
                </p>
                <p class="note">
                  <Told text={replacedBy.reason} />
                </p>
                {step.destroyed && <p>{i18n.t('console.destroyedReading')}</p>}
                <dl class="changes">
                  {(step.destroyed ? [] : changes).map(({ label, before, after: now }) => (
                    <div key={label}>
                      <dt>{label}</dt>
                      <dd>
                        <span class="unseen">{i18n.t('console.readBefore')}</span>
                        <del>{before === '' ? i18n.t('console.nothing') : <Told text={before} />}</del>
                      </dd>
                      {!after && (
                        <dd>
                          <span class="unseen">{i18n.t('console.readsNow')}</span>
                          <ins>{now === '' ? i18n.t('console.nothing') : <Told text={now} />}</ins>
                        </dd>
                      )}
                    </div>
                  ))}
                </dl>
              </li>
            );
          })
          .reverse()}
      </ol>
    </section>
  );
}
