/**
 * What a long list costs: the panel of a case of three lines and of one of three hundred, in the same browser, in turns.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { entry } from '../sidecar/examples.ts';
import { startTestCourt, type TestCourt } from '../sidecar/test-court.ts';
import { startTrialSystem } from '../trial-system/server.ts';
import { type Desk, openDesk } from '../world/browser.ts';
import { openPanel, signInToLiuhen, signInToTrialSystem } from '../world/story.ts';
import { PEOPLE, PROFILE } from '../world/world.ts';
import { type Benchmark, median, milliseconds, quantile, rounded } from './report.ts';

const SIDES = [
  { lines: 3, path: '/cases/2024130200000123', caseNumber: '（2024）豫1302民初123号' },
  { lines: 300, path: '/cases/2025130200002301', caseNumber: '（2025）豫1302民初2301号' },
] as const;
const LOADS = 25;
const SETTLE_MS = 800;

interface Watched {
  /** When a line of the case stood in the panel, milliseconds since 1970. */
  liuhenLinesAt?: number;
}

/** Runs in every document before anything else; only the panel has lines. */
function watch(): void {
  if (location.protocol !== 'chrome-extension:') return;
  const kept = globalThis as unknown as Watched;
  new MutationObserver((_, observer) => {
    if (!document.querySelector('.lines li') || !document.querySelector('.state[data-state="waiting"]'))
      return;
    observer.disconnect();
    kept.liuhenLinesAt = performance.timeOrigin + performance.now();
  }).observe(document, { childList: true, subtree: true });
}

async function fileLines(court: TestCourt): Promise<void> {
  const author = await court.as(PEOPLE.handling.account);
  for (const { lines, caseNumber } of SIDES) {
    for (let line = 0; line < lines; line += 1) {
      const content = `第 ${line + 1} 次来电询问本案何时开庭，希望“关照”被告，当场说明依法办理，不便透露。`;
      const answer = await author.file('entry', entry({ caseNumber, content }));
      if (!answer.ok) throw new Error(`not filed: ${await answer.text()}`);
    }
  }
}

/** @returns milliseconds from the page's DOMContentLoaded until state and lines stood in the panel */
async function loadOnce(page: Page, url: string): Promise<number> {
  await page.goto('about:blank');
  await page.goto(url, { waitUntil: 'domcontentloaded' });
  const started = await page.evaluate(() => {
    const [navigation] = performance.getEntriesByType('navigation') as PerformanceNavigationTiming[];
    return performance.timeOrigin + (navigation?.domContentLoadedEventEnd ?? 0);
  });
  const panel = await openPanel(page);
  await panel.locator('.lines li').first().waitFor();
  await page.waitForTimeout(SETTLE_MS);
  const { liuhenLinesAt } = await panel.evaluate(() => {
    const { liuhenLinesAt } = globalThis as unknown as Watched;
    return { liuhenLinesAt };
  });
  if (liuhenLinesAt === undefined) throw new Error('the panel did not show state and lines in time');
  return liuhenLinesAt - started;
}

async function arrive(desk: Desk, trialUrl: string): Promise<Page> {
  const page = await desk.context.newPage();
  await signInToTrialSystem(page, trialUrl, desk.person.account);
  await page.goto(trialUrl + SIDES[0].path);
  await signInToLiuhen(desk, await openPanel(page));
  // Each case is read once, so that the gate knows its people.
  for (const { path } of SIDES) {
    await page.goto(trialUrl + path);
    await (await openPanel(page)).getByText(desk.person.name).first().waitFor();
    await page.waitForTimeout(SETTLE_MS);
  }
  return page;
}

export const panel: Benchmark = async (print) => {
  const folder = mkdtempSync(join(tmpdir(), 'liuhen-panel-'));
  const trial = await startTrialSystem();
  const court = await startTestCourt({ profiles: [{ file: PROFILE, origins: [trial.url] }] });
  const desk = await openDesk(PEOPLE.handling, {
    profileFolder: join(folder, 'desk'),
    sidecarUrl: court.sidecar.url,
  });
  try {
    const page = await arrive(desk, trial.url);
    await fileLines(court);
    await desk.context.addInitScript(watch);
    const loads = new Map<number, number[]>(SIDES.map(({ lines }) => [lines, []]));
    // The first load of each warms caches and is not counted.
    for (let load = 0; load <= LOADS; load += 1) {
      for (const { lines, path } of SIDES) {
        const ms = await loadOnce(page, trial.url + path);
        if (load > 0) loads.get(lines)?.push(ms);
      }
    }
    const of = (lines: number) => loads.get(lines) ?? [];
    const [few, many] = [median(of(3)), median(of(300))];
    print(`${LOADS} loads a side, in turns; DOMContentLoaded to a panel with state and lines`);
    for (const { lines } of SIDES)
      print(
        `${String(lines).padStart(4)} lines: p50${milliseconds(median(of(lines)))}, p95${milliseconds(quantile(of(lines), 0.95))}`,
      );
    print(`ratio of the medians: ${rounded(many / few)}`);
    return { ms3: rounded(few), ms300: rounded(many), ratio300to3: rounded(many / few) };
  } finally {
    await desk.close().catch(() => undefined);
    await Promise.allSettled([trial.close(), court.close()]);
    rmSync(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
  }
};
