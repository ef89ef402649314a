/**
 * Which frames are our panel. Its address is all it takes to put another one into a page, and with it the same tab
 * would have two: so a frame is answered only after it has shown the nonce our script loaded it with, and a nonce is
 * good for one document.
 */
import { CallError } from './call-error.ts';
import type { Sender } from './dispatcher.ts';
import { exclusively, slot } from './memory.ts';
import { claimNonce, type TabRecord, tabRecord } from './tabs.ts';

/** Each page of a tab brings one, and one that is being left may still have something to keep. */
const KEPT = 8;

const proven = (tabId: number) => slot<string[]>('session', `panels:${tabId}`);

/** What stands for the asking document; old browsers give it no id. */
const documentOf = ({ documentId, frameId }: Sender): string => documentId ?? `frame ${frameId}`;

/** @throws CallError wrong-panel */
export async function provePanel(nonce: string, sender: Sender): Promise<TabRecord> {
  const { tabId } = sender;
  if (tabId === undefined) throw new CallError({ code: 'wrong-panel' });
  const document = documentOf(sender);
  const record = await claimNonce(tabId, nonce, document);
  await exclusively(`panels:${tabId}`, async () => {
    const before = (await proven(tabId).get()) ?? [];
    if (!before.includes(document)) await proven(tabId).set([document, ...before].slice(0, KEPT));
  });
  return record;
}

export async function isProvenPanel(sender: Sender): Promise<boolean> {
  const { tabId } = sender;
  if (tabId === undefined) return false;
  return ((await proven(tabId).get()) ?? []).includes(documentOf(sender));
}

/** The page this panel stands on now; undefined for one whose page has been left or has another panel. */
export async function recordOfPanel(sender: Sender): Promise<TabRecord | undefined> {
  const record = sender.tabId === undefined ? undefined : await tabRecord(sender.tabId);
  return record?.claimedBy === documentOf(sender) ? record : undefined;
}

export const forgetPanels = (tabId: number): Promise<void> => proven(tabId).remove();
