import { useState } from 'preact/hooks';
import { i18n } from '#i18n';
import type { SupplementBody } from '../../shared/records/supplement.ts';
import type { QueueItem } from '../link/calls.ts';
import { call } from '../link/client.ts';
import { Button } from '../look/button.tsx';
import { Mark, Notice } from '../look/notice.tsx';
import { shortTime } from '../look/time.ts';
import { errorWords, refusalWords } from '../look/words.ts';
import { draftKey, type EscalationAbout, escalationKey, supplementKey } from './draft-keys.ts';
import { recordTypeWords } from './record-type-words.ts';
import type { Screen } from './screen.ts';

const EDITABLE: readonly string[] = ['entry', 'supplement', 'nil-declaration', 'escalation'];

interface QueueListProps {
  items: QueueItem[];
  caseNumber: string;
  go(screen: Screen): void;
}

/** What a refused record becomes again, so that nothing that was typed is lost. */
async function draftOf(
  type: string,
  body: unknown,
  caseNumber: string | undefined,
): Promise<{ key: string; body: unknown } | undefined> {
  // Seldom needed, and as large as the rest of the panel.
  const { restoreDraft } = await import('./entry-draft.ts');
  if (type === 'entry') return { key: draftKey(caseNumber), body: restoreDraft(body) };
  if (type === 'escalation') return { key: escalationKey(body as EscalationAbout), body };
  if (type !== 'supplement') return undefined;
  const { entryId, reason, entry } = body as SupplementBody;
  return { key: supplementKey(entryId), body: { ...restoreDraft(entry), reason } };
}

/** Where the draft that was made of it is found. */
function takenBackWords(type: string, ofEntry: boolean, caseNumber: string | undefined): string {
  if (type === 'supplement') return i18n.t('panel.takenBackSupplement');
  if (type === 'escalation' && ofEntry) return i18n.t('panel.takenBackEscalation');
  if (type !== 'entry') return i18n.t('panel.takenBack');
  return caseNumber === undefined
    ? i18n.t('panel.takenBackNoCase')
    : i18n.t('panel.takenBackElsewhere', [caseNumber]);
}

/** What waits on this computer, and what came back with a reason. */
export function QueueList({ items, caseNumber, go }: QueueListProps) {
  const [said, setSaid] = useState<string>();
  /** The refused entry whose draft would take the place of another one. */
  const [asking, setAsking] = useState<string>();
  const [busy, setBusy] = useState(false);

  async function takeBack(item: QueueItem, replace: boolean) {
    setBusy(true);
    try {
      if (item.type === 'entry' && !replace && (await call('loadDraft', draftKey(item.caseNumber)))) {
        setAsking(item.id);
        return;
      }
      setAsking(undefined);
      const { type, body } = await call('takeBack', item.id);
      const kept = await draftOf(type, body, item.caseNumber);
      if (kept) await call('saveDraft', kept);
      const here = item.caseNumber === caseNumber;
      // What is about an entry is gone on with where the entry is shown.
      const ofEntry = (body as { entryId?: unknown } | null)?.entryId !== undefined;
      if (here && type === 'entry') go('entry');
      else if (here && type === 'nil-declaration') go('nil');
      else if (here && type === 'escalation' && !ofEntry) go('escalate');
      else setSaid(takenBackWords(type, ofEntry, item.caseNumber));
    } catch (error) {
      setSaid(errorWords(error));
    } finally {
      setBusy(false);
    }
  }

  async function send() {
    setBusy(true);
    setSaid(undefined);
    try {
      await call('flushQueue');
    } catch (error) {
      setSaid(errorWords(error));
    } finally {
      setBusy(false);
    }
  }

  const waiting = items.some((item) => item.state === 'waiting');
  return (
    <section class="part">
      <div class="part-head">
        <h2>{i18n.t('panel.queue')}</h2>
        {waiting && (
          <Button look="quiet" icon="send" busy={busy} onPress={send}>
            {i18n.t('panel.queueSend')}
          </Button>
        )}
      </div>
      <ul class="lines">
        {items.map((item) => (
          <li key={item.id}>
            <b>{recordTypeWords(item.type)}</b>{' '}
            <span class="small">
              {item.caseNumber !== caseNumber && item.caseNumber}{' '}
              <span class="time">{shortTime(item.at)}</span>
            </span>
            <p>
              {item.state === 'waiting' ? (
                <Mark icon="clock">{i18n.t('panel.queueWaiting')}</Mark>
              ) : (
                <Mark icon="due" tone="due">
                  {i18n.t('panel.queueRefused')}
                </Mark>
              )}
            </p>
            {item.state === 'refused' && (
              <>
                <p class="small">{refusalWords(item.problem)}</p>
                {asking === item.id && <p class="small">{i18n.t('panel.replaceDraft')}</p>}
                <div class="buttons">
                  <Button icon="pen" busy={busy} onPress={() => takeBack(item, asking === item.id)}>
                    {asking === item.id
                      ? i18n.t('panel.replaceYes')
                      : EDITABLE.includes(item.type)
                        ? i18n.t('panel.takeBack')
                        : i18n.t('panel.takeBackOnly')}
                  </Button>
                  {asking === item.id && (
                    <Button onPress={() => setAsking(undefined)}>{i18n.t('common.cancel')}</Button>
                  )}
                </div>
              </>
            )}
          </li>
        ))}
      </ul>
      {said !== undefined && (
        <Notice live>
          <p>{said}</p>
        </Notice>
      )}
    </section>
  );
}
