/**
 * How a route is written down: its place in the OpenAPI document and its handler in one call, so that neither
 * can be forgotten. Handlers validate what comes in with the same schemas the document shows.
 */
import type { OpenAPIHono, RouteConfig } from '@hono/zod-openapi';
import type { Context } from 'hono';
import type { z } from 'zod';
import { type Person, problem } from '../../shared/api.ts';
import { parseStrictJson, StrictJsonError } from '../../shared/strict-json.ts';
import type { Session } from '../access/sessions.ts';
import { fieldErrors, Refusal } from '../problems.ts';

export interface Variables {
  requestId: string;
  /** Set on every route that asks for a signed-in person. */
  person: Person;
  court: { code: string; name: string };
  token: string;
  /** How and when the person signed in. */
  session: Session;
}
export type Env = { Variables: Variables };
export type App = OpenAPIHono<Env>;
export type Ctx = Context<Env>;

const problemAnswer = {
  description: 'RFC 9457 problem',
  content: { 'application/problem+json': { schema: problem } },
};

export function route(
  app: App,
  config: Omit<RouteConfig, 'responses'> & { answers: RouteConfig['responses'] },
  handler: (c: Ctx) => Response | Promise<Response>,
): void {
  const { answers, ...rest } = config;
  app.openAPIRegistry.registerPath({ ...rest, responses: { ...answers, default: problemAnswer } });
  const known = queryNames(config.request?.query);
  app.on(config.method.toUpperCase(), config.path.replace(/\{(\w+)\}/g, ':$1'), (c) => {
    refuseOtherQueries(c, known);
    return handler(c);
  });
}

function queryNames(schema: unknown): ReadonlySet<string> {
  return new Set(Object.keys((schema as { shape?: object } | undefined)?.shape ?? {}));
}

/**
 * What a route does not know it must not be asked by: a filter that is overlooked shows more than was asked for.
 * @throws Refusal input-invalid with the name, where a parameter is unknown or given twice
 */
function refuseOtherQueries(c: Ctx, known: ReadonlySet<string>): void {
  if (!c.req.url.includes('?')) return;
  const errors = Object.entries(c.req.queries()).flatMap(([name, values]) => {
    if (!known.has(name)) return [{ path: name.slice(0, 80), code: 'field-unknown' }];
    return values.length > 1 ? [{ path: name, code: 'field-repeated' }] : [];
  });
  if (errors.length > 0) throw new Refusal('input-invalid', errors.slice(0, 50));
}

export const json = (description: string, schema: z.ZodType) => ({
  description,
  content: { 'application/json': { schema } },
});

/** A browser sends this type to another origin only after asking first, which nobody is granted; a form's it just sends. */
const JSON_TYPE = /^application\/json\s*(?:;\s*charset=(?:utf-8|"utf-8")\s*)?$/i;

/** @throws Refusal media-type, json-malformed; input-invalid with the place of what could be read in two ways */
export async function readJson(c: Ctx): Promise<unknown> {
  if (!JSON_TYPE.test(c.req.header('content-type') ?? '')) throw new Refusal('media-type');
  const bytes = await c.req.arrayBuffer();
  try {
    // Bytes that are not UTF-8 are refused: read leniently, text in another encoding would be filed as �.
    return parseStrictJson(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch (error) {
    if (error instanceof StrictJsonError) throw new Refusal('input-invalid', [error.fault]);
    if (error instanceof SyntaxError || error instanceof TypeError) throw new Refusal('json-malformed');
    throw error;
  }
}

/** @throws Refusal input-invalid with the fields at fault */
export function parse<T>(schema: z.ZodType<T>, value: unknown): T {
  const parsed = schema.safeParse(value);
  if (!parsed.success) throw new Refusal('input-invalid', fieldErrors(parsed.error));
  return parsed.data;
}
