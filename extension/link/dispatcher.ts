/** Answers the calls of the other parts of the extension, and nobody else's. */
import { type Answer, problemOf } from './call-error.ts';
import { CALL_RULES, type Caller } from './call-rules.ts';
import type { CallName, Calls } from './calls.ts';

/** Who asks, as the browser says; nothing of it comes from the message. */
export interface Sender {
  by: Caller;
  tabId?: number;
  frameId?: number;
  documentId?: string;
  /** Address of the asking document. */
  url: string;
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

export interface DispatchDeps {
  id: string;
  /** `chrome-extension:` or the like. */
  protocol: string;
  /** Whether a page of ours in a frame has shown that our script placed it. */
  isProven(sender: Sender): Promise<boolean>;
}

const protocolOf = (address: string): string => (URL.canParse(address) ? new URL(address).protocol : '');

/**
 * A page of the extension itself, rather than a content script: only extension pages have an address of the
 * extension's scheme, and the id says whose. A sandboxed frame has the origin `null` and is neither.
 */
const isOwnPage = (sender: RawSender, { protocol }: DispatchDeps): boolean =>
  protocolOf(sender.origin ?? sender.url ?? '') === protocol && protocolOf(sender.url ?? '') === protocol;

/** @returns undefined for who is none of ours: a frame of the host's page, a sandboxed page */
function senderOf(raw: RawSender, deps: DispatchDeps): Sender | undefined {
  const { url, frameId, documentId, tab } = raw;
  const from = {
    url: url ?? '',
    ...(tab?.id === undefined ? {} : { tabId: tab.id }),
    ...(frameId === undefined ? {} : { frameId }),
    ...(documentId === undefined ? {} : { documentId }),
  };
  if (isOwnPage(raw, deps)) return { ...from, by: tab === undefined || frameId === 0 ? 'window' : 'panel' };
  return protocolOf(from.url) !== deps.protocol && frameId === 0 && tab?.id !== undefined
    ? { ...from, by: 'page' }
    : undefined;
}

/** What a panel has to do before anything else. */
const PROOF: CallName = 'panelContext';

async function answer(
  name: CallName,
  args: unknown,
  sender: Sender,
  table: CallsTable,
  deps: DispatchDeps,
): Promise<Answer<unknown>> {
  const rule = CALL_RULES[name];
  const refused = (code: string): Answer<unknown> => ({ ok: false, problem: { code } });
  if (!rule.by.includes(sender.by)) return refused('not-allowed');
  try {
    if (sender.by === 'panel' && name !== PROOF && !(await deps.isProven(sender)))
      return refused('not-allowed');
    const given = rule.takes.safeParse(args ?? []);
    if (!given.success) return refused('input-invalid');
    const act = table[name] as (from: Sender, ...rest: unknown[]) => Promise<unknown>;
    return { ok: true, value: await act(sender, ...given.data) };
  } catch (error) {
    const problem = problemOf(error);
    // The caller learns no more than a code; whoever looks into the worker sees the rest.
    if (problem.code === 'unexpected') console.error(`call ${name}`, error);
    return { ok: false, problem };
  }
}

/** @returns undefined for a message that is not a call to the background */
export function dispatch(
  message: unknown,
  raw: RawSender,
  table: CallsTable,
  deps: DispatchDeps,
): Promise<Answer<unknown>> | undefined {
  if (
    raw.id !== deps.id ||
    typeof message !== 'object' ||
    message === null ||
    !Object.hasOwn(message, 'call')
  )
    return undefined;
  const { call, args } = message as { call: unknown; args?: unknown };
  const sender = senderOf(raw, deps);
  if (!sender || typeof call !== 'string' || !Object.hasOwn(CALL_RULES, call))
    return Promise.resolve({ ok: false, problem: { code: 'not-allowed' } });
  return answer(call as CallName, args, sender, table, deps);
}
