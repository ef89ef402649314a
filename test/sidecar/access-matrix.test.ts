/**
 * The access matrix and a running sidecar say the same, cell by cell: every route, every view behind it and every record type, put
 * to by every role of both departments and by nobody, about what is one's own, somebody else's, opened or about oneself. Who is
 * refused learns nothing, not even by what the sidecar did meanwhile. Another court's people and things do not exist.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeProof } from '../../extension/link/proof.ts';
import { type Asker, type Cells, MATRIX, mayI, type Scope, type Thing } from '../../shared/access-matrix.ts';
import { type CaseView, problem } from '../../shared/api.ts';
import { PROOF_HEADER } from '../../shared/proof.ts';
import { STAFF_ROLES } from '../../shared/records/staff-list.ts';
import { ROUTES, routeOf } from '../../sidecar/access/routes-table.ts';
import { READING_OF } from '../../sidecar/log/readings.ts';
import { writeAddCheckpoint } from '../../sidecar/log/witness.ts';
import { Refusal } from '../../sidecar/problems.ts';
import { RECORD_TYPES } from '../../sidecar/records/all.ts';
import type { Actor } from '../../sidecar/records/record-type.ts';
import { type Answer, FILINGS, filing, type Probe, type Question, READS } from './access-probes.ts';
import { type AccessWorld, AUTHOR, CASES, CONTENT, type Somebody, startAccessWorld } from './access-world.ts';
import { statementsOf } from './statements.ts';
import type { SignedIn, TestCourt } from './test-court.ts';
import { consign } from './two-courts.ts';

interface Cell {
  name: string;
  asker: Asker;
  thing: Thing;
  action: string;
  relations: readonly Scope[];
  given: boolean;
}

const mayAsk = ({ asker, thing, action, relations }: Omit<Cell, 'name' | 'given'>): boolean =>
  mayI(asker, thing, action as never, relations);
/** What the server did against what the matrix says. */
const disagreements = (cells: readonly Cell[]): string[] =>
  cells
    .filter((cell) => cell.given !== mayAsk(cell))
    .map((cell) => `${cell.name}: the sidecar ${cell.given ? 'gives' : 'refuses'} it`);

/** Asks as a browser does, which proves each request by its key. */
async function put(court: TestCourt, question: Question, session: SignedIn | undefined): Promise<Answer> {
  const { body, headers = {} } = question;
  const raw = body instanceof Uint8Array;
  const url = new URL(court.sidecar.url + question.path);
  const proven = session && { method: question.method, path: url.pathname, token: session.token };
  const proof = proven && (await makeProof(session.browserKey, proven, court.now().getTime()));
  const { result, statements } = await statementsOf(async () => {
    const answer = await fetch(url, {
      method: question.method,
      headers: {
        ...(session && proof ? { authorization: `Bearer ${session.token}`, [PROOF_HEADER]: proof } : {}),
        ...(body === undefined || raw ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: raw ? new Uint8Array(body) : JSON.stringify(body) }),
    });
    return { answer, bytes: Buffer.from(await answer.arrayBuffer()) };
  });
  const { answer, bytes } = result;
  return {
    status: answer.status,
    headers: [...answer.headers].filter(([name]) => !['date', 'x-request-id'].includes(name)).sort(),
    bytes,
    statements,
    json: <T>() => JSON.parse(bytes.toString('utf8')) as T,
  };
}

/** Who meets one of these was kept from nothing (sidecar/log/readings.ts). */
const UNTRACED = ['opening-required', 'entry-destroyed'];

/** All that somebody who is refused could look at. */
const seen = ({ status, headers, bytes, statements }: Answer) => ({
  status,
  headers,
  body: bytes.toString('utf8'),
  statements,
});

describe('the access matrix and the sidecar', () => {
  let world: AccessWorld;
  const cells: Cell[] = [];
  /** What was given once is looked into for all that is asked of it. */
  const answered = new Map<string, Answer>();
  const refusals = { compared: 0, traced: 0 };

  beforeAll(async () => {
    world = await startAccessWorld();
  }, 120_000);
  afterAll(() => world.close());

  const accessLog = () =>
    world.court.sidecar.store.db
      .prepare<[], { actor: string; action: string; outcome: string }>(
        'select actor, action, outcome from access_log order by seq desc limit 1',
      )
      .get();
  const accesses = () => world.court.sidecar.log.head(world.court.config.court.code, 'access').size;

  /** To whom it is told that the entry is there: a custodian's list names it. */
  const knows = (asker: Asker, probe: Probe): boolean =>
    ['entry-content', 'opening', 'screening', 'entry-return'].includes(probe.thing) &&
    !probe.what.endsWith('one about oneself') &&
    mayI(asker, 'screening-list', 'read');

  async function look(probe: Probe, who: Somebody, asker: Asker, name: string): Promise<Cell> {
    const usual = asker === undefined ? undefined : who.client.session;
    const ask = async (of: NonNullable<Probe['random']>) => {
      const question = await of(world, who);
      const key = `${name} ${question.path}`;
      const known = question.method === 'GET' ? answered.get(key) : undefined;
      if (known) return known;
      const session = asker === undefined ? undefined : (question.session ?? usual);
      const answer = await put(world.court, question, session);
      if (answer.status < 400) answered.set(key, answer);
      return answer;
    };
    const before = accesses();
    const answer = await ask(probe.ask);
    const given = probe.given(answer, who);
    if (given) await probe.after?.(world, who);
    const cell = {
      name: `${name}, ${probe.route} (${probe.thing} ${probe.action}): ${probe.what}`,
      asker,
      thing: probe.thing,
      action: probe.action,
      relations: asker === undefined ? [] : probe.relations(who),
      given,
    };
    if (given || answer.status < 400) return cell;
    const text = answer.bytes.toString('utf8');
    // A witness answers as its specification has it.
    if (probe.thing === 'witness') expect(text, cell.name).toMatch(/^[a-z-]+\n$/);
    else expect(problem.strict().safeParse(JSON.parse(text)).success, `${cell.name} ${text}`).toBe(true);
    for (const secret of [CONTENT, AUTHOR.name, AUTHOR.code, '刘某某'])
      expect(text, cell.name).not.toContain(secret);
    const reading = READING_OF[probe.thing];
    if (
      asker !== undefined &&
      reading !== undefined &&
      !UNTRACED.some((code) => text.includes(`"${code}"`)) &&
      !(probe.thing === 'evidence' && probe.action !== 'read')
    ) {
      expect(accesses(), cell.name).toBe(before + 1);
      expect(accessLog(), cell.name).toEqual({ actor: who.code, action: reading, outcome: 'refused' });
      refusals.traced += 1;
    }
    // Who filed it knows that it is there.
    if (probe.random && !knows(asker, probe) && !cell.relations.includes('own')) {
      expect(seen(await ask(probe.random)), cell.name).toEqual(seen(answer));
      refusals.compared += 1;
    }
    return cell;
  }

  const asNobody = (probe: Probe, [who]: Somebody[]) =>
    who ? look(probe, who, undefined, 'nobody') : Promise.reject(new Error('nobody is there'));

  async function lookAll(probes: readonly Probe[]): Promise<void> {
    for (const probe of probes) {
      for (const who of world.people) cells.push(await look(probe, who, { roles: [who.role] }, who.label));
      cells.push(await asNobody(probe, world.people));
    }
  }

  it('has a question for every route and for every cell', () => {
    const asked = new Set([...READS, ...FILINGS].map((probe) => probe.route));
    expect([...asked].sort()).toEqual(ROUTES.map(({ method, path }) => `${method} ${path}`).sort());
    for (const probe of READS) {
      const [method = '', path = ''] = probe.route.split(' ');
      expect(routeOf(method, path)?.thing, probe.route).toBe(probe.thing);
    }
    const things = new Set([...READS, ...FILINGS].map(({ thing, action }) => `${thing} ${action}`));
    const rows = Object.entries(MATRIX).flatMap(([thing, actions]) =>
      Object.keys(actions).map((action) => `${thing} ${action}`),
    );
    // Each type has its own questions.
    expect([...things].sort()).toEqual(rows.filter((row) => row !== 'records file').sort());
    expect(new Set(FILINGS.map((probe) => probe.thing)).size).toBe(RECORD_TYPES.length);
    expect(new Set(world.people.map((who) => who.role)).size).toBe(STAFF_ROLES.length);
  });

  it('agree on every route and the views behind it', async () => {
    await lookAll(READS);
    expect(disagreements(cells)).toEqual([]);
  }, 300_000);

  it('agree on every type of record', async () => {
    const before = cells.length;
    await lookAll(FILINGS);
    expect(disagreements(cells.slice(before))).toEqual([]);
  }, 300_000);

  it('agree on what other courts and the parts of the sidecar bring', async () => {
    const { court, other } = world;
    const key = other.sidecar.secrets.court;
    const { code } = other.config.court;
    for (const [what, origin, relations] of [
      ['its own', code, ['own']],
      ['another’s', '豫1399', []],
    ] as const) {
      const question = { method: 'POST', path: '/v1/inbox', body: consign(key, [{}], origin) };
      const answer = await put(court, question, undefined);
      cells.push({
        name: `another court, POST /v1/inbox: ${what}`,
        asker: { kind: 'court' },
        thing: 'inbox',
        action: 'bring',
        relations,
        given: answer.json<{ code: string }>().code !== 'consignment-untrusted',
      });
    }
    for (const [what, at, relations] of [
      ['its own', other, ['own']],
      ['another’s', court, []],
    ] as const) {
      const note = at.sidecar.log.checkpoint(at.config.court.code, 'disclosures');
      const body = Buffer.from(writeAddCheckpoint(0, [], note));
      const question = { method: 'POST', path: '/v1/witness/add-checkpoint', body };
      cells.push({
        name: `another court, POST /v1/witness/add-checkpoint: ${what}`,
        asker: { kind: 'court' },
        thing: 'witness',
        action: 'bring',
        relations,
        given: (await put(court, question, undefined)).status === 200,
      });
    }
    const actors: readonly Actor[] = [
      { kind: 'court', code },
      { kind: 'court', code: '豫1399' },
      { kind: 'system', part: 'operator' },
      { kind: 'system', part: 'outbox' },
      { kind: 'system', part: 'witness' },
      { kind: 'system', part: 'courier' },
      { kind: 'system', part: 'nothing' },
    ];
    const [who] = world.people;
    if (!who) throw new Error('nobody is there');
    for (const actor of actors)
      for (const probe of FILINGS) {
        // A new list would be in force at once, for everybody.
        if (probe.thing === 'staff-list' && actor.kind === 'system' && actor.part === 'operator') continue;
        const { body } = (await probe.ask(world, who)).body as { body: unknown };
        const given = await court.sidecar.door
          .file(court.config.court.code, actor, filing(court, probe.thing, body))
          .then(
            () => true,
            (error: unknown) => {
              if (!(error instanceof Refusal)) throw error;
              return !['not-allowed', 'not-found', 'entry-unknown', 'not-of-case'].includes(error.code);
            },
          );
        cells.push({
          name: `${JSON.stringify(actor)}: ${probe.what}`,
          asker: actor,
          thing: probe.thing,
          action: 'file',
          relations: actor.kind === 'court' && actor.code === code ? ['own'] : [],
          given,
        });
      }
    expect(disagreements(cells)).toEqual([]);
  });

  it('tell of a case to who is of another no more than of a case nobody has opened, but its cause', async () => {
    for (const who of world.people) {
      const view = async (caseNumber: string) => {
        const path = `/v1/cases/${encodeURIComponent(caseNumber)}?lines=all`;
        const answer = await put(world.court, { method: 'GET', path }, who.client.session);
        const { cause, known, ...rest } = answer.json<CaseView>();
        return { cause, known, rest: { ...rest, caseNumber: '' } };
      };
      const [strange, random] = [await view(CASES.strange), await view(CASES.random)];
      expect(strange.rest, who.label).toEqual(random.rest);
      const told = [strange.cause, strange.known, random.cause, random.known];
      expect(told).toEqual(['民间借贷纠纷', true, '', false]);
    }
  });

  it('tell nobody by the state of an upload that the court holds a file', async () => {
    for (const who of world.people) {
      const { session } = who.client;
      const path = (hash: string) => ({ method: 'GET', path: `/v1/evidence/${hash}/upload` });
      const held = await put(world.court, path(world.foreign.file), session);
      expect(seen(held)).toEqual(seen(await put(world.court, path('0'.repeat(64)), session)));
    }
  });

  it('tell nobody by what a complaint may name that an entry is there', async () => {
    for (const who of world.people) {
      const complaint = async (entryId: string) => {
        const body = { to: 'inspection', kind: 'retaliation', text: '因记录受责。', entryId };
        const question = {
          method: 'POST',
          path: '/v1/records',
          body: filing(world.court, 'complaint', body),
        };
        return seen(await put(world.court, question, who.client.session));
      };
      const held = await complaint(world.foreign.entry);
      expect(held.body, who.label).toContain('entry-unknown');
      expect(held, who.label).toEqual(await complaint('0190b1b2-0000-7000-8000-000000000000'));
    }
  });

  it('agreed in every one of the cells', () => {
    console.log(
      `access matrix: ${cells.length} cells, ${cells.filter((cell) => cell.given).length} given; ` +
        `${refusals.compared} refusals compared with those of what is not there, ${refusals.traced} attempts traced`,
    );
    expect(new Set(cells.map((cell) => cell.name)).size).toBe(cells.length);
    expect(disagreements(cells)).toEqual([]);
    expect(cells.length).toBeGreaterThan(2000);
    expect(refusals.compared).toBeGreaterThan(500);
    expect(refusals.traced).toBeGreaterThan(200);
  });

  describe('a permission that is planted in the matrix is found', () => {
    /** A matrix in which this role has one scope more, while `act` runs. */
    async function planted<T>(
      thing: string,
      action: string,
      role: string,
      act: () => T | Promise<T>,
    ): Promise<T> {
      const row = (MATRIX as unknown as Record<string, Record<string, Record<string, Cells[keyof Cells]>>>)[
        thing
      ]?.[action];
      if (!row) throw new Error(`no row ${thing} ${action}`);
      const before = row[role];
      row[role] = 'court';
      try {
        return await act();
      } finally {
        if (before === undefined) delete row[role];
        else row[role] = before;
      }
    }

    it('by what the sidecar answered, for every role that has nothing of a thing', async () => {
      const missed: string[] = [];
      let tried = 0;
      for (const [thing, actions] of Object.entries(MATRIX))
        for (const [action, row] of Object.entries(actions) as [string, Cells][])
          for (const role of [
            'anyone',
            'another-court',
            'operator',
            'outbox',
            'witness',
            'courier',
            ...STAFF_ROLES,
          ] as const) {
            // Who has it already, as everybody has or as a member of the staff, gains nothing.
            if (row[role] !== undefined || row.anyone !== undefined || thing === 'records') continue;
            if (row.staff !== undefined && STAFF_ROLES.some((one) => one === role)) {
              if ([row.staff].flat().every((scope) => scope !== 'case' && scope !== 'filer')) continue;
            }
            // Not over HTTP and not through the door: there is nobody to ask.
            const asked = cells.some(
              (cell) => cell.thing === thing && cell.action === action && rolesIn(cell.asker).includes(role),
            );
            if (!asked) continue;
            tried += 1;
            const found = await planted(thing, action, role, () => disagreements(cells).length);
            if (found === 0) missed.push(`${thing} ${action} ${role}`);
          }
      expect(missed).toEqual([]);
      expect(tried).toBeGreaterThan(200);
    });

    it.each([
      ['counts', 'read', 'it', 'those of the whole court'],
      ['counts', 'read', 'department-administrator', 'those of 民二庭'],
      ['screening-list', 'read', 'inspection', 'what waits'],
      ['entry-content', 'read', 'department-administrator', 'somebody else’s'],
      ['entry-content', 'read', 'custodian', 'somebody else’s'],
      ['own-entries', 'read', 'president', 'one about oneself'],
      ['own-entries', 'print', 'it', 'somebody else’s'],
      ['evidence', 'read', 'inspection', 'somebody else’s'],
      ['escalations', 'read-president', 'party-secretary', 'put to president'],
      ['case', 'read-lines', 'department-head', 'of a case (another)'],
      ['case', 'read-state', 'it', 'of a case (another)'],
      ['sheet', 'view', 'court-administrator', 'of a case (another)'],
      ['sheet', 'view-whole', 'committee-member', 'of a case (case)'],
      ['brief', 'read', 'president', 'of a case (another)'],
      ['agenda', 'read', 'staff', 'of a case (another)'],
      ['opening', 'file', 'inspection', 'opening: somebody else’s'],
      ['screening', 'file', 'custodian', 'screening: one’s own'],
      ['supplement', 'file', 'president', 'supplement: somebody else’s'],
      ['case-link', 'file', 'it', 'case-link: somebody else’s'],
      ['nil-declaration', 'file', 'committee-member', 'nil-declaration: of a case (another)'],
      ['recusal', 'file', 'staff', 'recusal: in a meeting'],
      ['complaint-list', 'read', 'president', 'those for the custodians'],
      ['complaint-content', 'read', 'inspection', 'somebody else’s'],
      ['complaint-content', 'read', 'custodian', 'one about oneself'],
      ['direct-reports', 'read', 'court-administrator', 'what has arrived'],
      ['sealed-envelope', 'file', 'staff', 'sealed-envelope: a new one'],
    ] as const)(
      'by asking anew, for the sidecar asks the same table: %s %s %s',
      async (thing, action, role, what) => {
        const probe = [...READS, ...FILINGS].find(
          (one) => one.thing === thing && one.action === action && one.what === what,
        );
        const who = world.people.find((one) => one.role === role);
        if (!probe || !who) throw new Error('no such question');
        const asker = { roles: [who.role] };
        const cell = { asker, thing: probe.thing, action, relations: probe.relations(who) };
        expect(mayAsk(cell), 'as it stands').toBe(false);
        const opened = await planted(thing, action, role, async () => {
          const question = await probe.ask(world, who);
          return probe.given(await put(world.court, question, who.client.session), who);
        });
        expect(opened, 'the sidecar gives what the planted row gives').toBe(true);
        expect(disagreements([{ name: probe.what, ...cell, given: opened }])).toHaveLength(1);
      },
    );
  });

  describe('another court (abuse 11)', () => {
    it('knows no session of this one, at any route', async () => {
      let refused = 0;
      for (const { method, path } of ROUTES) {
        const probe = [...READS, ...FILINGS].find((one) => one.route === `${method} ${path}`);
        if (
          !probe ||
          mayI(undefined, probe.thing, probe.action as never) ||
          ['inbox', 'witness'].includes(probe.thing)
        )
          continue;
        for (const who of world.people.filter((_, place) => place % 2 === 0)) {
          const question = await probe.ask(world, who);
          const { session } = who.client;
          const theirs = await put(world.other, question, session);
          expect(theirs.status, probe.route).toBe(401);
          expect(
            seen(await put(world.other, question, { ...session, token: 'A'.repeat(43) })),
            probe.route,
          ).toEqual(seen(theirs));
          refused += 1;
        }
      }
      expect(refused).toBeGreaterThan(150);
    });

    it('has none of this one’s things, whoever of it asks for them', async () => {
      let alike = 0;
      for (const who of world.people.filter((_, place) => place % 2 === 0)) {
        const { session } = await world.at(who, world.other);
        for (const probe of READS) {
          if (!probe.random) continue;
          const ours = await put(world.other, await probe.ask(world, who), session);
          const random = await put(world.other, await probe.random(world, who), session);
          const name = `${who.label}, ${probe.route}: ${probe.what}`;
          // What is asked for comes back in an answer about a case nobody knows.
          const shown = (answer: Answer) => {
            const all = seen(answer);
            return {
              ...all,
              body: Object.values(CASES).reduce((text, one) => text.replaceAll(one, '#'), all.body),
            };
          };
          expect(shown(ours), name).toEqual(shown(random));
          if (ours.status < 400) expect(['brief', 'agenda'], name).toContain(probe.thing);
          else expect([403, 404], name).toContain(ours.status);
          expect(ours.bytes.toString('utf8'), name).not.toContain(CONTENT);
          alike += 1;
        }
        for (const probe of FILINGS) {
          const question = await probe.ask(world, who);
          const answer = await put(world.other, question, session);
          expect(answer.json<{ code: string }>().code, probe.what).toBe('court-wrong');
        }
      }
      expect(alike).toBeGreaterThan(150);
    });
  });
});

function rolesIn(asker: Asker): string[] {
  if (asker === undefined) return ['anyone'];
  if ('roles' in asker) return [...asker.roles];
  return [asker.kind === 'court' ? 'another-court' : asker.part];
}
