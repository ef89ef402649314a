/** What an agenda row says of its case. */
import type { AgendaBadge } from '../../shared/api.ts';
import type { LineIcon } from '../host/line-icon.ts';
import type { Words } from '../host/words.ts';

export interface Mark {
  text: string;
  tone: 'plain' | 'due' | 'own';
  icon?: LineIcon;
}

/** @param badge undefined for a case the sidecar does not know, or when it could not be asked */
export function marksOf(badge: AgendaBadge | 'waiting' | undefined, words: Words): Mark[] {
  if (badge === 'waiting') return [{ text: words.agenda_waiting, tone: 'plain' }];
  const state = badge?.state ?? 'unknown';
  const marks: Mark[] = [STATES[state](words)];
  if (badge && badge.entries > 0) {
    marks.push({
      text: words.agenda_entries.replace('$1', String(badge.entries)),
      tone: 'plain',
      icon: 'quiet',
    });
  }
  if (badge?.mine === 'recuse') marks.push({ text: words.agenda_recused, tone: 'own', icon: 'signed-out' });
  return marks;
}

const STATES: Record<AgendaBadge['state'], (words: Words) => Mark> = {
  complete: (words) => ({ text: words.agenda_complete, tone: 'plain', icon: 'clear' }),
  incomplete: (words) => ({ text: words.agenda_incomplete, tone: 'due', icon: 'due' }),
  unknown: (words) => ({ text: words.agenda_unknown, tone: 'plain', icon: 'unknown' }),
};
