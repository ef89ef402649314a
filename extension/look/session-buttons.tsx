import { useState } from 'preact/hooks';
import browser from 'webextension-polyfill';
import { i18n } from '#i18n';
import { call } from '../link/client.ts';
import { Button } from './button.tsx';
import { errorWords } from './words.ts';

/** Signs in through the court's identity provider; the page hears of it as a change of the session. */
export function SignInButton() {
  const [busy, setBusy] = useState(false);
  const [said, setSaid] = useState<string>();
  async function signIn() {
    setBusy(true);
    setSaid(undefined);
    try {
      await call('signIn');
    } catch (error) {
      setSaid(errorWords(error));
    } finally {
      setBusy(false);
    }
  }
  return (
    <>
      <Button look="main" busy={busy} onPress={signIn}>
        {busy ? i18n.t('common.signingIn') : i18n.t('common.signIn')}
      </Button>
      <p class="said" role="status">
        {said}
      </p>
    </>
  );
}

/** Signs out; what was shown of the person goes from every page of the extension. */
export function SignOutButton() {
  const [busy, setBusy] = useState(false);
  const [said, setSaid] = useState<string>();
  async function signOut() {
    setBusy(true);
    try {
      await call('signOut');
    } catch (error) {
      setSaid(errorWords(error));
    } finally {
      setBusy(false);
    }
  }
  return (
    <>
      <Button busy={busy} onPress={signOut}>
        {i18n.t('common.signOut')}
      </Button>
      <span role="status">{said}</span>
    </>
  );
}

export function OptionsButton() {
  return (
    <Button look="main" onPress={() => browser.runtime.openOptionsPage().catch(() => undefined)}>
      {i18n.t('common.openOptions')}
    </Button>
  );
}
