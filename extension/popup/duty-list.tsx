import { i18n } from '#i18n';
import type { Duty } from '../../shared/api.ts';
import { MEETING_KINDS } from '../../shared/codes.ts';
import { call } from '../link/client.ts';
import { Mark } from '../look/notice.tsx';
import { shortTime } from '../look/time.ts';
import { useLive } from '../look/use-live.ts';
import { wordOf } from '../look/words.ts';
import { LivePart } from './live-part.tsx';

function whyWords({ askedBy, meeting }: Duty): string | undefined {
  const kind = meeting && wordOf(MEETING_KINDS, meeting);
  if (askedBy !== undefined) {
    return kind === undefined
      ? i18n.t('popup.askedByPlain', [askedBy])
      : i18n.t('popup.askedBy', [askedBy, kind]);
  }
  return kind === undefined ? undefined : i18n.t('popup.forMeeting', [kind]);
}

/** What is due of the person signed in. */
export function DutyList({ staffCode }: { staffCode: string }) {
  const duties = useLive(`duties:${staffCode}`, ['duties', 'session', 'link'], () => call('duties'));
  return (
    <LivePart title={i18n.t('popup.duties')} live={duties}>
      {({ value, stale, fetchedAt }) => (
        <>
          {stale && <p class="small">{i18n.t('common.staleSince', [shortTime(fetchedAt)])}</p>}
          {value.length === 0 ? (
            <p>
              <Mark icon="done">{i18n.t('popup.dutiesNone')}</Mark>
            </p>
          ) : (
            <>
              <ul>
                {value.map((duty) => {
                  const why = whyWords(duty);
                  return (
                    <li key={`${duty.kind} ${duty.caseNumber}`}>
                      <Mark icon={duty.kind === 'statement' ? 'due' : 'sheet'} tone="due">
                        {duty.kind === 'statement'
                          ? i18n.t('popup.dutyStatement')
                          : i18n.t('popup.dutySheet')}
                      </Mark>
                      <p>
                        <b>{duty.caseNumber}</b>
                      </p>
                      <p class="small">
                        {duty.cause}{' '}
                        <span class="time">{i18n.t('popup.since', [shortTime(duty.since)])}</span>
                      </p>
                      {why !== undefined && <p class="small">{why}</p>}
                    </li>
                  );
                })}
              </ul>
              <p class="small">{i18n.t('popup.dutyHow')}</p>
            </>
          )}
        </>
      )}
    </LivePart>
  );
}
