/** A second extension loaded beside ours, with rights to the same pages, and how a test has it do something. */
import { resolve } from 'node:path';
import type { Page } from 'playwright-core';

export const OTHER_EXTENSION = resolve(import.meta.dirname, 'other-extension');

let tickets = 0;

/** Has the other extension try something on this page; answers with what came of it. */
export async function attempt<T>(page: Page, name: string, given: object = {}): Promise<T> {
  await page.waitForFunction(() => document.documentElement.dataset.other === 'here');
  tickets += 1;
  const order = JSON.stringify({ attempt: name, with: given, ticket: tickets });
  return page.evaluate(
    ([text, ticket]) =>
      new Promise<T>((done) => {
        document.addEventListener(
          `other:${ticket}`,
          (event) => done(JSON.parse((event as CustomEvent<string>).detail)),
          { once: true },
        );
        document.dispatchEvent(new CustomEvent('other:do', { detail: text }));
      }),
    [order, tickets] as const,
  );
}
