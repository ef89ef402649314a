/** Pictures for a person to look at, in the folder that LIUHEN_SHOTS names; none are kept without it. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

export function keepPicture(name: string, picture: Buffer): void {
  const folder = process.env.LIUHEN_SHOTS;
  if (!folder) return;
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, `${name}.png`), picture);
}
