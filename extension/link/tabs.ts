/** What each tab with a recognised page stands on. Written by one hand at a time; ends with the browser. */

import { CallError } from './call-error.ts';
import type { PageSeen, PanelContext } from './calls.ts';
import { announce } from './changes.ts';
import { exclusively, family, slot } from './memory.ts';

export interface TabRecord {
  nonce: string;
  origin: string;
  /** Path of the page as recognised. */
  path: string;
  /** The browser's id of the document; old browsers give none. */
  documentId?: string;
  /** The host's id of the case, from the address. */
  caseId?: string;
  page: PageSeen;
  held?: NonNullable<PanelContext['held']>;
}

const tab = (tabId: number) => slot<TabRecord>('session', `tab:${tabId}`);
const alone = <T>(tabId: number, work: () => Promise<T>): Promise<T> => exclusively(`tab:${tabId}`, work);

export const tabRecord = (tabId: number): Promise<TabRecord | undefined> => tab(tabId).get();

export async function allTabs(): Promise<Map<number, TabRecord>> {
  const found = await family<TabRecord>('session', 'tab:');
  return new Map([...found].map(([tabId, record]) => [Number(tabId), record]));
}

/** What makes two readings be of one page: re-reading a page keeps its panel. */
function samePage(a: Omit<TabRecord, 'nonce'>, b: Omit<TabRecord, 'nonce'>): boolean {
  return a.origin === b.origin && a.path === b.path && a.documentId === b.documentId;
}

export function tabArrived(tabId: number, seen: Omit<TabRecord, 'nonce' | 'held'>): Promise<TabRecord> {
  return alone(tabId, async () => {
    const before = await tab(tabId).get();
    const record: TabRecord =
      before && samePage(before, seen) ? { ...before, ...seen } : { ...seen, nonce: crypto.randomUUID() };
    await tab(tabId).set(record);
    return record;
  });
}

/**
 * @param documentId who says so: the farewell of a page may come after the arrival of the next
 * @returns whether the tab's page is gone
 */
export function tabLeft(tabId: number, documentId?: string): Promise<boolean> {
  return alone(tabId, async () => {
    const record = await tab(tabId).get();
    if (documentId !== undefined && record?.documentId !== undefined && record.documentId !== documentId)
      return false;
    await tab(tabId).remove();
    return true;
  });
}

export async function setHeld(tabId: number, held: TabRecord['held']): Promise<void> {
  await alone(tabId, async () => {
    const record = await tab(tabId).get();
    if (!record) return;
    const { held: _, ...rest } = record;
    await tab(tabId).set(held ? { ...rest, held } : rest);
  });
  announce({ changed: 'panel', tabId });
}

/** A held submission names people: it is not for whoever signs in next. */
export async function forgetHeld(): Promise<void> {
  for (const [tabId, { held }] of await allTabs()) {
    if (held?.reason.why === 'gate') await setHeld(tabId, undefined);
  }
}

/**
 * A panel proves by its nonce that it is the one our content script opened in the tab it asks from.
 * @throws CallError wrong-panel
 */
export async function tabOfPanel(nonce: string, tabId: number | undefined): Promise<[number, TabRecord]> {
  const record = tabId === undefined ? undefined : await tabRecord(tabId);
  if (tabId === undefined || record?.nonce !== nonce) throw new CallError({ code: 'wrong-panel' });
  return [tabId, record];
}
