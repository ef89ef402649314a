/**
 * Contents, each sealed under a key of its own, which the court's key wraps. Whoever has the database has nothing to
 * read; whoever destroys one key destroys one content and nothing else; and the court's key changes without a content
 * being touched.
 */

import type { Keyring, WrappedKey } from './keyring.ts';
import { randomBytesPooled } from './random-pool.ts';
import type { Suite } from './suite.ts';

export interface SealedContent extends WrappedKey {
  sealed: Buffer;
}

export interface OpenedContent {
  plain: Buffer;
  /** With it and the content, anybody can recompute the leaf's commitment; without it nobody can guess the content. */
  salt: Buffer;
}

/** Of a row whose key was destroyed by law: what it sealed is gone for good. */
export const DESTROYED = '';
/** Of a row from before contents were sealed; the next start seals it. */
export const NOT_SEALED = 'plain';

const KEY_BYTES = 32;
const SALT = Buffer.from('liuhen salt');
const COMMITMENT = Buffer.from('liuhen commitment');

/** Hex. Says nothing of the content to whoever has no salt. */
export const commitmentOf = (suite: Suite, salt: Uint8Array, plain: Uint8Array): string =>
  suite.hash(COMMITMENT, salt, plain).toString('hex');

const placeOf = (court: string, id: string): string => `${court}/${id}`;

export class Vault {
  readonly suite: Suite;
  readonly #keyring: Keyring;

  constructor(suite: Suite, keyring: Keyring) {
    this.suite = suite;
    this.#keyring = keyring;
  }

  /** @param id what is sealed: a record's id, or the hash that names a file */
  seal(court: string, id: string, plain: Uint8Array): SealedContent & { commitment: string } {
    const place = placeOf(court, id);
    const key = randomBytesPooled(KEY_BYTES);
    const { suite } = this;
    return {
      sealed: suite.seal(key, plain, Buffer.from(place)),
      ...this.#keyring.wrap(key, place),
      commitment: commitmentOf(suite, suite.hash(SALT, key), plain),
    };
  }

  /**
   * @returns undefined where the key was destroyed
   * @throws KeyMissing, SealBroken
   */
  open(court: string, id: string, row: SealedContent): OpenedContent | undefined {
    if (row.kek === DESTROYED) return undefined;
    if (row.kek === NOT_SEALED) return { plain: row.sealed, salt: Buffer.alloc(0) };
    const place = placeOf(court, id);
    const key = this.#keyring.unwrap(row, place);
    return { plain: this.suite.open(key, row.sealed, Buffer.from(place)), salt: this.suite.hash(SALT, key) };
  }

  /** The same key under the court's current one; undefined when it is already. */
  rewrap(court: string, id: string, row: WrappedKey): WrappedKey | undefined {
    if (row.kek === this.#keyring.current || row.kek === DESTROYED || row.kek === NOT_SEALED)
      return undefined;
    const place = placeOf(court, id);
    return this.#keyring.wrap(this.#keyring.unwrap(row, place), place);
  }
}
