/** The content script stands on the pages of the bound origins and nowhere else. */
import browser from 'webextension-polyfill';
import type { ProfileSet } from '../../shared/host-profile.ts';

const ID = 'liuhen-page';
const FILE = 'content-scripts/page.js';

const DEFAULT_PORTS: Record<string, string> = { 'http:': '80', 'https:': '443' };

/** @param ports whether a pattern says the port; without it, every port of the host is meant */
export function matchPatterns({ profiles }: Pick<ProfileSet, 'profiles'>, ports: boolean): string[] {
  const patterns = profiles.flatMap(({ origins }) =>
    origins.map((origin) => {
      const { protocol, hostname, port } = new URL(origin);
      return `${protocol}//${hostname}${ports ? `:${port || DEFAULT_PORTS[protocol]}` : ''}/*`;
    }),
  );
  return [...new Set(patterns)].sort();
}

async function registered(): Promise<string[] | undefined> {
  const [script] = await browser.scripting.getRegisteredContentScripts({ ids: [ID] });
  return script && [...(script.matches ?? [])].sort();
}

/** Pages opened before we came, or before their origin was bound. */
async function standOnOpenPages(set: Pick<ProfileSet, 'profiles'>, patterns: string[]): Promise<void> {
  const origins = new Set(set.profiles.flatMap((bound) => bound.origins));
  for (const { id, url } of await browser.tabs.query({ url: patterns })) {
    if (id === undefined || url === undefined || !origins.has(new URL(url).origin)) continue;
    // A tab that shows an error page, or one we may not touch, is not a reason to leave out the others.
    await browser.scripting.executeScript({ target: { tabId: id }, files: [FILE] }).catch(() => undefined);
  }
}

/** @throws when the browser does not take the patterns */
async function replace(matches: string[], before: string[] | undefined): Promise<void> {
  const script = { id: ID, js: [FILE], matches, persistAcrossSessions: true };
  if (matches.length === 0) {
    if (before) await browser.scripting.unregisterContentScripts({ ids: [ID] });
  } else if (before) {
    await browser.scripting.updateContentScripts([script]);
  } else {
    await browser.scripting.registerContentScripts([
      { ...script, allFrames: false, runAt: 'document_start' },
    ]);
  }
}

async function register(set: Pick<ProfileSet, 'profiles'>, always: boolean): Promise<void> {
  const before = await registered();
  const exact = matchPatterns(set, true);
  // Not every browser takes a port in a pattern. There the script also starts on the host's other ports, asks
  // which profile is bound to the whole origin, and ends.
  const wide = matchPatterns(set, false);
  const same = [exact, wide].some((matches) => before?.join() === matches.join());
  if (!same) await replace(exact, before).catch(() => replace(wide, before));
  if (wide.length > 0 && (always || !same)) await standOnOpenPages(set, wide);
}

let pending: Promise<void> = Promise.resolve();

/**
 * One registration after the other: two at once would each find the id of the other.
 * @param always also stand on open pages when nothing changed (the extension was installed or updated)
 */
export function registerContentScript(set: Pick<ProfileSet, 'profiles'>, always = false): Promise<void> {
  const next = pending.then(() => register(set, always));
  pending = next.catch(() => undefined);
  return next;
}
