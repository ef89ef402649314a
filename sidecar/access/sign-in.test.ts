/** The whole way in, over a real port: the provider, its page, the client, the session. */
import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { createServer, request, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import Database from 'better-sqlite3';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import type { StaffMember } from '../../shared/records/staff-list.ts';
import { international } from '../crypto/international.ts';
import { hashPassword } from './accounts.ts';
import { createOidcClient, type OidcClient, type OidcClientOptions, SignInError } from './oidc-client.ts';
import { createProvider, createProviderKeys, type EmbeddedProvider } from './provider.ts';
import { createSessions } from './sessions.ts';
import { openSignInStores } from './sign-in-stores.ts';

const CHROMIUM = 'https://abcdefghijklmnopabcdefghijklmnop.chromiumapp.org/';
const FIREFOX = 'https://1234567890abcdef1234567890abcdef12345678.extensions.allizom.org/';
const SECRET = 'client-secret-for-tests';
const PASSWORD = '清风正气-2026';

const zhang: StaffMember = {
  code: '0101',
  name: '张𬭎',
  department: '民一庭',
  post: '审判员',
  roles: ['staff'],
  account: 'zhanghong',
};
const li: StaffMember = { ...zhang, code: '0102', name: '李娜', account: '李娜' };

let server: Server;
let provider: EmbeddedProvider;
let issuer: string;
let client: OidcClient;
let staff: StaffMember[] = [];
let clock = Date.parse('2026-01-05T01:00:00.000Z');
const logged: string[] = [];
const printed: string[] = [];
const secrets = new Set<string>([PASSWORD, 'wrong-password', SECRET]);

const storesOf = () =>
  openSignInStores({
    db: new Database(':memory:'),
    court: { code: '豫1302', name: '南阳市宛城区人民法院' },
    derive: () => randomBytes(32),
    suite: international,
    origin: 'http://127.0.0.1',
    now: () => clock,
  });

const clientOf = (over: Partial<OidcClientOptions> = {}) =>
  createOidcClient({
    issuer,
    clientId: 'liuhen',
    clientSecret: SECRET,
    redirectUris: [CHROMIUM, FIREFOX],
    allowInsecure: true,
    retryDelaysMs: [],
    ...over,
  });

beforeAll(async () => {
  for (const method of ['log', 'info', 'warn', 'error', 'debug'] as const) {
    vi.spyOn(console, method).mockImplementation((...args: unknown[]) => void printed.push(args.join(' ')));
  }
  const stores = storesOf();
  const passwordHash = await hashPassword(PASSWORD);
  const changedAt = '2026-01-05T01:00:00.000Z';
  const owners = { zhanghong: '0101', 李娜: '0102', gone: '0104', slow: '0103' };
  await stores.accounts.put(
    Object.entries(owners).map(([account, staffCode]) => ({
      account,
      passwordHash,
      changedAt,
      temporary: false,
      staffCode,
    })),
  );

  server = createServer((req, res) => {
    if (provider.owns(req.url)) provider.handler(req, res);
    else res.writeHead(404).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}/oidc`;
  const log = (fields: object, message: string) => void logged.push(`${message} ${JSON.stringify(fields)}`);
  provider = createProvider({
    issuer,
    courtName: '南阳市宛城区人民法院 <试>',
    clientId: 'liuhen',
    clientSecret: SECRET,
    redirectUris: [CHROMIUM, FIREFOX],
    ...createProviderKeys(),
    ...stores,
    staff: async (account) => staff.find((member) => member.account === account),
    member: async (code) => staff.find((member) => member.code === code),
    needsSecondFactor: () => false,
    onCredentialsChanged: () => {},
    addressOf: () => '127.0.0.1',
    logger: { info: log, warn: log },
    now: () => clock,
  });
  client = clientOf();
  staff = [zhang, li, { ...zhang, code: '0103', account: 'slow' }];
});

afterAll(() => {
  server.close();
  vi.restoreAllMocks();
});

afterEach(() => {
  const output = [...printed, ...logged].join('\n');
  for (const secret of secrets) expect(output).not.toContain(secret);
  expect(printed).toEqual([]);
});

/** A browser as far as a sign-in needs one: follows redirects on the provider's origin and keeps cookies by path. */
class Browser {
  /** By name and path, as browsers keep them. */
  readonly #cookies = new Map<string, { name: string; value: string; path: string }>();
  readonly redirects: number[] = [];

  async open(
    url: string,
    form?: Record<string, string>,
    headers: Record<string, string> = {},
  ): Promise<Page> {
    const { pathname } = new URL(url);
    const cookie = [...this.#cookies.values()]
      .filter(({ path }) => pathname === path || pathname.startsWith(path.endsWith('/') ? path : `${path}/`))
      .map(({ name, value }) => `${name}=${value}`)
      .join('; ');
    const response = await fetch(url, {
      redirect: 'manual',
      headers: { Accept: 'text/html', Cookie: cookie, ...headers },
      ...(form ? { method: 'POST', body: new URLSearchParams(form) } : {}),
    });
    for (const line of response.headers.getSetCookie()) {
      const [, name = '', value = '', attributes = ''] = /^([^=]+)=([^;]*)(.*)$/.exec(line) ?? [];
      expect(attributes).toMatch(/httponly/i);
      const path = /path=([^;]+)/i.exec(attributes)?.[1] ?? '/';
      const key = `${name} ${path}`;
      if (value === '' || /expires=Thu, 01 Jan 1970/i.test(attributes)) this.#cookies.delete(key);
      else this.#cookies.set(key, { name, value, path });
    }
    const location = response.headers.get('location');
    if (location !== null) {
      this.redirects.push(response.status);
      const next = new URL(location, url);
      if (next.origin === new URL(issuer).origin) return this.open(next.href);
      return { url: next, status: response.status, headers: response.headers, text: '' };
    }
    return {
      url: new URL(url),
      status: response.status,
      headers: response.headers,
      text: await response.text(),
    };
  }

  get cookieNames() {
    return [...this.#cookies.values()].map(({ name }) => name);
  }
}

interface Page {
  url: URL;
  status: number;
  headers: Headers;
  text: string;
}

interface Ask {
  codeVerifier: string;
  nonce: string;
  state: string;
  url: string;
}

async function ask(over: Record<string, string | undefined> = {}): Promise<Ask> {
  const [codeVerifier, nonce, state] = [32, 16, 16].map((size) => randomBytes(size).toString('base64url'));
  if (!codeVerifier || !nonce || !state) throw new Error('unreachable');
  const offer = await client.offer();
  const url = new URL(offer.authorizationEndpoint);
  const params: Record<string, string | undefined> = {
    client_id: offer.clientId,
    scope: offer.scope,
    response_type: 'code',
    redirect_uri: CHROMIUM,
    code_challenge: createHash('sha256').update(codeVerifier).digest('base64url'),
    code_challenge_method: 'S256',
    prompt: 'login',
    nonce,
    state,
    ...over,
  };
  for (const [name, value] of Object.entries(params))
    if (value !== undefined) url.searchParams.set(name, value);
  secrets.add(codeVerifier);
  return { codeVerifier, nonce, state, url: url.href };
}

/** Signs in as far as the redirect to the extension. */
async function signIn(
  account = 'zhanghong',
  browser = new Browser(),
  over: Record<string, string | undefined> = {},
): Promise<Ask & { code: string; redirectUri: string; back: URL }> {
  const asked = await ask(over);
  const page = await browser.open(asked.url);
  const { url: back } = await browser.open(page.url.href, { account, password: PASSWORD });
  const code = back.searchParams.get('code') ?? '';
  expect(code).not.toBe('');
  secrets.add(code);
  return { ...asked, code, back, redirectUri: over.redirect_uri ?? CHROMIUM };
}

const reasonOf = (promise: Promise<unknown>) =>
  promise.then(
    () => 'accepted',
    (error: unknown) => (error instanceof SignInError ? `${error.code}: ${error.reason}` : String(error)),
  );

test('the way in: page, wrong password, right password, code, person, session', async () => {
  const browser = new Browser();
  const asked = await ask();
  const page = await browser.open(asked.url);
  expect(page.status).toBe(200);
  expect(page.url.pathname).toMatch(/^\/sign-in\/[\w-]+$/);
  expect(page.text).toContain('<h1>南阳市宛城区人民法院 &lt;试&gt;</h1>');
  expect(page.text).not.toContain('<script');
  expect(page.text).not.toContain('role="alert"');
  const policy = page.headers.get('content-security-policy') ?? '';
  expect(policy).toContain("default-src 'none'");
  expect(policy).toContain(`form-action 'self' ${new URL(CHROMIUM).origin} ${new URL(FIREFOX).origin}`);
  expect(page.headers.get('cache-control')).toBe('no-store');

  const wrong = await browser.open(page.url.href, { account: 'zhanghong', password: 'wrong-password' });
  expect(wrong.status).toBe(200);
  expect(wrong.text).toContain('账号或密码不正确');
  expect(wrong.text).toContain('value="zhanghong"');
  const unknown = await browser.open(page.url.href, { account: 'nobody', password: 'wrong-password' });
  expect(unknown.text.replace('nobody', 'zhanghong')).toBe(wrong.text);
  const empty = await browser.open(page.url.href, { account: 'zhanghong', password: '' });
  expect(empty.text).toContain('请填写账号和密码');

  const { url: back } = await browser.open(page.url.href, { account: ' ｚhanghong', password: PASSWORD });
  expect(`${back.origin}${back.pathname}`).toBe(CHROMIUM);
  expect(back.searchParams.get('state')).toBe(asked.state);
  expect(new Set(browser.redirects)).toEqual(new Set([303]));
  expect(browser.cookieNames.filter((name) => name.startsWith('liuhen_oidc'))).toEqual([]);

  const code = back.searchParams.get('code') ?? '';
  secrets.add(code);
  const signedIn = await client.exchange({ ...asked, code, redirectUri: CHROMIUM });
  expect(signedIn).toEqual({
    issuer,
    subject: '0101',
    account: 'zhanghong',
    authTime: '2026-01-05T01:00:00.000Z',
    amr: ['pwd'],
    acr: undefined,
    claimed: undefined,
  });

  let time = Date.parse('2026-01-05T01:00:00.000Z');
  const sidecar = () =>
    createSessions({
      db: new Database(':memory:'),
      court: { code: '豫1302', name: '南阳市宛城区人民法院' },
      staff: (staffCode) => staff.find((member) => member.code === staffCode),
      secret: randomBytes(32),
      now: () => time,
    });
  const sessions = sidecar();
  const who = { ...signedIn, member: zhang, strength: 'one-factor' as const };
  const open = () => {
    const key = { kty: 'EC', crv: 'P-256', x: 'x'.repeat(43), y: 'y'.repeat(43) } as const;
    const opened = sessions.open(who, { device: randomUUID(), deviceName: '', key });
    secrets.add(opened.token).add(opened.queueKey);
    return opened.token;
  };
  const token = open();
  expect((await sessions.find(token))?.person.name).toBe('张𬭎');
  expect(await sidecar().find(token)).toBeUndefined();
  sessions.close(token);
  expect(await sessions.find(token)).toBeUndefined();

  const hour = 60 * 60_000;
  const idle = open();
  time += 12 * hour;
  expect(await sessions.find(idle)).toBeUndefined();
  const kept = open();
  for (let n = 0; n < 3; n += 1) {
    time += 7 * hour;
    expect(await sessions.find(kept)).toBeDefined();
  }
  time += 3 * hour;
  expect(await sessions.find(kept)).toBeUndefined();
});

test('a name in Chinese signs in, and comes back as it is on the list', async () => {
  const { code, codeVerifier, nonce } = await signIn('李娜');
  expect(await client.exchange({ code, codeVerifier, nonce, redirectUri: CHROMIUM })).toMatchObject({
    subject: '0102',
    account: '李娜',
  });
});

test("Firefox's redirect address works like Chromium's", async () => {
  const signedIn = await signIn('zhanghong', new Browser(), { redirect_uri: FIREFOX });
  expect(signedIn.back.origin).toBe(new URL(FIREFOX).origin);
  expect(await reasonOf(client.exchange(signedIn))).toBe('accepted');
});

test('two people at one browser are asked each, whatever the request says', async () => {
  const browser = new Browser();
  for (const account of ['zhanghong', '李娜', 'zhanghong']) {
    const signedIn = await signIn(account, browser, { prompt: undefined });
    expect((await client.exchange(signedIn)).account).toBe(account);
  }
  const silent = await browser.open((await ask({ prompt: 'none' })).url);
  expect(silent.url.searchParams.get('error')).toBe('login_required');
});

test('two windows of one browser do not disturb each other', async () => {
  const browser = new Browser();
  const [one, two] = [await ask(), await ask()];
  const [pageOne, pageTwo] = [await browser.open(one.url), await browser.open(two.url)];
  const finish = async (page: Page, account: string) => {
    const { url } = await browser.open(page.url.href, { account, password: PASSWORD });
    const code = url.searchParams.get('code') ?? '';
    expect(code).not.toBe('');
    secrets.add(code);
    return code;
  };
  const codeTwo = await finish(pageTwo, '李娜');
  const codeOne = await finish(pageOne, 'zhanghong');
  expect((await client.exchange({ ...one, code: codeOne, redirectUri: CHROMIUM })).account).toBe('zhanghong');
  expect((await client.exchange({ ...two, code: codeTwo, redirectUri: CHROMIUM })).account).toBe('李娜');
});

test('a code is refused with another verifier, another nonce, another address, a second time', async () => {
  const first = await signIn();
  const other = randomBytes(32).toString('base64url');
  expect(await reasonOf(client.exchange({ ...first, codeVerifier: other }))).toBe(
    'sign-in-failed: sign-in-code-invalid',
  );
  expect(await reasonOf(client.exchange({ ...first, redirectUri: FIREFOX }))).toBe(
    'sign-in-failed: sign-in-code-invalid',
  );
  expect(await reasonOf(client.exchange({ ...first, redirectUri: 'https://evil.example/' }))).toBe(
    'sign-in-failed: redirect-uri-unknown',
  );
  expect(await reasonOf(client.exchange(first))).toBe('accepted');
  expect(await reasonOf(client.exchange(first))).toBe('sign-in-failed: sign-in-code-invalid');

  const second = await signIn();
  expect(await reasonOf(client.exchange({ ...second, nonce: 'another' }))).toBe(
    'sign-in-failed: sign-in-code-invalid',
  );
  for (const code of ['', 'invented']) {
    expect(await reasonOf(client.exchange({ ...second, code }))).toBe('sign-in-failed: sign-in-code-invalid');
  }
});

test('the provider itself refuses foreign addresses, plain codes and strange answers', async () => {
  for (const redirect_uri of ['https://evil.example/', `${CHROMIUM}x`, CHROMIUM.slice(0, -1), undefined]) {
    const page = await new Browser().open((await ask({ redirect_uri })).url);
    expect(page.status).toBe(400);
    expect(page.url.origin).toBe(new URL(issuer).origin);
    expect(page.text).toContain('登录请求不正确');
    expect(page.text).not.toContain('evil');
  }
  const errorOf = async (over: Record<string, string | undefined>) =>
    (await new Browser().open((await ask(over)).url)).url.searchParams.get('error');
  expect(await errorOf({ code_challenge: undefined, code_challenge_method: undefined })).toBe(
    'invalid_request',
  );
  expect(await errorOf({ code_challenge_method: 'plain' })).toBe('invalid_request');
  const implicit = await new Browser().open((await ask({ response_type: 'id_token' })).url);
  expect(new URLSearchParams(implicit.url.hash.slice(1)).get('error')).toBe('unsupported_response_type');
});

test('a form without its cookie, from another page, or of another kind is not taken', async () => {
  const browser = new Browser();
  const page = await browser.open((await ask()).url);
  const form = { account: 'zhanghong', password: PASSWORD };
  const stranger = await new Browser().open(page.url.href, form);
  expect(stranger.text).toContain('登录页面已过期');
  expect((await browser.open(page.url.href, form, { Origin: 'https://evil.example' })).status).toBe(403);
  expect((await browser.open(page.url.href, form, { 'Content-Type': 'text/plain' })).status).toBe(400);
  expect((await browser.open(page.url.href, { ...form, more: 'x'.repeat(9_000) })).status).toBe(400);
  const other = await browser.open(`${page.url.href}x`, form);
  expect(other.text).toContain('登录页面已过期');
});

test('what a client says about proxies is not believed', async () => {
  const page = await new Browser().open((await ask()).url, undefined, {
    'X-Forwarded-Host': 'evil.example',
    'X-Forwarded-Proto': 'https',
  });
  expect(page.url.origin).toBe(new URL(issuer).origin);
  const { port } = new URL(issuer);
  const location = await new Promise<string | undefined>((resolve, reject) => {
    ask().then(({ url }) => {
      const { pathname, search } = new URL(url);
      request(
        { host: '127.0.0.1', port, path: pathname + search, headers: { Host: 'evil.example' } },
        (response) => {
          response.resume();
          resolve(response.headers.location);
        },
      )
        .on('error', reject)
        .end();
    }, reject);
  });
  expect(location).toMatch(/^\/sign-in\//);
});

test('a person off the staff list does not get in, before the password or after it', async () => {
  const browser = new Browser();
  const page = await browser.open((await ask()).url);
  const refused = await browser.open(page.url.href, { account: 'gone', password: PASSWORD });
  expect(refused.text).toContain('人员名册中没有这个账号');

  const left = await signIn('李娜');
  staff = staff.filter(({ account }) => account !== '李娜');
  expect(await reasonOf(client.exchange(left))).toBe('sign-in-failed: sign-in-code-invalid');
  staff = [...staff, li];
});

test('after five wrong passwords even the right one has to wait, and only for that account', async () => {
  const browser = new Browser();
  const page = await browser.open((await ask()).url);
  const tries = (password: string, account = 'slow') => browser.open(page.url.href, { account, password });
  for (let n = 0; n < 5; n += 1) expect((await tries('wrong-password')).text).toContain('账号或密码不正确');
  expect((await tries(PASSWORD)).text).toContain('请等待2秒后再试');
  clock += 2_000;
  expect((await tries('wrong-password')).text).toContain('账号或密码不正确');
  expect((await tries(PASSWORD)).text).toContain('请等待4秒后再试');
  expect((await tries('wrong-password', '李娜')).text).toContain('账号或密码不正确');
  clock += 4_000;
  expect((await tries(PASSWORD)).url.origin).toBe(new URL(CHROMIUM).origin);
});

test('a provider that cannot be reached, or will not have this client, is told from a bad code', async () => {
  const nowhere = clientOf({ issuer: 'http://127.0.0.1:9/oidc' });
  expect(await reasonOf(nowhere.offer())).toBe('issuer-unreachable: issuer-unreachable');
  const misconfigured = clientOf({ clientSecret: 'another' });
  expect(await reasonOf(misconfigured.exchange(await signIn()))).toBe('issuer-unreachable: client-refused');
  const secure = clientOf({ allowInsecure: false });
  expect(await reasonOf(secure.offer())).toBe('issuer-unreachable: issuer-unreachable');

  let asked = 0;
  const flaky = clientOf({
    retryDelaysMs: [1],
    fetch: async (url, init) => {
      asked += 1;
      if (asked === 1) throw new TypeError('fetch failed');
      return fetch(url, init as RequestInit);
    },
  });
  expect((await flaky.offer()).clientId).toBe('liuhen');
  expect(asked).toBe(2);
  await flaky.offer();
  expect(asked).toBe(2);
});

test('the provider offers what a sign-in needs and nothing more', async () => {
  const metadata = await (await fetch(`${issuer}/.well-known/openid-configuration`)).json();
  expect(metadata).toMatchObject({
    issuer,
    response_types_supported: ['code'],
    grant_types_supported: ['authorization_code'],
    code_challenge_methods_supported: ['S256'],
    token_endpoint_auth_methods_supported: ['client_secret_basic'],
  });
  expect(Object.keys(metadata).filter((name) => name.endsWith('_endpoint'))).toEqual([
    'authorization_endpoint',
    'token_endpoint',
  ]);
  const jwks = await (await fetch(`${issuer}/jwks`)).json();
  expect(JSON.stringify(jwks)).not.toContain('"d"');
  for (const path of [
    '/me',
    '/token/introspection',
    '/token/revocation',
    '/session/end',
    '/reg',
    '/request',
    '',
  ]) {
    expect((await fetch(issuer + path)).status).toBe(404);
  }
  expect(provider.owns('/oidc/auth?x=/v1')).toBe(true);
  for (const url of ['/v1/session', '/oidcx', '/v1?/oidc/', undefined])
    expect(provider.owns(url)).toBe(false);
});

test('behind a gateway with TLS and a path of its own, cookies are secure and addresses are the gateway’s', async () => {
  const behind = createProvider({
    issuer: 'https://court.example/liuhen/oidc',
    courtName: '',
    clientId: 'liuhen',
    clientSecret: SECRET,
    redirectUris: [CHROMIUM],
    ...createProviderKeys(),
    ...storesOf(),
    staff: async () => undefined,
    member: async () => undefined,
    needsSecondFactor: () => false,
    onCredentialsChanged: () => {},
    addressOf: () => '127.0.0.1',
  });
  const plain = createServer((req, res) => behind.handler(req, res));
  await new Promise<void>((resolve) => plain.listen(0, '127.0.0.1', resolve));
  try {
    const origin = `http://127.0.0.1:${(plain.address() as AddressInfo).port}`;
    const asked = new URL((await ask()).url);
    const answer = await fetch(`${origin}/liuhen/oidc/auth${asked.search}`, { redirect: 'manual' });
    expect(answer.headers.get('location')).toMatch(/^\/liuhen\/sign-in\//);
    const cookies = answer.headers.getSetCookie();
    expect(cookies).not.toHaveLength(0);
    for (const cookie of cookies) expect(cookie).toMatch(/; secure/i);
    const metadata = await (await fetch(`${origin}/liuhen/oidc/.well-known/openid-configuration`)).json();
    expect(metadata.authorization_endpoint).toBe('https://court.example/liuhen/oidc/auth');
    expect(behind.owns('/liuhen/sign-in/x')).toBe(true);
    expect(behind.owns('/sign-in/x')).toBe(false);
  } finally {
    plain.close();
  }
});
