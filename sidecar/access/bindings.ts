/**
 * Who is who at an identity provider: issuer and subject, bound to a person of the staff list at their first sign-in.
 * Accounts are handed on in courts, and a name is soon given to another; the pair is what stays (OpenID Connect Core, 5.7).
 * Another subject under the same account, the same subject under another person's, or another issuer altogether gets in
 * only after an operator has let go of the old binding.
 */
import type { Database } from 'better-sqlite3';

export interface Bindings {
  /** Binds at the first sign-in. @returns false when subject or person is bound to another */
  admit(who: { issuer: string; subject: string; staffCode: string; account: string }, at: string): boolean;
  /** Lets go of a person's binding and of those made under the account. @returns how many there were */
  release(who: { staffCode: string | undefined; account: string }): number;
  releaseAll(): number;
}

export function createBindings(db: Database): Bindings {
  db.exec(`CREATE TABLE IF NOT EXISTS issuer_binding (
    issuer TEXT NOT NULL,
    subject TEXT NOT NULL,
    staff_code TEXT NOT NULL UNIQUE,
    account TEXT NOT NULL,
    bound_at TEXT NOT NULL,
    PRIMARY KEY (issuer, subject)
  ) WITHOUT ROWID`);
  // One statement: of two sign-ins at once the later one finds what the first has bound.
  const bind = db.prepare<[string, string, string, string, string]>(
    'INSERT OR IGNORE INTO issuer_binding VALUES (?, ?, ?, ?, ?)',
  );
  const holds = db
    .prepare<[string, string, string], number>(
      'SELECT count(*) FROM issuer_binding WHERE issuer = ? AND subject = ? AND staff_code = ?',
    )
    .pluck();
  const release = db.prepare<[string, string]>(
    'DELETE FROM issuer_binding WHERE staff_code = ? OR account = ?',
  );
  const releaseAll = db.prepare<[]>('DELETE FROM issuer_binding');
  return {
    admit({ issuer, subject, staffCode, account }, at) {
      bind.run(issuer, subject, staffCode, account, at);
      return holds.get(issuer, subject, staffCode) === 1;
    },
    release: ({ staffCode, account }) => release.run(staffCode ?? '', account).changes,
    releaseAll: () => releaseAll.run().changes,
  };
}
