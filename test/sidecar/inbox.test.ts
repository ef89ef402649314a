/** What may not come in at a superior court's door: holes, wrong orders, other people's records, forged ones. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { signBytes } from '../../sidecar/crypto/court-key.ts';
import { international } from '../../sidecar/crypto/international.ts';
import { pack } from '../../sidecar/sync/outbox.ts';
import { COURT, SUPERIOR } from '../world/people.ts';
import { inShort, problemOf, stateOf } from './answers.ts';
import { entry, reading } from './examples.ts';
import { consign, startTwoCourts, type TwoCourts, toParcel } from './two-courts.ts';

describe('the superior’s door', () => {
  let both: TwoCourts;
  let before: ReturnType<typeof stateOf>;
  beforeAll(async () => {
    both = await startTwoCourts();
    await both.quiet();
    const limh = await both.court.as('limh');
    expect((await limh.file('case-reading', reading())).status).toBe(201);
    expect((await limh.file('entry', entry())).status).toBe(201);
  }, 60_000);
  afterAll(() => both.close());
  beforeEach(async () => {
    while (both.waiting().length > 0) await both.sendOnce();
    for (let n = 0; n < 3; n += 1) {
      expect((await (await both.court.as('limh')).file('entry', entry())).status).toBe(201);
    }
    before = stateOf(both.superior);
  });
  const key = () => both.court.sidecar.secrets.court;
  const times = (id: string) => both.received().filter((one) => one.id === id).length;
  const refused = async (consignment: unknown) => {
    const told = inShort(await problemOf(await both.bring(consignment)));
    expect(stateOf(both.superior)).toEqual(before);
    return told;
  };
  const parcels = () => both.waiting().map(toParcel);
  const flipped = (base64: string) => {
    const bytes = Buffer.from(base64, 'base64');
    bytes[bytes.length >> 1] = (bytes[bytes.length >> 1] ?? 0) ^ 1;
    return bytes.toString('base64');
  };

  it('refuses a hole and a wrong order, and takes the same in order', async () => {
    const [one, two, three] = parcels();
    if (!one || !two || !three) throw new Error('nothing waits');
    const gap = (seq: number) => `409 parcel-gap parcels.${seq}=expected-${one.seq}`;
    expect(await refused(consign(key(), [two]))).toBe(gap(two.seq));
    expect(await refused(consign(key(), [three, two, one]))).toBe(gap(three.seq));
    const partly = await both.bring(consign(key(), [one, three]));
    // What came before the hole is in, and has its receipt; the hole is told when it comes first.
    expect(((await partly.json()) as { receipts: unknown[] }).receipts).toHaveLength(1);
    const again = await both.bring(consign(key(), [three]));
    expect(inShort(await problemOf(again))).toBe(`409 parcel-gap parcels.${three.seq}=expected-${two.seq}`);
    expect((await both.bring(consign(key(), [one, two, three]))).status).toBe(200);
    expect([one, two, three].map((parcel) => times(parcel.id))).toEqual([1, 1, 1]);
  });

  it('refuses another record under a number it has', async () => {
    const [next] = parcels();
    const [known] = both.received();
    if (!next || !known) throw new Error('nothing waits');
    const told = `409 record-differs parcels.${known.seq}=number-used-before`;
    expect(await refused(consign(key(), [{ ...next, seq: known.seq }]))).toBe(told);
    expect((await both.bring(consign(key(), [known.parcel]))).status).toBe(200);
    expect(stateOf(both.superior)).toEqual(before);
  });

  it('gives parallel senders of the same parcels the same receipts', async () => {
    const all = consign(key(), parcels());
    const answers = await Promise.all(Array.from({ length: 8 }, () => both.bring(all)));
    const texts = await Promise.all(answers.map((answer) => answer.text()));
    expect(answers.map((answer) => answer.status)).toEqual(Array(8).fill(200));
    expect(new Set(texts).size).toBe(1);
    expect(parcels().map((parcel) => times(parcel.id))).toEqual([1, 1, 1]);
  });

  it('refuses what was changed on the way, or was signed by nobody it knows', async () => {
    const good = consign(key(), parcels());
    const stranger = international.readSigningKey(international.createSigningKey());
    const untrusted = '403 consignment-untrusted';
    expect(await refused({ ...good, parcels: flipped(good.parcels) })).toBe(untrusted);
    expect(await refused({ ...good, signature: flipped(good.signature) })).toBe(untrusted);
    expect(await refused({ ...good, signature: '' })).toBe(untrusted);
    expect(await refused({ ...good, origin: '豫1303' })).toBe(untrusted);
    expect(await refused(consign(stranger, parcels()))).toBe(untrusted);
    expect(await refused(consign(both.superior.sidecar.secrets.court, parcels(), SUPERIOR.code))).toBe(
      untrusted,
    );
  });

  it('refuses a parcel whose leaf does not stand for it, though the court signed it', async () => {
    const [next, other] = parcels();
    if (!next || !other) throw new Error('nothing waits');
    const differs = `400 input-invalid parcels.${next.seq}=leaf-differs`;
    for (const bad of [
      { ...next, content: flipped(next.content) },
      { ...next, content: other.content },
      { ...next, leaf: other.leaf },
      { ...next, id: other.id },
      { ...next, leaf: Buffer.from('{}').toString('base64') },
      { ...next, leaf: '' },
    ]) {
      expect(await refused(consign(key(), [bad]))).toBe(differs);
    }
  });

  it('refuses what was changed or signed by nobody also where it is sealed, and what it has no key for', async () => {
    const json = Buffer.from(JSON.stringify(parcels()), 'utf8');
    const { publicKey } = both.superior.sidecar.directKeys;
    const good = await pack(COURT.code, key(), json, publicKey);
    expect(good.parcels).not.toContain('leaf');
    const [header, wrapped, iv, body, tag] = good.parcels.split('.');
    const moved = [header, wrapped, iv, `${body?.slice(1)}A`, tag].join('.');
    expect(await refused({ ...good, parcels: moved })).toBe('403 consignment-untrusted');
    expect(await refused({ ...good, signature: '' })).toBe('403 consignment-untrusted');
    const resigned = { ...good, parcels: moved, signature: signBytes(key(), Buffer.from(moved)) };
    expect(await refused(resigned)).toBe('409 consignment-unopened');
    const elsewhere = await pack(COURT.code, key(), json, both.court.sidecar.directKeys.publicKey);
    expect(await refused(elsewhere)).toBe('409 consignment-unopened');
    expect((await both.bring(good)).status).toBe(200);
    expect(parcels().map((parcel) => times(parcel.id))).toEqual([1, 1, 1]);
  });

  it('refuses what is no consignment', async () => {
    const malformed = '400 input-invalid parcels=parcels-malformed';
    for (const bad of [
      [],
      {},
      null,
      [{}],
      [[...parcels()]],
      [{ ...parcels()[0], more: 1 }],
      [{ ...parcels()[0], seq: 0 }],
    ]) {
      expect(await refused(consign(key(), bad))).toBe(malformed);
    }
    expect(await refused({})).toMatch(/^400 input-invalid origin=/);
    expect(await refused(null)).toMatch(/^400 input-invalid =/);
    const huge = { ...consign(key(), parcels()), parcels: 'A'.repeat(9 * 1024 * 1024) };
    expect(await refused(huge)).toBe('413 too-large');
  });

  it('is not there at a court without subordinates', async () => {
    const answer = await fetch(`${both.court.sidecar.url}/v1/inbox`, { method: 'POST' });
    expect(inShort(await problemOf(answer))).toBe('404 not-found');
  });
});
