/** A person at their desk, on a page of the trial system, signed in to both. */
import type { Frame, Page } from 'playwright-core';
import type { Desk } from './browser.ts';
import { openPanel, signInToLiuhen, signInToTrialSystem } from './story.ts';
import type { World } from './world.ts';

export const CASE_PAGE = '/cases/2024130200000123';
export const COMMITTEE_PAGE = '/meetings/2';

export async function arrive(
  desk: Desk,
  world: World,
  path = CASE_PAGE,
): Promise<{ page: Page; panel: Frame }> {
  const page = await desk.context.newPage();
  await signInToTrialSystem(page, world.trial.url, desk.person.account);
  await page.goto(world.trial.url + path);
  const panel = await openPanel(page);
  await signInToLiuhen(desk, panel);
  await panel.getByText(desk.person.name).first().waitFor();
  return { page, panel };
}

/** Asks again and again until the answer is what is waited for. */
export async function until<T>(
  ask: () => T | Promise<T>,
  good: (answer: T) => boolean,
  what: string,
  within = 20_000,
): Promise<T> {
  const end = Date.now() + within;
  for (;;) {
    const answer = await ask();
    if (good(answer)) return answer;
    if (Date.now() > end) throw new Error(`${what}: still ${JSON.stringify(answer)}`);
    await new Promise((done) => setTimeout(done, 50));
  }
}
