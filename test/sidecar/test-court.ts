/** A court's sidecar for tests: real HTTP, real SQLite in a folder of its own, real sign-in. */
import { createHash, randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Logger, pino } from 'pino';
import { v7 as uuid } from 'uuid';
import { createKeyPair, makeProof, publicHalf } from '../../extension/link/proof.ts';
import type { SessionOpened } from '../../shared/api.ts';
import { PROOF_HEADER, TIME_HEADER } from '../../shared/proof.ts';
import { createAccountStore, hashPassword } from '../../sidecar/access/accounts.ts';
import { RATE_CLASSES } from '../../sidecar/access/rate-limit.ts';
import { parseStaffCsv } from '../../sidecar/access/staff-csv.ts';
import { configSchema } from '../../sidecar/config.ts';
import { type LocatedConfig, type Sidecar, startSidecar } from '../../sidecar/start.ts';
import { COURT, PASSWORD, STAFF_CSV } from '../world/people.ts';
import { type Pocket, pocketOf } from './pocket.ts';

export const REDIRECT_URI = 'https://jcogbkopjlfhfkecdfmdonefbaapeebf.chromiumapp.org/';

export interface TestCourt {
  config: LocatedConfig;
  folder: string;
  sidecar: Sidecar;
  /** The court's clock, which its clients have too. */
  now(): Date;
  /** Signs in once per person and keeps the session. */
  as(account: string): Promise<Client>;
  /** Stops the sidecar; its data stay, and nobody answers at its address until `restart`. */
  stop(): Promise<void>;
  /** Stops it if it runs, and starts it on the same data and the same port. */
  restart(overrides?: Record<string, unknown>): Promise<void>;
  close(): Promise<void>;
}

/** A session, and the key of the browser it was opened in. */
export interface SignedIn extends SessionOpened {
  browserKey: CryptoKeyPair;
}

export interface Client {
  session: SignedIn;
  /** Signs as the browser of this session does; `request` does so by itself. */
  prove(method: string, path: string): Promise<string>;
  request(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<Response>;
  get<T>(path: string): Promise<T>;
  /** Files a record of the given type with a fresh id, now. */
  file(type: string, body: unknown, envelope?: Record<string, unknown>): Promise<Response>;
}

/** Tests ask faster than any court; what the limits do is tested where they are set. */
export const UNHURRIED = Object.fromEntries(
  RATE_CLASSES.map((of) => [of, { burst: 1_000_000, perMinute: 1 }]),
);

export function testConfig(folder: string, overrides: Record<string, unknown> = {}): LocatedConfig {
  const config = configSchema.parse({
    court: COURT,
    listen: { port: 0 },
    data: 'data',
    redirectUris: [REDIRECT_URI],
    logLevel: 'silent',
    rateLimits: UNHURRIED,
    ...overrides,
  });
  return { ...config, folder };
}

export async function startTestCourt(
  overrides: Record<string, unknown> = {},
  options: { clock?: () => number; staffCsv?: string; logLines?: string[]; logger?: Logger | undefined } = {},
): Promise<TestCourt> {
  const folder = mkdtempSync(join(tmpdir(), 'liuhen-court-'));
  mkdirSync(join(folder, 'data'), { recursive: true });
  const config = testConfig(folder, overrides);
  const lines = options.logLines;
  const logger =
    options.logger ??
    (lines
      ? pino({ level: 'debug' }, { write: (line: string) => void lines.push(line) })
      : pino({ level: 'silent' }));
  // A court that is to write its log into a file writes it as the product does.
  const start = (c: LocatedConfig) =>
    startSidecar(c, {
      ...(c.log ? {} : { logger }),
      ...(options.clock ? { clock: options.clock } : {}),
    });
  let running = true;
  const court: TestCourt = {
    config,
    folder,
    sidecar: await start(config),
    now: () => new Date((options.clock ?? Date.now)()),
    as: (account) => client(court, account),
    async stop() {
      if (!running) return;
      running = false;
      await court.sidecar.close();
    },
    async restart(more = {}) {
      const listen = { ...court.config.listen, port: Number(new URL(court.sidecar.url).port) };
      await court.stop();
      clients.clear();
      court.config = testConfig(folder, { ...overrides, listen, ...more });
      court.sidecar = await start(court.config);
      running = true;
    },
    async close() {
      await court.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
  const clients = new Map<string, Promise<Client>>();
  court.as = (account) => {
    const known = clients.get(account) ?? client(court, account);
    clients.set(account, known);
    return known;
  };
  await importStaff(court, options.staffCsv ?? STAFF_CSV);
  return court;
}

/** Puts a staff list in force, as `liuhen staff import` does. */
export async function importStaff({ sidecar, config, now }: TestCourt, csv: string): Promise<void> {
  const { staff, passwords, errors } = parseStaffCsv(Buffer.from(csv));
  if (errors.length > 0) throw new Error(JSON.stringify(errors));
  const at = new Date(now().getTime() - 1000);
  await sidecar.door.file(
    config.court.code,
    { kind: 'system', part: 'operator' },
    {
      id: uuid({ msecs: at.getTime() }),
      type: 'staff-list',
      court: config.court.code,
      at: at.toISOString(),
      body: { people: staff },
    },
  );
  const hashes = new Map<string, string>();
  for (const password of new Set(passwords.values())) hashes.set(password, await hashPassword(password));
  await createAccountStore(sidecar.store.db).put(
    // As if each had chosen their own already: a first password is changed at the first sign-in.
    [...passwords].map(([account, password]) => ({
      account,
      passwordHash: hashes.get(password) ?? '',
      changedAt: at.toISOString(),
      temporary: false,
      staffCode: staff.find((member) => member.account === account)?.code ?? '',
    })),
  );
}

/** A new session of this person, whichever they have already. */
export async function client(court: TestCourt, account: string): Promise<Client> {
  const session = await signIn(court.sidecar.url, account, PASSWORD);
  const prove: Client['prove'] = (method, path) => {
    const { pathname } = new URL(path, court.sidecar.url);
    const request = { method, path: pathname, token: session.token };
    return makeProof(session.browserKey, request, court.now().getTime());
  };
  const request: Client['request'] = async (method, path, body, headers = {}) => {
    const bytes = body instanceof Uint8Array || typeof body === 'string' || body === undefined;
    return ask(court.sidecar.url + path, {
      method,
      headers: {
        authorization: `Bearer ${session.token}`,
        [PROOF_HEADER]: await prove(method, path),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: bytes ? (body as string) : JSON.stringify(body) }),
    });
  };
  return {
    session,
    prove,
    request,
    async get<T>(path: string) {
      const answer = await request('GET', path);
      if (!answer.ok) throw new Error(`${answer.status} ${await answer.text()}`);
      return (await answer.json()) as T;
    },
    file: (type, body, envelope = {}) =>
      request('POST', '/v1/records', {
        id: uuid(),
        type,
        court: court.config.court.code,
        at: court.now().toISOString(),
        body,
        ...envelope,
      }),
  };
}

/** A connection kept from before a restart may be dead; who really asks (the extension, the outbox) tries again. */
export async function ask(url: string | URL, init: RequestInit = {}): Promise<Response> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await fetch(url, init);
    } catch (error) {
      const { code } = ((error as Error).cause ?? {}) as { code?: string };
      if (attempt === 5 || (code !== 'UND_ERR_SOCKET' && code !== 'ECONNRESET')) throw error;
    }
  }
}

export interface Way {
  /** Where the walk begins: what `GET /v1/sign-in` offers, with the request's parameters. */
  start: URL;
  /** What the code is exchanged with. */
  exchange: { codeVerifier: string; nonce: string; redirectUri: string };
  state: string;
}

/** The beginning of a code flow, as the extension makes it. */
export async function wayIn(url: string, more: Record<string, string> = {}): Promise<Way> {
  const [codeVerifier, nonce, state] = [randomText(32), randomText(16), randomText(16)];
  const offer = (await (await ask(`${url}/v1/sign-in`)).json()) as {
    authorizationEndpoint: string;
    clientId: string;
    scope: string;
  };
  const start = new URL(offer.authorizationEndpoint);
  start.search = new URLSearchParams({
    client_id: offer.clientId,
    scope: offer.scope,
    response_type: 'code',
    redirect_uri: REDIRECT_URI,
    code_challenge: createHash('sha256').update(codeVerifier).digest('base64url'),
    code_challenge_method: 'S256',
    prompt: 'login',
    state,
    nonce,
    ...more,
  }).toString();
  return { start, exchange: { codeVerifier, nonce, redirectUri: REDIRECT_URI }, state };
}

const randomText = (bytes: number) => randomBytes(bytes).toString('base64url');

export interface Page {
  url: URL;
  html: string;
}

/** A browser as far as a sign-in needs one: cookies, and redirects as long as they stay on one server. */
export class Visitor {
  readonly #cookies = new Map<string, string>();
  readonly #origin: string;

  constructor(start: URL) {
    this.#origin = start.origin;
  }

  async visit(to: URL, init: RequestInit = {}): Promise<Page> {
    if (to.origin !== this.#origin) return { url: to, html: '' };
    const cookie = [...this.#cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const answer = await ask(to, { ...init, redirect: 'manual', headers: { ...init.headers, cookie } });
    for (const line of answer.headers.getSetCookie()) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      if (name) this.#cookies.set(name, value ?? '');
    }
    const location = answer.headers.get('location');
    return location ? this.visit(new URL(location, to)) : { url: to, html: await answer.text() };
  }

  /** Sends a form and does not look where the answer leads. */
  async post(to: URL, fields: URLSearchParams): Promise<void> {
    const cookie = [...this.#cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    await ask(to, { method: 'POST', body: fields, redirect: 'manual', headers: { cookie } });
  }

  /** Sends the form of a page. */
  send({ url, html }: Page, fields: Record<string, string>): Promise<Page> {
    const action = /<form[^>]*action="([^"]*)"/.exec(html)?.[1] ?? url.href;
    const to = new URL(action.replaceAll('&amp;', '&'), url);
    return this.visit(to, { method: 'POST', body: new URLSearchParams(fields) });
  }
}

/** Answers the embedded provider's pages until it sends the code. @returns the code */
export async function walk({ start }: Way, pocket: Pocket): Promise<string> {
  const visitor = new Visitor(start);
  let page = await visitor.visit(start);
  // The clock of the sidecar, which need not be ours.
  const now = Number((await ask(new URL('/healthz', start))).headers.get(TIME_HEADER));
  for (let pages = 0; pages < 6 && page.html !== ''; pages += 1) {
    const fields = page.html.includes('role="alert"') ? undefined : pocket.answer(page.html, now);
    if (!fields) break;
    page = await visitor.send(page, fields);
  }
  const code = page.url.searchParams.get('code');
  if (!code) throw new Error(`sign-in did not end with a code: ${page.url.href} ${page.html.slice(-1500)}`);
  return code;
}

/** Brings a code to the sidecar, as a fresh browser would. */
export async function openSession(
  url: string,
  { exchange }: Way,
  code: string,
  more: Record<string, unknown> = {},
): Promise<{ answer: Response; browserKey: CryptoKeyPair }> {
  const browserKey = await createKeyPair();
  const answer = await ask(`${url}/v1/sessions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      code,
      ...exchange,
      device: randomText(12),
      key: await publicHalf(browserKey),
      ...more,
    }),
  });
  return { answer, browserKey };
}

/** Walks the real code flow as a browser would; what the pages ask for beyond the password is kept in a pocket. */
export async function signIn(url: string, account: string, password: string): Promise<SignedIn> {
  const way = await wayIn(url);
  const code = await walk(way, pocketOf(url, account, password));
  const { answer, browserKey } = await openSession(url, way, code);
  if (answer.status !== 201) throw new Error(`${answer.status} ${await answer.text()}`);
  return { ...((await answer.json()) as SessionOpened), browserKey };
}
