import { describe, expect, test } from 'vitest';
import type { GrantedEntry, Problem } from '../../shared/api.ts';
import { CallError } from './call-error.ts';
import { type GrantedOpening, openedGranted, openGranted } from './open-granted.ts';

const refusal = (status: number, code: string) =>
  new CallError({ code: 'refused', problem: { status, code } as Problem });

/** A sidecar that lets the entry be opened once, and a line that loses what it is told to. */
function court() {
  const state = { filed: [] as string[], loses: new Set<'opening' | 'entry'>(), ended: false };
  let kept: GrantedOpening | undefined;
  let made = 0;
  const lost = (what: 'opening' | 'entry') => {
    if (state.loses.delete(what)) throw new CallError({ code: 'offline' });
  };
  return {
    state,
    deps: {
      kept: {
        get: async () => kept,
        set: async (value: GrantedOpening) => {
          kept = value;
        },
        remove: async () => {
          kept = undefined;
        },
      },
      async fileOpening({ id }: GrantedOpening) {
        if (state.filed.length > 0 && !state.filed.includes(id)) throw refusal(409, 'grant-used');
        if (!state.filed.includes(id)) state.filed.push(id);
        lost('opening');
      },
      async ask(opening: string) {
        if (!state.filed.includes(opening)) throw refusal(409, 'opening-unknown');
        if (state.ended) throw refusal(403, 'grant-lapsed');
        lost('entry');
        return { id: 'e' } as GrantedEntry;
      },
      fresh: () => {
        made += 1;
        return { id: `o${made}`, at: '2026-11-25T02:00:00.000Z' };
      },
    },
  };
}

describe('an entry under a grant', () => {
  test('is opened and read, and read again by the same opening', async () => {
    const { state, deps } = court();
    expect(await openedGranted(deps)).toBeUndefined();
    expect(await openGranted(deps)).toEqual({ entry: { id: 'e' }, opening: 'o1' });
    expect(await openedGranted(deps)).toEqual({ entry: { id: 'e' }, opening: 'o1' });
    expect(state.filed).toEqual(['o1']);
  });

  test.each(['opening', 'entry'] as const)(
    'is not used up when the answer to the %s is lost',
    async (what) => {
      const { state, deps } = court();
      state.loses.add(what);
      await expect(openGranted(deps)).rejects.toMatchObject({ problem: { code: 'offline' } });
      expect(await openGranted(deps)).toMatchObject({ opening: 'o1' });
      expect(state.filed).toEqual(['o1']);
    },
  );

  test('is forgotten when it is refused: used elsewhere, or over', async () => {
    const { state, deps } = court();
    state.filed.push('elsewhere');
    await expect(openGranted(deps)).rejects.toMatchObject({ problem: { problem: { code: 'grant-used' } } });
    expect(await deps.kept.get()).toBeUndefined();
    const other = court();
    await openGranted(other.deps);
    other.state.ended = true;
    expect(await openedGranted(other.deps)).toBeUndefined();
    expect(await other.deps.kept.get()).toBeUndefined();
  });
});
