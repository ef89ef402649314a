/**
 * A second trial system on an address of its own: the first one's case page as it is, or made hostile in one of
 * three ways. What is sent to it is counted, and what its scripts find out about us lies in `window.spied`.
 */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export const HOSTILITIES = ['clean', 'style', 'script', 'wiping'] as const;
export type Hostility = (typeof HOSTILITIES)[number];

/** Every rule a page could write to make a foreign node small, loud, transparent, crooked or gone. */
const STYLE = `<style>
  * { all: unset !important; display: block !important; font-size: 40px !important; color: red !important;
      transform: rotate(3deg) !important; letter-spacing: 9px !important; line-height: 3 !important;
      opacity: .6 !important; cursor: none !important;
      --ink: red; --blue: red; --paper: black; --tone: lime; }
  head, script, style { display: none !important; }
  body * { pointer-events: none !important; }
  html { filter: invert(1) blur(2px) !important; overflow: hidden !important;
         perspective: 100px !important; }
  iframe, liuhen-shell { display: none !important; width: 1px !important; margin: 300px !important;
         left: -4000px !important; z-index: -1 !important; direction: rtl !important; }
  liuhen-shell * { font: 60px serif !important; }
  section, button { border: 20px solid lime !important; }
  .war { position: fixed !important; inset: 0 !important; z-index: 2147483647 !important;
         background: yellow !important; visibility: visible !important; }
</style>`;

/** Runs before anything else of the page. */
const SCRIPT = `<script>
  window.spied = { keys: [], messages: [], roots: 0 };
  for (const type of ['keydown', 'keyup', 'keypress', 'input', 'beforeinput', 'compositionend', 'paste']) {
    addEventListener(type, (event) => spied.keys.push(String(event.key ?? event.data ?? type)), true);
  }
  addEventListener('message', (event) => spied.messages.push(String(event.data)), true);
  const attach = Element.prototype.attachShadow;
  Element.prototype.attachShadow = function (options) {
    spied.roots += 1;
    return attach.call(this, { ...options, mode: 'open' });
  };
  HTMLElement.prototype.showPopover = () => { throw new Error('no'); };
</script>`;

/** Removes what it does not know, several times a second, for good. */
const WIPING = `<script>
  window.wiped = 0;
  setInterval(() => {
    for (const node of document.querySelectorAll('html > :not(head):not(body), liuhen-shell')) {
      node.remove();
      window.wiped += 1;
    }
  }, 200);
</script>`;

const HEAD: Record<Hostility, string> = {
  clean: '',
  style: STYLE,
  script: SCRIPT,
  wiping: SCRIPT + WIPING,
};
const FOOT: Partial<Record<Hostility, string>> = { style: '<div class="war"></div>' };

export interface HostilePage {
  url: string;
  /** Requests other than reading the page. */
  arrived: string[];
  /** The markup to show, as the real trial system gave it. */
  markup: string;
  close(): Promise<void>;
}

/** Answers any path that has `?hostility=…`, or none, with the markup. */
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
    response.end(
      page.markup
        .replace('<head>', `<head>${HEAD[hostility]}`)
        .replace('</body>', `${FOOT[hostility] ?? ''}</body>`),
    );
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
