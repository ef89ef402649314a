/** A court that named its superior after records were filed: what was filed before is sent as well. */
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { publicKeyText } from '../../sidecar/crypto/court-key.ts';
import { digestViews, rebuildViews } from '../../sidecar/views/rebuild.ts';
import { COURT, SUPERIOR } from '../world/people.ts';
import { entry, nil, reading } from './examples.ts';
import { startTestCourt, type TestCourt } from './test-court.ts';

describe('a superior named late', () => {
  let court: TestCourt;
  let superior: TestCourt;
  beforeAll(async () => {
    superior = await startTestCourt({ court: SUPERIOR });
    court = await startTestCourt();
  });
  afterAll(async () => {
    await court.close();
    await superior.close();
  });

  it('gets the records from before, in order, and a rebuild changes no number', async () => {
    const limh = await court.as('limh');
    await limh.file('case-reading', reading());
    await limh.file('entry', entry());
    const { records } = await limh.get<{ records: { upstream: string }[] }>('/v1/records');
    expect(records.map((record) => record.upstream)).toEqual(['not-sent']);

    const publicKey = publicKeyText(court.sidecar.secrets.court);
    await superior.restart({ subordinates: [{ court: COURT, publicKey }] });
    const { url, secrets } = superior.sidecar;
    await court.restart({ superior: { court: SUPERIOR, url, publicKey: publicKeyText(secrets.court) } });
    await (await court.as('wangxl')).file('nil-declaration', nil());
    const rows = () =>
      court.sidecar.store.db
        .prepare<[], { seq: number; receipt_seq: number | null }>(
          'select seq, receipt_seq from outbox order by seq',
        )
        .all();
    await vi.waitFor(() => expect(rows().every((row) => row.receipt_seq !== null)).toBe(true), {
      timeout: 20_000,
    });
    expect(rows().map((row) => row.seq)).toEqual([1, 2]);

    const before = digestViews(court.sidecar.store);
    await rebuildViews(court.sidecar.store, [COURT.code]);
    expect(digestViews(court.sidecar.store)).toBe(before);
  });
});
