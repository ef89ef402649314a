/** Answers what the background asks of this page: `{ pageCall, args }` → `{ ok, value }` or `{ ok: false, problem }`. */
import browser from 'webextension-polyfill';
import type { CallProblem, PageCallName, PageCalls } from '../link/calls.ts';
import { extensionHere } from './background.ts';

export interface PageCallMessage<N extends PageCallName = PageCallName> {
  pageCall: N;
  args: Parameters<PageCalls[N]>;
}
export type PageCallAnswer<N extends PageCallName = PageCallName> =
  | { ok: true; value: ReturnType<PageCalls[N]> }
  | { ok: false; problem: CallProblem };

export type PageCallHandlers = {
  [N in PageCallName]: (
    ...args: Parameters<PageCalls[N]>
  ) => ReturnType<PageCalls[N]> | Promise<ReturnType<PageCalls[N]>>;
};

/** Thrown by a handler that cannot do what is asked, with the code that is answered. */
export class PageRefusal extends Error {}

/** @returns undefined for a message that is not for this page */
export function hearPageCall(
  message: unknown,
  handlers: PageCallHandlers,
): Promise<PageCallAnswer> | undefined {
  if (typeof message !== 'object' || message === null || !('pageCall' in message)) return undefined;
  const { pageCall, args } = message as { pageCall: unknown; args?: unknown };
  if (typeof pageCall !== 'string' || !Object.hasOwn(handlers, pageCall)) return undefined;
  const handler = handlers[pageCall as PageCallName] as (...args: unknown[]) => unknown;
  return (async (): Promise<PageCallAnswer> => {
    try {
      const value = (await handler(...(Array.isArray(args) ? args : []))) as never;
      return { ok: true, value };
    } catch (error) {
      return { ok: false, problem: { code: error instanceof PageRefusal ? error.message : 'unexpected' } };
    }
  })();
}

export function answerPageCalls(handlers: PageCallHandlers, signal: AbortSignal): void {
  const own = browser.runtime.id;
  const hear = (message: unknown, sender: { id?: string }) =>
    sender.id === own ? hearPageCall(message, handlers) : undefined;
  browser.runtime.onMessage.addListener(hear as never);
  signal.addEventListener('abort', () => {
    // Of an extension that is gone there is nothing left to take a listener from.
    if (extensionHere()) browser.runtime.onMessage.removeListener(hear as never);
  });
}
