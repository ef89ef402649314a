import { useState } from 'preact/hooks';
import { i18n } from '#i18n';
import type { CaseLine } from '../../shared/api.ts';
import { ENTRY_KINDS } from '../../shared/codes.ts';
import { Button } from '../look/button.tsx';
import type { IconName } from '../look/icon.tsx';
import { Mark } from '../look/notice.tsx';
import { shortTime } from '../look/time.ts';
import { wordOf } from '../look/words.ts';

const FIRST = 5;

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

function Line({ line }: { line: CaseLine }) {
  const kind = line.kind === undefined ? i18n.t('panel.entryWord') : wordOf(ENTRY_KINDS, line.kind);
  return (
    <li>
      <Mark icon={line.type === 'entry' ? 'pen' : 'check'}>
        <b>{line.type === 'entry' ? kind : i18n.t('panel.nilWord')}</b>
      </Mark>
      <span class="small">
        {line.by.name} {line.own && `(${i18n.t('panel.you')}) `}
        <span class="time">{shortTime(line.receivedAt)}</span>
      </span>
      {line.own && line.summary !== undefined && <p class="summary">{line.summary}</p>}
      {line.own && (
        <p class="small">
          <Mark icon={UPSTREAM[line.upstream]}>{upstreamWords(line.upstream)}</Mark>
        </p>
      )}
    </li>
  );
}

/** What has been recorded and declared in this case; the content of others is not for colleagues. */
export function LineList({ lines }: { lines: CaseLine[] }) {
  const [all, setAll] = useState(false);
  const shown = all ? lines : lines.slice(0, FIRST);
  return (
    <section class="part">
      <h2>{i18n.t('panel.lines')}</h2>
      {lines.length === 0 && <p class="small">{i18n.t('panel.linesNone')}</p>}
      <ul class="lines">
        {shown.map((line) => (
          <Line key={line.id} line={line} />
        ))}
      </ul>
      {shown.length < lines.length && (
        <Button look="quiet" onPress={() => setAll(true)}>
          {i18n.t('panel.linesMore', [String(lines.length - shown.length)])}
        </Button>
      )}
      {lines.some((line) => !line.own && line.type === 'entry') && (
        <p class="small">
          <Mark icon="lock">{i18n.t('panel.lineOthers')}</Mark>
        </p>
      )}
    </section>
  );
}
