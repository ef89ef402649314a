import { i18n } from '#i18n';
import { call } from '../link/client.ts';
import { Button } from '../look/button.tsx';
import { Notice } from '../look/notice.tsx';
import { OptionsButton, SignInButton, SignOutButton } from '../look/session-buttons.tsx';
import { useLargeType } from '../look/use-large-type.ts';
import { useLive } from '../look/use-live.ts';
import { errorWords } from '../look/words.ts';
import { LinkMark } from '../panel/panel-head.tsx';
import { ConsoleLinks } from './console-links.tsx';
import { DriftNotice } from './drift-notice.tsx';
import { DutyList } from './duty-list.tsx';
import { OwnList } from './own-list.tsx';
import { QueueState } from './queue-state.tsx';

/** What the toolbar button shows: who is signed in, what is due, what waits. */
export function Popup() {
  const me = useLive('me', ['session', 'link'], () => call('me'));
  const [large, turn] = useLargeType();
  const person = me.value?.person;

  return (
    <>
      <header class="head">
        <div>
          <h1>{person?.name ?? i18n.t('popup.title')}</h1>
          {person && (
            <p class="small">{[me.value?.court?.name, person.department].filter(Boolean).join(' · ')}</p>
          )}
          {me.value?.sidecarUrl !== undefined && (
            <p class="small">
              <LinkMark link={me.value.link} />
            </p>
          )}
        </div>
        <div class="buttons">
          <Button pressed={large} onPress={turn}>
            {i18n.t('common.largeType')}
          </Button>
          {person && <SignOutButton />}
        </div>
      </header>
      <main>
        {me.error !== undefined ? (
          <Notice live>
            <p>{errorWords(me.error)}</p>
            <div class="buttons">
              <Button onPress={me.again}>{i18n.t('common.retry')}</Button>
            </div>
          </Notice>
        ) : !me.value ? (
          <p role="status">{i18n.t('common.loading')}</p>
        ) : me.value.sidecarUrl === undefined ? (
          <Notice tone="due" title={i18n.t('popup.noSidecar')}>
            <p>{i18n.t('popup.noSidecarText')}</p>
            <div class="buttons">
              <OptionsButton />
            </div>
          </Notice>
        ) : !person ? (
          <Notice tone="blue" title={i18n.t('common.notSignedIn')}>
            <p>{i18n.t('popup.signedOut')}</p>
            <div class="buttons">
              <SignInButton />
            </div>
          </Notice>
        ) : (
          <>
            <DriftNotice />
            <ConsoleLinks person={person} />
            <DutyList staffCode={person.staffCode} />
            <QueueState staffCode={person.staffCode} />
            <OwnList staffCode={person.staffCode} />
          </>
        )}
      </main>
    </>
  );
}
