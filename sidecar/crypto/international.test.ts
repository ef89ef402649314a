/** The suite against what others have published. */
import { expect, it } from 'vitest';
import { international } from './international.ts';

const hex = (text: string): Buffer => Buffer.from(text, 'hex');

it.each([
  ['abc', 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad'],
  [
    'abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq',
    '248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1',
  ],
])('SHA-256 of FIPS 180-4: %s', (text, digest) => {
  expect(international.hash(Buffer.from(text)).toString('hex')).toBe(digest);
});

/** RFC 8032, 7.1: secret key, public key, message, signature. */
it.each([
  [
    'TEST 1',
    '9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60',
    'd75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a',
    '',
    'e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b',
  ],
  [
    'TEST 2',
    '4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb',
    '3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c',
    '72',
    '92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00',
  ],
  [
    'TEST 3',
    'c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7',
    'fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025',
    'af82',
    '6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a',
  ],
  [
    'TEST SHA(abc)',
    '833fe62409237b9d62ec77587520911e9a759cec1d19755b7da901b96dca3d42',
    'ec172b93ad5e563bf4932c70e1245034c35467ef2efd4d64ebf819683467e2bf',
    'ddaf35a193617abacc417349ae20413112e6fa4e89a97ea20a9eeee64b55d39a2192992a274fc1a836ba3c23a3feebbd454d4423643ce80e2a9ac94fa54ca49f',
    'dc2a4459e7369633a52b1bf277839a00201009a3efbf3ecb69bea2186c26b58909351fc9ac90b3ecfdfbc7c66431e0303dca179c138ac17ad9bef1177331a704',
  ],
])('Ed25519 of RFC 8032: %s', (_, secret, publicKey, message, signature) => {
  const der = Buffer.concat([hex('302e020100300506032b657004220420'), hex(secret)]).toString('base64');
  const key = international.readSigningKey(
    `-----BEGIN PRIVATE KEY-----\n${der}\n-----END PRIVATE KEY-----\n`,
  );
  expect(key.publicKey.toString('hex')).toBe(publicKey);
  expect(key.sign(hex(message)).toString('hex')).toBe(signature);
  expect(international.verify(hex(publicKey), hex(message), hex(signature))).toBe(true);
});

it('AES-256-GCM of NIST CAVP (gcmEncryptExtIV256, PTlen 128, AADlen 128, count 0), in the layout that is stored', () => {
  const sealed = hex(
    'ac93a1a6145299bde902f21a' + '8995ae2e6df3dbf96fac7b7137bae67f' + 'eca5aa77d51d4a0a14d9c51e1da474ab',
  );
  const key = hex('92e11dcdaa866f5ce790fd24501f92509aacf4cb8b1339d50c9c1240935dd08b');
  const plain = international.open(key, sealed, hex('1e0889016f67601c8ebea4943bc23ad6'));
  expect(plain.toString('hex')).toBe('2d71bcfa914e4ac045b2aa60955fad24');
});
