import { describe, expect, it } from 'vitest';
import type { CaseReadingBody } from '../../shared/records/case-reading.ts';
import { askGate, type GateDeps } from './ask-gate.ts';
import { CallError } from './call-error.ts';
import type { GateDecision } from './calls.ts';

const NOW = Date.parse('2026-11-20T01:00:00.000Z');
const reading: CaseReadingBody = {
  caseNumber: '（2024）豫1302民初1号',
  cause: '',
  stage: '',
  parties: [],
  agents: [],
  people: [],
  host: { profile: 'demo', profileVersion: 1 },
};
const decision = (open: boolean): GateDecision => ({
  meeting: 'judges-conference',
  open,
  caseUnknown: false,
  people: [],
});

function deps(change: Partial<GateDeps> = {}): { deps: GateDeps; steps: string[] } {
  const steps: string[] = [];
  const note =
    <A extends unknown[], T>(name: string, value: T) =>
    async (..._: A): Promise<T> => {
      steps.push(name);
      return value;
    };
  return {
    steps,
    deps: {
      hasSidecar: async () => true,
      signedIn: async () => true,
      reading: async () => reading,
      sameCase: async () => true,
      byPerson: true,
      fileReading: note('reading', undefined),
      decide: note('decide', decision(true)),
      fileClearance: note('clearance', { id: 'x', status: 201 }),
      open: note('open', NOW + 60_000),
      now: () => NOW,
      ...change,
    },
  };
}
const inForce = async () => ({
  ...decision(true),
  clearance: { id: 'x', validUntil: '2026-11-20T01:00:30.000Z' },
});
const failing = (code: string, problemCode?: string) => async () => {
  throw new CallError({
    code,
    ...(problemCode ? { problem: { type: '', title: '', status: 409, code: problemCode, detail: '' } } : {}),
  });
};
const ask = (change?: Partial<GateDeps>) => {
  const given = deps(change);
  return askGate(given.deps, 'judges-conference').then((answer) => ({ answer, steps: given.steps }));
};

describe('askGate', () => {
  it('files the reading, asks, files the clearance, then opens', async () => {
    const { answer, steps } = await ask();
    expect(answer).toEqual({ verdict: 'pass', validUntil: '2026-11-20T01:01:00.000Z' });
    expect(steps).toEqual(['reading', 'decide', 'clearance', 'open']);
  });

  it('uses a clearance in force', async () => {
    const clearance = { id: 'x', validUntil: '2026-11-20T01:00:30.000Z' };
    const { answer, steps } = await ask({ decide: async () => ({ ...decision(true), clearance }) });
    expect(answer).toEqual({ verdict: 'pass', validUntil: clearance.validUntil });
    expect(steps).toEqual(['reading', 'open']);
  });

  it('files anew when the clearance has run out', async () => {
    const clearance = { id: 'x', validUntil: '2026-11-20T00:59:59.000Z' };
    const { steps } = await ask({ decide: async () => ({ ...decision(true), clearance }) });
    expect(steps).toEqual(['reading', 'clearance', 'open']);
  });

  it.each<[string, Partial<GateDeps>, unknown]>([
    ['no sidecar', { hasSidecar: async () => false }, { why: 'no-sidecar' }],
    ['nobody signed in', { signedIn: async () => false }, { why: 'signed-out' }],
    ['a page not read', { reading: async () => undefined }, { why: 'case-unread' }],
    ['an address that was another case’s', { sameCase: async () => false }, { why: 'case-changed' }],
    ['nobody who asked for it', { byPerson: false }, { why: 'no-person' }],
    ['a script, and a clearance in force', { byPerson: false, decide: inForce }, { why: 'no-person' }],
    [
      'a script, and somebody missing',
      { byPerson: false, decide: async () => decision(false) },
      { why: 'gate', decision: decision(false) },
    ],
    ['a reading that does not get through', { fileReading: failing('offline') }, { why: 'offline' }],
    ['no answer', { decide: failing('offline') }, { why: 'offline' }],
    ['a server that cannot just now', { decide: failing('unavailable') }, { why: 'offline' }],
    ['another version', { decide: failing('api-mismatch') }, { why: 'api-mismatch' }],
    ['a session that ran out', { decide: failing('signed-out') }, { why: 'signed-out' }],
    ['an error of our own', { decide: () => Promise.reject(new Error('x')) }, { why: 'unexpected' }],
    ['somebody missing', { decide: async () => decision(false) }, { why: 'gate', decision: decision(false) }],
    [
      'a case nobody read',
      { decide: async () => ({ ...decision(false), caseUnknown: true }) },
      { why: 'case-unread' },
    ],
    ['a clearance that was not filed', { fileClearance: failing('offline') }, { why: 'offline' }],
    [
      'a clearance refused to outsiders',
      { fileClearance: failing('refused', 'not-of-case') },
      { why: 'unexpected' },
    ],
    ['rules that cannot be opened', { open: () => Promise.reject(new Error('x')) }, { why: 'unexpected' }],
  ])('holds with %s, and opens nothing', async (_, change, reason) => {
    const { answer, steps } = await ask(change);
    expect(answer).toEqual({ verdict: 'hold', reason });
    expect(steps).not.toContain('open');
    if (change.fileClearance === undefined && change.open === undefined)
      expect(steps).not.toContain('clearance');
  });

  it('tells who is missing when the gate closed between question and clearance', async () => {
    const answers = [decision(true), decision(false)];
    const { answer } = await ask({
      decide: async () => answers.shift() ?? decision(false),
      fileClearance: failing('refused', 'gate-closed'),
    });
    expect(answer).toEqual({ verdict: 'hold', reason: { why: 'gate', decision: decision(false) } });
  });
});
