/**
 * Host profile, schema version 1: a description of a trial system's pages and requests. It says where things
 * are; what is done with them is decided by the extension. Data, never code: no expression here is evaluated.
 *
 * Paths are patterns of the host's own addresses: `/cases/{caseId}/dossier`, where `{caseId}` or `{meetingId}`
 * stands for one path segment. A query string is not part of a path. Selectors are CSS, for querySelectorAll.
 */
import { z } from 'zod';
import { CASE_ROLES, type CaseRole, MEETING_KINDS, type MeetingKind } from './codes.ts';

export { fillPath, matchPath } from './host-path.ts';

const selector = z.string().min(1).max(300);
const pathPattern = z
  .string()
  .max(300)
  .regex(/^\/[A-Za-z0-9._~\-/{}%]*$/, 'path-pattern')
  .refine((path) => /^(?:[^{}]|\{(?:caseId|meetingId)\})*$/.test(path), 'path-placeholder');
const meeting = z.enum(Object.keys(MEETING_KINDS) as [MeetingKind, ...MeetingKind[]]);
const role = z.enum(Object.keys(CASE_ROLES) as [CaseRole, ...CaseRole[]]);

/** Where a text is read: the text of the nodes found, or of the value cell that follows a label cell. */
export const fieldReader = z.union([
  z.strictObject({ selector }),
  /** The cell after the cell whose whole text is `label`. */
  z.strictObject({ label: z.string().min(1).max(40), cells: selector }),
]);
export type FieldReader = z.infer<typeof fieldReader>;

/** A list of texts: every node found by `items` (inside the field's nodes), or the field's text split. */
const listReader = z.strictObject({
  from: fieldReader,
  items: selector.optional(),
  split: z.string().min(1).max(8).optional(),
});
export type ListReader = z.infer<typeof listReader>;

const peopleReader = z.strictObject({
  role,
  from: fieldReader,
  items: selector.optional(),
  split: z.string().min(1).max(8).optional(),
  /** Takes only items whose attribute has this value: a panel list that marks its presiding judge. */
  where: z.strictObject({ attribute: z.string().max(60), value: z.string().max(60) }).optional(),
});
export type PeopleReader = z.infer<typeof peopleReader>;

const page = z.strictObject({
  path: pathPattern,
  /** Must match at least one node, or the page is not the one meant. */
  probe: selector,
});

/** A control of the page whose use would send the case to a meeting. */
const gatedControl = z.strictObject({
  selector,
  /** Which meeting: fixed, or the value of a field of the page (radio, select, hidden input). */
  meeting: z.union([
    meeting,
    z.strictObject({ valueOf: selector, values: z.record(z.string().max(60), meeting) }),
  ]),
});
export type GatedControl = z.infer<typeof gatedControl>;

/** A request that would send the case to a meeting, however the page makes it. */
const gatedRequest = z.strictObject({
  method: z.enum(['POST', 'PUT', 'PATCH', 'GET', 'DELETE']),
  path: pathPattern,
});
export type GatedRequest = z.infer<typeof gatedRequest>;

const attach = z.strictObject({
  volume: z.enum(['main', 'confidential']),
  /** The page with the upload form and the list of files; `query` is put behind it. */
  page: pathPattern,
  query: z.record(z.string().max(40), z.string().max(60)),
  form: selector,
  /** Name of the form's file field; the form's other fields are sent as the page has them. */
  fileField: z.string().min(1).max(60),
  /** Fields to set apart from what the page has. */
  set: z.record(z.string().max(60), z.string().max(60)),
  confirm: z.strictObject({
    rows: selector,
    /** Inside a row: the link whose text is the file's name and whose address gives its bytes. */
    link: selector,
  }),
});
export type AttachRecipe = z.infer<typeof attach>;

export const hostProfile = z.strictObject({
  schema: z.literal(1),
  id: z.string().regex(/^[a-z0-9-]{1,60}$/),
  /** Counts up with every change of the data. */
  version: z.int().min(1),
  product: z.string().min(1).max(80),
  case: page.extend({
    read: z.strictObject({
      caseNumber: fieldReader,
      cause: fieldReader.optional(),
      stage: fieldReader.optional(),
      parties: listReader.optional(),
      agents: listReader.optional(),
      people: z.array(peopleReader).min(1),
    }),
    gate: z.strictObject({ controls: z.array(gatedControl), requests: z.array(gatedRequest).min(1) }),
    attach: attach.optional(),
  }),
  meeting: page
    .extend({
      kind: z.strictObject({ from: fieldReader, values: z.record(z.string().max(60), meeting) }),
      rows: selector,
      /** Inside a row: the cell that holds the case number. */
      caseNumber: selector,
    })
    .optional(),
});
export type HostProfile = z.infer<typeof hostProfile>;

/** One product profile, bound to the addresses at which this court runs the product. */
export const boundProfile = z.strictObject({
  profile: hostProfile,
  /** Origins such as http://10.1.2.3:8080; exact, no wildcard. */
  origins: z
    .array(z.url({ protocol: /^https?$/ }).refine((url) => new URL(url).origin === url, 'origin-exact'))
    .min(1)
    .max(50),
});
export type BoundProfile = z.infer<typeof boundProfile>;

export const profileSet = z.strictObject({
  hash: z.string().max(64),
  profiles: z.array(boundProfile).max(50),
});
export type ProfileSet = z.infer<typeof profileSet>;
