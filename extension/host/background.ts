/** Calls from the page, and the moment at which there is nobody left to call. */

import type { CallName, Calls } from '../link/calls.ts';
import { CallError, call } from '../link/client.ts';

/** False once the extension was updated, switched off or removed under this page. */
export function extensionHere(): boolean {
  // Not through the polyfill: of an extension that is gone, even asking may throw.
  const { chrome } = globalThis as { chrome?: { runtime?: { id?: string } } };
  return chrome?.runtime?.id !== undefined;
}

/** @returns undefined when the call came to nothing, for whatever reason */
export async function ask<N extends CallName>(
  name: N,
  ...args: Parameters<Calls[N]>
): Promise<ReturnType<Calls[N]> | undefined> {
  try {
    return await call(name, ...args);
  } catch (error) {
    if (!(error instanceof CallError)) console.warn('[liuhen]', name, error);
    return undefined;
  }
}
