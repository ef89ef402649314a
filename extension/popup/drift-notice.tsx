import { i18n } from '#i18n';
import { call } from '../link/client.ts';
import { Notice } from '../look/notice.tsx';
import { useLive } from '../look/use-live.ts';
import { listWords } from '../look/words.ts';
import { ConsoleButton } from './console-links.tsx';

/** The court's system looks other than its profile says: nobody is kept from recording by it. */
export function DriftNotice() {
  const drift = useLive('drift', ['panel', 'link'], () => call('drift'));
  if (!drift.value || drift.value.length === 0) return null;
  return (
    <Notice tone="due" title={i18n.t('popup.driftTitle')} live>
      <p>{i18n.t('popup.driftText', [listWords(drift.value.map(({ product }) => product))])}</p>
      <div class="buttons">
        <ConsoleButton hash="#/record" look="main">
          {i18n.t('popup.driftRecord')}
        </ConsoleButton>
      </div>
    </Notice>
  );
}
