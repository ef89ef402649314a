import { i18n } from '#i18n';
import type { Duty } from '../../shared/api.ts';
import { MEETING_KINDS } from '../../shared/codes.ts';
import { call } from '../link/client.ts';
import type { IconName } from '../look/icon.tsx';
import { Mark } from '../look/notice.tsx';
import { shortTime } from '../look/time.ts';
import { useLive } from '../look/use-live.ts';
import { wordOf } from '../look/words.ts';
import { ConsoleButton } from './console-links.tsx';
import { LivePart } from './live-part.tsx';

function whyWords({ kind: duty, askedBy, meeting }: Duty): string | undefined {
  if (duty === 'completion') return i18n.t('popup.dutyCompletionText');
  if (duty === 'grant-decision' || duty === 'grant-countersign')
    return i18n.t('popup.grantAskedBy', [askedBy ?? '']);
  if (duty === 'destruction') return i18n.t('popup.destructionAskedBy', [askedBy ?? '']);
  const kind = meeting && wordOf(MEETING_KINDS, meeting);
  if (askedBy !== undefined) {
    return kind === undefined
      ? i18n.t('popup.askedByPlain', [askedBy])
      : i18n.t('popup.askedBy', [askedBy, kind]);
  }
  return kind === undefined ? undefined : i18n.t('popup.forMeeting', [kind]);
}

function dutyWords(kind: Duty['kind']): [icon: IconName, words: string] {
  switch (kind) {
    case 'statement':
      return ['due', i18n.t('popup.dutyStatement')];
    case 'sheet-filing':
      return ['sheet', i18n.t('popup.dutySheet')];
    case 'completion':
      return ['turn', i18n.t('popup.dutyCompletion')];
    case 'grant-decision':
      return ['check', i18n.t('popup.dutyGrantDecision')];
    case 'grant-countersign':
      return ['check', i18n.t('popup.dutyGrantCountersign')];
    case 'grant-opening':
      return ['lock', i18n.t('popup.dutyGrantOpening')];
    case 'destruction':
      return ['due', i18n.t('popup.dutyDestruction')];
  }
}

/** Where in the console it is done; absent for what is done on the page of the case. */
function placeOf({ entryId, grantId, destructionId }: Duty): string | undefined {
  if (entryId !== undefined) return `#/mine/${entryId}`;
  if (grantId !== undefined) return '#/grants';
  return destructionId === undefined ? undefined : '#/destruction';
}

function DutyItem({ duty }: { duty: Duty }) {
  const [icon, words] = dutyWords(duty.kind);
  const why = whyWords(duty);
  const place = placeOf(duty);
  return (
    <li>
      <Mark icon={icon} tone="due">
        {words}
      </Mark>
      <p>
        <b>{duty.caseNumber || i18n.t('fields.noCase')}</b>
      </p>
      <p class="small">
        {duty.cause} <span class="time">{i18n.t('popup.since', [shortTime(duty.since)])}</span>
      </p>
      {why !== undefined && <p class="small">{why}</p>}
      {place !== undefined && (
        <div class="buttons">
          <ConsoleButton hash={place}>{i18n.t('popup.open')}</ConsoleButton>
        </div>
      )}
    </li>
  );
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
                {value.map((duty) => (
                  <DutyItem
                    key={`${duty.kind} ${duty.caseNumber} ${duty.entryId ?? duty.grantId ?? duty.destructionId}`}
                    duty={duty}
                  />
                ))}
              </ul>
              {value.some(({ kind }) => kind === 'statement' || kind === 'sheet-filing') && (
                <p class="small">{i18n.t('popup.dutyHow')}</p>
              )}
            </>
          )}
        </>
      )}
    </LivePart>
  );
}
