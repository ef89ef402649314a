/**
 * The court's side: sends what has no receipt yet, in order, and files the receipts that come back. It keeps
 * nothing of its own: what is waiting is read from the outbox view, so a crash at any point only sends again.
 */
import { v7 as uuid } from 'uuid';
import { z } from 'zod';
import { API_HEADER } from '../../shared/api.ts';
import type { DirectKey } from '../../shared/direct-key.ts';
import {
  CHANNELS,
  type Channel,
  type Consignment,
  type Parcel,
  type Receipt,
  receipt,
  receiptStatement,
} from '../../shared/records/upstream.ts';
import { sealTo } from '../../shared/sealed-envelope.ts';
import { signBytes, verifyBytes } from '../crypto/court-key.ts';
import type { SigningKey } from '../crypto/suite.ts';
import type { Door } from '../records/door.ts';
import type { SqliteStore } from '../store/sqlite.ts';
import { type WaitingParcel, waitingParcels } from '../views/outbox.ts';

const BATCH = 50;
const FIRST_WAIT_MS = 1_000;
const LONGEST_WAIT_MS = 5 * 60_000;
const PATIENCE_MS = 30_000;

export const inboxAnswer = z.object({ receipts: z.array(receipt) });

export interface OutboxDeps {
  court: { code: string };
  key: SigningKey;
  superior: { court: { code: string }; url: string; publicKey: string; directKey?: DirectKey };
  store: SqliteStore;
  door: Door;
  clock: () => number;
  /** Test seam; the global fetch otherwise. */
  fetch?: typeof fetch;
  /** Asked before anything is sent, for what comes back is filed. @throws Refusal while nothing may be */
  mayFile?: () => void;
  /** The superior has answered. @param date as its Date header says */
  heard?: (headers: Headers) => void;
  /** Told of every attempt; carries no content. */
  onAttempt?: (attempt: { sent: number; receipts: number; error?: string }) => void;
}

export class Outbox {
  readonly #deps: OutboxDeps;
  #timer: NodeJS.Timeout | undefined;
  #wait = FIRST_WAIT_MS;
  #running: Promise<void> | undefined;
  #stopped = false;
  /** The request under way, to be given up when the sidecar stops. */
  #attempt: AbortController | undefined;

  constructor(deps: OutboxDeps) {
    this.#deps = deps;
  }

  start(): void {
    this.#schedule(0);
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    clearTimeout(this.#timer);
    this.#attempt?.abort();
    await this.#running;
  }

  /**
   * Something new may be waiting. After failures the superior is not knocked at for every record; what has affected a
   * case is reported at once all the same.
   */
  nudge({ urgent = false } = {}): void {
    if (!this.#running && (urgent || this.#wait === FIRST_WAIT_MS)) this.#schedule(0);
  }

  #schedule(ms: number): void {
    if (this.#stopped) return;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.#running = this.#run().finally(() => {
        this.#running = undefined;
      });
    }, ms);
    this.#timer.unref();
  }

  async #run(): Promise<void> {
    try {
      while (!this.#stopped && (await this.sendOnce()) > 0);
      this.#wait = FIRST_WAIT_MS;
    } catch (error) {
      this.#deps.onAttempt?.({
        sent: 0,
        receipts: 0,
        error: error instanceof Error ? error.message : 'unknown',
      });
      this.#wait = Math.min(this.#wait * 2, LONGEST_WAIT_MS);
    }
    // Half of the wait is random, so that a province of courts does not knock at the same second.
    this.#schedule(this.#wait / 2 + Math.random() * (this.#wait / 2));
  }

  /**
   * Sends one batch of each channel, the urgent one first. A channel that the superior does not take does not keep the
   * others from being sent. @returns how many receipts came back @throws what the first channel failed with
   */
  async sendOnce(): Promise<number> {
    this.#deps.mayFile?.();
    let receipts = 0;
    let failure: unknown;
    for (const channel of CHANNELS) {
      try {
        receipts += await this.#sendBatch(channel);
      } catch (error) {
        failure ??= error;
      }
    }
    if (failure !== undefined) throw failure;
    return receipts;
  }

  async #sendBatch(channel: Channel): Promise<number> {
    const { court, store, key, superior } = this.#deps;
    const waiting = store.read(waitingParcels({ court: court.code, channel, limit: BATCH }));
    if (waiting.length === 0) return 0;
    const json = Buffer.from(JSON.stringify(waiting.map((row) => toParcel(channel, row))), 'utf8');
    const consignment = await pack(court.code, key, json, superior.directKey);
    const receipts = await this.#deliver(consignment);
    const good = receipts.filter((one) => this.#isFor(one, channel, waiting));
    if (good.length === 0) throw new Error('no receipt could be verified');
    await this.#file(good);
    this.#deps.onAttempt?.({ sent: waiting.length, receipts: good.length });
    return good.length;
  }

  async #deliver(consignment: Consignment): Promise<Receipt[]> {
    const attempt = new AbortController();
    this.#attempt = attempt;
    const patience = setTimeout(() => attempt.abort(new Error('no answer in time')), PATIENCE_MS);
    try {
      const answer = await (this.#deps.fetch ?? fetch)(new URL('/v1/inbox', this.#deps.superior.url), {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(consignment),
        signal: attempt.signal,
      });
      if (!answer.headers.has(API_HEADER)) throw new Error('the answer did not come from a sidecar');
      this.#deps.heard?.(answer.headers);
      if (!answer.ok) throw new Error(`the superior answered ${answer.status}`);
      return inboxAnswer.parse(await answer.json()).receipts;
    } finally {
      clearTimeout(patience);
      this.#attempt = undefined;
    }
  }

  /** A receipt counts only when the superior signed it, for this court and exactly this record. */
  #isFor(one: Receipt, channel: Channel, waiting: WaitingParcel[]): boolean {
    const { court, superior } = this.#deps;
    const bytes = Buffer.from(one.statement, 'base64');
    if (!verifyBytes(superior.publicKey, bytes, one.signature)) return false;
    const parsed = receiptStatement.safeParse(JSON.parse(bytes.toString('utf8')));
    if (!parsed.success) return false;
    const statement = parsed.data;
    const sent = waiting.find((row) => row.seq === statement.seq);
    return (
      sent !== undefined &&
      statement.origin === court.code &&
      statement.superior === superior.court.code &&
      statement.channel === channel &&
      statement.id === sent.id &&
      statement.leafHash === sent.leaf_hash.toString('hex')
    );
  }

  async #file(receipts: Receipt[]): Promise<void> {
    const { court, door, clock } = this.#deps;
    const at = clock();
    await door.file(
      court.code,
      { kind: 'system', part: 'outbox' },
      {
        id: uuid({ msecs: at }),
        type: 'upstream-receipt',
        court: court.code,
        at: new Date(at).toISOString(),
        body: { receipts },
      },
    );
  }
}

/** @param directKey what the parcels are sealed to, so that nobody on the way reads them; in the clear without it */
export async function pack(
  origin: string,
  key: SigningKey,
  json: Buffer,
  directKey: DirectKey | undefined,
): Promise<Consignment> {
  const sealed = directKey && (await sealTo(directKey, json));
  return {
    origin,
    parcels: sealed ?? json.toString('base64'),
    signature: signBytes(key, sealed === undefined ? json : Buffer.from(sealed)),
  };
}

export const toParcel = (channel: Channel, row: WaitingParcel): Parcel => ({
  channel,
  seq: row.seq,
  id: row.id,
  leaf: row.leaf.toString('base64'),
  content: row.bytes?.toString('base64') ?? '',
  ...(row.salt?.length ? { salt: row.salt.toString('base64') } : {}),
});
