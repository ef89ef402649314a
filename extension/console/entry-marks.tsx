/** The states of an entry as marks: icon and word, never a colour alone. */
import { i18n } from '#i18n';
import type { OwnEntry, ScreenedEntry } from '../../shared/api.ts';
import type { IconName } from '../look/icon.tsx';
import { Mark } from '../look/notice.tsx';
import { shortDay } from '../look/time.ts';

/** As hints name an entry (豫1302-12), so that it is found again. */
export const numberOf = (court: string | undefined, seq: number): string =>
  court === undefined ? String(seq) : `${court}-${seq}`;

export function StateMark({ state }: { state: OwnEntry['state'] }) {
  if (state === 'returned')
    return (
      <Mark icon="turn" tone="due">
        {i18n.t('console.stateReturned')}
      </Mark>
    );
  if (state === 'destroyed') return <Mark icon="lock">{i18n.t('console.stateDestroyed')}</Mark>;
  if (state === 'screened') return <Mark icon="done">{i18n.t('console.stateScreened')}</Mark>;
  return <Mark icon="clock">{i18n.t('console.stateWaiting')}</Mark>;
}

const UPSTREAM: Record<OwnEntry['upstream'], IconName> = {
  waiting: 'clock',
  received: 'done',
  'not-sent': 'lock',
  'file-only': 'sheet',
};

function upstreamWords(upstream: OwnEntry['upstream']): string {
  switch (upstream) {
    case 'received':
      return i18n.t('console.upReceived');
    case 'waiting':
      return i18n.t('console.upWaiting');
    case 'file-only':
      return i18n.t('console.upFileOnly');
    case 'not-sent':
      return i18n.t('console.upNotSent');
  }
}

export const UpstreamMark = ({ upstream }: { upstream: OwnEntry['upstream'] }) => (
  <Mark icon={UPSTREAM[upstream]}>{upstreamWords(upstream)}</Mark>
);

/** Late is said, with the day it was due; in time needs no word. */
export function LateMark({ lateness }: Pick<ScreenedEntry, 'lateness'>) {
  const { standing, due } = lateness;
  if (standing !== 'late' && standing !== 'sent-late') return null;
  const day = due === undefined ? '' : shortDay(due);
  return (
    <Mark icon="clock" tone={standing === 'late' ? 'due' : 'plain'}>
      {standing === 'late' ? i18n.t('console.late', [day]) : i18n.t('console.sentLate', [day])}
    </Mark>
  );
}
