/**
 * One spelling a path. What is asked for is decided in several places (the provider's paths, the table of routes, the
 * router), which must not read one address in two ways: so every other spelling is refused before any of them sees it.
 */
const PATH = /^(?:\/(?:[A-Za-z0-9\-._~!$&'()*+,=:@]|%[0-9A-Fa-f]{2})*)+$/;
/** Encoded although it needs no encoding, or encoded to be something else after decoding: `/`, `\`, controls. */
const OTHER_SPELLING =
  /%(?:2[DEFdef]|3[0-9]|4[1-9A-Fa-f]|5[0-9AaCcFf]|6[1-9A-Fa-f]|7[0-9AaEeFf]|[01][0-9A-Fa-f])/;
const QUERY = /^(?:[A-Za-z0-9\-._~!$&'()*+,;=:@/?]|%[0-9A-Fa-f]{2})*$/;
const DOTS = /\/\.{1,2}(?:\/|$)/;

/** @param target as it stands in the request line; only the origin form (`/path?query`) is served */
export function isPlainTarget(target: string | undefined): boolean {
  if (target === undefined) return false;
  const end = target.indexOf('?');
  const path = end < 0 ? target : target.slice(0, end);
  if (!PATH.test(path) || path.includes('//') || DOTS.test(path) || OTHER_SPELLING.test(path)) return false;
  if (end >= 0 && !QUERY.test(target.slice(end + 1))) return false;
  return !target.includes('%') || isUtf8(target);
}

function isUtf8(target: string): boolean {
  try {
    decodeURIComponent(target);
    return true;
  } catch {
    return false;
  }
}
