import { i18n } from '#i18n';
import { call } from '../link/client.ts';
import { Button } from '../look/button.tsx';
import { SignOutButton } from '../look/session-buttons.tsx';
import { Failed, NoSidecar, SignedOut } from '../look/state-notices.tsx';
import { useLargeType } from '../look/use-large-type.ts';
import { useLive } from '../look/use-live.ts';
import { Watermark } from '../look/watermark.tsx';
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
      {person && <Watermark name={person.name} staffCode={person.staffCode} look="panel" />}
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
          <Failed error={me.error} again={me.again} />
        ) : !me.value ? (
          <p role="status">{i18n.t('common.loading')}</p>
        ) : me.value.sidecarUrl === undefined ? (
          <NoSidecar />
        ) : !person ? (
          <SignedOut title={i18n.t('common.notSignedIn')} text={i18n.t('popup.signedOut')} />
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
