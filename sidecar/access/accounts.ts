/**
 * Sign-in names and passwords of the embedded identity provider. Who a person is comes from the staff list; this
 * table only says which password opens which account. A court with its own 统一身份认证 leaves it empty.
 */
import { type Argon2Parameters, argon2, randomBytes, timingSafeEqual } from 'node:crypto';
import type { Database } from 'better-sqlite3';

export interface Account {
  account: string;
  /** PHC string: algorithm, parameters, salt and hash in one. */
  passwordHash: string;
  changedAt: string;
  /** Whoever gave it knows it: it opens nothing before the person has changed it. */
  temporary: boolean;
  /** Whom the password was given to: accounts are handed on to others. Empty in rows of an older release. */
  staffCode: string;
}

export interface AccountStore {
  find(account: string): Promise<Account | undefined>;
  /** Files the accounts, replacing what was there under the same names. */
  put(accounts: readonly Account[]): Promise<void>;
  /**
   * The person's own password in place of the one set at `since`.
   * @returns false when somebody has set another in between, which stays
   */
  change(
    account: string,
    passwordHash: string,
    by: { changedAt: string; staffCode: string; since: string },
  ): Promise<boolean>;
  /** Hash of the password somebody else last gave this account, whatever the person has set since. */
  givenHash(account: string): Promise<string | undefined>;
}

export const PASSWORD_MIN = 8;
export const PASSWORD_MAX = 200;

/** OWASP's first choice of low-memory argon2id parameters; about 40 ms on a small server. */
const COST = { memory: 19_456, passes: 2, parallelism: 1 } as const;
const SALT_BYTES = 16;
const HASH_BYTES = 32;

/** The form in which an account name is kept and looked up: what an input method makes of it counts as the same. */
export const normalizeAccount = (account: string): string => account.normalize('NFKC').trim();

export type PasswordFault = 'password-too-short' | 'password-too-long';

export class PasswordError extends Error {
  readonly code: PasswordFault;
  constructor(code: PasswordFault) {
    super(code);
    this.code = code;
  }
}

/** @returns what is wrong with a password's length, or undefined */
export function passwordFault(password: string): PasswordFault | undefined {
  const length = [...password.normalize('NFKC')].length;
  if (length < PASSWORD_MIN) return 'password-too-short';
  if (length > PASSWORD_MAX) return 'password-too-long';
  return undefined;
}

/** @throws PasswordError for a password that may not be set */
export async function hashPassword(password: string): Promise<string> {
  const fault = passwordFault(password);
  if (fault) throw new PasswordError(fault);
  const salt = randomBytes(SALT_BYTES);
  const { memory, passes, parallelism } = COST;
  const hash = await derive({
    message: password.normalize('NFKC'),
    nonce: salt,
    tagLength: HASH_BYTES,
    ...COST,
  });
  return `$argon2id$v=19$m=${memory},t=${passes},p=${parallelism}$${unpadded(salt)}$${unpadded(hash)}`;
}

/** A hash no password has: what an unknown account is checked against, so that it takes as long as a known one. */
const NOBODY: Pick<Account, 'passwordHash'> = {
  passwordHash: `$argon2id$v=19$m=${COST.memory},t=${COST.passes},p=${COST.parallelism}$${unpadded(randomBytes(SALT_BYTES))}$${unpadded(randomBytes(HASH_BYTES))}`,
};

/** Whether the password opens the account; `undefined` costs the same time and never opens. */
export async function verifyPassword(
  account: Pick<Account, 'passwordHash'> | undefined,
  password: string,
): Promise<boolean> {
  const { cost, salt, hash } = parsePhc((account ?? NOBODY).passwordHash);
  // An overlong password is cut before it is hashed: work stays bounded, and the fault refuses it afterwards.
  const message = password.slice(0, PASSWORD_MAX * 2).normalize('NFKC');
  const derived = await derive({ message, nonce: salt, tagLength: hash.length, ...cost });
  const same = timingSafeEqual(derived, hash);
  return same && account !== undefined && passwordFault(password) === undefined;
}

/** Columns that came after the table's first release. A password from before was given by an import, and is temporary. */
const LATER_COLUMNS = {
  temporary: 'INTEGER NOT NULL DEFAULT 1',
  staff_code: "TEXT NOT NULL DEFAULT ''",
  given_hash: "TEXT NOT NULL DEFAULT ''",
} as const;

type Row = Omit<Account, 'temporary'> & { temporary: number };

export function createAccountStore(db: Database): AccountStore {
  db.exec(`CREATE TABLE IF NOT EXISTS account (
    account TEXT PRIMARY KEY,
    password_hash TEXT NOT NULL,
    changed_at TEXT NOT NULL
  )`);
  const there = (db.pragma('table_info(account)') as { name: string }[]).map(({ name }) => name);
  for (const [name, type] of Object.entries(LATER_COLUMNS)) {
    if (!there.includes(name)) db.exec(`ALTER TABLE account ADD COLUMN ${name} ${type}`);
  }
  const select = db.prepare<[string], Row>(
    `SELECT account, password_hash AS passwordHash, changed_at AS changedAt, temporary, staff_code AS staffCode
     FROM account WHERE account = ?`,
  );
  const upsert = db.prepare<[string, string, string, number, string, string]>(
    `INSERT INTO account (account, password_hash, changed_at, temporary, staff_code, given_hash)
     VALUES (?, ?, ?, ?, ?, ?)
     ON CONFLICT (account) DO UPDATE SET password_hash = excluded.password_hash, changed_at = excluded.changed_at,
       temporary = excluded.temporary, staff_code = excluded.staff_code, given_hash = excluded.given_hash`,
  );
  const change = db.prepare<[string, string, string, string, string]>(
    `UPDATE account SET given_hash = iif(given_hash = '', password_hash, given_hash), password_hash = ?,
       changed_at = ?, staff_code = ?, temporary = 0
     WHERE account = ? AND changed_at = ?`,
  );
  const given = db
    .prepare<[string], string>(
      `SELECT iif(given_hash = '', password_hash, given_hash) FROM account WHERE account = ?`,
    )
    .pluck();
  const putAll = db.transaction((accounts: readonly Account[]) => {
    for (const { account, passwordHash, changedAt, temporary, staffCode } of accounts) {
      parsePhc(passwordHash);
      upsert.run(
        normalizeAccount(account),
        passwordHash,
        changedAt,
        temporary ? 1 : 0,
        staffCode,
        passwordHash,
      );
    }
  });
  return {
    async find(account) {
      const row = select.get(normalizeAccount(account));
      return row && { ...row, temporary: row.temporary === 1 };
    },
    put: async (accounts) => putAll.immediate(accounts),
    async change(account, passwordHash, { changedAt, staffCode, since }) {
      parsePhc(passwordHash);
      return change.run(passwordHash, changedAt, staffCode, normalizeAccount(account), since).changes === 1;
    },
    givenHash: async (account) => given.get(normalizeAccount(account)),
  };
}

function derive(parameters: Argon2Parameters): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    argon2('argon2id', parameters, (error, key) => (error ? reject(error) : resolve(key)));
  });
}

const PHC =
  /^\$argon2id\$v=19\$m=(\d{1,7}),t=(\d{1,2}),p=(\d{1,2})\$([A-Za-z0-9+/]{11,86})\$([A-Za-z0-9+/]{22,86})$/;

function parsePhc(phc: string) {
  const match = PHC.exec(phc);
  if (!match) throw new TypeError('not an argon2id PHC string');
  const [, memory, passes, parallelism, salt = '', hash = ''] = match;
  return {
    cost: { memory: Number(memory), passes: Number(passes), parallelism: Number(parallelism) },
    salt: Buffer.from(salt, 'base64'),
    hash: Buffer.from(hash, 'base64'),
  };
}

function unpadded(bytes: Buffer): string {
  return bytes.toString('base64').replace(/=+$/, '');
}
