/** What a page says instead of itself: that something failed, that no address is set, that nobody is signed in. */
import { i18n } from '#i18n';
import { Button } from './button.tsx';
import { Notice, type Tone } from './notice.tsx';
import { OptionsButton, SignInButton } from './session-buttons.tsx';
import { errorWords } from './words.ts';

/** A question that could not be answered, and a way to ask again. */
export function Failed({ error, again, tone = 'plain' }: { error: unknown; again(): void; tone?: Tone }) {
  return (
    <Notice tone={tone} live>
      <p>{errorWords(error)}</p>
      <div class="buttons">
        <Button onPress={again}>{i18n.t('common.retry')}</Button>
      </div>
    </Notice>
  );
}

export function NoSidecar() {
  return (
    <Notice tone="due" title={i18n.t('common.noSidecar')}>
      <p>{i18n.t('common.noSidecarText')}</p>
      <div class="buttons">
        <OptionsButton />
      </div>
    </Notice>
  );
}

export function SignedOut({ title, text, live = false }: { title: string; text: string; live?: boolean }) {
  return (
    <Notice tone="blue" title={title} live={live}>
      <p>{text}</p>
      <div class="buttons">
        <SignInButton />
      </div>
    </Notice>
  );
}
