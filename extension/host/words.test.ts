import { readFileSync } from 'node:fs';
import { expect, test, vi } from 'vitest';

vi.mock('webextension-polyfill', () => ({ default: {} }));
const { WORDS } = await import('./words.ts');

/** Message names of one section. The file is the extension's build's to parse; here lines will do. */
function namesIn(locale: string, section: string): string[] {
  const file = readFileSync(new URL(`../locales/${locale}.yml`, import.meta.url), 'utf8');
  const body = new RegExp(`^${section}:\\n((?: .*\\n|\\n)*)`, 'm').exec(file)?.[1] ?? '';
  return [...body.matchAll(/^ {2}(\w+): \S/gm)].map(([, key]) => `${section}_${key}`);
}

test.each(['zh_CN', 'en'])('%s has every word of the host page', (locale) => {
  const names = new Set([...namesIn(locale, 'shell'), ...namesIn(locale, 'agenda')]);
  expect(WORDS.filter((word) => !names.has(word))).toEqual([]);
});
