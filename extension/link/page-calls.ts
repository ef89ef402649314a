/** What the background asks of the content script of a tab. */
import browser from 'webextension-polyfill';
import { type Answer, CallError } from './call-error.ts';
import type { PageCallName, PageCalls } from './calls.ts';

/** A page that is busy with something else must not keep somebody from signing. */
const LOOK_PATIENCE_MS = 1_000;

/** Has the page looked at again: what it says now is known before anything is filed for it. Never rejects. */
export function lookAgain(tabId: number): Promise<unknown> {
  const patience = new Promise((resolve) => setTimeout(resolve, LOOK_PATIENCE_MS));
  return Promise.race([pageCall(tabId, 'lookAgain').catch(() => undefined), patience]);
}

/** @throws CallError page-gone when the tab shows another page by now */
export async function pageCall<N extends PageCallName>(
  tabId: number,
  name: N,
  ...args: Parameters<PageCalls[N]>
): Promise<ReturnType<PageCalls[N]>> {
  let answer: Answer<ReturnType<PageCalls[N]>> | undefined;
  try {
    answer = await browser.tabs.sendMessage(tabId, { pageCall: name, args }, { frameId: 0 });
  } catch {
    throw new CallError({ code: 'page-gone' });
  }
  if (!answer) throw new CallError({ code: 'page-gone' });
  if (!answer.ok) throw new CallError(answer.problem);
  return answer.value;
}
