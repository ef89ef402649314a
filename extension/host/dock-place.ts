/**
 * Where the shell stands. A guest covers nothing the host's people press: it takes the tallest stretch of its
 * column that holds no control of the host. Lengths are CSS pixels of the viewport.
 */

export type Side = 'left' | 'right';

export interface Box {
  left: number;
  top: number;
  right: number;
  bottom: number;
}

export interface Viewport {
  width: number;
  height: number;
}

export interface Place {
  side: Side;
  top: number;
  height: number;
}

/** What the person chose: the side, and the tab's top as a part of the viewport's height. */
export interface Wish {
  side?: Side;
  top?: number;
}

export const PANEL_WIDTH = 360;
export const TAB_WIDTH = 40;
export const TAB_HEIGHT = 144;
/** A panel lower than this shows too little; it then takes the whole height and can be folded or moved. */
const PANEL_LEAST = 340;

/** Stretches of a column without boxes, from top to bottom. */
export function gaps(column: { left: number; right: number }, height: number, boxes: readonly Box[]) {
  const inside = boxes
    .filter((box) => box.right > column.left && box.left < column.right && box.bottom > 0 && box.top < height)
    .sort((a, b) => a.top - b.top);
  const free: { top: number; height: number }[] = [];
  let from = 0;
  for (const box of inside) {
    if (box.top > from) free.push({ top: from, height: box.top - from });
    from = Math.max(from, box.bottom);
  }
  if (height > from) free.push({ top: from, height: height - from });
  return free;
}

const columnOf = (side: Side, width: number, viewport: Viewport) =>
  side === 'right' ? { left: viewport.width - width, right: viewport.width } : { left: 0, right: width };

const highest = (free: { top: number; height: number }[]) =>
  free.reduce((best, gap) => (gap.height > best.height ? gap : best), { top: 0, height: 0 });

export function placePanel(viewport: Viewport, controls: readonly Box[], wish: Wish = {}): Place {
  const sides: Side[] = wish.side ? [wish.side] : ['right', 'left'];
  for (const side of sides) {
    const gap = highest(gaps(columnOf(side, PANEL_WIDTH, viewport), viewport.height, controls));
    if (gap.height >= Math.min(PANEL_LEAST, viewport.height)) return { side, ...gap };
  }
  return { side: wish.side ?? 'right', top: 0, height: viewport.height };
}

/** The folded tab, as near as may be to where it is wished. */
export function placeTab(viewport: Viewport, controls: readonly Box[], wish: Wish = {}): Place {
  const side = wish.side ?? 'right';
  const lowest = Math.max(0, viewport.height - TAB_HEIGHT);
  const wanted = Math.min(lowest, Math.max(0, (wish.top ?? 0.3) * viewport.height));
  const tops = gaps(columnOf(side, TAB_WIDTH, viewport), viewport.height, controls)
    .filter((gap) => gap.height >= TAB_HEIGHT)
    .map((gap) => Math.min(Math.max(wanted, gap.top), gap.top + gap.height - TAB_HEIGHT));
  const top = tops.sort((a, b) => Math.abs(a - wanted) - Math.abs(b - wanted))[0] ?? wanted;
  return { side, top, height: TAB_HEIGHT };
}
