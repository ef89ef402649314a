import { i18n } from '#i18n';
import type { OwnEntry } from '../../shared/api.ts';
import { Notice } from '../look/notice.tsx';
import { shortTime } from '../look/time.ts';
import { Told } from './told.tsx';

/** In the place of what an entry said. */
export function DestroyedNotice({ destroyed }: { destroyed: NonNullable<OwnEntry['destroyed']> }) {
  return (
    <Notice icon="lock" title={i18n.t('console.stateDestroyed')}>
      <p>{i18n.t('console.destroyedText', [shortTime(destroyed.at)])}</p>
      <p>
        {i18n.t('console.destroyedDocument')} <Told text={destroyed.document} />
      </p>
    </Notice>
  );
}
