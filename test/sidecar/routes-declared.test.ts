/** Every route stands in the access table and in the OpenAPI document, and nothing else does. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ROUTES } from '../../sidecar/access/routes-table.ts';
import { createApp } from '../../sidecar/app.ts';
import type { App } from '../../sidecar/routes/route.ts';
import { startTestCourt, type TestCourt } from './test-court.ts';

type Json = { [key: string]: unknown };
const METHODS = ['get', 'put', 'post', 'delete', 'patch', 'head', 'options', 'trace'];

/** The application without a port. What handlers would need when called is not there: only the routes are asked for. */
function routesOnly(): App {
  return createApp({ court: { code: '豫1302', name: '' }, profiles: [], metrics: { registry: {} } } as never);
}

const byName = (lines: Iterable<string>): string[] => [...new Set(lines)].sort();

function refsOf(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(refsOf);
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) =>
    key === '$ref' && typeof inner === 'string' ? [inner] : refsOf(inner),
  );
}

function resolve(document: unknown, ref: string): unknown {
  if (!ref.startsWith('#/')) return undefined;
  return ref
    .slice(2)
    .split('/')
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'))
    .reduce<unknown>((at, part) => (at as Json | undefined)?.[part], document);
}

describe('routes', () => {
  const app = routesOnly();
  // Handlers are of a method; what is of ALL is middleware.
  const served = byName(
    app.routes.filter((route) => route.method !== 'ALL').map((route) => `${route.method} ${route.path}`),
  );

  it('stand in the access table, every one, and the table names no other', () => {
    expect(served.length).toBeGreaterThan(15);
    expect(served).toEqual(byName(ROUTES.map((route) => `${route.method} ${route.path}`)));
    expect(ROUTES).toHaveLength(new Set(ROUTES.map((route) => `${route.method} ${route.path}`)).size);
  });

  it('are declared once each', () => {
    const declared = app.routes.filter((route) => route.method !== 'ALL');
    expect(declared).toHaveLength(served.length);
  });
});

describe('/openapi.json', () => {
  let court: TestCourt;
  let document: Json;
  let operations: { name: string; operation: Json; parameters: string[] }[];
  beforeAll(async () => {
    court = await startTestCourt();
    const answer = await fetch(`${court.sidecar.url}/openapi.json`);
    expect(answer.status).toBe(200);
    document = (await answer.json()) as Json;
    operations = Object.entries(document.paths as Json).flatMap(([path, item]) =>
      Object.entries(item as Json)
        .filter(([method]) => METHODS.includes(method))
        .map(([method, operation]) => ({
          name: `${method.toUpperCase()} ${path.replace(/\{(\w+)\}/g, ':$1')}`,
          operation: operation as Json,
          parameters: [...path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name),
        })),
    );
  });
  afterAll(() => court.close());

  it('is of OpenAPI 3.1 and names itself', () => {
    expect(document.openapi).toMatch(/^3\.1\.\d+$/);
    expect(document.info).toMatchObject({ title: expect.any(String), version: expect.any(String) });
  });

  it('lists every route but itself, and no other', () => {
    const table = ROUTES.map((route) => `${route.method} ${route.path}`);
    expect(byName(operations.map((one) => one.name))).toEqual(
      byName(table.filter((name) => name !== 'GET /openapi.json')),
    );
  });

  it('says of each what it does, what it answers, and how it refuses', () => {
    for (const { name, operation } of operations) {
      expect(operation.summary, name).toMatch(/\S{3}/);
      const responses = operation.responses as { [status: string]: Json };
      const statuses = Object.keys(responses);
      expect(statuses, name).toContain('default');
      expect(statuses.filter((status) => /^[23]\d\d$/.test(status)).length, name).toBeGreaterThan(0);
      for (const [status, response] of Object.entries(responses)) {
        expect(status, name).toMatch(/^([1-5]\d\d|default)$/);
        expect(response.description, `${name} ${status}`).toMatch(/\S/);
        for (const content of Object.values((response.content ?? {}) as { [type: string]: Json })) {
          expect(content.schema, `${name} ${status}`).toBeTypeOf('object');
        }
      }
      expect((responses.default?.content ?? {}) as Json, name).toHaveProperty(['application/problem+json']);
    }
  });

  it('declares every parameter of a path', () => {
    for (const { name, operation, parameters } of operations) {
      const declared = ((operation.parameters ?? []) as Json[]).filter((one) => one.in === 'path');
      expect(declared.map((one) => one.name).sort(), name).toEqual(parameters.sort());
      for (const one of declared) expect(one.required, name).toBe(true);
    }
  });

  it('resolves every reference within itself', () => {
    for (const ref of refsOf(document)) expect(resolve(document, ref), ref).toBeDefined();
    // The walk itself: a reference that leads nowhere is found.
    expect(refsOf({ a: [{ $ref: '#/components/schemas/None' }] })).toEqual(['#/components/schemas/None']);
    expect(resolve(document, '#/components/schemas/None')).toBeUndefined();
  });

  it('shows the shape of a record, field by field', () => {
    const text = JSON.stringify(document.paths);
    for (const field of ['affirmed', 'occurredAt', 'unitClass', 'queueKey', 'sheetHash']) {
      expect(text).toContain(field);
    }
  });
});
