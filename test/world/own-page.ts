/** Calls made from a page of the extension, and what lies in the queue's store of a browser. */
import type { Page } from 'playwright-core';
import type { Desk } from './browser.ts';

export type Answer = { ok: true; value: unknown } | { ok: false; problem: { code: string } };

/** Opens a page of the extension that has every right a panel has. */
export async function openOwnPage(
  desk: Desk,
  name: 'popup.html' | 'options.html' = 'popup.html',
): Promise<Page> {
  const page = await desk.context.newPage();
  await page.goto(`${desk.origin}/${name}`);
  return page;
}

export const callFrom = (page: Page, call: string, ...args: unknown[]): Promise<Answer> =>
  page.evaluate(`chrome.runtime.sendMessage(${JSON.stringify({ call, args })})`);

export async function signOut(desk: Desk): Promise<void> {
  const popup = await openOwnPage(desk);
  await popup.getByRole('button', { name: '退出登录' }).click();
  await popup.getByRole('button', { name: '登录', exact: true }).waitFor();
  await popup.close();
}

export interface StoredQueue {
  /** Ids of waiting records, whoever they belong to. */
  rows: string[];
  kept: number;
  /** How many of rows and kept bytes the key of the person signed in opens. */
  opened: number;
}

/** Reads the store as a thief with the browser open would, and tries the signed-in person's key on everything. */
export const storedQueue = (page: Page): Promise<StoredQueue> =>
  page.evaluate(`(async () => {
    const db = await new Promise((done, failed) => {
      const opening = indexedDB.open('liuhen-queue');
      opening.onsuccess = () => done(opening.result);
      opening.onerror = () => failed(opening.error);
    });
    const all = (name) => new Promise((done) => {
      const asking = db.transaction(name).objectStore(name).getAll();
      asking.onsuccess = () => done(asking.result);
    });
    const [rows, kept] = [await all('rows'), await all('kept')];
    db.close();
    const { session } = await chrome.storage.session.get('session');
    const raw = Uint8Array.from(atob(session.queueKey), (letter) => letter.charCodeAt(0));
    const key = await crypto.subtle.importKey('raw', raw, 'AES-GCM', false, ['decrypt']);
    let opened = 0;
    for (const { id, name, owner, sealed } of [...rows, ...kept]) {
      const additionalData = new TextEncoder().encode((id ?? name) + '\\n' + owner);
      await crypto.subtle.decrypt({ name: 'AES-GCM', iv: sealed.iv, additionalData }, key, sealed.data)
        .then(() => { opened += 1; }, () => {});
    }
    return { rows: rows.map(({ id }) => id), kept: kept.length, opened };
  })()`);

/** Writes two texts where an extension could leave them in clear: a search of the disk must find these. */
export const leaveInClear = (page: Page, inStorage: string, inDatabase: string): Promise<void> =>
  page.evaluate(`(async () => {
    await chrome.storage.local.set({ probe: ${JSON.stringify(inStorage)} });
    await new Promise((done, failed) => {
      const opening = indexedDB.open('probe', 1);
      opening.onupgradeneeded = () => opening.result.createObjectStore('texts');
      opening.onsuccess = () => {
        const writing = opening.result.transaction('texts', 'readwrite', { durability: 'strict' });
        writing.objectStore('texts').put(${JSON.stringify(inDatabase)}, 1);
        writing.oncomplete = done;
        writing.onerror = failed;
      };
    });
  })()`);
