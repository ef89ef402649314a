/** What the shell remembers: its place for each address of the host, and open or folded for each tab. */
import browser from 'webextension-polyfill';
import type { Wish } from './dock-place.ts';

const placeKey = `place:${location.origin}`;
/** In the page's own session storage, the only one a script on a page has for its tab. It says nothing else. */
const OPEN_KEY = 'liuhen.open';

export async function rememberedPlace(): Promise<Wish> {
  try {
    const { [placeKey]: kept } = await browser.storage.local.get(placeKey);
    const { side, top } = (kept ?? {}) as { side?: unknown; top?: unknown };
    return {
      ...(side === 'left' || side === 'right' ? { side } : {}),
      ...(typeof top === 'number' && top >= 0 && top <= 1 ? { top } : {}),
    };
  } catch {
    return {};
  }
}

export function rememberPlace(place: Wish): void {
  void browser.storage.local.set({ [placeKey]: place }).catch(() => {});
}

export function rememberedOpen(): boolean | undefined {
  try {
    const kept = sessionStorage.getItem(OPEN_KEY);
    return kept === null ? undefined : kept === '1';
  } catch {
    return undefined;
  }
}

export function rememberOpen(open: boolean): void {
  try {
    sessionStorage.setItem(OPEN_KEY, open ? '1' : '0');
  } catch {
    // A page without storage: the shell then starts folded each time.
  }
}
