/** The number at the toolbar's icon: what is due of me, and what of mine still waits to be sent. */
import browser from 'webextension-polyfill';
import { queue } from './outbox.ts';
import { currentSession } from './session.ts';
import { askDuties } from './views.ts';

const AMBER = '#9a5b00';

export async function refreshBadge(): Promise<void> {
  const signedIn = (await currentSession()) !== undefined;
  const due = signedIn ? ((await askDuties().catch(() => undefined))?.value.length ?? 0) : 0;
  const waiting = signedIn ? await queue.count() : 0;
  const count = due + waiting;
  const words = signedIn
    ? browser.i18n.getMessage('options_badge', [String(due), String(waiting)])
    : browser.i18n.getMessage('options_badgeSignedOut');
  await browser.action.setTitle({ title: words });
  await browser.action.setBadgeBackgroundColor({ color: AMBER });
  await browser.action.setBadgeText({ text: count === 0 ? '' : count > 99 ? '99+' : String(count) });
}
