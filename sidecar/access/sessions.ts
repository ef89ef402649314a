/**
 * Sessions of the sidecar: an opaque token for the extension, its hash for us. Who the person is, is read anew from
 * the staff list at every request, so that a leaver is out and a changed role holds at once.
 */
import { createHash, hkdfSync, randomBytes } from 'node:crypto';
import type { Database } from 'better-sqlite3';
import type { Person, SessionOpened } from '../../shared/api.ts';
import type { StaffMember } from '../../shared/records/staff-list.ts';

export interface SessionsOptions {
  db: Database;
  court: { code: string; name: string };
  /** The member of the newest staff list with this code. */
  staff(code: string): StaffMember | undefined | Promise<StaffMember | undefined>;
  /** Secret of this sidecar from which queue keys are derived; at least 32 bytes. */
  secret: Uint8Array;
  idleMs?: number;
  absoluteMs?: number;
  now?: () => number;
}

export interface WhoSignsIn {
  member: StaffMember;
  issuer: string;
  subject: string;
}

export interface Session {
  person: Person;
  court: { code: string; name: string };
  device: string;
  issuer: string;
  subject: string;
  openedAt: string;
  /** Absolute end. */
  expiresAt: string;
}

export interface Sessions {
  open(who: WhoSignsIn, device: string): SessionOpened;
  /** @returns undefined for a token that is unknown, has ended, or whose person has left */
  find(token: string): Promise<Session | undefined>;
  close(token: string): void;
  /** @returns how many were closed */
  closeAllOf(staffCode: string): number;
}

const HOUR = 60 * 60_000;
/** How exact the time of last use is kept: reading must not become a write a second. */
const USED_STEP_MS = 60_000;
const TOKEN = /^[A-Za-z0-9_-]{43}$/;

interface SessionRow {
  staffCode: string;
  issuer: string;
  subject: string;
  device: string;
  openedAt: string;
  usedAt: string;
  expiresAt: string;
}

export function createSessions(options: SessionsOptions): Sessions {
  const { court, db, secret, staff } = options;
  const idleMs = options.idleMs ?? 12 * HOUR;
  const absoluteMs = options.absoluteMs ?? 24 * HOUR;
  const now = options.now ?? Date.now;
  if (secret.byteLength < 32) throw new RangeError('the session secret needs at least 32 bytes');

  db.exec(`CREATE TABLE IF NOT EXISTS session (
    token_hash BLOB PRIMARY KEY,
    court TEXT NOT NULL,
    staff_code TEXT NOT NULL,
    issuer TEXT NOT NULL,
    subject TEXT NOT NULL,
    device TEXT NOT NULL,
    opened_at TEXT NOT NULL,
    used_at TEXT NOT NULL,
    expires_at TEXT NOT NULL
  ) WITHOUT ROWID`);
  const insert = db.prepare<[Buffer, string, string, string, string, string, string, string, string]>(
    'INSERT INTO session VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)',
  );
  const select = db.prepare<[Buffer, string], SessionRow>(
    `SELECT staff_code AS staffCode, issuer, subject, device, opened_at AS openedAt, used_at AS usedAt,
            expires_at AS expiresAt
     FROM session WHERE token_hash = ? AND court = ?`,
  );
  const use = db.prepare<[string, Buffer]>('UPDATE session SET used_at = ? WHERE token_hash = ?');
  const remove = db.prepare<[Buffer, string]>('DELETE FROM session WHERE token_hash = ? AND court = ?');
  const removeEnded = db.prepare<[string, string]>(
    'DELETE FROM session WHERE expires_at <= ? OR used_at <= ?',
  );
  const removeOf = db.prepare<[string, string]>('DELETE FROM session WHERE court = ? AND staff_code = ?');

  const touch = (at: string, hash: Buffer) => {
    try {
      use.run(at, hash);
    } catch (error) {
      // On a full disk people must still be able to read; the session then merely ends an idle while early.
      if ((error as { code?: unknown }).code !== 'SQLITE_FULL') throw error;
    }
  };

  return {
    open({ member, issuer, subject }, device) {
      const time = now();
      const token = randomBytes(32).toString('base64url');
      const openedAt = new Date(time).toISOString();
      const expiresAt = new Date(time + absoluteMs).toISOString();
      removeEnded.run(openedAt, new Date(time - idleMs).toISOString());
      insert.run(
        hashOf(token),
        court.code,
        member.code,
        issuer,
        subject,
        device,
        openedAt,
        openedAt,
        expiresAt,
      );
      return {
        token,
        expiresAt,
        person: personOf(member),
        court,
        queueKey: queueKey(secret, device, court.code, member.code),
      };
    },

    async find(token) {
      if (!TOKEN.test(token)) return undefined;
      const hash = hashOf(token);
      const row = select.get(hash, court.code);
      if (!row) return undefined;
      const time = now();
      if (Date.parse(row.expiresAt) <= time || Date.parse(row.usedAt) + idleMs <= time) {
        remove.run(hash, court.code);
        return undefined;
      }
      const member = await staff(row.staffCode);
      if (!member) {
        remove.run(hash, court.code);
        return undefined;
      }
      if (time - Date.parse(row.usedAt) >= USED_STEP_MS) touch(new Date(time).toISOString(), hash);
      const { device, issuer, subject, openedAt, expiresAt } = row;
      return { person: personOf(member), court, device, issuer, subject, openedAt, expiresAt };
    },

    close(token) {
      remove.run(hashOf(token), court.code);
    },

    closeAllOf: (staffCode) => removeOf.run(court.code, staffCode).changes,
  };
}

/** The token is 256 random bits, so a plain hash hides it; nothing can be guessed that a slow hash would slow down. */
function hashOf(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}

/** The same key at each sign-in of one person on one device, and another for everybody and everywhere else. */
function queueKey(secret: Uint8Array, device: string, court: string, staffCode: string): string {
  return Buffer.from(hkdfSync('sha256', secret, device, `liuhen queue\0${court}\0${staffCode}`, 32)).toString(
    'base64',
  );
}

function personOf({ code, name, department, post, roles }: StaffMember): Person {
  return { staffCode: code, name, department, post, roles };
}
