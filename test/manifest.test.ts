/** The manifest asks for exactly this; a change here is a change of docs/permissions.md, and somebody has to have wanted it. */
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { manifestFor, pagePolicy } from '../extension/manifest.ts';

const HOSTS = ['http://10.13.2.5/*', 'https://liuhen.court.example/*'];
const ADDRESSES = 'http://10.13.2.5:* https://liuhen.court.example:*';

describe('the manifest', () => {
  const { key, ...manifest } = manifestFor(HOSTS);

  it('asks for this and nothing else', () => {
    expect(key).toMatch(/^MIIB/);
    expect(manifest).toEqual({
      name: '__MSG_extension_name__',
      description: '__MSG_extension_description__',
      default_locale: 'zh_CN',
      minimum_chrome_version: '102',
      permissions: [
        'storage',
        'scripting',
        'identity',
        'alarms',
        'declarativeNetRequest',
        'unlimitedStorage',
      ],
      host_permissions: HOSTS,
      action: {},
      storage: { managed_schema: 'managed-schema.json' },
      web_accessible_resources: [{ resources: ['panel.html'], matches: HOSTS, use_dynamic_url: true }],
      externally_connectable: { ids: [] },
      content_security_policy: {
        extension_pages:
          "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; " +
          `connect-src 'self' ${ADDRESSES}; frame-ancestors 'self' ${ADDRESSES}; object-src 'none'; ` +
          "base-uri 'none'; form-action 'none'; require-trusted-types-for 'script'; trusted-types 'none'",
      },
    });
  });

  it('has a reason in docs/permissions.md for each permission, and the document speaks of no other', () => {
    const text = readFileSync(resolve(import.meta.dirname, '../docs/permissions.md'), 'utf8');
    const explained = [...text.matchAll(/^\| `(\w+)` *\| \S.{20}/gm)].map(([, name]) => name);
    expect(explained.sort()).toEqual([...manifest.permissions].sort());
  });

  it.each([
    ['http://127.0.0.1/*', 'http://127.0.0.1:*'],
    ['*://*.court.example/*', 'http://*.court.example:* https://*.court.example:*'],
    ['http://[fd00::1]/*', 'http://[fd00::1]:*'],
  ])('writes %s into the policy of its pages', (pattern, source) => {
    expect(pagePolicy([pattern])).toContain(`connect-src 'self' ${source};`);
  });

  it.each([
    '<all_urls>',
    '*://*/*',
    'https://*/*',
    'file:///*',
    'https://a.example/path/*',
    "https://a.example/*; script-src 'unsafe-eval'",
    'https://a.example:8080/*',
    '',
  ])('does not take %s for an address of the court', (pattern) => {
    expect(() => pagePolicy([pattern])).toThrow('host pattern');
  });
});
