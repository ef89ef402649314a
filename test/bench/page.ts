/**
 * What the extension costs a judge's page: the trial system's case page with and without it, in real Chromium, in
 * turns; and that a page of no profile gets nothing at all of it.
 */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { type BrowserContext, type CDPSession, chromium, type Page } from 'playwright-core';
import { startTestCourt } from '../sidecar/test-court.ts';
import { startTrialSystem } from '../trial-system/server.ts';
import { chromiumPath, EXTENSION, FLAGS, openDesk } from '../world/browser.ts';
import { openPanel, signInToLiuhen, signInToTrialSystem } from '../world/story.ts';
import { PEOPLE, PROFILE } from '../world/world.ts';
import { type Benchmark, median, milliseconds, quantile, rounded } from './report.ts';

const CASE_PAGE = '/cases/2024130200000123';
/** What the panel says to somebody who has not stated: the state is there, and can be acted on. */
const STATE = '需要您声明一次';
const LOADS = 25;
const SETTLE_MS = 1500;
const LONG_TASK_MS = 50;

/** One load of a page. */
interface Loaded {
  /** Milliseconds of the page's main thread. */
  taskMs: number;
  scriptMs: number;
  /** Long tasks in the page and, where there is one, in the panel. */
  longTasks: number[];
  /** From the page's DOMContentLoaded until the panel showed the state. */
  panelMs?: number;
}

interface Watched {
  liuhenLongTasks: number[];
  /** When the state stood in the panel, milliseconds since 1970. */
  liuhenStateAt?: number;
}

/** Runs in every document before anything else. */
function watch(state: string): void {
  const kept = globalThis as unknown as Watched;
  kept.liuhenLongTasks = [];
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) kept.liuhenLongTasks.push(entry.duration);
  }).observe({ type: 'longtask', buffered: true });
  if (location.protocol !== 'chrome-extension:') return;
  new MutationObserver((_, observer) => {
    if (!document.body?.textContent?.includes(state)) return;
    observer.disconnect();
    kept.liuhenStateAt = performance.timeOrigin + performance.now();
  }).observe(document, { childList: true, subtree: true, characterData: true });
}

/** Bytes of everything of the extension that reaches a page of a profile: content script, panel, and what it loads. */
function injectedFiles(): { file: string; gzip: number }[] {
  const panel = readFileSync(join(EXTENSION, 'panel.html'), 'utf8');
  const named = [...panel.matchAll(/(?:src|href)="\/?([^"]+\.(?:js|css))"/g)].map(([, file]) => file ?? '');
  return ['content-scripts/page.js', 'panel.html', ...new Set(named)].map((file) => ({
    file,
    gzip: gzipSync(readFileSync(join(EXTENSION, file)), { level: 9 }).length,
  }));
}

async function loadOnce(page: Page, cdp: CDPSession, url: string, withPanel: boolean): Promise<Loaded> {
  await page.goto('about:blank');
  await page.goto(url, { waitUntil: 'domcontentloaded' });
  const started = await page.evaluate(() => {
    const [navigation] = performance.getEntriesByType('navigation') as PerformanceNavigationTiming[];
    return performance.timeOrigin + (navigation?.domContentLoadedEventEnd ?? 0);
  });
  await page.waitForTimeout(SETTLE_MS);
  // These begin anew with every document.
  const { metrics } = await cdp.send('Performance.getMetrics');
  const spent = (name: string) => (metrics.find((one) => one.name === name)?.value ?? Number.NaN) * 1000;
  const long = await page.evaluate(() => (globalThis as unknown as Watched).liuhenLongTasks);
  const loaded: Loaded = {
    taskMs: spent('TaskDuration'),
    scriptMs: spent('ScriptDuration'),
    longTasks: [...long],
  };
  if (!withPanel) return loaded;
  const panel = await openPanel(page);
  const seen = await panel.evaluate(() => {
    const { liuhenLongTasks, liuhenStateAt } = globalThis as unknown as Watched;
    return { liuhenLongTasks, liuhenStateAt };
  });
  if (seen.liuhenStateAt === undefined) throw new Error('the panel did not show the state in time');
  loaded.longTasks.push(...seen.liuhenLongTasks);
  loaded.panelMs = seen.liuhenStateAt - started;
  return loaded;
}

/** Bytes of the extension on a page: its scripts the page's process parsed, and its nodes in the page's document. */
async function bytesOn(context: BrowserContext, url: string): Promise<number> {
  const page = await context.newPage();
  const cdp = await context.newCDPSession(page);
  let bytes = 0;
  const frames = new Set<string>();
  cdp.on('Debugger.scriptParsed', (script) => {
    if (script.url.startsWith('chrome-extension://')) bytes += script.length ?? 0;
  });
  // A world of the extension counts as a byte even if nothing ran in it.
  cdp.on('Runtime.executionContextCreated', ({ context: world }) => {
    if (world.origin.startsWith('chrome-extension://')) frames.add(world.uniqueId);
  });
  page.on('request', (request) => {
    if (request.url().startsWith('chrome-extension://')) frames.add(request.url());
  });
  await cdp.send('Runtime.enable');
  await cdp.send('Debugger.enable');
  await page.goto(url);
  await page.waitForTimeout(SETTLE_MS);
  const nodes = await page.locator('liuhen-shell').count();
  await page.close();
  return bytes + frames.size + nodes;
}

async function plainBrowser(profileFolder: string): Promise<BrowserContext> {
  return chromium.launchPersistentContext(profileFolder, {
    executablePath: chromiumPath(),
    headless: true,
    viewport: { width: 1366, height: 768 },
    locale: 'zh-CN',
    args: [...FLAGS, '--headless=new', '--disable-extensions'],
  });
}

export const page: Benchmark = async (print) => {
  const folder = mkdtempSync(join(tmpdir(), 'liuhen-page-'));
  const trial = await startTrialSystem();
  const elsewhere = await startTrialSystem();
  const court = await startTestCourt({ profiles: [{ file: PROFILE, origins: [trial.url] }] });
  const person = PEOPLE.handling;
  const desk = await openDesk(person, {
    profileFolder: join(folder, 'with'),
    sidecarUrl: court.sidecar.url,
  });
  const plain = await plainBrowser(join(folder, 'without'));
  const url = trial.url + CASE_PAGE;
  try {
    const arrive = async (context: BrowserContext) => {
      const tab = await context.newPage();
      await signInToTrialSystem(tab, trial.url, person.account);
      await tab.goto(url);
      return tab;
    };
    const withTab = await arrive(desk.context);
    await signInToLiuhen(desk, await openPanel(withTab));
    await withTab.waitForTimeout(SETTLE_MS);
    const plainTab = await arrive(plain);
    const sides = [];
    for (const [context, tab, withPanel] of [
      [desk.context, withTab, true],
      [plain, plainTab, false],
    ] as const) {
      await context.addInitScript(watch, STATE);
      const cdp = await context.newCDPSession(tab);
      await cdp.send('Performance.enable');
      sides.push({ tab, cdp, withPanel, loads: [] as Loaded[] });
    }
    // The first load of each warms caches and is not counted.
    for (let load = 0; load <= LOADS; load += 1) {
      for (const { tab, cdp, withPanel, loads } of sides) {
        const loaded = await loadOnce(tab, cdp, url, withPanel);
        if (load > 0) loads.push(loaded);
      }
    }
    const [extended = [], bare = []] = sides.map((side) => side.loads);
    const panelMs = extended.map((one) => one.panelMs ?? Number.NaN);
    const added = (of: 'taskMs' | 'scriptMs') =>
      median(extended.map((one) => one[of])) - median(bare.map((one) => one[of]));
    const long = (loads: Loaded[]) => loads.flatMap((one) => one.longTasks).filter((ms) => ms > LONG_TASK_MS);
    const files = injectedFiles();
    const gzipBytes = files.reduce((sum, { gzip }) => sum + gzip, 0);
    const bytesHere = await bytesOn(desk.context, url);
    if (bytesHere === 0) throw new Error('nothing of the extension was found on the page it is bound to');
    const bytesElsewhere = await bytesOn(desk.context, `${elsewhere.url}/login`);

    print(`${LOADS} loads a side, in turns`);
    print(
      `DOMContentLoaded to a usable panel: p50${milliseconds(median(panelMs))}, p95${milliseconds(quantile(panelMs, 0.95))}`,
    );
    print(
      `main thread of the page, task time: ${milliseconds(median(extended.map((one) => one.taskMs)))} with,${milliseconds(median(bare.map((one) => one.taskMs)))} without`,
    );
    print(
      `added:${milliseconds(added('taskMs'))} of tasks, of these${milliseconds(added('scriptMs'))} of script`,
    );
    print(`long tasks over ${LONG_TASK_MS} ms: ${long(extended).length} with, ${long(bare).length} without`);
    for (const { file, gzip } of files) print(`${String(gzip).padStart(8)} bytes gzip  ${file}`);
    print(`${String(gzipBytes).padStart(8)} bytes gzip in all; ${bytesElsewhere} on a page of no profile`);
    return {
      panelMs: rounded(median(panelMs)),
      addedTaskMs: rounded(added('taskMs')),
      addedScriptMs: rounded(added('scriptMs')),
      longTasksOver50ms: long(extended).length,
      longTasksWithout: long(bare).length,
      gzipBytes,
      bytesElsewhere,
    };
  } finally {
    await Promise.allSettled([desk.close(), plain.close()]);
    await Promise.allSettled([trial.close(), elsewhere.close(), court.close()]);
    rmSync(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
  }
};
