/**
 * The superior's side: checks a consignment's signature, takes in its parcels in order through the door, and
 * answers with signed receipts. A receipt is kept in the log with the parcel and given out again byte for byte
 * when the same parcel comes again: at least once on the wire, exactly once in effect.
 */
import { v7 as uuid } from 'uuid';
import { z } from 'zod';
import type { FiledRecord } from '../../shared/records/record.ts';
import {
  type Consignment,
  type Parcel,
  parcel,
  type Receipt,
  type ReceiptStatement,
  type ReceivedRecordBody,
} from '../../shared/records/upstream.ts';
import { parseStrictJson } from '../../shared/strict-json.ts';
import { signBytes, verifyBytes } from '../crypto/court-key.ts';
import type { DirectKeys } from '../crypto/direct-key.ts';
import type { SigningKey, Suite } from '../crypto/suite.ts';
import { suiteOfPublicKey } from '../crypto/suites.ts';
import { commitmentOf } from '../crypto/vault.ts';
import { canonicalBytes, type Leaf, leaf, logName, sha256 } from '../log/leaf.ts';
import { treeHasher } from '../log/rfc6962.ts';
import { Refusal } from '../problems.ts';
import type { Door } from '../records/door.ts';
import { preparedOpening } from '../store/plan.ts';
import type { SqliteStore } from '../store/sqlite.ts';
import { lastReceived, receivedRow } from '../views/received.ts';

const MAX_PARCELS = 500;

const receivedContent = preparedOpening<
  { court: string; origin: string; channel: string; seq: number },
  object
>((db, p) =>
  db
    .selectFrom('received')
    .innerJoin('log', (join) =>
      join.onRef('log.court', '=', 'received.court').onRef('log.seq', '=', 'received.log_seq'),
    )
    .innerJoin('content', (join) =>
      join.onRef('content.court', '=', 'log.court').onRef('content.id', '=', 'log.id'),
    )
    .select([
      'content.court as content_court',
      'content.id as content_id',
      'content.sealed',
      'content.kek',
      'content.wrapped',
    ])
    .where('received.court', '=', p('court'))
    .where('received.origin', '=', p('origin'))
    .where('received.channel', '=', p('channel'))
    .where('received.seq', '=', p('seq')),
);

export interface InboxDeps {
  court: { code: string; name: string };
  key: SigningKey;
  directKeys: DirectKeys;
  subordinates: readonly { court: { code: string }; publicKey: string; restarts: number }[];
  store: SqliteStore;
  door: Door;
  clock: () => number;
  /** Asked once it is certain which court brings it. @throws Refusal where it comes too often */
  admits?: (origin: string) => void;
}

export class Inbox {
  readonly #deps: InboxDeps;
  /** One consignment of a court at a time: its parcels must come in in order. */
  readonly #busy = new Map<string, Promise<unknown>>();
  constructor(deps: InboxDeps) {
    this.#deps = deps;
  }

  /**
   * @returns receipts in order, one a parcel, up to the first parcel that cannot be taken in
   * @throws Refusal for the first parcel: consignment-untrusted, input-invalid, parcel-gap (with the number expected), record-differs
   */
  async take(consignment: Consignment): Promise<Receipt[]> {
    const { origin } = consignment;
    const sender = this.#deps.subordinates.find((one) => one.court.code === origin);
    const sealed = consignment.parcels.includes('.');
    const bytes = Buffer.from(consignment.parcels, sealed ? 'ascii' : 'base64');
    const suite = sender && suiteOfPublicKey(Buffer.from(sender.publicKey, 'base64'));
    if (!sender || !suite || !verifyBytes(sender.publicKey, bytes, consignment.signature)) {
      throw new Refusal('consignment-untrusted');
    }
    this.#deps.admits?.(origin);
    const parcels = readParcels(sealed ? await this.#unsealed(consignment.parcels) : bytes);
    const from: Sender = { court: origin, numbering: numberingOf(origin, sender.restarts) };
    const before = this.#busy.get(origin) ?? Promise.resolve();
    const work = before.then(
      () => this.#takeAll(from, suite, parcels),
      () => this.#takeAll(from, suite, parcels),
    );
    this.#busy.set(origin, work);
    return work;
  }

  async #unsealed(sealed: string): Promise<Buffer> {
    try {
      return Buffer.from(await this.#deps.directKeys.open(sealed));
    } catch {
      throw new Refusal('consignment-unopened');
    }
  }

  async #takeAll(from: Sender, suite: Suite, parcels: Parcel[]): Promise<Receipt[]> {
    const receipts: Receipt[] = [];
    for (const one of parcels) {
      try {
        receipts.push(await this.#takeOne(from, suite, one));
      } catch (error) {
        // What came before it is in and gets its receipts; the sender comes back with this one first.
        if (receipts.length > 0 && error instanceof Refusal) return receipts;
        throw error;
      }
    }
    return receipts;
  }

  async #takeOne({ court: origin, numbering }: Sender, suite: Suite, one: Parcel): Promise<Receipt> {
    const { court, store, door, key, clock } = this.#deps;
    const leafBytes = Buffer.from(one.leaf, 'base64');
    const named = leaf.safeParse(parseJson(leafBytes));
    const fits =
      named.success &&
      named.data.log === logName(origin) &&
      named.data.id === one.id &&
      standsFor(named.data, one, suite);
    if (!fits) throw new Refusal('input-invalid', [{ path: `parcels.${one.seq}`, code: 'leaf-differs' }]);
    const hash = treeHasher(suite).leafHash(leafBytes).toString('hex');
    const place = { court: court.code, origin: numbering, channel: one.channel, seq: one.seq };
    const [known] = store.read(receivedRow(place));
    if (known) {
      if (known.id !== one.id || known.leaf_hash !== hash) {
        throw new Refusal('record-differs', [{ path: `parcels.${one.seq}`, code: 'number-used-before' }]);
      }
      const [row] = store.read(receivedContent(place));
      if (!row?.bytes) throw new Error('a received record has no content');
      const record = JSON.parse(row.bytes.toString('utf8')) as FiledRecord<
        'received-record',
        ReceivedRecordBody
      >;
      return record.body.receipt;
    }
    const [last] = store.read(lastReceived({ court: court.code, origin: numbering, channel: one.channel }));
    // A numbering that was begun anew goes on from wherever the court's database was taken back to.
    const begins = numbering !== origin && (last?.seq ?? null) === null;
    const expected = begins ? one.seq : (last?.seq ?? 0) + 1;
    if (one.seq !== expected)
      throw new Refusal('parcel-gap', [{ path: `parcels.${one.seq}`, code: `expected-${expected}` }]);
    const at = new Date(clock()).toISOString();
    const statement: ReceiptStatement = {
      v: 1,
      origin,
      superior: court.code,
      channel: one.channel,
      seq: one.seq,
      id: one.id,
      leafHash: hash,
      receivedAt: at,
    };
    const signed = canonicalBytes(statement);
    // In the order of names, as the log keeps it: the first answer and every later one are the same bytes.
    const receipt: Receipt = { signature: signBytes(key, signed), statement: signed.toString('base64') };
    const body: ReceivedRecordBody = { origin: numbering, parcel: one, receipt };
    const record = { id: uuid({ msecs: clock() }), type: 'received-record', court: court.code, at, body };
    await door.file(court.code, { kind: 'court', code: numbering }, record);
    return receipt;
  }
}

interface Sender {
  court: string;
  /** Under which its parcels are numbered: after a loss it gives out numbers it has given before. */
  numbering: string;
}

const numberingOf = (court: string, restarts: number): string =>
  restarts === 0 ? court : `${court}/${restarts + 1}`;

/** The court that goes by this numbering. */
export const courtNumbered = (numbering: string): string => numbering.split('/')[0] ?? numbering;

/** Whether the leaf commits to this content; one that was destroyed by law comes without it. */
function standsFor(leaf: Leaf, { content, salt }: Parcel, suite: Suite): boolean {
  const plain = Buffer.from(content, 'base64');
  if (leaf.v === 1) return leaf.content === sha256(plain);
  if (salt === undefined) return content === '';
  return leaf.commitment === commitmentOf(suite, Buffer.from(salt, 'base64'), plain);
}

function parseJson(bytes: Buffer): unknown {
  try {
    return parseStrictJson(bytes.toString('utf8'));
  } catch {
    return undefined;
  }
}

function readParcels(bytes: Buffer): Parcel[] {
  const parsed = z.array(parcel).min(1).max(MAX_PARCELS).safeParse(parseJson(bytes));
  if (!parsed.success) throw new Refusal('input-invalid', [{ path: 'parcels', code: 'parcels-malformed' }]);
  return parsed.data;
}
