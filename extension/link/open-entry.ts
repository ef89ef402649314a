/**
 * A custodian's look at an entry. Each opening is a record its author can see and holds for an hour, so one that still holds
 * is looked at again without a second trace.
 */
import type { ScreenedEntry } from '../../shared/api.ts';
import { CallError } from './call-error.ts';

export interface OpenEntryDeps {
  ask(id: string): Promise<ScreenedEntry>;
  fileOpening(id: string): Promise<unknown>;
  now(): number;
}

/** The entry, if an opening of it holds; nothing is filed. */
export async function openedEntry(
  { ask, now }: Pick<OpenEntryDeps, 'ask' | 'now'>,
  id: string,
): Promise<ScreenedEntry | undefined> {
  try {
    const entry = await ask(id);
    // By this computer's clock its hour is over: the page would take it away at once.
    return Date.parse(entry.openUntil) > now() ? entry : undefined;
  } catch (error) {
    if (error instanceof CallError && error.problem.problem?.code === 'opening-required') return undefined;
    throw error;
  }
}

/** The entry; the opening is filed first, unless one holds. */
export async function openEntry(deps: OpenEntryDeps, id: string): Promise<ScreenedEntry> {
  const opened = await openedEntry(deps, id);
  if (opened) return opened;
  await deps.fileOpening(id);
  return deps.ask(id);
}
