import Database from 'better-sqlite3';
import { beforeEach, describe, expect, test } from 'vitest';
import { sessionOpened } from '../../shared/api.ts';
import { NATIONAL_POLICY, type SignInPolicy } from '../../shared/policy.ts';
import type { StaffMember } from '../../shared/records/staff-list.ts';
import { freshSince } from './fresh.ts';
import { type Browser, createSessions, type SessionsOptions, type WhoSignsIn } from './sessions.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const START = Date.parse('2026-01-05T01:00:00.000Z');

const zhang: StaffMember = {
  code: '0101',
  name: '张伟',
  department: '民一庭',
  post: '审判员',
  roles: ['staff'],
  account: 'zhangwei',
};
const who: WhoSignsIn = {
  member: zhang,
  issuer: 'http://court.example/oidc',
  subject: 'zhangwei',
  strength: 'one-factor',
  authTime: '2026-01-05T00:59:00.000Z',
};
const key = { kty: 'EC', crv: 'P-256', x: 'x'.repeat(43), y: 'y'.repeat(43) } as const;
const at = (device: string): Browser => ({ device, deviceName: `Chrome · ${device}`, key });
const policyOf = (over: Partial<SignInPolicy>): SignInPolicy => ({ ...NATIONAL_POLICY.signIn, ...over });

let time: number;
let staff: StaffMember[];
let db: Database.Database;
const sessionsOf = (over: Partial<SessionsOptions> = {}) =>
  createSessions({
    db,
    court: { code: '豫1302', name: '南阳市宛城区人民法院' },
    staff: async (code) => staff.find((member) => member.code === code),
    secret: new Uint8Array(32).fill(7),
    now: () => time,
    ...over,
  });

beforeEach(() => {
  time = START;
  staff = [zhang];
  db = new Database(':memory:');
});

test('a session is opened, found and closed; the token itself is nowhere in the database', async () => {
  const sessions = sessionsOf();
  const opened = sessions.open(who, at('device-1'));
  expect(sessionOpened.parse(opened)).toEqual(opened);
  expect(opened.expiresAt).toBe('2026-01-06T01:00:00.000Z');
  expect(Buffer.from(opened.token, 'base64url')).toHaveLength(32);
  expect(Buffer.from(opened.queueKey, 'base64')).toHaveLength(32);
  expect(opened.person).not.toHaveProperty('account');
  expect(db.serialize().includes(opened.token)).toBe(false);

  expect(await sessions.find(opened.token)).toMatchObject({
    person: opened.person,
    court: { code: '豫1302' },
    device: 'device-1',
    issuer: who.issuer,
    subject: 'zhangwei',
    strength: 'one-factor',
    authTime: who.authTime,
    key,
  });
  sessions.close(opened.token);
  expect(await sessions.find(opened.token)).toBeUndefined();
});

describe('a session ends', () => {
  test('after twelve idle hours, twenty-four in all', async () => {
    const sessions = sessionsOf();
    const idle = sessions.open(who, at('d')).token;
    time += 12 * HOUR - 1;
    expect(await sessions.find(idle)).toBeDefined();
    time += 12 * HOUR - MINUTE;
    expect(await sessions.find(idle)).toBeDefined();
    time += MINUTE + 1;
    expect(await sessions.find(idle)).toBeUndefined();

    const other = sessions.open(who, at('e')).token;
    time += 12 * HOUR;
    expect(await sessions.find(other)).toBeUndefined();
  });

  test('after other times, when the court says so', async () => {
    const sessions = sessionsOf({ policy: policyOf({ idleMinutes: 60, absoluteHours: 2 }) });
    const { token } = sessions.open(who, at('d'));
    time += HOUR;
    expect(await sessions.find(token)).toBeUndefined();
  });

  test('with the next request once the person is off the list, for good', async () => {
    const sessions = sessionsOf();
    const { token } = sessions.open(who, at('d'));
    staff = [];
    expect(await sessions.find(token)).toBeUndefined();
    staff = [zhang];
    expect(await sessions.find(token)).toBeUndefined();
  });

  test('all of one person at once', async () => {
    const li = { ...zhang, code: '0102', account: 'lina' };
    staff.push(li);
    const sessions = sessionsOf();
    const tokens = ['a', 'b'].map((device) => sessions.open(who, at(device)).token);
    const other = sessions.open({ ...who, member: li }, at('c')).token;
    expect(sessions.closeAllOf('0101')).toBe(2);
    for (const token of tokens) expect(await sessions.find(token)).toBeUndefined();
    expect(await sessions.find(other)).toBeDefined();
  });

  test('and its row goes with the next sign-in', () => {
    const sessions = sessionsOf();
    sessions.open(who, at('d'));
    time += 25 * HOUR;
    sessions.open(who, at('d'));
    expect(db.prepare('SELECT count(*) AS n FROM session').get()).toEqual({ n: 1 });
  });
});

test('a changed role holds at the next request', async () => {
  const sessions = sessionsOf();
  const { token } = sessions.open(who, at('d'));
  staff = [{ ...zhang, roles: ['staff', 'committee-member'] }];
  expect((await sessions.find(token))?.person.roles).toContain('committee-member');
});

test('use is written at most once a minute', async () => {
  const sessions = sessionsOf();
  const { token } = sessions.open(who, at('d'));
  const changes = () => (db.prepare('SELECT total_changes() AS n').get() as { n: number }).n;
  const before = changes();
  for (let second = 0; second < 59; second += 1) {
    time += 1_000;
    await sessions.find(token);
  }
  expect(changes() - before).toBe(0);
  time += 1_000;
  await sessions.find(token);
  await sessions.find(token);
  expect(changes() - before).toBe(1);
});

test('a token of another court or another sidecar, or no token at all, opens nothing', async () => {
  const { token } = sessionsOf().open(who, at('d'));
  expect(
    await sessionsOf({ court: { code: '豫13', name: '南阳市中级人民法院' } }).find(token),
  ).toBeUndefined();
  expect(await sessionsOf({ db: new Database(':memory:') }).find(token)).toBeUndefined();
  for (const no of ['', 'x', `${token}x`, token.slice(1)])
    expect(await sessionsOf().find(no)).toBeUndefined();
});

test('the queue key is the same at each sign-in of a person on a device, and only there', () => {
  const li = { ...zhang, code: '0102' };
  const key = (over: Partial<SessionsOptions> = {}, device = 'd', member = zhang) =>
    sessionsOf(over).open({ ...who, member }, at(device)).queueKey;
  expect(key()).toBe(key());
  const keys = [
    key(),
    key({}, 'e'),
    key({}, 'd', li),
    key({ court: { code: '豫13020', name: '' } }, 'd', { ...zhang, code: '101' }),
    key({ secret: new Uint8Array(32).fill(8) }),
  ];
  expect(new Set(keys).size).toBe(keys.length);
  expect(() => key({ secret: new Uint8Array(16) })).toThrow(RangeError);
});

test('one browser has one session of a person: the next sign-in there replaces it', async () => {
  const sessions = sessionsOf();
  const [first, elsewhere] = [sessions.open(who, at('d')).token, sessions.open(who, at('e')).token];
  const again = sessions.open(who, at('d')).token;
  expect(await sessions.find(first)).toBeUndefined();
  for (const token of [elsewhere, again]) expect(await sessions.find(token)).toBeDefined();
});

test('a person’s own sessions are listed with browser and times, those that ended are not, and no token is', async () => {
  const sessions = sessionsOf();
  const first = sessions.open(who, at('d'));
  time += HOUR;
  sessions.open({ ...who, strength: 'two-factor' }, at('e'));
  sessions.open({ ...who, member: { ...zhang, code: '0102' } }, at('f'));
  time += 5 * MINUTE;
  await sessions.find(first.token);
  const list = sessions.listOf('0101');
  expect(list).toEqual([
    {
      id: expect.any(String),
      deviceName: 'Chrome · e',
      strength: 'two-factor',
      openedAt: '2026-01-05T02:00:00.000Z',
      usedAt: '2026-01-05T02:00:00.000Z',
      expiresAt: '2026-01-06T02:00:00.000Z',
    },
    expect.objectContaining({ deviceName: 'Chrome · d', usedAt: '2026-01-05T02:05:00.000Z' }),
  ]);
  expect(JSON.stringify(list)).not.toContain(first.token);
  time += 12 * HOUR - 4 * MINUTE;
  expect(sessions.listOf('0101').map(({ deviceName }) => deviceName)).toEqual(['Chrome · d']);
});

describe('a second factor', () => {
  test('is asked of a role at once: a session without one ends when the role comes', async () => {
    const sessions = sessionsOf();
    const [weak, strong] = [
      sessions.open(who, at('d')).token,
      sessions.open({ ...who, strength: 'two-factor' }, at('e')).token,
    ];
    staff = [{ ...zhang, roles: ['staff', 'custodian'] }];
    expect(await sessions.find(weak)).toBeUndefined();
    expect((await sessions.find(strong))?.person.roles).toContain('custodian');
    staff = [zhang];
    expect(await sessions.find(weak)).toBeUndefined();
  });

  test('is asked of the roles that policy names', async () => {
    staff = [{ ...zhang, roles: ['custodian'] }];
    const none = sessionsOf({ policy: policyOf({ secondFactorRoles: [] }) });
    expect(await none.find(none.open(who, at('d')).token)).toBeDefined();
    const everybody = sessionsOf({ policy: policyOf({ secondFactorRoles: ['staff'] }) });
    staff = [zhang];
    expect(await everybody.find(everybody.open(who, at('d')).token)).toBeUndefined();
  });
});

describe('roles an identity provider claims', () => {
  test('narrow the staff list’s, or extend them, as the court says, and what the list takes away is gone at once', async () => {
    staff = [{ ...zhang, roles: ['staff', 'committee-member', 'department-head'] }];
    const claimed = ['committee-member' as const, 'it' as const];
    const rolesIn = async (mode: 'narrow' | 'extend') => {
      const sessions = sessionsOf({ rolesMode: mode });
      const { token, person } = sessions.open(
        { ...who, member: staff[0] ?? zhang, claimed, strength: 'two-factor' },
        at(mode),
      );
      expect((await sessions.find(token))?.person.roles).toEqual(person.roles);
      return { token, roles: person.roles };
    };
    const narrowed = await rolesIn('narrow');
    expect(narrowed.roles).toEqual(['staff', 'committee-member']);
    expect((await rolesIn('extend')).roles).toEqual(['staff', 'committee-member', 'department-head', 'it']);
    staff = [zhang];
    expect((await sessionsOf({ rolesMode: 'narrow' }).find(narrowed.token))?.person.roles).toEqual(['staff']);
  });
});

test('sessions of an older release are over: their people sign in again', async () => {
  db.exec('CREATE TABLE session (token_hash BLOB PRIMARY KEY, court TEXT, staff_code TEXT)');
  db.exec("INSERT INTO session VALUES (x'00', '豫1302', '0101')");
  const sessions = sessionsOf();
  expect(sessions.listOf('0101')).toEqual([]);
  expect(await sessions.find(sessions.open(who, at('d')).token)).toBeDefined();
});

test('what must not be done at lunchtime in somebody’s chair asks for a fresh sign-in', () => {
  const authTime = '2026-01-05T01:00:00.000Z';
  const now = Date.parse(authTime) + 5 * MINUTE;
  expect(() => freshSince({ authTime }, 5 * MINUTE, now)).not.toThrow();
  expect(() => freshSince({ authTime }, 5 * MINUTE, now + 1)).toThrow(
    expect.objectContaining({ code: 'sign-in-again' }),
  );
  for (const never of [undefined, 'nonsense']) {
    expect(() => freshSince({ authTime: never }, HOUR, now)).toThrow(
      expect.objectContaining({ code: 'sign-in-again' }),
    );
  }
});
