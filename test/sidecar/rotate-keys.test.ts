/** The court's wrapping key is changed: everything opens as before, nothing that was sealed has changed, the old key opens nothing new. */
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { OwnEntry } from '../../shared/api.ts';
import { rotateKeys } from '../../sidecar/commands/keys.ts';
import { verifyStore } from '../../sidecar/log/verify.ts';
import { dataFolder } from '../../sidecar/start.ts';
import { entry, reading } from './examples.ts';
import { startTestCourt, type TestCourt } from './test-court.ts';

describe.each(['international', 'national'] as const)(
  'the wrapping key of a court with the %s suite',
  (suite) => {
    let court: TestCourt;
    beforeAll(async () => {
      court = await startTestCourt({ seal: { suite } });
    }, 60_000);
    afterAll(() => court.close());

    const rows = () =>
      court.sidecar.store.db
        .prepare<[], { id: string; sealed: Buffer; kek: string; wrapped: Buffer }>(
          'select id, sealed, kek, wrapped from content order by id',
        )
        .all();

    it('changes, and everything still opens', async () => {
      const limh = await court.as('limh');
      const bytes = Buffer.from('%PDF-1.4\n%%EOF\n');
      const hash = createHash('sha256').update(bytes).digest('hex');
      await limh.request('PUT', `/v1/evidence/${hash}`, bytes, { 'content-type': 'application/pdf' });
      await limh.file('case-reading', reading());
      const file = { hash, name: '来函.pdf', mediaType: 'application/pdf', bytes: bytes.length };
      expect((await limh.file('entry', entry({ evidence: [file] }))).status).toBe(201);
      const before = rows();
      const keyFile = join(dataFolder(court.config), 'content-keys.json');
      const former = (JSON.parse(readFileSync(keyFile, 'utf8')) as { keys: string[] }).keys;
      await expect(rotateKeys(court.config)).rejects.toThrow(/in use/);
      await court.stop();

      const { key, wrapped } = await rotateKeys(court.config);
      // Every record's and the file's.
      expect(wrapped).toBe(before.length + 1);
      const held = JSON.parse(readFileSync(keyFile, 'utf8')) as { keys: string[] };
      expect(held.keys.slice(1)).toEqual(former);
      // Without the former key, as it will be once no backup needs it.
      writeFileSync(keyFile, JSON.stringify({ ...held, keys: held.keys.slice(0, 1) }));
      await court.restart();
      const after = rows();
      expect(after.map(({ sealed }) => sealed)).toEqual(before.map(({ sealed }) => sealed));
      expect(new Set(after.map(({ kek }) => kek))).toEqual(new Set([key]));
      expect(before.some(({ kek }) => kek === key)).toBe(false);
      const { store, vault } = court.sidecar;
      expect(verifyStore(store, { vault }).faults).toEqual([]);
      const again = await court.as('limh');
      expect((await again.get<{ entries: OwnEntry[] }>('/v1/entries')).entries).toHaveLength(1);
      expect(Buffer.from(await (await again.request('GET', `/v1/evidence/${hash}`)).arrayBuffer())).toEqual(
        bytes,
      );
      expect((await again.file('entry', entry())).status).toBe(201);
    });
  },
);
