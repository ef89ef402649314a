import { i18n } from '#i18n';
import { Notice } from '../look/notice.tsx';

/** Who can see an entry, and how its recorder is protected. */
export function Protection() {
  return (
    <div class="protection">
      <Notice icon="lock" title={i18n.t('entry.protectTitle')}>
        <p class="small">{i18n.t('entry.protectSeen')}</p>
        <p class="small">{i18n.t('entry.protectLaw')}</p>
      </Notice>
    </div>
  );
}
