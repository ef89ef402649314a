/** `npm run audit` against a registry of our own: what it says when there is nothing, something, or nobody who answers. */
import { spawn } from 'node:child_process';
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { resolve } from 'node:path';
import { expect, it } from 'vitest';
import { readLock } from './licences.ts';

async function audit(
  registry: RequestListener,
): Promise<{ code: number | null; output: string; asked: string[] }> {
  const asked: string[] = [];
  const server = createServer((req, res) => {
    asked.push(`${req.method} ${req.url}`);
    registry(req, res);
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  const env = { ...process.env, npm_config_registry: address, npm_config_fetch_retries: '0' };
  const child = spawn(process.execPath, [resolve(import.meta.dirname, 'audit.mjs')], { env });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (words: string) => {
      output += words;
    });
  }
  const code = await new Promise<number | null>((done) => child.once('close', done));
  server.closeAllConnections();
  await new Promise((done) => server.close(done));
  return { code, output, asked };
}

it('nothing known', async () => {
  const { code, output, asked } = await audit((_, res) => {
    res.writeHead(200, { 'content-type': 'application/json' }).end('{}');
  });
  expect(output).toMatch(/Nothing is known.*未发现已知漏洞/);
  expect(code).toBe(0);
  expect(asked.length).toBeGreaterThan(0);
});

it('something known', async () => {
  const advisory = {
    id: 1,
    url: 'https://advisory.example/1',
    title: 'a fault',
    severity: 'high',
    vulnerable_versions: '<999',
    cwe: [],
    cvss: {},
  };
  const lock = readLock();
  const { code, output } = await audit((req, res) => {
    res.writeHead(200, { 'content-type': 'application/json' });
    if (req.method === 'POST') return res.end(JSON.stringify({ hono: [advisory] }));
    // Then it wants to know of which releases the package, and those that use it, there are.
    const name = decodeURIComponent((req.url ?? '').slice(1));
    const { version = '', ...rest } = lock[`node_modules/${name}`] ?? {};
    const manifest = { name, version, dependencies: rest.dependencies, dist: {} };
    return res.end(
      JSON.stringify({ name, 'dist-tags': { latest: version }, versions: { [version]: manifest } }),
    );
  });
  expect(output).toMatch(/^high: hono /m);
  expect(output).toMatch(/packages have known faults\. 有 \d+ 个依赖包存在已知漏洞/);
  expect(code).toBe(1);
});

it('a registry that does not answer audits', async () => {
  const { code, output } = await audit((_, res) => {
    res.writeHead(405, { allow: 'GET' }).end();
  });
  expect(output).toMatch(/does not answer audits.*不提供安全审计/);
  expect(code).toBe(2);
});
