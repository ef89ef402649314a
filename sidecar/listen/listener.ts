/**
 * Node's own server, with what it is given to bear: how long, how large, how many, and which requests are looked at at
 * all. What two readers could read in two ways (request smuggling) is refused here, before anything is decided by it.
 */
import {
  createServer,
  type IncomingMessage,
  type Server,
  type ServerResponse,
  STATUS_CODES,
} from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { Socket } from 'node:net';
import { API_HEADER, API_VERSION } from '../../shared/api.ts';
import { type ProblemCode, Refusal, toProblem } from '../problems.ts';
import type { Certificate } from './certificate.ts';
import { isPlainTarget } from './request-target.ts';
import { answersWith, BASE_HEADERS } from './security-headers.ts';
import type { ListenSettings } from './settings.ts';
import { createPeers, isLoopback, type Peer } from './trusted-proxies.ts';

const HEADER_BYTES = 16 * 1024;
const HEADER_COUNT = 100;
const HANDSHAKE_MS = 10_000;
/** Said twice, each of these could be read in two ways. */
const ONCE = new Set([
  'host',
  'authorization',
  'content-type',
  'content-length',
  'content-encoding',
  'origin',
]);

export interface Listener {
  server: Server;
  /** Who sent a request, as far as it can be known. */
  peer(req: IncomingMessage): Peer;
  /** Refuses what must not be looked at any further; the answer has then been sent. @returns whether to go on */
  admits(req: IncomingMessage, res: ServerResponse): boolean;
}

export type ListenerSettings = Pick<
  ListenSettings,
  'limits' | 'trustedProxies' | 'allowPlainHttp' | 'strictTransport'
>;

/** @param told of each request that was refused unread: why, and nothing of what it held */
export function createListener(
  settings: ListenerSettings,
  certificate: Certificate | undefined,
  told: (refused: { refused: ProblemCode; status: number }) => void,
): Listener {
  const refuse = (res: ServerResponse, code: ProblemCode, language: string | undefined, as?: number) =>
    told({ refused: code, status: answerRefusal(res, code, language, as) });
  const { limits, allowPlainHttp, strictTransport } = settings;
  const peer = createPeers(settings.trustedProxies);
  const options = {
    ServerResponse: answersWith((req) => strictTransport && peer(req).secure),
    headersTimeout: limits.headerSeconds * 1000,
    requestTimeout: limits.requestSeconds * 1000,
    keepAliveTimeout: limits.idleSeconds * 1000,
    // How late the two above may be noticed.
    connectionsCheckingInterval: Math.min(5_000, limits.headerSeconds * 500),
    maxHeaderSize: HEADER_BYTES,
    // Asked for below, so that its refusal reads like every other.
    requireHostHeader: false,
  };
  const server = certificate
    ? createTlsServer({ ...options, ...certificate.context(), handshakeTimeout: HANDSHAKE_MS })
    : createServer(options);
  certificate?.onChange((context) => {
    if ('setSecureContext' in server) server.setSecureContext(context);
  });
  server.maxHeadersCount = HEADER_COUNT;
  server.maxConnections = limits.connections;
  // Nothing moves for this long: whoever it is has gone, or never meant to come.
  server.setTimeout((limits.requestSeconds + limits.idleSeconds) * 1000);
  server.on('clientError', (error: NodeJS.ErrnoException, socket: Socket) => {
    const status = refuseUnread(error, socket);
    if (status !== undefined) told({ refused: 'request-malformed', status });
  });
  // A client's answer to something it was never asked.
  server.on('checkExpectation', (_req: IncomingMessage, res: ServerResponse) => {
    refuse(res, 'request-malformed', undefined, 417);
  });

  return {
    server,
    peer,
    admits(req, res) {
      const language = req.headers['accept-language'];
      if (!isWellFormed(req)) {
        refuse(res, 'request-malformed', language);
        return false;
      }
      const { plain } = peer(req);
      const inTheClear =
        plain === 'told' || (plain === 'direct' && !isLoopback(req.socket.remoteAddress ?? ''));
      if (inTheClear && !allowPlainHttp) {
        refuse(res, 'plain-http', language);
        return false;
      }
      return true;
    },
  };
}

function isWellFormed(req: IncomingMessage): boolean {
  const { httpVersion, rawHeaders } = req;
  if (httpVersion !== '1.1' && httpVersion !== '1.0') return false;
  if (!isPlainTarget(req.url)) return false;
  if (httpVersion === '1.1' && !req.headers.host) return false;
  const coding = req.headers['transfer-encoding'];
  // Of the codings of a message only `chunked` is known here, and HTTP/1.0 has none.
  if (coding !== undefined && (coding.toLowerCase() !== 'chunked' || httpVersion === '1.0')) return false;
  const seen = new Set<string>();
  for (let at = 0; at < rawHeaders.length; at += 2) {
    const name = rawHeaders[at]?.toLowerCase() ?? '';
    if (!ONCE.has(name)) continue;
    if (seen.has(name)) return false;
    seen.add(name);
  }
  return true;
}

/** What follows on this connection is not read: where one request ends and the next begins is no longer sure. */
function answerRefusal(
  res: ServerResponse,
  code: ProblemCode,
  language: string | undefined,
  as?: number,
): number {
  const problem = toProblem(new Refusal(code), language);
  const status = as ?? problem.status;
  res.shouldKeepAlive = false;
  res.writeHead(status, {
    'content-type': 'application/problem+json',
    [API_HEADER]: API_VERSION,
  });
  res.end(JSON.stringify({ ...problem, status }));
  return status;
}

/** Half a request, or none: there is no response to write to, only the connection. @returns what was answered, if anything */
function refuseUnread(error: NodeJS.ErrnoException, socket: Socket): number | undefined {
  const { code = '' } = error;
  // An answer may be under way on this connection already; and a handshake that failed can be answered nothing.
  const begun = '_httpMessage' in socket && (socket._httpMessage as ServerResponse | null)?.headersSent;
  if (!/^(?:HPE_|ERR_HTTP_)/.test(code) || !socket.writable || begun) {
    socket.destroy();
    return undefined;
  }
  const status = code === 'ERR_HTTP_REQUEST_TIMEOUT' ? 408 : code === 'HPE_HEADER_OVERFLOW' ? 431 : 400;
  const { detail, ...rest } = toProblem(new Refusal('request-malformed'), undefined);
  const body = JSON.stringify({ ...rest, status, detail });
  const headers = {
    ...BASE_HEADERS,
    [API_HEADER]: API_VERSION,
    'content-type': 'application/problem+json',
    'content-length': String(Buffer.byteLength(body)),
    connection: 'close',
  };
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  socket.end(`HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\n${lines.join('')}\r\n${body}`);
  return status;
}
