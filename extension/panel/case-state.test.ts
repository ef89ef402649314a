import { describe, expect, it } from 'vitest';
import type { CaseView } from '../../shared/api.ts';
import type { GateDecision, HoldReason } from '../link/calls.ts';
import { caseState, type Known } from './case-state.ts';

const person = { staffCode: 'F1', name: '李明华', department: '民一庭', post: '审判员', roles: [] };
const gate = (...standings: GateDecision['people'][number]['standing'][]): GateDecision => ({
  meeting: 'judges-conference',
  open: standings.length > 0 && standings.every((s) => s === 'stated'),
  caseUnknown: false,
  people: standings.map((standing, index) => ({ name: `甲${index}`, roles: ['panel-member'], standing })),
});
const view = (change: Partial<CaseView> = {}): CaseView => ({
  caseNumber: '（2024）豫1302民初123号',
  known: true,
  cause: '',
  myRoles: ['handling-judge'],
  myStanding: 'stated',
  lines: [],
  counts: { lines: 0, ownEntries: 0, sent: 0, received: 0 },
  gates: [gate('stated', 'stated')],
  filings: [],
  mayFileSheet: true,
  ...change,
});
const held = (reason: HoldReason) => ({
  meeting: 'judges-conference' as const,
  reason,
  at: '2026-11-20T01:00:00.000Z',
});
const known = (change: Partial<Known> = {}): Known => ({
  me: { person, sidecarUrl: 'https://x' },
  held: undefined,
  view: view(),
  failed: false,
  ...change,
});
const filing = { sheetHash: '', fileName: '', filedAt: '', by: '' };
const closedGate = { gates: [gate('stated', 'not-stated')] };

const TABLE: [string, Partial<Known>, string][] = [
  ['no address of a sidecar', { me: {} }, 'no-sidecar'],
  ['nobody signed in', { me: { sidecarUrl: 'x' } }, 'signed-out'],
  ['first question not answered', { view: undefined }, 'reading'],
  ['nobody answers', { view: undefined, failed: true }, 'unavailable'],
  ['nobody answers, and held', { view: undefined, failed: true, held: held({ why: 'offline' }) }, 'held'],
  ['case never read', { view: view({ known: false }) }, 'unread'],
  ['case read, but names nobody', { view: view({ gates: [gate()] }) }, 'unread'],
  ['own statement is due', { view: view({ myStanding: 'not-stated' }) }, 'due'],
  ['own statement lapsed', { view: view({ myStanding: 'stale' }) }, 'due'],
  [
    'held by the gate',
    { held: held({ why: 'gate', decision: gate('not-stated') }), view: view(closedGate) },
    'held',
  ],
  [
    'held, but all have stated since',
    { held: held({ why: 'gate', decision: gate('not-stated') }) },
    'sheet-due',
  ],
  ['held while offline', { held: held({ why: 'offline' }) }, 'held'],
  ['held while signed out, signed in since', { held: held({ why: 'signed-out' }) }, 'sheet-due'],
  ['others are missing', { view: view(closedGate) }, 'waiting'],
  ['a colleague of another case', { view: view({ myRoles: [], ...closedGate }) }, 'nothing'],
  ['sheet not filed', {}, 'sheet-due'],
  ['sheet not filed, by others', { view: view({ mayFileSheet: false }) }, 'sheet-others'],
  ['sheet filed', { view: view({ filings: [{ ...filing, current: true }] }) }, 'ready'],
  ['sheet filed, then outdated', { view: view({ filings: [{ ...filing, current: false }] }) }, 'sheet-due'],
];

describe('caseState', () => {
  it.each(TABLE)('%s', (_, change, is) => expect(caseState(known(change)).is).toBe(is));
});
