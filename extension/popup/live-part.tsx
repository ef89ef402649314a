import type { ComponentChildren } from 'preact';
import { i18n } from '#i18n';
import { Button } from '../look/button.tsx';
import type { Live } from '../look/use-live.ts';
import { errorWords } from '../look/words.ts';

/** A part of the popup with its own loading and error words. */
export function LivePart<T>({
  title,
  live,
  className = '',
  children,
}: {
  title: string;
  live: Live<T>;
  className?: string;
  children(value: T): ComponentChildren;
}) {
  return (
    <section class={`part ${className}`}>
      <h2>{title}</h2>
      {live.value !== undefined ? (
        children(live.value)
      ) : live.error !== undefined ? (
        <>
          <p class="small" role="status">
            {errorWords(live.error)}
          </p>
          <Button onPress={live.again}>{i18n.t('common.retry')}</Button>
        </>
      ) : (
        <p class="small" role="status">
          {i18n.t('common.loading')}
        </p>
      )}
    </section>
  );
}
