import fc from 'fast-check';
import { expect, test } from 'vitest';
import { STAFF_ROLES, type StaffRole } from '../../shared/records/staff-list.ts';
import { effectiveRoles, type RolesClaim, rolesInClaims } from './claimed-roles.ts';

const asked: RolesClaim = {
  claim: 'groups',
  map: { dc: 'custodian', 'sw-wy': 'committee-member' },
  mode: 'narrow',
};

test.each([
  [{ groups: ['dc', 'others', 7, null] }, ['custodian']],
  [{ groups: 'dc sw-wy' }, ['committee-member', 'custodian']],
  [{ groups: 'dc,sw-wy' }, ['committee-member', 'custodian']],
  [{ groups: ['toString', '__proto__', 'constructor'] }, []],
  [{ groups: { dc: true } }, []],
  [{}, []],
])('%j', (claims, roles) => {
  expect(rolesInClaims(claims, asked)).toEqual(roles);
});

test('a claim is found by its name, or by a path', () => {
  const claim = 'realm_access.roles';
  expect(rolesInClaims({ realm_access: { roles: ['dc'] } }, { ...asked, claim })).toEqual(['custodian']);
  expect(rolesInClaims({ [claim]: ['sw-wy'], realm_access: { roles: ['dc'] } }, { ...asked, claim })).toEqual(
    ['committee-member'],
  );
  expect(rolesInClaims({ realm_access: 'roles' }, { ...asked, claim })).toEqual([]);
});

const roles = fc.subarray<StaffRole>([...STAFF_ROLES]);

test('narrowing never gives a role the list does not, extending never takes one', () => {
  fc.assert(
    fc.property(roles, fc.option(roles, { nil: undefined }), (listed, claimed) => {
      const narrowed = effectiveRoles(listed, claimed, 'narrow');
      expect(narrowed.filter((role) => !listed.includes(role))).toEqual([]);
      expect(narrowed.includes('staff')).toBe(listed.includes('staff'));
      expect(narrowed.filter((role) => role !== 'staff' && !claimed?.includes(role))).toEqual([]);
      const extended = effectiveRoles(listed, claimed, 'extend');
      expect(listed.filter((role) => !extended.includes(role))).toEqual([]);
      expect(extended.filter((role) => !listed.includes(role) && !claimed?.includes(role))).toEqual([]);
      expect(effectiveRoles(listed, claimed, undefined)).toEqual(listed);
    }),
  );
});
