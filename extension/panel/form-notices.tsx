import { i18n } from '#i18n';
import type { Me } from '../link/calls.ts';
import { Button } from '../look/button.tsx';
import { Notice } from '../look/notice.tsx';
import { SignInButton } from '../look/session-buttons.tsx';
import { shortTime } from '../look/time.ts';
import type { KeptDraft } from './use-draft.ts';

interface FormNoticesProps<T> {
  me: Me;
  kept?: KeptDraft<T>;
  /** What a cleared form holds; absent where nothing is to be cleared. */
  onClear?: (() => T) | undefined;
}

/** Whether what is signed goes out at once, and what became of a former draft. */
export function FormNotices<T>({ me, kept, onClear }: FormNoticesProps<T>) {
  return (
    <>
      {!me.person && (
        <Notice tone="due" live>
          <p>{i18n.t('entry.signedOut')}</p>
          <div class="buttons">
            <SignInButton />
          </div>
        </Notice>
      )}
      {me.person && me.link === 'offline' && (
        <Notice icon="offline" tone="due" live>
          <p>{i18n.t('entry.offline')}</p>
        </Notice>
      )}
      {kept?.restoredAt !== undefined && (
        <Notice live>
          <p>{i18n.t('entry.restored', [shortTime(kept.restoredAt)])}</p>
          {onClear && (
            <div class="buttons">
              <Button onPress={() => kept.replace(onClear, i18n.t('entry.cleared'))}>
                {i18n.t('entry.clear')}
              </Button>
            </div>
          )}
        </Notice>
      )}
      {kept?.undo && (
        <Notice live>
          <p>{kept.undo.done}</p>
          <div class="buttons">
            <Button onPress={kept.undo.back}>{i18n.t('entry.undo')}</Button>
          </div>
        </Notice>
      )}
    </>
  );
}
