/**
 * The embedded identity provider, for a court that has no 统一身份认证 of its own: OpenID Connect, code flow with
 * PKCE, one client (the sidecar itself), accounts from the staff list. It speaks the same protocol as the court's
 * provider would, so replacing it changes two lines of the configuration and no code.
 *
 * Nobody stays signed in here. A sign-in ends with the code, the provider's own session is destroyed in the same
 * request, and the next sign-in asks for the password again: two people at one browser are never mixed up, whatever
 * the request says about `prompt`.
 */
import { generateKeyPairSync, randomBytes, randomUUID } from 'node:crypto';
import type { EventEmitter } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Configuration, JWK, KoaContextWithOIDC } from 'oidc-provider';
import { interactionPolicy, Provider } from 'oidc-provider';
import type { StaffMember } from '../../shared/records/staff-list.ts';
import { pageHeaders } from './page-frame.ts';
import { createProviderMemory } from './provider-memory.ts';
import { SECURITY_KEY_SCRIPT } from './security-key-script.ts';
import { createSignInFlow, type SignInFlowOptions } from './sign-in-flow.ts';
import { type Notice, noticePage } from './sign-in-page.ts';

export interface ProviderKeys {
  jwks: { keys: JWK[] };
  cookieKeys: string[];
}

export interface ProviderOptions extends ProviderKeys, Omit<SignInFlowOptions, 'now'> {
  /** Address of the provider as browsers and the sidecar reach it; its path is where `handler` is mounted. */
  issuer: string;
  clientId: string;
  clientSecret: string;
  /** Exact redirect addresses of the extension, e.g. `https://<extension id>.chromiumapp.org/`. */
  redirectUris: readonly string[];
  /** The member of the newest staff list with this code. */
  member(staffCode: string): Promise<StaffMember | undefined>;
  /** From where a request comes. */
  addressOf(request: IncomingMessage): string;
  now?: () => number;
}

export interface EmbeddedProvider {
  /** Whether a request's target belongs to the provider or its sign-in page. */
  owns(url: string | undefined): boolean;
  handler(req: IncomingMessage, res: ServerResponse): void;
}

/** Seconds. A code is exchanged at once; half an hour is for finding the password and setting up an authenticator. */
const TTL = { code: 60, tokens: 60, grant: 120, interaction: 1800, session: 1800 } as const;
const FORM_LIMIT = 8 * 1024;
const SCOPES = ['openid', 'profile'];

/** Made once when a court is set up; the caller keeps them, for with other keys running sign-ins fail. */
export function createProviderKeys(): ProviderKeys {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const jwk = { ...privateKey.export({ format: 'jwk' }), kid: randomUUID(), use: 'sig', alg: 'ES256' };
  return { jwks: { keys: [jwk as JWK] }, cookieKeys: [randomBytes(32).toString('base64url')] };
}

export function createProvider(options: ProviderOptions): EmbeddedProvider {
  const { clientId, courtName, logger } = options;
  const now = options.now ?? Date.now;
  const issuer = new URL(options.issuer);
  const mount = issuer.pathname.replace(/\/$/, '');
  if (mount === '') throw new TypeError('the issuer needs a path of its own, e.g. /oidc');
  const signInPath = `${mount.slice(0, mount.lastIndexOf('/'))}/sign-in`;
  const redirectOrigins = [...new Set(options.redirectUris.map((uri) => new URL(uri).origin))];
  const headers = pageHeaders(redirectOrigins, [SECURITY_KEY_SCRIPT]);
  const flow = createSignInFlow({ ...options, now });

  const policy = interactionPolicy.base();
  // The one client is the court's own: what it asks for is granted, there is nothing to consent to.
  policy.remove('consent');

  const notice = (ctx: KoaContextWithOIDC, which: Notice) => {
    ctx.set(headers);
    ctx.body = noticePage(courtName, which);
  };

  const configuration: Configuration = {
    adapter: createProviderMemory(),
    clients: [
      {
        client_id: clientId,
        client_secret: options.clientSecret,
        redirect_uris: [...options.redirectUris],
        response_types: ['code'],
        grant_types: ['authorization_code'],
        token_endpoint_auth_method: 'client_secret_basic',
        id_token_signed_response_alg: 'ES256',
        require_auth_time: true,
      },
    ],
    jwks: options.jwks,
    enabledJWA: { idTokenSigningAlgValues: ['ES256'] },
    responseTypes: ['code'],
    scopes: ['openid'],
    claims: { openid: ['sub', 'amr'], profile: ['preferred_username'], auth_time: null },
    clientAuthMethods: ['client_secret_basic'],
    clientBasedCORS: () => false,
    allowOmittingSingleRegisteredRedirectUri: false,
    pkce: { required: () => true },
    features: {
      devInteractions: { enabled: false },
      dPoP: { enabled: false },
      pushedAuthorizationRequests: { enabled: false },
      resourceIndicators: { enabled: false },
      userinfo: { enabled: false },
      rpInitiatedLogout: { enabled: false },
    },
    cookies: {
      keys: options.cookieKeys,
      names: { session: 'liuhen_oidc', interaction: 'liuhen_sign_in', resume: 'liuhen_resume' },
      long: { httpOnly: true, sameSite: 'lax', path: mount },
      short: { httpOnly: true, sameSite: 'lax' },
    },
    ttl: {
      AccessToken: TTL.tokens,
      AuthorizationCode: TTL.code,
      Grant: TTL.grant,
      IdToken: TTL.tokens,
      Interaction: TTL.interaction,
      Session: TTL.session,
    },
    clockTolerance: 5,
    expiresWithSession: () => false,
    interactions: { policy, url: (_ctx, interaction) => `${signInPath}/${interaction.uid}` },
    loadExistingGrant: async (ctx) => {
      const accountId = ctx.oidc.session?.accountId;
      if (accountId === undefined) return undefined;
      const grant = new ctx.oidc.provider.Grant({ accountId, clientId });
      grant.addOIDCScope(SCOPES.join(' '));
      await grant.save();
      return grant;
    },
    findAccount: async (_ctx, subject) => {
      const member = await options.member(subject);
      if (!member) return undefined;
      return {
        accountId: subject,
        claims: async () => ({ sub: subject, preferred_username: member.account }),
      };
    },
    renderError: (ctx, out) => {
      notice(ctx, out.error === 'server_error' ? 'unexpected' : 'refused');
    },
  };

  const provider = new Provider(options.issuer, configuration);
  // The forwarded headers below are our own, set on every request: see `admit`.
  provider.proxy = true;
  // Without a listener of its own the framework below would print to the console.
  (provider as EventEmitter).on('error', (error: Error) => {
    logger?.warn({ error: error.message }, 'identity provider failed');
  });
  provider.on('server_error', (_ctx, error) => {
    logger?.warn({ error: error.message }, 'identity provider failed');
  });
  provider.use(async (ctx, next) => {
    await next();
    const session = (ctx as KoaContextWithOIDC).oidc?.session;
    if (!session?.accountId) return;
    await session.destroy();
    ctx.cookies.set('liuhen_oidc', null, {
      httpOnly: true,
      sameSite: 'lax',
      path: mount,
      overwrite: true,
    });
  });
  const protocol = provider.callback();

  /** What the provider is told of the connection comes from the configuration, never from what a client sent. */
  const admit = (req: IncomingMessage) => {
    delete req.headers['x-forwarded-for'];
    req.headers.host = issuer.host;
    req.headers['x-forwarded-host'] = issuer.host;
    req.headers['x-forwarded-proto'] = issuer.protocol.slice(0, -1);
  };

  const send = (res: ServerResponse, status: number, html: string) => {
    res.writeHead(status, headers);
    res.end(html);
  };

  const signIn = async (req: IncomingMessage, res: ServerResponse, address: string): Promise<void> => {
    const { pathname, searchParams } = new URL(req.url ?? '', issuer.origin);
    const uid = pathname.slice(signInPath.length + 1);
    // Refusals a person reads are answered 200: a browser closes an extension's sign-in window on 4xx and 5xx.
    const interaction = await provider.interactionDetails(req, res).catch(() => undefined);
    if (!interaction || interaction.uid !== uid) return send(res, 200, noticePage(courtName, 'expired'));
    const request = {
      req,
      res,
      uid,
      action: `${signInPath}/${uid}`,
      address,
      send: (status: number, html: string) => send(res, status, html),
      finish: ({ staffCode, amr }: { staffCode: string; amr: string[] }) =>
        provider.interactionFinished(
          req,
          res,
          { login: { accountId: staffCode, remember: false, ts: Math.floor(now() / 1000), amr } },
          { mergeWithLastSubmission: false },
        ),
    };
    if (req.method === 'GET' || req.method === 'HEAD') return flow.show(request, searchParams);
    if (req.method !== 'POST') {
      res.setHeader('Allow', 'GET, HEAD, POST');
      return send(res, 405, noticePage(courtName, 'refused'));
    }
    const { origin } = req.headers;
    if (origin !== undefined && origin !== issuer.origin)
      return send(res, 403, noticePage(courtName, 'refused'));
    const form = await readForm(req);
    if (!form) return send(res, 400, noticePage(courtName, 'refused'));
    return flow.submit(request, form);
  };

  const under = (path: string, prefix: string) => path === prefix || path.startsWith(`${prefix}/`);
  const pathOf = (url: string) => url.split('?', 1)[0] ?? '';

  return {
    owns: (url = '') => under(pathOf(url), mount) || under(pathOf(url), signInPath),
    handler(req, res) {
      const url = req.url ?? '/';
      const address = options.addressOf(req);
      admit(req);
      if (under(pathOf(url), signInPath)) {
        signIn(req, res, address).catch((error: unknown) => {
          logger?.warn({ error: error instanceof Error ? error.message : 'unknown' }, 'sign-in page failed');
          if (res.headersSent) res.destroy();
          else if ((error as { code?: unknown }).code === 'SQLITE_FULL')
            send(res, 200, noticePage(courtName, 'disk-full'));
          else send(res, 500, noticePage(courtName, 'unexpected'));
        });
        return;
      }
      // The provider routes below its mount and reads the mount back from the difference of the two.
      Object.assign(req, { originalUrl: url, url: url.slice(mount.length) || '/' });
      void protocol(req, res);
    },
  };
}

async function readForm(req: IncomingMessage): Promise<URLSearchParams | undefined> {
  const type = req.headers['content-type']?.split(';', 1)[0]?.trim().toLowerCase();
  if (type !== 'application/x-www-form-urlencoded') return undefined;
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of req as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > FORM_LIMIT) return undefined;
    chunks.push(chunk);
  }
  return new URLSearchParams(Buffer.concat(chunks).toString('utf8'));
}
