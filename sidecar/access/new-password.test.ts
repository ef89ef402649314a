import fc from 'fast-check';
import { expect, test } from 'vitest';
import { hashPassword } from './accounts.ts';
import { newPasswordFault } from './new-password.ts';

const before = { account: 'Zhangwei-1302001', passwordHash: await hashPassword('given-by-IT-1') };
const faultOf = (password: string, repeated = password) => newPasswordFault(before, password, repeated);

test.each([
  ['1234567', 'password-too-short'],
  ['𬭎'.repeat(201), 'password-too-long'],
  ['zhangwei-1302001', 'password-as-account'],
  ['ＺHANGWEI-1302001', 'password-as-account'],
  ['given-by-IT-1', 'password-as-before'],
  ['given－by－IT－1', 'password-as-before'],
  ['12345678', 'password-common'],
  ['234567890123', 'password-common'],
  ['98765432', 'password-common'],
  ['88888888', 'password-common'],
  ['。。。。。。。。', 'password-common'],
  ['PassW0rd', 'password-common'],
  ['Woaini1314', 'password-common'],
  ['清风正气两袖清风', undefined],
  ['correct horse', undefined],
  ['12345679', undefined],
] as const)('%s: %s', async (password, fault) => {
  expect(await faultOf(password)).toBe(fault);
});

test('a slip of the finger in one of the two fields is told', async () => {
  expect(await faultOf('correct horse', 'correct hprse')).toBe('password-repeated-differs');
});

test('one sign over and over, and digits in a row, are found at any length and place', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.string({ minLength: 1, maxLength: 1, unit: 'grapheme-ascii' }),
      fc.integer({ min: 8, max: 40 }),
      async (sign, length) => {
        expect(await faultOf(sign.repeat(length))).toBe('password-common');
      },
    ),
  );
  await fc.assert(
    fc.asyncProperty(fc.nat(9), fc.boolean(), async (from, down) => {
      const row = Array.from({ length: 9 }, (_, n) => (from + (down ? 90 - n : n)) % 10).join('');
      expect(await faultOf(row)).toBe('password-common');
    }),
  );
});
