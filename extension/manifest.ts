/**
 * What the extension asks of the browser, and what its own pages may load. docs/permissions.md says why;
 * test/manifest.test.ts pins all of it.
 */

/**
 * The public half of the key that fixes the id of builds made from this tree (the redirect address of sign-in
 * rests on the id). A court signs its own package and so has its own key and id.
 */
const DEVELOPMENT_KEY =
  'MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEApqXlhbG29ksNcJYWCAwR6ins6IBlWVMZ5hMq9bXfUqZ+PpXKWwiXTazKIN8oWd9T8R9UIKtMR6BBRoabu4Ddm4DB2y1qhToDLifpug3F2WVxMGSjPRPa4B5IGictXIIhSSRcZFdw/mtsJVa6A1ffpL7S9XjmWutL3WLu0OzgxSp9Dvhx33VCxWK/iy6szAxv3PxDkuXv0y+kdC0x2jpfwWkx3FYVnjwZo0S34Gcq/mj9p/1AyCzXs7RP7WniQt2wMww97c2sTpsZb5DQTcT+AuGWjC3+qThG9X1t1V4R667GGWOj4J2BfwwyGAmmrWO+nkhbcaOqyfFpIsMKwX7PBQIDAQAB';

/**
 * Addresses of a host pattern, as a content security policy writes them. Patterns bear no port, so any port is meant.
 * @throws Error for a pattern that is not of one host, or of one domain: the extension is for the court's own addresses
 */
function sourcesOf(pattern: string): string[] {
  const [, scheme, host] = /^(\*|https?):\/\/((?:\*\.)?[a-z0-9.-]+|\[[0-9a-f:]+\])\/\*$/i.exec(pattern) ?? [];
  if (scheme === undefined || host === undefined) throw new Error(`not a host pattern: ${pattern}`);
  return (scheme === '*' ? ['http', 'https'] : [scheme]).map((one) => `${one}://${host}:*`);
}

/**
 * Code and style from the package only, nothing that turns text into code or markup, the network only to the court's
 * addresses, and frames around our pages only there: everything else is off.
 */
export function pagePolicy(hosts: readonly string[]): string {
  const addresses = [...new Set(hosts.flatMap(sourcesOf))].join(' ');
  return [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    // The watermark's tile and thumbnails of what somebody attaches.
    "img-src 'self' data: blob:",
    `connect-src 'self' ${addresses}`,
    `frame-ancestors 'self' ${addresses}`,
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'none'",
    "require-trusted-types-for 'script'",
    "trusted-types 'none'",
  ].join('; ');
}

/** @param hosts match patterns of the court's trial systems and of its sidecar */
export const manifestFor = (hosts: string[]) => ({
  name: '__MSG_extension_name__',
  description: '__MSG_extension_description__',
  default_locale: 'zh_CN',
  key: DEVELOPMENT_KEY,
  minimum_chrome_version: '102',
  permissions: ['storage', 'scripting', 'identity', 'alarms', 'declarativeNetRequest', 'unlimitedStorage'],
  host_permissions: hosts,
  action: {},
  storage: { managed_schema: 'managed-schema.json' },
  // The panel is a page of the extension inside a frame, so that the host's scripts can neither read what is
  // typed there nor press its buttons.
  web_accessible_resources: [{ resources: ['panel.html'], matches: hosts, use_dynamic_url: true }],
  // Left out, every other extension could send us messages.
  externally_connectable: { ids: [] },
  content_security_policy: { extension_pages: pagePolicy(hosts) },
});
