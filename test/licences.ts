/**
 * Under which licences everything stands that a court gets from us: what the sidecar runs with (production dependencies,
 * with all they bring), and what is built into the extension. `npm run licences` writes docs/licences.md from it.
 */
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';

export const ROOT = resolve(import.meta.dirname, '..');
export const DOCUMENT = resolve(ROOT, 'docs/licences.md');

/** What may be passed on with software under Apache-2.0, and asks for no more than to be named. */
export const ALLOWED: ReadonlySet<string> = new Set([
  '0BSD',
  'Apache-2.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'BlueOak-1.0.0',
  'CC0-1.0',
  'ISC',
  'MIT',
  'OFL-1.1',
  'Python-2.0',
  'Unlicense',
  'Zlib',
]);

/** Packages that stand here one by one, each with its reason. */
export const BY_NAME: Readonly<Record<string, { licence: string; why: string }>> = {
  'webextension-polyfill': {
    licence: 'MPL-2.0',
    why: 'used as it is published; whoever changes its files passes those on under the same licence',
  },
};

/** Found in the text a package brings, where its package.json names no licence. */
const BY_TEXT: readonly [licence: string, text: RegExp][] = [
  ['MIT', /Permission is hereby granted, free of charge, to any person obtaining a copy/],
];

/** Of what builds the extension, this is built in as well; the rest of it stays on the developer's computer. */
const BUILT_IN_BY_THE_BUILD = ['@wxt-dev/browser', '@wxt-dev/i18n'];
const ONLY_ITSELF: ReadonlySet<string> = new Set(['wxt', '@wxt-dev/i18n']);

interface Locked {
  version?: string;
  license?: string;
  dev?: boolean;
  dependencies?: Record<string, string>;
  optionalDependencies?: Record<string, string>;
}

export interface Licensed {
  name: string;
  version: string;
  licence: string;
  sidecar: boolean;
  extension: boolean;
}

type Lock = Readonly<Record<string, Locked>>;

const nameOf = (place: string): string =>
  place.slice(place.lastIndexOf('node_modules/') + 'node_modules/'.length);

export function readLock(): Lock {
  const text = readFileSync(resolve(ROOT, 'package-lock.json'), 'utf8');
  return (JSON.parse(text) as { packages: Lock }).packages;
}

/** Everything that is passed on, by name and version. */
export function licenceList(lock: Lock): Licensed[] {
  const inSidecar = Object.keys(lock).filter((place) => place !== '' && !lock[place]?.dev);
  const inExtension = broughtBy(extensionImports(), lock);
  const found = new Map<string, Licensed>();
  for (const place of new Set([...inSidecar, ...inExtension])) {
    const name = nameOf(place);
    const version = lock[place]?.version ?? '';
    const key = `${name} ${version}`;
    const before = found.get(key);
    found.set(key, {
      name,
      version,
      licence: licenceOf(place, lock),
      sidecar: (before?.sidecar ?? false) || inSidecar.includes(place),
      extension: (before?.extension ?? false) || inExtension.has(place),
    });
  }
  const order = new Intl.Collator('en');
  return [...found.values()].sort(
    (a, b) => order.compare(a.name, b.name) || order.compare(a.version, b.version),
  );
}

/** Packages that sources of the extension, and of what it shares with the sidecar, import at run time. */
function extensionImports(): string[] {
  const names = new Set(BUILT_IN_BY_THE_BUILD);
  for (const top of ['extension', 'shared']) {
    for (const entry of readdirSync(resolve(ROOT, top), { recursive: true, withFileTypes: true })) {
      if (!entry.isFile() || !/\.tsx?$/.test(entry.name) || /\.test\.tsx?$/.test(entry.name)) continue;
      const source = readFileSync(resolve(entry.parentPath, entry.name), 'utf8');
      for (const [, name = ''] of source.matchAll(
        /(?:\bfrom|\bimport|\bimport\()\s*['"]((?:@[\w.-]+\/)?[a-z][\w.-]*)(?:\/[^'"]*)?['"]/g,
      )) {
        names.add(name);
      }
    }
  }
  return [...names];
}

/** Places in node_modules of these packages and of all they bring. */
function broughtBy(names: readonly string[], lock: Lock): Set<string> {
  const places = new Set<string>();
  const add = (name: string, from: string) => {
    const place = placeOf(name, from, lock);
    if (place === undefined || places.has(place)) return;
    places.add(place);
    if (ONLY_ITSELF.has(name)) return;
    const { dependencies, optionalDependencies } = lock[place] ?? {};
    for (const next of Object.keys({ ...dependencies, ...optionalDependencies })) add(next, place);
  };
  for (const name of names) add(name, '');
  return places;
}

/** As Node looks for it: in the package's own folder, then outwards. */
function placeOf(name: string, from: string, lock: Lock): string | undefined {
  for (let folder = from; ; folder = folder.slice(0, Math.max(0, folder.lastIndexOf('/node_modules/')))) {
    const place = `${folder === '' ? '' : `${folder}/`}node_modules/${name}`;
    if (lock[place]) return place;
    if (folder === '') return undefined;
  }
}

function licenceOf(place: string, lock: Lock): string {
  const folder = resolve(ROOT, place);
  const manifest = resolve(folder, 'package.json');
  // What is for another kind of computer is not installed here; the lock file repeats what its package.json says.
  if (!existsSync(manifest)) return lock[place]?.license ?? '';
  const { license } = JSON.parse(readFileSync(manifest, 'utf8')) as { license?: unknown };
  if (typeof license === 'string') return license;
  const file = readdirSync(folder).find((name) => /^licen[cs]e(?:\.\w+)?$/i.test(name));
  const text = file === undefined ? '' : readFileSync(resolve(folder, file), 'utf8').replace(/\s+/g, ' ');
  return BY_TEXT.find(([, words]) => words.test(text))?.[0] ?? '';
}

/** Whether a licence, or a choice or sum of them, may be passed on. `A OR B`, `A AND B`, one kind a package. */
export function isAllowed({ name, licence }: Pick<Licensed, 'name' | 'licence'>): boolean {
  if (BY_NAME[name]?.licence === licence) return true;
  const words = licence.replace(/^\((.*)\)$/, '$1');
  if (words.includes(' OR ')) return words.split(' OR ').some((one) => ALLOWED.has(one));
  return words.split(' AND ').every((one) => ALLOWED.has(one));
}

export function documentOf(list: readonly Licensed[]): string {
  const where = ({ sidecar, extension }: Licensed) =>
    [sidecar ? 'sidecar' : '', extension ? 'extension' : ''].filter(Boolean).join(', ');
  const counts = new Map<string, number>();
  for (const { licence } of list) counts.set(licence, (counts.get(licence) ?? 0) + 1);
  const summary = [...counts].sort(([a, n], [b, m]) => m - n || (a < b ? -1 : 1));
  const single = Object.entries(BY_NAME).map(
    ([name, { licence, why }]) => `- \`${name}\` (${licence}): ${why}.`,
  );
  return `# Licences

What is passed on with Liuhen and under which licence: the packages the sidecar runs with, and those built into the
extension, each with all it brings. Written by \`npm run licences\`; a test fails when it is out of date, and when a licence
comes in that may not. Why each direct dependency is here: [dependencies.md](dependencies.md). Liuhen itself is under
Apache-2.0.

${summary.map(([licence, count]) => `- ${licence}: ${count}`).join('\n')}

Allowed one by one:

${single.join('\n')}

| Package | Version | Licence | Part of |
| --- | --- | --- | --- |
${list.map((one) => `| \`${one.name}\` | ${one.version} | ${one.licence} | ${where(one)} |`).join('\n')}
`;
}

if (process.argv[1] === import.meta.filename) {
  const list = licenceList(readLock());
  writeFileSync(DOCUMENT, documentOf(list));
  const refused = list.filter((one) => !isAllowed(one));
  for (const { name, version, licence } of refused) {
    console.error(
      `${name} ${version} stands under ${licence || 'no licence that is named'}, which may not come in. 许可证不在允许范围内。`,
    );
  }
  console.log(
    `${list.length} packages, ${refused.length} refused; docs/licences.md is written. 已生成许可证清单。`,
  );
  if (refused.length > 0) process.exitCode = 1;
}
