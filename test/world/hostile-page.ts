/**
 * A second trial system on an address of its own: the first one's case page as it is, or made hostile. What is sent to
 * it is counted, and what its scripts find out about us lies on the page.
 */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Hostility, madeHostile, WEAK_PANEL } from './hostile-scripts.ts';

export type { Hostility } from './hostile-scripts.ts';

export interface HostilePage {
  url: string;
  /** Requests other than reading the page. */
  arrived: string[];
  /** The markup to show, as the real trial system gave it. */
  markup: string;
  close(): Promise<void>;
}

/**
 * Answers any path that has `?hostility=…`, or none, with the markup; `?number=…` and `?cause=…` put another case number
 * or cause into it.
 */
export async function startHostilePage(): Promise<HostilePage> {
  const server = createServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://host');
    if (request.method !== 'GET') {
      page.arrived.push(`${request.method} ${pathname}`);
      response.end('{}');
      return;
    }
    const hostility = (searchParams.get('hostility') ?? 'clean') as Hostility;
    response.setHeader('content-type', 'text/html; charset=utf-8');
    if (pathname === '/weak-panel') {
      response.end(WEAK_PANEL);
      return;
    }
    let { markup } = page;
    for (const [name, id] of [
      ['number', 'ah'],
      ['cause', 'ay'],
    ] as const) {
      const text = searchParams.get(name);
      if (text !== null) markup = markup.replace(new RegExp(`(id="${id}"[^>]*>)[^<]*`), `$1${text}`);
    }
    response.end(madeHostile(markup, hostility));
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as AddressInfo;
  const page: HostilePage = {
    url: `http://127.0.0.1:${port}`,
    arrived: [],
    markup: '<!doctype html><head></head><body></body>',
    close: () =>
      new Promise((done) => {
        server.close(() => done());
        server.closeAllConnections();
      }),
  };
  return page;
}
