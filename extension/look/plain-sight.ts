/**
 * Watches whether this page is in plain sight: whole, uncovered, unmoved (press.ts says what for). In a frame the page
 * around it cannot be looked at, but the browser can be asked: an observer that tracks visibility says of one
 * element whether every point of it is really on the screen, with nothing over it and no effect on it.
 */
import type { Sight } from './press.ts';

interface VisibleEntry extends IntersectionObserverEntry {
  /** Chromium's only. */
  isVisible?: boolean;
}
interface MoveEvent {
  x: number;
  y: number;
  screenX: number;
  screenY: number;
}

const FRAMED = window.top !== window;
const TELLS = 'IntersectionObserverEntry' in window && 'isVisible' in IntersectionObserverEntry.prototype;
/** Edges fall between pixels; less than this is hidden of a frame that is whole. */
const WHOLE = 0.98;
/** Between two looks of the browser, milliseconds; it takes no less. */
const DELAY_MS = 100;

/** Undefined until the browser has looked for the first time. */
let seen: Sight['seen'] | undefined = TELLS ? undefined : 'unknown';
let movedAt = 0;
let focusAt = 0;
let pointerSince: number | undefined;
let pointer: MoveEvent | undefined;
let repeating = false;

const listeners = new Set<() => void>();
let stop: (() => void) | undefined;

const changed = (): void => {
  for (const listener of listeners) listener();
};

function moved(): void {
  movedAt = performance.now();
  changed();
}

/** What has to be known before anybody asks: where the pointer is, and whom the keys are turned to. */
export function watchPointerAndKeys(): void {
  const root = document.documentElement;
  root.addEventListener('pointerenter', ({ isTrusted }) => {
    if (!isTrusted) return;
    pointerSince ??= performance.now();
    changed();
  });
  root.addEventListener('pointerleave', () => {
    pointerSince = undefined;
    pointer = undefined;
    changed();
  });
  addEventListener('focus', ({ target }) => {
    if (target !== window && target !== document) return;
    focusAt = performance.now();
    changed();
  });
  addEventListener('keydown', ({ repeat }) => (repeating = repeat), true);
  // After the click that the release of a key may make.
  addEventListener('keyup', () => setTimeout(() => (repeating = false)), true);
}

/** The same place of the screen is another of the page: it was moved under the pointer. */
function follow(event: PointerEvent): void {
  const { clientX: x, clientY: y, screenX, screenY } = event;
  const before = pointer;
  pointer = { x, y, screenX, screenY };
  if (!before) return;
  const rested = Math.abs(screenX - before.screenX) + Math.abs(screenY - before.screenY) <= 1;
  const slid = Math.abs(x - before.x) + Math.abs(y - before.y) > 3;
  if (rested && slid) moved();
}

/** In front of everything of ours, the watermark too: over what it covers, only others can be. */
function foremost(): HTMLElement {
  const pane = document.createElement('div');
  pane.setAttribute('aria-hidden', 'true');
  Object.assign(pane.style, {
    position: 'fixed',
    inset: '0',
    zIndex: '2147483647',
    pointerEvents: 'none',
  });
  document.body.append(pane);
  return pane;
}

function start(): () => void {
  const end = new AbortController();
  const { signal } = end;
  addEventListener('resize', moved, { signal });
  for (const type of ['pointermove', 'pointerdown'] as const)
    addEventListener(type, follow, { signal, capture: true });

  const shifts = new PerformanceObserver((list) => {
    const own = (entry: PerformanceEntry) => (entry as { hadRecentInput?: boolean }).hadRecentInput === true;
    if (!list.getEntries().every(own)) moved();
  });
  shifts.observe({ type: 'layout-shift' });
  signal.addEventListener('abort', () => shifts.disconnect());

  if (FRAMED && TELLS) {
    const pane = foremost();
    const observer = new IntersectionObserver(
      (entries) => {
        const last = entries.at(-1) as VisibleEntry;
        if (last.isVisible !== true || last.intersectionRatio < WHOLE) seen = 'no';
        else if (typeof seen !== 'object') seen = { since: performance.now() };
        pane.dataset.sight = seen === 'no' ? 'no' : 'plain';
        changed();
      },
      { threshold: [0, 0.5, WHOLE], trackVisibility: true, delay: DELAY_MS } as IntersectionObserverInit,
    );
    observer.observe(pane);
    signal.addEventListener('abort', () => {
      observer.disconnect();
      pane.remove();
      seen = undefined;
    });
  }
  return () => end.abort();
}

/** Watches as long as somebody listens. @returns what ends it */
export function watchSight(listener: () => void): () => void {
  listeners.add(listener);
  stop ??= start();
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    stop?.();
    stop = undefined;
  };
}

/** @returns undefined before the browser has looked */
export function sightNow(): Sight | undefined {
  if (FRAMED && seen === undefined) return undefined;
  const scale = devicePixelRatio;
  return {
    now: performance.now(),
    framed: FRAMED,
    seen: seen ?? 'unknown',
    width: innerWidth * scale,
    height: innerHeight * scale,
    movedAt,
    pointerSince,
    focusAt,
  };
}

export const keyRepeats = (): boolean => repeating;
