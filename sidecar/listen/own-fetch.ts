/**
 * How the sidecar asks its own embedded provider when it speaks TLS itself: straight at the port it listens on, trusting
 * exactly the certificate it serves. A court's own authority need not be known to the server, nor the public name resolve.
 */
import { request } from 'node:https';
import type { Certificate } from './certificate.ts';

export interface OwnRequest {
  method?: string;
  headers?: HeadersInit;
  body?: string | URLSearchParams | Uint8Array | ArrayBuffer | ReadableStream | null | undefined;
  signal?: AbortSignal | null | undefined;
}

/** @param at where the sidecar listens */
export function ownFetch(at: { host: string; port: number }, certificate: Certificate) {
  return (url: string | URL, init: OwnRequest = {}): Promise<Response> =>
    new Promise((resolve, reject) => {
      const to = new URL(url);
      const headers = new Headers(init.headers);
      if (init.body instanceof URLSearchParams && !headers.has('content-type'))
        headers.set('content-type', 'application/x-www-form-urlencoded;charset=UTF-8');
      headers.set('host', to.host);
      const asked = request(
        {
          host: at.host,
          port: at.port,
          path: to.pathname + to.search,
          method: init.method ?? 'GET',
          headers: Object.fromEntries(headers),
          ca: certificate.context().cert,
          allowPartialTrustChain: true,
          // Who holds the key of this very certificate is us, whatever name it is for.
          checkServerIdentity: () => undefined,
          agent: false,
          ...(init.signal ? { signal: init.signal } : {}),
        },
        (answer) => {
          const chunks: Buffer[] = [];
          answer.on('data', (chunk: Buffer) => chunks.push(chunk));
          answer.on('error', reject);
          answer.on('end', () => {
            const told = new Headers();
            for (const [name, value] of Object.entries(answer.headersDistinct))
              for (const one of value ?? []) told.append(name, one);
            const status = answer.statusCode ?? 500;
            const body = status === 204 || status === 304 ? null : Buffer.concat(chunks);
            resolve(new Response(body, { status, headers: told }));
          });
        },
      );
      asked.on('error', (cause) => reject(new TypeError('fetch failed', { cause })));
      const { body } = init;
      // What a client of an identity provider sends is a form, or nothing.
      asked.end(body instanceof URLSearchParams || typeof body === 'string' ? body.toString() : undefined);
    });
}
