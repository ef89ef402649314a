/**
 * The court's keys that wrap the keys of its contents. A content's own key is random and used once; only it is wrapped
 * anew when the court's key changes, never the content.
 */
import type { Suite } from './suite.ts';

export interface WrappedKey {
  /** Which of the court's keys wraps it. */
  kek: string;
  wrapped: Buffer;
}

/** The court does not hold the key that wraps this one. */
export class KeyMissing extends Error {
  readonly kek: string;
  constructor(kek: string) {
    super(`the court's key ${kek} is missing`);
    this.kek = kek;
  }
}

export interface Keyring {
  /** Name of the key that wraps what is new. */
  readonly current: string;
  /** @param place what the key opens, e.g. `豫1302/<record id>`: it unwraps nowhere else */
  wrap(key: Uint8Array, place: string): WrappedKey;
  /** @throws KeyMissing, SealBroken */
  unwrap(key: WrappedKey, place: string): Buffer;
}

/** The first eight hex digits of its hash under the suite: names a key without telling it. */
export const keyName = (suite: Suite, key: Uint8Array): string =>
  suite.hash(Buffer.from('liuhen kek'), key).toString('hex').slice(0, 8);

/** @param keys 32 bytes each, no two alike, the first one is current @throws RangeError */
export function createKeyring(suite: Suite, keys: readonly Uint8Array[]): Keyring {
  const [first] = keys;
  if (!first || keys.some((key) => key.length !== 32))
    throw new RangeError('a keyring needs keys of 32 bytes');
  const byName = new Map(keys.map((key) => [keyName(suite, key), key]));
  if (byName.size !== keys.length) throw new RangeError('two keys of a keyring have the same name');
  const current = keyName(suite, first);
  return {
    current,
    wrap: (key, place) => ({ kek: current, wrapped: suite.seal(first, key, Buffer.from(place)) }),
    unwrap({ kek, wrapped }, place) {
      const key = byName.get(kek);
      if (!key) throw new KeyMissing(kek);
      return suite.open(key, wrapped, Buffer.from(place));
    },
  };
}
