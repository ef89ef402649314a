/**
 * Sessions of the sidecar: an opaque token for the extension, its hash for us. Who the person is, is read anew from
 * the staff list at every request, so that a leaver is out and a changed role holds at once; a role that asks for a
 * second factor ends a session that had none.
 */
import { createHash, hkdfSync, randomBytes, randomUUID } from 'node:crypto';
import type { Database } from 'better-sqlite3';
import type { OwnSession, Person, SessionOpened } from '../../shared/api.ts';
import { NATIONAL_POLICY, type SignInPolicy } from '../../shared/policy.ts';
import { type SessionKey, sessionKey } from '../../shared/proof.ts';
import type { StaffMember, StaffRole } from '../../shared/records/staff-list.ts';
import { effectiveRoles, type RolesClaim } from './claimed-roles.ts';
import { needsSecondFactor, type Strength } from './second-factor.ts';

export interface SessionsOptions {
  db: Database;
  court: { code: string; name: string };
  /** The member of the newest staff list with this code. */
  staff(code: string): StaffMember | undefined | Promise<StaffMember | undefined>;
  /** Secret of this sidecar from which queue keys are derived; at least 32 bytes. */
  secret: Uint8Array;
  policy?: SignInPolicy;
  /** How a claim of the identity provider changes roles, if one is asked for. */
  rolesMode?: RolesClaim['mode'] | undefined;
  now?: () => number;
}

export interface WhoSignsIn {
  member: StaffMember;
  issuer: string;
  subject: string;
  strength: Strength;
  /** When password and second factor were given; undefined when the identity provider does not say. */
  authTime: string | undefined;
  /** Roles the identity provider claimed, where it is asked for them. */
  claimed?: readonly StaffRole[] | undefined;
}

/** The browser a session is for. */
export interface Browser {
  /** Its random id. */
  device: string;
  /** What it says it is, for the person's own list. */
  deviceName: string;
  key: SessionKey;
}

export interface Session {
  id: string;
  person: Person;
  court: { code: string; name: string };
  device: string;
  issuer: string;
  subject: string;
  strength: Strength;
  authTime: string | undefined;
  /** Proofs of this session's requests are checked with it. */
  key: SessionKey;
  openedAt: string;
  /** Absolute end. */
  expiresAt: string;
}

export interface Sessions {
  /** Opens one in place of what this person had open in this browser. */
  open(who: WhoSignsIn, browser: Browser): SessionOpened;
  /** @returns undefined for a token that is unknown, has ended, or whose person has left or needs a second factor now */
  find(token: string): Promise<Session | undefined>;
  close(token: string): void;
  /** @returns how many were closed */
  closeAllOf(staffCode: string): number;
  /** Newest first. */
  listOf(staffCode: string): Omit<OwnSession, 'current'>[];
  /** As they hold in a session: the staff list's, as far as a claim does not change them. */
  rolesOf(who: Pick<WhoSignsIn, 'member' | 'claimed'>): StaffRole[];
}

const MINUTE = 60_000;
/** How exact the time of last use is kept: reading must not become a write a second. */
const USED_STEP_MS = MINUTE;
const TOKEN = /^[A-Za-z0-9_-]{43}$/;

interface SessionRow {
  id: string;
  staffCode: string;
  issuer: string;
  subject: string;
  device: string;
  deviceName: string;
  key: string;
  strength: Strength;
  authTime: string | null;
  claimed: string | null;
  openedAt: string;
  usedAt: string;
  expiresAt: string;
}

const COLUMNS = {
  id: 'id',
  staffCode: 'staff_code',
  issuer: 'issuer',
  subject: 'subject',
  device: 'device',
  deviceName: 'device_name',
  key: 'public_key',
  strength: 'strength',
  authTime: 'auth_time',
  claimed: 'claimed_roles',
  openedAt: 'opened_at',
  usedAt: 'used_at',
  expiresAt: 'expires_at',
} as const satisfies Record<keyof SessionRow, string>;

const SELECT = Object.entries(COLUMNS)
  .map(([name, column]) => `${column} AS ${name}`)
  .join(', ');

export function createSessions(options: SessionsOptions): Sessions {
  const { court, db, rolesMode, secret, staff } = options;
  const policy = options.policy ?? NATIONAL_POLICY.signIn;
  const idleMs = policy.idleMinutes * MINUTE;
  const absoluteMs = policy.absoluteHours * 60 * MINUTE;
  const now = options.now ?? Date.now;
  if (secret.byteLength < 32) throw new RangeError('the session secret needs at least 32 bytes');

  // Sessions of a release that did not know what is asked of them today: their people sign in again.
  const there = (db.pragma('table_info(session)') as { name: string }[]).map(({ name }) => name);
  if (there.length > 0 && !there.includes(COLUMNS.key)) db.exec('DROP TABLE session');
  db.exec(`CREATE TABLE IF NOT EXISTS session (
    token_hash BLOB PRIMARY KEY,
    court TEXT NOT NULL,
    id TEXT NOT NULL,
    staff_code TEXT NOT NULL,
    issuer TEXT NOT NULL,
    subject TEXT NOT NULL,
    device TEXT NOT NULL,
    device_name TEXT NOT NULL,
    public_key TEXT NOT NULL,
    strength TEXT NOT NULL,
    auth_time TEXT,
    claimed_roles TEXT,
    opened_at TEXT NOT NULL,
    used_at TEXT NOT NULL,
    expires_at TEXT NOT NULL
  ) WITHOUT ROWID`);
  const insert = db.prepare<[{ tokenHash: Buffer; court: string } & SessionRow]>(
    `INSERT INTO session (token_hash, court, ${Object.values(COLUMNS).join(', ')})
     VALUES (@tokenHash, @court, ${Object.keys(COLUMNS)
       .map((name) => `@${name}`)
       .join(', ')})`,
  );
  const select = db.prepare<[Buffer, string], SessionRow>(
    `SELECT ${SELECT} FROM session WHERE token_hash = ? AND court = ?`,
  );
  const selectOf = db.prepare<[string, string, string, string], SessionRow>(
    `SELECT ${SELECT} FROM session
     WHERE court = ? AND staff_code = ? AND expires_at > ? AND used_at > ? ORDER BY opened_at DESC, id`,
  );
  const use = db.prepare<[string, Buffer]>('UPDATE session SET used_at = ? WHERE token_hash = ?');
  const remove = db.prepare<[Buffer, string]>('DELETE FROM session WHERE token_hash = ? AND court = ?');
  const removeEnded = db.prepare<[string, string]>(
    'DELETE FROM session WHERE expires_at <= ? OR used_at <= ?',
  );
  const removeOf = db.prepare<[string, string]>('DELETE FROM session WHERE court = ? AND staff_code = ?');
  const removeAt = db.prepare<[string, string, string]>(
    'DELETE FROM session WHERE court = ? AND staff_code = ? AND device = ?',
  );

  const touch = (at: string, hash: Buffer) => {
    try {
      use.run(at, hash);
    } catch (error) {
      // On a full disk people must still be able to read; the session then merely ends an idle while early.
      if ((error as { code?: unknown }).code !== 'SQLITE_FULL') throw error;
    }
  };

  const rolesOf: Sessions['rolesOf'] = ({ member, claimed }) =>
    effectiveRoles(member.roles, claimed, rolesMode);
  const idleSince = (time: number) => new Date(time - idleMs).toISOString();

  const replace = db.transaction((row: Parameters<typeof insert.run>[0]) => {
    removeEnded.run(row.openedAt, idleSince(Date.parse(row.openedAt)));
    removeAt.run(row.court, row.staffCode, row.device);
    insert.run(row);
  });

  return {
    open(who, { device, deviceName, key }) {
      const { member, issuer, subject, strength, authTime, claimed } = who;
      const time = now();
      const token = randomBytes(32).toString('base64url');
      const openedAt = new Date(time).toISOString();
      const expiresAt = new Date(time + absoluteMs).toISOString();
      replace.immediate({
        tokenHash: hashOf(token),
        court: court.code,
        id: randomUUID(),
        staffCode: member.code,
        issuer,
        subject,
        device,
        deviceName,
        key: JSON.stringify(key),
        strength,
        authTime: authTime ?? null,
        claimed: claimed ? JSON.stringify(claimed) : null,
        openedAt,
        usedAt: openedAt,
        expiresAt,
      });
      return {
        token,
        expiresAt,
        person: personOf(member, rolesOf(who)),
        court,
        strength,
        queueKey: queueKey(secret, device, court.code, member.code),
      };
    },

    async find(token) {
      if (!TOKEN.test(token)) return undefined;
      const hash = hashOf(token);
      const row = select.get(hash, court.code);
      if (!row) return undefined;
      const time = now();
      const ended = Date.parse(row.expiresAt) <= time || Date.parse(row.usedAt) + idleMs <= time;
      const member = ended ? undefined : await staff(row.staffCode);
      const claimed = row.claimed === null ? undefined : (JSON.parse(row.claimed) as StaffRole[]);
      const roles = member && rolesOf({ member, claimed });
      if (!member || !roles || (needsSecondFactor(roles, policy) && row.strength !== 'two-factor')) {
        remove.run(hash, court.code);
        return undefined;
      }
      if (time - Date.parse(row.usedAt) >= USED_STEP_MS) touch(new Date(time).toISOString(), hash);
      const { id, device, issuer, subject, strength, openedAt, expiresAt } = row;
      return {
        id,
        person: personOf(member, roles),
        court,
        device,
        issuer,
        subject,
        strength,
        authTime: row.authTime ?? undefined,
        key: sessionKey.parse(JSON.parse(row.key)),
        openedAt,
        expiresAt,
      };
    },

    close(token) {
      remove.run(hashOf(token), court.code);
    },

    closeAllOf: (staffCode) => removeOf.run(court.code, staffCode).changes,

    listOf(staffCode) {
      const time = now();
      return selectOf
        .all(court.code, staffCode, new Date(time).toISOString(), idleSince(time))
        .map(({ id, deviceName, openedAt, usedAt, expiresAt, strength }) => ({
          id,
          deviceName,
          openedAt,
          usedAt,
          expiresAt,
          strength,
        }));
    },

    rolesOf,
  };
}

/** For commands, which open none: ends the sessions of these people. @returns how many there were */
export function endSessionsOf(db: Database, staffCodes: readonly string[]): number {
  const there = db.prepare("SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = 'session'").get();
  if (!there) return 0;
  const end = db.prepare<[string]>('DELETE FROM session WHERE staff_code = ?');
  return staffCodes.reduce((ended, code) => ended + end.run(code).changes, 0);
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

function personOf({ code, name, department, post }: StaffMember, roles: StaffRole[]): Person {
  return { staffCode: code, name, department, post, roles };
}
