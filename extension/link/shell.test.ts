import { describe, expect, it } from 'vitest';
import type { CaseView } from '../../shared/api.ts';
import { type ShellFacts, shellState } from './shell.ts';

const view = (myStanding: CaseView['myStanding'], asked = true, open = false): CaseView => ({
  caseNumber: '（2024）豫1302民初1号',
  known: true,
  cause: '',
  myRoles: ['handling-judge'],
  ...(myStanding ? { myStanding } : {}),
  lines: [],
  counts: { lines: 0, ownEntries: 0, sent: 0, received: 0 },
  gates: [
    {
      meeting: 'judges-conference',
      open,
      caseUnknown: false,
      people: asked
        ? [{ name: '张三', roles: ['handling-judge'], staffCode: '001', standing: 'not-stated' }]
        : [],
    },
  ],
  filings: [],
  mayFileSheet: false,
});
const base: ShellFacts = { page: 'case', hasSidecar: true, me: '001', link: 'online', refused: 0 };
const { me: _, ...nobody } = base;
const held = { meeting: 'judges-conference', at: '' } as const;

describe('shellState', () => {
  it.each<[string, ShellFacts, ReturnType<typeof shellState>]>([
    ['due', { ...base, view: view('not-stated') }, { mood: 'due', count: 1 }],
    ['due again after a change', { ...base, view: view('panel-changed') }, { mood: 'due', count: 1 }],
    ['due with what was refused', { ...base, view: view('stated'), refused: 2 }, { mood: 'due', count: 2 }],
    ['clear', { ...base, view: view('stated') }, { mood: 'clear', count: 0 }],
    ['quiet for who is not asked', { ...base, view: view('not-stated', false) }, { mood: 'quiet', count: 0 }],
    ['quiet for a colleague', { ...base, view: view(undefined, false) }, { mood: 'quiet', count: 0 }],
    ['quiet on a meeting page', { ...base, page: 'meeting' }, { mood: 'quiet', count: 0 }],
    ['signed out', nobody, { mood: 'signed-out', count: 0 }],
    ['offline', { ...base, link: 'offline' }, { mood: 'offline', count: 0 }],
    ['offline, and still due', { ...base, link: 'offline', view: view('stale') }, { mood: 'due', count: 1 }],
    ['no sidecar', { ...base, hasSidecar: false }, { mood: 'offline', count: 0 }],
  ])('%s', (_, facts, state) => {
    expect(shellState(facts)).toEqual(state);
  });

  it('is held until the reason is gone', () => {
    const gate = view('stated').gates[0];
    if (!gate) throw new Error('no gate');
    const byGate = { ...held, reason: { why: 'gate', decision: gate } as const };
    expect(shellState({ ...base, view: view('stated'), held: byGate }).mood).toBe('held');
    expect(shellState({ ...base, view: view('stated', true, true), held: byGate }).mood).toBe('clear');
    const bySession = { ...held, reason: { why: 'signed-out' } as const };
    expect(shellState({ ...nobody, held: bySession }).mood).toBe('held');
    expect(shellState({ ...base, held: bySession, view: view('stated') }).mood).toBe('clear');
    const byLink = { ...held, reason: { why: 'offline' } as const };
    expect(shellState({ ...base, link: 'offline', held: byLink }).mood).toBe('held');
    expect(shellState({ ...base, held: byLink, view: view('stated') }).mood).toBe('clear');
  });
});
