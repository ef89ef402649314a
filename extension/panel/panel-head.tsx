import type { ComponentChildren } from 'preact';
import { i18n } from '#i18n';
import type { Me } from '../link/calls.ts';
import { Button } from '../look/button.tsx';
import { Mark } from '../look/notice.tsx';
import { useLargeType } from '../look/use-large-type.ts';

export function LinkMark({ link }: { link: Me['link'] }) {
  if (link === 'online') return <Mark icon="online">{i18n.t('common.online')}</Mark>;
  if (link === 'offline')
    return (
      <Mark icon="offline" tone="due">
        {i18n.t('common.offline')}
      </Mark>
    );
  if (link === 'api-mismatch')
    return (
      <Mark icon="offline" tone="due">
        {i18n.t('common.mismatch')}
      </Mark>
    );
  return <Mark icon="clock">{i18n.t('common.linkUnknown')}</Mark>;
}

/** What the panel stands on, who is signed in, and whether the sidecar answers. */
export function PanelHead({ title, children, me }: { title: string; children?: ComponentChildren; me: Me }) {
  const [large, turn] = useLargeType();
  return (
    <header class="head">
      <div class="head-top">
        <h1>{title}</h1>
        <Button pressed={large} onPress={turn}>
          {i18n.t('common.largeType')}
        </Button>
      </div>
      {children}
      <p class="head-who small">
        <span>
          {me.person ? `${me.person.name} · ${me.person.department}` : i18n.t('common.notSignedIn')}
        </span>
        <LinkMark link={me.link} />
      </p>
    </header>
  );
}
