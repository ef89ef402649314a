/** TLS by the sidecar itself: with which certificates it starts, what it speaks, and how they are replaced while it runs. */
import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:https';
import { connect as connectPlain } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  connect,
  getCACertificates,
  type PeerCertificate,
  setDefaultCACertificates,
  type TLSSocket,
} from 'node:tls';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ConfigProblem } from '../../sidecar/config.ts';
import { DAY_MS } from '../../sidecar/listen/certificate.ts';
import { makeCertificate, makeKey, type Pair } from './certificates.ts';
import { entry, reading } from './examples.ts';
import { startTestCourt, type TestCourt } from './test-court.ts';

const NOW = Date.now();
const HOSTS = ['127.0.0.1', 'localhost'];
const authority = {
  name: 'Court authority',
  ...makeCertificate({
    name: 'Court authority',
    from: NOW - DAY_MS,
    to: NOW + 900 * DAY_MS,
    authority: true,
  }),
};
const signed = (days: number, from = NOW - DAY_MS, hosts = HOSTS): Pair =>
  makeCertificate({ name: 'liuhen', hosts, from, to: NOW + days * DAY_MS, by: authority });

const folder = mkdtempSync(join(tmpdir(), 'liuhen-tls-'));
const files = { certificate: join(folder, 'server.pem'), key: join(folder, 'server.key') };
const put = (pair: Pair) => {
  writeFileSync(files.certificate, pair.certificate);
  writeFileSync(files.key, pair.key);
};
const own = getCACertificates('default');
beforeAll(() => setDefaultCACertificates([...own, authority.certificate]));
afterAll(() => {
  setDefaultCACertificates(own);
  rmSync(folder, { recursive: true });
});

/** What a client that trusts the court's authority finds at the other end. */
function shake(
  url: string,
  options: object = {},
): Promise<{ certificate: PeerCertificate; protocol: string | null }> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve, reject) => {
    const socket: TLSSocket = connect(
      { host: hostname, port: Number(port), ca: authority.certificate, ...options },
      () => {
        resolve({ certificate: socket.getPeerCertificate(), protocol: socket.getProtocol() });
        socket.destroy();
      },
    );
    socket.on('error', reject);
  });
}

describe('a sidecar with a certificate of its own', () => {
  const lines: string[] = [];
  let ahead = 0;
  let court: TestCourt;
  beforeAll(async () => {
    put(signed(400));
    court = await startTestCourt({ tls: files }, { logLines: lines, clock: () => Date.now() + ahead });
  });
  afterAll(() => court.close());

  it('is signed in to and filed at over TLS, its embedded provider included', async () => {
    expect(court.sidecar.url).toMatch(/^https:\/\//);
    const limh = await court.as('limh');
    expect((await limh.file('case-reading', reading())).status).toBe(201);
    expect((await limh.file('entry', entry())).status).toBe(201);
    expect((await limh.request('GET', '/v1/duties')).headers.get('strict-transport-security')).toBe(
      'max-age=31536000',
    );
    for (const path of ['/sign-in/none', '/oidc/jwks', '/nothing']) {
      const answer = await fetch(court.sidecar.url + path);
      expect(answer.headers.get('strict-transport-security'), path).toBe('max-age=31536000');
    }
  });

  it('asks its own provider without knowing the authority, or where its public name leads', async () => {
    setDefaultCACertificates(own);
    try {
      // Discovery was made by the sign-in above; a sidecar that has just started makes it anew.
      await court.restart({ publicUrl: 'https://liuhen.nowhere.example' });
      await expect(fetch(`${court.sidecar.url}/healthz`)).rejects.toThrow();
      const offer = await new Promise<{ status: number | undefined; text: string }>((resolve, reject) => {
        request(`${court.sidecar.url}/v1/sign-in`, { ca: authority.certificate }, (answer) => {
          let text = '';
          answer.setEncoding('utf8').on('data', (more) => {
            text += more;
          });
          answer.on('end', () => resolve({ status: answer.statusCode, text }));
        })
          .on('error', reject)
          .end();
      });
      expect(offer.status, offer.text).toBe(200);
      expect(offer.text).toContain('https://liuhen.nowhere.example/oidc/auth');
      await court.restart();
    } finally {
      setDefaultCACertificates([...own, authority.certificate]);
    }
  });

  it('speaks nothing older than TLS 1.2, and nothing without TLS', async () => {
    const { url } = court.sidecar;
    expect((await shake(url)).protocol).toBe('TLSv1.3');
    expect((await shake(url, { maxVersion: 'TLSv1.2' })).protocol).toBe('TLSv1.2');
    const old = { minVersion: 'TLSv1', maxVersion: 'TLSv1.1', ciphers: 'DEFAULT@SECLEVEL=0' };
    await expect(shake(url, old)).rejects.toThrow();
    await court.restart({ tls: { ...files, minVersion: 'TLSv1.3' } });
    await expect(shake(court.sidecar.url, { maxVersion: 'TLSv1.2' })).rejects.toThrow();
    expect((await shake(court.sidecar.url)).protocol).toBe('TLSv1.3');
    const heard = await new Promise<string>((done) => {
      const socket = connectPlain(Number(new URL(url).port), '127.0.0.1');
      let text = '';
      socket.on('data', (more) => {
        text += more;
      });
      socket.on('error', () => {});
      socket.on('close', () => done(text));
      socket.write('GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n');
    });
    expect(heard).not.toContain('HTTP/1.1 200');
  });

  it('takes a new pair while it runs, and goes on with the old one where the new one is no good', async () => {
    const serial = async () => (await shake(court.sidecar.url)).certificate.serialNumber;
    const first = await serial();
    put(signed(500));
    court.sidecar.reload();
    const second = await serial();
    expect(second).not.toBe(first);

    const told = lines.length;
    for (const bad of [
      { ...signed(400), key: makeKey() },
      { certificate: 'no certificate', key: makeKey() },
      signed(-1, NOW - 9 * DAY_MS),
      signed(400, NOW + 3 * DAY_MS),
    ]) {
      put(bad);
      court.sidecar.reload();
      court.sidecar.reload();
      expect(await serial()).toBe(second);
    }
    const faults = lines.slice(told).map((line) => JSON.parse(line));
    expect(faults.map(({ certificate, level }) => [certificate, level])).toEqual(
      Array(4).fill(['not replaced', 50]),
    );
    put(signed(600));
    court.sidecar.reload();
    expect(await serial()).not.toBe(second);
  });

  it('counts the days that are left, and speaks up 30 days before the end, once a day', async () => {
    const left = async () =>
      /^liuhen_tls_days_left (-?\d+)$/m.exec(await (await fetch(`${court.sidecar.url}/metrics`)).text())?.[1];
    const warnings = () =>
      lines.filter((line) => line.includes('ends soon')).map((line) => JSON.parse(line).daysLeft);
    put(signed(31));
    court.sidecar.reload();
    expect(await left()).toBe('30');
    expect(warnings()).toEqual([]);
    for (const hours of [24, 26, 49]) {
      ahead = hours * 3_600_000;
      court.sidecar.reload();
    }
    expect(warnings()).toEqual([29, 28]);
    ahead = 40 * DAY_MS;
    expect(await left()).toBe('-10');
    expect((await fetch(`${court.sidecar.url}/readyz`)).status).toBe(200);
    ahead = 0;
  });
});

describe('it does not start', () => {
  const encrypted = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({
    type: 'pkcs8',
    format: 'pem',
    cipher: 'aes-256-cbc',
    passphrase: 'secret',
  }) as string;
  const table: [string, () => void, RegExp][] = [
    [
      'without its certificate',
      () => rmSync(files.certificate),
      /certificate .*server\.pem cannot be read.*证书文件/,
    ],
    ['without its key', () => rmSync(files.key), /key .*server\.key cannot be read.*私钥文件/],
    [
      'with something else',
      () => writeFileSync(files.certificate, 'x'),
      /not a certificate in PEM form.*不是 PEM/,
    ],
    ['with the key of another', () => writeFileSync(files.key, makeKey()), /does not belong to.*不是一对/],
    [
      'with a key behind a passphrase',
      () => writeFileSync(files.key, encrypted),
      /without a passphrase.*未加密/,
    ],
    ['after its end', () => put(signed(-1, NOW - 9 * DAY_MS)), /ended on \d{4}-\d\d-\d\d.*已过期/],
    [
      'before its time',
      () => put(signed(400, NOW + 3 * DAY_MS)),
      /not valid before \d{4}-\d\d-\d\d.*尚未生效/,
    ],
  ];
  it.each(table)('%s', async (_, spoil, sentence) => {
    put(signed(400));
    spoil();
    const error = await startTestCourt({ tls: files }).then(
      (court) => court.close(),
      (reason: unknown) => reason,
    );
    expect(error).toBeInstanceOf(ConfigProblem);
    const { message } = error as ConfigProblem;
    expect(message).toMatch(sentence);
    // One sentence in each language.
    expect(message.match(/\.(?= )|。/g)).toHaveLength(2);
  });

  it('and says in the log when it is not for the name people use', async () => {
    put(signed(400));
    const lines: string[] = [];
    const court = await startTestCourt(
      { tls: files, publicUrl: 'https://liuhen.court.example' },
      { logLines: lines },
    );
    await court.close();
    expect(lines.join('')).toContain('is not for the host of publicUrl');
  });
});
