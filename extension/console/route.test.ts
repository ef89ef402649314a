import { expect, test } from 'vitest';
import { hashOf, OWN_ACTS, type Route, routeOf } from './route.ts';

const id = '01930000-0000-7000-8000-000000000001';
const ROUTES: Route[] = [
  { view: 'record' },
  { view: 'mine' },
  { view: 'mine', id },
  ...OWN_ACTS.map((act): Route => ({ view: 'mine', id, act })),
  { view: 'screening' },
  { view: 'screening', id },
  { view: 'escalations' },
  { view: 'grants' },
  { view: 'grants', id, entryId: id },
  { view: 'destruction' },
  { view: 'counts' },
  { view: 'log' },
  { view: 'direct' },
  { view: 'complain' },
  { view: 'complain', id },
  { view: 'complaints' },
  { view: 'complaints', id },
  { view: 'direct-reports' },
];

test.each(ROUTES)('%o is found again by its address', (route) => {
  expect(routeOf(hashOf(route))).toEqual(route);
});

test.each([
  ['', { view: 'mine' }],
  ['#', { view: 'mine' }],
  ['#/nothing/known', { view: 'mine' }],
  ['#/mine/not-an-id/supplement', { view: 'mine' }],
  [`#/mine/${id}/destroy`, { view: 'mine', id }],
  ['#/screening/../mine', { view: 'screening' }],
  [`#/grants/${id}`, { view: 'grants' }],
  [`#/grants/${id}/nothing`, { view: 'grants' }],
])('%s shows something all the same', (hash, route) => {
  expect(routeOf(hash)).toEqual(route);
});
