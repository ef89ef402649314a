import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { CallError } from './call-error.ts';
import { CALL_RULES } from './call-rules.ts';
import { type CallsTable, type DispatchDeps, dispatch, type RawSender } from './dispatcher.ts';

const PROVEN = 3;
const deps: DispatchDeps = {
  id: 'ours',
  protocol: 'chrome-extension:',
  isProven: async ({ frameId }) => frameId === PROVEN,
};
const panel: RawSender = {
  id: 'ours',
  url: 'chrome-extension://abc/panel.html',
  origin: 'chrome-extension://abc',
  frameId: PROVEN,
  tab: { id: 7 },
};
const forged: RawSender = { ...panel, frameId: 4 };
const tab: RawSender = { ...panel, url: 'chrome-extension://abc/console.html', frameId: 0 };
const popup: RawSender = {
  id: 'ours',
  url: 'chrome-extension://abc/popup.html',
  origin: 'chrome-extension://abc',
};
const page: RawSender = {
  id: 'ours',
  url: 'http://h/cases/1',
  origin: 'http://h',
  frameId: 0,
  tab: { id: 7 },
};

const SEEN = {
  type: 'case',
  reading: {
    caseNumber: '（2024）豫1302民初1号',
    cause: '',
    stage: '',
    parties: [],
    agents: [],
    people: [{ role: 'handling-judge', name: '张三' }],
    host: { profile: 'demo', profileVersion: 1 },
  },
};
const ID = '0198c0de-0000-7000-8000-000000000001';
const MEETING = { meeting: 'judges-conference', byPerson: true };

function table() {
  const calls: unknown[][] = [];
  const answering =
    (name: string) =>
    (sender: { tabId?: number }, ...args: unknown[]) => {
      calls.push([name, sender.tabId, ...args]);
      if (name === 'signIn') throw new CallError({ code: 'sign-in-cancelled' });
      if (name === 'signOut') throw new Error('secret');
      return Promise.resolve(name);
    };
  return {
    calls,
    table: Object.fromEntries(
      Object.keys(CALL_RULES).map((name) => [name, answering(name)]),
    ) as unknown as CallsTable,
  };
}
const say = (message: unknown, sender: RawSender, t = table()) => dispatch(message, sender, t.table, deps);

describe('dispatch', () => {
  it('answers pages of the extension', async () => {
    for (const from of [panel, tab, popup])
      expect(await say({ call: 'me', args: [] }, from)).toEqual({ ok: true, value: 'me' });
  });

  it('answers a panel that has not proven itself one call only: the one that proves it', async () => {
    const t = table();
    const refused = { ok: false, problem: { code: 'not-allowed' } };
    for (const [name, { by }] of Object.entries(CALL_RULES)) {
      if (!by.includes('panel') || name === 'panelContext') continue;
      expect(await say({ call: name, args: [] }, forged, t), name).toEqual(refused);
    }
    expect(t.calls).toEqual([]);
    expect(await say({ call: 'panelContext', args: ['n'] }, forged, t)).toMatchObject({ ok: true });
  });

  it('lets a content script make a page’s calls, with the tab the browser names', async () => {
    const t = table();
    const message = { call: 'askGate', args: [MEETING], tabId: 99 };
    expect(await say(message, page, t)).toEqual({ ok: true, value: 'askGate' });
    expect(t.calls).toEqual([['askGate', 7, MEETING]]);
  });

  it.each([
    ['a call of the panel', { call: 'takeBack', args: [ID] }, page],
    ['a call of the console to the panel', { call: 'openEntry', args: [ID] }, panel],
    [
      'a new address for the sidecar to the panel',
      { call: 'sidecarUrl', args: [{ url: 'http://e' }] },
      panel,
    ],
    ['a call of the page to the panel', { call: 'askGate', args: [MEETING] }, panel],
    ['a frame of the page', { call: 'pageProfile', args: [] }, { ...page, frameId: 4 }],
    ['a sandboxed frame', { call: 'me', args: [] }, { ...panel, origin: 'null' }],
    [
      'a page that calls itself ours',
      { call: 'me', args: [] },
      { ...page, url: 'http://h/chrome-extension://abc' },
    ],
    ['no tab', { call: 'pageProfile', args: [] }, { ...page, tab: undefined }],
    ['no such call', { call: 'toString', args: [] }, panel],
    ['what every object has', { call: '__proto__', args: [] }, panel],
  ] as [string, unknown, RawSender][])('refuses %s', async (_, message, sender) => {
    const t = table();
    expect(await say(message, sender, t)).toEqual({ ok: false, problem: { code: 'not-allowed' } });
    expect(t.calls).toEqual([]);
  });

  it('refuses arguments a page has no business with', async () => {
    const answer = await say({ call: 'askGate', args: [{ ...MEETING, meeting: 'tea' }] }, page);
    expect(answer).toEqual({ ok: false, problem: { code: 'input-invalid' } });
  });

  it.each([
    ['a case number that is none', 'caseView', [{ toString: 'x' }], panel],
    ['one argument too many', 'me', ['x'], panel],
    ['no arguments', 'caseView', undefined, panel],
    ['arguments that are no list', 'caseView', { 0: 'x', length: 1 }, panel],
    ['a record only the background files', 'fileRecord', [{ type: 'clearance', body: MEETING }], panel],
    ['a reading that was not read', 'fileRecord', [{ type: 'case-reading', body: {} }], tab],
    ['a body that is none', 'fileRecord', [{ type: 'entry', body: 'x' }], panel],
    ['more than a draft', 'fileRecord', [{ type: 'entry', body: {}, actor: '1302001' }], panel],
    ['a place off the page', 'dockMoved', [{ top: 7 }], page],
    ['a reading with a field of its own', 'pageArrived', [{ ...SEEN, cleared: true }], page],
    ['a mark with another value', 'pageArrived', [{ ...SEEN, peopleUnread: false }], page],
    [
      'a parsed __proto__',
      'askGate',
      [JSON.parse('{"meeting":"judges-conference","byPerson":true,"__proto__":{}}')],
      page,
    ],
  ] as [string, string, unknown, RawSender][])('refuses %s', async (_, call, args, sender) => {
    const t = table();
    expect(await say({ call, args }, sender, t)).toEqual({ ok: false, problem: { code: 'input-invalid' } });
    expect(t.calls).toEqual([]);
    expect(({} as Record<string, unknown>).cleared).toBeUndefined();
  });

  it('takes what a page may say of itself', async () => {
    const t = table();
    const seen = { ...SEEN, peopleUnread: true };
    expect(await say({ call: 'pageArrived', args: [seen] }, page, t)).toMatchObject({ ok: true });
    expect(t.calls).toEqual([['pageArrived', 7, seen]]);
  });

  it('never throws and lets nobody but the named callers in, whatever the message', async () => {
    const senders = { page, panel, tab, popup, forged, other: { ...page, id: 'other' } };
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(fc.constantFrom(...Object.keys(CALL_RULES)), fc.string()),
        fc.oneof(fc.array(fc.jsonValue()), fc.jsonValue()),
        fc.constantFrom(...(Object.keys(senders) as (keyof typeof senders)[])),
        async (call, args, from) => {
          const t = table();
          const quiet = vi.spyOn(console, 'error').mockImplementation(() => undefined);
          const answer = await say({ call, args }, senders[from], t);
          quiet.mockRestore();
          if (from === 'other') expect(answer).toBeUndefined();
          const [made] = t.calls;
          if (!made) return;
          const rule = CALL_RULES[made[0] as keyof typeof CALL_RULES];
          const caller =
            from === 'page' ? 'page' : from === 'panel' || from === 'forged' ? 'panel' : 'window';
          expect(rule.by).toContain(caller);
          if (from === 'forged') expect(made[0]).toBe('panelContext');
          expect(rule.takes.safeParse(made.slice(2)).success).toBe(true);
        },
      ),
      { numRuns: 400 },
    );
  });

  it('is deaf to other extensions and other messages', () => {
    expect(say({ call: 'me', args: [] }, { ...panel, id: 'other' })).toBeUndefined();
    expect(say({ changed: 'link' }, panel)).toBeUndefined();
    expect(say('x', panel)).toBeUndefined();
  });

  it('tells a code and never an error', async () => {
    expect(await say({ call: 'signIn', args: [] }, panel)).toEqual({
      ok: false,
      problem: { code: 'sign-in-cancelled' },
    });
    const quiet = vi.spyOn(console, 'error').mockImplementation(() => undefined);
    expect(await say({ call: 'signOut', args: [] }, panel)).toEqual({
      ok: false,
      problem: { code: 'unexpected' },
    });
    quiet.mockRestore();
  });
});
