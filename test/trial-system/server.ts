import type { IncomingMessage } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { getRequestListener } from '@hono/node-server';
import { createApp } from './app.ts';
import { defaultSeed } from './seed.ts';
import { Sessions } from './sessions.ts';
import { Store } from './store.ts';
import type { RequestLogEntry, Seed } from './types.ts';

export type { CourtCase, DossierFile, Meeting, Person, RequestLogEntry, Seed } from './types.ts';

export interface TrialSystemOptions {
  port?: number;
  host?: string;
  seed?: Seed;
}

export interface TrialSystem {
  url: string;
  /** Live: every request that arrived, oldest first. */
  requests: RequestLogEntry[];
  /** Live: people, cases, meetings and files as they stand. */
  state: Store;
  close(): Promise<void>;
}

/** Notes a request the moment its head has arrived, and counts its body as it comes in. */
function arrive(request: IncomingMessage): RequestLogEntry {
  const target = request.url ?? '/';
  const cut = target.indexOf('?');
  const entry: RequestLogEntry = {
    time: new Date().toISOString(),
    method: request.method ?? '',
    path: cut < 0 ? target : target.slice(0, cut),
    query: cut < 0 ? '' : target.slice(cut),
    user: null,
    status: null,
    bodyBytes: 0,
  };
  const push = request.push.bind(request);
  request.push = (chunk: Buffer | null, encoding?: BufferEncoding) => {
    if (chunk) entry.bodyBytes += chunk.length;
    return push(chunk, encoding);
  };
  return entry;
}

export async function startTrialSystem(options: TrialSystemOptions = {}): Promise<TrialSystem> {
  const { port = 0, host = '127.0.0.1', seed = defaultSeed() } = options;
  const store = new Store(seed);
  const requests: RequestLogEntry[] = [];
  const entries = new WeakMap<IncomingMessage, RequestLogEntry>();
  const app = createApp({ store, sessions: new Sessions(), requests }, (incoming) => {
    const entry = entries.get(incoming);
    if (!entry) throw new Error('a request was not noted on arrival');
    return entry;
  });
  const listener = getRequestListener(app.fetch, { overrideGlobalObjects: false });
  const server = createServer((request, response) => {
    const entry = arrive(request);
    entries.set(request, entry);
    requests.push(entry);
    response.once('close', () => {
      if (!response.writableFinished) entry.status = null;
    });
    void listener(request, response);
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      resolve();
    });
  });
  const address = server.address() as AddressInfo;
  const name = address.family === 'IPv6' ? `[${address.address}]` : address.address;
  return {
    url: `http://${name}:${address.port}`,
    requests,
    state: store,
    close: () =>
      new Promise((resolve, reject) => {
        server.close((error) => (error ? reject(error) : resolve()));
        server.closeAllConnections();
      }),
  };
}
