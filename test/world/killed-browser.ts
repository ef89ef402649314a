/** A browser that ends as when the power goes, and what is then found on its disk. */
import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { until } from './arrive.ts';
import type { Desk } from './browser.ts';

/** Kills the browser with all its processes; nothing of it gets a chance to write. */
export async function killBrowser(desk: Desk, profileFolder: string): Promise<void> {
  const session = await desk.context.browser()?.newBrowserCDPSession();
  const info = await session?.send('SystemInfo.getProcessInfo');
  const pid = info?.processInfo.find(({ type }) => type === 'browser')?.id;
  if (pid === undefined) throw new Error('the browser named no process');
  const closed = desk.context.waitForEvent('close');
  // The browser leads a process group of its own.
  process.kill(-pid, 'SIGKILL');
  await closed;
  await until(
    () => isAlive(pid),
    (alive) => !alive,
    'the killed browser',
  );
  // It names the process that died; a person is asked whether to open the folder all the same.
  for (const name of ['SingletonLock', 'SingletonCookie', 'SingletonSocket'])
    rmSync(join(profileFolder, name), { force: true });
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

function filesUnder(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}

/** Files below the folder that hold the text, in UTF-8 or UTF-16LE. */
export function filesWith(folder: string, text: string): string[] {
  const forms = [Buffer.from(text, 'utf8'), Buffer.from(text, 'utf16le')];
  return filesUnder(folder).filter((file) => {
    const bytes = readFileSync(file);
    return forms.some((form) => bytes.includes(form));
  });
}
