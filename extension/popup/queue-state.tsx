import { i18n } from '#i18n';
import { call } from '../link/client.ts';
import { Button } from '../look/button.tsx';
import { Mark } from '../look/notice.tsx';
import { useLive } from '../look/use-live.ts';
import { LivePart } from './live-part.tsx';

/** How many records wait on this computer, and whether any came back. */
export function QueueState({ staffCode }: { staffCode: string }) {
  const queue = useLive(`queue:${staffCode}`, ['queue', 'session'], () => call('queue'));
  return (
    <LivePart title={i18n.t('popup.queue')} live={queue}>
      {(items) => {
        const waiting = items.filter((item) => item.state === 'waiting').length;
        const refused = items.length - waiting;
        return (
          <>
            {items.length === 0 && (
              <p>
                <Mark icon="done">{i18n.t('popup.queueNone')}</Mark>
              </p>
            )}
            {refused > 0 && (
              <p>
                <Mark icon="due" tone="due">
                  {i18n.t('popup.queueRefused', [String(refused)])}
                </Mark>
              </p>
            )}
            {waiting > 0 && (
              <>
                <p>
                  <Mark icon="clock">{i18n.t('popup.queueText', [String(waiting)])}</Mark>
                </p>
                <Button
                  icon="send"
                  onPress={() => {
                    // What came of it shows as a change of the queue.
                    call('flushQueue').catch(() => queue.again());
                  }}
                >
                  {i18n.t('panel.queueSend')}
                </Button>
              </>
            )}
          </>
        );
      }}
    </LivePart>
  );
}
