/** What changed is told to every page of the extension, and to the parts of the background that listen. */
import browser from 'webextension-polyfill';
import type { Changed } from './calls.ts';

type Listener = (change: Changed) => void;
const listeners = new Set<Listener>();

export function listen(listener: Listener): void {
  listeners.add(listener);
}

export function announce(change: Changed): void {
  for (const listener of listeners) listener(change);
  // Rejects when no page of the extension is open, which is the usual case.
  browser.runtime.sendMessage(change).catch(() => undefined);
}
