import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Asker, MATRIX, mayEver, mayI, refusalOf, type Scope, type Thing } from './access-matrix.ts';
import { STAFF_ROLES } from './records/staff-list.ts';

const SCOPES: readonly Scope[] = [
  'court',
  'own',
  'case',
  'filer',
  'meeting',
  'department',
  'others',
  'opened',
  'granted',
];
const THINGS = Object.keys(MATRIX) as Thing[];
const ask = (asker: Asker, thing: Thing, action: string, relations: readonly Scope[] = []) =>
  mayI(asker, thing, action as never, relations);
const ROWS = THINGS.flatMap((thing) => Object.keys(MATRIX[thing]).map((action) => [thing, action] as const));
/** Holds what somebody disclosed, or would open it. */
const CONTENT = ['screening-list', 'entry-content', 'opening', 'screening', 'entry-return'] as const;

describe('the access matrix', () => {
  it('denies what it does not name', () => {
    const everybody: Asker[] = [
      undefined,
      { roles: [...STAFF_ROLES] },
      { kind: 'court' },
      { kind: 'system', part: 'operator' },
    ];
    for (const asker of everybody)
      for (const thing of ['', 'nothing', 'constructor', '__proto__', 'hasOwnProperty', 'toString'])
        for (const action of [undefined, 'read', 'constructor', '__proto__'])
          expect(mayEver(asker, thing, action), `${thing} ${action}`).toBe(false);
    for (const action of ['', 'destroy', 'constructor', '__proto__'])
      expect(mayEver({ roles: [...STAFF_ROLES] }, 'entry', action)).toBe(false);
    expect(mayEver({ kind: 'system', part: 'constructor' }, 'staff-list', 'file')).toBe(false);
    expect(mayEver({ kind: 'person', roles: ['constructor' as 'it'] }, 'counts', 'read')).toBe(false);
  });

  it('gives more roles and nearer relations never less', () => {
    const roles = fc.subarray([...STAFF_ROLES]);
    const relations = fc.subarray([...SCOPES]);
    fc.assert(
      fc.property(
        fc.constantFrom(...ROWS),
        roles,
        roles,
        relations,
        relations,
        ([thing, action], some, more, near, nearer) => {
          const less = ask({ roles: some }, thing, action, near);
          const all = ask({ roles: [...some, ...more] }, thing, action, [...near, ...nearer]);
          expect(!less || all).toBe(true);
          // What may be done somehow is what may be done with every relation there is.
          expect(mayEver({ roles: some }, thing, action)).toBe(ask({ roles: some }, thing, action, SCOPES));
        },
      ),
    );
  });

  it('needs no session for what anybody may know, and for nothing else', () => {
    const open = ROWS.filter(([thing, action]) => mayEver(undefined, thing, action)).map(String);
    expect(open).toEqual([
      'session,open',
      'profiles,read',
      'sign-in,read',
      'operations,read',
      'api-document,read',
    ]);
  });

  // 济法发〔2021〕17号 四(五): 部门管理员 figures only (R48), other staff of the office nothing (R50); 001 第22条: IT no content (R55).
  it.each(['department-administrator', 'inspection', 'it'] as const)(
    '%s never comes to what others disclosed, whatever they do',
    (role) => {
      for (const thing of CONTENT) expect(mayEver({ roles: [role] }, thing), thing).toBe(false);
      const notOwn = SCOPES.filter((scope) => scope !== 'own');
      expect(ask({ roles: [role] }, 'evidence', 'read', notOwn)).toBe(false);
      expect(mayEver({ roles: [role] }, 'escalations')).toBe(false);
    },
  );

  it('lets a department’s people see their own department’s figures only (R48)', () => {
    for (const role of ['department-administrator', 'department-head'] as const) {
      expect(ask({ roles: [role] }, 'counts', 'read', ['department'])).toBe(true);
      expect(
        ask(
          { roles: [role] },
          'counts',
          'read',
          SCOPES.filter((scope) => scope !== 'department'),
        ),
      ).toBe(false);
    }
  });

  it('lets the court administrator open nothing without a grant (R49)', () => {
    const without = SCOPES.filter((scope) => scope !== 'granted' && scope !== 'own');
    for (const thing of CONTENT)
      for (const action of Object.keys(MATRIX[thing]))
        expect(ask({ roles: ['court-administrator'] }, thing, action, without), thing).toBe(false);
  });

  it('tells whether there is something to nobody who may not know', () => {
    for (const thing of ['opening', 'screening-list', 'entry-content', 'escalations', 'counts'])
      expect(refusalOf(thing)).toBe('not-found');
    expect(refusalOf('screening')).toBe('not-allowed');
  });
});
