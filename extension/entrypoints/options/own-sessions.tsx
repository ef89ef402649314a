/** Where the person is signed in, and the way out of all of it. */
import { useState } from 'preact/hooks';
import { i18n } from '#i18n';
import type { OwnSession } from '../../../shared/api.ts';
import { call } from '../../link/client.ts';
import { Button } from '../../look/button.tsx';
import { Mark, Notice } from '../../look/notice.tsx';
import { SignInButton } from '../../look/session-buttons.tsx';
import { shortTime } from '../../look/time.ts';
import { useLive } from '../../look/use-live.ts';
import { Watermark } from '../../look/watermark.tsx';
import { errorWords } from '../../look/words.ts';

function SessionLine({ session }: { session: OwnSession }) {
  const { deviceName, openedAt, usedAt, strength, current } = session;
  return (
    <li class="session">
      <b>{deviceName || i18n.t('sessions.unknownBrowser')}</b>
      {current && <Mark icon="online">{i18n.t('sessions.thisBrowser')}</Mark>}
      {strength === 'two-factor' && <Mark icon="lock">{i18n.t('sessions.twoFactor')}</Mark>}
      <span class="small">
        {i18n.t('sessions.openedAt', [shortTime(openedAt)])} ·{' '}
        {i18n.t('sessions.usedAt', [shortTime(usedAt)])}
      </span>
    </li>
  );
}

export function OwnSessions() {
  const me = useLive('me', ['session', 'link'], () => call('me'));
  const person = me.value?.person;
  const key = person ? `sessions of ${person.staffCode}` : '';
  const list = useLive(key, ['session', 'link'], person ? () => call('ownSessions') : undefined);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<string>();
  const [left, setLeft] = useState(false);

  const leave = async () => {
    setBusy(true);
    setError(undefined);
    try {
      await call('signOutEverywhere');
      setLeft(true);
    } catch (reason) {
      setError(errorWords(reason));
    } finally {
      setBusy(false);
    }
  };

  if (me.value?.sidecarUrl === undefined) return null;
  return (
    <section class="sessions" aria-labelledby="sessions-title">
      <h2 id="sessions-title">{i18n.t('sessions.title')}</h2>
      {!person && (
        <>
          {left && (
            <Notice icon="done" live>
              {i18n.t('sessions.signedOutEverywhere')}
            </Notice>
          )}
          <p class="small">{i18n.t('sessions.none')}</p>
          <div>
            <SignInButton />
          </div>
        </>
      )}
      {person && (
        <>
          <Watermark name={person.name} staffCode={person.staffCode} look="panel" />
          <p class="small">{i18n.t('sessions.text')}</p>
          {list.error !== undefined && <Notice tone="due">{errorWords(list.error)}</Notice>}
          <ul>
            {list.value?.map((session) => (
              <SessionLine key={session.id} session={session} />
            ))}
          </ul>
          <div class="leave">
            <Button busy={busy} onPress={leave}>
              {i18n.t('sessions.signOutEverywhere')}
            </Button>
            <span class="small">{i18n.t('sessions.signOutEverywhereText')}</span>
          </div>
          <p role="status">{error}</p>
        </>
      )}
    </section>
  );
}
