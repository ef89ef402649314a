/** Keeps one node of ours on the page, above what the page shows, although the host's scripts may wipe or hide it. */
import { native } from './native.ts';

const DELAY_MS = 100;
/** A host that wipes more often than this wants us gone, and two scripts at odds would freeze the page. */
const MOST = 20;

/**
 * Above every z-index, and out of reach of a transform, a filter or an opacity that the page gives its root.
 * Browsers without popovers leave the node where it is, with the highest z-index.
 */
function lift(host: HTMLElement): void {
  if (typeof host.showPopover !== 'function' || host.matches(':popover-open')) return;
  host.popover = 'manual';
  try {
    host.showPopover();
  } catch {
    // Taken off the page in the meantime; it is lifted when it is back.
  }
}

/** @param again called before the node is put back: a frame in it is loaded anew by that */
export function stayAttached(host: HTMLElement, signal: AbortSignal, again: () => void): void {
  let left = MOST;
  let attached = false;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const attach = () => {
    timer = undefined;
    const root = native(document, 'documentElement');
    if (!root) return;
    if (host.parentNode !== root) {
      // What an earlier run of the extension left behind.
      for (const old of root.querySelectorAll(`:scope > ${host.localName}`)) old.remove();
      if (attached) again();
      attached = true;
      root.append(host);
      watch();
    }
    lift(host);
  };
  const attachSoon = () => {
    if (timer !== undefined || left <= 0) return;
    left -= 1;
    timer = setTimeout(attach, DELAY_MS);
  };
  const observer = new MutationObserver(() => {
    if (host.parentNode !== native(document, 'documentElement')) attachSoon();
  });
  // Children only: neither the page's own changes nor ours wake it.
  const watch = () => {
    observer.disconnect();
    observer.observe(document, { childList: true });
    const root = native(document, 'documentElement');
    if (root) observer.observe(root, { childList: true });
  };
  host.addEventListener('toggle', (event) => (event as ToggleEvent).newState === 'closed' && attachSoon(), {
    signal,
  });
  attach();
  signal.addEventListener('abort', () => {
    observer.disconnect();
    clearTimeout(timer);
    host.remove();
  });
}
