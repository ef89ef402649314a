/**
 * The one door. Whatever anybody does comes through here: shape → who may? → do the rules allow it? → log and
 * views in one transaction → answer. Nothing else in the sidecar writes to the log or to a view.
 */
import { TZDate } from '@date-fns/tz';
import { mayEver, refusalOf } from '../../shared/access-matrix.ts';
import type { RecordOutcome } from '../../shared/api.ts';
import { COURT_ZONE } from '../../shared/calendar.ts';
import { caseKeys, parseCaseNumber } from '../../shared/case-number.ts';
import type { Policy } from '../../shared/policy.ts';
import type { DirectReportBody } from '../../shared/records/direct-report.ts';
import type { FiledRecord, RecordEnvelope } from '../../shared/records/record.ts';
import type { LogKeeper } from '../log/keeper.ts';
import { canonicalBytes } from '../log/leaf.ts';
import { Readings } from '../log/readings.ts';
import { fieldErrors, type ProblemCode, Refusal } from '../problems.ts';
import { type Change, preparedOpening, type Steps } from '../store/plan.ts';
import type { SqliteStore } from '../store/sqlite.ts';
import { VIEWS_BY_TYPE } from '../views/all.ts';
import { RECORD_TYPES } from './all.ts';
import type { EnvelopeSlots } from './envelope-slots.ts';
import { type Actor, actorName, type RecordType } from './record-type.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const EARLIEST_AT = '2015-01-01T00:00:00.000Z';

const TYPES: ReadonlyMap<string, RecordType> = new Map(RECORD_TYPES.map((type) => [type.type, type]));

const filedBefore = preparedOpening<
  { court: string; id: string },
  { seq: number; actor: string; received_at: string; leaf_hash: Buffer }
>((db, p) =>
  db
    .selectFrom('log')
    .innerJoin('content', (join) =>
      join.onRef('content.court', '=', 'log.court').onRef('content.id', '=', 'log.id'),
    )
    .select([
      'log.seq',
      'log.actor',
      'log.received_at',
      'log.leaf_hash',
      'content.court as content_court',
      'content.id as content_id',
      'content.sealed',
      'content.kek',
      'content.wrapped',
    ])
    .where('log.court', '=', p('court'))
    .where('log.id', '=', p('id')),
);

const NO_FILES = function* (): Steps<string[]> {
  return [];
};
const NOTHING = function* (): Steps<Change[]> {
  return [];
};

/** Whether a record of this type is filed when it comes in; one that is not must not be counted either. */
export const isFiled = (type: string): boolean => TYPES.get(type)?.aside !== true;

/** The record with what its type adds. */
function* completed({ adds }: RecordType, record: RecordEnvelope): Steps<RecordEnvelope> {
  if (!adds) return record;
  return { ...record, body: { ...(record.body as object), [adds.key]: yield* adds.make(record) } };
}

/** The bytes of a filed record as they were sent. */
function asSent({ adds }: RecordType, filed: Buffer): Buffer {
  if (!adds) return filed;
  const record = JSON.parse(filed.toString('utf8')) as RecordEnvelope<string, Record<string, unknown>>;
  const { [adds.key]: _, ...body } = record.body;
  return canonicalBytes({ ...record, body });
}

export type Filed = Required<
  Pick<RecordOutcome, 'id' | 'status' | 'outcome' | 'seq' | 'receivedAt' | 'leafHash'>
>;

export interface DoorDeps {
  store: SqliteStore;
  log: Pick<LogKeeper, 'append' | 'appendReading' | 'head'>;
  /** Now, milliseconds since 1970. */
  clock: () => number;
  policy: Policy;
  /** What keeps everything from being filed, if anything does: a log that is not what was promised of it. */
  held?: () => ProblemCode | undefined;
  /** Where direct reports lie; absent at a court that has nobody to report to. */
  slots?: EnvelopeSlots | undefined;
}

let knownYear = { hour: -1, year: 0 };

/** The Beijing year of an instant: no case number is of a later one. Reckoned once an hour: it is asked of every record. */
export function courtYear(ms: number): number {
  const hour = Math.floor(ms / HOUR_MS);
  if (knownYear.hour !== hour) knownYear = { hour, year: new TZDate(ms, COURT_ZONE).getFullYear() };
  return knownYear.year;
}

/**
 * The one case a text names, in canonical print form.
 * @throws Refusal case-number-invalid, case-number-several
 */
export function oneCase(text: string, now: number): string {
  const parsed = parseCaseNumber(text, { currentYear: courtYear(now) });
  if (!parsed.ok)
    throw new Refusal('case-number-invalid', [{ path: 'body.caseNumber', code: parsed.problem }]);
  const [key, another] = caseKeys(parsed.value);
  if (key === undefined || another !== undefined) {
    throw new Refusal('case-number-several', [{ path: 'body.caseNumber', code: 'several-cases' }]);
  }
  return key;
}

export class Door {
  readonly #deps: DoorDeps;
  readonly #readings: Readings;
  constructor(deps: DoorDeps) {
    this.#deps = deps;
    this.#readings = new Readings(deps);
  }

  /**
   * Checks the shape of what was sent and brings its case number into canonical form.
   * @throws Refusal json and field problems, with the paths of the fields
   */
  admit(court: string, input: unknown): { type: RecordType; record: RecordEnvelope } {
    const now = this.#deps.clock();
    const name = (input as { type?: unknown } | null)?.type;
    const type = typeof name === 'string' ? TYPES.get(name) : undefined;
    if (!type) throw new Refusal('type-unknown', [{ path: 'type', code: 'type-unknown' }]);
    const parsed = type.schema.safeParse(input);
    if (!parsed.success) throw new Refusal('input-invalid', fieldErrors(parsed.error));
    const record = parsed.data;
    if (record.court !== court) throw new Refusal('court-wrong', [{ path: 'court', code: 'court-wrong' }]);
    if (Date.parse(record.at) > now + DAY_MS)
      throw new Refusal('at-in-future', [{ path: 'at', code: 'at-in-future' }]);
    if (record.at < EARLIEST_AT) throw new Refusal('at-too-early', [{ path: 'at', code: 'at-too-early' }]);
    const body = record.body as { caseNumber?: string };
    if (typeof body.caseNumber !== 'string') return { type, record };
    return { type, record: { ...record, body: { ...body, caseNumber: oneCase(body.caseNumber, now) } } };
  }

  /**
   * Files one record, or finds that it was filed before.
   * @param also what is written with it in one transaction, beside log and views
   * @throws Refusal what stands against it
   */
  async file(court: string, actor: Actor, input: unknown, also = NOTHING): Promise<Filed> {
    const { type, record } = this.admit(court, input);
    if (type.aside) return this.#deps.store.write(() => this.#setAside(type, record, actor));
    const sent = canonicalBytes(record);
    try {
      return await this.#deps.store.write(() => this.#plan(type, record, sent, actor, also));
    } catch (error) {
      // Who is kept from opening an entry has tried to read it.
      const subject = type.opens?.(record);
      if (subject !== undefined && error instanceof Refusal)
        await this.#readings.refused(
          { court, actor: actorName(actor), action: 'read-entry', subject },
          error,
        );
      throw error;
    }
  }

  /** What is sealed to another court is put into a slot. Its answer looks as that of a record that was filed. */
  *#setAside(
    type: RecordType,
    record: RecordEnvelope,
    actor: Actor,
  ): Steps<{ changes: Change[]; result: Filed }> {
    const { clock, held, log, policy, slots } = this.#deps;
    const { court, id } = record;
    if (!mayEver(actor, type.type, 'file')) throw new Refusal(refusalOf(type.type));
    const heldBy = held?.();
    if (heldBy) throw new Refusal(heldBy);
    const receivedAt = new Date(clock()).toISOString();
    const refusal = yield* type.refuses(record, { court, actor, now: receivedAt, policy });
    if (refusal) throw new Refusal(refusal);
    if (!slots) throw new Refusal('direct-not-offered');
    const { envelope, cover = false } = record.body as DirectReportBody;
    const { changes, hash, repeated } = yield* slots.take(court, envelope, cover);
    const result: Filed = {
      id,
      status: repeated ? 200 : 201,
      outcome: repeated ? 'replayed' : 'filed',
      // What a record would have got now: as many digits as any answer has.
      seq: log.head(court).size + 1,
      receivedAt,
      leafHash: hash,
    };
    return { changes, result };
  }

  *#plan(
    type: RecordType,
    sent: RecordEnvelope,
    sentBytes: Buffer,
    actor: Actor,
    also: () => Steps<Change[]>,
  ): Steps<{ changes: Change[]; result: Filed; leavesNoTrace?: boolean }> {
    const { court, id } = sent;
    const name = actorName(actor);
    const [before] = yield* filedBefore({ court, id });
    const may = mayEver(actor, type.type, 'file');
    // To who may not file it, an id that somebody else has used is no different from any other.
    if (!may && before?.actor !== name) throw new Refusal(refusalOf(type.type));
    if (before) {
      // The id is the client's: the same act sent again is answered again, another act under it is refused.
      // Of one whose content was destroyed nobody can tell any more what it said; that it was filed is what is answered.
      if (before.actor !== name || (before.bytes && !asSent(type, before.bytes).equals(sentBytes))) {
        throw new Refusal('record-differs', [{ path: 'id', code: 'record-differs' }]);
      }
      return {
        changes: [],
        result: {
          id,
          status: 200,
          outcome: 'replayed',
          seq: before.seq,
          receivedAt: before.received_at,
          leafHash: before.leaf_hash.toString('hex'),
        },
      };
    }
    const held = this.#deps.held?.();
    if (held) throw new Refusal(held);
    const receivedAt = new Date(this.#deps.clock()).toISOString();
    const refusal = yield* type.refuses(sent, { court, actor, now: receivedAt, policy: this.#deps.policy });
    if (refusal) throw new Refusal(refusal);
    const record = yield* completed(type, sent);
    const content = type.adds ? canonicalBytes(record) : sentBytes;
    const files = yield* type.standsFor?.(record) ?? NO_FILES();
    const appended = this.#deps.log.append(court, {
      id,
      type: record.type,
      actor: name,
      receivedAt,
      content,
      files,
    });
    const filed: FiledRecord = { ...record, seq: appended.seq, actor: name, receivedAt };
    const changes = appended.changes;
    for (const view of VIEWS_BY_TYPE.get(record.type) ?? []) {
      changes.push(...(yield* view.apply(filed)));
    }
    if (type.destroys) changes.push(...(yield* type.destroys(record)));
    changes.push(...(yield* also()));
    const result: Filed = {
      id,
      status: 201,
      outcome: 'filed',
      seq: appended.seq,
      receivedAt,
      leafHash: appended.leafHash.toString('hex'),
    };
    return { changes, result, leavesNoTrace: type.destroys !== undefined };
  }
}
