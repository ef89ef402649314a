/**
 * Whether a press of a button that signs is the person's own will. Our frame stands on a page nobody trusts. That page
 * cannot press our buttons, but it can have a person press them who means something else: by covering the panel with
 * something that lets the pointer through, by making it tiny, by bringing it under the pointer just before the click,
 * by moving the keys' focus into it.
 *
 * So a press counts only while all of the panel has been in plain sight, and still, and under this pointer, for
 * half a second: what somebody has had before their eyes that long they have seen. Where the browser says that it is
 * not in plain sight, or cannot say, the signature is confirmed in a window of our own.
 */

/** As long as two clicks may take that are meant as one. */
export const STEADY_MS = 500;
/** A frame smaller than this shows nobody what they sign. In pixels of the screen. */
const LEAST_PIXELS = 160;

/** What a page knows of itself. Times are milliseconds of one clock. */
export interface Sight {
  now: number;
  /** Inside somebody else's page. */
  framed: boolean;
  /** Since when all of it is shown with nothing over it; `no`: it is not; `unknown`: the browser cannot tell. */
  seen: { since: number } | 'no' | 'unknown';
  /** Pixels of the screen. */
  width: number;
  height: number;
  /** When it was last given another size, or its content moved by itself, or it moved under a resting pointer. */
  movedAt: number;
  /** Since when the pointer is over it. */
  pointerSince: number | undefined;
  /** When the keys were last turned to it. */
  focusAt: number;
}

export interface Press {
  /** Made by the browser for a person, not by a script. */
  trusted: boolean;
  /** The person has just done something in this very document. */
  active: boolean;
  by: 'mouse' | 'touch' | 'key';
  /** A key that is held down goes on pressing, also after the focus was moved under it. */
  repeated: boolean;
  /** Since when the button is there. */
  shownAt: number;
}

/**
 * pass    it counts
 * script  not a person's
 * early   too soon after something changed: the person presses once more
 * window  not in plain sight: to be confirmed where no page reaches
 */
export type Verdict = 'pass' | 'script' | 'early' | 'window';

/** Seen whole, and large enough to be read. */
export function inPlainSight({ framed, seen, width, height }: Sight): boolean {
  return !framed || (typeof seen === 'object' && Math.min(width, height) >= LEAST_PIXELS);
}

/** From when on a press of a button counts, whoever makes it. */
export function steadyFrom({ framed, seen, movedAt }: Sight, shownAt: number): number {
  return Math.max(shownAt, movedAt, framed && typeof seen === 'object' ? seen.since : 0) + STEADY_MS;
}

/** From when on a press comes too early in no way, whether it is made with the pointer or with the keys. */
export function readyFrom(sight: Sight, shownAt: number): number {
  const { framed, pointerSince = 0, focusAt } = sight;
  return Math.max(steadyFrom(sight, shownAt), framed ? Math.max(pointerSince, focusAt) + STEADY_MS : 0);
}

export function judgePress(press: Press, sight: Sight): Verdict {
  if (!press.trusted || !press.active || press.repeated) return 'script';
  if (!inPlainSight(sight)) return 'window';
  if (sight.now < steadyFrom(sight, press.shownAt)) return 'early';
  if (!sight.framed) return 'pass';
  // A finger is nowhere before it touches; for it what was seen has to be enough.
  const here =
    press.by === 'touch' ? 0 : press.by === 'key' ? sight.focusAt : (sight.pointerSince ?? sight.now);
  return sight.now < here + STEADY_MS ? 'early' : 'pass';
}
