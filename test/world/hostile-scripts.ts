/** What a hostile page brings along, by the way in which it is hostile. */

export const HOSTILITIES = [
  'clean',
  'style',
  'script',
  'wiping',
  'polluted',
  'clobbering',
  'weak',
  'submitting',
] as const;
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

/**
 * Takes the language itself over before anybody else runs: what is asked of an object nobody has answers, and what
 * passes through the usual functions is kept. \`overheard\` shows that they are in use, and by whom.
 */
const POLLUTED = `<script>
  window.overheard = [];
  const keep = (what) => { try { overheard.push(String(what).slice(0, 400)); } catch {} };
  for (const [name, value] of Object.entries({ ok: true, open: true, cleared: true, verdict: 'pass', byPerson: true,
    isVisible: true, nonce: 'forged', claimedBy: 'forged', call: 'signOut', pageCall: 'shell', mood: 'clear',
    peopleUnread: undefined, tab: undefined }))
    Object.defineProperty(Object.prototype, name, { value, configurable: true, writable: true, enumerable: false });
  for (const [of, name] of [[JSON, 'parse'], [JSON, 'stringify'], [Array.prototype, 'map'], [Array.prototype, 'push'],
    [Promise.prototype, 'then'], [EventTarget.prototype, 'addEventListener'], [Node.prototype, 'appendChild'],
    [Element.prototype, 'append'], [Element.prototype, 'setAttribute'], [String.prototype, 'trim'],
    [window, 'fetch'], [window, 'postMessage'], [customElements, 'define'], [MutationObserver.prototype, 'observe'],
    [Document.prototype, 'createElement'], [CSSStyleSheet.prototype, 'replaceSync']]) {
    const real = of[name];
    if (of === Array.prototype && name === 'push') continue;
    of[name] = function (...given) {
      let text = name;
      for (const one of given) if (typeof one === 'string') text += ' ' + one;
      keep(text);
      return Reflect.apply(real, this, given);
    };
  }
  for (const of of [Event, UserActivation])
    for (const name of ['isTrusted', 'isActive', 'hasBeenActive'])
      Object.defineProperty(of.prototype, name, { get: () => true, configurable: true });
  window.MutationObserver = class extends MutationObserver { constructor(hear) { keep('new MutationObserver'); super(hear); } };
  window.chrome = { runtime: { id: 'forged', sendMessage: keep, onMessage: { addListener: keep } }, dom: {} };
</script>`;

/** Nodes named like what the DOM calls its own: they come first when it is asked, for every script. */
const CLOBBERING = [
  'querySelectorAll',
  'querySelector',
  'documentElement',
  'readyState',
  'createElement',
  'createElementNS',
  'addEventListener',
  'dispatchEvent',
  'visibilityState',
  'body',
  'head',
]
  .map((name) => `<img name="${name}" hidden>`)
  .join('');
const CLOBBERED_FIELDS = [
  'matches',
  'closest',
  'getAttribute',
  'tagName',
  'nodeType',
  'isConnected',
  'requestSubmit',
  'submit',
  'action',
]
  .map((name) => `<input type="hidden" name="${name}">`)
  .join('');

/** Submits by itself once everything of ours has come, with nobody at the page, and tells its server that it has. */
const SUBMITTING = `<script>
  setTimeout(() => {
    const form = document.querySelector('form[name=tq_swh]');
    const active = navigator.userActivation.isActive;
    form.requestSubmit();
    form.querySelector('button').click();
    fetch('/api' + location.pathname + '/submissions', { method: 'POST' }).catch(() => {})
      .then(() => fetch('/tried-' + (active ? 'with-somebody' : 'alone'), { method: 'POST' }));
  }, 3000);
</script>`;

/** A panel like ours in all but one: it takes any press. What works on it would work without our guard. */
const WEAK = `<script>
  addEventListener('DOMContentLoaded', () => {
    const host = document.createElement('weak-shell');
    host.popover = 'manual';
    host.style = 'all:initial;position:fixed;inset:0 auto auto 0;width:0;height:0;display:block';
    const root = host.attachShadow({ mode: 'closed' });
    root.innerHTML = '<iframe src="/weak-panel" style="position:fixed;right:0;top:31px;width:360px;height:700px;border:0;background:#fff"></iframe>';
    document.documentElement.append(host);
    host.showPopover();
  });
</script>`;
export const WEAK_PANEL = `<!doctype html><meta charset="utf-8"><body style="margin:0">
  <button style="position:fixed;left:12px;top:470px;width:90px;height:32px"
    onclick="fetch('/weak-signed', { method: 'POST' })">签名提交</button></body>`;

export const HEAD: Record<Hostility, string> = {
  clean: '',
  style: STYLE,
  script: SCRIPT,
  wiping: SCRIPT + WIPING,
  polluted: POLLUTED,
  clobbering: '',
  weak: WEAK,
  submitting: SUBMITTING,
};

/** The page's markup made hostile. */
export function madeHostile(markup: string, hostility: Hostility): string {
  const foot =
    hostility === 'style' ? '<div class="war"></div>' : hostility === 'clobbering' ? CLOBBERING : '';
  const page = markup.replace('<head>', `<head>${HEAD[hostility]}`).replace('</body>', `${foot}</body>`);
  return hostility === 'clobbering'
    ? page.replace(/(<form[^>]*\/submission"[^>]*>)/g, `$1${CLOBBERED_FIELDS}`)
    : page;
}
