/** How often somebody may ask, over HTTP: every bucket is tripped by itself, and nobody who works meets one. */
import { createHash } from 'node:crypto';
import { v7 as uuid } from 'uuid';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RecordOutcome } from '../../shared/api.ts';
import { LENGTH_HEADER, OFFSET_HEADER } from '../../shared/evidence-upload.ts';
import type { RateClass } from '../../sidecar/access/rate-limit.ts';
import { publicKeyText } from '../../sidecar/crypto/court-key.ts';
import { COURT, PASSWORD } from '../world/people.ts';
import { inShort, problemOf } from './answers.ts';
import { whole } from './bad-records.ts';
import { entry, reading } from './examples.ts';
import { ask, type Client, signIn, startTestCourt, type TestCourt } from './test-court.ts';
import { consign, startTwoCourts } from './two-courts.ts';

const PASSWORD_PAGE = /登录的人较多/;

describe('each bucket', () => {
  let court: TestCourt;
  let limh: Client;
  let wangxl: Client;
  let ahead = 0;
  beforeAll(async () => {
    court = await startTestCourt({}, { clock: () => Date.now() + ahead });
    limh = await court.as('limh');
    wangxl = await court.as('wangxl');
    await limh.file('case-reading', reading());
  });
  afterAll(() => court.close());

  const HASH = 'a'.repeat(64);
  const anonymous = (method: string, path: string) => ask(court.sidecar.url + path, { method });
  /** Of each class one request, whatever it is answered otherwise. */
  const asks: Record<RateClass, (client: Client) => Promise<Response>> = {
    address: () => anonymous('GET', '/healthz'),
    'sign-in': () => anonymous('GET', '/v1/sign-in'),
    records: (client) => client.request('POST', '/v1/records', whole()),
    content: (client) => client.request('GET', `/v1/evidence/${HASH}`),
    views: (client) => client.request('GET', '/v1/duties'),
    uploads: (client) => client.request('GET', `/v1/evidence/${HASH}/upload`),
    inbox: () => anonymous('POST', '/v1/inbox'),
    other: (client) => client.request('GET', '/v1/policy'),
  };
  const byAddress: readonly string[] = ['address', 'sign-in', 'inbox'];

  it.each(Object.keys(asks) as RateClass[])('of %s is tripped by itself', async (of) => {
    await court.restart({ rateLimits: { [of]: { burst: 3, perMinute: 2 } } });
    for (let one = 0; one < 3; one += 1) expect((await asks[of](limh)).status).not.toBe(429);
    const refused = await asks[of](limh);
    expect(refused.headers.get('retry-after')).toBe('30');
    const told = await problemOf(refused);
    expect(inShort(told)).toBe('429 too-many-requests');
    expect(told.detail).toMatch(/请求过于频繁/);
    if (of !== 'address') {
      for (const other of Object.keys(asks) as RateClass[]) {
        if (other !== of) expect((await asks[other](limh)).status, other).not.toBe(429);
      }
    }
    expect((await asks[of](wangxl)).status === 429).toBe(byAddress.includes(of));
    ahead += 30_000;
    expect((await asks[of](limh)).status).not.toBe(429);
    expect((await asks[of](limh)).status).toBe(429);
  });

  it('of a person is the same on two computers, and not another’s after signing out', async () => {
    await court.restart({ rateLimits: { views: { burst: 2, perMinute: 1 } } });
    const elsewhere = await signIn(court.sidecar.url, 'limh', PASSWORD);
    const there = () =>
      ask(`${court.sidecar.url}/v1/duties`, { headers: { authorization: `Bearer ${elsewhere.token}` } });
    expect((await asks.views(limh)).status).toBe(200);
    expect((await there()).status).toBe(200);
    expect((await asks.views(limh)).status).toBe(429);
    expect((await there()).status).toBe(429);
    expect((await asks.views(wangxl)).status).toBe(200);
  });

  it('holds guessing back at the embedded provider, with a page that can be read', async () => {
    await court.restart({ rateLimits: { 'sign-in': { burst: 2, perMinute: 1 } } });
    const page = () => ask(`${court.sidecar.url}/sign-in/none`, { method: 'POST' });
    expect(await (await page()).text()).not.toMatch(PASSWORD_PAGE);
    expect(await (await page()).text()).not.toMatch(PASSWORD_PAGE);
    const held = await page();
    expect(held.status).toBe(200);
    expect(held.headers.get('retry-after')).toBe('60');
    expect(await held.text()).toMatch(PASSWORD_PAGE);
    // What the sidecar itself asks there, for everybody, is not counted among them.
    for (const path of ['/oidc/jwks', '/oidc/.well-known/openid-configuration']) {
      expect((await ask(court.sidecar.url + path)).headers.get('content-type')).toMatch(/json/);
    }
  });

  describe('of an address (abuse case 18)', () => {
    const claim = (headers: Record<string, string>) => ask(`${court.sidecar.url}/healthz`, { headers });
    const few = { rateLimits: { address: { burst: 2, perMinute: 1 } } };

    it('is not another by saying so', async () => {
      await court.restart(few);
      const statuses: number[] = [];
      for (let one = 1; one <= 4; one += 1) {
        const another = `192.0.2.${one}`;
        const answer = await claim({
          'x-forwarded-for': another,
          'x-real-ip': another,
          forwarded: `for=${another}`,
          'x-client-ip': another,
          'true-client-ip': another,
          'x-user': `user-${one}`,
          'x-original-uri': `/v1/${one}`,
        });
        statuses.push(answer.status);
      }
      expect(statuses).toEqual([200, 200, 429, 429]);
    });

    it('is what the court’s own proxy says, and only its own word', async () => {
      await court.restart({ ...few, trustedProxies: ['127.0.0.1'] });
      const from = async (chain: string) =>
        (await claim({ 'x-forwarded-for': chain, 'x-forwarded-proto': 'https' })).status;
      expect([await from('192.0.2.1'), await from('192.0.2.1'), await from('192.0.2.1')]).toEqual([
        200, 200, 429,
      ]);
      expect(await from('192.0.2.2')).toBe(200);
      // What the client wrote itself stands before what the proxy wrote.
      expect(await from('192.0.2.77, 192.0.2.1')).toBe(429);
      expect(await from('192.0.2.1, 192.0.2.3')).toBe(200);
    });

    it('and a proxy that was reached without TLS is told so', async () => {
      await court.restart({ trustedProxies: ['127.0.0.1'] });
      const answer = await claim({ 'x-forwarded-for': '192.0.2.1', 'x-forwarded-proto': 'http' });
      expect(inShort(await problemOf(answer))).toBe('403 plain-http');
      const secure = await claim({ 'x-forwarded-for': '192.0.2.1', 'x-forwarded-proto': 'https' });
      expect(secure.headers.get('strict-transport-security')).toBe('max-age=31536000');
      expect((await claim({})).headers.get('strict-transport-security')).toBeNull();
    });
  });
});

describe('nobody who works is held back by what is set without a court saying otherwise', () => {
  let court: TestCourt;
  let limh: Client;
  beforeAll(async () => {
    // Time stands still: not one request is let through because a bucket filled again.
    const now = Date.now();
    court = await startTestCourt({ rateLimits: {} }, { clock: () => now });
    limh = await court.as('limh');
    await limh.file('case-reading', reading());
  });
  afterAll(() => court.close());

  it('not a queue of a hundred records, in one request or one by one', async () => {
    const batch = Array.from({ length: 100 }, whole);
    const answer = await limh.request('POST', '/v1/records', batch);
    expect(answer.status).toBe(200);
    expect(((await answer.json()) as RecordOutcome[]).map(({ status }) => status)).toEqual(
      Array(100).fill(201),
    );
    for (let one = 0; one < 100; one += 1) {
      expect((await limh.file('entry', entry(), { id: uuid() })).status).toBe(201);
    }
  });

  it('not an agenda of sixty cases, each brief then opened', async () => {
    const member = await court.as('chensy');
    const cases = Array.from({ length: 60 }, (_, index) => `（2024）豫1302民初${index + 1}号`);
    const marks = await member.request('POST', '/v1/agenda', { meeting: 'adjudication-committee', cases });
    expect(marks.status).toBe(200);
    for (const one of cases) {
      const path = `/v1/cases/${encodeURIComponent(one)}/brief?meeting=adjudication-committee`;
      expect((await member.request('GET', path)).status).toBe(200);
    }
  });

  it('not ten files of twenty megabytes, in parts', async () => {
    for (let file = 0; file < 10; file += 1) {
      const hash = createHash('sha256').update(String(file)).digest('hex');
      for (let part = 0; part < 40; part += 1) {
        // What counts is how often it is asked; a part that is out of place costs the least.
        const answer = await limh.request('PATCH', `/v1/evidence/${hash}/upload`, 'x', {
          'content-type': 'application/octet-stream',
          [OFFSET_HEADER]: String(part + 1),
          [LENGTH_HEADER]: '20000000',
        });
        expect(answer.status).toBe(409);
      }
    }
  });

  it('not forty people who sign in within one minute behind one address', async () => {
    for (let one = 0; one < 40; one += 1) await signIn(court.sidecar.url, 'zhouyt', PASSWORD);
  });

  it('not a custodian who opens a hundred entries', async () => {
    const heqy = await court.as('heqy');
    for (let one = 0; one < 100; one += 1) {
      expect((await heqy.request('GET', `/v1/screening/${uuid()}`)).status).toBe(404);
    }
  });
});

describe('a court that reports', () => {
  it('is held back by its own consignments, and by no other’s, once its signature is known', async () => {
    const courts = await startTwoCourts();
    try {
      await courts.quiet();
      const { superior, court } = courts;
      await superior.restart({
        subordinates: [
          { court: COURT, publicKey: publicKeyText(court.sidecar.secrets.court) },
          {
            court: { code: '豫1303', name: '另一个法院' },
            publicKey: publicKeyText(court.sidecar.secrets.court),
          },
        ],
        rateLimits: { inbox: { burst: 3, perMinute: 2 } },
        trustedProxies: ['127.0.0.1'],
      });
      let from = 0;
      // Each from an address of its own, so that only the court's bucket is met.
      const bring = async (consignment: unknown) => {
        from += 1;
        const answer = await ask(`${superior.sidecar.url}/v1/inbox`, {
          method: 'POST',
          headers: {
            'content-type': 'application/json',
            'x-forwarded-for': `192.0.2.${from}`,
            'x-forwarded-proto': 'https',
          },
          body: JSON.stringify(consignment),
        });
        return inShort(await problemOf(answer));
      };
      const { secrets } = court.sidecar;
      const empty = consign(secrets.court, []);
      const forged = { ...empty, signature: consign(superior.sidecar.secrets.court, []).signature };
      // Nobody empties a court's bucket in its name.
      for (let one = 0; one < 5; one += 1) expect(await bring(forged)).toBe('403 consignment-untrusted');
      const told = [await bring(empty), await bring(empty), await bring(empty), await bring(empty)];
      expect(told).toEqual([
        ...Array(3).fill('400 input-invalid parcels=parcels-malformed'),
        '429 too-many-requests',
      ]);
      expect(await bring(consign(secrets.court, [], '豫1303'))).toBe(
        '400 input-invalid parcels=parcels-malformed',
      );
    } finally {
      await courts.close();
    }
  });
});
