/** The queue's disk: IndexedDB, written through before an answer is given. */
import { type DBSchema, type IDBPDatabase, openDB } from 'idb';
import type { KeptBytes, QueueRow, QueueStore } from './queue.ts';

interface Schema extends DBSchema {
  rows: { key: number; value: QueueRow; indexes: { id: string; owner: string } };
  kept: { key: [string, string, string]; value: KeptBytes; indexes: { owner: string } };
}

const THROUGH = { durability: 'strict' } as const;

export class DiskStore implements QueueStore {
  #opening: Promise<IDBPDatabase<Schema>> | undefined;

  #db(): Promise<IDBPDatabase<Schema>> {
    this.#opening ??= openDB<Schema>('liuhen-queue', 1, {
      upgrade(db) {
        const rows = db.createObjectStore('rows', { keyPath: 'order', autoIncrement: true });
        rows.createIndex('id', 'id', { unique: true });
        rows.createIndex('owner', 'owner');
        const kept = db.createObjectStore('kept', { keyPath: ['owner', 'kind', 'name'] });
        kept.createIndex('owner', 'owner');
      },
      terminated: () => {
        this.#opening = undefined;
      },
    }).catch((error: unknown) => {
      this.#opening = undefined;
      throw error;
    });
    return this.#opening;
  }

  async #writing<S extends 'rows' | 'kept'>(store: S) {
    return (await this.#db()).transaction(store, 'readwrite', THROUGH);
  }

  async add(row: Omit<QueueRow, 'order'>): Promise<void> {
    const tx = await this.#writing('rows');
    // The store gives the order.
    await Promise.all([tx.store.add(row as QueueRow), tx.done]);
  }

  async rows(owner: string): Promise<QueueRow[]> {
    const rows = await (await this.#db()).getAllFromIndex('rows', 'owner', owner);
    return rows.sort((a, b) => a.order - b.order);
  }

  async row(id: string): Promise<QueueRow | undefined> {
    return (await this.#db()).getFromIndex('rows', 'id', id);
  }

  async replace(row: QueueRow): Promise<void> {
    const tx = await this.#writing('rows');
    if (await tx.store.getKey(row.order)) await tx.store.put(row);
    await tx.done;
  }

  async remove(id: string): Promise<void> {
    const tx = await this.#writing('rows');
    const order = await tx.store.index('id').getKey(id);
    if (order !== undefined) await tx.store.delete(order);
    await tx.done;
  }

  async keep(bytes: KeptBytes): Promise<void> {
    const tx = await this.#writing('kept');
    await Promise.all([tx.store.put(bytes), tx.done]);
  }

  async kept(owner: string, kind: KeptBytes['kind'], name: string): Promise<KeptBytes | undefined> {
    return (await this.#db()).get('kept', [owner, kind, name]);
  }

  async allKept(owner: string): Promise<KeptBytes[]> {
    return (await this.#db()).getAllFromIndex('kept', 'owner', owner);
  }

  async drop(owner: string, kind: KeptBytes['kind'], name: string): Promise<void> {
    const tx = await this.#writing('kept');
    await Promise.all([tx.store.delete([owner, kind, name]), tx.done]);
  }
}
