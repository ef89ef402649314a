/** Where HTTP without TLS may be spoken: on this computer, behind the court's own proxy, or where it was allowed in writing. */
import type { ListenSettings } from './settings.ts';
import { isLoopback } from './trusted-proxies.ts';

interface Reached {
  listen: { host: string };
  publicUrl?: string | undefined;
  superior?: { url: string } | undefined;
  tls?: ListenSettings['tls'];
  trustedProxies: readonly string[];
  allowPlainHttp: boolean;
}

/** @returns one sentence a person can act on, where passwords or records would cross the network in the clear */
export function plainHttpFault(config: Reached): string | undefined {
  if (config.allowPlainHttp) return undefined;
  const { host } = config.listen;
  if (!config.tls && config.trustedProxies.length === 0 && !isLoopback(host))
    return `Listening on ${host} without TLS would let the network read passwords and records; set "tls", or listen on 127.0.0.1 behind a proxy, or name the proxy in "trustedProxies" ("allowPlainHttp": true for a trial). 未启用 TLS 时不能在 ${host} 上监听，否则口令和记录会明文传输；请设置 tls，或改为经代理访问（trustedProxies）。`;
  if (isInTheClear(config.publicUrl))
    return `publicUrl ${config.publicUrl} is without TLS, so browsers would send passwords and records in the clear; use https ("allowPlainHttp": true for a trial). publicUrl 未使用 https，口令和记录会明文传输，请改用 https。`;
  if (isInTheClear(config.superior?.url))
    return `The superior court's address ${config.superior?.url} is without TLS; reports would cross the network in the clear. Use https ("allowPlainHttp": true for a trial). 上级法院地址未使用 https，上报内容会明文传输，请改用 https。`;
  return undefined;
}

function isInTheClear(url: string | undefined): boolean {
  if (url === undefined) return false;
  const { protocol, hostname } = new URL(url);
  return protocol === 'http:' && !isLoopback(hostname);
}
