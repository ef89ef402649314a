import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';

/** A form that takes the place of the button that asked for it: whoever works by keyboard goes on in it. */
export function FocusFirst({ children, look = '' }: { children: ComponentChildren; look?: string }) {
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    box.current?.querySelector<HTMLElement>('input, select, textarea, button')?.focus();
  }, []);
  return (
    <div ref={box} class={look}>
      {children}
    </div>
  );
}
