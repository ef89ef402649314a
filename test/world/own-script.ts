/** Code run where our content script runs: what it could reach if the page's process were taken over. */
import type { Page } from 'playwright-core';
import type { Desk } from './browser.ts';

/** @returns what the expression comes to in our script's own world on the page; a rejection as its text */
export async function inOwnScript(page: Page, desk: Desk, expression: string): Promise<unknown> {
  const session = await page.context().newCDPSession(page);
  try {
    let world: number | undefined;
    session.on('Runtime.executionContextCreated', ({ context }) => {
      if (context.origin === desk.origin) world = context.id;
    });
    await session.send('Runtime.enable');
    if (world === undefined) throw new Error('no script of ours on the page');
    const { result } = await session.send('Runtime.evaluate', {
      contextId: world,
      expression: `Promise.resolve().then(() => ${expression}).catch((error) => 'refused: ' + error.message)`,
      awaitPromise: true,
      returnByValue: true,
    });
    return result.value;
  } finally {
    await session.detach();
  }
}
