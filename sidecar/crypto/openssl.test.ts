/** Keys and signatures pass between the suites and the `openssl` program, under the standard user id for SM2. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { suiteOf } from './suites.ts';

const found = spawnSync('openssl', ['version'], { encoding: 'utf8' });
const version = found.error ? 'none' : found.stdout.trim();
/** `npm test` installs it (test/setup.mjs); who runs this file alone is told. */
const lacking = /^OpenSSL [3-9]/.test(version) ? undefined : `needs the program openssl 3; found: ${version}`;
if (lacking !== undefined) console.warn(`openssl.test.ts is skipped: ${lacking}`);

const STANDARD_ID = ['-pkeyopt', 'distid:1234567812345678'];
const SUITES = [
  { name: 'international', algorithm: 'ED25519', digest: [], id: [] },
  { name: 'national', algorithm: 'SM2', digest: ['-digest', 'sm3'], id: STANDARD_ID },
] as const;

describe('the openssl program', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'liuhen-openssl-'));
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  beforeEach((test) => {
    if (lacking !== undefined) test.skip(lacking);
  });

  const run = (...args: string[]) => spawnSync('openssl', args, { cwd: folder, encoding: 'utf8' });
  const done = (...args: string[]): string => {
    const { status, stdout, stderr } = run(...args);
    if (status !== 0) throw new Error(`openssl ${args.join(' ')}: ${stderr}`);
    return stdout;
  };
  const put = (name: string, bytes: string | Uint8Array) => writeFileSync(join(folder, name), bytes);
  const get = (name: string) => readFileSync(join(folder, name));
  const MESSAGES = [Buffer.alloc(1), Buffer.from('回执'), Buffer.alloc(100_000, '留痕')];

  describe.each(SUITES)('and the suite $name', ({ name, algorithm, digest, id }) => {
    const suite = suiteOf(name);
    const verifying = (...options: readonly string[]) =>
      run(
        ...['pkeyutl', '-verify', '-pubin', '-inkey', 'public.pem', '-rawin', ...digest, ...options],
        ...['-in', 'message', '-sigfile', 'signature'],
      );

    it('reads our private key, and finds the same public key in it', () => {
      const pem = suite.createSigningKey();
      put('key.pem', pem);
      expect(done('pkey', '-in', 'key.pem', '-check', '-noout')).toContain('Key is valid');
      done('pkey', '-in', 'key.pem', '-pubout', '-outform', 'DER', '-out', 'public.der');
      const { publicKey } = suite.readSigningKey(pem);
      expect(get('public.der').subarray(-suite.publicKeyBytes)).toEqual(publicKey);
    });

    it('verifies what we sign, and nothing else', () => {
      const pem = suite.createSigningKey();
      put('key.pem', pem);
      done('pkey', '-in', 'key.pem', '-pubout', '-out', 'public.pem');
      for (const message of MESSAGES) {
        put('message', message);
        put('signature', suite.readSigningKey(pem).sign(message));
        expect(verifying(...id).stdout).toContain('Signature Verified Successfully');
        put('message', Buffer.concat([message, Buffer.alloc(1)]));
        expect(verifying(...id).status).not.toBe(0);
      }
    });

    it('makes keys we read and signatures we verify', () => {
      done('genpkey', '-algorithm', algorithm, '-out', 'key.pem');
      const key = suite.readSigningKey(get('key.pem').toString());
      for (const message of MESSAGES) {
        put('message', message);
        done(
          ...['pkeyutl', '-sign', '-inkey', 'key.pem', '-rawin', ...digest, ...id],
          ...['-in', 'message', '-out', 'signature'],
        );
        expect(suite.verify(key.publicKey, message, get('signature'))).toBe(true);
        expect(suite.verify(key.publicKey, Buffer.concat([message, Buffer.alloc(1)]), get('signature'))).toBe(
          false,
        );
      }
    });
  });

  it('does not verify our SM2 under another user id', () => {
    const pem = suiteOf('national').createSigningKey();
    put('key.pem', pem);
    put('message', '回执');
    put('signature', suiteOf('national').readSigningKey(pem).sign(Buffer.from('回执')));
    done('pkey', '-in', 'key.pem', '-pubout', '-out', 'public.pem');
    for (const id of ['', '8765432187654321']) {
      const { status } = run(
        ...['pkeyutl', '-verify', '-pubin', '-inkey', 'public.pem', '-rawin', '-digest', 'sm3'],
        ...['-in', 'message', '-sigfile', 'signature', '-pkeyopt', `distid:${id}`],
      );
      expect(status).not.toBe(0);
    }
  });
});
