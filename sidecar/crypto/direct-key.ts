/**
 * The keys to which subordinate courts seal what only this court may read: direct reports, and all they report. They lie in
 * this court's data folder and nowhere else. A new one is put before the older ones, which go on opening what was sealed to
 * them.
 */
import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { type CryptoKey, exportJWK, generateKeyPair, importJWK } from 'jose';
import { z } from 'zod';
import { type DirectKey, directKey } from '../../shared/direct-key.ts';
import { keyId, openSealed } from '../../shared/sealed-envelope.ts';

const ALG = 'ECDH-ES+A256KW';
const privateKey = directKey.extend({ d: z.string().regex(/^[\w-]{43}$/) });
const keyFile = z.strictObject({ keys: z.array(privateKey).min(1) });
type PrivateKey = z.infer<typeof privateKey>;

const FILE = 'direct-key.json';

async function createKey(): Promise<PrivateKey> {
  const pair = await generateKeyPair(ALG, { crv: 'P-256', extractable: true });
  return privateKey.parse(pick(await exportJWK(pair.privateKey)));
}

const pick = ({ kty, crv, x, y, d }: Record<string, unknown>) => ({ kty, crv, x, y, d });

/** What is sealed is sealed to a key this court does not have. */
export class DirectKeyMissing extends Error {}

export class DirectKeys {
  /** The one others are to seal to. */
  readonly publicKey: DirectKey;
  readonly #keys: ReadonlyMap<string, CryptoKey>;

  private constructor(publicKey: DirectKey, keys: ReadonlyMap<string, CryptoKey>) {
    this.publicKey = publicKey;
    this.#keys = keys;
  }

  /** @returns undefined where there is no key yet @throws when the file is no key file */
  static async read(folder: string): Promise<DirectKeys | undefined> {
    let text: string;
    try {
      text = readFileSync(resolve(folder, FILE), 'utf8');
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
      throw error;
    }
    const { keys } = keyFile.parse(JSON.parse(text));
    const byName = new Map<string, CryptoKey>();
    for (const key of keys) byName.set(await keyId(key), (await importJWK(key, ALG)) as CryptoKey);
    const [{ d: _, ...first }] = keys as [PrivateKey];
    return new DirectKeys(first, byName);
  }

  /** Makes a key, which is the current one from now on. */
  static async add(folder: string): Promise<DirectKeys> {
    const file = resolve(folder, FILE);
    const before = await DirectKeys.read(folder);
    const older = before ? keyFile.parse(JSON.parse(readFileSync(file, 'utf8'))).keys : [];
    const text = JSON.stringify({ keys: [await createKey(), ...older] });
    // Whole or not at all: half a file would be the loss of every key in it.
    writeFileSync(`${file}.new`, text, { mode: 0o600, flush: true });
    renameSync(`${file}.new`, file);
    return (await DirectKeys.read(folder)) as DirectKeys;
  }

  /** @throws DirectKeyMissing; jose's own error when the bytes were changed */
  open(sealed: string): Promise<Uint8Array> {
    return openSealed(sealed, (kid) => {
      const key = this.#keys.get(kid);
      if (!key) throw new DirectKeyMissing(kid);
      return key;
    });
  }
}
