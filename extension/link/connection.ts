/** The sidecar of this browser, and whether it answers. */
import browser from 'webextension-polyfill';
import { sidecarAddress } from './address.ts';
import { announce } from './changes.ts';
import { slot } from './memory.ts';
import { currentSession, endSession } from './session.ts';
import { noteSidecarTime, proveRequest } from './session-key.ts';
import { type Link, Sidecar } from './sidecar.ts';

const link = slot<Link>('session', 'link');

export const linkState = async (): Promise<Link> => (await link.get()) ?? 'unknown';

async function linkSeen(seen: Link): Promise<void> {
  if ((await linkState()) === seen) return;
  await link.set(seen);
  announce({ changed: 'link' });
}

/** Another address: what was known of the old one says nothing. */
export async function forgetLink(): Promise<void> {
  await link.remove();
  announce({ changed: 'link' });
}

export const sidecar = new Sidecar({
  fetch: (input, init) => fetch(input, init),
  address: async () => (await sidecarAddress()).url,
  token: async () => (await currentSession())?.token,
  sessionEnded: endSession,
  linkSeen,
  prove: proveRequest,
  timeSeen: noteSidecarTime,
  language: () => browser.i18n.getUILanguage(),
});
