import { Hono } from 'hono';
import { describe, expect, test } from 'vitest';
import { createKeyPair, makeProof, publicHalf } from '../../extension/link/proof.ts';
import type { Person } from '../../shared/api.ts';
import { PROOF_HEADER } from '../../shared/proof.ts';
import { AccessError, type BearerEnv, bearer, tableOfRoutes } from './bearer.ts';
import { createProofs } from './proof.ts';
import { ROUTES, routeOf } from './routes-table.ts';
import type { Session } from './sessions.ts';

const NOW = Date.parse('2026-01-05T02:00:00.000Z');
const TOKEN = 'a'.repeat(43);
const COMMITTEE = 'b'.repeat(43);

const browserKey = await createKeyPair();
const key = await publicHalf(browserKey);
const sessionOf = (roles: Person['roles']): Session => ({
  id: 'one',
  strength: 'two-factor',
  authTime: '2026-01-05T01:00:00.000Z',
  key,
  person: { staffCode: '0101', name: '张伟', department: '民一庭', post: '审判员', roles },
  court: { code: '豫1302', name: '南阳市宛城区人民法院' },
  device: 'd',
  issuer: 'i',
  subject: 's',
  openedAt: '2026-01-05T01:00:00.000Z',
  expiresAt: '2026-01-06T01:00:00.000Z',
});
const sessions = {
  find: async (token: string) =>
    token === TOKEN
      ? sessionOf(['staff'])
      : token === COMMITTEE
        ? sessionOf(['committee-member'])
        : undefined,
};

const build = () => {
  const app = new Hono<BearerEnv>();
  app.onError((error, c) => {
    if (!(error instanceof AccessError)) throw error;
    return c.json(
      { code: error.code },
      { 'signed-out': 401, 'proof-invalid': 401, 'not-allowed': 403, 'not-found': 404 }[error.code] as 401,
    );
  });
  return app;
};
const ask = async (
  app: Hono<BearerEnv>,
  path: string,
  headers: Record<string, string> = {},
  method = 'GET',
) => (await app.request(path, { method, headers })).status;

test('a session puts person, court and token before the handler', async () => {
  const app = build();
  app.get('/v1/session', bearer(sessions), (c) =>
    c.json([c.get('person').staffCode, c.get('court').code, c.get('token')]),
  );
  const answer = await app.request('/v1/session', { headers: { Authorization: `Bearer ${TOKEN}` } });
  expect(await answer.json()).toEqual(['0101', '豫1302', TOKEN]);
});

test('nothing else does', async () => {
  const app = build();
  app.get('/v1/session', bearer(sessions), (c) => c.text('in'));
  for (const Authorization of [
    '',
    'Bearer',
    `Bearer ${'x'.repeat(43)}`,
    `Basic ${TOKEN}`,
    TOKEN,
    `Bearer ${TOKEN} x`,
  ]) {
    expect(await ask(app, '/v1/session', { Authorization })).toBe(401);
  }
  expect(await ask(app, `/v1/session?access_token=${TOKEN}`)).toBe(401);
  expect(await ask(app, '/v1/session', { Cookie: `token=${TOKEN}` })).toBe(401);
});

test('the table holds for the whole application', async () => {
  const app = build();
  const noted: string[] = [];
  app.use(
    tableOfRoutes(
      sessions,
      createProofs(() => NOW),
      async ({ person, route }) => {
        noted.push(`${person.staffCode} ${route.path}`);
      },
    ),
  );
  for (const path of [
    '/healthz',
    '/v1/session',
    '/v1/cases/:number/brief',
    '/v1/screening',
    '/v1/forgotten',
  ]) {
    app.get(path, (c) => c.text('in'));
  }
  const as = async (token: string) => ({
    Authorization: `Bearer ${token}`,
    [PROOF_HEADER]: await makeProof(browserKey, { method: 'GET', path: '/v1/cases/1/brief', token }, NOW),
  });
  const staff = await as(TOKEN);
  const committee = await as(COMMITTEE);
  expect(await ask(app, '/healthz')).toBe(200);
  expect(await ask(app, '/healthz', {}, 'HEAD')).toBe(200);
  expect(await ask(app, '/v1/session')).toBe(401);
  expect(await ask(app, '/v1/session', staff)).toBe(200);
  expect(await ask(app, '/v1/cases/1/brief')).toBe(401);
  expect(await ask(app, '/v1/cases/1/brief', staff)).toBe(403);
  expect(await ask(app, '/v1/cases/1/brief', { Authorization: `Bearer ${COMMITTEE}` })).toBe(401);
  expect(await ask(app, '/v1/cases/1/brief', committee)).toBe(200);
  expect(await ask(app, '/v1/forgotten', committee)).toBe(404);
  expect(await ask(app, '/v1/screening', committee)).toBe(404);
  expect(noted).toEqual(['0101 /v1/cases/:number/brief', '0101 /v1/screening']);
});

describe('the table of routes', () => {
  test('has each route once', () => {
    const keys = ROUTES.map(({ method, path }) => `${method} ${path}`);
    expect(new Set(keys).size).toBe(keys.length);
  });

  test('finds paths and patterns', () => {
    expect(routeOf('GET', '/v1/cases/:number')?.thing).toBe('case');
    expect(routeOf('GET', '/v1/cases/{number}/brief')?.thing).toBe('brief');
    const sheet = `/v1/cases/${encodeURIComponent('（2024）豫1302民初123号')}/sheet.pdf`;
    expect(routeOf('GET', sheet)?.thing).toBe('sheet');
    expect(routeOf('HEAD', '/v1/duties')?.thing).toBe('duties');
  });

  test('asks the browser itself wherever contents come out', () => {
    for (const path of ['/v1/screening/1', '/v1/entries/1', '/v1/cases/1/sheet.pdf', '/v1/evidence/1']) {
      expect(routeOf('GET', path)?.proof === true).toBe(true);
      expect(routeOf('HEAD', path)?.proof === true).toBe(true);
    }
    expect(routeOf('GET', '/v1/duties')?.proof === true).toBe(false);
    expect(routeOf('GET', '/v1/unknown')?.proof === true).toBe(false);
  });

  test('denies what it does not name', () => {
    for (const [method, path] of [
      ['POST', '/healthz'],
      ['OPTIONS', '/v1/records'],
      ['ALL', '/*'],
      ['get', '/healthz'],
      ['GET', '/v1/cases/'],
      ['GET', '/v1/cases/1/'],
      ['GET', '/v1/cases/1/gate/x'],
      ['GET', '/V1/session'],
      ['GET', '//v1/session'],
      ['GET', ''],
    ] as const) {
      expect(routeOf(method, path)).toBeUndefined();
    }
  });
});
