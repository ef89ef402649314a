import type { ComponentChildren, Ref } from 'preact';
import { useState } from 'preact/hooks';
import { i18n } from '#i18n';
import { call } from '../link/client.ts';
import { Icon, type IconName } from './icon.tsx';
import type { Verdict } from './press.ts';
import { useOwnPress } from './use-press.ts';

interface ButtonProps {
  children: ComponentChildren;
  onPress(event: MouseEvent): void;
  look?: 'main' | 'plain' | 'quiet';
  icon?: IconName | undefined;
  /** Shown as working and not pressable, but still focusable, so that the focus is not lost. */
  busy?: boolean;
  /** It looks as always; a press now would come too early. */
  unready?: boolean;
  pressed?: boolean;
  label?: string;
  buttonRef?: Ref<HTMLButtonElement>;
}

export function Button(props: ButtonProps) {
  const { children, onPress, look = 'plain', icon, busy = false, unready = false } = props;
  const { pressed, label, buttonRef } = props;
  const classes = ['button', look !== 'plain' && look, unready && !busy && 'unready'];
  return (
    <button
      type="button"
      class={classes.filter(Boolean).join(' ')}
      aria-disabled={busy || unready ? 'true' : undefined}
      aria-pressed={pressed}
      aria-label={label}
      ref={buttonRef ?? null}
      onClick={(event) => {
        if (!busy) onPress(event);
      }}
    >
      {icon && <Icon name={icon} />}
      {children}
    </button>
  );
}

interface SignButtonProps extends Omit<ButtonProps, 'onPress' | 'unready'> {
  onPress(): void;
  /**
   * Pressed while the page around covers or hides this one: what it signs has to be confirmed in a window of our own.
   * Without it nothing is signed then, and the person is told.
   */
  onCovered?: (() => void) | undefined;
}

/** A button whose press signs or files. Only a press counts that was the person's own, and in plain sight. */
export function SignButton({ onPress, onCovered, ...button }: SignButtonProps) {
  const { ready, judge } = useOwnPress();
  const [last, setLast] = useState<Verdict>();

  function press(event: MouseEvent) {
    const verdict = judge(event);
    // Nobody pressed it: nobody is told.
    if (verdict === 'script') return;
    setLast(verdict);
    if (verdict === 'pass') onPress();
    else if (verdict === 'window') onCovered?.();
  }

  return (
    <>
      <Button look="main" {...button} unready={!ready} onPress={press} />
      <span class="press-said small" role="status">
        {last === 'early' && !button.busy && i18n.t('sign.again')}
        {last === 'window' && !onCovered && i18n.t('sign.covered')}
        {last === 'window' && onCovered && button.busy && i18n.t('sign.inWindow')}
      </span>
      {last === 'window' && onCovered && button.busy && (
        <Button onPress={() => call('dropConfirmation').catch(() => undefined)}>{i18n.t('sign.drop')}</Button>
      )}
    </>
  );
}
