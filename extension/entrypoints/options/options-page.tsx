/** Where the sidecar is, for browsers no administrator has set it for, and where one is signed in. */
import { useEffect, useState } from 'preact/hooks';
import { i18n } from '#i18n';
import type { Me } from '../../link/calls.ts';
import { call, onChanged } from '../../link/client.ts';
import { Button } from '../../look/button.tsx';
import { Field } from '../../look/field.tsx';
import { Mark, Notice } from '../../look/notice.tsx';
import { errorWords } from '../../look/words.ts';
import { OwnSessions } from './own-sessions.tsx';

interface Address {
  url?: string;
  managed: boolean;
}

function LinkMark({ link }: { link: Me['link'] }) {
  if (link === 'online') return <Mark icon="online">{i18n.t('options.online')}</Mark>;
  if (link === 'unknown') return <Mark icon="clock">{i18n.t('options.unknown')}</Mark>;
  return (
    <Mark tone="due" icon="offline">
      {i18n.t(link === 'offline' ? 'options.offline' : 'options.mismatch')}
    </Mark>
  );
}

/** Plain http is for a network of the court's own. */
const isOpenHttp = (url: string): boolean =>
  /^http:\/\//i.test(url) && !/^http:\/\/(?:127\.0\.0\.1|localhost|\[::1\])(?:[:/]|$)/i.test(url);

export function OptionsPage() {
  const [address, setAddress] = useState<Address>();
  const [link, setLink] = useState<Me['link']>('unknown');
  const [typed, setTyped] = useState('');
  const [error, setError] = useState<string>();
  const [saved, setSaved] = useState(false);

  useEffect(() => {
    const show = async () => {
      const [now, { link: state }] = await Promise.all([call('sidecarUrl'), call('me')]);
      setAddress(now);
      setLink(state);
      return now;
    };
    show().then(
      (now) => setTyped(now.url ?? ''),
      (reason: unknown) => setError(errorWords(reason)),
    );
    return onChanged(({ changed }) => {
      if (changed === 'link') show().catch(() => undefined);
    });
  }, []);

  const save = async () => {
    setError(undefined);
    setSaved(false);
    try {
      const now = await call('sidecarUrl', { url: typed });
      setAddress(now);
      setTyped(now.url ?? '');
      setSaved(true);
    } catch (reason) {
      setError(errorWords(reason));
    }
  };

  if (!address)
    return (
      <main>{error === undefined ? i18n.t('common.loading') : <Notice tone="due">{error}</Notice>}</main>
    );
  return (
    <main>
      <h1>{i18n.t('options.title')}</h1>
      {address.managed && <Notice icon="lock">{i18n.t('options.managed')}</Notice>}
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void save();
        }}
      >
        <Field id="url" label={i18n.t('options.address')} hint={i18n.t('options.addressHint')} error={error}>
          {(wiring) => (
            <input
              {...wiring}
              class="input"
              type="url"
              inputMode="url"
              autocomplete="off"
              spellcheck={false}
              readOnly={address.managed}
              value={typed}
              onInput={(event) => {
                setTyped(event.currentTarget.value);
                setSaved(false);
              }}
            />
          )}
        </Field>
      </form>
      {isOpenHttp(typed) && <Notice>{i18n.t('options.openHttp')}</Notice>}
      {!address.managed && (
        <div>
          <Button look="main" onPress={() => void save()}>
            {i18n.t('options.save')}
          </Button>
        </div>
      )}
      {saved && (
        <Notice icon="done" live>
          {i18n.t('options.saved')}
        </Notice>
      )}
      {address.url !== undefined && <LinkMark link={link} />}
      <OwnSessions />
    </main>
  );
}
