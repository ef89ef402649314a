import { useState } from 'preact/hooks';
import { i18n } from '#i18n';
import { mayEver } from '../../shared/access-matrix.ts';
import type { Person } from '../../shared/api.ts';
import { call } from '../link/client.ts';
import { openConsole } from '../link/console-page.ts';
import { Button } from '../look/button.tsx';
import type { IconName } from '../look/icon.tsx';
import { useLive } from '../look/use-live.ts';

/** A button that shows a place of the console in its tab; the popup has done its part then. */
export function ConsoleButton({
  hash,
  look = 'plain',
  icon,
  children,
}: {
  hash: string;
  look?: 'main' | 'plain' | 'quiet';
  icon?: IconName;
  children: string;
}) {
  const [failed, setFailed] = useState(false);
  return (
    <>
      <Button
        look={look}
        icon={icon}
        onPress={() => {
          openConsole(hash).then(
            () => close(),
            () => setFailed(true),
          );
        }}
      >
        {children}
      </Button>
      {failed && <p role="status">{i18n.t('popup.consoleFailed')}</p>}
    </>
  );
}

/** How many entries wait for the custodians; their number only. */
function ScreeningLink({ staffCode }: { staffCode: string }) {
  const list = useLive(`screening:${staffCode}`, ['case', 'session', 'link'], () =>
    call('screeningList', 'waiting'),
  );
  const waiting = list.value?.counts.waiting;
  return (
    <ConsoleButton hash="#/screening" icon="check">
      {waiting === undefined || waiting === 0
        ? i18n.t('popup.screening')
        : i18n.t('popup.screeningWaiting', [String(waiting)])}
    </ConsoleButton>
  );
}

/** Ways into the console, each only for whom there is something behind it. */
export function ConsoleLinks({ person }: { person: Person }) {
  return (
    <nav class="console-links" aria-label={i18n.t('popup.links')}>
      <ConsoleButton hash="#/record" icon="pen">
        {i18n.t('popup.record')}
      </ConsoleButton>
      <ConsoleButton hash="#/mine" icon="sheet">
        {i18n.t('popup.mine')}
      </ConsoleButton>
      {mayEver(person, 'screening-list', 'read') && <ScreeningLink staffCode={person.staffCode} />}
      {mayEver(person, 'grants', 'read-office') && (
        <ConsoleButton hash="#/grants" icon="lock">
          {i18n.t('grant.title')}
        </ConsoleButton>
      )}
      {mayEver(person, 'escalations') && (
        <ConsoleButton hash="#/escalations" icon="bell">
          {i18n.t('popup.escalations')}
        </ConsoleButton>
      )}
      {mayEver(person, 'counts', 'read') && (
        <ConsoleButton hash="#/counts" icon="info">
          {i18n.t('popup.counts')}
        </ConsoleButton>
      )}
    </nav>
  );
}
