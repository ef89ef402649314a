/** The draft of an entry: empty, restored from what was kept, and turned into the body of a record. */
import {
  CONDUCT,
  CONDUCT_CODE,
  DUTY_BASES,
  EFFECTS,
  ENTRY_KINDS,
  FILE_ONLY_GROUNDS,
  HANDLINGS,
  IDENTITIES,
  MANNERS,
  parentConduct,
  RELATIONS,
  REQUESTS,
  STAGES,
  UNIT_CLASSES,
} from '../../shared/codes.ts';
import {
  approvalGiven,
  asksDutyBasis,
  asksLateReason,
  asksLeader,
  asksMedium,
  asksPresent,
  asksStage,
  beijingToInstant,
  conductOf,
  type DraftPerson,
  type EntryDraft,
  type EntrySetting,
  groundOf,
  hasUnit,
  instantToBeijing,
  timeOf,
  withKind,
} from '../../shared/entry-draft.ts';
import type { HelperResult } from '../../shared/kind-helper.ts';
import type { EntryBody, EntryContent, Evidence } from '../../shared/records/entry.ts';
import { storable } from '../../shared/text.ts';

type Loose = Record<string, unknown>;
const loose = (value: unknown): Loose =>
  typeof value === 'object' && value !== null ? (value as Loose) : {};
const str = (value: unknown) => (typeof value === 'string' ? value : '');
const strs = (value: unknown) =>
  Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];
const list = (value: unknown): Loose[] => (Array.isArray(value) ? value.map(loose) : []);

function code<T extends Loose>(codes: T, value: unknown): (keyof T & string) | '' {
  return typeof value === 'string' && Object.hasOwn(codes, value) ? value : '';
}
const codesOf = <T extends Loose>(codes: T, value: unknown): (keyof T & string)[] =>
  strs(value).filter((item) => Object.hasOwn(codes, item));

const allConduct: Loose = Object.assign({}, ...Object.values(CONDUCT));
/** Whether a court's own code is still in its policy is looked at when it counts. */
const isConduct = (item: string) => CONDUCT_CODE.test(item) && Object.hasOwn(allConduct, parentConduct(item));

const files = (value: unknown): Evidence[] =>
  list(value).flatMap((file) =>
    typeof file.bytes === 'number' && typeof file.hash === 'string'
      ? [{ hash: file.hash, name: str(file.name), mediaType: str(file.mediaType), bytes: file.bytes }]
      : [],
  );

const isInstant = (value: unknown): value is string =>
  typeof value === 'string' && value !== '' && !Number.isNaN(Date.parse(value));
/** A body has instants, a draft what its control holds. */
const local = (value: unknown): string =>
  isInstant(value) && value.endsWith('Z') ? instantToBeijing(value) : str(value);

function restorePerson(value: unknown): DraftPerson {
  const person = loose(value);
  const leader = loose(person.leader);
  return {
    unidentified: person.unidentified === true,
    name: str(person.name),
    unit: str(person.unit),
    unitClass: code(UNIT_CLASSES, person.unitClass),
    post: str(person.post),
    isLeader: person.isLeader === true,
    identity: code(IDENTITIES, person.identity),
    relationToParty: code(RELATIONS, person.relationToParty),
    relationToRecorder: code(RELATIONS, person.relationToRecorder),
    contact: str(person.contact),
    staffCode: str(person.staffCode),
    leader: { name: str(leader.name), unit: str(leader.unit), post: str(leader.post) },
  };
}

/**
 * Takes what was kept by an earlier version, or a body taken back from the queue, and keeps of it what still fits.
 * A restored draft is declared anew: the promise belongs to the moment of signing.
 */
export function restoreDraft(kept: unknown): EntryDraft {
  const from = loose(kept);
  const [omission, approval, fileOnly] = [from.omission, from.approval, from.fileOnly].map(loose) as [
    Loose,
    Loose,
    Loose,
  ];
  return {
    kind: code(ENTRY_KINDS, from.kind),
    caseNumber: str(from.caseNumber),
    stage: code(STAGES, from.stage),
    person: restorePerson(from.person),
    when: isInstant(from.occurredAt) ? instantToBeijing(from.occurredAt) : str(from.when),
    place: str(from.place),
    atWorkplace: typeof from.atWorkplace === 'boolean' ? from.atWorkplace : null,
    manner: code(MANNERS, from.manner),
    medium: str(from.medium),
    present: Array.isArray(from.present)
      ? list(from.present).map((row) => ({
          name: str(row.name),
          unit: str(row.unit),
          confirmed: row.confirmed === true,
        }))
      : null,
    conduct: strs(from.conduct).filter(isConduct),
    content: str(from.content),
    requests: codesOf(REQUESTS, from.requests),
    handling: codesOf(HANDLINGS, from.handling),
    effect: code(EFFECTS, from.effect),
    omission: {
      told: typeof omission.told === 'boolean' ? omission.told : str(omission.by) !== '',
      by: str(omission.by),
      account: str(omission.account),
    },
    dutyBasis: code(DUTY_BASES, from.dutyBasis),
    approval: {
      given: typeof approval.given === 'boolean' ? approval.given : str(approval.number) !== '',
      number: str(approval.number),
      approver: str(approval.approver),
      approvedAt: local(approval.approvedAt),
    },
    fileOnly: {
      on: typeof fileOnly.on === 'boolean' ? fileOnly.on : code(FILE_ONLY_GROUNDS, fileOnly.ground) !== '',
      ground: code(FILE_ONLY_GROUNDS, fileOnly.ground),
    },
    lateReason: str(from.lateReason),
    evidence: files(from.evidence),
    reason: str(from.reason),
    declared: false,
  };
}

/** What may be taken over from a former entry: who and how, never what was said, when, or the promise (R66). */
export function copiedFrom(former: EntryContent, onto: EntryDraft): EntryDraft {
  const { kind, person, place, atWorkplace, manner } = restoreDraft(former);
  const copied = { ...onto, person, place, atWorkplace, manner };
  return kind === '' ? copied : withKind(copied, kind);
}

/** The draft with what the type helper found; a leader within the list of powers is one of the court's leaders. */
export function withHelper(draft: EntryDraft, result: HelperResult): EntryDraft {
  const { kind, identity, dutyBasis, ground } = result;
  const isLeader = identity === 'leader' || dutyBasis === 'authority-list' || draft.person.isLeader;
  return {
    ...withKind(draft, kind),
    person: { ...withIdentity(draft.person, identity ?? ''), isLeader },
    ...(dutyBasis === undefined ? {} : { dutyBasis }),
    ...(ground === undefined ? {} : { fileOnly: { on: true, ground } }),
  };
}

/** What an identity says of unit and relation, where nothing was chosen yet. */
const FOLLOWS: Partial<
  Record<DraftPerson['identity'], Partial<Pick<DraftPerson, 'unitClass' | 'relationToParty'>>>
> = {
  'own-court': { unitClass: 'court-own' },
  'superior-court': { unitClass: 'court-superior' },
  intermediary: { unitClass: 'intermediary' },
  lawyer: { unitClass: 'law-firm', relationToParty: 'agent' },
  party: { relationToParty: 'self' },
};

export function withIdentity(person: DraftPerson, identity: DraftPerson['identity']): DraftPerson {
  if (identity === '') return person;
  const { unitClass = '', relationToParty = '' } = FOLLOWS[identity] ?? {};
  return {
    ...person,
    identity,
    unitClass: person.unitClass || unitClass,
    relationToParty: person.relationToParty || relationToParty,
    isLeader: person.isLeader || identity === 'leader',
  };
}

/** Pasted text brings characters no database stores alike. */
const asStored = (text: string): string => storable(text).trim();
/** A field that is left out when nothing is written. */
const given = <K extends string>(key: K, text: string): { [P in K]?: string } =>
  asStored(text) === '' ? {} : ({ [key]: asStored(text) } as { [P in K]: string });

function personOf(draft: EntryDraft): EntryContent['person'] | undefined {
  const { person } = draft;
  const { unitClass, identity, relationToParty, relationToRecorder, staffCode, leader } = person;
  if (unitClass === '' || identity === '' || relationToParty === '') return undefined;
  const known = !person.unidentified;
  const hasLeader = asksLeader(draft) && Object.values(leader).some((text) => text.trim() !== '');
  return {
    unidentified: person.unidentified,
    name: known ? asStored(person.name) : '',
    unit: hasUnit(draft) ? asStored(person.unit) : '',
    unitClass,
    post: known ? asStored(person.post) : '',
    isLeader: person.isLeader,
    identity,
    relationToParty,
    ...(relationToRecorder === '' ? {} : { relationToRecorder }),
    ...(known ? given('contact', person.contact) : {}),
    ...(known && staffCode !== '' ? { staffCode } : {}),
    ...(hasLeader
      ? {
          leader: {
            name: asStored(leader.name),
            unit: asStored(leader.unit),
            post: asStored(leader.post),
          },
        }
      : {}),
  };
}

/** A draft without gaps as what an entry says; undefined while something is missing. */
export function toEntryContent(draft: EntryDraft, setting: EntrySetting): EntryContent | undefined {
  const { kind, stage, atWorkplace, manner, effect, omission, approval, present } = draft;
  const person = personOf(draft);
  const occurredAt = beijingToInstant(draft.when);
  if (kind === '' || !person || manner === '' || effect === '') return undefined;
  if (atWorkplace === null || occurredAt === null || !draft.declared) return undefined;
  if (asksStage(draft, setting.ofCase) && stage === '') return undefined;
  const time = timeOf(draft, setting);
  const approvedAt = beijingToInstant(approval.approvedAt);
  const ground = groundOf(draft);
  const dutyBasis = asksDutyBasis(draft) ? draft.dutyBasis : '';
  const keepsLateReason = setting.supplementOf !== undefined || asksLateReason(draft, setting);
  return {
    kind,
    ...(stage === '' || !asksStage(draft, setting.ofCase) ? {} : { stage }),
    person,
    occurredAt,
    place: asStored(draft.place),
    atWorkplace,
    ...(time ? { workingTime: time.workingTime } : {}),
    manner,
    ...(asksMedium(draft) ? given('medium', draft.medium) : {}),
    ...(asksPresent(draft) && present
      ? {
          present: present.map(({ name, unit, confirmed }) => ({
            name: asStored(name),
            unit: asStored(unit),
            confirmed,
          })),
        }
      : {}),
    conduct: conductOf(draft, setting.policy),
    content: asStored(draft.content),
    ...(draft.requests.length === 0 ? {} : { requests: draft.requests }),
    handling: draft.handling,
    effect,
    ...(omission.told
      ? { omission: { by: asStored(omission.by), account: asStored(omission.account) } }
      : {}),
    ...(dutyBasis === '' ? {} : { dutyBasis }),
    ...(approvalGiven(draft)
      ? {
          approval: {
            number: asStored(approval.number),
            approver: asStored(approval.approver),
            ...(approvedAt === null ? {} : { approvedAt }),
          },
        }
      : {}),
    ...(ground === '' ? {} : { fileOnly: { ground } }),
    ...(keepsLateReason ? given('lateReason', draft.lateReason) : {}),
    evidence: draft.evidence,
    declared: true,
  };
}

/** @param caseNumber of the case page; where there is none, the one typed counts, or none */
export function toEntryBody(
  draft: EntryDraft,
  setting: EntrySetting,
  caseNumber?: string,
): EntryBody | undefined {
  const content = toEntryContent(draft, setting);
  const number = caseNumber ?? asStored(draft.caseNumber);
  return content && (number === '' ? content : { ...content, caseNumber: number });
}
