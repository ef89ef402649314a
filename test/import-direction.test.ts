/**
 * Imports run one way (docs/architecture.md, "The rooms"): this table is that picture, and a file that imports what its
 * room may not is named. A new room must be written into the table before anything can live in it.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, posix, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';

const ROOT = resolve(import.meta.dirname, '..');

/** A room is a folder of the first two levels, or a file that lies beside the rooms. What may it import? */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  shared: [],

  'sidecar/problems.ts': ['shared'],
  'sidecar/store': ['sidecar/crypto', 'shared'],
  'sidecar/crypto': ['shared'],
  'sidecar/log': ['sidecar/store', 'sidecar/crypto', 'sidecar/problems.ts', 'shared'],
  // Of the log, views know how a leaf is hashed, nothing else; of the record types, all.ts takes the list.
  'sidecar/views': ['sidecar/store', 'sidecar/log/leaf.ts', 'sidecar/log/rfc6962.ts', 'shared'],
  'sidecar/views/all.ts': ['sidecar/views', 'sidecar/records/all.ts', 'sidecar/store/plan.ts', 'shared'],
  'sidecar/sheet': ['shared'],
  'sidecar/evidence': ['sidecar/store', 'sidecar/crypto', 'sidecar/problems.ts', 'shared'],
  'sidecar/access': ['sidecar/store', 'sidecar/crypto', 'sidecar/problems.ts', 'shared'],
  'sidecar/listen': ['sidecar/problems.ts', 'shared'],
  'sidecar/records': [
    'sidecar/views',
    'sidecar/evidence',
    'sidecar/log',
    'sidecar/store',
    'sidecar/problems.ts',
    'shared',
  ],
  'sidecar/sync': [
    'sidecar/records',
    'sidecar/views',
    'sidecar/log',
    'sidecar/store',
    'sidecar/crypto',
    'sidecar/problems.ts',
    'shared',
  ],
  'sidecar/routes': [
    'sidecar/records',
    'sidecar/views',
    'sidecar/sheet',
    'sidecar/evidence',
    'sidecar/sync',
    'sidecar/access',
    'sidecar/log',
    'sidecar/store',
    'sidecar/problems.ts',
    'shared',
  ],
  'sidecar/metrics.ts': ['sidecar/log', 'sidecar/store', 'shared'],
  'sidecar/config.ts': ['sidecar/access', 'sidecar/crypto', 'sidecar/listen', 'shared'],
  'sidecar/clock-check.ts': ['sidecar/store', 'sidecar/problems.ts', 'shared'],
  'sidecar/process-log.ts': ['sidecar/config.ts'],
  'sidecar/app.ts': [
    'sidecar/crypto',
    'sidecar/routes',
    'sidecar/records',
    'sidecar/sheet',
    'sidecar/evidence',
    'sidecar/sync',
    'sidecar/access',
    'sidecar/log',
    'sidecar/store',
    'sidecar/metrics.ts',
    'sidecar/clock-check.ts',
    'sidecar/problems.ts',
    'shared',
  ],
  'sidecar/commands': ['sidecar', 'shared'],
  'sidecar/start.ts': ['sidecar', 'shared'],
  'sidecar/main.ts': ['sidecar', 'shared'],

  'extension/manifest.ts': [],
  'extension/link': ['shared'],
  'extension/gate': ['extension/link', 'shared'],
  'extension/look': ['extension/link', 'shared'],
  'extension/host': ['extension/link', 'extension/agenda', 'shared'],
  'extension/panel': ['extension/link', 'extension/look', 'extension/agenda', 'shared'],
  'extension/agenda': ['extension/link', 'extension/look', 'extension/panel', 'extension/host', 'shared'],
  'extension/console': ['extension/link', 'extension/look', 'extension/panel', 'shared'],
  'extension/popup': ['extension/link', 'extension/look', 'extension/panel', 'shared'],
  'extension/entrypoints': ['extension', 'shared'],

  // A stand-in for somebody else's product: it must not know ours.
  'test/trial-system': [],
  test: ['shared', 'sidecar', 'extension'],
};

/** Entrances: nothing but what stands beside them here leads in. */
const ONLY_FROM: Readonly<Record<string, readonly string[]>> = {
  'sidecar/app.ts': ['sidecar/start.ts', 'test'],
  'sidecar/start.ts': ['sidecar/main.ts', 'sidecar/commands', 'test'],
  'sidecar/commands': ['sidecar/commands', 'sidecar/main.ts', 'test'],
  'sidecar/main.ts': ['test'],
  'extension/entrypoints': ['extension/entrypoints'],
};

/** Packages and built-in modules, by the beginning of their name; rooms that are not here may use any. */
const PACKAGES: Readonly<Record<string, readonly string[]>> = {
  shared: ['zod', 'date-fns', '@date-fns/tz', 'chinese-days', 'file-type', 'fflate', 'image-size', 'jose'],
  extension: ['preact', 'webextension-polyfill', 'idb', 'uuid', 'zod', 'wxt', '#i18n'],
};

/** Ways to the network. In the extension they belong to the link, and to attach.ts for the host's own pages. */
const NETWORK = /(?<![.\w#])fetch\s*\(|\b(?:XMLHttpRequest|WebSocket|WebTransport|EventSource|sendBeacon)\b/;
const MAY_CALL = ['extension/link', 'extension/host/attach.ts'];

const IMPORTS = [
  /(?:^|[;}\s])(?<verb>import|export)\s+(?<type>type\s)?[^'"`;]*?\bfrom\s*['"](?<target>[^'"]+)['"]/g,
  /(?:^|[;}\s])import\s*['"](?<target>[^'"]+)['"]/g,
  /\bimport\s*\(\s*['"`](?<target>[^'"`]+)['"`]/g,
  /\bnew URL\(\s*['"](?<target>\.[^'"]+)['"]\s*,\s*import\.meta\.url/g,
];

interface Import {
  /** Path from the root, or the name of a package. */
  target: string;
  own: boolean;
  typeOnly: boolean;
}

type Sources = ReadonlyMap<string, string>;

const isTest = (file: string): boolean => /\.test\.tsx?$/.test(file);
const within = (file: string, room: string): boolean => file === room || file.startsWith(`${room}/`);

function importsOf(file: string, source: string): Import[] {
  return IMPORTS.flatMap((pattern) =>
    [...source.matchAll(pattern)].map(({ groups }) => {
      const target = groups?.target ?? '';
      const own = target.startsWith('.');
      return {
        target: own ? posix.join(dirname(file), target) : target,
        own,
        typeOnly: groups?.type !== undefined,
      };
    }),
  );
}

/** The longest key of the table the file lies in. */
function entryOf<T>(table: Readonly<Record<string, T>>, file: string): [room: string, value: T] | undefined {
  return Object.entries(table)
    .filter(([room]) => within(file, room))
    .sort(([a], [b]) => b.length - a.length)[0];
}

/** @returns a line for every import that runs the wrong way */
function faultsIn(sources: Sources): string[] {
  const faults: string[] = [];
  for (const [file, source] of sources) {
    // Tests may lie beside what they test, and may use whatever they need to test it.
    if (isTest(file) && !within(file, 'test/trial-system')) continue;
    const entry = entryOf(MAY_IMPORT, file);
    if (!entry) {
      faults.push(`${file} lies in no room of the table`);
      continue;
    }
    const [room, allowed] = entry;
    const packages = entryOf(PACKAGES, file)?.[1];
    for (const { target, own } of importsOf(file, source)) {
      if (!own) {
        const known = packages?.some((name) => target === name || target.startsWith(`${name}/`)) ?? true;
        if (!known) faults.push(`${file} uses ${target}`);
        continue;
      }
      if (!within(target, room) && !allowed.some((one) => within(target, one)))
        faults.push(`${file} imports ${target}`);
      const entrance = entryOf(ONLY_FROM, target);
      if (entrance && !entrance[1].some((one) => within(file, one)))
        faults.push(`${file} enters through ${target}`);
    }
  }
  return faults;
}

const withoutComments = (source: string): string =>
  source.replace(/\/\*[\s\S]*?\*\//g, '').replace(/^\s*\/\/.*$/gm, '');

/** @returns files of the extension that talk to the network and should not */
function callersIn(sources: Sources): string[] {
  return [...sources]
    .filter(([file, source]) => {
      if (!within(file, 'extension') || isTest(file) || MAY_CALL.some((one) => within(file, one)))
        return false;
      return NETWORK.test(withoutComments(source));
    })
    .map(([file]) => file);
}

/** @returns the way from a file to a package over imports that remain in the built script, if there is one */
function wayTo(name: string, from: string, sources: Sources, seen = new Set<string>()): string[] | undefined {
  seen.add(from);
  for (const { target, own, typeOnly } of importsOf(from, sources.get(from) ?? '')) {
    if (typeOnly) continue;
    if (!own && (target === name || target.startsWith(`${name}/`))) return [from, target];
    if (!own || seen.has(target)) continue;
    const way = wayTo(name, target, sources, seen);
    if (way) return [from, ...way];
  }
  return undefined;
}

function readSources(): Sources {
  const files = ['shared', 'sidecar', 'extension', 'test'].flatMap((top) =>
    readdirSync(resolve(ROOT, top), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && /\.(?:ts|tsx|mts|mjs|js)$/.test(entry.name))
      .map((entry) => posix.join(entry.parentPath.slice(ROOT.length + 1), entry.name)),
  );
  return new Map(files.map((file) => [file, readFileSync(resolve(ROOT, file), 'utf8')]));
}

describe('imports run one way', () => {
  const sources = readSources();

  it('no file imports what its room may not', () => {
    expect(sources.size).toBeGreaterThan(100);
    expect(faultsIn(sources)).toEqual([]);
  });

  it('in the extension only the link talks to the network', () => {
    expect(callersIn(sources)).toEqual([]);
  });

  it('zod stays out of the host page', () => {
    const page = 'extension/entrypoints/page.content.ts';
    expect(sources.has(page)).toBe(true);
    expect(wayTo('zod', page, sources)).toBeUndefined();
    expect(wayTo('zod', 'extension/entrypoints/background.ts', sources)).toBeDefined();
  });

  it('who may do what is asked anywhere without zod', () => {
    for (const file of ['shared/access-matrix.ts', 'extension/console/places.ts']) {
      expect(sources.has(file)).toBe(true);
      expect(wayTo('zod', file, sources)).toBeUndefined();
    }
  });

  it('jose seals in the background, and is in no page', () => {
    expect(wayTo('jose', 'extension/entrypoints/background.ts', sources)).toBeDefined();
    for (const page of ['page.content.ts', 'console/main.tsx', 'panel/main.tsx', 'popup/main.tsx']) {
      const file = `extension/entrypoints/${page}`;
      expect(sources.has(file)).toBe(true);
      expect(wayTo('jose', file, sources)).toBeUndefined();
    }
  });

  it.each(['file-type', 'fflate', 'image-size'])(
    '%s comes with the first file, and to nobody else',
    (name) => {
      const files = { panel: 'extension/panel/use-evidence.ts', check: 'shared/evidence-check.ts' };
      expect(wayTo(name, files.check, sources)).toBeDefined();
      expect(wayTo(name, files.panel, sources)?.[1]).toBe(files.check);
      expect(sources.get(files.panel)).toContain("await import('../../shared/evidence-check.ts')");
      for (const entrypoint of ['page.content.ts', 'background.ts', 'popup/main.tsx']) {
        const file = `extension/entrypoints/${entrypoint}`;
        expect(sources.has(file)).toBe(true);
        expect(wayTo(name, file, sources)).toBeUndefined();
      }
    },
  );

  it.each([
    ['shared/a.ts', "import { x } from '../sidecar/views/gate.ts';"],
    ['shared/records/a.ts', "import { readFileSync } from 'node:fs';"],
    ['shared/a.ts', "import { Hono } from 'hono';"],
    ['extension/panel/a.tsx', "import type { App } from '../../sidecar/routes/route.ts';"],
    ['extension/panel/a.tsx', "const all = await import('../../sidecar/records/all.ts');"],
    ['extension/link/a.ts', "export * from '../panel/panel.tsx';"],
    ['extension/look/a.tsx', "import { createHash } from 'node:crypto';"],
    ['sidecar/views/a.ts', "import { call } from '../../extension/link/client.ts';"],
    ['sidecar/views/a.ts', "import {\n  Door,\n} from '../records/door.ts';"],
    ['sidecar/views/a.ts', "import { LogKeeper } from '../log/keeper.ts';"],
    ['sidecar/store/a.ts', "import { VIEWS } from '../views/all.ts';"],
    ['sidecar/log/a.ts', "import '../routes/records.ts';"],
    ['sidecar/crypto/a.ts', "import { gateOf } from '../views/gate.ts';"],
    ['sidecar/sheet/a.ts', "new Worker(new URL('../store/sqlite.ts', import.meta.url));"],
    ['sidecar/routes/a.ts', "import { createApp } from '../app.ts';"],
    ['sidecar/sync/a.ts', "import { COURT } from '../../test/world/people.ts';"],
    ['sidecar/attic/a.ts', ''],
    ['test/trial-system/pages/a.ts', "import { gate } from '../../../shared/gate.ts';"],
  ])('a planted fault is found: %s %s', (file, source) => {
    expect(faultsIn(new Map([[file, source]]))).not.toEqual([]);
  });

  it.each(['await fetch(url);', 'new WebSocket(url);', 'navigator.sendBeacon(url);'])(
    'a planted call is found: %s',
    (source) => {
      expect(callersIn(new Map([['extension/panel/a.tsx', source]]))).toHaveLength(1);
      expect(callersIn(new Map([['extension/link/a.ts', source]]))).toEqual([]);
      expect(callersIn(new Map([['extension/panel/a.tsx', `/** ${source} */`]]))).toEqual([]);
    },
  );
});
