/** The extension's queue against a real sidecar that is stopped while a file of evidence is on its way, and started again. */
import { createHash, randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { problemOf } from '../../extension/link/call-error.ts';
import { PART_BYTES, uploadEvidence } from '../../extension/link/evidence-upload.ts';
import { Sidecar } from '../../extension/link/sidecar.ts';
import type { Evidence } from '../../shared/records/entry.ts';
import { joined, pdf } from '../evidence-files.ts';
import { entry, reading } from './examples.ts';
import { storedFiles } from './stored.ts';
import { startTestCourt, type TestCourt } from './test-court.ts';

const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

describe('an upload of the extension', () => {
  let court: TestCourt;
  beforeAll(async () => {
    court = await startTestCourt();
    await (await court.as('limh')).file('case-reading', reading());
  });
  afterAll(() => court.close());

  function client(sent: string[]): Sidecar {
    return new Sidecar({
      fetch: (url, init) => {
        sent.push(init?.method ?? 'GET');
        return fetch(url, init);
      },
      address: async () => court.sidecar.url,
      token: async () => undefined,
      sessionEnded: async () => undefined,
      linkSeen: async () => undefined,
      language: () => 'zh-CN',
    });
  }

  it('ends with one row of the right hash after the sidecar went away twice', async () => {
    const bytes = joined(pdf(), randomBytes(6 * PART_BYTES));
    const item: Evidence = {
      hash: sha256(bytes),
      name: '来函.pdf',
      mediaType: 'application/pdf',
      bytes: bytes.length,
    };
    const told: number[] = [];
    const upload = async (stopAt?: number): Promise<string[]> => {
      const { session } = await court.as('limh');
      const sent: string[] = [];
      let stopped: Promise<void> | undefined;
      await uploadEvidence(client(sent), item, bytes, session.token, (received) => {
        told.push(received);
        // While the next part is on its way.
        if (stopAt !== undefined && received >= stopAt) stopped ??= court.stop();
      }).catch((error: unknown) => {
        expect(['offline', 'unavailable']).toContain(problemOf(error).code);
      });
      await stopped;
      return sent;
    };
    await upload(2 * PART_BYTES);
    await court.restart();
    await upload(4 * PART_BYTES);
    await court.restart();
    const sent = await upload();
    expect(sent[0]).toBe('GET');
    // Seven parts in all: what had arrived before the stops is not sent again.
    expect(sent.length - 1).toBeLessThanOrEqual(3);
    expect(told.at(-1)).toBe(bytes.length);
    expect(told).toEqual([...told].sort((a, b) => a - b));

    const { db } = court.sidecar.store;
    expect(storedFiles(court.sidecar).map((row) => [row.hash, sha256(row.data)])).toEqual([
      [item.hash, item.hash],
    ]);
    expect(db.prepare('select count(*) from evidence_part').pluck().get()).toBe(0);
    const filed = await (await court.as('limh')).file('entry', entry({ evidence: [item] }));
    expect(filed.status).toBe(201);
    // Attached to another entry it is told to be there, and nothing is sent but the question.
    expect(await upload()).toEqual(['GET']);
  });
});
