import { describe, expect, it } from 'vitest';
import { plainHttpFault } from './plain-http.ts';

const TLS = { certificate: 'a', key: 'b', minVersion: 'TLSv1.2' as const };
const LOCAL = { listen: { host: '127.0.0.1' }, trustedProxies: [], allowPlainHttp: false };
const OPEN = { ...LOCAL, listen: { host: '0.0.0.0' } };

describe('HTTP without TLS', () => {
  it.each([
    ['on this computer', LOCAL],
    ['on this computer, by name', { ...LOCAL, listen: { host: 'localhost' } }],
    ['on this computer, IPv6', { ...LOCAL, listen: { host: '::1' } }],
    ['at the address of a proxy', { ...LOCAL, publicUrl: 'https://liuhen.court.example' }],
    ['where it is TLS', { ...OPEN, tls: TLS }],
    ['behind a proxy elsewhere', { ...OPEN, trustedProxies: ['10.0.0.5'] }],
    ['where it was allowed in writing', { ...OPEN, allowPlainHttp: true, publicUrl: 'http://10.0.0.9:8701' }],
    ['to a superior on this computer', { ...LOCAL, superior: { url: 'http://[::1]:1' } }],
    ['to a superior by TLS', { ...LOCAL, superior: { url: 'https://liuhen.superior.example' } }],
  ])('is no fault: %s', (_, config) => {
    expect(plainHttpFault(config)).toBeUndefined();
  });

  it.each([
    ['everywhere', OPEN, /^Listening on 0\.0\.0\.0 .*不能在 0\.0\.0\.0 上监听/],
    ['at one address', { ...LOCAL, listen: { host: '10.0.0.9' } }, /^Listening on 10\.0\.0\.9 /],
    ['at every IPv6 address', { ...LOCAL, listen: { host: '::' } }, /^Listening on :: /],
    ['at a name', { ...LOCAL, listen: { host: 'liuhen.court.example' } }, /^Listening on liuhen/],
    [
      'at a name beginning alike',
      { ...LOCAL, listen: { host: '127.0.0.1.court.example' } },
      /^Listening on 127/,
    ],
    ['for people', { ...LOCAL, publicUrl: 'http://liuhen.court.example' }, /^publicUrl http:.*改用 https/],
    [
      'to the superior',
      { ...LOCAL, superior: { url: 'http://10.9.9.9:8701' } },
      /^The superior court's address http:.*改用 https/,
    ],
    [
      'to the superior, from behind TLS',
      { ...OPEN, tls: TLS, superior: { url: 'http://liuhen.superior.example' } },
      /^The superior court's address/,
    ],
  ])('is told in a sentence: %s', (_, config, sentence) => {
    expect(plainHttpFault(config)).toMatch(sentence);
  });
});
