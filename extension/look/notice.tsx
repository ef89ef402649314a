import type { ComponentChildren } from 'preact';
import { Icon, type IconName } from './icon.tsx';

export type Tone = 'plain' | 'blue' | 'due' | 'held';
const ICONS: Record<Tone, IconName> = { plain: 'info', blue: 'info', due: 'due', held: 'held' };

interface NoticeProps {
  tone?: Tone;
  icon?: IconName;
  title?: string;
  children?: ComponentChildren;
  /** Told to a screen reader when it appears. */
  live?: boolean;
}

export function Notice({ tone = 'plain', icon, title, children, live = false }: NoticeProps) {
  return (
    <div class={`notice ${tone}`} role={live ? 'status' : undefined}>
      <Icon name={icon ?? ICONS[tone]} />
      <div>
        {title !== undefined && <b>{title}</b>}
        {children}
      </div>
    </div>
  );
}

/** An icon and a word in one line: how a state is shown in a list. */
export function Mark({
  tone = 'plain',
  icon,
  children,
}: {
  tone?: Tone;
  icon: IconName;
  children: ComponentChildren;
}) {
  return (
    <span class={`mark ${tone}`}>
      <Icon name={icon} />
      <span>{children}</span>
    </span>
  );
}
