import type { ComponentChildren, Ref } from 'preact';
import { Icon, type IconName } from './icon.tsx';

interface ButtonProps {
  children: ComponentChildren;
  onPress(event: MouseEvent): void;
  look?: 'main' | 'plain' | 'quiet';
  icon?: IconName | undefined;
  /** Shown as working and not pressable, but still focusable, so that the focus is not lost. */
  busy?: boolean;
  pressed?: boolean;
  label?: string;
  buttonRef?: Ref<HTMLButtonElement>;
}

export function Button(props: ButtonProps) {
  const { children, onPress, look = 'plain', icon, busy = false, pressed, label, buttonRef } = props;
  return (
    <button
      type="button"
      class={look === 'plain' ? 'button' : `button ${look}`}
      aria-disabled={busy ? 'true' : undefined}
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

/**
 * A button whose press signs or files. Only a person's own press counts: an event made by a script is passed over.
 */
export function SignButton(props: ButtonProps) {
  return (
    <Button
      look="main"
      {...props}
      onPress={(event) => {
        if (event.isTrusted) props.onPress(event);
      }}
    />
  );
}
