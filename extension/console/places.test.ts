import { expect, test } from 'vitest';
import { STAFF_ROLES } from '../../shared/records/staff-list.ts';
import { placesFor } from './places.ts';

const MORE: Readonly<Record<(typeof STAFF_ROLES)[number], readonly string[]>> = {
  staff: [],
  'committee-member': [],
  'department-head': ['escalations', 'counts'],
  'department-administrator': ['counts'],
  'court-administrator': ['counts'],
  'party-secretary': ['counts'],
  inspection: [],
  custodian: ['screening', 'escalations', 'counts'],
  president: ['escalations', 'counts'],
  it: [],
};

test.each(STAFF_ROLES)('%s finds what is for them, and no more', (role) => {
  expect(placesFor({ roles: [role] })).toEqual(['record', 'mine', ...MORE[role]]);
});

test('nobody signed in sees what everybody has', () => {
  expect(placesFor(undefined)).toEqual(['record', 'mine']);
});
