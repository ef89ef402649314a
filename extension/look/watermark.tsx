/**
 * Who looks, and when, over everything that is shown (R53): on the screen and on paper, across the text, light enough to
 * read through. Nothing of it can be pressed, and a screen reader passes it over.
 */
import { useEffect, useState } from 'preact/hooks';
import { printBeijingTime } from '../../shared/calendar.ts';

const INK = '#1b2631';
const XML: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** How often it stands there, and how dark: beside a case there is less room, and it is read for longer. */
const LOOKS = {
  page: { width: 380, height: 190, opacity: 0.085 },
  panel: { width: 360, height: 260, opacity: 0.07 },
} as const;
type WatermarkLook = keyof typeof LOOKS;

/** One tile of the pattern, as the address of a picture. */
export function watermarkTile(words: string, look: WatermarkLook = 'page'): string {
  const { width, height, opacity } = LOOKS[look];
  const [middle, line] = [width / 2, height / 2];
  const text = words.replace(/[&<>"]/g, (character) => XML[character] ?? '');
  const svg =
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">` +
    `<text x="${middle}" y="${line + 5}" text-anchor="middle" transform="rotate(-20 ${middle} ${line})" ` +
    `fill="${INK}" fill-opacity="${opacity}" ` +
    `font-size="15" font-family="PingFang SC, Microsoft YaHei, Noto Sans CJK SC, sans-serif">${text}</text></svg>`;
  return `url("data:image/svg+xml,${encodeURIComponent(svg)}")`;
}

/** The minute it is, kept; also right before printing. */
function useMinute(): string {
  const [minute, setMinute] = useState(() => printBeijingTime(new Date().toISOString()));
  useEffect(() => {
    const look = () => setMinute(printBeijingTime(new Date().toISOString()));
    const timer = setInterval(look, 10_000);
    addEventListener('beforeprint', look);
    return () => {
      clearInterval(timer);
      removeEventListener('beforeprint', look);
    };
  }, []);
  return minute;
}

export function Watermark({
  name,
  staffCode,
  look = 'page',
}: {
  name: string;
  staffCode: string;
  look?: WatermarkLook;
}) {
  const words = `${name} ${staffCode} ${useMinute()}`;
  return (
    <div
      aria-hidden="true"
      data-watermark={words}
      style={{
        position: 'fixed',
        inset: 0,
        zIndex: 1000,
        pointerEvents: 'none',
        backgroundImage: watermarkTile(words, look),
        // On paper too, whether or not the person prints backgrounds; a fixed part stands on every page.
        printColorAdjust: 'exact',
        WebkitPrintColorAdjust: 'exact',
      }}
    />
  );
}
