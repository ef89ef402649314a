/** From where a request comes. What a client says about itself is not believed; what the court's own proxy says is. */
import type { IncomingMessage } from 'node:http';
import { BlockList, isIP } from 'node:net';

/**
 * @param proxies addresses of the court's proxies, or ranges (`10.1.0.0/16`); their `X-Forwarded-For` is read from its
 * end, where they wrote
 * @throws RangeError for one that is no address
 */
export function clientAddress(proxies: readonly string[]): (request: IncomingMessage) => string {
  const trusted = new BlockList();
  for (const proxy of proxies) {
    const [address = '', bits] = proxy.split('/');
    const family = isIP(address) === 6 ? 'ipv6' : 'ipv4';
    if (isIP(address) === 0) throw new RangeError(`${proxy} is not an address`);
    if (bits === undefined) trusted.addAddress(address, family);
    else trusted.addSubnet(address, Number(bits), family);
  }
  const isProxy = (address: string) =>
    isIP(address) > 0 && trusted.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4');
  return ({ socket, headers }) => {
    let address = plain(socket.remoteAddress ?? '');
    const forwarded = String(headers['x-forwarded-for'] ?? '').split(',');
    while (isProxy(address) && forwarded.length > 0) {
      const said = plain(forwarded.pop() ?? '');
      if (isIP(said) === 0) break;
      address = said;
    }
    return address;
  };
}

/** IPv4 in the clothes of IPv6 is the same address. */
const plain = (address: string): string => address.trim().replace(/^::ffff:(?=\d+\.)/i, '');
