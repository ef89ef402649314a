/** A real Chromium with the built extension, one profile a person, as the court's computers would have it. */
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { type BrowserContext, chromium, type Frame, type Page, type Worker } from 'playwright-core';

export const EXTENSION = resolve(import.meta.dirname, '../../.output/chrome-mv3');
const CANDIDATES = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];
export const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--lang=zh-CN',
];

export function chromiumPath(): string {
  const named = process.env.LIUHEN_CHROMIUM;
  const found = named ?? CANDIDATES.find((path) => existsSync(path));
  if (!found) throw new Error('Chromium was not found; run `npm test` or `npm run demo`, which install it.');
  return found;
}

export interface Person {
  name: string;
  /** Account at the sidecar and at the trial system. */
  account: string;
}

export interface Desk {
  person: Person;
  context: BrowserContext;
  /** The extension's own origin, e.g. chrome-extension://abc. */
  origin: string;
  worker(): Promise<Worker>;
  close(): Promise<void>;
}

export interface DeskOptions {
  profileFolder: string;
  sidecarUrl: string;
  headless?: boolean;
  locale?: 'zh-CN' | 'en-US';
  /** Folders of other extensions to load beside ours. */
  beside?: readonly string[];
  /** The profile folder was used before: the sidecar's address is already in it. */
  again?: boolean;
}

export async function openDesk(person: Person, options: DeskOptions): Promise<Desk> {
  const locale = options.locale ?? 'zh-CN';
  const headless = options.headless ?? true;
  const extensions = [EXTENSION, ...(options.beside ?? [])].join(',');
  const context = await chromium.launchPersistentContext(options.profileFolder, {
    executablePath: chromiumPath(),
    headless,
    viewport: { width: 1366, height: 768 },
    locale,
    ignoreDefaultArgs: ['--disable-extensions'],
    args: [
      ...FLAGS.filter((flag) => !flag.startsWith('--lang')),
      `--lang=${locale}`,
      ...(headless ? ['--headless=new'] : []),
      `--disable-extensions-except=${extensions}`,
      `--load-extension=${extensions}`,
    ],
    env: { ...process.env, LANGUAGE: locale.replace('-', '_'), TZ: process.env.TZ ?? 'Asia/Shanghai' },
  });
  const ours = (one: Worker) => one.url().endsWith('/background.js');
  const worker = async () =>
    context.serviceWorkers().find(ours) ??
    (await context.waitForEvent('serviceworker', { timeout: 20_000, predicate: ours }));
  const first = await worker();
  // Node gives no origin to this scheme.
  const origin = `chrome-extension://${new URL(first.url()).host}`;
  if (!options.again) await chooseSidecar(context, origin, options.sidecarUrl);
  return { person, context, origin, worker, close: () => context.close() };
}

/** On the options page, as a person would where no policy names the sidecar. */
async function chooseSidecar(context: BrowserContext, origin: string, url: string): Promise<void> {
  const page = await context.newPage();
  await page.goto(`${origin}/options.html`);
  const field = page.getByRole('textbox').first();
  await field.fill(url);
  await field.press('Enter');
  await page.getByText(/服务器连接正常|The server answers/).waitFor({ timeout: 15_000 });
  await page.close();
}

/** The panel of a page: a frame of the extension, whatever holds it. */
export async function panelOf(page: Page): Promise<Frame> {
  for (let wait = 0; wait < 100; wait += 1) {
    const frame = page.frames().find((one) => /\/panel\.html(#|$)/.test(one.url()));
    if (frame) return frame;
    await page.waitForTimeout(100);
  }
  throw new Error(`no panel on ${page.url()}`);
}
