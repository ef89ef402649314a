/** Keeps one node of ours on the page although the host's scripts may wipe what they do not know. */

const DELAY_MS = 100;
/** A host that wipes more often than this wants us gone, and two scripts at odds would freeze the page. */
const MOST = 20;

export function stayAttached(host: HTMLElement, signal: AbortSignal): void {
  let left = MOST;
  let timer: ReturnType<typeof setTimeout> | undefined;
  const attach = () => {
    timer = undefined;
    const root = document.documentElement;
    if (!root || host.parentNode === root) return;
    // What an earlier run of the extension left behind.
    for (const old of root.querySelectorAll(`:scope > ${host.localName}`)) old.remove();
    root.append(host);
    watch();
  };
  const observer = new MutationObserver(() => {
    if (host.parentNode === document.documentElement || timer !== undefined || left <= 0) return;
    left -= 1;
    timer = setTimeout(attach, DELAY_MS);
  });
  // Children only: neither the page's own changes nor ours wake it.
  const watch = () => {
    observer.disconnect();
    observer.observe(document, { childList: true });
    if (document.documentElement) observer.observe(document.documentElement, { childList: true });
  };
  attach();
  signal.addEventListener('abort', () => {
    observer.disconnect();
    clearTimeout(timer);
    host.remove();
  });
}
