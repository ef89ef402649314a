/** The content script stands on the pages of the bound origins and nowhere else. */
import browser from 'webextension-polyfill';
import type { ProfileSet } from '../../shared/host-profile.ts';

const ID = 'liuhen-page';
const FILE = 'content-scripts/page.js';

/** Match patterns know no port here; `pageProfile` compares the whole origin. */
export function matchPatterns({ profiles }: Pick<ProfileSet, 'profiles'>): string[] {
  const patterns = profiles.flatMap(({ origins }) =>
    origins.map((origin) => {
      const { protocol, hostname } = new URL(origin);
      return `${protocol}//${hostname}/*`;
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

async function register(set: Pick<ProfileSet, 'profiles'>, always: boolean): Promise<void> {
  const matches = matchPatterns(set);
  const before = await registered();
  const same = before?.join() === matches.join();
  if (!same) {
    if (before) await browser.scripting.unregisterContentScripts({ ids: [ID] });
    if (matches.length > 0) {
      await browser.scripting.registerContentScripts([
        {
          id: ID,
          js: [FILE],
          matches,
          allFrames: false,
          runAt: 'document_start',
          persistAcrossSessions: true,
        },
      ]);
    }
  }
  if (matches.length > 0 && (always || !same)) await standOnOpenPages(set, matches);
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
