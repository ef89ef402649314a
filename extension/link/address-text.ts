/**
 * The sidecar's address as this extension uses it: http or https, a base path but no query, no trailing slash.
 * @returns undefined for a text that is no such address
 */
export function normalAddress(text: string): string | undefined {
  let url: URL;
  try {
    url = new URL(text.trim());
  } catch {
    return undefined;
  }
  if (url.protocol !== 'http:' && url.protocol !== 'https:') return undefined;
  // A name and password in the address would be shown, stored and sent in clear.
  if (url.username !== '' || url.password !== '') return undefined;
  return url.origin + url.pathname.replace(/\/+$/, '');
}
