import { useEffect, useRef } from 'preact/hooks';
import { i18n } from '#i18n';
import { Button } from '../look/button.tsx';
import { Notice } from '../look/notice.tsx';

interface CaseChangedProps {
  /** The case number in whose form the person was. */
  was: string;
  /** What the page says now. */
  now: string;
  onGo(): void;
}

/** The page speaks of another case while a form was open: the form is put away, and nothing of it is signed. */
export function CaseChanged({ was, now, onGo }: CaseChangedProps) {
  const head = useRef<HTMLHeadingElement>(null);
  useEffect(() => head.current?.focus(), []);
  return (
    <main class="alone">
      <h1 ref={head} tabIndex={-1}>
        {i18n.t('panel.title')}
      </h1>
      <Notice tone="held" title={i18n.t('sign.changedTitle')} live>
        <p>{i18n.t('sign.changedText', [was, now])}</p>
        <div class="buttons">
          <Button onPress={onGo}>{i18n.t('sign.changedGo', [now])}</Button>
        </div>
      </Notice>
    </main>
  );
}
