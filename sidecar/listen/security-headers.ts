/**
 * What every answer tells the browser, whoever wrote it: a route, the sign-in page, or Node itself refusing half a
 * request. It is put on at the last moment and only where an answer has nothing stricter of its own.
 */
import { type IncomingMessage, ServerResponse } from 'node:http';

export const BASE_HEADERS = {
  // No answer of ours is a page but the provider's two, and those say what they need.
  'content-security-policy':
    "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'cache-control': 'no-store',
} as const;

/** A year, this host name only: other names below it are none of ours. */
export const STRICT_TRANSPORT = 'max-age=31536000';

/** Who runs what is nobody's business; and no page of another origin may read an answer (see docs/architecture.md). */
const NEVER = /^(?:server|x-powered-by|access-control-.*)$/i;

/** @param secure whether this request came by TLS; browsers heed the header nowhere else, and must not get it (RFC 6797) */
export function answersWith(secure: (req: IncomingMessage) => boolean): typeof ServerResponse {
  return class<Request extends IncomingMessage = IncomingMessage> extends ServerResponse<Request> {
    // biome-ignore lint/suspicious/noExplicitAny: the overloads of Node's own
    override writeHead(status: number, ...rest: any[]): this {
      const given = rest.at(-1);
      // Node's own form of a list, name after value, is used by nobody here; what is an object is put on one by one.
      if (typeof given === 'object' && given !== null && !Array.isArray(given)) {
        for (const [name, value] of Object.entries(given)) {
          if (value !== undefined) this.setHeader(name, value as string);
        }
        rest.pop();
      }
      for (const name of this.getHeaderNames()) if (NEVER.test(name)) this.removeHeader(name);
      for (const [name, value] of Object.entries(BASE_HEADERS))
        if (!this.hasHeader(name)) this.setHeader(name, value);
      if (secure(this.req)) this.setHeader('strict-transport-security', STRICT_TRANSPORT);
      return super.writeHead(status, ...rest);
    }
  };
}
