import { expect, test, vi } from 'vitest';
import type { PageCallHandlers } from './page-calls.ts';

vi.mock('webextension-polyfill', () => ({ default: {} }));
const { hearPageCall, PageRefusal } = await import('./page-calls.ts');

const handlers: PageCallHandlers = {
  shell: () => null,
  lookAgain: () => null,
  openPanel: () => {
    throw new PageRefusal('not-found');
  },
  refreshAgenda: () => {
    throw new TypeError('x');
  },
  attachSheet: async ({ fileName }) => ({ ok: true, fileHash: fileName, bytes: 1 }),
};

test('answers what it is asked', async () => {
  expect(await hearPageCall({ pageCall: 'shell', args: [{ mood: 'due', count: 1 }] }, handlers)).toEqual({
    ok: true,
    value: null,
  });
  const sheet = { fileName: 'a', base64: '', fileHash: '' };
  expect(await hearPageCall({ pageCall: 'attachSheet', args: [sheet] }, handlers)).toEqual({
    ok: true,
    value: { ok: true, fileHash: 'a', bytes: 1 },
  });
});

test('answers with a code when it cannot', async () => {
  expect(await hearPageCall({ pageCall: 'openPanel', args: [] }, handlers)).toEqual({
    ok: false,
    problem: { code: 'not-found' },
  });
  expect(await hearPageCall({ pageCall: 'refreshAgenda' }, handlers)).toEqual({
    ok: false,
    problem: { code: 'unexpected' },
  });
});

test('leaves other messages alone', () => {
  for (const message of [null, 'x', {}, { changed: 'queue' }, { pageCall: 'toString' }, { pageCall: 1 }]) {
    expect(hearPageCall(message, handlers)).toBeUndefined();
  }
});
