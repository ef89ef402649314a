import { describe, expect, test } from 'vitest';
import type { ScreenedEntry } from '../../shared/api.ts';
import { CallError } from './call-error.ts';
import { openEntry, openedEntry } from './open-entry.ts';

const NOW = Date.parse('2026-11-20T02:00:00.000Z');
const entryUntil = (openUntil: string) => ({ id: 'e', openUntil }) as ScreenedEntry;
const refusal = (code: string, status: number) =>
  new CallError({ code: 'refused', problem: { type: '', title: '', status, code, detail: '' } });

/** A sidecar that has the entry open until then, or wants it opened; what is filed is kept. */
function court({ openUntil, error }: { openUntil?: string; error?: unknown }) {
  const filed: string[] = [];
  const deps = {
    now: () => NOW,
    async ask() {
      if (filed.length > 0) return entryUntil('2026-11-20T03:00:00.000Z');
      if (openUntil !== undefined) return entryUntil(openUntil);
      throw error ?? refusal('opening-required', 409);
    },
    async fileOpening(id: string) {
      filed.push(id);
    },
  };
  return { deps, filed };
}

describe('an entry is opened', () => {
  test('by a record where none holds, and then read', async () => {
    const { deps, filed } = court({});
    expect(await openedEntry(deps, 'e')).toBeUndefined();
    expect(filed).toEqual([]);
    expect(await openEntry(deps, 'e')).toMatchObject({ openUntil: '2026-11-20T03:00:00.000Z' });
    expect(filed).toEqual(['e']);
  });

  test('without a second record while one holds', async () => {
    const openUntil = '2026-11-20T02:20:00.000Z';
    const { deps, filed } = court({ openUntil });
    expect(await openedEntry(deps, 'e')).toMatchObject({ openUntil });
    expect(await openEntry(deps, 'e')).toMatchObject({ openUntil });
    expect(filed).toEqual([]);
  });

  test('anew where its hour is over by this computer’s clock', async () => {
    const { deps, filed } = court({ openUntil: '2026-11-20T02:00:00.000Z' });
    expect(await openedEntry(deps, 'e')).toBeUndefined();
    await openEntry(deps, 'e');
    expect(filed).toEqual(['e']);
  });

  test.each([
    ['offline', new CallError({ code: 'offline' })],
    ['another refusal', refusal('entry-own', 409)],
    ['nothing there', new CallError({ code: 'not-found' })],
  ])('not at all when the answer is %s', async (_, error) => {
    const { deps, filed } = court({ error });
    await expect(openedEntry(deps, 'e')).rejects.toBe(error);
    await expect(openEntry(deps, 'e')).rejects.toBe(error);
    expect(filed).toEqual([]);
  });
});
