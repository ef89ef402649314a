/**
 * Every header of every class of answer, value by value, for every method and one that there is not: a header that is
 * added, lost or changed anywhere shows here. And that nothing of ours may be read by a page of another origin.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { makeProof } from '../../extension/link/proof.ts';
import { PROOF_HEADER } from '../../shared/proof.ts';
import { entry, reading } from './examples.ts';
import { say } from './raw-socket.ts';
import { type Client, REDIRECT_URI, startTestCourt, type TestCourt } from './test-court.ts';

/** What differs from answer to answer, and is looked at elsewhere. */
const VARYING =
  /^(?:date|connection|keep-alive|content-length|transfer-encoding|x-request-id|etag|location|set-cookie)$|^liuhen-time$/;

const EVERYWHERE = {
  'content-security-policy':
    "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'cache-control': 'no-store',
};
const API = { ...EVERYWHERE, 'liuhen-api': '1' };
const PROBLEM = { ...API, 'content-type': 'application/problem+json' };
const JSON_ANSWER = { ...API, 'content-type': 'application/json' };
const PROVIDER_JSON = { ...EVERYWHERE, 'content-type': 'application/json; charset=utf-8', vary: 'Origin' };
const PAGE = {
  ...EVERYWHERE,
  'content-type': 'text/html; charset=utf-8',
  // Of the hashes of its one style sheet and one script only the form is held fast here; the browser tests show that it is the right one.
  'content-security-policy': expect.stringMatching(
    /^default-src 'none'; style-src 'sha256-[A-Za-z0-9+/]{43}='; script-src 'sha256-[A-Za-z0-9+/]{43}='; form-action 'self' https:\/\/jcogbkopjlfhfkecdfmdonefbaapeebf\.chromiumapp\.org; base-uri 'none'; frame-ancestors 'none'$/,
  ),
  // A form whose page says no-referrer is sent with "Origin: null", and the provider asks for its own.
  'referrer-policy': 'same-origin',
};

const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'TRACE', 'XXX'] as const;
type Method = (typeof METHODS)[number];

interface Answered {
  status: number;
  headers: Record<string, string>;
}

describe('headers', () => {
  let court: TestCourt;
  let limh: Client;
  beforeAll(async () => {
    court = await startTestCourt();
    limh = await court.as('limh');
    await limh.file('case-reading', reading());
    await limh.file('entry', entry());
  });
  afterAll(() => court.close());

  /** Through a socket, for no client library sends TRACE or a method there is not. */
  async function ask(method: string, path: string, more: Record<string, string> = {}): Promise<Answered> {
    const lines = Object.entries({ host: new URL(court.sidecar.url).host, connection: 'close', ...more });
    const { text } = await say(
      court.sidecar.url,
      `${method} ${path} HTTP/1.1\r\n${lines.map(([name, value]) => `${name}: ${value}\r\n`).join('')}\r\n`,
    );
    const [head = ''] = text.split('\r\n\r\n');
    const [first = '', ...rest] = head.split('\r\n');
    const headers: Record<string, string> = {};
    for (const line of rest) {
      const [, name = '', value = ''] = /^([^:]+):\s*(.*)$/.exec(line) ?? [];
      const key = name.toLowerCase();
      if (!VARYING.test(key)) headers[key] = headers[key] === undefined ? value : `${headers[key]}, ${value}`;
    }
    return { status: Number(first.split(' ')[1]), headers };
  }
  const signedIn = async (method: string, address: string) => {
    const { token, browserKey } = limh.session;
    const [path = ''] = address.split('?', 1);
    const proof = await makeProof(browserKey, { method, path, token }, Date.now());
    return { authorization: `Bearer ${token}`, [PROOF_HEADER]: proof };
  };
  const ofCase = (rest: string) => `/v1/cases/${encodeURIComponent(entry().caseNumber ?? '')}${rest}`;

  /** Of each class one address, and what its answers bear: to the methods named, and to all others. */
  const CLASSES: [
    name: string,
    path: () => string,
    session: boolean,
    its: Partial<Record<Method, [status: number, headers: object]>>,
    others: [status: number, headers: object],
  ][] = [
    [
      'for who runs it',
      () => '/healthz',
      false,
      { GET: [200, JSON_ANSWER], HEAD: [200, JSON_ANSWER] },
      [404, PROBLEM],
    ],
    [
      'figures',
      () => '/metrics',
      false,
      {
        GET: [200, { ...API, 'content-type': 'text/plain; version=0.0.4; charset=utf-8' }],
        HEAD: [200, { ...API, 'content-type': 'text/plain; version=0.0.4; charset=utf-8' }],
      },
      [404, PROBLEM],
    ],
    [
      'what may be asked without a session',
      () => '/v1/profiles',
      false,
      {
        GET: [200, { ...JSON_ANSWER, 'cache-control': 'no-cache' }],
        HEAD: [200, { ...JSON_ANSWER, 'cache-control': 'no-cache' }],
      },
      [404, PROBLEM],
    ],
    [
      'a view, signed in',
      () => '/v1/duties',
      true,
      { GET: [200, JSON_ANSWER], HEAD: [200, JSON_ANSWER] },
      [404, PROBLEM],
    ],
    [
      'a view, not signed in',
      () => '/v1/duties',
      false,
      { GET: [401, PROBLEM], HEAD: [401, PROBLEM] },
      [404, PROBLEM],
    ],
    [
      'a print',
      () => ofCase('/sheet.pdf?copy=view'),
      true,
      {
        GET: [
          200,
          {
            ...API,
            'content-type': 'application/pdf',
            'content-disposition': 'attachment',
            'liuhen-sheet-hash': expect.stringMatching(/^[0-9a-f]{64}$/),
            'liuhen-file-hash': expect.stringMatching(/^[0-9a-f]{64}$/),
          },
        ],
        HEAD: [200, expect.objectContaining(API)],
      },
      [404, PROBLEM],
    ],
    ['what is not there', () => '/favicon.ico', false, {}, [404, PROBLEM]],
    ['what is not there, below the API', () => '/v1/nothing', true, {}, [404, PROBLEM]],
    [
      'the provider, to programs',
      () => '/oidc/.well-known/openid-configuration',
      false,
      {
        GET: [200, PROVIDER_JSON],
        HEAD: [200, PROVIDER_JSON],
      },
      [404, expect.objectContaining(EVERYWHERE)],
    ],
    ['a sign-in page that has ended', () => '/sign-in/none', false, {}, [200, PAGE]],
  ];

  describe.each(CLASSES)('%s', (_, path, session, its, others) => {
    it.each(METHODS)('%s', async (method) => {
      const answered = await ask(method, path(), session ? await signedIn(method, path()) : {});
      // A method that HTTP does not have is not even read.
      const [status, headers] = method === 'XXX' ? [400, PROBLEM] : (its[method] ?? others);
      expect(answered).toEqual({ status, headers });
    });
  });

  it('the sign-in form, and the way to it', async () => {
    const offer = (await (await fetch(`${court.sidecar.url}/v1/sign-in`)).json()) as {
      authorizationEndpoint: string;
    };
    const start = new URL(offer.authorizationEndpoint);
    start.search = new URLSearchParams({
      client_id: 'liuhen',
      scope: 'openid',
      response_type: 'code',
      redirect_uri: REDIRECT_URI,
      code_challenge: 'x'.repeat(43),
      code_challenge_method: 'S256',
      state: 'state-of-this',
      nonce: 'nonce-of-this',
    }).toString();
    const way = await fetch(start, { redirect: 'manual' });
    expect(way.status).toBe(303);
    for (const [name, value] of Object.entries(EVERYWHERE)) expect(way.headers.get(name), name).toBe(value);
    const cookies = way.headers.getSetCookie();
    expect(cookies.length).toBeGreaterThan(0);
    for (const cookie of cookies) {
      expect(cookie).toMatch(/; httponly/i);
      expect(cookie).toMatch(/; samesite=lax/i);
    }
    const cookie = cookies.map((one) => one.split(';', 1)[0]).join('; ');
    const form = new URL(way.headers.get('location') ?? '', start);
    for (const method of ['GET', 'HEAD']) {
      expect(await ask(method, form.pathname, { cookie })).toEqual({ status: 200, headers: PAGE });
    }
    const refused = await ask('DELETE', form.pathname, { cookie });
    expect(refused).toEqual({ status: 405, headers: { ...PAGE, allow: 'GET, HEAD, POST' } });
  });

  it('signing out empties what the browser keeps of this origin, and no other system’s cookies', async () => {
    const wuhong = await court.as('wuhong');
    const answer = await wuhong.request('DELETE', '/v1/session');
    expect(answer.status).toBe(204);
    expect(answer.headers.get('clear-site-data')).toBe('"cache", "storage"');
    expect((await wuhong.request('DELETE', '/v1/session')).headers.get('clear-site-data')).toBeNull();
  });

  it('an unchanged answer says the same', async () => {
    const etag = (await fetch(`${court.sidecar.url}/v1/profiles`)).headers.get('etag') ?? '';
    const answered = await ask('GET', '/v1/profiles', { 'if-none-match': etag });
    expect(answered).toEqual({ status: 304, headers: { ...API, 'cache-control': 'no-cache' } });
  });

  it('a browser is not told to come by TLS over a connection without it', async () => {
    for (const path of ['/healthz', '/sign-in/none', '/oidc/jwks']) {
      const answer = await fetch(court.sidecar.url + path, { headers: { 'x-forwarded-proto': 'https' } });
      expect(answer.headers.get('strict-transport-security')).toBeNull();
    }
  });

  describe('no page of another origin may read an answer, or ask with more than a browser lets anybody (abuse case 28)', () => {
    const ORIGINS = [
      'null',
      'https://attacker.example',
      'chrome-extension://abcdefghijklmnopabcdefghijklmnop',
      // Our own extension asks by its permission for this host, not by ours for it.
      'chrome-extension://jcogbkopjlfhfkecdfmdonefbaapeebf',
      'moz-extension://00000000-0000-4000-8000-000000000000',
    ];
    const PLACES = ['/v1/duties', '/v1/profiles', '/healthz', '/oidc/jwks', '/oidc/token', '/sign-in/none'];
    it.each(ORIGINS)('%s', async (origin) => {
      for (const path of PLACES) {
        for (const method of ['GET', 'POST', 'OPTIONS']) {
          const { headers } = await ask(method, path, {
            origin,
            'access-control-request-method': 'POST',
            'access-control-request-headers': 'authorization,content-type',
          });
          expect(Object.keys(headers).filter((name) => name.startsWith('access-control'))).toEqual([]);
        }
      }
      expect((await ask('GET', '/v1/duties', { origin })).status).toBe(401);
    });
  });
});
