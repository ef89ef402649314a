/** Puts the network rules into the browser, and opens them for one tab after a clearance. */
import browser, { type DeclarativeNetRequest } from 'webextension-polyfill';
import type { ProfileSet } from '../../shared/host-profile.ts';
import { exclusively, family, slot } from '../link/memory.ts';
import {
  blockingRule,
  networkRules,
  type Opening,
  openingRules,
  type WideningRule,
} from './network-rules.ts';

/** How long one tab may send after a clearance. */
export const OPEN_MS = 60_000;

type Condition = DeclarativeNetRequest.RuleConditionType;

const openUntil = (tabId: number) => slot<number>('session', `open:${tabId}`);
const alarmOf = (tabId: number): string => `close:${tabId}`;

async function takes({ regexFilter, isUrlFilterCaseSensitive }: Condition): Promise<boolean> {
  if (regexFilter === undefined) return true;
  const options = { regex: regexFilter, isCaseSensitive: isUrlFilterCaseSensitive ?? false };
  return (await browser.declarativeNetRequest.isRegexSupported(options)).isSupported;
}

async function firstTaken({ widths }: WideningRule): Promise<Condition | undefined> {
  for (const condition of widths) if (await takes(condition)) return condition;
  return undefined;
}

/** Replaces the rules for all tabs in one step: there is no moment without them. */
export function applyNetworkRules(set: Pick<ProfileSet, 'profiles'>): Promise<void> {
  return exclusively('network', async () => {
    const addRules: DeclarativeNetRequest.Rule[] = [];
    for (const rule of networkRules(set)) {
      const condition = await firstTaken(rule);
      if (condition) addRules.push(blockingRule(rule.id, condition));
    }
    const removeRuleIds = (await browser.declarativeNetRequest.getDynamicRules()).map(({ id }) => id);
    await browser.declarativeNetRequest.updateDynamicRules({ removeRuleIds, addRules });
  });
}

async function rulesOf(tabId: number): Promise<number[]> {
  const rules = await browser.declarativeNetRequest.getSessionRules();
  return rules.filter(({ condition }) => condition.tabIds?.includes(tabId)).map(({ id }) => id);
}

/** @returns until when the tab may send, milliseconds since 1970 */
export async function openNetwork(opening: Opening): Promise<number> {
  const { tabId } = opening;
  const until = Date.now() + OPEN_MS;
  await exclusively('network', async () => {
    const removeRuleIds = await rulesOf(tabId);
    const taken = new Set((await browser.declarativeNetRequest.getSessionRules()).map(({ id }) => id));
    let id = 0;
    const addRules = openingRules(opening).map((rule) => {
      do id += 1;
      while (taken.has(id));
      return { ...rule, id };
    });
    // Noted first: should the worker end between the two steps, the next one still closes.
    await openUntil(tabId).set(until);
    await browser.declarativeNetRequest.updateSessionRules({ removeRuleIds, addRules });
  });
  // The timer is on time, the alarm survives the end of the worker.
  setTimeout(() => void closeDue(), OPEN_MS);
  await browser.alarms.create(alarmOf(tabId), { when: until });
  return until;
}

export async function closeNetwork(tabId: number): Promise<void> {
  if ((await openUntil(tabId).get()) === undefined) return;
  await exclusively('network', async () => {
    await browser.declarativeNetRequest.updateSessionRules({ removeRuleIds: await rulesOf(tabId) });
    await openUntil(tabId).remove();
  });
  await browser.alarms.clear(alarmOf(tabId));
}

/** Closes what should be closed by now. */
export async function closeDue(): Promise<void> {
  for (const [tabId, until] of await family<number>('session', 'open:')) {
    if (until <= Date.now()) await closeNetwork(Number(tabId));
  }
}

export async function closeAll(): Promise<void> {
  for (const tabId of (await family<number>('session', 'open:')).keys()) await closeNetwork(Number(tabId));
}
