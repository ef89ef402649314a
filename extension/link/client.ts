/** How the pages of the extension and its content script call the background. */
import browser from 'webextension-polyfill';
import { type Answer, CallError } from './call-error.ts';
import type { CallName, Calls, Changed } from './calls.ts';

export { type Answer, CallError };

/** @throws CallError with the background's problem, or `unexpected` when it did not answer */
export async function call<N extends CallName>(
  name: N,
  ...args: Parameters<Calls[N]>
): Promise<ReturnType<Calls[N]>> {
  let answer: Answer<ReturnType<Calls[N]>> | undefined;
  try {
    answer = await browser.runtime.sendMessage({ call: name, args });
  } catch {
    throw new CallError({ code: 'extension-gone' });
  }
  if (!answer) throw new CallError({ code: 'unexpected' });
  if (!answer.ok) throw new CallError(answer.problem);
  return answer.value;
}

/** @returns a function that stops listening */
export function onChanged(listener: (change: Changed) => void): () => void {
  const hear = (message: unknown, { id, tab }: { id?: string; tab?: unknown }): undefined => {
    // Told by the background; whatever stands in a tab only hears.
    if (id !== browser.runtime.id || tab !== undefined) return;
    if (typeof message === 'object' && message !== null && 'changed' in message) listener(message as Changed);
  };
  browser.runtime.onMessage.addListener(hear as never);
  return () => browser.runtime.onMessage.removeListener(hear as never);
}
