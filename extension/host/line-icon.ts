/** Icons as lines in the colour of the word beside them. Built node by node: a page may forbid markup as text. */
import { native } from './native.ts';

const PATHS = {
  due: 'M8 1.5a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13ZM8 4.5v4M8 11v.5',
  held: 'M5.3 1.5h5.4l3.8 3.8v5.4l-3.8 3.8H5.3l-3.8-3.8V5.3ZM4.8 8h6.4',
  clear: 'M8 1.5a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13ZM5 8.2l2.2 2.2L11.2 6',
  quiet: 'M3.5 1.5h6l3 3v10h-9ZM9.5 1.5v3h3M5.5 8h5M5.5 11h5',
  'signed-out': 'M8 7.5a2.8 2.8 0 1 0 0-5.6 2.8 2.8 0 0 0 0 5.6ZM2.5 14c.3-3 2.2-4.5 5.5-4.5s5.2 1.5 5.5 4.5',
  offline:
    'M1.5 6.5A9.5 9.5 0 0 1 5 4.3M14.5 6.5a9.5 9.5 0 0 0-5-2.5M4 9.2a6 6 0 0 1 2.5-1.4M8 12.5v.1M2.5 1.5l11 13',
  unknown: 'M8 1.5a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13ZM4.8 8h6.4',
  grip: 'M6 3v.1M10 3v.1M6 8v.1M10 8v.1M6 13v.1M10 13v.1',
  fold: 'M3 6l5 5 5-5',
} as const;
export type LineIcon = keyof typeof PATHS;

const SVG = 'http://www.w3.org/2000/svg';

const create = (tag: 'svg' | 'path'): SVGElement =>
  native(document, 'createElementNS')(SVG, tag) as SVGElement;

export function lineIcon(name: LineIcon): SVGElement {
  const svg = create('svg');
  svg.setAttribute('viewBox', '0 0 16 16');
  svg.setAttribute('aria-hidden', 'true');
  const path = create('path');
  path.setAttribute('d', PATHS[name]);
  svg.append(path);
  return svg;
}
