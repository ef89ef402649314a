/** What lies sealed in a sidecar's store, opened with its keys, for tests that must see that it is what was sent. */
import type { Sidecar } from '../../sidecar/start.ts';

interface StoredFile {
  hash: string;
  mediaType: string;
  data: Buffer;
}

export function storedFiles({ store, vault }: Pick<Sidecar, 'store' | 'vault'>): StoredFile[] {
  return store.db
    .prepare<
      [],
      { court: string; hash: string; media_type: string; sealed: Buffer; kek: string; wrapped: Buffer }
    >('select court, hash, media_type, sealed, kek, wrapped from evidence')
    .all()
    .map((row) => ({
      hash: row.hash,
      mediaType: row.media_type,
      data: vault.open(row.court, row.hash, row)?.plain ?? Buffer.alloc(0),
    }));
}

/** A record as it was filed, envelope and body. */
export function storedRecord({ store, vault }: Pick<Sidecar, 'store' | 'vault'>, id: string): Buffer {
  const row = store.db
    .prepare<[string], { court: string; sealed: Buffer; kek: string; wrapped: Buffer }>(
      'select court, sealed, kek, wrapped from content where id = ?',
    )
    .get(id);
  const opened = row && vault.open(row.court, id, row);
  if (!opened) throw new Error(`there is no record ${id}`);
  return opened.plain;
}
