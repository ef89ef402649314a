import { i18n } from '#i18n';
import { call } from '../link/client.ts';
import { shortTime } from '../look/time.ts';
import { useLive } from '../look/use-live.ts';
import { upstreamWords } from '../panel/line-list.tsx';
import { recordTypeWords } from '../panel/record-type-words.ts';
import { LivePart } from './live-part.tsx';

const LAST = 10;

/** What a person calls a record of this type. */
function typeWords(type: string): string {
  switch (type) {
    case 'supplement':
      return i18n.t('popup.typeSupplement');
    case 'case-link':
      return i18n.t('popup.typeLink');
    case 'escalation':
      return i18n.t('popup.typeEscalation');
    case 'opening':
      return i18n.t('popup.typeOpening');
    case 'screening':
      return i18n.t('popup.typeScreening');
    case 'entry-return':
      return i18n.t('popup.typeReturn');
    default:
      return recordTypeWords(type);
  }
}

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
                  <b>{typeWords(record.type)}</b> <span class="small">{record.caseNumber}</span>
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
