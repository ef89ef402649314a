import { describe, expect, it, vi } from 'vitest';
import { CallError } from './call-error.ts';
import { type CallsTable, dispatch, type RawSender } from './dispatcher.ts';

const own = { id: 'ours', protocol: 'chrome-extension:' };
const panel: RawSender = {
  id: 'ours',
  url: 'chrome-extension://abc/panel.html',
  origin: 'chrome-extension://abc',
  frameId: 3,
  tab: { id: 7 },
};
const page: RawSender = {
  id: 'ours',
  url: 'http://h/cases/1',
  origin: 'http://h',
  frameId: 0,
  tab: { id: 7 },
};

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
  const names = ['me', 'signIn', 'signOut', 'takeBack', 'askGate', 'pageProfile'];
  return { calls, table: Object.fromEntries(names.map((n) => [n, answering(n)])) as unknown as CallsTable };
}
const say = (message: unknown, sender: RawSender, t = table()) => dispatch(message, sender, t.table, own);

describe('dispatch', () => {
  it('answers pages of the extension', async () => {
    expect(await say({ call: 'me', args: [] }, panel)).toEqual({ ok: true, value: 'me' });
  });

  it('lets a content script make a page’s calls, with the tab the browser names', async () => {
    const t = table();
    const message = { call: 'askGate', args: [{ meeting: 'judges-conference' }], tabId: 99 };
    expect(await say(message, page, t)).toEqual({ ok: true, value: 'askGate' });
    expect(t.calls).toEqual([['askGate', 7, { meeting: 'judges-conference' }]]);
  });

  it.each([
    ['a call of the panel', { call: 'takeBack', args: ['x'] }, page],
    ['a frame of the page', { call: 'pageProfile', args: [] }, { ...page, frameId: 4 }],
    ['a sandboxed frame', { call: 'me', args: [] }, { ...panel, origin: 'null' }],
    [
      'a page that calls itself ours',
      { call: 'me', args: [] },
      { ...page, url: 'http://h/chrome-extension://abc' },
    ],
    ['no tab', { call: 'pageProfile', args: [] }, { ...page, tab: undefined }],
    ['no such call', { call: 'toString', args: [] }, panel],
  ] as [string, unknown, RawSender][])('refuses %s', async (_, message, sender) => {
    const t = table();
    expect(await say(message, sender, t)).toEqual({ ok: false, problem: { code: 'not-allowed' } });
    expect(t.calls).toEqual([]);
  });

  it('refuses arguments a page has no business with', async () => {
    const answer = await say({ call: 'askGate', args: [{ meeting: 'tea' }] }, page);
    expect(answer).toEqual({ ok: false, problem: { code: 'input-invalid' } });
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
