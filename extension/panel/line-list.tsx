import { useState } from 'preact/hooks';
import { i18n } from '#i18n';
import type { CaseLine, OwnEntry } from '../../shared/api.ts';
import { ENTRY_KINDS } from '../../shared/codes.ts';
import { call } from '../link/client.ts';
import { Button } from '../look/button.tsx';
import type { IconName } from '../look/icon.tsx';
import { Mark } from '../look/notice.tsx';
import { PrintProof } from '../look/print-button.tsx';
import { shortTime } from '../look/time.ts';
import { errorWords, wordOf } from '../look/words.ts';
import type { EntryStart } from './entry-form.tsx';

/** Shown at once, and revealed by each press: a case of three hundred lines opens as fast as one of three. */
const FIRST = 5;
const STEP = 50;

const UPSTREAM: Record<CaseLine['upstream'], IconName> = {
  waiting: 'clock',
  received: 'done',
  'not-sent': 'lock',
  'file-only': 'sheet',
};

export function upstreamWords(state: CaseLine['upstream']): string {
  if (state === 'file-only') return i18n.t('panel.upFileOnly');
  if (state === 'received') return i18n.t('panel.upReceived');
  return state === 'waiting' ? i18n.t('panel.upWaiting') : i18n.t('panel.upNotSent');
}

interface LineActionsProps {
  line: CaseLine;
  onStart(start: EntryStart): void;
}

/** What the author of an entry can do with it. */
function LineActions({ line, onStart }: LineActionsProps) {
  const [busy, setBusy] = useState(false);
  const [said, setSaid] = useState<string>();
  async function begin(how: (entry: OwnEntry) => EntryStart) {
    setBusy(true);
    setSaid(undefined);
    try {
      const { value } = await call('ownEntries');
      const entry = value.find(({ id }) => id === line.id);
      if (entry) onStart(how(entry));
      else setSaid(i18n.t('panel.entryNotHere'));
    } catch (error) {
      setSaid(errorWords(error));
    } finally {
      setBusy(false);
    }
  }
  return (
    <div class="line-actions">
      <div class="buttons">
        <Button busy={busy} onPress={() => begin((entry) => ({ supplementOf: entry, kind: 'supplement' }))}>
          {i18n.t('panel.supplement')}
        </Button>
        <Button busy={busy} onPress={() => begin((entry) => ({ supplementOf: entry, kind: 'correction' }))}>
          {i18n.t('panel.correct')}
        </Button>
        <Button busy={busy} onPress={() => begin((entry) => ({ copyOf: entry }))}>
          {i18n.t('panel.copy')}
        </Button>
        <PrintProof entryId={line.id} />
      </div>
      <p class="small" role="status">
        {said}
      </p>
    </div>
  );
}

function Line({ line, onStart }: LineActionsProps) {
  const [open, setOpen] = useState(false);
  const kind = line.kind === undefined ? i18n.t('panel.entryWord') : wordOf(ENTRY_KINDS, line.kind);
  const mine = line.own && line.type === 'entry';
  return (
    <li>
      <Mark icon={line.type === 'entry' ? 'pen' : 'check'}>
        <b>{line.type === 'entry' ? kind : i18n.t('panel.nilWord')}</b>
      </Mark>
      <span class="small">
        {line.by.name} {line.own && `(${i18n.t('panel.you')}) `}
        <span class="time">{shortTime(line.receivedAt)}</span>
      </span>
      {line.supplements > 0 && (
        <p class="small">{i18n.t('panel.supplemented', [String(line.supplements)])}</p>
      )}
      {line.own && line.summary !== undefined && <p class="summary">{line.summary}</p>}
      {line.own ? (
        <p class="small line-foot">
          <Mark icon={UPSTREAM[line.upstream]}>{upstreamWords(line.upstream)}</Mark>
          {mine && (
            <button
              type="button"
              class="button quiet"
              aria-expanded={open}
              aria-label={i18n.t('panel.lineOpenOf', [kind, shortTime(line.receivedAt)])}
              onClick={() => setOpen((before) => !before)}
            >
              {i18n.t('panel.lineOpen')}
            </button>
          )}
        </p>
      ) : (
        line.scope === 'file-only' && (
          <p class="small">
            <Mark icon="sheet">{i18n.t('panel.upFileOnly')}</Mark>
          </p>
        )
      )}
      {open && <LineActions line={line} onStart={onStart} />}
    </li>
  );
}

interface LineListProps {
  caseNumber: string;
  /** The newest, in log order. */
  newest: CaseLine[];
  /** How many there are in all. */
  count: number;
  onStart(start: EntryStart): void;
}

/** What has been recorded and declared in this case; the content of others is not for colleagues. */
export function LineList({ caseNumber, newest, count, onStart }: LineListProps) {
  const [most, setMost] = useState(FIRST);
  const [all, setAll] = useState<CaseLine[]>();
  const [said, setSaid] = useState<string>();
  const lines = all && all.length >= count ? all : newest;
  // The newest first: that is what somebody comes back for.
  const shown = lines.slice(-most).reverse();
  const left = count - shown.length;

  async function more() {
    setSaid(undefined);
    try {
      if (lines.length < Math.min(count, most + STEP)) setAll(await call('caseLines', caseNumber));
      setMost(most + STEP);
    } catch (error) {
      setSaid(errorWords(error));
    }
  }

  return (
    <section class="part">
      <h2>{i18n.t('panel.lines')}</h2>
      {count === 0 && <p class="small">{i18n.t('panel.linesNone')}</p>}
      <ul class="lines">
        {shown.map((line) => (
          <Line key={line.id} line={line} onStart={onStart} />
        ))}
      </ul>
      {left > 0 && (
        <Button look="quiet" onPress={more}>
          {left > STEP
            ? i18n.t('panel.linesNext', [String(STEP), String(left)])
            : i18n.t('panel.linesMore', [String(left)])}
        </Button>
      )}
      <p class="small" role="status">
        {said}
      </p>
      {lines.some((line) => !line.own && line.type === 'entry') && (
        <p class="small">
          <Mark icon="lock">{i18n.t('panel.lineOthers')}</Mark>
        </p>
      )}
    </section>
  );
}
