import { useRef, useState } from 'preact/hooks';
import { i18n } from '#i18n';
import type { OwnEntry } from '../../shared/api.ts';
import type { Me } from '../link/calls.ts';
import { Done, type Outcome } from '../panel/done.tsx';
import { EntryForm } from '../panel/entry-form.tsx';
import { numberOf } from './entry-marks.tsx';
import { LiveNotes, useOwnEntry } from './mine.tsx';
import { go } from './use-route.ts';

/** Of a case that is not on the screen nothing is known beforehand. */
const NO_CASE = { stageWords: '', parties: [], agents: [] };

/** A new entry, about anybody's case or none: 逢问必录, also by who does not handle it (济法发〔2021〕17号 三(一)). */
export function RecordPage({ me }: { me: Me }) {
  const [done, setDone] = useState<Outcome>();
  return (
    <div class="form-column">
      <h1 class="unseen">{i18n.t('console.record')}</h1>
      {done ? (
        <Done outcome={done} onBack={() => go({ view: 'mine' })} />
      ) : (
        <>
          <p class="small">{i18n.t('console.recordLead')}</p>
          <EntryForm about={NO_CASE} me={me} onBack={() => go({ view: 'mine' })} onDone={setDone} />
        </>
      )}
    </div>
  );
}

function actWords(act: OwnFormPageProps['act']): string {
  if (act === 'copy') return i18n.t('console.doCopy');
  return act === 'supplement' ? i18n.t('console.doSupplement') : i18n.t('console.doCorrect');
}

interface OwnFormPageProps {
  me: Me;
  /** Whoever writes here; also while their session has run out. */
  writer: string;
  id: string;
  act: 'supplement' | 'correction' | 'copy';
}

/** The entry form, filled from an entry of one's own: to supplement or correct it, or for a new one like it. */
export function OwnFormPage({ me, writer, id, act }: OwnFormPageProps) {
  const live = useOwnEntry(me.person ? writer : undefined, id);
  const found = live.value?.value;
  // What one writes on stays what it was when one began, whatever arrives meanwhile.
  const begun = useRef<OwnEntry | undefined>(undefined);
  begun.current ??= found;
  const own = begun.current;
  const [done, setDone] = useState<Outcome>();
  const back = () => go({ view: 'mine', id });
  if (!own)
    return (
      <div class="page">
        <h1 tabIndex={-1} data-heading>
          {actWords(act)}
        </h1>
        <LiveNotes live={live} />
      </div>
    );
  const { caseNumber } = own.entry;
  return (
    <div class="form-column">
      <h1>{`${actWords(act)} · ${numberOf(me.court?.code, own.seq)}`}</h1>
      {done ? (
        <Done outcome={done} onBack={act === 'copy' ? () => go({ view: 'mine' }) : back} />
      ) : (
        <EntryForm
          about={act === 'copy' || caseNumber === undefined ? NO_CASE : { ...NO_CASE, caseNumber }}
          me={me}
          start={act === 'copy' ? { copyOf: own } : { supplementOf: own, kind: act }}
          onBack={back}
          onDone={setDone}
        />
      )}
    </div>
  );
}
