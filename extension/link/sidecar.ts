/**
 * Every request to the sidecar, in one place. Something else may be listening at its address (a proxy's error
 * page, a sign-in wall, another program): an answer without our header is nobody's answer, and counts as offline.
 */
import { z } from 'zod';
import { API_HEADER, API_VERSION, type Problem, problem } from '../../shared/api.ts';
import { PROOF_HEADER, TIME_HEADER } from '../../shared/proof.ts';
import { CallError } from './call-error.ts';
import type { Me } from './calls.ts';
import type { RequestToProve } from './proof.ts';

export type Link = Me['link'];

export interface SidecarDeps {
  fetch: typeof fetch;
  address(): Promise<string | undefined>;
  token(): Promise<string | undefined>;
  /** The sidecar does not know this token any more. */
  sessionEnded(token: string): Promise<void>;
  linkSeen(link: Link): Promise<void>;
  /** Signs a request with the key of its session, where this browser holds one. */
  prove?(request: RequestToProve): Promise<string | undefined>;
  /** The sidecar's time, milliseconds, as it answered. */
  timeSeen?(time: number): Promise<void>;
  language(): string;
}

export interface Question {
  method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  json?: unknown;
  bytes?: { data: Uint8Array<ArrayBuffer>; mediaType: string };
  headers?: Record<string, string>;
  /** `none`: asked without a session. A text: asked with this token, whoever is signed in meanwhile. */
  session?: 'none' | { token: string };
  timeoutMs?: number;
}

export interface Reply {
  status: number;
  headers: Headers;
  body: Uint8Array<ArrayBuffer>;
}

const TIMEOUT_MS = 15_000;

/** Statuses that say "not now" rather than "no". */
const LATER = new Set([408, 425, 429]);

function codeOf(status: number): string {
  if (status === 401) return 'signed-out';
  if (status === 404) return 'not-found';
  if (status === 412) return 'api-mismatch';
  if (status === 413) return 'too-large';
  return status >= 500 || LATER.has(status) ? 'unavailable' : 'refused';
}

function problemIn(reply: Reply): Problem {
  try {
    const value: unknown = JSON.parse(new TextDecoder().decode(reply.body));
    const direct = problem.safeParse(value);
    if (direct.success) return direct.data;
    const wrapped = z.object({ problem }).safeParse(value);
    if (wrapped.success) return wrapped.data.problem;
  } catch {
    // Not JSON: the status is all we have.
  }
  return { type: 'about:blank', title: '', status: reply.status, code: `http-${reply.status}`, detail: '' };
}

export class Sidecar {
  readonly #deps: SidecarDeps;
  constructor(deps: SidecarDeps) {
    this.#deps = deps;
  }

  /**
   * @param path from the sidecar's root, e.g. `/v1/duties`
   * @returns an answer of the sidecar with a status below 400
   * @throws CallError no-sidecar, signed-out, sign-in-again, offline, api-mismatch, unavailable, refused, not-found,
   * too-large
   */
  async ask(path: string, question: Question = {}): Promise<Reply> {
    const base = await this.#deps.address();
    if (base === undefined) throw new CallError({ code: 'no-sidecar' });
    const token = await this.#tokenFor(question);
    let reply = await this.#fetch(base, path, question, token);
    // This computer's clock may be wrong; by now it is known by how much.
    if (reply?.status === 401 && problemIn(reply).code === 'proof-invalid')
      reply = await this.#fetch(base, path, question, token);
    const version = reply?.headers.get(API_HEADER);
    if (!reply || version === null || version === undefined) {
      await this.#deps.linkSeen('offline');
      throw new CallError({ code: 'offline' });
    }
    if (version !== API_VERSION) {
      await this.#deps.linkSeen('api-mismatch');
      throw new CallError({ code: 'api-mismatch' });
    }
    await this.#deps.linkSeen('online');
    if (reply.status < 400) return reply;
    const problem = problemIn(reply);
    const code = problem.code === 'sign-in-again' ? problem.code : codeOf(reply.status);
    if (code === 'signed-out' && token !== undefined) await this.#deps.sessionEnded(token);
    throw new CallError({ code, problem });
  }

  /** @throws CallError as `ask`, and unexpected when the answer is not of this shape */
  async askJson<T>(path: string, schema: z.ZodType<T>, question?: Question): Promise<T> {
    return readJson(await this.ask(path, question), schema);
  }

  async #tokenFor(question: Question): Promise<string | undefined> {
    if (question.session === 'none') return undefined;
    const token = question.session?.token ?? (await this.#deps.token());
    if (token === undefined) throw new CallError({ code: 'signed-out' });
    return token;
  }

  async #fetch(
    base: string,
    path: string,
    question: Question,
    token: string | undefined,
  ): Promise<Reply | undefined> {
    const method = question.method ?? 'GET';
    const headers: Record<string, string> = {
      'Accept-Language': this.#deps.language(),
      ...question.headers,
    };
    const init: RequestInit = {
      method,
      headers,
      // No cookie goes along; no cache answers for the sidecar; nobody sends our token on to another address.
      credentials: 'omit',
      cache: 'no-store',
      redirect: 'error',
      referrerPolicy: 'no-referrer',
    };
    if (token !== undefined) {
      headers.Authorization = `Bearer ${token}`;
      const proof = await this.#deps.prove?.({ method, path: pathBelow(base, path), token });
      if (proof !== undefined) headers[PROOF_HEADER] = proof;
    }
    if (question.json !== undefined) {
      headers['Content-Type'] = 'application/json';
      init.body = JSON.stringify(question.json);
    } else if (question.bytes) {
      headers['Content-Type'] = question.bytes.mediaType;
      init.body = question.bytes.data;
    }
    const stop = new AbortController();
    const timer = setTimeout(() => stop.abort(), question.timeoutMs ?? TIMEOUT_MS);
    try {
      const response = await this.#deps.fetch(base + path, { ...init, signal: stop.signal });
      const body = new Uint8Array(await response.arrayBuffer());
      const time = Number(response.headers.get(TIME_HEADER) ?? Number.NaN);
      if (Number.isFinite(time)) await this.#deps.timeSeen?.(time);
      return { status: response.status, headers: response.headers, body };
    } catch {
      return undefined;
    } finally {
      clearTimeout(timer);
    }
  }
}

/** As the sidecar sees it, whatever proxy stands before it: percent-encoded, without query. */
function pathBelow(base: string, path: string): string {
  const before = new URL(base).pathname.replace(/\/$/, '');
  return new URL(base + path).pathname.slice(before.length);
}

export function readJson<T>(reply: Reply, schema: z.ZodType<T>): T {
  try {
    return schema.parse(JSON.parse(new TextDecoder().decode(reply.body)));
  } catch {
    throw new CallError({ code: 'unexpected' });
  }
}
