/** The draft of an entry: empty, restored from what was kept, and turned into the body of a record. */
import {
  CONDUCT,
  EFFECTS,
  ENTRY_KINDS,
  HANDLINGS,
  IDENTITIES,
  MANNERS,
  RELATIONS,
  STAGES,
  UNIT_CLASSES,
} from '../../shared/codes.ts';
import {
  beijingToInstant,
  conductOf,
  type EntryDraft,
  hasUnit,
  instantToBeijing,
} from '../../shared/entry-check.ts';
import type { EntryBody, Evidence } from '../../shared/records/entry.ts';
import { storable } from '../../shared/text.ts';

export const draftKey = (caseNumber: string): string => `entry:${caseNumber}`;

export const emptyDraft = (stage: EntryDraft['stage'] = ''): EntryDraft => ({
  kind: '',
  stage,
  person: {
    unidentified: false,
    name: '',
    unit: '',
    unitClass: '',
    post: '',
    isLeader: false,
    identity: '',
    relationToParty: '',
  },
  when: '',
  place: '',
  atWorkplace: null,
  manner: '',
  conduct: [],
  content: '',
  handling: [],
  effect: '',
  evidence: [],
  declared: false,
});

/** The longer words first: 再审 pages also name the instance they came from. */
const STAGE_WORDS: [RegExp, keyof typeof STAGES][] = [
  [/再审|审判监督/, 'retrial'],
  [/二审/, 'second'],
  [/一审/, 'first'],
  [/执行/, 'execution'],
  [/赔偿/, 'compensation'],
  [/信访/, 'petition'],
  [/立案/, 'filing'],
];

/** The stage as the host's page words it; `''` when no word is known. */
export function stageOfPage(words: string): EntryDraft['stage'] {
  return STAGE_WORDS.find(([pattern]) => pattern.test(words))?.[1] ?? '';
}

type Loose = Record<string, unknown>;
const loose = (value: unknown): Loose =>
  typeof value === 'object' && value !== null ? (value as Loose) : {};
const str = (value: unknown) => (typeof value === 'string' ? value : '');
const strs = (value: unknown) =>
  Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];

function code<T extends Loose>(list: T, value: unknown): (keyof T & string) | '' {
  return typeof value === 'string' && Object.hasOwn(list, value) ? value : '';
}
const isHandling = (value: string): value is keyof typeof HANDLINGS => Object.hasOwn(HANDLINGS, value);
const allConduct: Loose = Object.assign({}, ...Object.values(CONDUCT));

function files(value: unknown): Evidence[] {
  if (!Array.isArray(value)) return [];
  return value
    .map(loose)
    .flatMap((file) =>
      typeof file.bytes === 'number' && typeof file.hash === 'string'
        ? [{ hash: file.hash, name: str(file.name), mediaType: str(file.mediaType), bytes: file.bytes }]
        : [],
    );
}

const isInstant = (value: unknown): value is string =>
  typeof value === 'string' && value !== '' && !Number.isNaN(Date.parse(value));

/**
 * Takes what was kept by an earlier version, or a body taken back from the queue, and keeps of it what still fits.
 * A restored draft is declared anew: the promise belongs to the moment of signing.
 */
export function restoreDraft(kept: unknown): EntryDraft {
  const from = loose(kept);
  const person = loose(from.person);
  return {
    kind: code(ENTRY_KINDS, from.kind),
    stage: code(STAGES, from.stage),
    person: {
      unidentified: person.unidentified === true,
      name: str(person.name),
      unit: str(person.unit),
      unitClass: code(UNIT_CLASSES, person.unitClass),
      post: str(person.post),
      isLeader: person.isLeader === true,
      identity: code(IDENTITIES, person.identity),
      relationToParty: code(RELATIONS, person.relationToParty),
    },
    when: isInstant(from.occurredAt) ? instantToBeijing(from.occurredAt) : str(from.when),
    place: str(from.place),
    atWorkplace: typeof from.atWorkplace === 'boolean' ? from.atWorkplace : null,
    manner: code(MANNERS, from.manner),
    conduct: strs(from.conduct).filter((item) => Object.hasOwn(allConduct, item)),
    content: str(from.content),
    handling: strs(from.handling).filter(isHandling),
    effect: code(EFFECTS, from.effect),
    evidence: files(from.evidence),
    declared: false,
  };
}

/** Pasted text brings characters no database stores alike. */
const asStored = (text: string): string => storable(text).trim();

/** A draft without gaps as the body of the record; undefined while something is missing. */
export function toEntryBody(draft: EntryDraft, caseNumber: string | undefined): EntryBody | undefined {
  const { kind, stage, person, atWorkplace, manner, effect } = draft;
  const { unitClass, identity, relationToParty } = person;
  const occurredAt = beijingToInstant(draft.when);
  if (kind === '' || stage === '' || unitClass === '' || identity === '' || relationToParty === '')
    return undefined;
  if (manner === '' || effect === '' || atWorkplace === null || occurredAt === null || !draft.declared)
    return undefined;
  const known = !person.unidentified;
  return {
    ...(caseNumber === undefined ? {} : { caseNumber }),
    kind,
    stage,
    person: {
      unidentified: person.unidentified,
      name: known ? asStored(person.name) : '',
      unit: hasUnit(draft) ? asStored(person.unit) : '',
      unitClass,
      post: known ? asStored(person.post) : '',
      isLeader: person.isLeader,
      identity,
      relationToParty,
    },
    occurredAt,
    place: asStored(draft.place),
    atWorkplace,
    manner,
    conduct: conductOf(draft),
    content: asStored(draft.content),
    handling: draft.handling,
    effect,
    evidence: draft.evidence,
    declared: true,
  };
}
