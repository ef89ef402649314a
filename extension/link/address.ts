/** Where the sidecar is: as the administrator's policy says, else as the options page says, else as built. */
import browser from 'webextension-polyfill';
import { normalAddress } from './address-text.ts';
import { CallError } from './call-error.ts';
import { slot } from './memory.ts';

declare const LIUHEN_SIDECAR_URL: string;

/** A policy may come late; after this long without one, there is none. */
const POLICY_LATE_MS = 2 * 60_000;

const chosen = slot<string>('local', 'sidecar-url');
const policyCopy = slot<string>('local', 'sidecar-url-policy');
const firstAsked = slot<number>('session', 'policy-first-asked');

async function fromPolicy(): Promise<string | undefined> {
  let value: unknown;
  try {
    value = (await browser.storage.managed.get('sidecarUrl')).sidecarUrl;
  } catch {
    // No managed storage in this browser.
  }
  const address = typeof value === 'string' ? normalAddress(value) : undefined;
  const copy = await policyCopy.get();
  if (address !== undefined) {
    if (copy !== address) await policyCopy.set(address);
    return address;
  }
  if (copy === undefined) return undefined;
  const since = await firstAsked.get();
  if (since === undefined) await firstAsked.set(Date.now());
  else if (Date.now() - since > POLICY_LATE_MS) {
    await policyCopy.remove();
    return undefined;
  }
  return copy;
}

export async function sidecarAddress(): Promise<{ url?: string; managed: boolean }> {
  const managed = await fromPolicy();
  if (managed !== undefined) return { url: managed, managed: true };
  const url = normalAddress((await chosen.get()) ?? '') ?? normalAddress(LIUHEN_SIDECAR_URL);
  return url === undefined ? { managed: false } : { url, managed: false };
}

/**
 * Sets the address from the options page.
 * @throws CallError address-managed, address-invalid, address-not-permitted
 */
export async function chooseAddress(text: string): Promise<void> {
  if ((await sidecarAddress()).managed) throw new CallError({ code: 'address-managed' });
  if (text.trim() === '') return chosen.remove();
  const url = normalAddress(text);
  if (url === undefined) throw new CallError({ code: 'address-invalid' });
  const { protocol, hostname } = new URL(url);
  // Without the permission the browser would hide the sidecar's answers from us and we would call it offline.
  const permitted = await browser.permissions.contains({ origins: [`${protocol}//${hostname}/*`] });
  if (!permitted) throw new CallError({ code: 'address-not-permitted' });
  await chosen.set(url);
}

/** Calls back when the policy or the choice may have changed. */
export function onAddressChange(listener: () => void): void {
  browser.storage.onChanged.addListener((changes, area) => {
    if (area === 'managed' || (area === 'local' && 'sidecar-url' in changes)) listener();
  });
}
