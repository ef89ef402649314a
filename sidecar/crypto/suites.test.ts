/** What holds for every suite, whatever its algorithms. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SealBroken, type Suite } from './suite.ts';
import { suiteOf, suiteOfPublicKey } from './suites.ts';

const bytes = (maxLength = 200) => fc.uint8Array({ maxLength });
const key = fc.uint8Array({ minLength: 32, maxLength: 32 });
/** Where to change one byte of something, and into what. */
const flip = fc.record({ at: fc.nat(), by: fc.integer({ min: 1, max: 255 }) });
const flipped = (whole: Uint8Array, { at, by }: { at: number; by: number }): Buffer => {
  const changed = Buffer.from(whole);
  const place = at % changed.length;
  changed[place] = (changed[place] ?? 0) ^ by;
  return changed;
};
const differ = (one: Uint8Array, other: Uint8Array) => Buffer.compare(one, other) !== 0;

const SUITES: [string, Suite, Suite][] = [
  ['international', suiteOf('international'), suiteOf('national')],
  ['national', suiteOf('national'), suiteOf('international')],
];

describe.each(SUITES)('the suite %s', (name, suite, other) => {
  const signer = suite.readSigningKey(suite.createSigningKey());

  it('says what it is', () => {
    expect(suite.name).toBe(name);
    expect(signer.publicKey).toHaveLength(suite.publicKeyBytes);
    expect(suiteOfPublicKey(signer.publicKey)).toBe(suite);
  });

  it('hashes parts as the one whole they are', () => {
    fc.assert(
      fc.property(fc.array(bytes(), { maxLength: 4 }), (parts) => {
        expect(suite.hash(...parts)).toEqual(suite.hash(Buffer.concat(parts)));
        expect(suite.hash(...parts)).toHaveLength(32);
      }),
    );
  });

  it('opens what it sealed, and seals nothing twice alike', () => {
    fc.assert(
      fc.property(key, bytes(3000), bytes(), (k, plain, place) => {
        const sealed = suite.seal(k, plain, place);
        expect(Buffer.compare(suite.open(k, sealed, place), plain)).toBe(0);
        expect(suite.seal(k, plain, place).equals(sealed)).toBe(false);
      }),
    );
  });

  it('opens nothing that was changed, with any byte', () => {
    fc.assert(
      fc.property(key, bytes(), bytes(), flip, (k, plain, place, change) => {
        const sealed = suite.seal(k, plain, place);
        expect(() => suite.open(k, flipped(sealed, change), place)).toThrow(SealBroken);
      }),
    );
    const k = Buffer.alloc(32, 7);
    const sealed = suite.seal(k, Buffer.from('内容'), Buffer.from('place'));
    for (let at = 0; at < sealed.length; at += 1)
      expect(() => suite.open(k, flipped(sealed, { at, by: 1 }), Buffer.from('place'))).toThrow(SealBroken);
  });

  it('opens nothing that was cut, lengthened, or never sealed', () => {
    const k = Buffer.alloc(32, 7);
    const place = Buffer.from('place');
    const sealed = suite.seal(k, Buffer.from('内容'), place);
    for (let length = 0; length < sealed.length; length += 1) {
      expect(() => suite.open(k, sealed.subarray(0, length), place)).toThrow(SealBroken);
      expect(() => suite.open(k, sealed.subarray(sealed.length - length), place)).toThrow(SealBroken);
    }
    expect(() => suite.open(k, Buffer.concat([sealed, Buffer.alloc(1)]), place)).toThrow(SealBroken);
    fc.assert(
      fc.property(key, bytes(), bytes(), (any, noise, where) => {
        expect(() => suite.open(any, noise, where)).toThrow(SealBroken);
      }),
    );
  });

  it('opens with no other key and at no other place', () => {
    fc.assert(
      fc.property(key, key, bytes(), bytes(), bytes(), (k, wrong, plain, place, elsewhere) => {
        fc.pre(differ(k, wrong) && differ(place, elsewhere));
        const sealed = suite.seal(k, plain, place);
        expect(() => suite.open(wrong, sealed, place)).toThrow(SealBroken);
        expect(() => suite.open(k, sealed, elsewhere)).toThrow(SealBroken);
      }),
    );
    // The border between place and sealed bytes cannot be moved.
    const k = Buffer.alloc(32, 7);
    const sealed = suite.seal(k, Buffer.from('plain'), Buffer.from('abc'));
    const moved = Buffer.concat([Buffer.from('c'), sealed]);
    expect(() => suite.open(k, moved, Buffer.from('ab'))).toThrow(SealBroken);
  });

  it('seals with no key of another length', () => {
    for (const length of [0, 16, 31, 33, 64]) {
      const wrong = Buffer.alloc(length);
      expect(() => suite.seal(wrong, Buffer.from('a'), Buffer.alloc(0))).toThrow(RangeError);
      expect(() => suite.open(wrong, Buffer.alloc(80), Buffer.alloc(0))).toThrow(SealBroken);
    }
  });

  it('verifies what it signed, also with the key read again', () => {
    const pem = suite.createSigningKey();
    const again = suite.readSigningKey(pem);
    expect(again.publicKey).toEqual(suite.readSigningKey(pem).publicKey);
    fc.assert(
      fc.property(bytes(2000), (message) => {
        expect(suite.verify(again.publicKey, message, again.sign(message))).toBe(true);
      }),
      // Enough that numbers of r and s that begin with zeros come by.
      { numRuns: 300 },
    );
  });

  it('verifies nothing of which any byte of message, signature or key was changed', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 1, maxLength: 200 }), flip, (message, change) => {
        const signature = signer.sign(message);
        expect(suite.verify(signer.publicKey, flipped(message, change), signature)).toBe(false);
        expect(suite.verify(signer.publicKey, message, flipped(signature, change))).toBe(false);
        expect(suite.verify(flipped(signer.publicKey, change), message, signature)).toBe(false);
      }),
    );
    const message = Buffer.from('回执');
    const signature = signer.sign(message);
    for (let at = 0; at < signature.length; at += 1)
      for (const by of [1, 0x80, 0xff])
        expect(suite.verify(signer.publicKey, message, flipped(signature, { at, by }))).toBe(false);
  });

  it('verifies no signature that was cut or lengthened, and none by another key', () => {
    const message = Buffer.from('回执');
    const signature = signer.sign(message);
    for (let length = 0; length < signature.length; length += 1)
      expect(suite.verify(signer.publicKey, message, signature.subarray(0, length))).toBe(false);
    for (const more of [Buffer.alloc(1), signature])
      expect(suite.verify(signer.publicKey, message, Buffer.concat([signature, more]))).toBe(false);
    const stranger = suite.readSigningKey(suite.createSigningKey());
    expect(suite.verify(stranger.publicKey, message, signature)).toBe(false);
    expect(suite.verify(stranger.publicKey, message, stranger.sign(message))).toBe(true);
  });

  it('says no to malformed keys and signatures, and never throws', () => {
    const n = suite.publicKeyBytes;
    const anyKey = fc.oneof(
      bytes(),
      fc.uint8Array({ minLength: n, maxLength: n }),
      fc.uint8Array({ minLength: n - 1, maxLength: n - 1 }).map((rest) => Buffer.from([4, ...rest])),
      fc.constantFrom(Buffer.alloc(n), Buffer.alloc(n, 0xff), Buffer.alloc(n, 4), signer.publicKey),
    );
    fc.assert(
      fc.property(anyKey, bytes(), bytes(), (publicKey, message, signature) => {
        expect(suite.verify(publicKey, message, signature)).toBe(false);
      }),
      { numRuns: 300 },
    );
  });

  it('reads no private key but its own', () => {
    const pem = suite.createSigningKey();
    const wrong = [
      '',
      'court',
      other.createSigningKey(),
      pem.replace('PRIVATE', 'PUBLIC'),
      pem.replace(/[A-Za-z0-9+/=]{10}\n/, '\n'),
      pem.slice(0, 60),
    ];
    for (const text of wrong) expect(() => suite.readSigningKey(text)).toThrow();
  });

  it('has no use for the other suite’s signatures', () => {
    const message = Buffer.from('回执');
    const theirs = other.readSigningKey(other.createSigningKey());
    expect(suite.verify(theirs.publicKey, message, theirs.sign(message))).toBe(false);
    expect(suite.verify(signer.publicKey, message, theirs.sign(message))).toBe(false);
  });
});

it('a key of any other length belongs to no suite', () => {
  for (const length of [0, 31, 33, 64, 66]) expect(suiteOfPublicKey(Buffer.alloc(length))).toBeUndefined();
});
