import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { PROOF_HEADER, TIME_HEADER } from '../../shared/proof.ts';
import type { RequestToProve } from './proof.ts';
import { Sidecar } from './sidecar.ts';

interface Seen {
  url: string;
  init: RequestInit;
}

function asking(answer: Response | Error | 'never', token: string | undefined = 'T') {
  const seen: Seen[] = [];
  const links: string[] = [];
  const ended: string[] = [];
  const sidecar = new Sidecar({
    fetch: (url, init = {}) => {
      seen.push({ url: String(url), init });
      if (answer === 'never') {
        return new Promise((_, reject) =>
          init.signal?.addEventListener('abort', () => reject(new Error('aborted'))),
        );
      }
      return answer instanceof Error ? Promise.reject(answer) : Promise.resolve(answer);
    },
    address: async () => 'http://s.test/liuhen',
    token: async () => token,
    sessionEnded: async (which) => void ended.push(which),
    linkSeen: async (link) => void links.push(link),
    language: () => 'zh-CN',
  });
  return { sidecar, seen, links, ended };
}

const ours = (status: number, body: unknown = {}, version = '1'): Response =>
  new Response(status === 304 ? null : JSON.stringify(body), { status, headers: { 'Liuhen-Api': version } });
const problem = (status: number, code: string) => ({ type: 'urn:x', title: 't', status, code, detail: 'd' });

describe('an answer', () => {
  it('is asked for with token and language, without cookies, cache or redirects', async () => {
    const { sidecar, seen, links } = asking(ours(200, { a: 1 }));
    expect(await sidecar.askJson('/v1/duties', z.object({ a: z.int() }))).toEqual({ a: 1 });
    expect(seen[0]?.url).toBe('http://s.test/liuhen/v1/duties');
    expect(seen[0]?.init).toMatchObject({ credentials: 'omit', cache: 'no-store', redirect: 'error' });
    expect(seen[0]?.init.headers).toMatchObject({ Authorization: 'Bearer T', 'Accept-Language': 'zh-CN' });
    expect(links).toEqual(['online']);
  });

  it('of a stranger is offline, whatever its status', async () => {
    for (const status of [200, 401, 404, 502]) {
      const { sidecar, links, ended } = asking(new Response('<h1>welcome</h1>', { status }));
      await expect(sidecar.ask('/v1/duties')).rejects.toMatchObject({ problem: { code: 'offline' } });
      expect(links).toEqual(['offline']);
      expect(ended).toEqual([]);
    }
  });

  it('that does not come is offline', async () => {
    const failed = asking(new TypeError('failed'));
    await expect(failed.sidecar.ask('/x')).rejects.toMatchObject({ problem: { code: 'offline' } });
    const late = asking('never');
    await expect(late.sidecar.ask('/x', { timeoutMs: 5 })).rejects.toMatchObject({
      problem: { code: 'offline' },
    });
  });

  it('of another version is a mismatch', async () => {
    const { sidecar, links } = asking(ours(200, {}, '2'));
    await expect(sidecar.ask('/x')).rejects.toMatchObject({ problem: { code: 'api-mismatch' } });
    expect(links).toEqual(['api-mismatch']);
  });

  it('of another shape is unexpected', async () => {
    const { sidecar } = asking(ours(200, { a: 'x' }));
    await expect(sidecar.askJson('/x', z.object({ a: z.int() }))).rejects.toMatchObject({
      problem: { code: 'unexpected' },
    });
  });

  it('304 is an answer', async () => {
    const { sidecar } = asking(ours(304));
    expect((await sidecar.ask('/v1/profiles', { session: 'none' })).status).toBe(304);
  });
});

describe('a refusal', () => {
  it.each([
    [400, 'refused'],
    [403, 'refused'],
    [409, 'refused'],
    [404, 'not-found'],
    [413, 'too-large'],
    [412, 'api-mismatch'],
    [429, 'unavailable'],
    [500, 'unavailable'],
    [507, 'unavailable'],
  ])('%i is %s, with the sidecar’s own words', async (status, code) => {
    const { sidecar } = asking(ours(status, problem(status, 'why')));
    await expect(sidecar.ask('/x')).rejects.toMatchObject({
      problem: { code, problem: { code: 'why', status } },
    });
  });

  it('without words still has its status', async () => {
    const { sidecar } = asking(ours(400, 'no'));
    await expect(sidecar.ask('/x')).rejects.toMatchObject({
      problem: { code: 'refused', problem: { status: 400 } },
    });
  });

  it('401 ends the session whose token was shown, and no other', async () => {
    const own = asking(ours(401, problem(401, 'signed-out')));
    await expect(own.sidecar.ask('/x', { session: { token: 'OLD' } })).rejects.toMatchObject({
      problem: { code: 'signed-out' },
    });
    expect(own.ended).toEqual(['OLD']);
    const none = asking(ours(401, problem(401, 'sign-in-failed')));
    await expect(none.sidecar.ask('/v1/sessions', { session: 'none' })).rejects.toThrow();
    expect(none.ended).toEqual([]);
  });
});

describe('a proof', () => {
  /** Answers what it is given, one after another, and tells which proofs it saw. */
  function proving(answers: Response[]) {
    const proofs: (string | null)[] = [];
    const asked: RequestToProve[] = [];
    const ended: string[] = [];
    let ahead = 0;
    const sidecar = new Sidecar({
      fetch: async (_, init = {}) => {
        proofs.push(new Headers(init.headers).get(PROOF_HEADER));
        return answers.shift() ?? ours(200);
      },
      address: async () => 'http://s.test/liuhen',
      token: async () => 'T',
      sessionEnded: async (which) => void ended.push(which),
      linkSeen: async () => undefined,
      language: () => 'zh-CN',
      prove: async (request) => {
        asked.push(request);
        return `proof at ${ahead}`;
      },
      timeSeen: async (time) => {
        ahead = time;
      },
    });
    return { sidecar, proofs, asked, ended };
  }
  const stale = () =>
    new Response(JSON.stringify(problem(401, 'proof-invalid')), {
      status: 401,
      headers: { 'Liuhen-Api': '1', [TIME_HEADER]: '7200000' },
    });

  it('goes with every request of a session, over what the sidecar sees of the address', async () => {
    const { sidecar, asked, proofs } = proving([]);
    await sidecar.ask(`/v1/cases/${encodeURIComponent('（2024）豫1号')}/brief?meeting=x`);
    await sidecar.ask('/v1/profiles', { session: 'none' });
    expect(asked).toEqual([
      {
        method: 'GET',
        path: '/v1/cases/%EF%BC%882024%EF%BC%89%E8%B1%AB1%E5%8F%B7/brief',
        token: 'T',
      },
    ]);
    expect(proofs).toEqual(['proof at 0', null]);
  });

  it('that came too early or late is made anew once, by the sidecar’s clock', async () => {
    const { sidecar, proofs, ended } = proving([stale()]);
    expect((await sidecar.ask('/x')).status).toBe(200);
    expect(proofs).toEqual(['proof at 0', 'proof at 7200000']);
    expect(ended).toEqual([]);
  });

  it('that does not hold even so ends the session: this browser has not its key', async () => {
    const { sidecar, proofs, ended } = proving([stale(), stale()]);
    await expect(sidecar.ask('/x')).rejects.toMatchObject({ problem: { code: 'signed-out' } });
    expect(proofs).toHaveLength(2);
    expect(ended).toEqual(['T']);
  });
});

it('a fresh sign-in that is asked for is told apart from what is refused', async () => {
  const { sidecar, ended } = asking(ours(403, problem(403, 'sign-in-again')));
  await expect(sidecar.ask('/x')).rejects.toMatchObject({ problem: { code: 'sign-in-again' } });
  expect(ended).toEqual([]);
});

describe('without a session', () => {
  it('asks nothing', async () => {
    const { sidecar, seen } = asking(ours(200), '');
    const signedOut = new Sidecar({
      fetch: () => Promise.reject(new Error('asked')),
      address: async () => 'http://s.test',
      token: async () => undefined,
      sessionEnded: async () => undefined,
      linkSeen: async () => undefined,
      language: () => 'en',
    });
    await expect(signedOut.ask('/x')).rejects.toMatchObject({ problem: { code: 'signed-out' } });
    await sidecar.ask('/v1/profiles', { session: 'none' });
    expect(seen[0]?.init.headers).not.toHaveProperty('Authorization');
  });
});
