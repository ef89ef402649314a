/**
 * How often somebody may ask: a bucket for each class of route and each person, or each address while nobody is signed
 * in. It is there for scripts that run away, for guessing and for carrying off content in bulk; whoever works, flushes a
 * queue after days without a line, or opens an agenda of sixty cases does not meet it.
 *
 * Buckets are in memory, for a restart may begin anew, and bounded: the longest unused goes first.
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { isIPv6 } from 'node:net';
import { createMiddleware } from 'hono/factory';
import { z } from 'zod';
import type { Person } from '../../shared/api.ts';
import { Refusal } from '../problems.ts';
import { pageHeaders } from './page-frame.ts';
import { noticePage } from './sign-in-page.ts';

export interface Rate {
  /** So many at once. */
  burst: number;
  /** So many more a minute. */
  perMinute: number;
}

/** A court of three hundred behind one address, all at half past eight, is within these. */
export const RATES = {
  /** Whatever an address asks, signed in or not, before anything else is looked at. */
  address: { burst: 6000, perMinute: 12_000 },
  /** By address: the steps of a sign-in are six. Guessing at one account is slowed down by attempts.ts. */
  'sign-in': { burst: 300, perMinute: 180 },
  /** Records filed, a batch counting once. */
  records: { burst: 300, perMinute: 120 },
  /** Reading of content: entries opened, evidence, prints. */
  content: { burst: 120, perMinute: 60 },
  /** States, counts and lists. */
  views: { burst: 600, perMinute: 600 },
  /** Parts of evidence files, half a megabyte each. */
  uploads: { burst: 600, perMinute: 600 },
  /** Consignments, by address, and by the court once its signature has been checked. */
  inbox: { burst: 600, perMinute: 600 },
  /** What a browser asks now and then: policy, profiles, who is signed in. */
  other: { burst: 300, perMinute: 300 },
} as const satisfies Record<string, Rate>;
export type RateClass = keyof typeof RATES;
export const RATE_CLASSES = Object.keys(RATES) as RateClass[];

const rate = z.strictObject({
  burst: z.int().min(1).max(1_000_000),
  perMinute: z.number().positive().max(1_000_000),
});
/** What a court sets otherwise. */
export const rateSettings = z.partialRecord(z.enum(RATE_CLASSES as [RateClass, ...RateClass[]]), rate);
export type RateSettings = z.infer<typeof rateSettings>;

/** First match holds; what is not named is a view. */
const CLASS_OF: readonly [methods: string, path: RegExp, of: RateClass][] = [
  ['GET POST', /^\/v1\/(?:sign-in|sessions)$/, 'sign-in'],
  ['POST', /^\/v1\/records$/, 'records'],
  ['POST', /^\/v1\/inbox$/, 'inbox'],
  ['PUT PATCH', /^\/v1\/evidence\//, 'uploads'],
  ['GET', /^\/v1\/evidence\/[^/]+\/upload$/, 'uploads'],
  ['GET', /^\/v1\/evidence\/[^/]+$/, 'content'],
  ['GET', /^\/v1\/(?:screening|entries)\/[^/]+$/, 'content'],
  ['GET', /\.pdf$/, 'content'],
  ['GET DELETE', /^\/v1\/session$/, 'other'],
  ['GET', /^\/v1\/(?:policy|profiles)$/, 'other'],
];

/** @param path a path as requested, or a route's pattern */
export function rateClassOf(method: string, path: string): RateClass {
  const asked = method === 'HEAD' ? 'GET' : method;
  return (
    CLASS_OF.find(([methods, its]) => methods.split(' ').includes(asked) && its.test(path))?.[2] ?? 'views'
  );
}

export class TooManyRequests extends Refusal {
  readonly retryAfterSeconds: number;
  constructor(retryAfterSeconds: number) {
    super('too-many-requests');
    this.retryAfterSeconds = retryAfterSeconds;
  }
}

/** Buckets of one class. */
const BUCKETS = 20_000;

export class RateLimits {
  readonly #rates: Record<RateClass, Rate>;
  readonly #now: () => number;
  readonly #most: number;
  readonly #buckets = new Map<RateClass, Map<string, { left: number; at: number }>>();

  /** @param now milliseconds since 1970 */
  constructor(settings: RateSettings, now: () => number, most = BUCKETS) {
    this.#rates = { ...RATES, ...settings };
    this.#now = now;
    this.#most = most;
  }

  /** Takes one from a bucket. @throws TooManyRequests when it is empty, with how long it takes to be worth asking again */
  take(of: RateClass, key: string): void {
    const { burst, perMinute } = this.#rates[of];
    const buckets = this.#buckets.get(of) ?? new Map<string, { left: number; at: number }>();
    this.#buckets.set(of, buckets);
    const at = this.#now();
    const known = buckets.get(key) ?? { left: burst, at };
    // A clock that was set back fills nothing, and does not empty what is there either.
    const filled = (Math.max(0, at - known.at) / 60_000) * perMinute;
    const left = Math.min(burst, known.left + filled);
    buckets.delete(key);
    buckets.set(key, { left: left >= 1 ? left - 1 : left, at });
    const oldest = buckets.size > this.#most ? buckets.keys().next().value : undefined;
    if (oldest !== undefined) buckets.delete(oldest);
    if (left < 1) throw new TooManyRequests(Math.max(1, Math.ceil(((1 - left) / perMinute) * 60)));
  }

  /** How many buckets are held, for a figure and a test. */
  get size(): number {
    return [...this.#buckets.values()].reduce((sum, { size }) => sum + size, 0);
  }
}

/** One computer, one key: of IPv6 its network, for a computer has as many addresses there as it likes. */
export function addressKey(address: string): string {
  if (!isIPv6(address)) return address;
  const [head = '', tail] = address.toLowerCase().split('::');
  const before = head === '' ? [] : head.split(':');
  const after = tail === undefined || tail === '' ? [] : tail.split(':');
  const zeros =
    tail === undefined ? [] : Array<string>(Math.max(0, 8 - before.length - after.length)).fill('0');
  return `${[...before, ...zeros, ...after].slice(0, 4).join(':')}::/64`;
}

export interface Throttle {
  limits: RateLimits;
  /** Who sent the request, as the listening side knows it. */
  addressOf(req: IncomingMessage): string;
}

interface ThrottledEnv {
  Bindings: { incoming?: IncomingMessage };
  Variables: { person: Person };
}

/** Before anything is decided; `others` than requests over the network have no address. */
export const limitAddresses = ({ limits, addressOf }: Throttle) =>
  createMiddleware<ThrottledEnv>((c, next) => {
    const { incoming } = c.env;
    if (incoming) limits.take('address', addressKey(addressOf(incoming)));
    return next();
  });

/** After it is known who asks. */
export const limitPeople = ({ limits, addressOf }: Throttle) =>
  createMiddleware<ThrottledEnv>((c, next) => {
    const { incoming } = c.env;
    const person = c.get('person') as Person | undefined;
    const key = person ? `person ${person.staffCode}` : incoming && addressKey(addressOf(incoming));
    if (key !== undefined) limits.take(rateClassOf(c.req.method, c.req.path), key);
    return next();
  });

/** The provider's paths that the sidecar itself asks at, for everybody who signs in. */
const ASKED_BY_US = /\/(?:token|jwks|\.well-known\/openid-configuration)(?:\?|$)/;

/**
 * For the embedded provider, whose pages are answered before the application.
 * @returns whether to go on; otherwise the page that says so has been sent
 */
export function admitsToSignIn(
  { limits, addressOf }: Throttle,
  courtName: string,
  req: IncomingMessage,
  res: ServerResponse,
): boolean {
  try {
    const address = addressKey(addressOf(req));
    limits.take('address', address);
    if (!ASKED_BY_US.test(req.url ?? '')) limits.take('sign-in', address);
    return true;
  } catch (error) {
    if (!(error instanceof TooManyRequests)) throw error;
    // 200, as every refusal a person reads there: a browser closes an extension's sign-in window on 4xx.
    res.writeHead(200, { ...pageHeaders([]), 'Retry-After': String(error.retryAfterSeconds) });
    res.end(noticePage(courtName, 'busy'));
    return false;
  }
}
