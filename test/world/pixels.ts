/** Pictures compared point by point, in a browser's own canvas. */
import type { Page } from 'playwright-core';

export interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
}

/**
 * @param blank left out on both pictures
 * @returns the part of the points that differ visibly, 0 to 1
 */
export async function difference(page: Page, a: Buffer, b: Buffer, blank?: Box): Promise<number> {
  const script = `(async () => {
    const load = async (data) => createImageBitmap(await (await fetch('data:image/png;base64,' + data)).blob());
    const images = [await load(${JSON.stringify(a.toString('base64'))}), await load(${JSON.stringify(b.toString('base64'))})];
    const [width, height] = [images[0].width, images[0].height];
    if (images[1].width !== width || images[1].height !== height) return 1;
    const blank = ${JSON.stringify(blank ?? null)};
    const points = images.map((image) => {
      const context = new OffscreenCanvas(width, height).getContext('2d');
      context.drawImage(image, 0, 0);
      if (blank) context.clearRect(blank.x, blank.y, blank.width, blank.height);
      return context.getImageData(0, 0, width, height).data;
    });
    let different = 0;
    for (let at = 0; at < points[0].length; at += 4) {
      const far = [0, 1, 2].some((channel) => Math.abs(points[0][at + channel] - points[1][at + channel]) > 16);
      if (far) different += 1;
    }
    return different / (width * height);
  })()`;
  return (await page.evaluate(script)) as number;
}
