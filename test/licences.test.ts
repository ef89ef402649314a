/** The licence list: nothing comes in that may not be passed on, and docs/licences.md is what is installed. */
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { BY_NAME, DOCUMENT, documentOf, isAllowed, licenceList, ROOT, readLock } from './licences.ts';

describe('licences', () => {
  const lock = readLock();
  const list = licenceList(lock);

  it('of everything passed on are among those allowed', () => {
    expect(list.length).toBeGreaterThan(100);
    expect(list.filter((one) => !isAllowed(one))).toEqual([]);
  });

  it('are listed in docs/licences.md as they are (npm run licences)', () => {
    expect(readFileSync(DOCUMENT, 'utf8')).toBe(documentOf(list));
  });

  it('are known of every dependency of the sidecar, and of what the extension is built of', () => {
    const { dependencies } = JSON.parse(readFileSync(resolve(ROOT, 'package.json'), 'utf8'));
    const inSidecar = new Set(list.filter(({ sidecar }) => sidecar).map(({ name }) => name));
    expect(Object.keys(dependencies).filter((name) => !inSidecar.has(name))).toEqual([]);
    const inExtension = new Set(list.filter(({ extension }) => extension).map(({ name }) => name));
    for (const name of [
      'preact',
      'webextension-polyfill',
      'idb',
      'zod',
      'wxt',
      'file-type',
      'strtok3',
      'debug',
    ])
      expect(inExtension).toContain(name);
    // What only builds or tests is passed on to nobody.
    for (const name of ['vitest', 'typescript', 'vite', 'playwright-core'])
      expect(list.map((one) => one.name)).not.toContain(name);
  });

  it('allowed by name are of packages that are there', () => {
    const names = new Set(list.map(({ name }) => name));
    expect(Object.keys(BY_NAME).filter((name) => !names.has(name))).toEqual([]);
  });

  it.each([
    ['MIT', true],
    ['(MIT OR GPL-3.0)', true],
    ['MIT AND OFL-1.1', true],
    ['MIT AND GPL-3.0', false],
    ['GPL-3.0-only', false],
    ['AGPL-3.0', false],
    ['LGPL-3.0', false],
    ['MPL-2.0', false],
    ['SEE LICENSE IN LICENSE', false],
    ['UNLICENSED', false],
    ['', false],
  ])('%s is allowed: %s', (licence, allowed) => {
    expect(isAllowed({ name: 'anything', licence })).toBe(allowed);
  });

  it('a package that brings another licence is found, however deep', () => {
    const planted = {
      ...lock,
      'node_modules/hono/node_modules/planted': { version: '1.0.0', license: 'AGPL-3.0' },
    };
    const found = licenceList(planted).filter((one) => !isAllowed(one));
    expect(found).toEqual([
      { name: 'planted', version: '1.0.0', licence: 'AGPL-3.0', sidecar: true, extension: false },
    ]);
    const preact = lock['node_modules/preact'];
    const brought = {
      ...lock,
      'node_modules/preact': { ...preact, dependencies: { planted: '1' } },
      'node_modules/planted': { version: '1.0.0', license: 'GPL-3.0', dev: true },
    };
    expect(licenceList(brought).filter((one) => !isAllowed(one))).toMatchObject([
      { name: 'planted', sidecar: false, extension: true },
    ]);
  });
});
