import Database from 'better-sqlite3';
import { beforeEach, describe, expect, test } from 'vitest';
import { sessionOpened } from '../../shared/api.ts';
import type { StaffMember } from '../../shared/records/staff-list.ts';
import { createSessions, type SessionsOptions } from './sessions.ts';

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
const who = { member: zhang, issuer: 'http://court.example/oidc', subject: 'zhangwei' };

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
  const opened = sessions.open(who, 'device-1');
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
  });
  sessions.close(opened.token);
  expect(await sessions.find(opened.token)).toBeUndefined();
});

describe('a session ends', () => {
  test('after twelve idle hours, twenty-four in all', async () => {
    const sessions = sessionsOf();
    const idle = sessions.open(who, 'd').token;
    time += 12 * HOUR - 1;
    expect(await sessions.find(idle)).toBeDefined();
    time += 12 * HOUR - MINUTE;
    expect(await sessions.find(idle)).toBeDefined();
    time += MINUTE + 1;
    expect(await sessions.find(idle)).toBeUndefined();

    const other = sessions.open(who, 'd').token;
    time += 12 * HOUR;
    expect(await sessions.find(other)).toBeUndefined();
  });

  test('after other times, when the court says so', async () => {
    const sessions = sessionsOf({ idleMs: HOUR, absoluteMs: 2 * HOUR });
    const { token } = sessions.open(who, 'd');
    time += HOUR;
    expect(await sessions.find(token)).toBeUndefined();
  });

  test('with the next request once the person is off the list, for good', async () => {
    const sessions = sessionsOf();
    const { token } = sessions.open(who, 'd');
    staff = [];
    expect(await sessions.find(token)).toBeUndefined();
    staff = [zhang];
    expect(await sessions.find(token)).toBeUndefined();
  });

  test('all of one person at once', async () => {
    const li = { ...zhang, code: '0102', account: 'lina' };
    staff.push(li);
    const sessions = sessionsOf();
    const tokens = ['a', 'b'].map((device) => sessions.open(who, device).token);
    const other = sessions.open({ ...who, member: li }, 'c').token;
    expect(sessions.closeAllOf('0101')).toBe(2);
    for (const token of tokens) expect(await sessions.find(token)).toBeUndefined();
    expect(await sessions.find(other)).toBeDefined();
  });

  test('and its row goes with the next sign-in', () => {
    const sessions = sessionsOf();
    sessions.open(who, 'd');
    time += 25 * HOUR;
    sessions.open(who, 'd');
    expect(db.prepare('SELECT count(*) AS n FROM session').get()).toEqual({ n: 1 });
  });
});

test('a changed role holds at the next request', async () => {
  const sessions = sessionsOf();
  const { token } = sessions.open(who, 'd');
  staff = [{ ...zhang, roles: ['staff', 'committee-member'] }];
  expect((await sessions.find(token))?.person.roles).toContain('committee-member');
});

test('use is written at most once a minute', async () => {
  const sessions = sessionsOf();
  const { token } = sessions.open(who, 'd');
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
  const { token } = sessionsOf().open(who, 'd');
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
    sessionsOf(over).open({ ...who, member }, device).queueKey;
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
