import { useEffect, useRef, useState } from 'preact/hooks';
import { i18n } from '#i18n';
import type { ScreenedEntry, ScreeningItem } from '../../shared/api.ts';
import { ENTRY_KINDS, SCREENING_RESULTS } from '../../shared/codes.ts';
import { hintWords } from '../../shared/entry-hints.ts';
import type { Policy } from '../../shared/policy.ts';
import { call } from '../link/client.ts';
import { SignButton } from '../look/button.tsx';
import { Mark, Notice } from '../look/notice.tsx';
import { clockTime, shortTime } from '../look/time.ts';
import { errorWords, language, wordOf } from '../look/words.ts';
import { LateMark, numberOf, StateMark, UpstreamMark } from './entry-marks.tsx';
import { EntryReading } from './entry-reading.tsx';
import { EventList, ReadingList } from './history.tsx';
import { type Judged, JudgementForm } from './judgement-form.tsx';
import { hashOf } from './route.ts';
import { ItemMarks } from './screening-list.tsx';

/** Longer than this nothing stays open, whatever this computer's clock says. */
const HOLDS_MS = 60 * 60_000;

interface ScreenedThingProps {
  id: string;
  /** The line of the list, where it is in the list that is shown. */
  item: ScreeningItem | undefined;
  /** The next one that waits. */
  next: string | undefined;
  court: string | undefined;
  policy: Policy | undefined;
}

type Stage =
  /** Whether an opening of it still holds. */
  | { at: 'asking' }
  | { at: 'closed' }
  | { at: 'open'; entry: ScreenedEntry; before: boolean }
  /** Its content is not on the page any more. */
  | { at: 'lapsed' }
  | { at: 'judged'; judged: Judged };

/** Asks before anything is opened: the opening is a record its author can see. */
function Closed({
  item,
  court,
  at,
  onOpen,
}: {
  item: ScreeningItem | undefined;
  court: string | undefined;
  at: 'asking' | 'closed' | 'lapsed';
  onOpen(): Promise<void>;
}) {
  const [busy, setBusy] = useState(false);
  const [said, setSaid] = useState<string>();
  const lapsed = at === 'lapsed';
  async function open() {
    setBusy(true);
    setSaid(undefined);
    try {
      await onOpen();
    } catch (error) {
      setSaid(errorWords(error));
      setBusy(false);
    }
  }
  return (
    <div class="page">
      <h1 tabIndex={-1} data-heading>
        {item
          ? `${wordOf(ENTRY_KINDS, item.kind)} · ${numberOf(court, item.seq)}`
          : i18n.t('console.oneEntry')}
      </h1>
      {item && (
        <>
          <p>
            {item.by.name} · {item.by.department}{' '}
            <span class="small">{i18n.t('console.recordedAt', [shortTime(item.receivedAt)])}</span>
          </p>
          <ItemMarks item={item} />
          <Hints hints={item.hints} />
        </>
      )}
      {item?.state === 'destroyed' ? (
        <Notice icon="lock" title={i18n.t('console.stateDestroyed')}>
          <p>{i18n.t('console.destroyedScreening')}</p>
        </Notice>
      ) : item?.barred !== undefined ? (
        <Notice icon="lock" title={i18n.t('console.barredOwn')}>
          <p>{i18n.t('console.barredText')}</p>
        </Notice>
      ) : at === 'asking' ? (
        <p role="status">{i18n.t('common.loading')}</p>
      ) : (
        <Notice
          icon="lock"
          title={lapsed ? i18n.t('console.lapsed') : i18n.t('console.openTitle')}
          live={lapsed}
        >
          <p>{lapsed ? i18n.t('console.lapsedText') : i18n.t('console.openText')}</p>
          <div class="buttons">
            <SignButton busy={busy} onPress={open}>
              {i18n.t('console.open')}
            </SignButton>
          </div>
          <p class="said" role="status">
            {said}
          </p>
        </Notice>
      )}
    </div>
  );
}

function Hints({ hints }: Pick<ScreeningItem, 'hints'>) {
  if (hints.length === 0) return null;
  return (
    <Notice title={i18n.t('console.hints')}>
      <ul>
        {hints.map((hint) => (
          <li key={hint.code}>{hintWords(hint, language, 'inspection')}</li>
        ))}
      </ul>
      <p class="small">{i18n.t('console.hintsText')}</p>
    </Notice>
  );
}

function JudgedNotice({ judged, next }: { judged: Judged; next: string | undefined }) {
  const title =
    judged.did === 'return'
      ? i18n.t('console.returnedDone')
      : i18n.t('console.judgedDone', [wordOf(SCREENING_RESULTS, judged.result)]);
  return (
    <div class="page">
      <Notice tone="blue" icon={judged.filed.outcome === 'filed' ? 'done' : 'clock'} live>
        <h1 tabIndex={-1} data-heading>
          {title}
        </h1>
        <p>
          {judged.filed.outcome === 'queued'
            ? i18n.t('console.judgedQueued')
            : judged.did === 'return'
              ? i18n.t('console.returnedText')
              : i18n.t('console.judgedText')}
        </p>
        <p class="small">{i18n.t('console.contentGone')}</p>
        <div class="buttons">
          {next !== undefined && (
            <a class="button main" href={hashOf({ view: 'screening', id: next })}>
              {i18n.t('console.next')}
            </a>
          )}
          <a class="button" href={hashOf({ view: 'screening' })}>
            {i18n.t('console.toList')}
          </a>
        </div>
      </Notice>
    </div>
  );
}

/** One entry for a custodian: closed, opened for an hour, or judged. Its content is nowhere but on this page. */
export function ScreenedThing({ id, item, next, court, policy }: ScreenedThingProps) {
  const [stage, setStage] = useState<Stage>({ at: 'asking' });
  const before = useRef(stage.at);
  const box = useRef<HTMLDivElement>(null);
  /** The heading had the focus while it was asked. */
  const led = useRef(false);
  useEffect(() => {
    const was = before.current;
    before.current = stage.at;
    // Who has not come here by a link of this page is not led to the heading; that of the question stays where it is.
    if (was === stage.at || (was === 'asking' && (stage.at === 'closed' || !led.current))) return;
    scrollTo(0, 0);
    box.current?.querySelector<HTMLElement>('[data-heading]')?.focus();
  }, [stage.at]);

  useEffect(() => {
    let left = false;
    const settle = (next: Stage) => {
      led.current = box.current?.contains(document.activeElement) ?? false;
      if (!left) setStage(next);
    };
    call('openedEntry', id).then(
      (entry) => settle(entry ? { at: 'open', entry, before: true } : { at: 'closed' }),
      // What is the matter is said once the person wants it opened.
      () => settle({ at: 'closed' }),
    );
    return () => {
      left = true;
    };
  }, [id]);

  const until = stage.at === 'open' ? stage.entry.openUntil : undefined;
  useEffect(() => {
    if (until === undefined) return;
    const left = Math.min(Date.parse(until) - Date.now(), HOLDS_MS);
    const timer = setTimeout(() => setStage({ at: 'lapsed' }), Math.max(left, 0));
    return () => clearTimeout(timer);
  }, [until]);

  if (stage.at === 'judged')
    return (
      <div ref={box}>
        <JudgedNotice judged={stage.judged} next={next} />
      </div>
    );
  if (stage.at !== 'open')
    return (
      <div ref={box}>
        <Closed
          item={item}
          court={court}
          at={stage.at}
          onOpen={async () => setStage({ at: 'open', entry: await call('openEntry', id), before: false })}
        />
      </div>
    );

  const { entry } = stage;
  return (
    <div ref={box} class="page thing">
      <article>
        <h1 tabIndex={-1} data-heading>
          {`${wordOf(ENTRY_KINDS, entry.entry.kind)} · ${numberOf(court, entry.seq)}`}
        </h1>
        <p>
          {entry.by.name} · {entry.by.department} · {entry.by.post}{' '}
          <span class="small">{i18n.t('console.recordedAt', [shortTime(entry.receivedAt)])}</span>
        </p>
        <p class="marks">
          <StateMark state={entry.state} />
          <UpstreamMark upstream={entry.upstream} />
          <LateMark lateness={entry.lateness} />
        </p>
        {stage.before && (
          <p role="status">
            <Mark icon="clock">{i18n.t('console.openedBefore', [clockTime(entry.openUntil)])}</Mark>
          </p>
        )}
        <Hints hints={entry.hints} />
        <EntryReading entry={entry.entry} policy={policy} />
        <JudgementForm entryId={id} onDone={(judged) => setStage({ at: 'judged', judged })} />
      </article>
      <aside>
        <section class="side-part">
          <h2>{i18n.t('console.happened')}</h2>
          <EventList events={entry.events} history={entry.history} upstream={entry.upstream} />
          <p class="small">{i18n.t('console.openUntil', [shortTime(entry.openUntil)])}</p>
        </section>
        <ReadingList
          entry={entry.entry}
          history={entry.history}
          destroyed={entry.destroyed}
          policy={policy}
        />
      </aside>
    </div>
  );
}
