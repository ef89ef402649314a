/**
 * Starts the background: hands each event of the browser to the room it belongs to. All listeners are set in the
 * first turn of the worker, or the event that woke it would be lost.
 */
import browser from 'webextension-polyfill';
import { onAddressChange } from './address.ts';
import { refreshBadge } from './badge.ts';
import { forgetAsking } from './cache.ts';
import { callsTable } from './calls-table.ts';
import { listen } from './changes.ts';
import { confirmationWindowClosed } from './confirmations.ts';
import { forgetLink, linkState } from './connection.ts';
import { registerContentScript } from './content-script.ts';
import { sendCover } from './cover.ts';
import { type DispatchDeps, dispatch, type RawSender } from './dispatcher.ts';
import { forgetDock } from './dock.ts';
import { shutToPages, slot } from './memory.ts';
import type { Network } from './network.ts';
import { queue } from './outbox.ts';
import { placeOf } from './page-place.ts';
import { forgetPanels, isProvenPanel } from './panel-claims.ts';
import { boundTo, knownProfiles, refreshProfiles } from './profiles.ts';
import { currentSession } from './session.ts';
import { refreshShells } from './shells.ts';
import { forgetHeld, tabLeft, tabRecord } from './tabs.ts';

const TICK = 'tick';
const RETRY = 'retry';

/** Failures here are of the moment; what matters is written down and tried again. */
const quietly = (work: Promise<unknown>): void => void work.catch((error: unknown) => console.debug(error));

/** Hash of the set that rules and script were last made from. */
const applied = slot<string>('local', 'profiles-applied');

async function applyKnown(network: Network, always: boolean): Promise<void> {
  const set = await knownProfiles();
  if (!set) return;
  // The block before the script: no page may be met without it.
  await network.apply(set);
  await registerContentScript(set, always);
  await applied.set(set.hash);
}

async function renewProfiles(network: Network): Promise<void> {
  await refreshProfiles();
  // Also when an earlier attempt to apply them failed half-way.
  if ((await knownProfiles())?.hash !== (await applied.get())) await applyKnown(network, false);
}

/** A minute's alarm, only while something waits or the sidecar is away. */
async function setRetry(): Promise<void> {
  const needed = (await linkState()) === 'offline' || (await queue.count()) > 0;
  const set = (await browser.alarms.get(RETRY)) !== undefined;
  if (needed && !set) await browser.alarms.create(RETRY, { periodInMinutes: 1 });
  if (!needed && set) await browser.alarms.clear(RETRY);
}

/** A browser may forget alarms when it is updated. */
async function setTick(): Promise<void> {
  if (!(await browser.alarms.get(TICK))) await browser.alarms.create(TICK, { periodInMinutes: 10 });
}

async function beat(network: Network): Promise<void> {
  await renewProfiles(network).catch(() => undefined);
  if (await currentSession()) await queue.flush();
  await refreshBadge();
  await setRetry();
}

/** A tab that shows another address by now has left its page, whether or not its script could say so. */
async function tabMoved(network: Network, tabId: number, url: string): Promise<void> {
  const record = await tabRecord(tabId);
  if (!record) return;
  const { origin, pathname } = new URL(url);
  const bound = boundTo(record.origin, await knownProfiles());
  const place = origin === record.origin && bound ? placeOf(bound, record.page.type, pathname) : undefined;
  if (!place || place.caseId !== record.caseId) await Promise.all([network.close(tabId), tabLeft(tabId)]);
}

function hearChanges(): void {
  listen(({ changed }) => {
    if (changed === 'panel') return refreshShells();
    // Comes many times a file, and no view shows it; what is being confirmed is shown by its own window.
    if (changed === 'evidence' || changed === 'confirmation') return;
    forgetAsking();
    if (changed === 'session')
      quietly(currentSession().then((session) => (session ? queue.flush(true) : forgetHeld())));
    if (changed === 'link')
      quietly(linkState().then((link) => (link === 'online' ? queue.flush(true) : undefined)));
    quietly(refreshBadge());
    quietly(setRetry());
    refreshShells();
  });
}

export function startBackground(network: Network): void {
  const table = callsTable(network);
  const deps: DispatchDeps = {
    id: browser.runtime.id,
    protocol: new URL(browser.runtime.getURL('')).protocol,
    isProven: isProvenPanel,
  };

  // Answered through `sendResponse`: the one way all browsers we run on understand.
  browser.runtime.onMessage.addListener(((
    message: unknown,
    sender: RawSender,
    respond: (a: unknown) => void,
  ) => {
    const answer = dispatch(message, sender, table, deps);
    if (!answer) return undefined;
    void answer.then(respond);
    return true;
  }) as never);

  browser.runtime.onInstalled.addListener(() => {
    // An update takes registered scripts away; the rules stay.
    quietly(applyKnown(network, true).then(() => beat(network)));
  });
  browser.runtime.onStartup.addListener(() => quietly(applyKnown(network, false).then(() => beat(network))));
  browser.alarms.onAlarm.addListener(({ name }) => {
    quietly(network.closeDue());
    if (name === TICK || name === RETRY) quietly(beat(network));
    if (name === TICK) quietly(sendCover());
  });
  browser.tabs.onRemoved.addListener((tabId) =>
    quietly(Promise.all([network.close(tabId), tabLeft(tabId), forgetDock(tabId), forgetPanels(tabId)])),
  );
  browser.windows.onRemoved.addListener((windowId) => quietly(confirmationWindowClosed(windowId)));
  browser.tabs.onUpdated.addListener((tabId, { url }) => {
    if (url !== undefined) quietly(tabMoved(network, tabId, url));
  });
  onAddressChange(() => quietly(forgetLink().then(() => beat(network))));
  hearChanges();

  quietly(shutToPages());
  quietly(network.closeDue());
  quietly(setTick());
}
