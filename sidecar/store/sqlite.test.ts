import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { international } from '../crypto/international.ts';
import { createKeyring } from '../crypto/keyring.ts';
import { Vault } from '../crypto/vault.ts';
import { LogKeeper } from '../log/keeper.ts';
import { verifyStore } from '../log/verify.ts';
import { type Change, queries, rows, type Steps } from './plan.ts';
import { SqliteStore } from './sqlite.ts';

describe('writes of one tick', () => {
  let folder: string;
  let store: SqliteStore;
  let log: LogKeeper;
  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'liuhen-store-'));
    store = await SqliteStore.open(join(folder, 'store.sqlite'));
    const vault = new Vault(international, createKeyring(international, [Buffer.alloc(32, 7)]));
    const key = international.readSigningKey(international.createSigningKey());
    log = LogKeeper.open(store, ['豫1302'], { vault, key });
  });
  afterEach(() => {
    store.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const id = (n: number) => `0193406e-0000-7000-8000-${String(n).padStart(12, '0')}`;
  const receivedAt = '2026-11-20T00:00:00.000Z';
  /** A record in the log, and after it whatever else is asked for. */
  const file = (n: number, more: Change[] = [], refuse?: Error) =>
    store.write(function* (): Steps<{ changes: Change[]; result: number }> {
      const content = Buffer.from(String(n));
      const { seq, changes } = log.append('豫1302', {
        id: id(n),
        type: 'entry',
        actor: 'a',
        receivedAt,
        content,
      });
      if (refuse) throw refuse;
      return { changes: [...changes, ...more], result: seq };
    });
  const impossible: Change = {
    do: 'insert',
    table: 'clearance',
    row: { court: '豫1302', case_key: 'c', meeting: 'm', id: 'i', seq: null as never, filed_at: receivedAt },
  };
  const filed = () =>
    store.read(
      rows<{ id: string; seq: number }>(queries.selectFrom('log').select(['seq', 'id']).orderBy('seq')),
    );

  it('stand or fall each by itself, whatever fails among them', async () => {
    const outcomes = await Promise.allSettled([
      file(1),
      file(2, [], new Error('refused')),
      file(3),
      file(4, [impossible]),
      file(5),
      file(6, [impossible]),
    ]);
    expect(outcomes.map((one) => (one.status === 'fulfilled' ? one.value : one.reason.message))).toEqual([
      1,
      'refused',
      2,
      expect.stringContaining('NOT NULL'),
      3,
      expect.stringContaining('NOT NULL'),
    ]);
    expect(filed()).toEqual([1, 3, 5].map((n, place) => ({ seq: place + 1, id: id(n) })));
    expect(log.head('豫1302').size).toBe(3);
  });

  it('leave nothing of one that fails alone', async () => {
    await expect(file(1, [impossible])).rejects.toThrow('NOT NULL');
    expect(await file(2)).toBe(1);
    expect(filed()).toEqual([{ seq: 1, id: id(2) }]);
    expect(verifyStore(store).faults.filter((fault) => fault.what.startsWith('head'))).toEqual([]);
  });
});
