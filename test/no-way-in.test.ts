/** Ways by which text becomes markup or code, or somebody outside gets to speak to us: the extension has none in its source. */
import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';

const ROOT = resolve(import.meta.dirname, '..');

const WAYS: Readonly<Record<string, RegExp>> = {
  'markup from text':
    /\b(?:innerHTML|outerHTML|insertAdjacentHTML|srcdoc|createContextualFragment|setHTMLUnsafe)\b/,
  'markup of a component': /dangerouslySetInnerHTML/,
  'code from text': /\beval\s*\(|\bnew\s+Function\b|\bset(?:Timeout|Interval)\s*\(\s*['"`]/,
  'document.write': /\bdocument\s*\.\s*write/,
  'messages between windows':
    /\bpostMessage\b|addEventListener\(\s*['"]message['"]|\bBroadcastChannel\b|\bMessageChannel\b/,
  'messages from outside': /\bon(?:Message|Connect)External\b|\bonUserScript(?:Message|Connect)\b/,
  ports: /\bruntime\.(?:connect|onConnect)\b/,
  "the page's own storage": /\b(?:localStorage|sessionStorage)\b|\bdocument\.cookie\b/,
};

const sources = (folders: readonly string[]): [string, string][] =>
  folders.flatMap((folder) =>
    readdirSync(join(ROOT, folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name) && !/\.test\.tsx?$/.test(entry.name))
      .map((entry) => {
        const path = join(entry.parentPath, entry.name);
        return [path.slice(ROOT.length + 1), readFileSync(path, 'utf8')];
      }),
  );

const withoutComments = (source: string): string =>
  source.replace(/\/\*[\s\S]*?\*\//g, '').replace(/^\s*\/\/.*$/gm, '');

const found = (way: RegExp, files: readonly [string, string][]): string[] =>
  files.filter(([, source]) => way.test(withoutComments(source))).map(([file]) => file);

describe('no way in', () => {
  const files = sources(['extension', 'shared']);

  it.each(Object.entries(WAYS))('%s', (_, way) => {
    expect(files.length).toBeGreaterThan(150);
    expect(found(way, files)).toEqual([]);
  });

  it.each([
    'node.innerHTML = text;',
    '<p dangerouslySetInnerHTML={{ __html: text }} />',
    'const act = new Function(text);',
    'setTimeout("act()", 1);',
    'document.write(text);',
    "addEventListener('message', hear);",
    'window.parent.postMessage(nonce, "*");',
    'browser.runtime.onMessageExternal.addListener(hear);',
    'browser.runtime.onConnect.addListener(hear);',
    "sessionStorage.setItem('a', 'b');",
  ])('a planted one is found: %s', (source) => {
    const ways = Object.values(WAYS).filter((way) => found(way, [['a.ts', source]]).length > 0);
    expect(ways.length).toBeGreaterThan(0);
  });
});
