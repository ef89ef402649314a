import type { ComponentChildren } from 'preact';
import { useRef } from 'preact/hooks';
import { i18n } from '#i18n';
import { SignButton } from '../look/button.tsx';
import type { SignedWhere } from './file-signed.ts';
import type { Filing } from './use-filing.ts';

interface SignedFormProps {
  filing: Filing;
  /** The control of the first thing that is missing or will not do, as a selector; absent when all is there. */
  missing: string | undefined;
  /** All is there, and the person signs. */
  onSign(): Promise<void>;
  /** What the button says, where it says more than that one signs. */
  sign?: string;
  /** For which case it is signed, and by whom; where the page itself does not leave a doubt. */
  signature?: ComponentChildren;
  /** Further buttons. */
  beside?: ComponentChildren;
  children: ComponentChildren;
}

/** A short form that ends in a signature; who signs too early is led to what is missing. */
export function SignedForm({ filing, missing, onSign, sign, signature, beside, children }: SignedFormProps) {
  const form = useRef<HTMLFormElement>(null);
  async function press(where: SignedWhere) {
    filing.attempt(where);
    if (missing === undefined) await onSign();
    else form.current?.querySelector<HTMLElement>(missing)?.focus();
  }
  return (
    <form ref={form} onSubmit={(event) => event.preventDefault()} autocomplete="off" noValidate>
      {children}
      {signature}
      <p class="said" role="status">
        {filing.said}
      </p>
      <div class="buttons">
        <SignButton busy={filing.busy} onPress={() => press('here')} onCovered={() => press('window')}>
          {filing.busy ? i18n.t('common.submitting') : (sign ?? i18n.t('common.sign'))}
        </SignButton>
        {beside}
      </div>
    </form>
  );
}
