/**
 * An entry read under a grant. The opening is filed first and by its id the entry is read; each entry is opened once, so the id is
 * kept for as long as the browser runs: an answer that got lost on the way is asked for again, and a page may be loaded anew.
 */
import type { GrantedEntry } from '../../shared/api.ts';
import { CallError } from './call-error.ts';
import type { Slot } from './memory.ts';

export interface GrantedOpening {
  /** Of the record that opens it. */
  id: string;
  at: string;
}

export interface OpenGrantedDeps {
  kept: Slot<GrantedOpening>;
  ask(opening: string): Promise<GrantedEntry>;
  fileOpening(opening: GrantedOpening): Promise<unknown>;
  fresh(): GrantedOpening;
}

export interface Granted {
  entry: GrantedEntry;
  /** By which its files are read. */
  opening: string;
}

const isRefused = (error: unknown): boolean =>
  error instanceof CallError && error.problem.problem !== undefined && error.problem.problem.status < 500;

async function read({ kept, ask }: Pick<OpenGrantedDeps, 'kept' | 'ask'>, opening: string): Promise<Granted> {
  try {
    return { entry: await ask(opening), opening };
  } catch (error) {
    if (isRefused(error)) await kept.remove();
    throw error;
  }
}

/** The entry, if it was opened here and that still holds; nothing is filed. */
export async function openedGranted(
  deps: Pick<OpenGrantedDeps, 'kept' | 'ask'>,
): Promise<Granted | undefined> {
  const before = await deps.kept.get();
  if (!before) return undefined;
  try {
    return await read(deps, before.id);
  } catch (error) {
    if (isRefused(error)) return undefined;
    throw error;
  }
}

/** Opens it, or goes on with an opening of which nobody knows whether it arrived. */
export async function openGranted(deps: OpenGrantedDeps): Promise<Granted> {
  const opening = (await deps.kept.get()) ?? deps.fresh();
  await deps.kept.set(opening);
  try {
    await deps.fileOpening(opening);
  } catch (error) {
    if (isRefused(error)) await deps.kept.remove();
    throw error;
  }
  return read(deps, opening.id);
}
