/** What each tab with a recognised page stands on. Written by one hand at a time; ends with the browser. */

import { CallError } from './call-error.ts';
import type { PageSeen, PanelContext } from './calls.ts';
import { announce } from './changes.ts';
import { exclusively, family, slot } from './memory.ts';

export interface TabRecord {
  nonce: string;
  /** The document of the panel that has shown this nonce. */
  claimedBy?: string;
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
type Seen = Omit<TabRecord, 'nonce' | 'claimedBy' | 'held'>;

function samePage(a: Seen, b: Seen): boolean {
  return a.origin === b.origin && a.path === b.path && a.documentId === b.documentId;
}

export async function tabArrived(tabId: number, seen: Seen): Promise<TabRecord> {
  const { before, record } = await alone(tabId, async () => {
    const before = await tab(tabId).get();
    const record: TabRecord =
      before && samePage(before, seen) ? { ...before, ...seen } : { ...seen, nonce: crypto.randomUUID() };
    await tab(tabId).set(record);
    return { before, record };
  });
  // A page that says something else than before: its panel is told.
  if (record.nonce === before?.nonce && JSON.stringify(record.page) !== JSON.stringify(before.page))
    announce({ changed: 'panel', tabId });
  return record;
}

/** Another nonce for the panel of the same page: the one before is good for nobody any more. */
export function renewNonce(tabId: number): Promise<string | undefined> {
  return alone(tabId, async () => {
    const record = await tab(tabId).get();
    if (!record) return undefined;
    const { claimedBy: _, ...rest } = record;
    const nonce = crypto.randomUUID();
    await tab(tabId).set({ ...rest, nonce });
    return nonce;
  });
}

/**
 * A panel proves by its nonce that it is the one our content script opened in the tab it asks from; the first to show
 * it has it.
 * @throws CallError wrong-panel
 */
export function claimNonce(tabId: number, nonce: string, document: string): Promise<TabRecord> {
  return alone(tabId, async () => {
    const record = await tab(tabId).get();
    if (record?.nonce !== nonce || (record.claimedBy ?? document) !== document)
      throw new CallError({ code: 'wrong-panel' });
    if (record.claimedBy === undefined) await tab(tabId).set({ ...record, claimedBy: document });
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
