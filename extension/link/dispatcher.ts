/** Answers the calls of the other parts of the extension, and nobody else's. */
import { type Answer, problemOf } from './call-error.ts';
import { type CallName, type Calls, PAGE_CALLS } from './calls.ts';
import { isPageInput } from './page-input.ts';

/** Who asks, as the browser says; nothing of it comes from the message. */
export interface Sender {
  tabId?: number;
  frameId?: number;
  documentId?: string;
  /** Address of the asking document. */
  url: string;
  /** A page of the extension itself, not a script on the host's page. */
  ownPage: boolean;
}

export type CallsTable = {
  [N in CallName]: (sender: Sender, ...args: Parameters<Calls[N]>) => Promise<ReturnType<Calls[N]>>;
};

/** The part of the browser's sender this rests on. */
export interface RawSender {
  id?: string | undefined;
  url?: string | undefined;
  origin?: string | undefined;
  frameId?: number | undefined;
  documentId?: string | undefined;
  tab?: { id?: number | undefined } | undefined;
}

interface Own {
  id: string;
  /** `chrome-extension:` or the like. */
  protocol: string;
}

const protocolOf = (address: string): string => (URL.canParse(address) ? new URL(address).protocol : '');

/**
 * A page of the extension itself, rather than a content script: only extension pages have an address of the
 * extension's scheme, and the id says whose. A sandboxed frame has the origin `null` and is neither.
 */
const isOwnPage = (sender: RawSender, own: Own): boolean =>
  protocolOf(sender.origin ?? sender.url ?? '') === own.protocol &&
  protocolOf(sender.url ?? '') === own.protocol;

function senderOf(raw: RawSender, own: Own): Sender {
  const { url, frameId, documentId, tab } = raw;
  return {
    url: url ?? '',
    ownPage: isOwnPage(raw, own),
    ...(tab?.id === undefined ? {} : { tabId: tab.id }),
    ...(frameId === undefined ? {} : { frameId }),
    ...(documentId === undefined ? {} : { documentId }),
  };
}

function refusal(name: CallName, args: unknown[], sender: RawSender, own: Own): string | undefined {
  if (isOwnPage(sender, own)) return undefined;
  if (!PAGE_CALLS.includes(name)) return 'not-allowed';
  if (sender.frameId !== 0 || sender.tab?.id === undefined) return 'not-allowed';
  return isPageInput(name, args) ? undefined : 'input-invalid';
}

/** @returns undefined for a message that is not a call to the background */
export function dispatch(
  message: unknown,
  sender: RawSender,
  table: CallsTable,
  own: Own,
): Promise<Answer<unknown>> | undefined {
  if (sender.id !== own.id || typeof message !== 'object' || message === null || !('call' in message))
    return undefined;
  const { call, args } = message as { call: unknown; args?: unknown };
  if (typeof call !== 'string' || !Object.hasOwn(table, call)) {
    return Promise.resolve({ ok: false, problem: { code: 'not-allowed' } });
  }
  const name = call as CallName;
  const list = Array.isArray(args) ? (args as unknown[]) : [];
  const code = refusal(name, list, sender, own);
  if (code !== undefined) return Promise.resolve({ ok: false, problem: { code } });
  const answer = table[name] as (from: Sender, ...rest: unknown[]) => Promise<unknown>;
  return (async (): Promise<Answer<unknown>> => {
    try {
      return { ok: true, value: await answer(senderOf(sender, own), ...list) };
    } catch (error) {
      const problem = problemOf(error);
      // The caller learns no more than a code; whoever looks into the worker sees the rest.
      if (problem.code === 'unexpected') console.error(`call ${name}`, error);
      return { ok: false, problem };
    }
  })();
}
