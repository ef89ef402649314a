import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createKeyring, KeyMissing, keyName } from './keyring.ts';
import { SealBroken, SUITE_NAMES } from './suite.ts';
import { suiteOf } from './suites.ts';

const PLACE = '豫1302/019a0000-0000-7000-8000-000000000000';
const one = Buffer.alloc(32, 1);
const two = Buffer.alloc(32, 2);

describe.each(SUITE_NAMES)('a keyring of the suite %s', (name) => {
  const suite = suiteOf(name);

  it('unwraps what it wrapped, and with the new key first still what the old one did', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 32, maxLength: 32 }), fc.string(), (key, place) => {
        const before = createKeyring(suite, [one]);
        const after = createKeyring(suite, [two, one]);
        const wrapped = before.wrap(key, place);
        expect(wrapped.kek).toBe(before.current);
        for (const ring of [before, after]) expect(Buffer.compare(ring.unwrap(wrapped, place), key)).toBe(0);
        expect(after.wrap(key, place).kek).toBe(keyName(suite, two));
        expect(() => before.unwrap(after.wrap(key, place), place)).toThrow(KeyMissing);
      }),
    );
  });

  it('unwraps at no other place', () => {
    const ring = createKeyring(suite, [one]);
    expect(() => ring.unwrap(ring.wrap(two, PLACE), PLACE.replace('豫1302', '豫1303'))).toThrow(SealBroken);
  });

  it('says which key is missing, and not what it is', () => {
    const { kek, wrapped } = createKeyring(suite, [one]).wrap(two, PLACE);
    const error = new KeyMissing(kek);
    expect(() => createKeyring(suite, [two]).unwrap({ kek, wrapped }, PLACE)).toThrow(error.message);
    expect(error.message).toContain(kek);
    expect(kek).toMatch(/^[0-9a-f]{8}$/);
  });

  it.each([
    ['no key', []],
    ['a short key', [one.subarray(1)]],
    ['a short key behind a good one', [one, Buffer.alloc(0)]],
    ['one key twice', [one, two, Buffer.from(one)]],
  ])('is not made of %s', (_, keys) => {
    expect(() => createKeyring(suite, keys)).toThrow(RangeError);
  });
});

it('names of keys differ between the suites', () => {
  expect(keyName(suiteOf('international'), one)).not.toBe(keyName(suiteOf('national'), one));
});
