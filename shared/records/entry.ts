/** An entry (记录): one interference, inquiry or contact, as the person who met it files it. */
import { z } from 'zod';
import {
  CONDUCT_CODE,
  CONDUCT_PREFIX,
  DUTY_BASES,
  EFFECTS,
  ENTRY_KINDS,
  FILE_ONLY_GROUNDS,
  HANDLINGS,
  IDENTITIES,
  MANNERS,
  RELATIONS,
  REQUESTS,
  STAGES,
  UNIT_CLASSES,
} from '../codes.ts';
import { fileOnlyLack } from '../file-only.ts';
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

/** A code is checked for its shape here, and at the door against the lists in force: a court may have its own. */
const conductCode = z.string().regex(CONDUCT_CODE, { message: 'conduct-unknown' });

const somebody = { name: text(60, 0), unit: text(120, 0), post: text(80, 0) };

/** The person recorded; `unidentified` (身份不明) where nobody could tell. */
const recordedPerson = z.strictObject({
  ...somebody,
  unidentified: z.boolean(),
  unitClass: codes(UNIT_CLASSES),
  isLeader: z.boolean(),
  identity: codes(IDENTITIES),
  relationToParty: codes(RELATIONS),
  relationToRecorder: codes(RELATIONS).optional(),
  /** 联系方式 */
  contact: text(120).optional(),
  /** 工号, where the person was picked from the staff list. */
  staffCode: text(32).optional(),
  /** The leader whose staff or relative this is (001 第7条). */
  leader: z.strictObject(somebody).optional(),
});

/** Everything an entry says, but which case it is about: what a supplement replaces as a whole. */
const content = {
  kind: codes(ENTRY_KINDS),
  /** 诉讼环节; absent only where there is no case. */
  stage: codes(STAGES).optional(),
  person: recordedPerson,
  occurredAt: instant,
  place: text(120),
  atWorkplace: z.boolean(),
  /** Whether it was working time by the court's calendar, as the form derived it and the recorder saw it. */
  workingTime: z.boolean().optional(),
  manner: codes(MANNERS),
  /** 存储介质 of an electronic message: device and application. */
  medium: text(200).optional(),
  /** 在场人员 of something said; an empty list says that nobody else was there. */
  present: z
    .array(z.strictObject({ name: text(60), unit: text(120, 0), confirmed: z.boolean() }))
    .max(20)
    .optional(),
  conduct: z.array(conductCode).min(1).max(8),
  content: text(4000),
  requests: z.array(codes(REQUESTS)).max(8).optional(),
  handling: z.array(codes(HANDLINGS)).min(1).max(8),
  effect: codes(EFFECTS),
  /** 授意不记录: who told the recorder not to record, or to record less (001 第10条). */
  omission: z.strictObject({ by: text(120), account: text(500, 0) }).optional(),
  dutyBasis: codes(DUTY_BASES).optional(),
  /** 审批信息 of a contact (001 第9条). */
  approval: z
    .strictObject({ number: text(60), approver: text(60), approvedAt: instant.optional() })
    .optional(),
  /** Kept in the case and not reported on the platform (001 第7、8、9条). */
  fileOnly: z.strictObject({ ground: codes(FILE_ONLY_GROUNDS) }).optional(),
  /** 补报原因, asked where the time to report had passed. */
  lateReason: text(500).optional(),
  evidence: z.array(evidence).max(EVIDENCE_MAX_FILES),
  /** 如实、全面: the recorder's signed commitment (济法发〔2021〕17号 四(一)). */
  declared: z.literal(true),
};

const contentShape = z.strictObject(content);
export type EntryContent = z.infer<typeof contentShape>;

function consistent(body: EntryContent, ctx: z.RefinementCtx): void {
  const issue = (message: string, ...path: (string | number)[]) =>
    ctx.addIssue({ code: 'custom', path, message });
  if (!body.person.unidentified && body.person.name.trim() === '')
    issue('person-name-required', 'person', 'name');
  const prefix = CONDUCT_PREFIX[body.kind];
  if (body.conduct.some((code) => !code.startsWith(prefix))) issue('conduct-of-other-kind', 'conduct');
  if (body.fileOnly) {
    const lack = fileOnlyLack(body, body.fileOnly.ground);
    if (lack) issue(`file-only-${lack.code}`, ...lack.path);
  }
}

export const entryContent = contentShape.superRefine(consistent);

/** How an entry is told: what was filed was checked then, and what remains of one that was destroyed is none to file. */
export const entryShape = z.strictObject({ ...content, caseNumber: caseNumberText.optional() });

export const entryBody = entryShape.superRefine((body, ctx) => {
  consistent(body, ctx);
  if (body.caseNumber !== undefined && body.stage === undefined)
    ctx.addIssue({ code: 'custom', path: ['stage'], message: 'stage-required' });
});
export type EntryBody = z.infer<typeof entryBody>;

export const entry = envelope('entry', entryBody);
export type Entry = z.infer<typeof entry>;
