import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { i18n } from '#i18n';
import type { CaseReadingBody } from '../../shared/records/case-reading.ts';
import type { Me, PanelContext } from '../link/calls.ts';
import { call } from '../link/client.ts';
import { Failed } from '../look/state-notices.tsx';
import { useLive } from '../look/use-live.ts';
import { useLoaded } from '../look/use-loaded.ts';
import { Done, type Outcome } from './done.tsx';
import type { EntryAbout, EntryStart } from './entry-form.tsx';
import { EscalationForm } from './escalation-form.tsx';
import { NilForm } from './nil-form.tsx';
import { Overview } from './overview.tsx';
import { PanelHead } from './panel-head.tsx';
import type { Screen } from './screen.ts';
import { ScreenHead } from './screen-head.tsx';

const loadForm = () => import('./entry-form.tsx');

interface CasePanelProps {
  nonce: string;
  reading: CaseReadingBody;
  held: PanelContext['held'];
  me: Me;
  /** In whose form the person is; undefined once there is none open. */
  onWriting(caseNumber: string | undefined): void;
}

/** One case page: the overview, or the one form that has taken its place. */
export function CasePanel({ nonce, reading, held, me, onWriting }: CasePanelProps) {
  const { caseNumber } = reading;
  const staffCode = me.person?.staffCode;
  // A form stays open through a lost session; it closes when somebody else signs in.
  const writer = useRef(staffCode);
  if (staffCode !== undefined) writer.current = staffCode;

  const view = useLive(
    `case:${caseNumber}:${staffCode}`,
    ['case', 'session', 'link'],
    staffCode === undefined ? undefined : () => call('caseView', caseNumber),
  );
  const queue = useLive(
    `queue:${staffCode}`,
    ['queue', 'session'],
    staffCode === undefined ? undefined : () => call('queue'),
  );

  const [screen, setScreen] = useState<{ shows: Screen; writer: string | undefined; start?: EntryStart }>({
    shows: 'overview',
    writer: undefined,
  });
  const [done, setDone] = useState<Outcome>();
  const shows = screen.writer === writer.current ? screen.shows : 'overview';
  const go = (next: Screen, start?: EntryStart) => {
    setDone(undefined);
    setScreen({ shows: next, writer: writer.current, ...(start ? { start } : {}) });
  };
  const writing = done || shows === 'overview' ? undefined : caseNumber;
  const tell = useRef(onWriting);
  tell.current = onWriting;
  useEffect(() => tell.current(writing), [writing]);
  const about = useMemo<EntryAbout>(() => {
    const { stage, parties, agents } = reading;
    return { caseNumber, stageWords: stage, parties, agents };
  }, [caseNumber, reading]);

  const form = useLoaded(shows === 'entry', loadForm);
  const EntryForm = form.value?.EntryForm;

  const top = done ? 'done' : shows === 'entry' && !EntryForm ? 'loading' : shows;
  const before = useRef(top);
  const body = useRef<HTMLElement>(null);
  useEffect(() => {
    if (before.current === top) return;
    before.current = top;
    scrollTo(0, 0);
    body.current?.querySelector<HTMLElement>('[data-heading]')?.focus();
  }, [top]);

  const known = view.value?.value;
  return (
    <>
      <PanelHead title={caseNumber} me={me}>
        <p class="small">{[reading.cause || known?.cause, reading.stage].filter(Boolean).join(' · ')}</p>
      </PanelHead>
      <main ref={body}>
        {done ? (
          <Done outcome={done} onBack={() => go('overview')} onAgain={() => go('entry')} />
        ) : shows === 'entry' && !EntryForm ? (
          <>
            <ScreenHead title={i18n.t('entry.title')} onBack={() => go('overview')} />
            {form.error === undefined ? (
              <p role="status">{i18n.t('common.loading')}</p>
            ) : (
              <Failed error={form.error} again={form.again} />
            )}
          </>
        ) : shows === 'entry' && EntryForm ? (
          <EntryForm
            key={writer.current}
            about={about}
            me={me}
            start={screen.start}
            onBack={() => go('overview')}
            onDone={setDone}
          />
        ) : shows === 'escalate' ? (
          <div class="nil">
            <ScreenHead title={i18n.t('escalate.title')} onBack={() => go('overview')} />
            <EscalationForm
              about={{ caseNumber }}
              me={me}
              onDone={(result) => setDone({ of: 'escalation', result })}
            />
          </div>
        ) : shows === 'nil' ? (
          <NilForm
            caseNumber={caseNumber}
            stageWords={reading.stage}
            me={me}
            ownEntries={known?.counts.ownEntries ?? 0}
            onBack={() => go('overview')}
            onEntry={() => go('entry')}
            onDone={setDone}
          />
        ) : (
          <Overview nonce={nonce} reading={reading} held={held} me={me} view={view} queue={queue} go={go} />
        )}
      </main>
    </>
  );
}
