import type { IncomingMessage } from 'node:http';
import { expect, test } from 'vitest';
import { clientAddress } from './client-address.ts';

const from = (remoteAddress: string, forwarded?: string) =>
  ({
    socket: { remoteAddress },
    headers: forwarded === undefined ? {} : { 'x-forwarded-for': forwarded },
  }) as unknown as IncomingMessage;

test.each([
  [[], '10.1.2.3', undefined, '10.1.2.3'],
  [[], '10.1.2.3', '1.1.1.1', '10.1.2.3'],
  [['127.0.0.1'], '127.0.0.1', '10.1.2.3', '10.1.2.3'],
  [['127.0.0.1'], '::ffff:127.0.0.1', '10.1.2.3', '10.1.2.3'],
  // What the client wrote itself stands before what the proxy wrote.
  [['127.0.0.1'], '127.0.0.1', '6.6.6.6, 10.1.2.3', '10.1.2.3'],
  [['127.0.0.1', '10.9.0.0/16'], '127.0.0.1', '6.6.6.6, 10.1.2.3, 10.9.8.7', '10.1.2.3'],
  [['127.0.0.1'], '127.0.0.1', 'nonsense', '127.0.0.1'],
  [['127.0.0.1'], '127.0.0.1', undefined, '127.0.0.1'],
  [['fd00::/8'], 'fd00::1', '2001:db8::5', '2001:db8::5'],
  [['127.0.0.1'], '10.1.2.3', '6.6.6.6', '10.1.2.3'],
])('proxies %j, line from %s, said %s: %s', (proxies, remote, forwarded, address) => {
  expect(clientAddress(proxies)(from(remote, forwarded))).toBe(address);
});

test('a proxy that is no address is told at the start', () => {
  expect(() => clientAddress(['proxy.court'])).toThrow('proxy.court is not an address');
});
