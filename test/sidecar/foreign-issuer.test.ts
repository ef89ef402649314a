/** A court with an identity provider of its own: a separate process, through the sidecar's real door. */
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { SessionOpened } from '../../shared/api.ts';
import { runAccountCommand } from '../../sidecar/commands/accounts.ts';
import { STAFF_CSV } from '../world/people.ts';
import { inShort, problemOf } from './answers.ts';
import { type ForeignIssuer, startForeignIssuer } from './foreign-issuer.ts';
import type { Fault, Known } from './foreign-issuer-process.ts';
import {
  ask,
  importStaff,
  openSession,
  startTestCourt,
  type TestCourt,
  Visitor,
  type Way,
  wayIn,
} from './test-court.ts';

const LIMH: Known = { login: 'limh', sub: 'a-1', preferred_username: 'limh' };
const WANGXL: Known = { login: 'wangxl', sub: 'a-2', preferred_username: 'wangxl' };
const HEQY: Known = { login: 'heqy', sub: 'a-11', preferred_username: 'heqy' };

let issuer: ForeignIssuer;
let court: TestCourt;
beforeAll(async () => {
  issuer = await startForeignIssuer();
  court = await startTestCourt({ issuer: issuer.config });
});
afterAll(async () => {
  await court?.close();
  await issuer?.stop();
});
beforeEach(() => issuer.tell({ people: [LIMH, WANGXL, HEQY], fault: 'none' }));
afterEach(async () => {
  await command('rebind', undefined, true);
});

const command = (action: string, account?: string, all = false) =>
  runAccountCommand({ config: court.config, action, account, all });

/** Signs in at the provider's own page. */
async function codeFor(
  login: string,
  more: Record<string, string> = {},
): Promise<{ way: Way; code: string }> {
  const way = await wayIn(court.sidecar.url, more);
  const visitor = new Visitor(way.start);
  const page = await visitor.visit(way.start);
  const end = await visitor.send(page, { login });
  const code = end.url.searchParams.get('code');
  if (!code) throw new Error(`no code: ${end.url.href} ${end.html}`);
  return { way, code };
}

const enter = async (login: string, more: Record<string, unknown> = {}): Promise<Response> => {
  const { way, code } = await codeFor(login);
  return (await openSession(court.sidecar.url, way, code, more)).answer;
};
const told = async (answer: Response): Promise<string> =>
  answer.status === 201
    ? ((await answer.json()) as SessionOpened).person.staffCode
    : inShort(await problemOf(answer));
const sessions = () =>
  court.sidecar.store.db.prepare<[], number>('SELECT count(*) FROM session').pluck().get();
const bound = () =>
  court.sidecar.store.db
    .prepare<[], string>("SELECT issuer || ' ' || subject || ' ' || staff_code FROM issuer_binding")
    .pluck()
    .all();

const FAILED = '401 sign-in-failed';

describe('an identity provider of the court’s own', () => {
  it('lets a person of the staff list in, bound by issuer and subject', async () => {
    const answer = await enter('limh');
    expect(answer.status).toBe(201);
    const opened = (await answer.json()) as SessionOpened;
    expect(opened).toMatchObject({
      person: { staffCode: '1302001', roles: ['staff'] },
      strength: 'one-factor',
    });
    expect(bound()).toEqual([`${issuer.url} a-1 1302001`]);
    expect(await told(await enter('limh'))).toBe('1302001');
    // The sidecar's own sign-in page is not there.
    expect((await ask(`${court.sidecar.url}/oidc/.well-known/openid-configuration`)).status).toBe(404);
  });

  it('lets nobody in whom the list does not know, or whom it does not name', async () => {
    await issuer.tell({
      people: [
        { login: 'x', sub: 'a-9', preferred_username: 'stranger' },
        { login: 'y', sub: 'a-8' },
        { login: 'z', sub: 'a-7', preferred_username: '' },
      ],
    });
    for (const login of ['x', 'y', 'z']) expect(await told(await enter(login))).toBe(FAILED);
  });
});

describe('abuse case 15: an ID token that must not be taken', () => {
  it.each<Fault>([
    'wrong-audience',
    'wrong-issuer',
    'wrong-nonce',
    'expired',
    'not-yet',
    'ten-years',
    'alg-none',
    'hs256-with-public-key',
    'hs256-with-client-secret',
    'foreign-key',
    'foreign-key-by-jku',
    'claims-changed',
  ])('%s', async (fault) => {
    const before = sessions();
    await issuer.tell({ fault });
    expect(await told(await enter('limh'))).toBe(FAILED);
    expect([sessions(), bound()]).toEqual([before, []]);
    await issuer.tell({ fault: 'none' });
    expect(await told(await enter('limh'))).toBe('1302001');
  });
});

describe('a code', () => {
  const bring = async (way: Way, code: string) =>
    told((await openSession(court.sidecar.url, way, code)).answer);

  it('is good once, with its own verifier and nonce', async () => {
    const first = await codeFor('limh');
    const other = await codeFor('limh');
    expect(await bring({ ...first.way, exchange: other.way.exchange }, first.code)).toBe(FAILED);
    const { codeVerifier } = first.way.exchange;
    const third = await codeFor('limh');
    const nonceOfAnother = { ...third.way.exchange, nonce: other.way.exchange.nonce };
    expect(await bring({ ...third.way, exchange: nonceOfAnother }, third.code)).toBe(FAILED);
    expect(codeVerifier).not.toBe(other.way.exchange.codeVerifier);
    expect(await bring(other.way, other.code)).toBe('1302001');
    expect(await bring(other.way, other.code)).toBe(FAILED);
    for (const code of ['invented', `${other.code}x`]) expect(await bring(other.way, code)).toBe(FAILED);
  });
});

describe('abuse case 12: the same subject, or the same account, of two issuers', () => {
  let another: ForeignIssuer;
  beforeAll(async () => {
    another = await startForeignIssuer();
  });
  afterAll(async () => {
    await another.stop();
    await court.restart({ issuer: issuer.config });
  });

  it('are two people, and nobody becomes the other without an operator', async () => {
    expect(await told(await enter('limh'))).toBe('1302001');
    await court.restart({ issuer: another.config });
    // There, subject a-1 is somebody else.
    await another.tell({
      people: [
        { ...WANGXL, sub: 'a-1' },
        { ...LIMH, sub: 'b-1' },
      ],
    });
    expect(await told(await enter('wangxl'))).toBe('1302002');
    expect(await told(await enter('limh'))).toBe('403 account-bound');
    expect(bound().sort()).toEqual([`${issuer.url} a-1 1302001`, `${another.url} a-1 1302002`].sort());
    expect(await command('rebind', 'limh')).toMatch(/^1 bindings let go/);
    expect(await told(await enter('limh'))).toBe('1302001');
    await court.restart({ issuer: issuer.config });
    expect(await told(await enter('limh'))).toBe('403 account-bound');
  });

  it('nor does who got an account after somebody else, at the issuer or on the list', async () => {
    await court.restart({ issuer: issuer.config });
    expect(await told(await enter('limh'))).toBe('1302001');
    // The account's name was given to a new subject.
    await issuer.tell({ people: [{ ...LIMH, sub: 'a-100' }] });
    expect(await told(await enter('limh'))).toBe('403 account-bound');
    // And the list gives the account to somebody else, while the subject is still the old one's.
    await issuer.tell({ people: [LIMH] });
    await importStaff(court, STAFF_CSV.replace('1302001,李明华', '1302088,李新来'));
    expect(await told(await enter('limh'))).toBe('403 account-bound');
    expect(await command('rebind', 'limh')).toMatch(/^1 bindings let go/);
    expect(await told(await enter('limh'))).toBe('1302088');
    await importStaff(court, STAFF_CSV);
  });
});

describe('a second factor at the court’s own provider', () => {
  afterAll(() => court.restart({ issuer: issuer.config }));

  it('is what the provider says of it in the words the policy names', async () => {
    const as = async (over: Partial<Known>) => {
      await issuer.tell({ people: [{ ...HEQY, ...over }] });
      return told(await enter('heqy'));
    };
    expect(await as({})).toBe('403 second-factor-required');
    expect(await as({ amr: ['pwd'] })).toBe('403 second-factor-required');
    expect(await as({ amr: ['pwd', 'otp'], acr: 'urn:court:two' })).toBe('403 second-factor-required');
    expect(await as({ amr: ['pwd', 'mfa'] })).toBe('1302011');

    await court.restart({ policy: { signIn: { foreign: { acr: ['urn:court:two'], amr: [] } } } });
    expect(await as({ amr: ['pwd', 'mfa'] })).toBe('403 second-factor-required');
    expect(await as({ acr: 'urn:court:one' })).toBe('403 second-factor-required');
    expect(await as({ acr: 'urn:court:two' })).toBe('1302011');
    const offer = await (await ask(`${court.sidecar.url}/v1/sign-in`)).json();
    expect(offer.acrValues).toEqual(['urn:court:two']);

    await court.restart({ policy: { signIn: { secondFactorRoles: [] } } });
    expect(await as({})).toBe('1302011');
  });
});

describe('how long ago somebody signed in there', () => {
  it('counts where a fresh sign-in is asked for, and nowhere else', async () => {
    await issuer.tell({ fault: 'signed-in-long-ago' });
    expect(await told(await enter('limh', { maxAge: 300 }))).toBe(FAILED);
    expect(await told(await enter('limh'))).toBe('1302001');
    await issuer.tell({ fault: 'no-auth-time' });
    expect(await told(await enter('limh', { maxAge: 300 }))).toBe(FAILED);
    const answer = await enter('limh');
    const { token } = (await answer.json()) as SessionOpened;
    const who = await ask(`${court.sidecar.url}/v1/session`, {
      headers: { authorization: `Bearer ${token}` },
    });
    expect(await who.json()).not.toHaveProperty('authTime');
    await issuer.tell({ fault: 'none' });
    expect(await told(await enter('limh', { maxAge: 300 }))).toBe('1302001');
  });
});

describe('roles from a claim', () => {
  afterAll(() => court.restart({ issuer: issuer.config }));
  const roles = async (mode: 'narrow' | 'extend', known: Known) => {
    const claim = { claim: 'groups', map: { wy: 'committee-member', bm: 'department-head' }, mode };
    await court.restart({ issuer: { ...issuer.config, roles: claim } });
    await issuer.tell({ people: [known] });
    const answer = await enter(known.login);
    return ((await answer.json()) as SessionOpened).person.roles;
  };

  it('narrow the list’s or extend them, as the configuration says', async () => {
    // On the list: 干警、部门负责人.
    expect(await roles('narrow', { ...WANGXL, groups: ['wy', 'bm', 'x'] })).toEqual([
      'staff',
      'department-head',
    ]);
    expect(await roles('narrow', { ...WANGXL, groups: ['wy'] })).toEqual(['staff']);
    expect(await roles('narrow', WANGXL)).toEqual(['staff']);
    expect(await roles('extend', { ...WANGXL, groups: 'wy' })).toEqual([
      'staff',
      'committee-member',
      'department-head',
    ]);
    expect(await roles('extend', WANGXL)).toEqual(['staff', 'department-head']);
  });
});

describe('a provider that is down', () => {
  it('is said to be; who is signed in stays so, and it is asked again as soon as it is back', async () => {
    const short = await startForeignIssuer();
    await short.tell({ people: [LIMH] });
    await court.restart({ issuer: short.config });
    const { token } = (await (await enter('limh')).json()) as SessionOpened;
    const { way, code } = await codeFor('limh');
    await short.stop();
    expect(await told((await openSession(court.sidecar.url, way, code)).answer)).toBe(
      '503 issuer-unreachable',
    );
    const alive = await ask(`${court.sidecar.url}/v1/session`, {
      headers: { authorization: `Bearer ${token}` },
    });
    expect(alive.status).toBe(200);
    await court.restart({ issuer: short.config });
    expect(inShort(await problemOf(await ask(`${court.sidecar.url}/v1/sign-in`)))).toBe(
      '503 issuer-unreachable',
    );
    await court.restart({ issuer: issuer.config });
    expect(await told(await enter('limh'))).toBe('403 account-bound');
    await command('rebind', 'limh');
    expect(await told(await enter('limh'))).toBe('1302001');
  });
});
