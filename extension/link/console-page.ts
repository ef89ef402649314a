/** The console stands in one tab: the one that is open is shown, and only where there is none another is made. */
import browser from 'webextension-polyfill';

/** @param hash where in the console, e.g. `#/mine` */
export async function openConsole(hash: string): Promise<void> {
  const address = browser.runtime.getURL('console.html');
  // Without the tabs permission a browser tells addresses of our own pages, and those of the court's own systems.
  const tabs = await browser.tabs.query({});
  const open = tabs.find(({ url }) => url !== undefined && url.split('#')[0] === address);
  if (open?.id === undefined) {
    await browser.tabs.create({ url: address + hash });
    return;
  }
  await browser.tabs.update(open.id, { active: true, url: address + hash });
  if (open.windowId !== undefined) await browser.windows.update(open.windowId, { focused: true });
}
