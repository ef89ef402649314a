/**
 * Abuse cases 3 and 29: what a route does not know it cannot be asked by, nor told. Over every route of the document, so
 * that a new one is held to it without being named here.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SUPERIOR } from '../world/people.ts';
import { inShort, problemOf, stateOf } from './answers.ts';
import { filed, json, whole } from './bad-records.ts';
import { CASE, entry, nil, reading } from './examples.ts';
import { type Client, startTestCourt, type TestCourt } from './test-court.ts';

interface Operation {
  path: string;
  known: string[];
}

describe('queries', () => {
  let court: TestCourt;
  let clients: Client[];
  let operations: Operation[];
  let takers: { method: string; path: string }[];
  beforeAll(async () => {
    const publicKey = 'Y1q0bXl6ZrvS3gk8cJ0N4mRzqS1v9d2Yw7uTtXoEhLk=';
    court = await startTestCourt({ subordinates: [{ court: SUPERIOR, publicKey }] });
    clients = await Promise.all(['limh', 'chensy', 'heqy', 'liangzp'].map((account) => court.as(account)));
    await clients[0]?.file('case-reading', reading());
    const document = (await (await fetch(`${court.sidecar.url}/openapi.json`)).json()) as {
      paths: Record<
        string,
        {
          [method: string]: {
            parameters?: { in: string; name: string }[];
            requestBody?: { content: object };
          };
        }
      >;
    };
    takers = Object.entries(document.paths).flatMap(([path, item]) =>
      Object.entries(item)
        .filter(([, operation]) => 'application/json' in (operation.requestBody?.content ?? {}))
        .map(([method]) => ({ method: method.toUpperCase(), path })),
    );
    operations = Object.entries(document.paths).flatMap(([path, { get }]) =>
      get
        ? [
            {
              path: path
                .replace('{number}', encodeURIComponent(CASE))
                .replace('{hash}', 'a'.repeat(64))
                .replace('{id}', '0190b5a0-0000-7000-8000-000000000000'),
              known: (get.parameters ?? []).filter((one) => one.in === 'query').map((one) => one.name),
            },
          ]
        : [],
    );
  });
  afterAll(() => court.close());

  /** What the people of several offices are told; of each route at least one of them is let in. */
  const told = (path: string) =>
    Promise.all(clients.map(async (client) => inShort(await problemOf(await client.request('GET', path)))));

  it.each([
    ['fields=*', 'fields=field-unknown'],
    ['include=content', 'include=field-unknown'],
    ['sort=content', 'sort=field-unknown'],
    ['__proto__=1', '__proto__=field-unknown'],
    ['%66ields=1', 'fields=field-unknown'],
    ['a=1&b=2', 'a=field-unknown b=field-unknown'],
  ])('?%s is refused at every route', async (query, fault) => {
    expect(operations.length).toBeGreaterThan(15);
    for (const { path } of operations) {
      const answers = await told(`${path}?${query}`);
      expect(answers, path).toContain(`400 input-invalid ${fault}`);
    }
  });

  it('what a route knows it is asked by once', async () => {
    const asked = operations.flatMap(({ path, known }) => known.map((name) => ({ path, name })));
    expect(asked.length).toBeGreaterThan(4);
    for (const { path, name } of asked) {
      const answers = await told(`${path}?${name}=a&${name}=b`);
      expect(answers, path).toContain(`400 input-invalid ${name}=field-repeated`);
    }
  });

  it('what takes JSON takes it under its own name only (abuse case 22)', async () => {
    expect(takers.length).toBeGreaterThan(4);
    for (const { method, path } of takers) {
      for (const type of [
        '',
        'text/plain',
        'text/plain;charset=UTF-8',
        'application/x-www-form-urlencoded',
        'multipart/form-data; boundary=x',
        'text/json',
        'application/json-patch+json',
      ]) {
        const told = await Promise.all(
          clients.map(async (client) =>
            inShort(
              await problemOf(
                await client.request(method, path, Buffer.from('{}'), { 'content-type': type }),
              ),
            ),
          ),
        );
        expect(told, `${method} ${path} ${type}`).toContain('415 media-type');
      }
    }
  });

  it('nothing is asked of a route that changes something, but in its body', async () => {
    const [limh] = clients;
    const before = stateOf(court);
    const answer = await limh?.request('POST', '/v1/records?court=%E8%B1%AB13', whole());
    expect(answer && inShort(await problemOf(answer))).toBe('400 input-invalid court=field-unknown');
    expect(stateOf(court)).toEqual(before);
  });

  it('no record brings a field its type does not have', async () => {
    const [limh] = clients;
    if (!limh) throw new Error('nobody');
    const before = stateOf(court);
    for (const field of ['sealed', 'role', 'courtId', 'seq', 'receivedAt', 'actor', 'leafHash']) {
      const around = await json({ ...whole(), [field]: 1 })(limh);
      expect(inShort(await problemOf(around))).toBe(`400 input-invalid ${field}=field-unknown`);
      for (const [type, body] of [
        ['entry', entry()],
        ['nil-declaration', nil()],
        ['case-reading', reading()],
      ] as const) {
        const within = await filed({ ...body, [field]: 1 }, {}, type)(limh);
        expect(inShort(await problemOf(within))).toBe(`400 input-invalid body.${field}=field-unknown`);
      }
    }
    expect(stateOf(court)).toEqual(before);
  });
});
