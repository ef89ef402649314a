import { useEffect, useState } from 'preact/hooks';
import { i18n } from '#i18n';
import { comparable } from '../../shared/text.ts';
import { BriefPanel } from '../agenda/brief.tsx';
import { CallError, call } from '../link/client.ts';
import { Button } from '../look/button.tsx';
import { Notice } from '../look/notice.tsx';
import { useLive } from '../look/use-live.ts';
import { Watermark } from '../look/watermark.tsx';
import { errorWords } from '../look/words.ts';
import { CaseChanged } from './case-changed.tsx';
import { CasePanel } from './case-panel.tsx';

const isWrongPanel = (error: unknown): boolean =>
  error instanceof CallError && error.problem.code === 'wrong-panel';

const nonceOf = (): string => location.hash.slice(1);
/** A frame that no script of ours placed shows nothing: neither that we are there, nor of whom or what. */
const FRAMED = window.top !== window;

/** The frame docked on the host's page: a case page or a meeting page, whatever the frame stands on. */
export function Panel() {
  const [nonce, setNonce] = useState(nonceOf);
  useEffect(() => {
    const follow = () => setNonce(nonceOf());
    addEventListener('hashchange', follow);
    return () => removeEventListener('hashchange', follow);
  }, []);

  // The first call: the background answers no other before the nonce was shown.
  const context = useLive(`panel:${nonce}`, ['panel'], () => call('panelContext', nonce));
  const proven = context.value !== undefined;
  const me = useLive('me', ['session', 'link'], proven ? () => call('me') : undefined);

  /** The case in whose form the person is. */
  const [writing, setWriting] = useState<string>();

  if (!proven && FRAMED && isWrongPanel(context.error)) return null;
  const failed = proven ? (me.value === undefined ? me.error : undefined) : context.error;
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
    // In a frame for the blink of an eye, and nobody knows yet whose frame it is.
    if (FRAMED) return null;
    return (
      <main class="alone">
        <h1>{i18n.t('panel.title')}</h1>
        <p role="status">{i18n.t('common.loading')}</p>
      </main>
    );
  }

  const { page, held } = context.value;
  const { person } = me.value;
  const now = page.type === 'case' ? page.reading.caseNumber : undefined;
  return (
    <>
      {page.type === 'meeting' ? (
        <BriefPanel meeting={page} me={me.value} />
      ) : writing !== undefined && now !== undefined && comparable(writing) !== comparable(now) ? (
        <CaseChanged was={writing} now={now} onGo={() => setWriting(undefined)} />
      ) : (
        <CasePanel
          key={page.reading.caseNumber}
          nonce={nonce}
          reading={page.reading}
          held={held}
          me={me.value}
          onWriting={setWriting}
        />
      )}
      {person && <Watermark name={person.name} staffCode={person.staffCode} look="panel" />}
    </>
  );
}
