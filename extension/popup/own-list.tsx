import { i18n } from '#i18n';
import { call } from '../link/client.ts';
import { shortTime } from '../look/time.ts';
import { useLive } from '../look/use-live.ts';
import { upstreamWords } from '../panel/line-list.tsx';
import { recordTypeWords } from '../panel/record-type-words.ts';
import { LivePart } from './live-part.tsx';

const LAST = 10;

/** The person's own newest records. */
export function OwnList({ staffCode }: { staffCode: string }) {
  const own = useLive(`own:${staffCode}`, ['case', 'queue', 'session'], () => call('ownRecords'));
  return (
    <LivePart title={i18n.t('popup.own')} live={own} className="own">
      {({ value }) =>
        value.length === 0 ? (
          <p class="small">{i18n.t('popup.ownNone')}</p>
        ) : (
          <ul>
            {value.slice(0, LAST).map((record) => (
              <li key={record.id}>
                <span>
                  <b>{recordTypeWords(record.type)}</b> <span class="small">{record.caseNumber}</span>
                </span>
                <span class="small">
                  <span class="time">{shortTime(record.receivedAt)}</span>{' '}
                  {record.upstream !== 'not-sent' && upstreamWords(record.upstream)}
                </span>
              </li>
            ))}
          </ul>
        )
      }
    </LivePart>
  );
}
