/**
 * 依法销毁. A custodian asks, a second person approves, and in that transaction the keys of the content, and of the evidence no
 * living record names any more, are gone. Its leaf names what was destroyed by the hashes the log knows it by, so that whoever
 * verifies can tell it from a loss.
 */
import { refusesDestruction, remainsOfEntry, remainsOfSupplement } from '../../shared/destruction.ts';
import { approvesDestruction, asksForDestruction } from '../../shared/grant-offices.ts';
import { destruction, destructionRequest, type Remains } from '../../shared/records/destruction.ts';
import type { EntryBody } from '../../shared/records/entry.ts';
import type { RecordEnvelope } from '../../shared/records/record.ts';
import type { SupplementBody } from '../../shared/records/supplement.ts';
import type { Leaf } from '../log/leaf.ts';
import { DESTROYED_KEY } from '../store/destroyed-key.ts';
import { type Change, preparedOpening, type Steps } from '../store/plan.ts';
import {
  destructionAsked,
  destructionById,
  evidenceThatGoes,
  factsOf,
  recordNamed,
  requesterOf,
} from '../views/destructions.ts';
import { entryById } from '../views/entries.ts';
import { forgetReading } from '../views/reading-memory.ts';
import { entryForScreener } from '../views/screening.ts';
import { recordType } from './record-type.ts';

export const destructionRequestType = recordType({
  type: 'destruction-request',
  schema: destructionRequest,
  upstream: false,
  *refuses(record, { actor, court, now, policy }) {
    if (actor.kind !== 'person' || !asksForDestruction(actor)) return 'not-allowed';
    const named = yield* recordNamed(court, record.body.recordNumber);
    // To whom an entry is about it does not exist, by the same steps; nor does one have one's own destroyed.
    const entry = yield* entryForScreener(court, named?.entry.id ?? record.id, actor);
    if (!named || !entry) return 'destruction-nothing';
    if (named.entry.staff_code === actor.staffCode) return 'destruction-own-entry';
    const asked = yield* destructionAsked(court, named.id, now, policy);
    if (asked === undefined) return undefined;
    return asked === 'done' ? 'entry-destroyed' : 'destruction-asked';
  },
});

const filedContent = preparedOpening<{ court: string; id: string }, { leaf: Buffer }>((db, p) =>
  db
    .selectFrom('log')
    .innerJoin('content', (join) =>
      join.onRef('content.court', '=', 'log.court').onRef('content.id', '=', 'log.id'),
    )
    .select([
      'log.leaf',
      'content.court as content_court',
      'content.id as content_id',
      'content.sealed',
      'content.kek',
      'content.wrapped',
    ])
    .where('log.court', '=', p('court'))
    .where('log.id', '=', p('id')),
);

interface Target {
  recordId: string;
  entryId: string;
  envelope: RecordEnvelope;
  leaf: Leaf;
}

/** What a request is of, as long as it can be read. */
function* targetOf(court: string, requestId: string): Steps<Target | undefined> {
  const row = yield* destructionById(court, requestId);
  const [filed] = row ? yield* filedContent({ court, id: row.record_id }) : [];
  if (!row || !filed?.bytes) return undefined;
  return {
    recordId: row.record_id,
    entryId: row.entry_id,
    envelope: JSON.parse(filed.bytes.toString('utf8')) as RecordEnvelope,
    leaf: JSON.parse(filed.leaf.toString('utf8')) as Leaf,
  };
}

function* destroyingChanges(court: string, { recordId, entryId }: Target): Steps<Change[]> {
  const changes: Change[] = [
    { do: 'update', table: 'content', where: { court, id: recordId }, set: DESTROYED_KEY },
  ];
  for (const { hash } of yield* evidenceThatGoes(court, entryId, recordId))
    changes.push(
      { do: 'update', table: 'evidence', where: { court, hash }, set: DESTROYED_KEY },
      // Who still means to name the file has to bring it again.
      { do: 'remove', table: 'evidence_holder', where: { court, hash } },
    );
  return changes;
}

export const destructionType = recordType({
  type: 'destruction',
  schema: destruction,
  // The superior court holds what went up: it is told that here it is gone.
  *upstream({ court, body }) {
    const request = yield* destructionById(court, body.requestId);
    const row = request && (yield* entryById(court, request.entry_id));
    return row?.scope === 'report' ? 'report' : undefined;
  },
  *refuses(record, { actor, court, now, policy }) {
    if (actor.kind !== 'person' || !approvesDestruction(actor, policy.destruction)) return 'not-allowed';
    const request = yield* destructionById(court, record.body.requestId);
    const row = yield* entryForScreener(court, request?.entry_id ?? record.body.requestId, actor);
    if (!request || !row) return 'destruction-unknown';
    if (row.staff_code === actor.staffCode) return 'destruction-own-entry';
    const refused = refusesDestruction(
      factsOf(request),
      actor,
      yield* requesterOf(request),
      now,
      policy.destruction,
    );
    if (refused) return refused;
    return (yield* targetOf(court, request.id)) ? undefined : 'entry-destroyed';
  },
  adds: {
    key: 'remains',
    *make({ court, body }): Steps<Remains | undefined> {
      const target = yield* targetOf(court, body.requestId);
      if (!target) return undefined;
      const { recordId, entryId, envelope } = target;
      return {
        recordId,
        entryId,
        at: envelope.at,
        body:
          envelope.type === 'supplement'
            ? remainsOfSupplement(envelope.body as SupplementBody)
            : remainsOfEntry(envelope.body as EntryBody),
      };
    },
  },
  *standsFor({ court, body }) {
    const target = yield* targetOf(court, body.requestId);
    if (!target) return [];
    const evidence = yield* evidenceThatGoes(court, target.entryId, target.recordId);
    return [target.leaf.content, ...evidence.map(({ digest }) => digest)];
  },
  *destroys({ court, body }) {
    const target = yield* targetOf(court, body.requestId);
    if (!target) return [];
    // What is kept ready in memory to be compared goes as well.
    forgetReading(court, target.recordId);
    return yield* destroyingChanges(court, target);
  },
});
