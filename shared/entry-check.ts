/**
 * What an entry still lacks while it is being written. Pure and without zod, so that the panel can say it beside
 * each field; the door checks the finished body again by its own schema.
 */
import {
  CONDUCT,
  type EFFECTS,
  type EntryKind,
  type HANDLINGS,
  type IDENTITIES,
  type MANNERS,
  type RELATIONS,
  type STAGES,
  type UNIT_CLASSES,
} from './codes.ts';
import type { Evidence } from './records/entry.ts';

/** An entry as far as it is written. `''` and `null` stand for "not chosen yet". */
export interface EntryDraft {
  kind: EntryKind | '';
  stage: keyof typeof STAGES | '';
  person: {
    unidentified: boolean;
    name: string;
    unit: string;
    unitClass: keyof typeof UNIT_CLASSES | '';
    post: string;
    isLeader: boolean;
    identity: keyof typeof IDENTITIES | '';
    relationToParty: keyof typeof RELATIONS | '';
  };
  /** Beijing time as a datetime-local control has it: `2026-11-20T19:05`. */
  when: string;
  place: string;
  atWorkplace: boolean | null;
  manner: keyof typeof MANNERS | '';
  /** Chosen conduct of every kind; only that of the present kind counts. */
  conduct: string[];
  content: string;
  handling: (keyof typeof HANDLINGS)[];
  effect: keyof typeof EFFECTS | '';
  evidence: Evidence[];
  declared: boolean;
}

export type EntryField =
  | 'kind'
  | 'stage'
  | 'person.name'
  | 'person.unit'
  | 'person.unitClass'
  | 'person.post'
  | 'person.identity'
  | 'person.relationToParty'
  | 'when'
  | 'place'
  | 'atWorkplace'
  | 'manner'
  | 'conduct'
  | 'content'
  | 'handling'
  | 'effect'
  | 'evidence'
  | 'declared';

export interface EntryGap {
  field: EntryField;
  code: 'required' | 'too-long' | 'too-many' | 'not-a-time' | 'in-future' | 'not-declared';
}

export const ENTRY_LIMITS = {
  name: 60,
  unit: 120,
  post: 80,
  place: 120,
  content: 4000,
  conduct: 8,
  handling: 8,
  evidenceFiles: 20,
  evidenceBytes: 20 * 1024 * 1024,
} as const;

/** China keeps one zone without summer time. */
const BEIJING_MINUTES = 8 * 60;
const LOCAL = /^(\d{4}-\d{2}-\d{2})T(\d{2}:\d{2})(?::\d{2}(?:\.\d{1,3})?)?$/;

/**
 * Reads what a datetime-local control holds as Beijing time, whatever the zone of the machine.
 * @returns ISO UTC to the minute, or null when it is no time
 */
export function beijingToInstant(local: string): string | null {
  const [, day, minute] = LOCAL.exec(local) ?? [];
  if (day === undefined || minute === undefined) return null;
  const time = Date.parse(`${day}T${minute}:00+08:00`);
  if (Number.isNaN(time)) return null;
  const instant = new Date(time).toISOString();
  // Date.parse takes 31 February for 3 March; what was typed must come back.
  return instantToBeijing(instant) === `${day}T${minute}` ? instant : null;
}

/** The other way round: what a datetime-local control shows for an instant. */
export function instantToBeijing(instant: string): string {
  return new Date(Date.parse(instant) + BEIJING_MINUTES * 60_000).toISOString().slice(0, 16);
}

/** Conduct that was chosen and belongs to the present kind. */
export function conductOf(draft: Pick<EntryDraft, 'kind' | 'conduct'>): string[] {
  if (draft.kind === '') return [];
  const list = CONDUCT[draft.kind];
  return draft.conduct.filter((code) => code in list);
}

/** A unit is named only where there is one that can be known. */
export const hasUnit = (draft: Pick<EntryDraft, 'person'>): boolean =>
  draft.person.unitClass !== 'none' && draft.person.unitClass !== 'unknown';

/**
 * @param now ISO UTC; nothing can be recorded before it has happened
 * @returns gaps in the order of the form
 */
export function checkEntry(draft: EntryDraft, now: string): EntryGap[] {
  const gaps: EntryGap[] = [];
  const gap = (field: EntryField, code: EntryGap['code']) => gaps.push({ field, code });
  const chosen = (field: EntryField, value: string) => {
    if (value === '') gap(field, 'required');
  };
  const written = (field: EntryField, value: string, max: number, required: boolean) => {
    if (required && value.trim() === '') gap(field, 'required');
    else if (value.length > max) gap(field, 'too-long');
  };
  const several = (field: EntryField, count: number, max: number) => {
    if (count === 0) gap(field, 'required');
    else if (count > max) gap(field, 'too-many');
  };
  const { person } = draft;

  chosen('kind', draft.kind);
  chosen('stage', draft.stage);
  if (!person.unidentified) written('person.name', person.name, ENTRY_LIMITS.name, true);
  chosen('person.unitClass', person.unitClass);
  if (hasUnit(draft)) written('person.unit', person.unit, ENTRY_LIMITS.unit, false);
  if (!person.unidentified) written('person.post', person.post, ENTRY_LIMITS.post, false);
  chosen('person.identity', person.identity);
  chosen('person.relationToParty', person.relationToParty);

  const instant = beijingToInstant(draft.when);
  if (draft.when === '') gap('when', 'required');
  else if (instant === null) gap('when', 'not-a-time');
  else if (instant > now) gap('when', 'in-future');
  written('place', draft.place, ENTRY_LIMITS.place, true);
  if (draft.atWorkplace === null) gap('atWorkplace', 'required');
  chosen('manner', draft.manner);
  several('conduct', conductOf(draft).length, ENTRY_LIMITS.conduct);
  written('content', draft.content, ENTRY_LIMITS.content, true);
  several('handling', draft.handling.length, ENTRY_LIMITS.handling);
  chosen('effect', draft.effect);
  if (draft.evidence.length > ENTRY_LIMITS.evidenceFiles) gap('evidence', 'too-many');
  if (!draft.declared) gap('declared', 'not-declared');
  return gaps;
}
