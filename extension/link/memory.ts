/**
 * Named places in the browser's storage. The worker stops after 30 seconds without work, so nothing that must
 * be remembered lives in a variable: `session` is memory that ends with the browser, `local` is the disk.
 */
import browser from 'webextension-polyfill';

type Area = 'session' | 'local';

export interface Slot<T> {
  get(): Promise<T | undefined>;
  set(value: T): Promise<void>;
  remove(): Promise<void>;
}

export function slot<T>(area: Area, key: string): Slot<T> {
  const storage = () => browser.storage[area];
  return {
    get: async () => (await storage().get(key))[key] as T | undefined,
    set: (value) => storage().set({ [key]: value }),
    remove: () => storage().remove(key),
  };
}

interface Closable {
  setAccessLevel?(level: { accessLevel: 'TRUSTED_CONTEXTS' }): Promise<void>;
}

/**
 * Shuts the storage to scripts on pages, our own included: it then takes more than the process of a page to read it,
 * or to name another sidecar. The browser keeps `session` shut by itself, `local` it does not.
 */
export async function shutToPages(): Promise<void> {
  for (const area of ['session', 'local'] as const) {
    // Not every browser can; it is then as open as it always was.
    await (browser.storage[area] as Closable).setAccessLevel?.({ accessLevel: 'TRUSTED_CONTEXTS' });
  }
}

/** All slots of one family, by the part of the key after the prefix. */
export async function family<T>(area: Area, prefix: string): Promise<Map<string, T>> {
  const all = await browser.storage[area].get(null);
  const found = new Map<string, T>();
  for (const [key, value] of Object.entries(all)) {
    if (key.startsWith(prefix)) found.set(key.slice(prefix.length), value as T);
  }
  return found;
}

export async function removeFamily(area: Area, prefix: string): Promise<void> {
  const keys = [...(await family(area, prefix)).keys()].map((rest) => prefix + rest);
  if (keys.length > 0) await browser.storage[area].remove(keys);
}

/** One at a time, also across a worker that is ending and the one that follows it. */
export const exclusively = <T>(name: string, work: () => Promise<T>): Promise<T> =>
  navigator.locks.request(`liuhen:${name}`, work) as Promise<T>;
