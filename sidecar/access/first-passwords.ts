/** Passwords that an operator gives: they open nothing before the person has set one of their own. */
import { randomInt } from 'node:crypto';
import { type AccountStore, hashPassword, normalizeAccount, verifyPassword } from './accounts.ts';

export interface GivenPassword {
  account: string;
  staffCode: string;
  password: string;
}

export interface Given {
  /** Staff codes of those who have a new one. */
  set: string[];
  /** Left as they are: this same password was given before, to the same person, who may have set their own since. */
  kept: number;
}

/**
 * Sets the passwords given. A list is imported again and again with its first passwords still in it; that must not take
 * from anybody the password they have set since, so one that was given before to the same person changes nothing.
 */
export async function givePasswords(
  accounts: AccountStore,
  given: readonly GivenPassword[],
  changedAt: string,
): Promise<Given> {
  const judged = await Promise.all(
    given.map(async (one) => {
      const [known, before] = await Promise.all([
        accounts.find(one.account),
        accounts.givenHash(one.account),
      ]);
      const samePerson = known !== undefined && (known.staffCode || one.staffCode) === one.staffCode;
      return samePerson &&
        before !== undefined &&
        (await verifyPassword({ passwordHash: before }, one.password))
        ? undefined
        : one;
    }),
  );
  const fresh = judged.filter((one) => one !== undefined);
  await accounts.put(
    await Promise.all(
      fresh.map(async ({ account, staffCode, password }) => ({
        account: normalizeAccount(account),
        passwordHash: await hashPassword(password),
        changedAt,
        temporary: true,
        staffCode,
      })),
    ),
  );
  return { set: fresh.map(({ staffCode }) => staffCode), kept: given.length - fresh.length };
}

/** Letters and digits that are not taken for one another when read aloud or written down. */
const SIGNS = 'abcdefghjkmnpqrstuvwxyz23456789';

/** A password to be told to one person and changed at the first sign-in, e.g. `k7mw-2xqe-9fht`: 59 bits. */
export function temporaryPassword(): string {
  const group = () => Array.from({ length: 4 }, () => SIGNS[randomInt(SIGNS.length)]).join('');
  return [group(), group(), group()].join('-');
}
