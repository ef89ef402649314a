/** What a browser refuses in the messages of an extension, found before it is built. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

const read = (name: string) => readFileSync(new URL(`${name}.yml`, import.meta.url), 'utf8');
const LANGUAGES = ['zh_CN', 'en'] as const;

/** `section.name` of each message, in order of the file. */
function namesIn(text: string): string[] {
  let section = '';
  return text.split('\n').flatMap((line) => {
    const top = /^(\w+):$/.exec(line);
    if (top?.[1]) section = top[1];
    const name = /^ {2}"?(\w+)"?:/.exec(line)?.[1];
    return name === undefined ? [] : [`${section}.${name}`];
  });
}

test.each(LANGUAGES)('%s: no two values stand side by side, which a browser takes for a name', (language) => {
  expect(read(language).match(/.*\$\d\$.*/g) ?? []).toEqual([]);
});

test('each message is there once in each language', () => {
  const [chinese, english] = LANGUAGES.map((language) => namesIn(read(language)));
  expect(chinese?.length).toBeGreaterThan(500);
  expect(new Set(chinese).size).toBe(chinese?.length);
  expect([...(english ?? [])].sort()).toEqual([...(chinese ?? [])].sort());
});
