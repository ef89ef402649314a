/** The few icons of the product, drawn as lines in the colour of the text beside them. */

const PATHS = {
  check: 'M3 8.5 6.5 12 13 4.5',
  done: 'M8 1.5a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13ZM5 8.2l2.2 2.2L11.2 6',
  due: 'M8 1.5a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13ZM8 4.5v4M8 11v.5',
  held: 'M5.3 1.5h5.4l3.8 3.8v5.4l-3.8 3.8H5.3l-3.8-3.8V5.3ZM4.8 8h6.4',
  clock: 'M8 1.5a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13ZM8 4.5V8l2.5 1.5',
  open: 'M8 1.5a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13Z',
  turn: 'M13 6.5A5.5 5.5 0 0 0 3.2 5M3 9.5A5.5 5.5 0 0 0 12.8 11M3 2v3h3M13 14v-3h-3',
  nobody:
    'M6.5 7.5a2.8 2.8 0 1 0 0-5.6 2.8 2.8 0 0 0 0 5.6ZM1.5 14c.3-3 2-4.5 5-4.5 1 0 1.9.2 2.6.5M11 10.5l3.5 3.5M14.5 10.5 11 14',
  pen: 'M2.5 13.5l.7-3L10.5 3.2l2.3 2.3L5.5 12.8ZM9 4.7 11.3 7',
  sheet: 'M3.5 1.5h6l3 3v10h-9ZM9.5 1.5v3h3M5.5 8h5M5.5 11h5',
  lock: 'M3.5 7h9v7.5h-9ZM5.5 7V4.7a2.5 2.5 0 0 1 5 0V7',
  clip: 'M13 7.5 7.7 12.8a3.2 3.2 0 0 1-4.5-4.5l5.6-5.6a2.1 2.1 0 0 1 3 3L6.5 11a1 1 0 0 1-1.5-1.5l4.7-4.7',
  picture: 'M2 3h12v10H2ZM2 11l3.5-3.5 3 3 2-2L14 12M10.5 6v.1',
  sound: 'M3 6v4h2.5L9 13V3L5.5 6ZM11.5 5.5a3.5 3.5 0 0 1 0 5',
  film: 'M2 3.5h12v9H2ZM6.5 6v4l3.5-2Z',
  back: 'M10 3 5 8l5 5',
  next: 'M6 3l5 5-5 5',
  online: 'M1.5 6.5a9.5 9.5 0 0 1 13 0M4 9.2a6 6 0 0 1 8 0M8 12.5v.1',
  offline:
    'M1.5 6.5A9.5 9.5 0 0 1 5 4.3M14.5 6.5a9.5 9.5 0 0 0-5-2.5M4 9.2a6 6 0 0 1 2.5-1.4M8 12.5v.1M2.5 1.5l11 13',
  send: 'M8 12.5V3.5M4.5 7 8 3.5 11.5 7M3 14.5h10',
  bell: 'M3 11.5c1-1 1.3-2 1.3-4.5a3.7 3.7 0 0 1 7.4 0c0 2.5.3 3.5 1.3 4.5ZM6.5 13.5a1.6 1.6 0 0 0 3 0',
  info: 'M8 1.5a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13ZM8 7.5V11.5M8 4.5v.2',
} as const;

export type IconName = keyof typeof PATHS;

/** Says nothing by itself: a word always stands beside it. */
export function Icon({ name }: { name: IconName }) {
  return (
    <svg class="icon" viewBox="0 0 16 16" aria-hidden="true" focusable="false">
      <path
        d={PATHS[name]}
        fill="none"
        stroke="currentColor"
        stroke-width="1.5"
        stroke-linecap="round"
        stroke-linejoin="round"
      />
    </svg>
  );
}
