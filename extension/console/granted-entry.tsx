import { useEffect, useRef, useState } from 'preact/hooks';
import { i18n } from '#i18n';
import { mayEver } from '../../shared/access-matrix.ts';
import type { Person } from '../../shared/api.ts';
import { ENTRY_KINDS } from '../../shared/codes.ts';
import type { Me } from '../link/calls.ts';
import { call } from '../link/client.ts';
import type { Granted } from '../link/open-granted.ts';
import { Button } from '../look/button.tsx';
import { Icon } from '../look/icon.tsx';
import { Notice } from '../look/notice.tsx';
import { shortTime } from '../look/time.ts';
import { errorWords, wordOf } from '../look/words.ts';
import { LateMark, numberOf } from './entry-marks.tsx';
import { EntryReading } from './entry-reading.tsx';
import { ReadingList } from './history.tsx';
import { usePolicy } from './own-entry.tsx';
import { hashOf } from './route.ts';

/** Longer than this nothing stays open, whatever this computer's clock says. */
const HOLDS_MS = 60 * 60_000;

type Stage = { at: 'asking' | 'closed' | 'lapsed' } | { at: 'open'; granted: Granted };

function Closed({ lapsed, onOpen }: { lapsed: boolean; onOpen(): Promise<void> }) {
  const [busy, setBusy] = useState(false);
  const [said, setSaid] = useState<string>();
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
  if (lapsed)
    return (
      <Notice icon="lock" title={i18n.t('console.lapsed')} live>
        <p>{i18n.t('grant.lapsedText')}</p>
      </Notice>
    );
  return (
    <Notice icon="lock" title={i18n.t('console.openTitle')}>
      <p>{i18n.t('grant.openText')}</p>
      <div class="buttons">
        <Button look="main" busy={busy} onPress={open}>
          {i18n.t('console.open')}
        </Button>
      </div>
      <p class="said" role="status">
        {said}
      </p>
    </Notice>
  );
}

interface GrantedEntryViewProps {
  me: Me;
  person: Person;
  grantId: string;
  entryId: string;
}

/** An entry under a grant: closed, opened once, or over. Its content is nowhere but on this page. */
export function GrantedEntryView({ me, person, grantId, entryId }: GrantedEntryViewProps) {
  const [stage, setStage] = useState<Stage>({ at: 'asking' });
  const policy = usePolicy(person.staffCode);
  const box = useRef<HTMLDivElement>(null);
  const court = me.court?.code;

  useEffect(() => {
    let left = false;
    const settle = (next: Stage) => {
      if (!left) setStage(next);
    };
    call('openedGranted', { grantId, entryId }).then(
      (granted) => settle(granted ? { at: 'open', granted } : { at: 'closed' }),
      // What is the matter is said once the person wants it opened.
      () => settle({ at: 'closed' }),
    );
    return () => {
      left = true;
    };
  }, [grantId, entryId]);

  const until = stage.at === 'open' ? stage.granted.entry.openUntil : undefined;
  useEffect(() => {
    if (until === undefined) return;
    const left = Math.min(Date.parse(until) - Date.now(), HOLDS_MS);
    const timer = setTimeout(() => setStage({ at: 'lapsed' }), Math.max(left, 0));
    return () => clearTimeout(timer);
  }, [until]);

  async function open() {
    const granted = await call('openGranted', { grantId, entryId });
    setStage({ at: 'open', granted });
    scrollTo(0, 0);
    box.current?.querySelector<HTMLElement>('[data-heading]')?.focus();
  }

  const back = (
    <a class="button quiet back" href={hashOf({ view: 'grants' })}>
      <Icon name="back" />
      {i18n.t('grant.title')}
    </a>
  );
  if (stage.at !== 'open')
    return (
      <div ref={box} class="page">
        {back}
        <h1 tabIndex={-1} data-heading>
          {i18n.t('console.oneEntry')}
        </h1>
        {stage.at === 'asking' ? (
          <p role="status">{i18n.t('common.loading')}</p>
        ) : (
          <Closed lapsed={stage.at === 'lapsed'} onOpen={open} />
        )}
      </div>
    );

  const { entry, opening } = stage.granted;
  return (
    <div ref={box} class="page thing">
      <article>
        {back}
        <h1 tabIndex={-1} data-heading>
          {`${wordOf(ENTRY_KINDS, entry.entry.kind)} · ${numberOf(court, entry.seq)}`}
        </h1>
        <p>
          {entry.by.name} · {entry.by.department} · {entry.by.post}{' '}
          <span class="small">{i18n.t('console.recordedAt', [shortTime(entry.receivedAt)])}</span>
        </p>
        <p class="marks">
          <LateMark lateness={entry.lateness} />
        </p>
        <EntryReading entry={entry.entry} policy={policy} opening={opening} />
      </article>
      <aside>
        <section class="side-part">
          <h2>{i18n.t('grant.title')}</h2>
          <p>{i18n.t('grant.openedUntil', [shortTime(entry.openUntil)])}</p>
          <p class="small">{i18n.t('grant.secrecy')}</p>
          {mayEver(person, 'screening', 'file') && (
            <p>
              <a href={hashOf({ view: 'screening', id: entryId })}>{i18n.t('grant.toScreening')}</a>
            </p>
          )}
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
