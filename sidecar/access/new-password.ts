/** What a person may not choose as a password. Length counts; recipes of letters and signs are not asked for. */
import { type Account, passwordFault, verifyPassword } from './accounts.ts';

export type NewPasswordFault =
  | 'password-too-short'
  | 'password-too-long'
  | 'password-repeated-differs'
  | 'password-as-account'
  | 'password-as-before'
  | 'password-common';

/** What is guessed first here: the commonest of 8 characters and more, as leaked lists and our own manuals have them. */
const COMMON = new Set(
  `password password1 password123 passw0rd p@ssw0rd p@ssword pa55word qwertyui qwertyuiop qwerty12 qwerty123 asdfghjk
  asdfghjkl zxcvbnm1 1qaz2wsx 1qaz2wsx3edc 1q2w3e4r 1q2w3e4r5t q1w2e3r4 q1w2e3r4t5 qazwsxedc qweasdzxc 123qweasd qwer1234
  1234qwer asdf1234 abc12345 abc123456 abcd1234 a1234567 a12345678 a123456789 aa123456 aa12345678 1234567a 12345678a
  123456aa 123456abc 123abc456 iloveyou iloveyou1 iloveyou520 5201314a 5201314520 1314520520 woaini1314 woaini520
  woaini123 woaini521 admin123 admin1234 administrator root1234 test1234 welcome1 changeme letmein1 123123123 12312312
  12341234 11112222 11223344 1122334455 12121212 87654321 147258369 147852369 159357258 789456123 741852963 123698745
  135792468 13572468 88888888a zaq12wsx zaq1zaq1 1234abcd abcd12345 xiaoming fayuan123 court123 shenpan1 liuhen123
  liuhen2024 liuhen2025 liuhen2026 abcdefgh abcdefg1 12345qwert qwert12345 q1234567 z1234567 w1234567 s1234567`
    .split(/\s+/)
    .filter((word) => word !== ''),
);

const DIGITS = '01234567890123456789';

/** One sign over and over, or digits in a row, up or down. */
function isPlainRow(text: string): boolean {
  const signs = [...text];
  if (new Set(signs).size === 1) return true;
  return DIGITS.includes(text) || DIGITS.includes(signs.reverse().join(''));
}

/** @param before the account whose password it is to replace */
export async function newPasswordFault(
  before: Pick<Account, 'account' | 'passwordHash'>,
  password: string,
  repeated: string,
): Promise<NewPasswordFault | undefined> {
  const fault = passwordFault(password);
  if (fault) return fault;
  const plain = password.normalize('NFKC').toLowerCase();
  if (plain === before.account.toLowerCase()) return 'password-as-account';
  if (COMMON.has(plain) || isPlainRow(plain)) return 'password-common';
  if (await verifyPassword(before, password)) return 'password-as-before';
  return password === repeated ? undefined : 'password-repeated-differs';
}
