/** How a page may have somebody press a button they do not see, or not as what it is. */
import type { Frame, Page } from 'playwright-core';
import type { Box } from './pixels.ts';

export interface Overlay {
  name: string;
  /** @param button where the button that signs is seen, in the page's viewport */
  lay(page: Page, dock: Box, button: Box): Promise<void>;
}

/** Something of the page above everything, which paints and lets the pointer through. */
const painted = (css: (dock: Box, button: Box) => string) => async (page: Page, dock: Box, button: Box) => {
  await page.evaluate(
    (style) => {
      const lure = document.createElement('div');
      lure.id = 'lure';
      lure.textContent = '点这里查看本案最新进展';
      lure.setAttribute(
        'style',
        `all:initial;position:fixed;pointer-events:none;z-index:2147483647;${style}`,
      );
      lure.popover = 'manual';
      document.body.append(lure);
      lure.showPopover();
    },
    css(dock, button),
  );
};
const over = ({ x, y, width, height }: Box): string =>
  `left:${x}px;top:${y}px;width:${width}px;height:${height}px;`;

export const OVERLAYS: Overlay[] = [
  {
    name: 'a lure over all of it',
    lay: painted((dock) => `${over(dock)}background:#fff;`),
  },
  {
    name: 'other words around the button, which shows through a hole',
    lay: painted(
      (dock, { x, y, width, height }) =>
        `${over(dock)}background:#fff;clip-path:polygon(evenodd,0 0,100% 0,100% 100%,0 100%,0 0,` +
        [
          [x - dock.x, y - dock.y],
          [x - dock.x + width, y - dock.y],
          [x - dock.x + width, y - dock.y + height],
          [x - dock.x, y - dock.y + height],
          [x - dock.x, y - dock.y],
        ]
          .map(([left, top]) => `${left}px ${top}px`)
          .join(',') +
        ');',
    ),
  },
  {
    name: 'a veil through which one still sees a little',
    lay: painted((dock) => `${over(dock)}background:#fff;opacity:.93;`),
  },
  {
    // Drawn by the browser over everything, the top layer too, from something that lies below us.
    name: 'a picture that is left over from a change of the page',
    async lay(page, dock) {
      await page.evaluate((css) => {
        const style = document.createElement('style');
        style.id = 'lure-style';
        style.textContent = `:root { view-transition-name: none }
          #lure { all: unset; view-transition-name: lure; position: fixed; z-index: 9; background: #fff; ${css} }
          ::view-transition { pointer-events: none }
          ::view-transition-group(lure), ::view-transition-old(lure), ::view-transition-new(lure) {
            pointer-events: none; animation-duration: 600s }`;
        const lure = document.createElement('div');
        lure.id = 'lure';
        lure.textContent = '点这里查看本案最新进展';
        document.head.append(style);
        document.body.append(lure);
        const { startViewTransition } = document as unknown as {
          startViewTransition(change: () => void): { ready: Promise<void>; skipTransition(): void };
        };
        const frames = () => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
        const keep = globalThis as unknown as { changing: unknown };
        return (async () => {
          // The browser ends one when the window's size is set meanwhile.
          do {
            const running = startViewTransition.call(document, () => {});
            keep.changing = running;
            await running.ready;
            await frames();
          } while (document.getAnimations().length === 0);
        })();
      }, over(dock));
    },
  },
];

/** Takes it away again. */
export async function lift(page: Page): Promise<void> {
  await page.evaluate(() => {
    const { changing } = globalThis as unknown as { changing?: { skipTransition(): void } };
    changing?.skipTransition();
    for (const node of document.querySelectorAll('#lure, #lure-style')) node.remove();
  });
}

/** Waits until the panel knows whether it is in plain sight; it watches only while it shows a button that signs. */
export const untilSeen = (panel: Frame, plain: boolean): Promise<void> =>
  panel.locator(`[data-sight=${plain ? 'plain' : 'no'}]`).waitFor({ state: 'attached' });
