import { expect, test } from 'vitest';
import { gaps, placePanel, placeTab } from './dock-place.ts';

const viewport = { width: 1366, height: 768 };
const box = (left: number, top: number, width: number, height: number) => ({
  left,
  top,
  right: left + width,
  bottom: top + height,
});

test('gaps between overlapping boxes, inside the column only', () => {
  const boxes = [
    box(1000, 100, 400, 50),
    box(1200, 120, 50, 80),
    box(0, 300, 900, 20),
    box(1300, -20, 50, 40),
  ];
  expect(gaps({ left: 1006, right: 1366 }, 768, boxes)).toEqual([
    { top: 20, height: 80 },
    { top: 200, height: 568 },
  ]);
});

test('the panel takes the whole height of an empty page, at the right', () => {
  expect(placePanel(viewport, [])).toEqual({ side: 'right', top: 0, height: 768 });
});

test('the panel stays clear of the controls of its column', () => {
  const signOut = box(1300, 10, 40, 24);
  expect(placePanel(viewport, [signOut])).toEqual({ side: 'right', top: 34, height: 734 });
});

test('a crowded right side sends the panel to the left, unless the right was chosen', () => {
  const crowd = [180, 360, 540].map((top) => box(1100, top, 200, 30));
  expect(placePanel(viewport, crowd).side).toBe('left');
  expect(placePanel(viewport, crowd, { side: 'right' })).toEqual({ side: 'right', top: 0, height: 768 });
});

test('the tab stands where it is wished, or as near as the controls allow', () => {
  expect(placeTab(viewport, [], { side: 'left', top: 0.5 })).toEqual({ side: 'left', top: 384, height: 144 });
  expect(placeTab(viewport, [box(1330, 380, 30, 30)], { top: 0.5 }).top).toBe(410);
  expect(placeTab(viewport, [], { top: 1 }).top).toBe(624);
  expect(placeTab({ width: 800, height: 100 }, [], {}).top).toBe(0);
});
