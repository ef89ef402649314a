/**
 * The shell: what stands of us on the host's page. A tab at its edge that shows the state in colour, icon and
 * word, and, unfolded, the panel: a page of the extension in a frame, which the host's scripts cannot reach into.
 */
import browser from 'webextension-polyfill';
import type { Dock, ShellState } from '../link/calls.ts';
import { ask } from './background.ts';
import { type Box, placePanel, placeTab, type Wish } from './dock-place.ts';
import { type LineIcon, lineIcon } from './line-icon.ts';
import { native } from './native.ts';
import { el, ownNode } from './own-node.ts';
import { selectAll } from './select.ts';
import { SHELL_STYLE } from './shell-style.ts';
import { stayAttached } from './stay-attached.ts';
import type { Word, Words } from './words.ts';

export const SHELL_TAG = 'liuhen-shell';

const MOODS: Record<ShellState['mood'], { word: Word; icon: LineIcon }> = {
  due: { word: 'shell_due', icon: 'due' },
  held: { word: 'shell_held', icon: 'held' },
  clear: { word: 'shell_clear', icon: 'clear' },
  quiet: { word: 'shell_quiet', icon: 'quiet' },
  'signed-out': { word: 'shell_signedOut', icon: 'signed-out' },
  offline: { word: 'shell_offline', icon: 'offline' },
};
const NOTE_MS = 15_000;
const STEP = 0.05;

export interface Shell {
  show(state: ShellState): void;
  /** The panel's nonce, with which its frame is loaded, and again only when it is another; and where it was put last. */
  panel(nonce: string, dock: Dock): void;
  /**
   * Unfolds the panel.
   * @param bring the keys' focus goes there too
   * @returns false when there is no panel yet
   */
  open(bring: boolean): boolean;
  /** A line of the shell itself, for what the panel cannot tell; `stay` until the page is left. */
  say(word: Word | undefined, stay?: 'stay'): void;
}

export function createShell(words: Words, signal: AbortSignal): Shell {
  const wish: Wish = {};
  let wasOpen: boolean | undefined;
  const { host, root } = ownNode(SHELL_TAG, SHELL_STYLE);
  const word = el('span', { class: 'word' });
  const count = el('span', { class: 'count' });
  const fold = el('span', { class: 'fold' }, lineIcon('fold'), words.shell_collapse);
  const tab = el('button', { class: 'tab', type: 'button', 'aria-expanded': 'false' });
  const grip = el(
    'button',
    { class: 'grip', type: 'button', title: words.shell_move, 'aria-label': words.shell_move },
    lineIcon('grip'),
  );
  const note = el('div', { class: 'note', role: 'status' });
  const dock = el(
    'section',
    { class: 'dock', lang: browser.i18n.getUILanguage(), 'aria-label': words.shell_name },
    el('div', { class: 'bar' }, tab, grip),
    note,
  );
  root.append(dock);

  let frame: HTMLIFrameElement | undefined;
  let nonce: string | undefined;
  let opened = false;
  let staying = false;
  let noteTimer: ReturnType<typeof setTimeout> | undefined;

  function place(): void {
    const viewport = {
      width: native(document, 'documentElement').clientWidth || innerWidth,
      height: innerHeight,
    };
    const at = (opened ? placePanel : placeTab)(viewport, hostControls(), wish);
    dock.dataset.side = at.side;
    dock.style.top = `${at.top}px`;
    dock.style.height = opened ? `${at.height}px` : '';
  }

  function unfold(open: boolean): void {
    opened = open;
    dock.toggleAttribute('data-open', open);
    tab.setAttribute('aria-expanded', String(open));
    tab.setAttribute('title', open ? words.shell_collapse : words.shell_expand);
    if (open) loadPanel();
    place();
  }

  function loadPanel(): void {
    if (nonce === undefined) return;
    const address = `${browser.runtime.getURL('/panel.html')}#${nonce}`;
    if (frame?.getAttribute('src') === address) return;
    frame?.remove();
    const made = el('iframe', { src: address, title: words.shell_name });
    let loaded = false;
    made.addEventListener('load', ({ isTrusted }) => {
      if (!isTrusted) return;
      // Loaded anew by the person: what stands in it now has a nonce that is used up.
      if (loaded) renewPanel();
      loaded = true;
    });
    frame = made;
    dock.append(made);
  }

  /** A frame that is loaded once more needs another nonce: with the one before it would show nothing. */
  function renewPanel(): void {
    if (!frame) return;
    frame.remove();
    frame = undefined;
    void ask('panelNonce').then((given) => {
      if (!given || frame) return;
      nonce = given;
      if (opened) loadPanel();
    });
  }

  function move(change: Wish): void {
    Object.assign(wish, change);
    place();
    void ask('dockMoved', wish);
  }

  const rememberOpen = () => void ask('dockMoved', { open: opened });
  tab.addEventListener('click', () => {
    started = true;
    unfold(!opened);
    rememberOpen();
  });
  listenToGrip(grip, {
    turn: () => move({ side: dock.dataset.side === 'right' ? 'left' : 'right' }),
    side: (side) => move({ side }),
    step: (by) => move({ top: Math.min(1, Math.max(0, (wish.top ?? 0.3) + by * STEP)) }),
    drop: (x, y) => {
      const side = x < innerWidth / 2 ? 'left' : 'right';
      // The pointer holds the grip, which is the tab's lower end.
      const top = (y - (grip.offsetTop + grip.offsetHeight / 2)) / innerHeight;
      move(opened ? { side } : { side, top: Math.min(1, Math.max(0, top)) });
    },
  });
  // The host's shortcuts are not meant for somebody who is at our buttons.
  for (const type of ['keydown', 'keyup', 'keypress', 'click', 'pointerdown']) {
    dock.addEventListener(type, (event) => event.stopPropagation());
  }
  // One that the page makes up would let it move us under somebody's pointer.
  window.addEventListener('resize', ({ isTrusted }) => isTrusted && place(), { signal });
  signal.addEventListener('abort', () => clearTimeout(noteTimer));

  let mounted = false;
  /** Whether it was settled that the shell starts open or folded. */
  let started = false;
  const shell: Shell = {
    show({ mood, count: due }) {
      const { word: key, icon } = MOODS[mood];
      dock.dataset.mood = mood;
      word.textContent = words[key];
      count.textContent = due > 0 ? String(due) : '';
      tab.replaceChildren(lineIcon(icon), word, count, fold);
      // Quiet may mean that what is due is not known yet.
      if (!started && mood !== 'quiet') {
        started = true;
        unfold(nonce !== undefined && (wasOpen ?? (mood === 'due' || mood === 'held')));
      }
      if (mounted) return;
      mounted = true;
      if (!started) unfold(nonce !== undefined && wasOpen === true);
      // Only now: before the first placing it would stand in the page's corner for a moment.
      stayAttached(host, signal, renewPanel);
    },
    panel(given, { open, ...place }) {
      nonce = given;
      if (!mounted) {
        wasOpen = open;
        Object.assign(wish, place);
      }
      if (opened) loadPanel();
    },
    open(bring) {
      if (nonce === undefined) return false;
      // Open it stays where it is: the page can ask for this at any moment, by its own controls.
      if (!opened) unfold(true);
      rememberOpen();
      if (bring) frame?.focus();
      return true;
    },
    say(key, stay) {
      if (staying) return;
      clearTimeout(noteTimer);
      staying = stay !== undefined;
      note.classList.toggle('said', key !== undefined);
      note.textContent = key === undefined ? '' : words[key];
      if (key !== undefined && !staying) noteTimer = setTimeout(() => shell.say(undefined), NOTE_MS);
    },
  };
  return shell;
}

/** Boxes of what the host's people press or fill in, as far as it is in view. */
function hostControls(): Box[] {
  const controls = selectAll(
    document,
    'button, input:not([type=hidden]), select, textarea, a[href], [role=button]',
  );
  return controls
    .map((control) => control.getBoundingClientRect())
    .filter((box) => box.width > 0 && box.height > 0);
}

interface GripMoves {
  turn(): void;
  side(side: 'left' | 'right'): void;
  step(by: 1 | -1): void;
  drop(x: number, y: number): void;
}

/** Pressed, it changes sides; arrow keys move; dragged, it drops the shell where it is let go. */
function listenToGrip(grip: HTMLElement, moves: GripMoves): void {
  let from: { x: number; y: number } | undefined;
  let dragged = false;
  grip.addEventListener('pointerdown', ({ clientX, clientY, pointerId }) => {
    from = { x: clientX, y: clientY };
    dragged = false;
    grip.setPointerCapture(pointerId);
  });
  grip.addEventListener('pointermove', ({ clientX, clientY }) => {
    if (from && Math.hypot(clientX - from.x, clientY - from.y) > 4) dragged = true;
  });
  grip.addEventListener('pointerup', ({ clientX, clientY }) => {
    if (from && dragged) moves.drop(clientX, clientY);
    from = undefined;
  });
  grip.addEventListener('pointercancel', () => {
    from = undefined;
  });
  grip.addEventListener('click', () => {
    if (!dragged) moves.turn();
    dragged = false;
  });
  grip.addEventListener('keydown', (event) => {
    const act = {
      ArrowLeft: () => moves.side('left'),
      ArrowRight: () => moves.side('right'),
      ArrowUp: () => moves.step(-1),
      ArrowDown: () => moves.step(1),
    }[event.key];
    if (!act) return;
    event.preventDefault();
    act();
  });
}
