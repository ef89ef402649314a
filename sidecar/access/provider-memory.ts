/**
 * Where the embedded provider keeps what it knows between two requests: interactions (minutes), codes and grants
 * (a minute). Memory is the right place: nothing here outlives a sign-in, a restart only asks for the sign-in again,
 * and what was never on disk is in no backup. Every entry has an end and every kind a limit, so that nobody can fill
 * the memory by starting sign-ins and leaving them.
 */
import type { Adapter, AdapterFactory, AdapterPayload } from 'oidc-provider';

const LIMIT = 5_000;

interface Entry {
  payload: AdapterPayload;
  endsAt: number;
}

export function createProviderMemory(now: () => number = Date.now, limit = LIMIT): AdapterFactory {
  const kinds = new Map<string, Map<string, Entry>>();

  const create = (model: string): Adapter => {
    const entries = kinds.get(model) ?? new Map<string, Entry>();
    kinds.set(model, entries);

    const find = (id: string): AdapterPayload | undefined => {
      const entry = entries.get(id);
      if (entry && entry.endsAt <= now()) entries.delete(id);
      return entry && entry.endsAt > now() ? entry.payload : undefined;
    };
    const sweep = () => {
      // Entries of a kind live about equally long, so the first ones are the oldest.
      for (const [id, { endsAt }] of entries) {
        if (endsAt > now() && entries.size <= limit) break;
        entries.delete(id);
      }
    };
    const findBy = (key: 'uid' | 'userCode', value: string) => {
      for (const [id, { payload }] of entries) if (payload[key] === value) return find(id);
      return undefined;
    };

    return {
      upsert: async (id, payload, expiresIn) => {
        entries.delete(id);
        // A model without an end of its own would stay for ever; none is in use, and none may slip in.
        entries.set(id, { payload, endsAt: now() + (expiresIn || 60) * 1000 });
        sweep();
      },
      find: async (id) => find(id),
      findByUid: async (uid) => findBy('uid', uid),
      findByUserCode: async (userCode) => findBy('userCode', userCode),
      consume: async (id) => {
        const payload = find(id);
        if (payload) payload.consumed = Math.floor(now() / 1000);
      },
      destroy: async (id) => {
        entries.delete(id);
      },
      revokeByGrantId: async (grantId) => {
        for (const [id, { payload }] of entries) if (payload.grantId === grantId) entries.delete(id);
      },
    };
  };
  return create;
}
