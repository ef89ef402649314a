/**
 * The key with which this browser signs what it asks, one a session. It lies in IndexedDB as a key that signs and cannot
 * be read out, under the hash of its session's token: of a key without its token nothing can be done, and the other way
 * round.
 */
import { type DBSchema, openDB } from 'idb';
import { slot } from './memory.ts';
import { makeProof, type RequestToProve } from './proof.ts';
import { sha256Hex } from './seal.ts';

interface Schema extends DBSchema {
  keys: { key: string; value: CryptoKeyPair };
}

const open = () =>
  openDB<Schema>('liuhen-session-key', 1, {
    upgrade: (db) => void db.createObjectStore('keys'),
  });

/** Milliseconds by which the sidecar's clock is ahead of this computer's. */
const ahead = slot<number>('session', 'sidecar-clock');
/** What the way of an answer takes is no difference of clocks. */
const WORTH_NOTING_MS = 5_000;

/** @param time the sidecar's, milliseconds, as it just answered */
export async function noteSidecarTime(time: number): Promise<void> {
  const difference = time - Date.now();
  if (Math.abs(difference - ((await ahead.get()) ?? 0)) > WORTH_NOTING_MS) await ahead.set(difference);
}

/** As long as this worker lives: each request would open the database otherwise. */
let atHand: { token: string; pair: CryptoKeyPair } | undefined;

/** Keeps the key of a session, and no other. */
export async function keepSessionKey(token: string, pair: CryptoKeyPair): Promise<void> {
  const name = await sha256Hex(token);
  const db = await open();
  const tx = db.transaction('keys', 'readwrite');
  await Promise.all([tx.store.clear(), tx.store.put(pair, name), tx.done]);
  db.close();
  atHand = { token, pair };
}

export async function dropSessionKey(): Promise<void> {
  atHand = undefined;
  const db = await open();
  await db.clear('keys');
  db.close();
}

async function keyOf(token: string): Promise<CryptoKeyPair | undefined> {
  if (atHand?.token === token) return atHand.pair;
  const db = await open();
  const pair = await db.get('keys', await sha256Hex(token));
  db.close();
  if (pair) atHand = { token, pair };
  return pair;
}

/** @returns undefined when this browser holds no key of that session */
export async function proveRequest(request: RequestToProve): Promise<string | undefined> {
  const pair = await keyOf(request.token);
  return pair && makeProof(pair, request, Date.now() + ((await ahead.get()) ?? 0));
}
