/** Sign-in: what the identity provider needs, a session for its code, and the end of it. */
import { z } from 'zod';
import { person, sessionOpened, signInOffer } from '../../shared/api.ts';
import { instant } from '../../shared/records/record.ts';
import type { OidcClient } from '../access/oidc-client.ts';
import type { Sessions } from '../access/sessions.ts';
import { Refusal } from '../problems.ts';
import type { SqliteStore } from '../store/sqlite.ts';
import { memberByAccount } from '../views/staff.ts';
import { type App, json, parse, readJson, route } from './route.ts';

const signIn = z.strictObject({
  code: z.string().min(1).max(2000),
  codeVerifier: z.string().min(43).max(128),
  nonce: z.string().min(8).max(200),
  redirectUri: z.string().max(500),
  /** Random id of this browser, made once: separates the queues of one person on two computers. */
  device: z.string().regex(/^[A-Za-z0-9_-]{8,64}$/),
});

const current = z.object({
  person,
  court: z.object({ code: z.string(), name: z.string() }),
  expiresAt: instant,
});

export interface SessionsDeps {
  court: { code: string; name: string };
  store: SqliteStore;
  sessions: Sessions;
  oidc: OidcClient;
}

export function sessionRoutes(app: App, { court, store, sessions, oidc }: SessionsDeps): void {
  route(
    app,
    {
      method: 'get',
      path: '/v1/sign-in',
      summary: 'Where and as which client to sign in (OpenID Connect code flow with PKCE)',
      answers: { 200: json('The offer', signInOffer) },
    },
    async (c) => c.json(await oidc.offer()),
  );

  route(
    app,
    {
      method: 'post',
      path: '/v1/sessions',
      summary: 'Exchange an authorization code for a session of this sidecar',
      request: { body: { content: { 'application/json': { schema: signIn } } } },
      answers: { 201: json('The session', sessionOpened) },
    },
    async (c) => {
      const asked = parse(signIn, await readJson(c));
      const identity = await oidc.exchange(asked);
      const member = store.read(memberByAccount(court.code, identity.account));
      if (!member) throw new Refusal('sign-in-failed');
      const { issuer, subject } = identity;
      return c.json(sessions.open({ member, issuer, subject }, asked.device), 201);
    },
  );

  route(
    app,
    {
      method: 'get',
      path: '/v1/session',
      summary: 'Who is signed in',
      answers: { 200: json('The session', current) },
    },
    async (c) => {
      const session = await sessions.find(c.get('token'));
      if (!session) throw new Refusal('signed-out');
      return c.json({ person: session.person, court, expiresAt: session.expiresAt });
    },
  );

  route(
    app,
    {
      method: 'delete',
      path: '/v1/session',
      summary: 'Sign out',
      answers: { 204: { description: 'Signed out' } },
    },
    (c) => {
      sessions.close(c.get('token'));
      // Not "cookies": that would sign people out of every system below the court's domain, the trial system's too.
      c.header('clear-site-data', '"cache", "storage"');
      return c.body(null, 204);
    },
  );
}
