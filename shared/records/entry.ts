/** An entry (记录): one interference, inquiry or contact, as the person who met it files it. */
import { z } from 'zod';
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
} from '../codes.ts';
import { caseNumberText, envelope, instant, sha256Hex, text } from './record.ts';

const codes = <T extends Record<string, unknown>>(list: T) =>
  z.enum(Object.keys(list) as [keyof T & string, ...(keyof T & string)[]]);

/** Largest evidence file, bytes. */
export const EVIDENCE_MAX_BYTES = 20 * 1024 * 1024;
export const EVIDENCE_MAX_FILES = 20;

/** Evidence is sent before its entry, by hash; the entry names it. */
export const evidence = z.strictObject({
  hash: sha256Hex,
  name: text(120),
  mediaType: text(120),
  bytes: z.int().min(1).max(EVIDENCE_MAX_BYTES),
});
export type Evidence = z.infer<typeof evidence>;

const allConduct = Object.values(CONDUCT).flatMap((list) => Object.keys(list)) as [string, ...string[]];

export const entryBody = z
  .strictObject({
    caseNumber: caseNumberText,
    kind: codes(ENTRY_KINDS),
    stage: codes(STAGES),
    /** The person recorded; `unidentified` (身份不明) where nobody could tell. */
    person: z.strictObject({
      unidentified: z.boolean(),
      name: text(60, 0),
      unit: text(120, 0),
      unitClass: codes(UNIT_CLASSES),
      post: text(80, 0),
      isLeader: z.boolean(),
      identity: codes(IDENTITIES),
      relationToParty: codes(RELATIONS),
    }),
    occurredAt: instant,
    place: text(120),
    atWorkplace: z.boolean(),
    manner: codes(MANNERS),
    conduct: z.array(z.enum(allConduct)).min(1).max(8),
    content: text(4000),
    handling: z.array(codes(HANDLINGS)).min(1).max(8),
    effect: codes(EFFECTS),
    evidence: z.array(evidence).max(EVIDENCE_MAX_FILES),
    /** 如实、全面: the recorder's signed commitment (济法发〔2021〕17号 四(一)). */
    declared: z.literal(true),
  })
  .superRefine((body, ctx) => {
    if (!body.person.unidentified && body.person.name.trim() === '') {
      ctx.addIssue({ code: 'custom', path: ['person', 'name'], message: 'person-name-required' });
    }
    const allowed = CONDUCT[body.kind];
    if (body.conduct.some((code) => !(code in allowed))) {
      ctx.addIssue({ code: 'custom', path: ['conduct'], message: 'conduct-of-other-kind' });
    }
  });
export type EntryBody = z.infer<typeof entryBody>;

export const entry = envelope('entry', entryBody);
export type Entry = z.infer<typeof entry>;
