/**
 * Signatures that are confirmed in a window of our own, because the panel was not in plain sight when they were made
 * (look/press.ts). What is to be signed waits here, in memory, and nothing of it is filed before the person has seen
 * it there and signed. Closing the window is a no.
 */
import browser from 'webextension-polyfill';
import { CallError } from './call-error.ts';
import type { Confirmation, ConfirmationState, FileOutcome, SignedAct } from './calls.ts';
import { announce } from './changes.ts';
import type { Sender } from './dispatcher.ts';
import { exclusively, family, removeFamily, slot } from './memory.ts';
import { currentSession } from './session.ts';

interface Waiting {
  act: SignedAct;
  /** Who is asked: nobody else signs it. */
  owner: string;
  /** Of the panel that asked. */
  tabId: number;
  windowId?: number;
}
interface Kept {
  waiting?: Waiting;
  /** Absent while it waits. */
  outcome?: FileOutcome;
}

const SIZE = { width: 520, height: 720 };

const kept = (id: string) => slot<Kept>('session', `confirm:${id}`);
const alone = <T>(work: () => Promise<T>): Promise<T> => exclusively('confirmations', work);

async function ownerNow(): Promise<string> {
  const session = await currentSession();
  if (!session) throw new CallError({ code: 'signed-out' });
  return session.owner;
}

async function find(of: (waiting: Waiting) => boolean): Promise<[string, Waiting] | undefined> {
  for (const [id, { waiting }] of await family<Kept>('session', 'confirm:'))
    if (waiting && of(waiting)) return [id, waiting];
  return undefined;
}

async function drop([id, { windowId }]: [string, Waiting]): Promise<void> {
  await kept(id).remove();
  // The window of one that was given up has nothing to show.
  if (windowId !== undefined) await browser.windows.remove(windowId).catch(() => undefined);
  announce({ changed: 'confirmation' });
}

/** @returns the id under which the panel asks what has become of it */
export function askConfirmation({ tabId }: Sender, act: SignedAct): Promise<string> {
  return alone(async () => {
    if (tabId === undefined) throw new CallError({ code: 'not-allowed' });
    const owner = await ownerNow();
    const before = await find((waiting) => waiting.tabId === tabId);
    if (before) await drop(before);
    const id = crypto.randomUUID();
    const waiting: Waiting = { act, owner, tabId };
    await kept(id).set({ waiting });
    const url = `${browser.runtime.getURL('confirm.html')}#${id}`;
    const opened = await browser.windows.create({ url, type: 'popup', focused: true, ...SIZE });
    if (opened.id !== undefined) await kept(id).set({ waiting: { ...waiting, windowId: opened.id } });
    return id;
  });
}

async function waitingOf(id: string): Promise<Waiting> {
  const waiting = (await kept(id).get())?.waiting;
  if (waiting?.owner !== (await ownerNow())) throw new CallError({ code: 'not-found' });
  return waiting;
}

/** @throws CallError not-found, signed-out */
export async function confirmation(id: string): Promise<Confirmation> {
  const { act } = await waitingOf(id);
  return { act };
}

/**
 * The person has signed it in the window.
 * @param perform files it
 * @throws CallError not-found, signed-out, and as filing does; it then waits as before
 */
export function confirmSigned(
  id: string,
  perform: (act: SignedAct, tabId: number) => Promise<FileOutcome>,
): Promise<FileOutcome> {
  return alone(async () => {
    const { act, tabId } = await waitingOf(id);
    const outcome = await perform(act, tabId);
    await kept(id).set({ outcome });
    announce({ changed: 'confirmation' });
    return outcome;
  });
}

export async function confirmationState(id: string): Promise<ConfirmationState> {
  const { waiting, outcome } = (await kept(id).get()) ?? {};
  if (outcome === undefined) return waiting ? { state: 'waiting' } : { state: 'dropped' };
  await kept(id).remove();
  return { state: 'signed', outcome };
}

export function dropConfirmation({ tabId }: Sender): Promise<void> {
  return alone(async () => {
    const found = await find((waiting) => waiting.tabId === tabId);
    if (found) await drop(found);
  });
}

export function confirmationWindowClosed(windowId: number): Promise<void> {
  return alone(async () => {
    const found = await find((waiting) => waiting.windowId === windowId);
    if (found) await drop(found);
  });
}

/** Somebody signed out: what waited was theirs to sign. */
export async function forgetConfirmations(): Promise<void> {
  for (const [, { waiting }] of await family<Kept>('session', 'confirm:'))
    if (waiting?.windowId !== undefined)
      await browser.windows.remove(waiting.windowId).catch(() => undefined);
  await removeFamily('session', 'confirm:');
  announce({ changed: 'confirmation' });
}
