import { expect, test } from 'vitest';
import { NATIONAL_POLICY } from '../../shared/policy.ts';
import { STAFF_ROLES } from '../../shared/records/staff-list.ts';
import { offeredTo, placesFor } from './places.ts';

const MORE: Readonly<Record<(typeof STAFF_ROLES)[number], readonly string[]>> = {
  staff: [],
  'committee-member': [],
  'department-head': ['escalations', 'counts'],
  'department-administrator': ['counts'],
  'court-administrator': ['grants', 'counts'],
  'party-secretary': ['grants', 'counts'],
  inspection: [],
  custodian: ['screening', 'grants', 'destruction', 'escalations', 'counts', 'complaints', 'direct-reports'],
  president: ['grants', 'destruction', 'escalations', 'counts'],
  it: [],
};

test.each(STAFF_ROLES)('%s finds what is for them, and no more', (role) => {
  expect(placesFor({ roles: [role] }, NATIONAL_POLICY)).toEqual([
    'record',
    'mine',
    ...MORE[role],
    'log',
    'complain',
    'direct',
  ]);
});

test('nobody signed in sees what everybody has', () => {
  expect(placesFor(undefined, NATIONAL_POLICY)).toEqual(['record', 'mine', 'log', 'complain', 'direct']);
});

test('direct reports are made and read where the court has told of it', () => {
  const offered = (offers: Parameters<typeof offeredTo>[2]) =>
    offeredTo({ roles: ['custodian'] }, NATIONAL_POLICY, offers).filter((place) =>
      place.startsWith('direct'),
    );
  expect(offered(undefined)).toEqual([]);
  expect(offered({})).toEqual([]);
  expect(offered({ direct: {} })).toEqual(['direct']);
  expect(offered({ takesDirectReports: true })).toEqual(['direct-reports']);
});
