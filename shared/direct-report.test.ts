import fc from 'fast-check';
import { exportJWK, generateKeyPair } from 'jose';
import { beforeAll, describe, expect, it } from 'vitest';
import { DIRECT_ABOUT_MAX, DIRECT_TEXT_MAX } from './codes.ts';
import { type DirectKey, directKey } from './direct-key.ts';
import {
  type DirectReport,
  directBytes,
  directReport,
  filledJson,
  filledUp,
  REQUEST_UNIT,
  readDirectReport,
  referenceCode,
} from './direct-report.ts';
import { NATIONAL_POLICY, policy } from './policy.ts';
import { directReportRecord } from './records/direct-report.ts';
import { fingerprint, isSealedAlike, keyId, openSealed, sealTo } from './sealed-envelope.ts';
import { isStorableText } from './text.ts';

const { bytes: BYTES } = NATIONAL_POLICY.directReport;
const storable = (max: number, min = 0) =>
  fc
    .string({ unit: 'grapheme', minLength: min, maxLength: max })
    .filter((text) => isStorableText(text) && text.length >= min);
const reports: fc.Arbitrary<DirectReport> = fc.record({
  v: fc.constant(1 as const),
  id: fc.uuid({ version: 7 }),
  kind: fc.constantFrom('direct-report' as const, 'complaint' as const),
  court: fc.constant('豫1302'),
  text: storable(400, 1).filter((text) => text.length <= DIRECT_TEXT_MAX),
  about: storable(50).filter((text) => text.length <= DIRECT_ABOUT_MAX),
  author: fc.constantFrom(null, { name: '李明华', staffCode: '1302001', department: '民一庭' }),
  at: fc.constant('2026-11-25T01:00:00.000Z'),
});

describe('a direct report before it is sealed', () => {
  it('is of one length whatever it says, and says it again', () => {
    fc.assert(
      fc.property(reports, (report) => {
        const filled = filledUp(report, BYTES);
        expect(filled).toHaveLength(BYTES);
        expect(readDirectReport(filled)).toEqual(report);
      }),
    );
    expect(filledUp(undefined, BYTES)).toHaveLength(BYTES);
    expect(readDirectReport(filledUp(undefined, BYTES))).toBeUndefined();
  });

  it('as long as the form allows fits into what the court seals over by default', () => {
    const full = directReport.parse({
      v: 1,
      id: '019a0000-0000-7000-8000-000000000000',
      kind: 'direct-report',
      court: '豫1302',
      text: '直'.repeat(DIRECT_TEXT_MAX),
      about: '人'.repeat(DIRECT_ABOUT_MAX),
      author: { name: '名'.repeat(60), staffCode: '1'.repeat(32), department: '部'.repeat(80) },
      at: '2026-11-25T01:00:00.000Z',
    });
    expect(directBytes(full)).toBeLessThanOrEqual(BYTES);
    expect(() => filledUp(full, 4096)).toThrow(RangeError);
  });

  it.each([
    ['no JSON', '{'],
    ['another thing', '{"v":1}'],
    ['null', 'null'],
    ['a field too many', '{"v":1,"more":1}'],
  ])('is not read out of %s', (_, text) => {
    expect(readDirectReport(new TextEncoder().encode(text))).toBeNull();
  });

  it('has a code that follows from its id, and that can be read out', async () => {
    const id = '019a0000-0000-7000-8000-000000000000';
    const code = await referenceCode(id);
    expect(code).toMatch(/^[2-9A-HJ-NP-Z]{4}-[2-9A-HJ-NP-Z]{4}-[2-9A-HJ-NP-Z]{4}$/);
    expect(await referenceCode(id)).toBe(code);
    expect(await referenceCode(id.replace('0000-7', '0001-7'))).not.toBe(code);
  });
});

describe('sealed', () => {
  let key: DirectKey;
  let kid: string;
  let open: (sealed: string) => Promise<Uint8Array>;
  beforeAll(async () => {
    const pair = await generateKeyPair('ECDH-ES+A256KW', { crv: 'P-256', extractable: true });
    const { kty, crv, x, y } = await exportJWK(pair.publicKey);
    key = directKey.parse({ kty, crv, x, y });
    kid = await keyId(key);
    open = (sealed) => openSealed(sealed, () => pair.privateKey);
  });

  it('all look alike, and open to what was sealed', async () => {
    await fc.assert(
      fc.asyncProperty(reports, async (report) => {
        const sealed = await sealTo(key, filledUp(report, BYTES));
        expect(isSealedAlike(sealed, kid, BYTES)).toBe(true);
        expect(readDirectReport(await open(sealed))).toEqual(report);
      }),
      { numRuns: 20 },
    );
  });

  it.each<[string, (parts: string[]) => string[]]>([
    ['a part less', (parts) => parts.slice(1)],
    ['a part more', (parts) => [...parts, '']],
    ['a longer body', ([a = '', b = '', c = '', d = '', e = '']) => [a, b, c, `${d}A`, e]],
    ['a shorter key', ([a = '', b = '', c = '', d = '', e = '']) => [a, b.slice(1), c, d, e]],
    ['another character', ([a = '', b = '', c = '', d = '', e = '']) => [a, b, c, `!${d.slice(1)}`, e]],
    ['a header of spaces', ([, ...rest]) => ['ICAg', ...rest]],
    ['a header that is no base64', ([, ...rest]) => ['*', ...rest]],
  ])('one with %s does not look alike', async (_, change) => {
    const sealed = await sealTo(key, filledUp(undefined, BYTES));
    expect(isSealedAlike(change(sealed.split('.')).join('.'), kid, BYTES)).toBe(false);
  });

  it('to another key does not look alike', async () => {
    const sealed = await sealTo(key, filledUp(undefined, BYTES));
    expect(isSealedAlike(sealed, kid.toLowerCase(), BYTES)).toBe(kid === kid.toLowerCase());
    expect(isSealedAlike(sealed, kid, BYTES + 1)).toBe(false);
  });

  it('fills no more than one request, over as many bytes as a court may choose', async () => {
    const most = 10_240;
    expect(policy.safeParse({ directReport: { bytes: most + 1 } }).success).toBe(false);
    const { bytes } = policy.parse({ directReport: { bytes: most } }).directReport;
    const record = directReportRecord.parse({
      id: '019a0000-0000-7000-8000-000000000000',
      type: 'direct-report',
      court: '123456789012',
      at: '2026-11-25T01:00:00.000Z',
      body: { envelope: await sealTo(key, filledUp(undefined, bytes)), cover: true },
    });
    expect(filledJson(record)).toHaveLength(REQUEST_UNIT);
  });

  it('to a key that can be told by its fingerprint', async () => {
    expect(await fingerprint(key)).toMatch(/^([2-9A-HJ-NP-Z]{4}-){4}[2-9A-HJ-NP-Z]{4}$/);
    const other = await generateKeyPair('ECDH-ES+A256KW', { crv: 'P-256', extractable: true });
    const { kty, crv, x, y } = await exportJWK(other.publicKey);
    expect(await fingerprint(directKey.parse({ kty, crv, x, y }))).not.toBe(await fingerprint(key));
  });
});

it('what fills a request is no part of it', () => {
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 3 }), (value) => {
      const filled = filledJson(value);
      expect(filled.length % REQUEST_UNIT).toBe(0);
      expect(filled.length).toBeGreaterThan(0);
      expect(JSON.parse(new TextDecoder().decode(filled))).toEqual(JSON.parse(JSON.stringify(value)));
    }),
  );
});
