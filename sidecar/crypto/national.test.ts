/** The suite against what the standards print, and against another implementation of its parts. */
import { createCipheriv } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { hkdf, sm3, sm4 } from 'sm-crypto-v2';
import { describe, expect, it } from 'vitest';
import { national } from './national.ts';

const hex = (text: string): Buffer => Buffer.from(text.replaceAll(' ', ''), 'hex');

it.each([
  ['abc', '66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0'],
  ['abcd'.repeat(16), 'debe9ff92275b8a138604889c18e5a4d6fdb70e5387e5765293dcba39c0c5732'],
])('SM3 of GB/T 32905, annex A: %s', (text, digest) => {
  expect(national.hash(Buffer.from(text)).toString('hex')).toBe(digest);
});

describe('SM4', () => {
  const KEY = hex('0123456789abcdeffedcba9876543210');

  it('the block of GB/T 32907, annex A.1', () => {
    const cipher = createCipheriv('sm4-ecb', KEY, null).setAutoPadding(false);
    expect(cipher.update(KEY).toString('hex')).toBe('681edf34d206965e86b3e94f536e4246');
  });

  it('counter mode of draft-ribose-cfrg-sm4, A.2.5.1', () => {
    const plain = hex(
      'aaaaaaaaaaaaaaaabbbbbbbbbbbbbbbbccccccccccccccccdddddddddddddddd' +
        'eeeeeeeeeeeeeeeeffffffffffffffffaaaaaaaaaaaaaaaabbbbbbbbbbbbbbbb',
    );
    const cipher = createCipheriv('sm4-ctr', KEY, hex('000102030405060708090a0b0c0d0e0f'));
    expect(cipher.update(plain).toString('hex')).toBe(
      'ac3236cb970cc20791364c395a1342d1a3cbc1878c6f30cd074cce385cdd70c7' +
        'f234bc0e24c11980fd1286310ce37b926e02fcd0faa0baf38b2933851d824514',
    );
  });
});

describe('the layout that is stored', () => {
  const KEY = Buffer.from(Array.from({ length: 32 }, (_, at) => at));
  const IV = Buffer.from('fffffffffffffffffffffffffffffffe', 'hex');
  const PLAIN = Buffer.from('某领导就本案打招呼，要求关照一方当事人。');
  const PLACE = Buffer.from('豫1302/019a0000-0000-7000-8000-000000000000');
  const SEALED =
    '/////////////////////hyRKZf71ri5vNBfmGbLw3/9N+8RiUJ1VBa5OVLwYgvwuzZQTmdt/vqSU+6/GTpXG9Ji8e8GpNZPihom3MCywcC5inhqaoflAKG97c8JFVDD/5dWBhyjJy75C20U';

  /** Sealing as documented, of parts that are not Node's. */
  function sealedByHand(): Buffer {
    const both = hkdf(KEY, new Uint8Array(0), Buffer.from('liuhen sm4-ctr hmac-sm3'), 48);
    let counter = BigInt(`0x${IV.toString('hex')}`);
    const body = Buffer.from(PLAIN);
    for (let at = 0; at < body.length; at += 16) {
      const block = Buffer.from(counter.toString(16).padStart(32, '0').slice(-32), 'hex');
      const options = { padding: 'none', output: 'array' } as const;
      const mask = sm4.encrypt(block, both.slice(0, 16), options);
      for (let n = 0; n < 16 && at + n < body.length; n += 1)
        body[at + n] = (body[at + n] ?? 0) ^ (mask[n] ?? 0);
      counter = (counter + 1n) % (1n << 128n);
    }
    const length = Buffer.alloc(8);
    length.writeUInt32BE(PLACE.length, 4);
    const mac = sm3(Buffer.concat([length, PLACE, IV, body]), { key: both.slice(16), mode: 'hmac' });
    return Buffer.concat([IV, body, Buffer.from(mac, 'hex')]);
  }

  it('is IV, SM4-CTR and HMAC-SM3 under keys by HKDF-SM3', () => {
    expect(sealedByHand().toString('base64')).toBe(SEALED);
    expect(national.open(KEY, Buffer.from(SEALED, 'base64'), PLACE)).toEqual(PLAIN);
  });
});

describe('SM2 of GB/T 32918.5, annex A', () => {
  const PUBLIC_KEY = hex(
    '04 09f9df311e5421a150dd7d161e4bc5c672179fad1833fc076bb08ff356f35020' +
      'ccea490ce26775a52dc6ea718cc1aa600aed05fbf35e084a6632f6072da9ad13',
  );
  const R = 'f5a03b0648d2c4630eeac513e1bb81a15944da3827d5b74143ac7eaceee720b3';
  const S = 'b1b6aa29df212fd8763182bc0d421ca1bb9038fd1f7f42d4840b69c485bbc1aa';
  const ORDER = 0xfffffffeffffffffffffffffffffffff7203df6b21c6052b53bbf40939d54123n;
  const MESSAGE = Buffer.from('message digest');
  const pem = (scalar: string) => {
    const der = hex(
      `3041 020100 3013 06072a8648ce3d0201 06082a811ccf5501822d 0427 3025 020101 0420 ${scalar}`,
    );
    return `-----BEGIN PRIVATE KEY-----\n${der.toString('base64')}\n-----END PRIVATE KEY-----\n`;
  };
  const verifies = (signature: string) => national.verify(PUBLIC_KEY, MESSAGE, hex(signature));
  const asHex = (number: bigint) => number.toString(16).padStart(64, '0');

  it('the signature that is printed there verifies', () => {
    expect(verifies(`3046 022100${R} 022100${S}`)).toBe(true);
  });

  it('the private key has the public key that is printed there', () => {
    const key = national.readSigningKey(
      pem('3945208f7b2144b13f36e38ac6d39f95889393692860b51a42fb81ef4df7c5b8'),
    );
    expect(key.publicKey).toEqual(PUBLIC_KEY);
    expect(national.verify(PUBLIC_KEY, MESSAGE, key.sign(MESSAGE))).toBe(true);
  });

  it.each([
    ['swapped', `3046 022100${S} 022100${R}`],
    ['n − s, which ECDSA would take', `3045 022100${R} 0220${asHex(ORDER - BigInt(`0x${S}`))}`],
    ['r + n', `3046 0221${(BigInt(`0x${R}`) + ORDER).toString(16).padStart(66, '0')} 022100${S}`],
    ['r of nought', `3026 020100 022100${S}`],
    ['s of nought', `3026 022100${R} 020100`],
    ['both of nought', '3006 020100 020100'],
    ['n for both', `3046 022100${asHex(ORDER)} 022100${asHex(ORDER)}`],
    ['r + s = n', `3045 022100${R} 0220${asHex(ORDER - BigInt(`0x${R}`))}`],
    ['negative numbers', `3044 0220${R} 0220${S}`],
    ['a number with more zeros than it needs', `3047 02220000${R} 022100${S}`],
    ['a length in its longer form', `308146 022100${R} 022100${S}`],
    ['a length without an end', `3080 022100${R} 022100${S} 0000`],
    ['another tag', `3146 022100${R} 022100${S}`],
    ['something behind it', `3046 022100${R} 022100${S} 00`],
    ['something within', `3048 022100${R} 022100${S} 0500`],
    ['raw r and s', `${R}${S}`],
  ])('no other spelling does: %s', (_, signature) => {
    expect(verifies(signature)).toBe(false);
  });

  it.each([
    ['compressed', '0309f9df311e5421a150dd7d161e4bc5c672179fad1833fc076bb08ff356f35020'],
    ['hybrid', PUBLIC_KEY.toString('hex').replace(/^04/, '07')],
    ['without its first byte', PUBLIC_KEY.toString('hex').slice(2)],
    ['a point beside the curve', PUBLIC_KEY.toString('hex').replace(/13$/, '14')],
    ['the point at infinity', '00'],
  ])('no other spelling of the key does: %s', (_, key) => {
    expect(national.verify(hex(key), MESSAGE, hex(`3046 022100${R} 022100${S}`))).toBe(false);
  });

  it.each([
    ['nought', 0n],
    ['n − 1, which cannot sign', ORDER - 1n],
    ['n', ORDER],
    ['2²⁵⁶ − 1', (1n << 256n) - 1n],
  ])('a private key of %s is none', (_, scalar) => {
    expect(() => national.readSigningKey(pem(asHex(scalar)))).toThrow('not a scalar');
  });

  it('a private key on another curve is none', () => {
    const p256 = pem(asHex(5n)).replace(/-----[A-Z ]+-----|\n/g, '');
    const der = Buffer.from(p256, 'base64')
      .toString('hex')
      .replace('06082a811ccf5501822d', '06082a8648ce3d030107');
    const text = `-----BEGIN PRIVATE KEY-----\n${hex(der).toString('base64')}\n-----END PRIVATE KEY-----\n`;
    expect(() => national.readSigningKey(text)).toThrow('another algorithm');
  });
});

describe('nobody asks Node for SM2', () => {
  const ROOT = resolve(import.meta.dirname, '../..');
  const ASKS =
    /\bnamedCurve\s*:\s*['"`]SM2\b|\b(?:sign|verify|createSign|createVerify)\(\s*['"`](?:RSA-)?sm3\b/i;
  const asksNode = (source: string) => ASKS.test(source);
  const usesLibrary = (source: string) =>
    /from\s*['"]sm-crypto-v2['"]|import\(\s*['"]sm-crypto-v2/.test(source);
  const sources = ['shared', 'sidecar', 'extension', 'test'].flatMap((top) =>
    readdirSync(join(ROOT, top), { recursive: true, encoding: 'utf8' })
      .filter((file) => /\.(?:ts|tsx|mts|mjs|js)$/.test(file))
      .map((file) => join(top, file)),
  );
  const where = (finds: (source: string) => boolean) =>
    sources.filter((file) => finds(readFileSync(join(ROOT, file), 'utf8'))).sort();
  const ITSELF = 'sidecar/crypto/national.test.ts';

  it('only national.ts uses the library, and no file a curve or a signature of Node', () => {
    expect(sources.length).toBeGreaterThan(100);
    expect(where(asksNode)).toEqual([ITSELF]);
    expect(where(usesLibrary)).toEqual([ITSELF, 'sidecar/crypto/national.ts']);
  });

  it.each([
    "generateKeyPairSync('ec', { namedCurve: 'SM2' })",
    'generateKeyPairSync("ec", { namedCurve: "sm2" })',
    "sign('sm3', bytes, key)",
    "verify('SM3', bytes, key, signature)",
    "createSign('RSA-SM3')",
  ])('a planted fault is found: %s', (source) => {
    expect(asksNode(source)).toBe(true);
  });
});
