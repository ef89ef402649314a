import { defineConfig } from 'wxt';
import { manifestFor } from './extension/manifest.ts';

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
  manifest: manifestFor(hosts),
});
