import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { PageSeen } from './calls.ts';
import type { Sender } from './dispatcher.ts';

const stored = new Map<string, unknown>();
const said: unknown[] = [];
const area = {
  get: async (key: string | null) =>
    structuredClone(
      key === null ? Object.fromEntries(stored) : stored.has(key) ? { [key]: stored.get(key) } : {},
    ),
  set: async (items: Record<string, unknown>) => {
    for (const [key, value] of Object.entries(items)) stored.set(key, structuredClone(value));
  },
  remove: async (key: string) => void stored.delete(key),
};
vi.mock('webextension-polyfill', () => ({
  default: {
    storage: { session: area, local: area },
    runtime: { sendMessage: async (message: unknown) => void said.push(message) },
  },
}));
const { isProvenPanel, recordOfPanel, provePanel } = await import('./panel-claims.ts');
const { renewNonce, tabArrived, tabLeft } = await import('./tabs.ts');

const TAB = 7;
const page = (caseNumber = '（2024）豫1302民初1号') =>
  ({ type: 'case', reading: { caseNumber } }) as unknown as PageSeen;
const arrive = (seen = page(), path = '/cases/1') =>
  tabArrived(TAB, { origin: 'http://h', path, documentId: 'host', page: seen });
const frame = (documentId: string, tabId = TAB): Sender => ({
  by: 'panel',
  tabId,
  frameId: 3,
  documentId,
  url: 'chrome-extension://abc/panel.html',
});
const refused = expect.objectContaining({ problem: { code: 'wrong-panel' } });

describe('which frames are our panel', () => {
  beforeEach(() => {
    stored.clear();
    said.length = 0;
  });

  it('the one that shows the nonce, and it alone', async () => {
    const { nonce } = await arrive();
    expect(await isProvenPanel(frame('ours'))).toBe(false);
    expect((await provePanel(nonce, frame('ours'))).page).toEqual(page());
    expect(await isProvenPanel(frame('ours'))).toBe(true);
    expect(await isProvenPanel(frame('forged'))).toBe(false);
    expect(await isProvenPanel(frame('ours', 8))).toBe(false);
  });

  it('a nonce is good for one document, and for one tab', async () => {
    const { nonce } = await arrive();
    await expect(provePanel(nonce, frame('ours', 8))).rejects.toEqual(refused);
    await provePanel(nonce, frame('ours'));
    await provePanel(nonce, frame('ours'));
    await expect(provePanel(nonce, frame('forged'))).rejects.toEqual(refused);
    await expect(provePanel('guessed', frame('forged'))).rejects.toEqual(refused);
    expect(await isProvenPanel(frame('forged'))).toBe(false);
  });

  it('of two that show it at once one is let in', async () => {
    const { nonce } = await arrive();
    const shown = ['a', 'b', 'c'].map((name) => provePanel(nonce, frame(name)));
    const outcomes = (await Promise.allSettled(shown)).map(({ status }) => status);
    expect(outcomes.filter((status) => status === 'fulfilled')).toHaveLength(1);
  });

  it('a nonce that was renewed lets in the new document; the one before may still keep what was typed', async () => {
    const { nonce } = await arrive();
    await provePanel(nonce, frame('before'));
    const renewed = await renewNonce(TAB);
    await expect(provePanel(nonce, frame('before'))).rejects.toEqual(refused);
    await provePanel(renewed ?? '', frame('after'));
    expect(await isProvenPanel(frame('before'))).toBe(true);
    expect(await recordOfPanel(frame('before'))).toBeUndefined();
    expect((await recordOfPanel(frame('after')))?.page).toEqual(page());
    expect(await renewNonce(8)).toBeUndefined();
  });

  it('stands on no page once that is left, or another has come', async () => {
    const { nonce } = await arrive();
    await provePanel(nonce, frame('ours'));
    await arrive(page(), '/cases/2');
    expect(await recordOfPanel(frame('ours'))).toBeUndefined();
    await tabLeft(TAB);
    expect(await recordOfPanel(frame('ours'))).toBeUndefined();
  });

  it('is told when the same page says something else, and only then', async () => {
    await arrive();
    await arrive();
    expect(said).toEqual([]);
    await arrive(page('（2025）豫1302民初77号'));
    expect(said).toEqual([{ changed: 'panel', tabId: TAB }]);
  });
});
