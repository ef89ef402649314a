/**
 * Bytes of evidence on their way in. Parts belong to whoever sends them and to nobody else: that a court holds a file is
 * itself a secret, so that somebody who names a hash learns nothing but how far their own upload has come, and uploads the
 * whole even where it lies here already. Kept it is once, whoever sent it.
 */
import { createHash } from 'node:crypto';
import type { EvidenceFinding } from '../../shared/evidence-check.ts';
import type { UploadState } from '../../shared/evidence-upload.ts';
import type { EvidencePolicy, Policy } from '../../shared/policy.ts';
import { EVIDENCE_MAX_BYTES } from '../../shared/records/entry.ts';
import type { Vault } from '../crypto/vault.ts';
import { Refusal } from '../problems.ts';
import { isDestroyed } from '../store/destroyed-key.ts';
import { type Change, prepared, preparedOpening, type Steps } from '../store/plan.ts';
import type { SqliteStore } from '../store/sqlite.ts';

const DAY_MS = 86_400_000;
/** Parts of an upload nobody goes on with. */
const ABANDONED_AFTER_MS = 7 * DAY_MS;
/** Unfinished uploads of one person together; beyond it the oldest goes, for its sender still has the file. */
const UNFINISHED_MAX_BYTES = 3 * EVIDENCE_MAX_BYTES;

export interface UploadsDeps {
  court: { code: string };
  store: SqliteStore;
  vault: Vault;
  policy: Policy;
  inspector: { inspect(bytes: Uint8Array, name: string, policy: EvidencePolicy): Promise<EvidenceFinding> };
  clock: () => number;
}

/** Whose upload, and of what. */
export interface Upload {
  staffCode: string;
  hash: string;
  /** What the sender calls the file; empty when nothing was said. */
  name: string;
}

export interface Part {
  start: number;
  /** Size of the whole file. */
  total: number;
  data: Buffer;
}

/** The part does not begin where the last one ended. */
export class OffsetDiffers extends Refusal {
  readonly received: number;
  constructor(received: number) {
    super('upload-offset');
    this.received = received;
  }
}

interface Key extends Record<string, unknown> {
  court: string;
  staff_code: string;
  hash: string;
}

const stored = prepared<{ court: string; hash: string }, { kek: string }>((db, p) =>
  db.selectFrom('evidence').select('kek').where('court', '=', p('court')).where('hash', '=', p('hash')),
);

/** Whether this person has uploaded this file as a whole; an entry of theirs may name it. */
export const heldBy = prepared<Key, { bytes: number }>((db, p) =>
  db
    .selectFrom('evidence_holder')
    .innerJoin('evidence', (join) =>
      join
        .onRef('evidence.court', '=', 'evidence_holder.court')
        .onRef('evidence.hash', '=', 'evidence_holder.hash'),
    )
    .select('evidence.bytes')
    .where('evidence_holder.court', '=', p('court'))
    .where('evidence_holder.staff_code', '=', p('staff_code'))
    .where('evidence_holder.hash', '=', p('hash')),
);

const parts = prepared<Key, { start: number; bytes: number; total: number }>((db, p) =>
  db
    .selectFrom('evidence_part')
    .select(['start', 'bytes', 'total'])
    .where('court', '=', p('court'))
    .where('staff_code', '=', p('staff_code'))
    .where('hash', '=', p('hash'))
    .orderBy('start'),
);

const partData = preparedOpening<Key, object>((db, p) =>
  db
    .selectFrom('evidence_part')
    .select(['court as content_court', 'hash as content_id', 'sealed', 'kek', 'wrapped'])
    .where('court', '=', p('court'))
    .where('staff_code', '=', p('staff_code'))
    .where('hash', '=', p('hash'))
    .orderBy('start'),
);

const unfinished = prepared<
  { court: string },
  { staff_code: string; hash: string; bytes: number; last: string }
>((db, p) =>
  db
    .selectFrom('evidence_part')
    .select(({ fn }) => [
      'staff_code',
      'hash',
      fn.sum<number>('bytes').as('bytes'),
      fn.max('received_at').as('last'),
    ])
    .where('court', '=', p('court'))
    .groupBy(['staff_code', 'hash'])
    .orderBy('last', 'desc'),
);

const receivedOf = (kept: readonly { bytes: number }[]): number =>
  kept.reduce((sum, { bytes }) => sum + bytes, 0);

export class Uploads {
  readonly #deps: UploadsDeps;
  constructor(deps: UploadsDeps) {
    this.#deps = deps;
  }

  /** How far this person's own upload has come. */
  state(upload: Upload): UploadState {
    const key = this.#key(upload);
    return this.#deps.store.read(
      (function* (): Steps<UploadState> {
        const [held] = yield* heldBy(key);
        if (held) return { received: held.bytes, complete: true };
        return { received: receivedOf(yield* parts(key)), complete: false };
      })(),
    );
  }

  /** @throws Refusal of what the bytes are, or that they are others than announced */
  async keepWhole(upload: Upload, data: Buffer): Promise<void> {
    if (data.length === 0) throw new Refusal('evidence-empty');
    this.#checkSize(data.length);
    await this.#finish(upload, data);
  }

  /**
   * Keeps one part; the last one makes the file whole.
   * @throws OffsetDiffers when it does not begin where the last one ended; Refusal as `keepWhole`, and then all parts are gone
   */
  async keepPart(upload: Upload, part: Part): Promise<UploadState> {
    const { start, total, data } = part;
    this.#checkSize(total);
    if (data.length === 0 || start + data.length > total) throw new Refusal('upload-part');
    if (start + data.length < total) return this.#add(upload, part);

    const before = this.state(upload);
    if (before.complete) return before;
    const key = this.#key(upload);
    // Read at once: what another part changes meanwhile is no concern of a file that has the right hash.
    const { kept, earlier } = this.#deps.store.read(
      (function* (): Steps<{ kept: { bytes: number; total: number }[]; earlier: Buffer[] }> {
        const data = yield* partData(key);
        return { kept: yield* parts(key), earlier: data.map((row) => row.bytes ?? Buffer.alloc(0)) };
      })(),
    );
    if (receivedOf(kept) !== start) throw new OffsetDiffers(receivedOf(kept));
    await this.#finish(upload, Buffer.concat([...earlier, data]));
    return { received: total, complete: true };
  }

  #key({ staffCode, hash }: Upload): Key {
    return { court: this.#deps.court.code, staff_code: staffCode, hash };
  }

  #checkSize(bytes: number): void {
    if (bytes > Math.min(EVIDENCE_MAX_BYTES, this.#deps.policy.evidence.maxBytes))
      throw new Refusal('evidence-too-large');
  }

  async #add(upload: Upload, { start, total, data }: Part): Promise<UploadState> {
    const key = this.#key(upload);
    const { clock, vault } = this.#deps;
    type Result = { state: UploadState } | { differs: number };
    const result = await this.#deps.store.write(function* (): Steps<{ changes: Change[]; result: Result }> {
      const [held] = yield* heldBy(key);
      if (held) return { changes: [], result: { state: { received: held.bytes, complete: true } } };
      const kept = yield* parts(key);
      // The same hash with another length: one of the two was wrong, and nobody can tell which.
      if (kept.some((before) => before.total !== total))
        return { changes: [dropParts(key)], result: { differs: 0 } };
      const received = receivedOf(kept);
      if (received !== start) return { changes: [], result: { differs: received } };
      const now = clock();
      const changes = yield* makeRoom(key, start + data.length, start === 0, now);
      const received_at = new Date(now).toISOString();
      const { sealed, kek, wrapped } = vault.seal(key.court, key.hash, data);
      changes.push({
        do: 'insert',
        table: 'evidence_part',
        row: { ...key, start, total, bytes: data.length, received_at, sealed, kek, wrapped },
      });
      return { changes, result: { state: { received: start + data.length, complete: false } } };
    });
    if ('differs' in result) throw new OffsetDiffers(result.differs);
    return result.state;
  }

  async #finish(upload: Upload, data: Buffer): Promise<void> {
    const key = this.#key(upload);
    const { store, vault, inspector, policy, clock } = this.#deps;
    const differs = createHash('sha256').update(data).digest('hex') !== upload.hash;
    const finding = differs ? undefined : await inspector.inspect(data, upload.name, policy.evidence);
    if (!finding?.ok) {
      await store.write(function* (): Steps<{ changes: Change[]; result: undefined }> {
        return { changes: (yield* parts(key)).length > 0 ? [dropParts(key)] : [], result: undefined };
      });
      throw new Refusal(finding === undefined ? 'evidence-hash-differs' : `evidence-${finding.code}`);
    }
    const { court, hash } = key;
    const { sealed, kek, wrapped } = vault.seal(court, hash, data);
    const digest = vault.suite.hash(sealed).toString('hex');
    await store.write(function* (): Steps<{ changes: Change[]; result: undefined }> {
      const [before] = yield* stored({ court, hash });
      const lock = { sealed, kek, wrapped };
      const row = { court, hash, media_type: finding.mediaType, bytes: data.length, digest, ...lock };
      const held_at = new Date(clock()).toISOString();
      // What lies here already is written as well, and dropped again below: how long it takes must not tell which it was.
      const total = data.length;
      const part = { ...key, start: total, bytes: total, total, received_at: held_at, ...lock };
      const changes: Change[] = [
        !before
          ? { do: 'insert', table: 'evidence', row }
          : isDestroyed(before)
            ? { do: 'update', table: 'evidence', where: { court, hash }, set: { ...lock, digest } }
            : { do: 'insert', table: 'evidence_part', row: part },
      ];
      changes.push(
        {
          do: 'put',
          table: 'evidence_holder',
          key: ['court', 'staff_code', 'hash'],
          row: { ...key, held_at },
        },
        dropParts(key),
      );
      return { changes, result: undefined };
    });
  }
}

const dropParts = ({
  court,
  staff_code,
  hash,
}: {
  court: string;
  staff_code: string;
  hash: string;
}): Change => ({
  do: 'remove',
  table: 'evidence_part',
  where: { court, staff_code, hash },
});

/** Abandoned uploads go when somebody begins another; a person's oldest go when theirs are too many. */
function* makeRoom(key: Key, bytes: number, begins: boolean, now: number): Steps<Change[]> {
  const { court, staff_code, hash } = key;
  const long = new Date(now - ABANDONED_AFTER_MS).toISOString();
  const changes: Change[] = [];
  let own = bytes;
  // Newest first.
  for (const upload of yield* unfinished({ court })) {
    const mine = upload.staff_code === staff_code;
    if (mine && upload.hash === hash) continue;
    if (mine) own += upload.bytes;
    const abandoned = begins && upload.last < long;
    if (abandoned || (mine && own > UNFINISHED_MAX_BYTES)) changes.push(dropParts({ ...upload, court }));
  }
  return changes;
}
