/**
 * What the shell remembers: its place for each address of the host, and open or folded for each tab. Kept here,
 * because what a script on a page keeps by itself the page can read.
 */
import type { Dock } from './calls.ts';
import { slot } from './memory.ts';

const placeAt = (origin: string) => slot<Pick<Dock, 'side' | 'top'>>('local', `place:${origin}`);
const openIn = (tabId: number) => slot<boolean>('session', `dock-open:${tabId}`);

export async function dockOf(tabId: number, origin: string): Promise<Dock> {
  const [place, open] = await Promise.all([placeAt(origin).get(), openIn(tabId).get()]);
  return { ...place, ...(open === undefined ? {} : { open }) };
}

export async function keepDock(tabId: number, origin: string, { open, ...place }: Dock): Promise<void> {
  await Promise.all([
    Object.keys(place).length === 0 ? undefined : placeAt(origin).set(place),
    open === undefined ? undefined : openIn(tabId).set(open),
  ]);
}

export const forgetDock = (tabId: number): Promise<void> => openIn(tabId).remove();
