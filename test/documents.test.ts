/** What the documents say about the code, where it can be checked. */
import { existsSync, readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { RATES } from '../sidecar/access/rate-limit.ts';
import { configSchema } from '../sidecar/config.ts';

const ROOT = resolve(import.meta.dirname, '..');
const read = (file: string): string => readFileSync(resolve(ROOT, file), 'utf8');
const DOCUMENTS = [
  'README.md',
  'README.zh-CN.md',
  'CONTRIBUTING.md',
  'docs/architecture.md',
  'docs/glossary.md',
  'docs/access.md',
  'docs/dependencies.md',
  'docs/deploy.md',
  'docs/log-formats.md',
  'docs/licences.md',
  'docs/permissions.md',
  'SECURITY.md',
];

describe('documents', () => {
  it.each(['README.md', 'README.zh-CN.md', 'docs/deploy.md'])(
    'the configuration in %s is one the sidecar takes',
    (file) => {
      const [, example] = /```json\n([\s\S]*?)```/.exec(read(file)) ?? [];
      expect(configSchema.safeParse(JSON.parse(example ?? '')).error).toBeUndefined();
    },
  );

  it('SECURITY.md names tests that are there', () => {
    const named = [
      ...read('SECURITY.md').matchAll(/`((?:test|shared|sidecar|extension)\/[\w/-]+\.test\.ts)`/g),
    ];
    expect(named.length).toBeGreaterThan(40);
    expect(named.map(([, file = '']) => file).filter((file) => !existsSync(resolve(ROOT, file)))).toEqual([]);
  });

  it('docs/deploy.md explains every key of the configuration', () => {
    const explained = [...read('docs/deploy.md').matchAll(/^\| `(\w+)` *\|/gm)].map(([, key]) => key);
    expect(explained.sort()).toEqual(Object.keys(configSchema.shape).sort());
  });

  it('docs/deploy.md tells how often each class of route may be asked', () => {
    const told = [
      ...read('docs/deploy.md').matchAll(/^\| `rateLimits\.([\w-]+)` *\| *(\d+) \| *(\d+) \|/gm),
    ].map(([, of = '', burst, perMinute]) => [of, { burst: Number(burst), perMinute: Number(perMinute) }]);
    expect(Object.fromEntries(told)).toEqual(RATES);
  });

  it('docs/dependencies.md has a line for every dependency, and for nothing else', () => {
    const { dependencies, devDependencies } = JSON.parse(read('package.json'));
    const described = [...read('docs/dependencies.md').matchAll(/^\| `([^`]+)` *\|/gm)].map(
      ([, name]) => name,
    );
    expect(described.sort()).toEqual(Object.keys({ ...dependencies, ...devDependencies }).sort());
  });

  it.each(DOCUMENTS)('links in %s lead somewhere', (file) => {
    const targets = [...read(file).matchAll(/\]\((?!https?:)([^)#]+)/g)].map(([, target]) => target ?? '');
    const missing = targets.filter((target) => !existsSync(resolve(ROOT, dirname(file), target)));
    expect(missing).toEqual([]);
  });
});
