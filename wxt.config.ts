import { defineConfig } from 'wxt';

/**
 * The public half of the key that fixes the id of builds made from this tree (the redirect address of sign-in
 * rests on the id). A court signs its own package and so has its own key and id.
 */
const DEVELOPMENT_KEY =
  'MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEApqXlhbG29ksNcJYWCAwR6ins6IBlWVMZ5hMq9bXfUqZ+PpXKWwiXTazKIN8oWd9T8R9UIKtMR6BBRoabu4Ddm4DB2y1qhToDLifpug3F2WVxMGSjPRPa4B5IGictXIIhSSRcZFdw/mtsJVa6A1ffpL7S9XjmWutL3WLu0OzgxSp9Dvhx33VCxWK/iy6szAxv3PxDkuXv0y+kdC0x2jpfwWkx3FYVnjwZo0S34Gcq/mj9p/1AyCzXs7RP7WniQt2wMww97c2sTpsZb5DQTcT+AuGWjC3+qThG9X1t1V4R667GGWOj4J2BfwwyGAmmrWO+nkhbcaOqyfFpIsMKwX7PBQIDAQAB';

/** Addresses of the court's trial system and sidecar, as match patterns, comma separated. */
const hosts = (process.env.LIUHEN_HOSTS ?? 'http://127.0.0.1/*').split(',');

export default defineConfig({
  srcDir: 'extension',
  publicDir: 'extension/public',
  outDir: '.output',
  imports: false,
  modules: ['@wxt-dev/i18n/module'],
  vite: () => ({
    oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
    define: { LIUHEN_SIDECAR_URL: JSON.stringify(process.env.LIUHEN_SIDECAR_URL ?? '') },
  }),
  manifest: {
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
    content_security_policy: {
      extension_pages: "script-src 'self'; object-src 'none'; base-uri 'none'; form-action 'none'",
    },
  },
});
