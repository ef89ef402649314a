/**
 * Who is at the other end. A proxy of the court's own says for whom it asks (X-Forwarded-For) and whether that one came by
 * TLS (X-Forwarded-Proto); from anybody else these headers are somebody's claim, and are not looked at.
 */
import type { IncomingMessage } from 'node:http';
import { BlockList, isIP } from 'node:net';

export interface Peer {
  /** The client's address; an IPv4 address is told as such, however it came. */
  address: string;
  /** By TLS, all the way as far as it is known. */
  secure: boolean;
  /** `told`: a trusted proxy says that its client came without TLS. `direct`: nobody stands between, and there is no TLS. */
  plain?: 'told' | 'direct';
}

const family = (address: string): 'ipv4' | 'ipv6' => (isIP(address) === 6 ? 'ipv6' : 'ipv4');

/** `10.0.0.7`, `::1`, `10.0.0.0/8`, `fd00::/8`. */
export function isAddressRange(text: string): boolean {
  const [address = '', bits, more] = text.split('/');
  const version = isIP(address);
  if (version === 0 || more !== undefined || address.includes('%')) return false;
  return bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= (version === 6 ? 128 : 32));
}

/** The same computer is told in one way only: `::ffff:10.0.0.7` is `10.0.0.7`. */
export function plainAddress(address: string | undefined): string {
  const text = (address ?? '').replace(/%.*$/, '').toLowerCase();
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/.exec(text)?.[1];
  return mapped ?? text;
}

export function isLoopback(host: string): boolean {
  const address = plainAddress(host.replace(/^\[|\]$/g, ''));
  return address === 'localhost' || address === '::1' || (isIP(address) === 4 && address.startsWith('127.'));
}

/** @param ranges as `isAddressRange` has let them pass */
export function createPeers(ranges: readonly string[]): (req: IncomingMessage) => Peer {
  const trusted = new BlockList();
  for (const range of ranges) {
    const [address = '', bits] = range.split('/');
    if (bits === undefined) trusted.addAddress(address, family(address));
    else trusted.addSubnet(address, Number(bits), family(address));
  }
  const isTrusted = (address: string) => isIP(address) !== 0 && trusted.check(address, family(address));

  return (req) => {
    const near = plainAddress(req.socket.remoteAddress);
    const encrypted = 'encrypted' in req.socket && req.socket.encrypted === true;
    if (!isTrusted(near))
      return { address: near, secure: encrypted, ...(encrypted ? {} : { plain: 'direct' }) };

    // Each proxy adds at the end whom it was asked by: from there to the first that is no proxy of ours. What stands
    // before that one is what it says itself.
    let address = near;
    const line = String(req.headers['x-forwarded-for'] ?? '').split(',');
    for (const entry of line.reverse()) {
      const next = plainAddress(entry.trim());
      if (isIP(next) === 0) break;
      address = next;
      if (!isTrusted(next)) break;
    }
    // The last word is that of the proxy next to us.
    const told = String(req.headers['x-forwarded-proto'] ?? '')
      .split(',')
      .at(-1)
      ?.trim()
      .toLowerCase();
    if (told === 'http') return { address, secure: false, plain: 'told' };
    return { address, secure: told === 'https' || (told === '' && encrypted) };
  };
}
