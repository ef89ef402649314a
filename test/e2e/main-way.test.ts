/** Must-show of the main job: the whole way in real Chromium, five people in five browsers. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, it } from 'vitest';
import { storySteps } from '../world/story.ts';
import { startWorld, type World } from '../world/world.ts';

describe('the main way in a real browser', async () => {
  let world: World | undefined;
  beforeAll(async () => {
    world = await startWorld();
  });
  afterAll(() => world?.close());

  const folder = process.env.LIUHEN_SHOTS;
  if (folder) mkdirSync(folder, { recursive: true });
  let shots = 0;
  // The steps are known before the world is: each asks for it when it runs.
  const steps = storySteps({
    get world() {
      if (!world) throw new Error('the world did not start');
      return world;
    },
    async shot(page, name) {
      if (!folder) return;
      shots += 1;
      await page.screenshot({ path: join(folder, `${String(shots).padStart(2, '0')}-${name}.png`) });
    },
  });
  for (const step of steps) it(step.name, step.run, 90_000);
});
