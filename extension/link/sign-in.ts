/**
 * Sign-in: authorization code with PKCE at the court's identity provider, in a window of the browser. The code
 * goes to the sidecar, which exchanges it; no token of the provider ever reaches the browser.
 */
import browser from 'webextension-polyfill';
import { type SignInOffer, sessionOpened, signInOffer } from '../../shared/api.ts';
import { sidecarAddress } from './address.ts';
import { CallError, problemOf } from './call-error.ts';
import { sidecar } from './connection.ts';
import { deviceName } from './device-name.ts';
import { exclusively, slot } from './memory.ts';
import { createKeyPair, publicHalf } from './proof.ts';
import { sha256Bytes, toBase64Url } from './seal.ts';
import { forgetSession, openSession } from './session.ts';
import { keepSessionKey } from './session-key.ts';
import { authorizationUrl, codeFrom } from './sign-in-url.ts';

/** How long ago a sign-in may be that is asked for anew: what giving password and code takes, and the way back. Seconds. */
const FRESH_S = 300;

/** Names this browser to the sidecar, which derives the queue's key from person and device. */
const device = slot<string>('local', 'device');
/** Set by sign-out: the next sign-in asks for the password even where the provider still knows somebody. */
const askAnew = slot<true>('session', 'sign-in-ask-anew');

const deviceId = (): Promise<string> =>
  exclusively('device', async () => {
    const known = await device.get();
    if (known !== undefined) return known;
    const made = toBase64Url(crypto.getRandomValues(new Uint8Array(16)));
    await device.set(made);
    return made;
  });

const randomText = (): string => toBase64Url(crypto.getRandomValues(new Uint8Array(32)));

interface CallbackIdentity {
  launchWebAuthFlow(details: { url: string; interactive: boolean }, done: (redirect?: string) => void): void;
}

/** With a callback where there is one: as a promise this exists only since Chrome 106. */
function openWindow(url: string): Promise<string> {
  const { chrome } = globalThis as unknown as {
    chrome?: { identity: CallbackIdentity; runtime: { lastError?: { message?: string } } };
  };
  if (!chrome) return browser.identity.launchWebAuthFlow({ url, interactive: true });
  return new Promise((resolve, reject) => {
    chrome.identity.launchWebAuthFlow({ url, interactive: true }, (redirect) => {
      const message = chrome.runtime.lastError?.message;
      if (redirect === undefined) reject(new Error(message ?? 'no redirect'));
      else resolve(redirect);
    });
  });
}

async function askForCode(
  offer: SignInOffer,
  base: string,
  nonce: string,
  verifier: string,
  again: boolean,
): Promise<string> {
  const state = randomText();
  const url = authorizationUrl(offer, base, {
    redirectUri: browser.identity.getRedirectURL(),
    state,
    nonce,
    challenge: toBase64Url(await sha256Bytes(verifier)),
    language: browser.i18n.getUILanguage(),
    askAnew: again || (await askAnew.get()) === true,
    maxAge: again ? FRESH_S : undefined,
  });
  let redirect: string;
  try {
    redirect = await openWindow(url);
  } catch (error) {
    const unloaded = error instanceof Error && /could not be loaded/i.test(error.message);
    throw new CallError({ code: unloaded ? 'sign-in-unreachable' : 'sign-in-cancelled' });
  }
  return codeFrom(redirect, state);
}

async function signInOnce(again: boolean): Promise<void> {
  const base = (await sidecarAddress()).url;
  if (base === undefined) throw new CallError({ code: 'no-sidecar' });
  const offer = await sidecar.askJson('/v1/sign-in', signInOffer, { session: 'none' });
  const nonce = randomText();
  const codeVerifier = randomText();
  const code = await askForCode(offer, base, nonce, codeVerifier, again);
  const pair = await createKeyPair();
  const json = {
    code,
    codeVerifier,
    nonce,
    redirectUri: browser.identity.getRedirectURL(),
    device: await deviceId(),
    deviceName: deviceName(navigator.userAgent) || undefined,
    key: await publicHalf(pair),
    ...(again ? { maxAge: FRESH_S } : {}),
  };
  const opened = await sidecar
    .askJson('/v1/sessions', sessionOpened, { method: 'POST', session: 'none', json })
    .catch((error: unknown) => {
      // Not a session that ended: one that did not come about.
      const problem = problemOf(error);
      throw new CallError(problem.code === 'signed-out' ? { ...problem, code: 'sign-in-failed' } : problem);
    });
  await askAnew.remove();
  await keepSessionKey(opened.token, pair);
  await openSession(opened, base);
}

let running: Promise<void> | undefined;

/**
 * One sign-in at a time: who asks while its window is open waits for the same window.
 * @param again although somebody is signed in: for what asks for a fresh sign-in (problem `sign-in-again`)
 * @throws CallError no-sidecar, offline, sign-in-cancelled, sign-in-unreachable, sign-in-failed
 */
export function signIn(again = false): Promise<void> {
  running ??= signInOnce(again).finally(() => {
    running = undefined;
  });
  return running;
}

export async function signOut(): Promise<void> {
  const left = await forgetSession();
  await askAnew.set(true);
  if (!left) return;
  try {
    await sidecar.ask('/v1/session', { method: 'DELETE', session: { token: left.token } });
  } catch {
    // This browser has forgotten the session in any case; at the sidecar it ends with its time.
  }
}

/**
 * Ends every session of the person, this one as well.
 * @throws CallError when the sidecar could not be told: then nothing has ended
 */
export async function signOutEverywhere(): Promise<void> {
  await sidecar.ask('/v1/sessions', { method: 'DELETE' });
  await forgetSession();
  await askAnew.set(true);
}
