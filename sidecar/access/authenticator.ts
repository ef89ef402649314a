/**
 * The second factor without a device of its own: codes of an authenticator app (TOTP, RFC 6238), and ten recovery codes
 * for the day the telephone is gone. The app's secret is sealed with a key beside the database, never in it; recovery
 * codes are kept as keyed hashes. A code that was taken is not taken again (RFC 6238, 5.2).
 */
import { createHmac, randomInt } from 'node:crypto';
import type { Database } from 'better-sqlite3';
import { Secret, TOTP } from 'otpauth';
import type { Suite } from '../crypto/suite.ts';

export interface AuthenticatorOptions {
  db: Database;
  suite: Suite;
  /** 32 bytes; what is sealed with it is lost without it. */
  secret: Uint8Array;
  court: { code: string; name: string };
  now: () => number;
}

export interface Authenticators {
  /** Whether the person has set one up. */
  has(staffCode: string): boolean;
  recoveryCodesLeft(staffCode: string): number;
  /** A fresh secret in base 32, to be shown once and confirmed. */
  newSecret(): string;
  /** What the app reads from the QR code. */
  uri(secret: string, account: string): string;
  /** Takes the secret in place of an earlier one when the code is of it. */
  confirm(staffCode: string, secret: string, code: string): boolean;
  /** Ten fresh recovery codes; earlier ones are void. They can be had only now. */
  issueRecoveryCodes(staffCode: string): string[];
  /** Which kind of code it is; undefined for one that is wrong, too old, or was taken before. */
  accept(staffCode: string, code: string): 'app' | 'recovery' | undefined;
  /** Forgets app and recovery codes. @returns whether there were any */
  remove(staffCode: string): boolean;
}

const PERIOD_S = 30;
/** Steps a telephone's clock may be off, either way. */
const DRIFT = 1;
const RECOVERY_CODES = 10;
/** Crockford's base 32: no I, L, O, U. */
const RECOVERY_SIGNS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const RECOVERY_LENGTH = 10;

export function createAuthenticators({
  db,
  suite,
  secret,
  court,
  now,
}: AuthenticatorOptions): Authenticators {
  db.exec(`CREATE TABLE IF NOT EXISTS authenticator (
    staff_code TEXT PRIMARY KEY,
    sealed_secret BLOB NOT NULL,
    last_step INTEGER NOT NULL,
    set_up_at TEXT NOT NULL
  )`);
  db.exec(`CREATE TABLE IF NOT EXISTS recovery_code (
    staff_code TEXT NOT NULL,
    code_hash BLOB NOT NULL,
    used_at TEXT,
    PRIMARY KEY (staff_code, code_hash)
  ) WITHOUT ROWID`);
  const select = db.prepare<[string], { sealed: Buffer; lastStep: number }>(
    'SELECT sealed_secret AS sealed, last_step AS lastStep FROM authenticator WHERE staff_code = ?',
  );
  const put = db.prepare<[string, Buffer, number, string]>(
    `INSERT INTO authenticator VALUES (?, ?, ?, ?)
     ON CONFLICT DO UPDATE SET sealed_secret = excluded.sealed_secret, last_step = excluded.last_step,
       set_up_at = excluded.set_up_at`,
  );
  const take = db.prepare<[number, string, number]>(
    'UPDATE authenticator SET last_step = ? WHERE staff_code = ? AND last_step < ?',
  );
  const remove = db.prepare<[string]>('DELETE FROM authenticator WHERE staff_code = ?');
  const putRecovery = db.prepare<[string, Buffer]>('INSERT INTO recovery_code VALUES (?, ?, NULL)');
  const takeRecovery = db.prepare<[string, string, Buffer]>(
    'UPDATE recovery_code SET used_at = ? WHERE staff_code = ? AND code_hash = ? AND used_at IS NULL',
  );
  const countRecovery = db
    .prepare<[string], number>('SELECT count(*) FROM recovery_code WHERE staff_code = ? AND used_at IS NULL')
    .pluck();
  const removeRecovery = db.prepare<[string]>('DELETE FROM recovery_code WHERE staff_code = ?');

  const place = (staffCode: string) => Buffer.from(`authenticator\0${court.code}\0${staffCode}`);
  const totp = (base32: string, account = '') =>
    new TOTP({
      issuer: `留痕 ${court.name}`,
      // Once is enough: a shorter address is a coarser code, which a telephone reads off a screen more easily.
      issuerInLabel: false,
      label: account,
      period: PERIOD_S,
      secret: Secret.fromBase32(base32),
    });
  const hashOf = (staffCode: string, code: string) =>
    createHmac('sha256', secret).update(`recovery\0${court.code}\0${staffCode}\0${code}`).digest();

  /** @returns the step the code is of, within the drift */
  const stepOf = (base32: string, code: string): number | undefined => {
    const digits = code.normalize('NFKC').replace(/[\s-]/g, '');
    if (!/^\d{6}$/.test(digits)) return undefined;
    const delta = totp(base32).validate({ token: digits, timestamp: now(), window: DRIFT });
    return delta === null ? undefined : Math.floor(now() / 1000 / PERIOD_S) + delta;
  };

  const issue = db.transaction((staffCode: string, codes: readonly string[]) => {
    removeRecovery.run(staffCode);
    for (const code of codes) putRecovery.run(staffCode, hashOf(staffCode, code));
  });

  return {
    has: (staffCode) => select.get(staffCode) !== undefined,
    recoveryCodesLeft: (staffCode) => countRecovery.get(staffCode) ?? 0,
    newSecret: () => new Secret({ size: 20 }).base32,
    uri: (base32, account) => totp(base32, account).toString(),

    confirm(staffCode, base32, code) {
      const step = stepOf(base32, code);
      if (step === undefined) return false;
      const sealed = suite.seal(secret, Buffer.from(base32), place(staffCode));
      put.run(staffCode, sealed, step, new Date(now()).toISOString());
      return true;
    },

    issueRecoveryCodes(staffCode) {
      const codes = Array.from({ length: RECOVERY_CODES }, () =>
        Array.from(
          { length: RECOVERY_LENGTH },
          () => RECOVERY_SIGNS[randomInt(RECOVERY_SIGNS.length)] ?? '',
        ).join(''),
      );
      issue.immediate(staffCode, codes);
      return codes.map((code) => `${code.slice(0, 5)}-${code.slice(5)}`);
    },

    accept(staffCode, code) {
      const row = select.get(staffCode);
      const step = row && stepOf(suite.open(secret, row.sealed, place(staffCode)).toString(), code);
      // Asked of the table and not of what was read before: two requests may bring the same code at once.
      if (step !== undefined) return take.run(step, staffCode, step).changes === 1 ? 'app' : undefined;
      const plain = recoveryForm(code);
      if (plain === undefined) return undefined;
      const used = takeRecovery.run(new Date(now()).toISOString(), staffCode, hashOf(staffCode, plain));
      return used.changes === 1 ? 'recovery' : undefined;
    },

    remove(staffCode) {
      return remove.run(staffCode).changes + removeRecovery.run(staffCode).changes > 0;
    },
  };
}

/** A recovery code as it was issued, whatever was made of it when it was written down and typed. */
function recoveryForm(code: string): string | undefined {
  const plain = code
    .normalize('NFKC')
    .toUpperCase()
    .replace(/[\s-]/g, '')
    .replace(/O/g, '0')
    .replace(/[IL]/g, '1');
  return plain.length === RECOVERY_LENGTH && [...plain].every((sign) => RECOVERY_SIGNS.includes(sign))
    ? plain
    : undefined;
}
