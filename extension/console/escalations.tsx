import { i18n } from '#i18n';
import { ESCALATION_TARGETS } from '../../shared/codes.ts';
import { call } from '../link/client.ts';
import { Failed } from '../look/state-notices.tsx';
import { shortTime } from '../look/time.ts';
import { useLive } from '../look/use-live.ts';
import { wordOf } from '../look/words.ts';
import { Told } from './told.tsx';

/** What colleagues under pressure have put to the person who is signed in. */
export function Escalations({ staffCode }: { staffCode: string }) {
  const live = useLive(`escalations:${staffCode}`, ['case', 'session', 'link'], () => call('escalations'));
  return (
    <div class="page">
      <h1 tabIndex={-1} data-heading>
        {i18n.t('console.escalations')}
      </h1>
      <p class="small">{i18n.t('console.escalationsText')}</p>
      {live.error !== undefined ? (
        <Failed error={live.error} again={live.again} tone="due" />
      ) : !live.value ? (
        <p role="status">{i18n.t('common.loading')}</p>
      ) : live.value.length === 0 ? (
        <p class="empty">{i18n.t('console.escalationsNone')}</p>
      ) : (
        <ul class="escalations">
          {live.value.map((item) => (
            <li key={item.id} class="escalation">
              <h2>
                {item.by.name} <span class="small">{item.by.department}</span>
              </h2>
              <p class="small">
                <span class="time">{shortTime(item.at)}</span>{' '}
                {i18n.t('console.escalatedTo', [wordOf(ESCALATION_TARGETS, item.to)])}{' '}
                {item.caseNumber ?? i18n.t('fields.noCase')}
              </p>
              <p class="note">
                <Told text={item.reason} />
              </p>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
