/**
 * Who may do what: thing × action × role → within which scope. What is not written here nobody may do. The table of routes,
 * the record types, the views and the extension all ask this table, and docs/access.md is printed from it.
 * (001 第12条: 录入、查看、统计、分析按级别和身份; 济法发〔2021〕17号 四(五))
 */
import type { StaffRole } from './records/staff-list.ts';

/** Roles of the staff list, and who comes without being on it. */
export type Role =
  | StaffRole
  /** Without a session. */
  | 'anyone'
  /** Another court's sidecar, known by the signature on what it brings. */
  | 'another-court'
  /** The command line on the sidecar's own machine. */
  | 'operator'
  /** The part of the sidecar that reports upstream. */
  | 'outbox'
  /** The part of a superior's sidecar that cosigns the logs of others. */
  | 'witness'
  /** The part of the sidecar that sends sealed envelopes to the superior court. */
  | 'courier';

/** How the asker must stand to the very thing that is asked for. */
export type Scope =
  /** Everything of this court; another court's things are not here at all. */
  | 'court'
  /** What the asker filed, brought or signed. */
  | 'own'
  /** A case whose page names the asker. */
  | 'case'
  /** A case whose sheet the asker puts into the case file, by the court's policy. */
  | 'filer'
  /** A case together with the meeting it goes to. */
  | 'meeting'
  /** What belongs to the asker's department. */
  | 'department'
  /** What is neither the asker's own nor about the asker: an entry, or what was asked for about one. */
  | 'others'
  /** An entry the asker has opened, which left its trace, while the opening holds. */
  | 'opened'
  /** What a grant in force names. */
  | 'granted';

export type Cells = { readonly [R in Role]?: Scope | readonly Scope[] };

/** `staff` is everybody on the staff list, whatever else they are: the three rules bind all of them (法发〔2015〕10号 第2条). */
export const MATRIX = {
  // 录入: what each may file.
  entry: { file: { staff: 'court' } },
  supplement: { file: { staff: 'own' } },
  'case-link': { file: { staff: 'own' } },
  escalation: { file: { staff: 'own' } },
  'case-reading': { file: { staff: 'court' } },
  'nil-declaration': { file: { staff: 'case' } },
  reminder: { file: { staff: 'case' } },
  clearance: { file: { staff: 'case' } },
  'sheet-filing': { file: { staff: 'case' } },
  recusal: { file: { 'committee-member': 'meeting' } },
  /** To screen, or under a grant (查阅批准) once three people have signed it (济法发〔2021〕17号 四(五); 004). */
  opening: { file: { custodian: ['others', 'granted'], 'court-administrator': 'granted' } },
  screening: { file: { custodian: 'opened' } },
  'entry-return': { file: { custodian: 'opened' } },
  /** Custodians where the court's policy asks it of them. */
  'grant-request': { file: { 'court-administrator': ['own', 'others'], custodian: ['own', 'others'] } },
  'grant-decision': { file: { president: 'others', 'party-secretary': 'others' } },
  'grant-countersign': { file: { custodian: 'others' } },
  /** By who asked for it or decided on it. */
  'grant-withdrawal': {
    file: { 'court-administrator': 'own', custodian: 'own', president: 'own', 'party-secretary': 'own' },
  },
  'destruction-request': { file: { custodian: 'others' } },
  /** Always another person than who asked; which of these offices, the court's policy says. */
  destruction: { file: { president: 'others', 'party-secretary': 'others', custodian: 'others' } },
  'staff-list': { file: { operator: 'court' } },
  'log-restart': { file: { operator: 'court' } },
  'witnessed-checkpoint': { file: { witness: 'court' } },
  'witness-refusal': { file: { witness: 'court' } },
  'received-record': { file: { 'another-court': 'own' } },
  'upstream-receipt': { file: { outbox: 'court' } },
  /** 申诉控告 (001 第14条): everybody may complain, of an entry only of one's own. */
  complaint: { file: { staff: 'court' } },
  'complaint-reply': { file: { custodian: 'others' } },
  /** 直报 (001 第12条): past one's own court, sealed; this court does not learn that it was made. */
  'direct-report': { file: { staff: 'court' } },
  'sealed-envelope': { file: { courier: 'court' } },
  /** Any of the above over HTTP; which, their own rows say. */
  records: { file: { staff: 'court' } },

  // 本人: one's own.
  session: { open: { anyone: 'court' }, read: { staff: 'own' }, end: { staff: 'own' } },
  'own-records': { read: { staff: 'own' } },
  'own-entries': { read: { staff: 'own' }, print: { staff: 'own' } },
  'own-complaints': { read: { staff: 'own' } },
  duties: { read: { staff: 'own' } },

  // 查看: what others disclosed.
  'screening-list': { read: { custodian: 'court' } },
  'entry-content': { read: { custodian: 'opened' } },
  evidence: {
    bring: { staff: 'own' },
    read: { staff: 'own', custodian: ['opened', 'granted'], 'court-administrator': 'granted' },
  },
  'granted-content': { read: { custodian: 'granted', 'court-administrator': 'granted' } },
  /** Who asked for what, and how it stands; no content. An office sees what waits for it, and what it signed. */
  grants: {
    read: { staff: 'own' },
    'read-office': {
      'court-administrator': 'own',
      custodian: ['own', 'others'],
      president: ['own', 'others'],
      'party-secretary': ['own', 'others'],
    },
  },
  /** Who complained and when, and where a recorder's post was changed; no content. */
  'complaint-list': { read: { custodian: 'court' } },
  /** One that is neither one's own nor about oneself. */
  'complaint-content': { read: { custodian: 'others' } },
  /** At a superior court: what people of the courts below have written to it past their own. */
  'direct-reports': { read: { custodian: 'court' } },
  destructions: { read: { custodian: 'court', president: 'court', 'party-secretary': 'court' } },
  /** By whom it was put to; an application to the committee is decided by the president (组织法 第39条). */
  escalations: {
    'read-department-head': { 'department-head': 'department' },
    'read-inspection': { custodian: 'court' },
    'read-president': { president: 'court' },
    'read-committee': { president: 'court' },
  },

  // 案件: a case, its gate, its sheet, its meeting.
  case: {
    /** Its number, its cause, and whether its page was read: what the trial system shows anyway. */
    read: { staff: 'court' },
    /** Who has recorded or signed, of which kind and when. */
    'read-lines': { staff: ['own', 'case'] },
    /** How it stands with its gates, and what lies in its file. */
    'read-state': { staff: 'case' },
  },
  gate: { read: { staff: 'court' } },
  sheet: {
    /** Without content or identity. */
    view: { staff: 'case' },
    /** As much as the copy in the case file shows. */
    'view-whole': { staff: 'filer' },
    /** The copy for the case file. */
    print: { staff: 'filer' },
  },
  brief: { read: { 'committee-member': 'meeting' } },
  agenda: { read: { 'committee-member': 'meeting' } },

  // 统计: figures, no content (济法发〔2021〕17号 四(五)).
  counts: {
    read: {
      'department-administrator': 'department',
      'department-head': 'department',
      custodian: 'court',
      'court-administrator': 'court',
      president: 'court',
      'party-secretary': 'court',
    },
  },

  // 存证: the logs, and proofs out of them; hashes and sizes, no content.
  log: { read: { staff: 'court' } },
  /** One's own records, and the sheet filings of one's cases. */
  receipt: { read: { staff: ['own', 'case'] } },

  // What the forms and those who run the sidecar need.
  policy: { read: { staff: 'court' } },
  colleagues: { search: { staff: 'court' } },
  profiles: { read: { anyone: 'court' } },
  'sign-in': { read: { anyone: 'court' } },
  operations: { read: { anyone: 'court' } },
  'api-document': { read: { anyone: 'court' } },
  inbox: { bring: { 'another-court': 'own' } },
  witness: { bring: { 'another-court': 'own' } },
} as const satisfies Record<string, Record<string, Cells>>;

type Matrix = typeof MATRIX;
export type Thing = keyof Matrix;
export type Action<T extends Thing = Thing> = T extends Thing ? keyof Matrix[T] & string : never;

/** Things of which not even their being there is told: who may not ask is answered as if there were nothing. */
const HIDDEN: ReadonlySet<string> = new Set<Thing>([
  'opening',
  'screening-list',
  'entry-content',
  'escalations',
  'counts',
  'destructions',
  'granted-content',
  'complaint-reply',
  'complaint-list',
  'complaint-content',
  'direct-reports',
]);

/** A person of the staff list, another court, a part of the sidecar, or, undefined, nobody in particular. */
export type Asker =
  | { kind?: 'person'; roles: readonly StaffRole[] }
  | { kind: 'court' }
  | { kind: 'system'; part: string }
  | undefined;

function rolesOf(asker: Asker): readonly string[] {
  if (asker === undefined) return ['anyone'];
  if ('roles' in asker) return ['anyone', 'staff', ...asker.roles];
  return ['anyone', asker.kind === 'court' ? 'another-court' : asker.part];
}

/** Scopes within which this asker may; none where nothing is written. Nothing that every object has counts as written. */
function scopesOf(asker: Asker, thing: string, action?: string): Scope[] {
  const actions: Record<string, Cells> = Object.hasOwn(MATRIX, thing) ? MATRIX[thing as Thing] : {};
  const asked = action === undefined ? Object.keys(actions) : Object.hasOwn(actions, action) ? [action] : [];
  return asked.flatMap((name) => {
    const cells = actions[name] ?? {};
    return rolesOf(asker).flatMap((role) => (Object.hasOwn(cells, role) ? (cells[role as Role] ?? []) : []));
  });
}

/**
 * @param relations every scope in which the asker stands to the thing; `court` need not be named
 * @returns whether the asker may do this to it
 */
export function mayI<T extends Thing>(
  asker: Asker,
  thing: T,
  action: Action<T>,
  relations: readonly Scope[] = [],
): boolean {
  return scopesOf(asker, thing, action).some((scope) => scope === 'court' || relations.includes(scope));
}

/**
 * Whether there is anything the asker might do: what shows a way in, and closes a door before anything is looked up.
 * @param thing also the name of a record type; one that is not in the table nobody files
 * @param action any of the thing's unless one is named
 */
export function mayEver(asker: Asker, thing: string, action?: string): boolean {
  return scopesOf(asker, thing, action).length > 0;
}

/** How somebody who may never is told so. */
export const refusalOf = (thing: string): 'not-found' | 'not-allowed' =>
  HIDDEN.has(thing) ? 'not-found' : 'not-allowed';
