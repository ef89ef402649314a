/** Abuse case 18: what a client writes about itself is believed from the court's own proxies only. */
import type { IncomingMessage } from 'node:http';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createPeers, isAddressRange, isLoopback } from './trusted-proxies.ts';

const from = (remoteAddress: string, headers: Record<string, string> = {}, encrypted = false) =>
  ({ socket: { remoteAddress, ...(encrypted ? { encrypted } : {}) }, headers }) as unknown as IncomingMessage;
const forwarded = (chain: string, proto?: string) => ({
  'x-forwarded-for': chain,
  ...(proto === undefined ? {} : { 'x-forwarded-proto': proto }),
});

describe('who is at the other end', () => {
  const peer = createPeers(['10.0.0.5', '10.1.0.0/16', 'fd00::/8']);

  it.each([
    ['somebody, saying nothing', from('192.0.2.7'), { address: '192.0.2.7', secure: false, plain: 'direct' }],
    [
      'somebody who says to be another',
      from('192.0.2.7', {
        ...forwarded('10.9.9.9', 'https'),
        'x-real-ip': '1.1.1.1',
        forwarded: 'for=2.2.2.2',
      }),
      { address: '192.0.2.7', secure: false, plain: 'direct' },
    ],
    [
      'somebody by TLS',
      from('192.0.2.7', forwarded('1.1.1.1', 'http'), true),
      { address: '192.0.2.7', secure: true },
    ],
    ['IPv4 within IPv6', from('::ffff:192.0.2.7'), { address: '192.0.2.7', secure: false, plain: 'direct' }],
    ['our proxy', from('10.0.0.5', forwarded('192.0.2.7', 'https')), { address: '192.0.2.7', secure: true }],
    [
      'our proxy, within IPv6',
      from('::ffff:10.0.0.5', forwarded('192.0.2.7', 'https')),
      { address: '192.0.2.7', secure: true },
    ],
    [
      'our proxy, by range',
      from('10.1.77.3', forwarded('192.0.2.7', 'https')),
      { address: '192.0.2.7', secure: true },
    ],
    [
      'our proxy, IPv6',
      from('fd00::9', forwarded('2001:db8::1', 'https')),
      { address: '2001:db8::1', secure: true },
    ],
    ['our proxy, which says nothing', from('10.0.0.5'), { address: '10.0.0.5', secure: false }],
    [
      'our proxy, reached without TLS',
      from('10.0.0.5', forwarded('192.0.2.7', 'http')),
      { address: '192.0.2.7', secure: false, plain: 'told' },
    ],
    [
      'a client that wrote an address before our proxy added the true one',
      from('10.0.0.5', forwarded('1.1.1.1, 10.1.1.1, 192.0.2.7', 'https, https')),
      { address: '192.0.2.7', secure: true },
    ],
    [
      'two proxies of ours, one behind the other',
      from('10.0.0.5', forwarded('1.1.1.1, 192.0.2.7, 10.1.4.4', 'https')),
      { address: '192.0.2.7', secure: true },
    ],
    [
      'a client that wrote what is no address',
      from('10.0.0.5', forwarded("192.0.2.7, ' or 1=1", 'https')),
      { address: '10.0.0.5', secure: true },
    ],
    [
      'a client that wrote another protocol before our proxy wrote its own',
      from('10.0.0.5', forwarded('192.0.2.7', 'https, http')),
      { address: '192.0.2.7', secure: false, plain: 'told' },
    ],
  ])('%s', (_, req, told) => {
    expect(peer(req)).toEqual(told);
  });

  it('where no proxy is named, no header changes anything', () => {
    const nobody = createPeers([]);
    fc.assert(
      fc.property(fc.ipV4(), fc.string(), fc.string(), (address, chain, proto) => {
        expect(nobody(from(address, forwarded(chain, proto)))).toEqual(nobody(from(address)));
      }),
    );
  });

  it('behind a proxy, the last address it wrote is taken, whatever stands before', () => {
    fc.assert(
      fc.property(fc.array(fc.string()), fc.ipV4(), (before, client) => {
        fc.pre(peer(from(client)).address === client && !/^10\.(?:1\.|0\.0\.5$)/.test(client));
        expect(peer(from('10.0.0.5', forwarded([...before, client].join(', ')))).address).toBe(client);
      }),
    );
  });
});

it.each(['10.0.0.7', '::1', '10.0.0.0/8', 'fd00::/8', '0.0.0.0/0'])('%s may be trusted', (text) => {
  expect(isAddressRange(text)).toBe(true);
});
it.each([
  '',
  'proxy',
  '10.0.0',
  '10.0.0.0/33',
  '10.0.0.0/',
  '10.0.0.0/8/8',
  'fd00::/129',
  'fe80::1%eth0',
  '*',
])('%s is no address', (text) => {
  expect(isAddressRange(text)).toBe(false);
});
it.each([
  ['127.0.0.1', true],
  ['127.8.8.8', true],
  ['::1', true],
  ['[::1]', true],
  ['::ffff:127.0.0.1', true],
  ['localhost', true],
  ['128.0.0.1', false],
  ['127.0.0.1.example', false],
  ['0.0.0.0', false],
  ['::', false],
])('%s is this computer: %s', (host, is) => {
  expect(isLoopback(host)).toBe(is);
});
