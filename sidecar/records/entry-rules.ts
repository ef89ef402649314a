/** What an entry must satisfy beyond its shape, when it is filed and when a supplement replaces its reading. */
import { CONDUCT, parentConduct } from '../../shared/codes.ts';
import { nameFault } from '../../shared/evidence-kinds.ts';
import { GROUND_RULES } from '../../shared/file-only.ts';
import { hiddenCharacters } from '../../shared/names.ts';
import type { EntryContent } from '../../shared/records/entry.ts';
import { isWorkingTime } from '../../shared/work-calendar.ts';
import { heldBy } from '../evidence/uploads.ts';
import { type ProblemCode, Refusal } from '../problems.ts';
import { prepared, type Steps } from '../store/plan.ts';
import type { Circumstances } from './record-type.ts';

/** Before any of the three instruments could speak of it. */
const EARLIEST = '2000-01-01T00:00:00.000Z';
/** A clock a little fast is no lie. */
const TOLERANCE_MS = 5 * 60_000;

/** Files that an entry of this person names already, from before uploads were held by person. */
const namedBefore = prepared<{ court: string; staff_code: string; hash: string }, { bytes: number }>(
  (db, p) =>
    db
      .selectFrom('evidence_use')
      .innerJoin('evidence', (join) =>
        join
          .onRef('evidence.court', '=', 'evidence_use.court')
          .onRef('evidence.hash', '=', 'evidence_use.hash'),
      )
      .select('evidence.bytes')
      .where('evidence_use.court', '=', p('court'))
      .where('evidence_use.hash', '=', p('hash'))
      .where('evidence_use.staff_code', '=', p('staff_code'))
      .limit(1),
);

/** Only what one has brought oneself: who names the hash of somebody else's file could read the file by it. */
function* ownEvidence(court: string, staffCode: string, hash: string): Steps<{ bytes: number } | undefined> {
  const key = { court, staff_code: staffCode, hash };
  const [held] = yield* heldBy(key);
  const [named] = held ? [held] : yield* namedBefore(key);
  return named;
}

const digestOf = prepared<{ court: string; hash: string }, { digest: string }>((db, p) =>
  db.selectFrom('evidence').select('digest').where('court', '=', p('court')).where('hash', '=', p('hash')),
);

/** Hashes of the named files as they lie sealed in the store, so that whoever has no key can tell that none was exchanged. */
export function* sealedFiles(court: string, evidence: EntryContent['evidence']): Steps<string[]> {
  const digests: string[] = [];
  for (const hash of new Set(evidence.map((file) => file.hash)))
    for (const { digest } of yield* digestOf({ court, hash })) digests.push(digest);
  return digests;
}

const at = (path: string, code: ProblemCode): Refusal => new Refusal(code, [{ path, code }]);

/** Names are compared, searched and read aloud: what cannot be seen in them has no place there. */
function refuseHidden(entry: EntryContent, where: string): void {
  const { person, present = [], omission, approval } = entry;
  const names: [path: string, text: string][] = [
    ['person.name', person.name],
    ['person.unit', person.unit],
    ['person.post', person.post],
    ['person.leader.name', person.leader?.name ?? ''],
    ['person.leader.unit', person.leader?.unit ?? ''],
    ['omission.by', omission?.by ?? ''],
    ['approval.approver', approval?.approver ?? ''],
    ...present.map(({ name }, index): [string, string] => [`present.${index}.name`, name]),
  ];
  for (const [path, text] of names) {
    if (hiddenCharacters(text).length > 0) throw at(`${where}.${path}`, 'name-hidden-characters');
  }
}

/**
 * @param where path of the entry within the record, for what is told beside a field
 * @throws Refusal with the field
 */
export function* checkEntryContent(
  entry: EntryContent,
  where: string,
  { court, actor, now, policy }: Circumstances,
): Steps<void> {
  const staffCode = actor.kind === 'person' ? actor.staffCode : '';
  if (Date.parse(entry.occurredAt) > Date.parse(now) + TOLERANCE_MS)
    throw at(`${where}.occurredAt`, 'occurred-in-future');
  if (entry.occurredAt < EARLIEST) throw at(`${where}.occurredAt`, 'occurred-too-early');
  refuseHidden(entry, where);
  for (const code of entry.conduct) {
    const national = parentConduct(code) in CONDUCT[entry.kind];
    if (!national || (code.includes('.') && !policy.conduct.some((own) => own.code === code)))
      throw at(`${where}.conduct`, 'conduct-unknown');
  }
  if (entry.fileOnly && !policy.fileOnly.grounds.includes(entry.fileOnly.ground))
    throw at(`${where}.fileOnly.ground`, 'ground-not-allowed');
  // The form's word for it is what the recorder saw; what stays off the platform rests on the court's own calendar.
  const atWork = entry.fileOnly && GROUND_RULES[entry.fileOnly.ground].atWork;
  if (atWork && !isWorkingTime(entry.occurredAt, policy.calendar))
    throw at(`${where}.fileOnly.ground`, 'ground-not-at-work');
  for (const [place, file] of entry.evidence.entries()) {
    const fault = nameFault(file.name);
    if (fault) throw at(`${where}.evidence.${place}`, `evidence-${fault}`);
    const kept = yield* ownEvidence(court, staffCode, file.hash);
    if (kept?.bytes !== file.bytes) throw at(`${where}.evidence.${place}`, 'evidence-missing');
  }
}
