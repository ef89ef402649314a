/** A court and its superior need not use the same algorithms: each signs with its own and verifies the other's. */
import { afterEach, describe, expect, it } from 'vitest';
import { verifyStore } from '../../sidecar/log/verify.ts';
import { inShort, problemOf } from './answers.ts';
import { entry, reading } from './examples.ts';
import { consign, startTwoCourts, type TwoCourts, toParcel } from './two-courts.ts';

describe.each([
  { court: 'national', superior: 'national' },
  { court: 'international', superior: 'national' },
  { court: 'national', superior: 'international' },
] as const)('a $court court and a $superior superior', (suites) => {
  let both: TwoCourts | undefined;
  afterEach(() => both?.close());

  it('records go up, receipts come back and are believed; a forged consignment is not', async () => {
    both = await startTwoCourts(suites);
    await both.quiet();
    const { court, superior } = both;
    expect(court.sidecar.secrets.suite.name).toBe(suites.court);
    expect(superior.sidecar.secrets.suite.name).toBe(suites.superior);
    const limh = await court.as('limh');
    expect((await limh.file('case-reading', reading())).status).toBe(201);
    expect((await limh.file('entry', entry())).status).toBe(201);
    const parcels = both.waiting().map(toParcel);
    expect(parcels).toHaveLength(1);

    // Signed by the superior's own key, and by a stranger's of the court's suite.
    const { suite, court: own } = court.sidecar.secrets;
    const stranger = suite.readSigningKey(suite.createSigningKey());
    for (const key of [superior.sidecar.secrets.court, stranger])
      expect(inShort(await problemOf(await both.bring(consign(key, parcels))))).toBe(
        '403 consignment-untrusted',
      );
    expect(both.received()).toEqual([]);

    expect(await both.sendOnce()).toBe(1);
    expect(both.received().map((one) => one.id)).toEqual(parcels.map((one) => one.id));
    expect(both.waiting()).toEqual([]);
    expect((await both.bring(consign(own, parcels))).status).toBe(200);
    for (const { sidecar } of [court, superior]) {
      expect(verifyStore(sidecar.store).faults).toEqual([]);
      expect(verifyStore(sidecar.store, sidecar).faults).toEqual([]);
    }
  });
});
