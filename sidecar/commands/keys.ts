/** The court's wrapping key is changed: a new one before the old, and every content's key wrapped anew. */
import { resolve } from 'node:path';
import { rotateKeyFile } from '../crypto/key-source.ts';
import { suiteOf } from '../crypto/suites.ts';
import { dataFolder, type LocatedConfig, openWorks } from '../start.ts';
import { rewrapAll } from '../store/rewrap.ts';

/**
 * Where the keys come from elsewhere than a file, the new one is put there first and this only wraps anew.
 * @returns the name of the key now in use, and how many keys it has wrapped
 * @throws ConfigProblem, KeysUnusable
 */
export async function rotateKeys(config: LocatedConfig): Promise<{ key: string; wrapped: number }> {
  const { suite, keys } = config.seal;
  if (keys === undefined || 'file' in keys) {
    const file = keys ? resolve(config.folder, keys.file) : resolve(dataFolder(config), 'content-keys.json');
    // The sidecar must not run: with the keys it has read it could not open what is wrapped by the new one.
    const works = await openWorks(config);
    await works.close();
    rotateKeyFile(file, suiteOf(suite));
  }
  const { store, vault, secrets, close } = await openWorks(config);
  try {
    return { key: secrets.keyring.current, wrapped: rewrapAll(store, vault) };
  } finally {
    await close();
  }
}
