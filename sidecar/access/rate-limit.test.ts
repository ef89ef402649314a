import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addressKey, RATE_CLASSES, RATES, RateLimits, rateClassOf, TooManyRequests } from './rate-limit.ts';

/** @returns 0 when it was let through, else the seconds told */
function ask(limits: RateLimits, of: (typeof RATE_CLASSES)[number], key = 'a'): number {
  try {
    limits.take(of, key);
    return 0;
  } catch (error) {
    if (error instanceof TooManyRequests) return error.retryAfterSeconds;
    throw error;
  }
}

describe('a bucket', () => {
  it.each(RATE_CLASSES)('of %s empties by itself, and fills again', (of) => {
    let now = 1_000_000;
    const limits = new RateLimits({}, () => now);
    const { burst, perMinute } = RATES[of];
    for (let one = 0; one < burst; one += 1) expect(ask(limits, of)).toBe(0);
    const wait = ask(limits, of);
    expect(wait).toBe(Math.max(1, Math.ceil(60 / perMinute)));
    // Nobody else, and nothing else, is held back.
    expect(ask(limits, of, 'b')).toBe(0);
    for (const other of RATE_CLASSES) if (other !== of) expect(ask(limits, other)).toBe(0);
    now += wait * 1000;
    expect(ask(limits, of)).toBe(0);
    now += 60_000 * Math.ceil(burst / perMinute);
    for (let one = 0; one < burst; one += 1) expect(ask(limits, of)).toBe(0);
    expect(ask(limits, of)).toBeGreaterThan(0);
  });

  it('is what the court sets, class by class', () => {
    const limits = new RateLimits({ records: { burst: 2, perMinute: 0.5 } }, () => 0);
    expect([1, 2, 3].map(() => ask(limits, 'records'))).toEqual([0, 0, 120]);
    expect(ask(limits, 'views')).toBe(0);
  });

  it('lets through no more than burst and rate allow, whatever is asked when, and a wait told is enough', () => {
    const steps = fc.array(fc.integer({ min: -5_000, max: 20_000 }), { minLength: 1, maxLength: 200 });
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 20 }),
        fc.integer({ min: 1, max: 300 }),
        steps,
        (burst, perMinute, waits) => {
          let now = 10_000_000;
          let passed = 0;
          let forward = 0;
          const limits = new RateLimits({ views: { burst, perMinute } }, () => now);
          for (const ms of waits) {
            now += ms;
            forward += Math.max(0, ms);
            if (ask(limits, 'views') === 0) passed += 1;
          }
          expect(passed).toBeLessThanOrEqual(burst + (forward / 60_000) * perMinute + 1e-6);
          const wait = ask(limits, 'views');
          now += wait * 1000;
          if (wait > 0) expect(ask(limits, 'views')).toBe(0);
        },
      ),
    );
  });

  it('is forgotten when there are too many, the longest unused first', () => {
    const limits = new RateLimits({ views: { burst: 1, perMinute: 1 } }, () => 0, 100);
    expect(ask(limits, 'views', 'busy')).toBe(0);
    for (let one = 0; one < 5_000; one += 1) {
      ask(limits, 'views', `address ${one}`);
      expect(ask(limits, 'views', 'busy')).toBeGreaterThan(0);
    }
    expect(limits.size).toBe(100);
    expect(ask(limits, 'views', 'address 0')).toBe(0);
  });
});

it.each([
  ['10.0.0.7', '10.0.0.7'],
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
  ['2001:DB8:1:2::9', '2001:db8:1:2::/64'],
  ['2001:db8::9', '2001:db8:0:0::/64'],
  ['::1', '0:0:0:0::/64'],
  ['fe80::1:2:3:4', 'fe80:0:0:0::/64'],
])('%s counts as %s', (address, key) => {
  expect(addressKey(address)).toBe(key);
});

it.each([
  ['GET', '/v1/sign-in', 'sign-in'],
  ['POST', '/v1/sessions', 'sign-in'],
  ['GET', '/v1/session', 'other'],
  ['DELETE', '/v1/session', 'other'],
  ['GET', '/v1/policy', 'other'],
  ['POST', '/v1/records', 'records'],
  ['GET', '/v1/records', 'views'],
  ['POST', '/v1/inbox', 'inbox'],
  ['PUT', '/v1/evidence/:hash', 'uploads'],
  ['PATCH', '/v1/evidence/:hash/upload', 'uploads'],
  ['GET', '/v1/evidence/:hash/upload', 'uploads'],
  ['GET', '/v1/evidence/:hash', 'content'],
  ['HEAD', '/v1/evidence/:hash', 'content'],
  ['GET', '/v1/screening/:id', 'content'],
  ['GET', '/v1/screening', 'views'],
  ['GET', '/v1/entries/:id', 'content'],
  ['GET', '/v1/entries/:id/proof.pdf', 'content'],
  ['GET', '/v1/cases/:number/sheet.pdf', 'content'],
  ['GET', '/v1/cases/:number', 'views'],
  ['GET', '/v1/cases/:number/gate', 'views'],
  ['POST', '/v1/agenda', 'views'],
  ['POST', '/v1/colleagues', 'views'],
])('%s %s is of the class %s', (method, path, of) => {
  expect(rateClassOf(method, path)).toBe(of);
});
