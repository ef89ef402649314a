/** Sign-in: what the identity provider needs, a session for its code, one's own sessions, and the end of them. */
import { z } from 'zod';
import { ownSessions, person, sessionOpened, signInOffer } from '../../shared/api.ts';
import type { SignInPolicy } from '../../shared/policy.ts';
import { sessionKey } from '../../shared/proof.ts';
import { instant, text } from '../../shared/records/record.ts';
import type { Bindings } from '../access/bindings.ts';
import type { OidcClient } from '../access/oidc-client.ts';
import { isUsableKey } from '../access/proof.ts';
import { EMBEDDED_WORDS, needsSecondFactor, strengthOf } from '../access/second-factor.ts';
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
  /** What this browser is, for the person's own list of sessions, e.g. `Chrome 131 · Windows`. */
  deviceName: text(80).optional(),
  /** Public half of the key with which this browser proves its requests (shared/proof.ts). */
  key: sessionKey,
  /** Seconds: how long ago the person may have signed in at the identity provider. */
  maxAge: z.int().min(1).max(86_400).optional(),
});

const current = z.object({
  person,
  court: z.object({ code: z.string(), name: z.string() }),
  expiresAt: instant,
  strength: sessionOpened.shape.strength,
  /** When password and second factor were given, if the identity provider says so. */
  authTime: instant.optional(),
});

export interface SessionsDeps {
  court: { code: string; name: string };
  store: SqliteStore;
  sessions: Sessions;
  oidc: OidcClient;
  bindings: Bindings;
  signIn: SignInPolicy;
  /** The identity provider is the embedded one. */
  embedded: boolean;
  clock: () => number;
}

/** The embedded provider's name among issuers: its address is the sidecar's own and may change. */
const EMBEDDED = 'embedded';

export function sessionRoutes(app: App, deps: SessionsDeps): void {
  const { court, store, sessions, oidc, bindings, signIn: policy, embedded, clock } = deps;

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
      if (!(await isUsableKey(asked.key)))
        throw new Refusal('input-invalid', [{ path: 'key', code: 'key-not-on-curve' }]);
      const identity = await oidc.exchange(asked);
      const member = store.read(memberByAccount(court.code, identity.account));
      if (!member) throw new Refusal('sign-in-failed');
      const { subject, account, authTime, claimed } = identity;
      const strength = strengthOf(identity, embedded ? EMBEDDED_WORDS : policy.foreign);
      const roles = sessions.rolesOf({ member, claimed });
      if (needsSecondFactor(roles, policy) && strength !== 'two-factor')
        throw new Refusal('second-factor-required');
      const issuer = embedded ? EMBEDDED : identity.issuer;
      const now = new Date(clock()).toISOString();
      if (!bindings.admit({ issuer, subject, staffCode: member.code, account }, now))
        throw new Refusal('account-bound');
      const { device, deviceName = '', key } = asked;
      return c.json(
        sessions.open({ member, issuer, subject, strength, authTime, claimed }, { device, deviceName, key }),
        201,
      );
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
    (c) => {
      const { person: who, expiresAt, strength, authTime } = c.get('session');
      return c.json({ person: who, court, expiresAt, strength, authTime });
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

  route(
    app,
    {
      method: 'get',
      path: '/v1/sessions',
      summary: 'Where one is signed in',
      answers: { 200: json('One’s own sessions, newest first', ownSessions) },
    },
    (c) => {
      const { id } = c.get('session');
      const own = sessions.listOf(c.get('person').staffCode);
      return c.json({ sessions: own.map((one) => ({ ...one, current: one.id === id })) });
    },
  );

  route(
    app,
    {
      method: 'delete',
      path: '/v1/sessions',
      summary: 'Sign out everywhere, here as well',
      answers: { 204: { description: 'Signed out everywhere' } },
    },
    (c) => {
      sessions.closeAllOf(c.get('person').staffCode);
      return c.body(null, 204);
    },
  );
}
