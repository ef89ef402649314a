import { i18n } from '#i18n';
import type { DirectReportItem } from '../../shared/api.ts';
import { call } from '../link/client.ts';
import { Mark, Notice } from '../look/notice.tsx';
import { Failed } from '../look/state-notices.tsx';
import { shortTime } from '../look/time.ts';
import { useLive } from '../look/use-live.ts';
import { Told } from './told.tsx';

function authorWords({ author, via }: DirectReportItem): string {
  if (!author) return i18n.t('directReports.unnamed');
  const who = [author.name, author.department, author.staffCode].filter((part) => part !== '').join(' · ');
  return via === 'sealed' ? i18n.t('directReports.claimed', [who]) : i18n.t('directReports.signed', [who]);
}

function One({ one }: { one: DirectReportItem }) {
  return (
    <li class="escalation">
      <h2>
        {one.kind === 'complaint' ? i18n.t('complain.title') : i18n.t('directReports.one')}{' '}
        <span class="small">{one.court.name}</span>
      </h2>
      <p class="marks">
        <Mark icon={one.via === 'sealed' ? 'lock' : 'send'}>
          {one.via === 'sealed' ? i18n.t('directReports.sealed') : i18n.t('directReports.reported')}
        </Mark>
        <Mark icon="pen">{authorWords(one)}</Mark>
      </p>
      <p class="small">
        {i18n.t('directReports.times', [shortTime(one.writtenAt), shortTime(one.receivedAt)])} ·{' '}
        {i18n.t('directReports.code')} <code>{one.code}</code>
      </p>
      {one.about !== '' && <p>{i18n.t('complain.aboutWhom', [one.about])}</p>}
      <p class="note">
        <Told text={one.text} />
      </p>
    </li>
  );
}

/** At a superior court, for its custodians: what people of the courts below have written past their own. */
export function DirectReports({ staffCode }: { staffCode: string }) {
  const live = useLive(`direct-reports:${staffCode}`, ['session', 'link'], () => call('directReports'));
  return (
    <div class="page">
      <h1 tabIndex={-1} data-heading>
        {i18n.t('directReports.title')}
      </h1>
      <p class="small">{i18n.t('directReports.text')}</p>
      {live.error !== undefined ? (
        <Failed error={live.error} again={live.again} tone="due" />
      ) : !live.value ? (
        <p role="status">{i18n.t('common.loading')}</p>
      ) : (
        <>
          {live.value.unopened > 0 && (
            <Notice tone="due">
              <p>{i18n.t('directReports.unopened', [String(live.value.unopened)])}</p>
            </Notice>
          )}
          {live.value.reports.length === 0 ? (
            <p class="empty">{i18n.t('directReports.none')}</p>
          ) : (
            <ul class="escalations">
              {live.value.reports.map((one) => (
                <One key={one.id} one={one} />
              ))}
            </ul>
          )}
        </>
      )}
    </div>
  );
}
