/** Reporting to the superior court: at least once on the wire, exactly once in effect, and believed only if signed. */
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { CaseView, RecordOutcome } from '../../shared/api.ts';
import { type Receipt, receiptStatement } from '../../shared/records/upstream.ts';
import { publicKeyText, signBytes, verifyBytes } from '../../sidecar/crypto/court-key.ts';
import { international } from '../../sidecar/crypto/international.ts';
import { verifyStore } from '../../sidecar/log/verify.ts';
import { Outbox } from '../../sidecar/sync/outbox.ts';
import { digestViews, rebuildViews } from '../../sidecar/views/rebuild.ts';
import { COURT, SUPERIOR } from '../world/people.ts';
import { stateOf } from './answers.ts';
import { CASE, entry, nil, reading } from './examples.ts';
import { storedRecord } from './stored.ts';
import { startTwoCourts, type TwoCourts } from './two-courts.ts';

type Wire = typeof fetch;
/** The superior takes it, and the answer is lost on the way back. */
const losesAnswer: Wire = async (...asked) => {
  await (await fetch(...asked)).text();
  throw new Error('the line went dead');
};
/** The answer arrives with its receipts changed. */
const withReceipts =
  (change: (receipts: Receipt[]) => unknown): Wire =>
  async (...asked) => {
    const answer = await fetch(...asked);
    const { receipts } = (await answer.json()) as { receipts: Receipt[] };
    return new Response(JSON.stringify({ receipts: change(receipts) }), { headers: answer.headers });
  };

describe('reporting upstream', () => {
  let both: TwoCourts;
  beforeAll(async () => {
    both = await startTwoCourts();
    const limh = await both.court.as('limh');
    expect((await limh.file('case-reading', reading())).status).toBe(201);
  }, 60_000);
  afterAll(() => both.close());

  const file = async (body = entry()): Promise<string> => {
    const answer = await (await both.court.as('limh')).file('entry', body);
    expect(answer.status).toBe(201);
    return ((await answer.json()) as RecordOutcome).id;
  };
  const stateAt = async (id: string) => {
    const view = await (await both.court.as('limh')).get<CaseView>(`/v1/cases/${encodeURIComponent(CASE)}`);
    return view.lines.find((line) => line.id === id)?.upstream;
  };
  const untilReceived = (id: string) =>
    vi.waitFor(async () => expect(await stateAt(id)).toBe('received'), { timeout: 20_000, interval: 50 });
  const times = (id: string) => both.received().filter((one) => one.id === id).length;

  describe('by itself', () => {
    it('brings records up, and keeps the receipts it has checked', async () => {
      const id = await file();
      await untilReceived(id);
      const signed = await (await both.court.as('wangxl')).file('nil-declaration', nil());
      await untilReceived(((await signed.json()) as RecordOutcome).id);
      const received = both.received();
      expect(received.map((one) => one.seq)).toEqual([1, 2]);
      expect(received[0]?.id).toBe(id);

      const db = both.court.sidecar.store.db;
      const kept = db
        .prepare<[], string>("select id from log where type = 'upstream-receipt' order by seq")
        .pluck()
        .all()
        .map((receipt) => storedRecord(both.court.sidecar, receipt).toString('utf8'))
        .flatMap((text) => JSON.parse(text).body.receipts as Receipt[]);
      expect(kept).toEqual(received.map((one) => one.receipt));
      for (const [place, receipt] of kept.entries()) {
        const bytes = Buffer.from(receipt.statement, 'base64');
        const publicKey = publicKeyText(both.superior.sidecar.secrets.court);
        expect(verifyBytes(publicKey, bytes, receipt.signature)).toBe(true);
        const statement = receiptStatement.parse(JSON.parse(bytes.toString('utf8')));
        const leaf = db.prepare('select leaf_hash from log where id = ?').pluck().get(statement.id) as Buffer;
        expect(statement).toMatchObject({ origin: COURT.code, superior: SUPERIOR.code, seq: place + 1 });
        expect(statement.leafHash).toBe(leaf.toString('hex'));
      }
      // What the superior holds is what was filed, byte for byte.
      const content = storedRecord(both.court.sidecar, id);
      expect(received[0]?.parcel.content).toBe(content.toString('base64'));
    });

    it('waits while the superior is down, and delivers once when it is back', async () => {
      await both.superior.sidecar.close();
      const id = await file();
      expect(await stateAt(id)).toBe('waiting');
      await expect(both.sendOnce()).rejects.toThrow();
      expect(await stateAt(id)).toBe('waiting');
      await both.restartSuperior();
      await untilReceived(id);
      expect(times(id)).toBe(1);
    });
  });

  describe('step by step', () => {
    beforeEach(async () => {
      await both.quiet();
      while (both.waiting().length > 0) await both.sendOnce();
    });

    it('sends again when the answer was lost, and gets the very receipt it would have had', async () => {
      const id = await file();
      await expect(both.sendOnce(losesAnswer)).rejects.toThrow('line went dead');
      expect(await stateAt(id)).toBe('waiting');
      const first = both.received().find((one) => one.id === id)?.receipt;
      const state = stateOf(both.superior);
      let again: Receipt[] = [];
      expect(
        await both.sendOnce(
          withReceipts((receipts) => {
            again = receipts;
            return receipts;
          }),
        ),
      ).toBe(1);
      expect(again).toEqual([first]);
      expect(await stateAt(id)).toBe('received');
      expect(times(id)).toBe(1);
      expect(stateOf(both.superior)).toEqual(state);
    });

    it('brings what has affected a case up although the line beside it is stuck, and mends both when it can', async () => {
      const stuck = await file();
      const urgent = await file(entry({ effect: 'yes' }));
      // The superior takes the urgent line only: the other is answered as if it were somebody else's address.
      const oneLine: Wire = async (to, init) => {
        const { parcels } = JSON.parse(String(init?.body)) as { parcels: string };
        const [first] = await both.parcelsIn(parcels);
        return first?.channel === 'urgent' ? fetch(to, init) : new Response('busy', { status: 502 });
      };
      await expect(both.sendOnce(oneLine)).rejects.toThrow();
      expect([await stateAt(stuck), await stateAt(urgent)]).toEqual(['waiting', 'received']);
      expect(await both.sendOnce()).toBe(1);
      expect([times(stuck), times(urgent)]).toEqual([1, 1]);
    });

    it('goes on where it was when either side restarts between any two steps', async () => {
      const id = await file();
      await both.quiet();
      await expect(both.sendOnce(losesAnswer)).rejects.toThrow();
      const first = both.received().find((one) => one.id === id)?.receipt;
      await both.restartSuperior();
      expect(both.received().find((one) => one.id === id)?.receipt).toEqual(first);
      await both.restartCourt();
      await untilReceived(id);
      await both.restartCourt();
      expect(await stateAt(id)).toBe('received');
      expect(times(id)).toBe(1);
      const next = await file();
      await untilReceived(next);
      const reported = both.received().filter((one) => one.parcel.channel === 'report');
      expect(reported.map((one) => one.seq)).toEqual(reported.map((_, place) => place + 1));
    });

    it.each<[string, Wire]>([
      [
        'without the header of a sidecar',
        async (...asked) => {
          const answer = await fetch(...asked);
          return new Response(await answer.text(), { headers: { 'content-type': 'application/json' } });
        },
      ],
      ['of a portal that answers everything with a page', async () => new Response('<html>登录</html>')],
      ['that is a refusal', async () => new Response('{}', { status: 503, headers: { 'Liuhen-Api': '1' } })],
      ['of no receipts', withReceipts(() => [])],
      ['of receipts that are none', withReceipts(() => [{ statement: '', signature: '' }])],
      ['whose signature was cut', withReceipts((all) => all.map((one) => ({ ...one, signature: 'AAAA' })))],
      [
        'signed by somebody else',
        withReceipts((all) => {
          const stranger = international.readSigningKey(international.createSigningKey());
          return all.map(({ statement }) => ({
            statement,
            signature: signBytes(stranger, Buffer.from(statement, 'base64')),
          }));
        }),
      ],
      [
        'whose statement was changed',
        withReceipts((all) =>
          all.map(({ statement, signature }) => {
            const text = Buffer.from(statement, 'base64').toString('utf8').replace('"v":1', '"v": 1');
            return { statement: Buffer.from(text).toString('base64'), signature };
          }),
        ),
      ],
      [
        'with the receipt of another record',
        withReceipts(() =>
          both
            .received()
            .slice(0, 1)
            .map((one) => one.receipt),
        ),
      ],
    ])('does not count an answer %s', async (_, wire) => {
      const id = await file();
      const { log } = stateOf(both.court);
      await expect(both.sendOnce(wire)).rejects.toThrow();
      expect(await stateAt(id)).toBe('waiting');
      expect(stateOf(both.court).log).toBe(log);
      expect(await both.sendOnce()).toBe(1);
      expect(await stateAt(id)).toBe('received');
      expect(times(id)).toBe(1);
    });

    it('does not count what the superior signed for another record or another court', async () => {
      const id = await file();
      const { court } = both.superior.sidecar.secrets;
      const forged = (change: object): Wire =>
        withReceipts((all) =>
          all.map(({ statement }) => {
            const said = JSON.parse(Buffer.from(statement, 'base64').toString('utf8')) as object;
            const bytes = Buffer.from(JSON.stringify({ ...said, ...change }));
            return { statement: bytes.toString('base64'), signature: signBytes(court, bytes) };
          }),
        );
      for (const change of [
        { leafHash: 'a'.repeat(64) },
        { origin: '豫1303' },
        { superior: '豫14' },
        { id: '019a0000-0000-7000-8000-000000000000' },
        { seq: 1 },
        { v: 2 },
      ]) {
        await expect(both.sendOnce(forged(change))).rejects.toThrow('no receipt could be verified');
        expect(await stateAt(id)).toBe('waiting');
      }
      // The same hand with nothing changed is believed: the refusals above were about what was changed.
      expect(await both.sendOnce(forged({}))).toBe(1);
    });

    it('keeps the good receipts of an answer, and asks again for the others', async () => {
      const ids = [await file(), await file(), await file()];
      const second = withReceipts((all) => [all[1], { ...all[2], signature: 'AAAA' }]);
      expect(await both.sendOnce(second)).toBe(1);
      expect(await Promise.all(ids.map(stateAt))).toEqual(['waiting', 'received', 'waiting']);
      expect(await both.sendOnce()).toBe(2);
      expect(ids.map(times)).toEqual([1, 1, 1]);
    });

    it('does not wait for a superior that never answers when the sidecar stops', async () => {
      const id = await file();
      const { store, door, secrets } = both.court.sidecar;
      const superior = both.court.config.superior;
      if (!superior) throw new Error('no superior');
      const asked = Promise.withResolvers<AbortSignal>();
      const silent: Wire = (_, init) =>
        new Promise((_, reject) => {
          const signal = init?.signal;
          if (!signal) throw new Error('a request that cannot be given up');
          signal.addEventListener('abort', () => reject(signal.reason));
          asked.resolve(signal);
        });
      const deps = { court: COURT, key: secrets.court, superior, store, door, clock: Date.now };
      const outbox = new Outbox({ ...deps, fetch: silent });
      outbox.start();
      const signal = await asked.promise;
      await outbox.stop();
      // Given up because of the stop, not because patience ended.
      expect(signal.reason).toMatchObject({ name: 'AbortError' });
      expect(await stateAt(id)).toBe('waiting');
    });

    it('fits fifty entries as long as they may be into one consignment', async () => {
      const ids: string[] = [];
      for (let n = 0; n < 50; n += 1) ids.push(await file(entry({ content: '"𬭎长'.repeat(1000) })));
      await both.quiet();
      expect(await both.sendOnce()).toBe(50);
      expect(ids.map(times)).toEqual(Array(50).fill(1));
    });
  });

  it.each(['court', 'superior'] as const)(
    'the log of the %s verifies, and rebuilds byte for byte',
    async (side) => {
      const { sidecar, config } = both[side];
      await sidecar.outbox?.stop();
      expect(verifyStore(sidecar.store).faults).toEqual([]);
      const before = digestViews(sidecar.store);
      expect(await rebuildViews(sidecar.store, [config.court.code])).toBeGreaterThan(60);
      expect(digestViews(sidecar.store)).toBe(before);
    },
  );
});
