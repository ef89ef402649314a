/**
 * The superior court as a witness of its subordinates' logs (c2sp.org/tlog-witness): it cosigns a checkpoint when that
 * contains all it has cosigned before. What it cosigned is a record before the answer leaves; what it had to refuse as a
 * loss or a fork is a record as well, with the court's own signature under it.
 */
import { v7 as uuid } from 'uuid';
import type { WitnessedCheckpointBody, WitnessRefusalBody } from '../../shared/records/witness.ts';
import type { SigningKey, Suite } from '../crypto/suite.ts';
import { suiteOfPublicKey } from '../crypto/suites.ts';
import { cosigner } from '../log/cosignature.ts';
import { LOGS } from '../log/leaf.ts';
import { signatureLine, writeNote } from '../log/note.ts';
import { originOf, trustedLogOf, witnessName } from '../log/origin.ts';
import {
  type AddCheckpoint,
  decideAddCheckpoint,
  readAddCheckpoint,
  type WitnessDecision,
  type WitnessedLog,
} from '../log/witness.ts';
import { Refusal } from '../problems.ts';
import type { Door } from '../records/door.ts';
import type { SqliteStore } from '../store/sqlite.ts';
import { lastRefusalOf, latestWitnessed } from '../views/witnessed.ts';

export interface Subordinate {
  court: { code: string };
  publicKey: string;
  /** How often its logs were begun anew with this court's knowledge. */
  restarts: number;
}

export interface WitnessDeps {
  court: { code: string };
  suite: Suite;
  key: SigningKey;
  subordinates: readonly Subordinate[];
  store: SqliteStore;
  door: Door;
  clock: () => number;
}

export type WitnessAnswer =
  /** The cosignature, a line of a signed note. */
  { status: 200; line: string } | Exclude<WitnessDecision, { status: 200 }>;

/** How often a request is decided anew because another was answered meanwhile. */
const ATTEMPTS = 5;

export class Witness {
  readonly #deps: WitnessDeps;
  readonly #logs = new Map<string, { of: string; log: Omit<WitnessedLog, 'latest'> }>();

  constructor(deps: WitnessDeps) {
    this.#deps = deps;
    for (const { court, publicKey, restarts } of deps.subordinates) {
      const key = Buffer.from(publicKey, 'base64');
      const suite = suiteOfPublicKey(key);
      if (!suite) continue;
      for (const log of LOGS)
        this.#logs.set(originOf(court.code, log, restarts), {
          of: court.code,
          log: trustedLogOf(court.code, log, suite, key, restarts),
        });
    }
  }

  async add(body: Uint8Array): Promise<WitnessAnswer> {
    const request = readAddCheckpoint(body);
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await this.#addOnce(request);
      } catch (error) {
        const moved = error instanceof Refusal && error.code === 'witness-moved';
        if (!moved || attempt === ATTEMPTS) throw error;
      }
    }
  }

  async #addOnce(request: AddCheckpoint | undefined): Promise<WitnessAnswer> {
    const { court, store } = this.#deps;
    const origin = request?.checkpoint.origin ?? '';
    const known = this.#logs.get(origin);
    const [row] = store.read(latestWitnessed({ court: court.code, origin }));
    const latest = row && { size: row.size, root: Buffer.from(row.root, 'hex') };
    const decision = decideAddCheckpoint(request, known && { ...known.log, latest });
    if (!request || !known) return decision.status === 200 ? { status: 404, why: 'log-unknown' } : decision;
    if (decision.status !== 200) {
      await this.#remember(request, known.of, decision, latest?.size ?? 0);
      return decision;
    }
    const { checkpoint, text } = decision;
    const line = this.#cosign(text);
    // The same state again: there is nothing to remember but the time, which is in the line.
    if (latest?.size === checkpoint.size) return { status: 200, line };
    await this.#file<WitnessedCheckpointBody>('witnessed-checkpoint', {
      of: known.of,
      origin,
      from: request.oldSize,
      size: checkpoint.size,
      root: checkpoint.root.toString('hex'),
      checkpoint: writeNote(request.note),
      cosignature: line,
    });
    return { status: 200, line };
  }

  #cosign(text: string): string {
    const { court, suite, key, clock } = this.#deps;
    return signatureLine(cosigner(witnessName(court.code), suite, key, Math.floor(clock() / 1000)), text);
  }

  /** A log that is shorter than it was, or another one: told once for each state that was brought. */
  async #remember(
    request: AddCheckpoint,
    of: string,
    decision: Exclude<WitnessDecision, { status: 200 }>,
    known: number,
  ): Promise<void> {
    const { origin, size } = request.checkpoint;
    const kind =
      decision.status === 422
        ? 'forked'
        : decision.status === 409 && size < known
          ? 'rolled-back'
          : undefined;
    if (kind === undefined) return;
    const { court, store } = this.#deps;
    const [last] = store.read(lastRefusalOf({ court: court.code, origin }));
    if (last && last.kind === kind && last.brought === size && last.known === known) return;
    await this.#file<WitnessRefusalBody>('witness-refusal', {
      of,
      origin,
      kind,
      known,
      brought: size,
      checkpoint: writeNote(request.note),
    });
  }

  async #file<B>(type: string, body: B): Promise<void> {
    const { court, door, clock } = this.#deps;
    const now = clock();
    await door.file(
      court.code,
      { kind: 'system', part: 'witness' },
      { id: uuid({ msecs: now }), type, court: court.code, at: new Date(now).toISOString(), body },
    );
  }
}
