/**
 * A court's 统一身份认证 as a process of its own: an OpenID provider with its own keys and its own sign-in page, on loopback.
 * It knows nothing of the sidecar but its client. Told to, it makes ID tokens that must not be taken.
 *
 * Run by foreign-issuer.ts with an IPC channel; takes `Order`s, answers `Told`.
 */
import { createPublicKey, randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, generateKeyPair, type JWK, SignJWT } from 'jose';
import Provider from 'oidc-provider';

/** Somebody with an account here. */
export interface Known {
  /** What is typed on the sign-in page. */
  login: string;
  sub: string;
  preferred_username?: string;
  amr?: string[];
  acr?: string;
  groups?: unknown;
}

export type Fault =
  | 'none'
  | 'wrong-audience'
  | 'wrong-issuer'
  | 'wrong-nonce'
  | 'expired'
  | 'not-yet'
  | 'ten-years'
  | 'alg-none'
  | 'hs256-with-public-key'
  | 'hs256-with-client-secret'
  | 'foreign-key'
  | 'foreign-key-by-jku'
  | 'claims-changed'
  | 'no-auth-time'
  | 'signed-in-long-ago';

export interface Order {
  people?: Known[];
  fault?: Fault;
}

export interface Told {
  ready?: { url: string };
  done?: true;
}

const CLIENT = { id: 'liuhen', secret: 'foreign-client-secret-for-tests-0123456789' };
const redirectUri = process.argv[2] ?? '';

let people: Known[] = [];
let fault: Fault = 'none';

const key = await generateKeyPair('RS256', { extractable: true });
const stranger = await generateKeyPair('RS256');
const jwk = { ...(await exportJWK(key.privateKey)), kid: 'court', use: 'sig', alg: 'RS256' };
const { kty = '', n = '', e = '' } = jwk;
const publicPem = createPublicKey({ key: { kty, n, e }, format: 'jwk' }).export({
  type: 'spki',
  format: 'pem',
});

const server = createServer();
await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

const provider = new Provider(issuer, {
  clients: [
    {
      client_id: CLIENT.id,
      client_secret: CLIENT.secret,
      redirect_uris: [redirectUri],
      response_types: ['code'],
      grant_types: ['authorization_code'],
      token_endpoint_auth_method: 'client_secret_basic',
      require_auth_time: true,
    },
  ],
  jwks: { keys: [jwk as JWK & { kty: 'RSA' }] } as never,
  cookies: { keys: [randomBytes(32).toString('base64url')] },
  claims: { openid: ['sub', 'amr', 'acr', 'groups'], profile: ['preferred_username'] },
  conformIdTokenClaims: false,
  features: { devInteractions: { enabled: false } },
  interactions: { url: (_ctx, { uid }) => `/login/${uid}` },
  findAccount: (_ctx, sub) => {
    const known = people.find((one) => one.sub === sub);
    return known && { accountId: sub, claims: async () => ({ ...known, login: undefined, sub }) };
  },
  loadExistingGrant: async (ctx) => {
    const { accountId } = ctx.oidc.session ?? {};
    if (!accountId) return undefined;
    const grant = new ctx.oidc.provider.Grant({ accountId, clientId: CLIENT.id });
    grant.addOIDCScope('openid profile');
    await grant.save();
    return grant;
  },
});

const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');

/** The token as the fault has it. */
async function spoiled(token: string): Promise<string> {
  const [head = '', body = '', signature = ''] = token.split('.');
  const claims = JSON.parse(Buffer.from(body, 'base64url').toString()) as Record<string, unknown>;
  const now = Math.floor(Date.now() / 1000);
  const signed = (
    over: Record<string, unknown>,
    header: object = {},
    by: CryptoKey | Uint8Array = key.privateKey,
  ) =>
    new SignJWT({ ...claims, ...over })
      .setProtectedHeader({ alg: 'RS256', kid: 'court', ...header })
      .sign(by);
  if (fault === 'wrong-audience') return signed({ aud: 'another-client' });
  if (fault === 'wrong-issuer') return signed({ iss: 'http://127.0.0.1:9' });
  if (fault === 'wrong-nonce') return signed({ nonce: 'another' });
  if (fault === 'expired') return signed({ iat: now - 7200, exp: now - 3600 });
  if (fault === 'not-yet') return signed({ nbf: now + 3600 });
  if (fault === 'ten-years') return signed({ exp: now + 10 * 365 * 86_400 });
  if (fault === 'hs256-with-public-key') return signed({}, { alg: 'HS256' }, Buffer.from(publicPem));
  if (fault === 'hs256-with-client-secret') return signed({}, { alg: 'HS256' }, Buffer.from(CLIENT.secret));
  if (fault === 'foreign-key') return signed({}, {}, stranger.privateKey);
  if (fault === 'foreign-key-by-jku')
    return signed({}, { jku: `${issuer}/strangers-keys`, kid: 'stranger' }, stranger.privateKey);
  if (fault === 'claims-changed')
    return `${head}.${part({ ...claims, preferred_username: 'heqy' })}.${signature}`;
  if (fault === 'alg-none') return `${part({ alg: 'none' })}.${part(claims)}.`;
  if (fault === 'no-auth-time') return signed({ auth_time: undefined });
  return token;
}

provider.use(async (ctx, next) => {
  await next();
  const answer = ctx.body as { id_token?: string } | undefined;
  if (ctx.path === '/token' && answer?.id_token)
    ctx.body = { ...answer, id_token: await spoiled(answer.id_token) };
});
const protocol = provider.callback();

async function login(req: IncomingMessage, res: ServerResponse): Promise<void> {
  await provider.interactionDetails(req, res);
  if (req.method !== 'POST') {
    res.setHeader('content-type', 'text/html');
    res.end(`<form method="post" action="${req.url}"><input name="login"></form>`);
    return;
  }
  let text = '';
  for await (const chunk of req) text += String(chunk);
  const known = people.find((one) => one.login === new URLSearchParams(text).get('login'));
  if (!known) {
    res.statusCode = 403;
    res.end('nobody of that name');
    return;
  }
  const ts = Math.floor(Date.now() / 1000) - (fault === 'signed-in-long-ago' ? 3600 : 0);
  const { sub: accountId, amr, acr } = known;
  await provider.interactionFinished(req, res, {
    login: { accountId, remember: false, ts, ...(amr ? { amr } : {}), ...(acr ? { acr } : {}) },
  });
}

server.on('request', (req, res) => {
  if (req.url === '/strangers-keys') {
    exportJWK(stranger.publicKey).then((one) =>
      res.end(JSON.stringify({ keys: [{ ...one, kid: 'stranger' }] })),
    );
  } else if (req.url?.startsWith('/login/')) {
    login(req, res).catch(() => res.writeHead(500).end());
  } else void protocol(req, res);
});

const tell = (told: Told) => process.send?.(told);
process.on('message', (order: Order) => {
  people = order.people ?? people;
  fault = order.fault ?? fault;
  tell({ done: true });
});
process.on('disconnect', () => process.exit());
tell({ ready: { url: issuer } });
