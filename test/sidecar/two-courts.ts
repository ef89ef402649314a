/** A court and its superior, both real, each with the other's key; and hands to break what passes between them. */

import type { Consignment, Parcel, Receipt } from '../../shared/records/upstream.ts';
import { publicKeyText, signBytes } from '../../sidecar/crypto/court-key.ts';
import type { SigningKey, SuiteName } from '../../sidecar/crypto/suite.ts';
import { Outbox, toParcel as parcelOf } from '../../sidecar/sync/outbox.ts';
import { type WaitingParcel, waitingParcels } from '../../sidecar/views/outbox.ts';
import { COURT, SUPERIOR } from '../world/people.ts';
import { storedRecord } from './stored.ts';
import { startTestCourt, type TestCourt } from './test-court.ts';

export interface TwoCourts {
  court: TestCourt;
  superior: TestCourt;
  /** Restarts of each side keep the keys, the port and the other's address. */
  restartCourt(): Promise<void>;
  restartSuperior(): Promise<void>;
  /** Ends the court's own rounds, so that nothing is sent but by the test. Holds until the court is restarted. */
  quiet(): Promise<void>;
  /** Sends one batch through `wire`. */
  sendOnce(wire?: typeof fetch): Promise<number>;
  waiting(): WaitingParcel[];
  /** Opens what a consignment was sealed over, with the superior's key. */
  parcelsIn(sealed: string): Promise<Parcel[]>;
  /** Brings anything to the superior's door. */
  bring(consignment: unknown): Promise<Response>;
  /** What the superior has taken in, in its order. */
  received(): { seq: number; id: string; receipt: Receipt; parcel: Parcel }[];
  close(): Promise<void>;
}

export const toParcel = (row: WaitingParcel): Parcel => parcelOf('report', row);

/** Packs and signs, whatever the parcels are; in the clear, as a court that was told no direct key. */
export function consign(key: SigningKey, parcels: unknown, origin = COURT.code): Consignment {
  const bytes = Buffer.from(JSON.stringify(parcels), 'utf8');
  return { origin, parcels: bytes.toString('base64'), signature: signBytes(key, bytes) };
}

/** @param suites of the two; each keeps its own */
export async function startTwoCourts(
  suites: { court: SuiteName; superior: SuiteName } = { court: 'international', superior: 'international' },
  options: Parameters<typeof startTestCourt>[1] = {},
): Promise<TwoCourts> {
  const superior = await startTestCourt(
    { court: SUPERIOR, seal: { suite: suites.superior } },
    options.clock ? { clock: options.clock } : {},
  );
  const court = await startTestCourt({ seal: { suite: suites.court } }, options);
  const url = superior.sidecar.url;
  const ofSuperior = {
    listen: { port: Number(new URL(url).port) },
    subordinates: [{ court: COURT, publicKey: publicKeyText(court.sidecar.secrets.court) }],
  };
  const ofCourt = {
    superior: {
      court: SUPERIOR,
      url,
      publicKey: publicKeyText(superior.sidecar.secrets.court),
      directKey: superior.sidecar.directKeys.publicKey,
    },
  };
  const both: TwoCourts = {
    court,
    superior,
    restartCourt: () => court.restart(ofCourt),
    restartSuperior: () => superior.restart(ofSuperior),
    quiet: async () => court.sidecar.outbox?.stop(),
    sendOnce(wire = fetch) {
      const { store, door, secrets } = court.sidecar;
      const key = secrets.court;
      const deps = {
        court: COURT,
        key,
        superior: ofCourt.superior,
        store,
        door,
        clock: options.clock ?? Date.now,
      };
      return new Outbox({ ...deps, fetch: wire }).sendOnce();
    },
    waiting: () =>
      court.sidecar.store.read(waitingParcels({ court: COURT.code, channel: 'report', limit: 1000 })),
    async parcelsIn(sealed) {
      const json = await superior.sidecar.directKeys.open(sealed);
      return JSON.parse(Buffer.from(json).toString('utf8')) as Parcel[];
    },
    bring: (consignment) =>
      fetch(`${url}/v1/inbox`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(consignment),
      }),
    received: () =>
      superior.sidecar.store.db
        .prepare<[], { seq: number; id: string; record: string }>(
          `select received.seq, received.id, log.id as record from received
           join log on log.court = received.court and log.seq = received.log_seq
           order by received.log_seq`,
        )
        .all()
        .map(({ seq, id, record }) => ({
          seq,
          id,
          ...JSON.parse(storedRecord(superior.sidecar, record).toString('utf8')).body,
        })),
    async close() {
      await court.close();
      await superior.close();
    },
  };
  await both.restartSuperior();
  await both.restartCourt();
  return both;
}
