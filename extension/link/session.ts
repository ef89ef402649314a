/**
 * The session: who is signed in, kept in memory only and gone with the browser. A session that ran out leaves
 * the author's key behind until sign-out, so that what is being typed can still be kept as a draft; nothing is
 * filed, listed or opened with it.
 */
import type { SessionOpened } from '../../shared/api.ts';
import { sidecarAddress } from './address.ts';
import { announce } from './changes.ts';
import { removeFamily, slot } from './memory.ts';
import { importKey, sha256Hex } from './seal.ts';
import { dropSessionKey } from './session-key.ts';

export interface Session extends SessionOpened {
  /** The address that opened it: a token is shown to nobody else. */
  sidecarUrl: string;
  /** Stands for the person in storage: SHA-256 of court code and staff code. */
  owner: string;
}

/** Whoever is at work, as the queue needs to know. */
export interface Author {
  owner: string;
  key: CryptoKey;
  token: string;
  court: string;
}

const kept = slot<Session>('session', 'session');
const lapsed = slot<Pick<Session, 'owner' | 'queueKey'>>('session', 'session-lapsed');

export const ownerOf = (court: string, staffCode: string): Promise<string> =>
  sha256Hex(`${court}\n${staffCode}`);

export async function currentSession(): Promise<Session | undefined> {
  const session = await kept.get();
  if (!session) return undefined;
  if (session.expiresAt <= new Date().toISOString()) {
    await endSession(session.token);
    return undefined;
  }
  return session.sidecarUrl === (await sidecarAddress()).url ? session : undefined;
}

export async function openSession(opened: SessionOpened, sidecarUrl: string): Promise<void> {
  const owner = await ownerOf(opened.court.code, opened.person.staffCode);
  await Promise.all([removeFamily('session', 'view:'), lapsed.remove()]);
  await kept.set({ ...opened, sidecarUrl, owner });
  announce({ changed: 'session' });
}

/** The sidecar no longer knows this token. A late answer to an earlier token must not end a newer session. */
export async function endSession(token: string): Promise<void> {
  const session = await kept.get();
  if (session?.token !== token) return;
  await lapsed.set({ owner: session.owner, queueKey: session.queueKey });
  await kept.remove();
  announce({ changed: 'session' });
}

/** @returns the session that was left, for telling the sidecar */
export async function forgetSession(): Promise<Session | undefined> {
  const session = await kept.get();
  await Promise.all([
    kept.remove(),
    lapsed.remove(),
    dropSessionKey(),
    removeFamily('session', 'view:'),
    removeFamily('session', 'reading:'),
  ]);
  announce({ changed: 'session' });
  return session;
}

export async function currentAuthor(): Promise<Author | undefined> {
  const session = await currentSession();
  if (!session) return undefined;
  const { owner, token, court } = session;
  return { owner, token, court: court.code, key: await importKey(session.queueKey) };
}

/** Who may still put a draft away: the person signed in, or the one whose session just ran out. */
export async function draftAuthor(): Promise<Pick<Author, 'owner' | 'key'> | undefined> {
  const who = (await currentSession()) ?? (await lapsed.get());
  return who && { owner: who.owner, key: await importKey(who.queueKey) };
}
