/**
 * One question for every cell of the access matrix: how it is put, how who puts it stands to the thing, and by what in the answer
 * it shows that the thing was given. `random` puts the same question about something that is not there.
 */
import { v7 as uuid } from 'uuid';
import type { Scope, Thing } from '../../shared/access-matrix.ts';
import type {
  CaseView,
  EscalationItem,
  GrantItem,
  OwnComplaint,
  OwnEntry,
  OwnRecord,
  OwnSession,
} from '../../shared/api.ts';
import { ESCALATION_TARGETS } from '../../shared/codes.ts';
import type { CountsAnswer } from '../../shared/counts.ts';
import { textOf } from '../../sidecar/sheet/read-back.ts';
import { PASSWORD } from '../world/people.ts';
import {
  type AccessWorld,
  ADMINISTRATOR,
  AUTHOR,
  CASES,
  CONTENT,
  CUSTODIAN,
  DEPARTMENTS,
  DESTRUCTION,
  fileOf,
  type Somebody,
  sha256,
} from './access-world.ts';
import { entry, nil, reading } from './examples.ts';
import { client, type SignedIn, signIn, type TestCourt } from './test-court.ts';
import { consign } from './two-courts.ts';

export interface Question {
  method: string;
  path: string;
  body?: unknown;
  headers?: Record<string, string>;
  /** Another session than the asker's usual one. */
  session?: SignedIn;
}

export interface Answer {
  status: number;
  headers: [name: string, value: string][];
  bytes: Buffer;
  /** What the sidecar asked of its store meanwhile. */
  statements: string[];
  json<T>(): T;
}

export type Asks = (world: AccessWorld, who: Somebody) => Question | Promise<Question>;

export interface Probe {
  /** The route of the table. */
  route: string;
  what: string;
  thing: Thing;
  action: string;
  /** Every scope in which who asks stands to the thing. */
  relations(who: Somebody): Scope[];
  ask: Asks;
  random?: Asks;
  given(answer: Answer, who: Somebody): boolean;
  /** What has to be set right once it was given. */
  after?(world: AccessWorld, who: Somebody): Promise<void>;
}

const ok = ({ status }: Answer): boolean => status >= 200 && status < 300;
const seal = (words: string, who: Somebody) => fileOf(`${words} ${who.code} ${uuid()}`);
const pdf = { 'content-type': 'application/pdf' };
const get = (path: string): Question => ({ method: 'GET', path });
const caseAt = (number: string, rest = '') => `/v1/cases/${encodeURIComponent(number)}${rest}`;
const MEETING = 'adjudication-committee';
/** How somebody stands to what the author filed. */
const toAuthor = (who: Somebody): Scope[] => [
  'others',
  ...(who.department === AUTHOR.department ? (['department'] as const) : []),
];
/** How every custodian stands to what every custodian has opened. */
const toOpened = (who: Somebody): Scope[] => [
  ...toAuthor(who),
  ...(who.role === 'custodian' ? (['opened'] as const) : []),
];
const own = (): Scope[] => ['own'];
const none = (): Scope[] => [];
const toGranted = ({ granted }: Somebody): Scope[] => (granted ? ['granted'] : []);
/** A grant in force, and the opening under it: one's own, or the first somebody else's. */
const grantOf = ({ people }: AccessWorld, who?: Somebody) => {
  const { granted } = who?.granted ? who : (people.find((one) => one.granted && one !== who) ?? {});
  if (!granted) throw new Error('nobody has a grant');
  return granted;
};
const another = ({ people }: AccessWorld, who: Somebody) => people.find((one) => one.granted && one !== who);

const forAnyone = (path: string, thing: Thing): Probe => ({
  route: `GET ${path}`,
  what: 'what anybody may know',
  thing,
  action: 'read',
  relations: none,
  ask: () => get(path),
  given: ok,
});

/** An entry by its id, one probe for each way to stand to it. */
const byId = (
  route: string,
  path: (id: string) => string,
  thing: Thing,
  action: string,
  given = ok,
): Probe[] => {
  const random: Asks = () => get(path(uuid()));
  const probe = (
    what: string,
    relations: Probe['relations'],
    id: (world: AccessWorld, who: Somebody) => string,
  ) => ({
    route,
    what,
    thing,
    action,
    relations,
    ask: ((world, who) => get(path(id(world, who)))) as Asks,
    random,
    given,
  });
  return [
    probe('one’s own', own, (_, who) => who.own.entry),
    probe('somebody else’s', toAuthor, (world) => world.foreign.entry),
    probe('one that custodians have opened', toOpened, (world) => world.opened.entry),
    probe('one about oneself', none, (_, who) => who.about),
  ];
};

const evidence: Probe[] = (
  [
    ['one’s own', own, (_: AccessWorld, who: Somebody) => who.own.file],
    ['somebody else’s', toAuthor, (world: AccessWorld) => world.foreign.file],
    ['one that custodians have opened', toOpened, (world: AccessWorld) => world.opened.file],
  ] as const
).map(([what, relations, hash]) => ({
  route: 'GET /v1/evidence/:hash',
  what,
  thing: 'evidence',
  action: 'read',
  relations,
  ask: (world, who) => get(`/v1/evidence/${hash(world, who)}`),
  random: () => get(`/v1/evidence/${sha256(Buffer.from(uuid()))}`),
  given: ok,
}));
evidence.push({
  route: 'GET /v1/evidence/:hash',
  what: 'one that a grant names',
  thing: 'evidence',
  action: 'read',
  relations: toGranted,
  ask: (world, who) => get(`/v1/evidence/${world.granted.file}?opening=${grantOf(world, who).opening}`),
  random: (world, who) =>
    get(`/v1/evidence/${sha256(Buffer.from(uuid()))}?opening=${grantOf(world, who).opening}`),
  given: ok,
});

const underGrant = (grant: string, entryId: string, opening: string) =>
  get(`/v1/grants/${grant}/entries/${entryId}?opening=${opening}`);
const granted: Probe[] = (
  [
    {
      what: 'what one’s own grant names',
      relations: toGranted,
      ask: (world, who) => {
        const { grant, opening } = grantOf(world, who);
        return underGrant(grant, world.granted.entry, opening);
      },
      random: (world, who) => underGrant(uuid(), world.granted.entry, grantOf(world, who).opening),
    },
    {
      what: 'what somebody else’s grant names',
      relations: none,
      ask: (world, who) => {
        const { grant, opening } = grantOf(world, another(world, who));
        return underGrant(grant, world.granted.entry, opening);
      },
      random: (world, who) =>
        underGrant(uuid(), world.granted.entry, grantOf(world, another(world, who)).opening),
    },
    {
      what: 'what one’s own grant does not name',
      relations: toAuthor,
      ask: (world, who) => {
        const { grant, opening } = grantOf(world, who);
        return underGrant(grant, world.foreign.entry, opening);
      },
      random: (world, who) => {
        const { grant, opening } = grantOf(world, who);
        return underGrant(grant, uuid(), opening);
      },
    },
  ] satisfies Pick<Probe, 'what' | 'relations' | 'ask' | 'random'>[]
).map((one) => ({
  route: 'GET /v1/grants/:id/entries/:entryId',
  thing: 'granted-content' as const,
  action: 'read',
  given: ok,
  ...one,
}));

const grantsIn = (answer: Answer) => (ok(answer) ? answer.json<{ grants: GrantItem[] }>().grants : []);
const grants: Probe[] = (
  [
    { what: 'one’s own', action: 'read', relations: own, given: ok },
    {
      what: 'what one has signed',
      action: 'read-office',
      relations: ({ signed }) => (signed === undefined ? [] : ['own']),
      given: (answer, who) => grantsIn(answer).some((one) => one.id === who.signed),
    },
    {
      what: 'what waits for one',
      action: 'read-office',
      relations: () => ['others'],
      given: (answer) =>
        grantsIn(answer).some(
          ({ mine, may }) => !mine && (may.includes('decide') || may.includes('countersign')),
        ),
    },
    {
      what: 'what was asked about an entry about oneself',
      action: 'read-office',
      relations: none,
      given: (answer, who) => grantsIn(answer).some((one) => one.id === who.aboutGrant),
    },
  ] satisfies Pick<Probe, 'what' | 'action' | 'relations' | 'given'>[]
).map((one) => ({
  route: 'GET /v1/grants',
  thing: 'grants' as const,
  ask: () => get('/v1/grants'),
  ...one,
}));

const receipts: Probe[] = (
  [
    ['one’s own', own, (_: AccessWorld, who: Somebody) => who.own.entry],
    ['of somebody else’s entry', toAuthor, (world: AccessWorld) => world.foreign.entry],
    ['of a sheet filing (another)', none, (world: AccessWorld) => world.sheets.strange],
    ['of a sheet filing (case)', () => ['case'], (world: AccessWorld) => world.sheets.panel],
  ] satisfies [string, Probe['relations'], (world: AccessWorld, who: Somebody) => string][]
).map(([what, relations, id]) => ({
  route: 'GET /v1/records/:id/receipt',
  what,
  thing: 'receipt',
  action: 'read',
  relations,
  ask: (world, who) => get(`/v1/records/${id(world, who)}/receipt`),
  random: () => get(`/v1/records/${uuid()}/receipt`),
  given: ok,
}));

const logs: Probe[] = (
  [
    ['GET /v1/log', () => get('/v1/log')],
    ['GET /v1/log/inclusion', () => get('/v1/log/inclusion?log=disclosures&index=0&size=2')],
    ['GET /v1/log/consistency', () => get('/v1/log/consistency?log=disclosures&from=1&to=2')],
    ['POST /v1/log/check', () => ({ method: 'POST', path: '/v1/log/check', body: { hash: 'a'.repeat(64) } })],
  ] satisfies [string, Asks][]
).map(([route, ask]) => ({
  route,
  what: 'the court’s',
  thing: 'log',
  action: 'read',
  relations: none,
  ask,
  given: ok,
}));

const uploads: Probe[] = (
  [
    {
      route: 'PUT /v1/evidence/:hash',
      ask: (_, who) => {
        const bytes = seal('whole', who);
        return { method: 'PUT', path: `/v1/evidence/${sha256(bytes)}`, body: bytes, headers: pdf };
      },
    },
    { route: 'GET /v1/evidence/:hash/upload', ask: (_, who) => get(`/v1/evidence/${who.own.file}/upload`) },
    {
      route: 'PATCH /v1/evidence/:hash/upload',
      ask: (_, who) => {
        const bytes = seal('parts', who);
        const headers = { ...pdf, 'upload-offset': '0', 'upload-length': String(bytes.length) };
        return { method: 'PATCH', path: `/v1/evidence/${sha256(bytes)}/upload`, body: bytes, headers };
      },
    },
  ] satisfies Pick<Probe, 'route' | 'ask'>[]
).map((one) => ({
  what: 'one’s own',
  thing: 'evidence' as const,
  action: 'bring',
  relations: own,
  given: ok,
  ...one,
}));

const escalations: Probe[] = Object.keys(ESCALATION_TARGETS).map((target) => ({
  route: 'GET /v1/escalations',
  what: `put to ${target}`,
  thing: 'escalations',
  action: `read-${target}`,
  relations: toAuthor,
  ask: () => get('/v1/escalations'),
  given: (answer) =>
    ok(answer) &&
    answer
      .json<{ escalations: EscalationItem[] }>()
      .escalations.some((one) => one.to === target && one.reason === CONTENT),
}));

const counts: Probe[] = [
  ...DEPARTMENTS.map(
    (department): Probe => ({
      route: 'GET /v1/counts',
      what: `those of ${department}`,
      thing: 'counts',
      action: 'read',
      relations: (who) => (who.department === department ? ['department'] : []),
      ask: () => get('/v1/counts'),
      given: (answer) =>
        ok(answer) &&
        answer
          .json<CountsAnswer>()
          .months.some((month) => month.lines.some((line) => line.departments.includes(department))),
    }),
  ),
  {
    route: 'GET /v1/counts',
    what: 'those of the whole court',
    thing: 'counts',
    action: 'read',
    relations: none,
    ask: () => get('/v1/counts'),
    given: (answer) => ok(answer) && answer.json<CountsAnswer>().months.every((month) => month.court),
  },
];

const ownComplaints = (answer: Answer) =>
  ok(answer) ? answer.json<{ complaints: OwnComplaint[] }>().complaints : [];
const complaintAt = (id: string) => get(`/v1/complaints/${id}`);
const complaints: Probe[] = [
  {
    route: 'GET /v1/own-complaints',
    what: 'one’s own',
    thing: 'own-complaints',
    action: 'read',
    relations: own,
    ask: () => get('/v1/own-complaints'),
    given: (answer, who) => ownComplaints(answer).some((one) => one.id === who.own.complaint),
  },
  {
    route: 'GET /v1/own-complaints',
    what: 'somebody else’s in one’s list',
    thing: 'own-complaints',
    action: 'read',
    relations: toAuthor,
    ask: () => get('/v1/own-complaints'),
    given: (answer, who) => ownComplaints(answer).some((one) => one.id !== who.own.complaint),
  },
  {
    route: 'GET /v1/complaints',
    what: 'those for the custodians',
    thing: 'complaint-list',
    action: 'read',
    relations: none,
    ask: () => get('/v1/complaints'),
    given: ok,
  },
  ...(
    [
      ['one’s own', own, (_, who) => who.own.complaint],
      ['somebody else’s', toAuthor, (world) => world.complaints.foreign],
      ['one about oneself', none, (_, who) => who.aboutComplaint],
      ['one to the superior court', none, (world) => world.complaints.superior],
    ] satisfies [string, Probe['relations'], (world: AccessWorld, who: Somebody) => string][]
  ).map(
    ([what, relations, id]): Probe => ({
      route: 'GET /v1/complaints/:id',
      what,
      thing: 'complaint-content',
      action: 'read',
      relations,
      ask: (world, who) => complaintAt(id(world, who)),
      random: () => complaintAt(uuid()),
      given: ok,
    }),
  ),
  {
    // This court has a subordinate; what arrives from one is in direct-report.test.ts.
    route: 'GET /v1/direct-reports',
    what: 'what has arrived',
    thing: 'direct-reports',
    action: 'read',
    relations: none,
    ask: () => get('/v1/direct-reports'),
    given: ok,
  },
];

const CASE_RELATIONS: readonly (readonly [keyof typeof CASES, Scope[]])[] = [
  ['strange', []],
  ['panel', ['case']],
  ['filer', ['case', 'filer']],
];

/** What of a case's view shows that the thing was given; the number, the cause and whether it was read are told to all. */
const caseView = (
  action: 'read' | 'read-lines' | 'read-state',
  given: (view: CaseView) => boolean,
): Probe[] =>
  CASE_RELATIONS.map(([name, relations]) => ({
    route: 'GET /v1/cases/:number',
    what: `of a case (${relations.join(', ') || 'another'})`,
    thing: 'case',
    action,
    relations: () => relations,
    ask: () => get(caseAt(CASES[name])),
    given: (answer) => ok(answer) && given(answer.json<CaseView>()),
  }));

const sheets: Probe[] = CASE_RELATIONS.flatMap(([name, relations]) =>
  (
    [
      ['view', '?copy=view', ok],
      ['view-whole', '?copy=view', (answer: Answer) => ok(answer) && textOf(answer.bytes).includes(CONTENT)],
      ['print', '?copy=filed', ok],
    ] as const
  ).map(([action, copy, given]) => ({
    route: 'GET /v1/cases/:number/sheet.pdf',
    what: `of a case (${relations.join(', ') || 'another'})`,
    thing: 'sheet',
    action,
    relations: () => relations,
    ask: () => get(caseAt(CASES[name], `/sheet.pdf${copy}`)),
    // Who is of the case knows that there is a sheet.
    ...(relations.length === 0 ? { random: () => get(caseAt(CASES.random, `/sheet.pdf${copy}`)) } : {}),
    given,
  })),
);

export const READS: readonly Probe[] = [
  forAnyone('/healthz', 'operations'),
  forAnyone('/readyz', 'operations'),
  forAnyone('/metrics', 'operations'),
  forAnyone('/openapi.json', 'api-document'),
  forAnyone('/v1/sign-in', 'sign-in'),
  forAnyone('/v1/profiles', 'profiles'),
  {
    route: 'POST /v1/sessions',
    what: 'a code that is none',
    thing: 'session',
    action: 'open',
    relations: none,
    ask: ({ browserKey }) => ({
      method: 'POST',
      path: '/v1/sessions',
      body: {
        code: 'x',
        codeVerifier: 'v'.repeat(43),
        nonce: 'nonce-nonce',
        redirectUri: 'https://example.invalid/',
        device: 'device-1',
        key: browserKey,
      },
    }),
    given: (answer) => answer.json<{ code: string }>().code === 'sign-in-failed',
  },
  {
    route: 'GET /v1/session',
    what: 'one’s own',
    thing: 'session',
    action: 'read',
    relations: own,
    ask: () => get('/v1/session'),
    given: (answer, who) =>
      ok(answer) && answer.json<{ person: { staffCode: string } }>().person.staffCode === who.code,
  },
  {
    route: 'GET /v1/sessions',
    what: 'one’s own',
    thing: 'session',
    action: 'read',
    relations: own,
    ask: () => get('/v1/sessions'),
    given: (answer) =>
      ok(answer) && answer.json<{ sessions: OwnSession[] }>().sessions.some((one) => one.current),
  },
  {
    route: 'GET /v1/records',
    what: 'one’s own',
    thing: 'own-records',
    action: 'read',
    relations: own,
    ask: () => get('/v1/records'),
    given: (answer, who) =>
      ok(answer) && answer.json<{ records: OwnRecord[] }>().records.some((one) => one.id === who.own.entry),
  },
  {
    route: 'GET /v1/duties',
    what: 'one’s own',
    thing: 'duties',
    action: 'read',
    relations: own,
    ask: () => get('/v1/duties'),
    given: ok,
  },
  {
    route: 'GET /v1/entries',
    what: 'one’s own',
    thing: 'own-entries',
    action: 'read',
    relations: own,
    ask: () => get('/v1/entries'),
    given: (answer, who) =>
      ok(answer) && answer.json<{ entries: OwnEntry[] }>().entries.some((one) => one.id === who.own.entry),
  },
  {
    route: 'GET /v1/entries',
    what: 'somebody else’s in one’s list',
    thing: 'own-entries',
    action: 'read',
    relations: toAuthor,
    ask: () => get('/v1/entries'),
    given: (answer, who) =>
      ok(answer) &&
      answer
        .json<{ entries: OwnEntry[] }>()
        .entries.some((one) => one.events.some((event) => event.type === 'entry' && event.by !== who.name)),
  },
  ...byId('GET /v1/entries/:id', (id) => `/v1/entries/${id}`, 'own-entries', 'read'),
  ...byId('GET /v1/entries/:id/proof.pdf', (id) => `/v1/entries/${id}/proof.pdf`, 'own-entries', 'print'),
  ...evidence,
  ...uploads,
  {
    route: 'GET /v1/screening',
    what: 'what waits',
    thing: 'screening-list',
    action: 'read',
    relations: none,
    ask: () => get('/v1/screening'),
    given: ok,
  },
  ...byId('GET /v1/screening/:id', (id) => `/v1/screening/${id}`, 'entry-content', 'read'),
  ...complaints,
  ...granted,
  ...grants,
  {
    route: 'GET /v1/destructions',
    what: 'the court’s',
    thing: 'destructions',
    action: 'read',
    relations: none,
    ask: () => get('/v1/destructions'),
    given: ok,
  },
  ...receipts,
  ...logs,
  ...escalations,
  ...counts,
  {
    route: 'POST /v1/colleagues',
    what: 'by name',
    thing: 'colleagues',
    action: 'search',
    relations: none,
    ask: () => ({ method: 'POST', path: '/v1/colleagues', body: { query: AUTHOR.name } }),
    given: ok,
  },
  {
    route: 'GET /v1/policy',
    what: 'the court’s',
    thing: 'policy',
    action: 'read',
    relations: none,
    ask: () => get('/v1/policy'),
    given: ok,
  },
  ...caseView('read', () => true),
  ...caseView('read-lines', (view) => view.lines.some((line) => line.by.staffCode === AUTHOR.code)),
  ...caseView('read-state', (view) => view.gates.length > 0 || view.sheetHash !== undefined),
  {
    route: 'GET /v1/cases/:number',
    what: 'one’s own lines of another case',
    thing: 'case',
    action: 'read-lines',
    relations: own,
    ask: () => get(caseAt(CASES.foreign)),
    given: (answer, who) =>
      ok(answer) && answer.json<CaseView>().lines.some((line) => line.id === who.own.entry),
  },
  {
    route: 'GET /v1/cases/:number',
    what: 'others’ lines beside one’s own',
    thing: 'case',
    action: 'read-lines',
    relations: toAuthor,
    ask: () => get(caseAt(CASES.foreign, '?lines=all')),
    given: (answer, who) =>
      ok(answer) && answer.json<CaseView>().lines.some((line) => line.by.staffCode !== who.code),
  },
  ...CASE_RELATIONS.map(
    ([name, relations]): Probe => ({
      route: 'GET /v1/cases/:number/gate',
      what: `of a case (${relations.join(', ') || 'another'})`,
      thing: 'gate',
      action: 'read',
      relations: () => relations,
      ask: () => get(caseAt(CASES[name], `/gate?meeting=${MEETING}`)),
      given: ok,
    }),
  ),
  ...sheets,
  ...CASE_RELATIONS.map(
    ([name, relations]): Probe => ({
      route: 'GET /v1/cases/:number/brief',
      what: `of a case (${relations.join(', ') || 'another'})`,
      thing: 'brief',
      action: 'read',
      relations: () => ['meeting', ...relations],
      ask: () => get(caseAt(CASES[name], `/brief?meeting=${MEETING}`)),
      random: () => get(caseAt(CASES.random, `/brief?meeting=${MEETING}`)),
      given: ok,
    }),
  ),
  {
    route: 'POST /v1/agenda',
    what: 'of a case (another)',
    thing: 'agenda',
    action: 'read',
    relations: () => ['meeting'],
    ask: () => ({ method: 'POST', path: '/v1/agenda', body: { meeting: MEETING, cases: [CASES.strange] } }),
    random: () => ({ method: 'POST', path: '/v1/agenda', body: { meeting: MEETING, cases: [CASES.random] } }),
    given: ok,
  },
  {
    route: 'POST /v1/inbox',
    what: 'without a court’s signature',
    thing: 'inbox',
    action: 'bring',
    relations: own,
    ask: (world) => {
      const consignment = consign(world.court.sidecar.secrets.court, [], world.other.config.court.code);
      return { method: 'POST', path: '/v1/inbox', body: consignment };
    },
    given: ok,
  },
  {
    route: 'DELETE /v1/session',
    what: 'one’s own',
    thing: 'session',
    action: 'end',
    relations: own,
    ask: async ({ court }, who) => ({
      method: 'DELETE',
      path: '/v1/session',
      session: await signIn(court.sidecar.url, who.account, PASSWORD),
    }),
    given: ok,
  },
  {
    route: 'POST /v1/witness/add-checkpoint',
    what: 'without a court’s signature',
    thing: 'witness',
    action: 'bring',
    relations: own,
    ask: () => ({ method: 'POST', path: '/v1/witness/add-checkpoint', body: Buffer.from('old 0\n\n') }),
    given: ok,
  },
  {
    route: 'DELETE /v1/sessions',
    what: 'one’s own',
    thing: 'session',
    action: 'end',
    relations: own,
    ask: () => ({ method: 'DELETE', path: '/v1/sessions' }),
    given: ok,
    // The usual session is one of them.
    after: async ({ court }, who) => {
      who.client = await client(court, who.account);
    },
  },
];

/** Refusals by who somebody is; whatever else stands against a record, its author might file it. */
const BY_WHO: readonly string[] = [
  'signed-out',
  'not-allowed',
  'not-found',
  'not-of-case',
  'entry-unknown',
  'entry-own',
  'opening-required',
  'grant-unknown',
  'grant-other-entry',
  'grant-own',
  'grant-same-person',
  'grant-nothing',
  'destruction-unknown',
  'destruction-own',
  'destruction-own-entry',
  'destruction-nothing',
];
const mightFile = (answer: Answer): boolean =>
  ok(answer) || !BY_WHO.includes(answer.json<{ code: string }>().code);

/** A record of a type, put to a court. */
export const filing = (court: TestCourt, type: string, body: unknown) => ({
  id: uuid(),
  type,
  court: court.config.court.code,
  at: court.now().toISOString(),
  body,
});

const record =
  (type: Thing, body: (world: AccessWorld, who: Somebody) => unknown): Asks =>
  (world, who) => ({
    method: 'POST',
    path: '/v1/records',
    body: filing(world.court, type, body(world, who)),
  });

const files = (
  type: Thing,
  what: string,
  relations: Probe['relations'],
  body: (world: AccessWorld, who: Somebody) => unknown,
  random?: (world: AccessWorld) => unknown,
): Probe => ({
  route: 'POST /v1/records',
  what: `${type}: ${what}`,
  thing: type,
  action: 'file',
  relations,
  ask: record(type, body),
  ...(random ? { random: record(type, random) } : {}),
  given: mightFile,
});

const hourAgo = ({ court }: AccessWorld) => new Date(court.now().getTime() - 3_600_000).toISOString();
const content = (world: AccessWorld) => {
  const { caseNumber: _, ...rest } = entry({ occurredAt: hourAgo(world), content: '补充说明一处。' });
  return rest;
};
const supplement = (world: AccessWorld, entryId: string) => ({
  entryId,
  caseNumber: CASES.foreign,
  kind: 'supplement',
  reason: '补充',
  entry: content(world),
});
const link = (entryId: string) => ({ entryId, caseNumber: CASES.foreign, stage: 'first' });
const sheetFiling = (caseNumber: string) => ({
  caseNumber,
  sheetHash: 'a'.repeat(64),
  fileHash: 'b'.repeat(64),
  bytes: 1,
  fileName: '一案一表.pdf',
  volume: 'confidential',
  host: { profile: 'trial-system', profileVersion: 1 },
});
const opening = (entryId: string) => ({ entryId, purpose: 'screening' });
const judgement = (entryId: string) => ({ entryId, result: 'inquiry', reason: '一般过问' });
const giveBack = (entryId: string) => ({ entryId, note: '请补充时间' });
/** A parcel and a receipt of nothing. */
const receipt = {
  statement: Buffer.from(
    JSON.stringify({
      v: 1,
      origin: '豫1302',
      superior: '豫13',
      channel: 'report',
      seq: 9999,
      id: uuid(),
      leafHash: 'a'.repeat(64),
      receivedAt: '2026-09-01T00:00:00.000Z',
    }),
  ).toString('base64'),
  signature: 'e30=',
};
const parcel = () => {
  const leaf = {
    v: 1,
    log: 'liuhen/豫1303/disclosures',
    seq: 1,
    id: uuid(),
    type: 'entry',
    actor: '9001',
    receivedAt: '2026-09-01T00:00:00.000Z',
    content: 'a'.repeat(64),
  };
  const bytes = Buffer.from(JSON.stringify(leaf)).toString('base64');
  return { channel: 'report', seq: 1, id: leaf.id, leaf: bytes, content: 'e30=' };
};

/** Acts on an entry, one probe for each way to stand to it. */
const onEntry = (type: Thing, body: (entryId: string, world: AccessWorld) => unknown): Probe[] => {
  const random = (world: AccessWorld) => body(uuid(), world);
  const act = (id: (world: AccessWorld, who: Somebody) => string) => (world: AccessWorld, who: Somebody) =>
    body(id(world, who), world);
  return [
    files(
      type,
      'somebody else’s',
      toAuthor,
      act((world) => world.foreign.entry),
      random,
    ),
    files(
      type,
      'one about oneself',
      none,
      act((_, who) => who.about),
      random,
    ),
    files(
      type,
      'one that custodians have opened',
      toOpened,
      act((world) => world.opened.entry),
      random,
    ),
    // One’s own is known to be there.
    files(
      type,
      'one’s own',
      own,
      act((_, who) => who.own.entry),
    ),
  ];
};

/** Acts of people of a case. That a case is known is told to everybody (case, read), so the two answers may differ. */
const ofCase = (type: Thing, body: (caseNumber: string) => unknown): Probe[] =>
  CASE_RELATIONS.map(([name, relations]) =>
    files(
      type,
      `of a case (${relations.join(', ') || 'another'})`,
      () => relations,
      () => body(CASES[name]),
    ),
  );

/** Acts on what was asked for, or asking for it, one probe for each way to stand to it. */
const onRequest = (
  type: Thing,
  body: (of: string) => unknown,
  {
    by,
    others,
    about,
    mine,
  }: {
    /** Who asked for what is `others`. */
    by?: string;
    others: (world: AccessWorld) => string;
    about: (who: Somebody) => string;
    mine?: (who: Somebody) => string | undefined;
  },
  nothing: () => string = uuid,
): Probe[] => {
  const random = () => body(nothing());
  return [
    files(
      type,
      'somebody else’s',
      (who) => (who.code === by ? ['own'] : ['others']),
      (world) => body(others(world)),
      random,
    ),
    files(type, 'one about oneself', none, (_, who) => body(about(who)), random),
    ...(mine
      ? [
          files(
            type,
            'one’s own',
            (who) => (mine(who) === undefined ? [] : ['own']),
            (_, who) => body(mine(who) ?? nothing()),
          ),
        ]
      : []),
  ];
};
const ofGrant = (grantId: string) => ({ grantId });
const noNumber = () => '999999';
const complaint = { to: 'inspection', kind: 'retaliation', text: '记录后被调离审判岗位。' };
const reply = (complaintId: string) => ({ complaintId, text: '已阅，正在核实。' });
/** Of the form of a sealed text, and sealed to nobody. */
const envelope = 'a.b.c.d.e';
const witnessed = { of: '豫1303', origin: '豫1303/log', size: 1, checkpoint: 'a note' };

export const FILINGS: readonly Probe[] = [
  files('entry', 'a new one', none, (world) =>
    entry({ occurredAt: hourAgo(world), caseNumber: CASES.foreign, content: '新的一条。' }),
  ),
  files('case-reading', 'of any case', none, () => reading({ caseNumber: '（2024）豫1302民初90005号' })),
  // Before any more is opened.
  ...onEntry('screening', judgement),
  ...onEntry('entry-return', giveBack),
  ...onEntry('opening', opening),
  ...onEntry('supplement', (entryId, world) => supplement(world, entryId)),
  files(
    'case-link',
    'somebody else’s',
    toAuthor,
    (world) => link(world.foreign.lonely),
    () => link(uuid()),
  ),
  files('case-link', 'one’s own', own, (_, who) => link(who.own.lonely)),
  ...onEntry('escalation', (entryId) => ({ to: 'president', entryId, reason: '有压力' })),
  files('escalation', 'about no entry', own, () => ({ to: 'president', reason: '有压力' })),
  ...ofCase('nil-declaration', (caseNumber) => nil({ caseNumber })),
  ...ofCase('reminder', (caseNumber) => ({ caseNumber, meeting: MEETING })),
  ...ofCase('clearance', (caseNumber) => ({ caseNumber, meeting: MEETING })),
  ...ofCase('sheet-filing', sheetFiling),
  files(
    'recusal',
    'in a meeting',
    () => ['meeting'],
    () => ({
      caseNumber: CASES.strange,
      meeting: MEETING,
      statement: 'no-recusal',
      reason: '',
    }),
  ),
  files('opening', 'one that a grant names', toGranted, (world, who) => ({
    entryId: world.granted.unopened,
    purpose: 'grant',
    grantId: grantOf(world, who).grant,
  })),
  ...onRequest(
    'grant-request',
    (number) => ({ entryNumber: Number(number), reason: '核实', hours: 4 }),
    {
      others: (world) => String(world.doomed.number),
      about: (who) => String(who.aboutNumber),
      mine: (who) => String(who.ownNumber),
    },
    noNumber,
  ),
  ...onRequest('grant-decision', (grantId) => ({ grantId, decision: 'approve' }), {
    by: ADMINISTRATOR,
    others: (world) => world.requests.asked,
    about: (who) => who.aboutGrant,
  }),
  ...onRequest('grant-countersign', ofGrant, {
    by: ADMINISTRATOR,
    others: (world) => world.requests.approved,
    about: (who) => who.aboutGrant,
    mine: (who) => (who.role === 'custodian' ? who.signed : undefined),
  }),
  ...onRequest('grant-withdrawal', ofGrant, {
    by: ADMINISTRATOR,
    others: (world) => world.requests.kept,
    about: (who) => who.aboutGrant,
    mine: (who) => who.signed,
  }),
  ...onRequest(
    'destruction-request',
    (number) => ({ ...DESTRUCTION, recordNumber: Number(number) }),
    {
      others: (world) => String(world.doomed.number),
      about: (who) => String(who.aboutNumber),
      mine: (who) => String(who.ownNumber),
    },
    noNumber,
  ),
  ...onRequest('destruction', (requestId) => ({ requestId }), {
    by: CUSTODIAN,
    others: (world) => world.doomed.request,
    about: (who) => who.aboutDestruction,
  }),
  files('complaint', 'a new one', none, () => complaint),
  ...(
    [
      ['somebody else’s', toAuthor, (world) => world.complaints.foreign],
      ['one about oneself', none, (_, who) => who.aboutComplaint],
      ['one to the superior court', none, (world) => world.complaints.superior],
    ] satisfies [string, Probe['relations'], (world: AccessWorld, who: Somebody) => string][]
  ).map(([what, relations, id]) =>
    files(
      'complaint-reply',
      what,
      relations,
      (world, who) => reply(id(world, who)),
      () => reply(uuid()),
    ),
  ),
  files('complaint-reply', 'one’s own', own, (_, who) => reply(who.own.complaint)),
  // This court has no superior: who may is told that it is not offered here, which nobody else is.
  files('direct-report', 'a new one', none, () => ({ envelope })),
  files('sealed-envelope', 'a new one', none, () => ({ envelope })),
  files('log-restart', 'a new one', none, () => ({
    restarts: 1,
    losses: [{ log: 'disclosures', state: 'rolled-back', size: 1, witnessed: 2 }],
  })),
  files('witnessed-checkpoint', 'of another court', none, () => ({
    ...witnessed,
    from: 0,
    root: 'a'.repeat(64),
    cosignature: 'a line',
  })),
  files('witness-refusal', 'of another court', none, () => {
    const { size: brought, ...rest } = witnessed;
    return { ...rest, kind: 'forked', known: 2, brought };
  }),
  files('staff-list', 'a new one', none, () => ({ people: [] })),
  files('received-record', 'of another court', none, (world) => ({
    origin: world.other.config.court.code,
    parcel: parcel(),
    receipt,
  })),
  files('upstream-receipt', 'of nothing', none, () => ({ receipts: [receipt] })),
];
