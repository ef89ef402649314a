import { useEffect, useState } from 'preact/hooks';
import { i18n } from '#i18n';
import { BriefPanel } from '../agenda/brief.tsx';
import { call } from '../link/client.ts';
import { Button } from '../look/button.tsx';
import { Notice } from '../look/notice.tsx';
import { useLive } from '../look/use-live.ts';
import { Watermark } from '../look/watermark.tsx';
import { errorWords } from '../look/words.ts';
import { CasePanel } from './case-panel.tsx';

const nonceOf = (): string => location.hash.slice(1);

/** The frame docked on the host's page: a case page or a meeting page, whatever the frame stands on. */
export function Panel() {
  const [nonce, setNonce] = useState(nonceOf);
  useEffect(() => {
    const follow = () => setNonce(nonceOf());
    addEventListener('hashchange', follow);
    return () => removeEventListener('hashchange', follow);
  }, []);

  const context = useLive(`panel:${nonce}`, ['panel'], () => call('panelContext', nonce));
  const me = useLive('me', ['session', 'link'], () => call('me'));

  const failed = context.value === undefined ? context.error : me.value === undefined ? me.error : undefined;
  if (failed !== undefined) {
    return (
      <main class="alone">
        <h1>{i18n.t('panel.title')}</h1>
        <Notice title={i18n.t('panel.notHere')} live>
          <p>{errorWords(failed)}</p>
          <p>{i18n.t('panel.notHereText')}</p>
          <div class="buttons">
            <Button
              onPress={() => {
                context.again();
                me.again();
              }}
            >
              {i18n.t('common.retry')}
            </Button>
          </div>
        </Notice>
      </main>
    );
  }
  if (!context.value || !me.value) {
    return (
      <main class="alone">
        <h1>{i18n.t('panel.title')}</h1>
        <p role="status">{i18n.t('common.loading')}</p>
      </main>
    );
  }

  const { page, held } = context.value;
  const { person } = me.value;
  return (
    <>
      {page.type === 'meeting' ? (
        <BriefPanel meeting={page} me={me.value} />
      ) : (
        <CasePanel
          key={page.reading.caseNumber}
          nonce={nonce}
          reading={page.reading}
          held={held}
          me={me.value}
        />
      )}
      {person && <Watermark name={person.name} staffCode={person.staffCode} look="panel" />}
    </>
  );
}
