/** What every test of a refusal asks: is it a problem as promised, and did it change nothing? */
import { expect } from 'vitest';
import { API_HEADER, type Problem, problem } from '../../shared/api.ts';
import { digestViews } from '../../sidecar/views/rebuild.ts';
import type { TestCourt } from './test-court.ts';

/** Everything a court has stored, as figures and digests. */
export function stateOf({ sidecar, config }: TestCourt) {
  const count = (table: string) =>
    sidecar.store.db.prepare(`select count(*) from ${table}`).pluck().get() as number;
  return {
    size: sidecar.log.head(config.court.code).size,
    log: count('log'),
    content: count('content'),
    evidence: count('evidence'),
    views: digestViews(sidecar.store),
  };
}

/** Words of our own code and computer, which nobody outside should read. */
const INSIDE = /\n\s+at |node_modules|\.[cm]?[jt]s:\d|file:\/\/|\/sidecar\/|SQLITE|ZodError/;

export function tellsNothingInside(text: string): void {
  expect(text).not.toMatch(INSIDE);
}

/** The problem an answer holds, after all that holds of every problem was checked. */
export async function problemOf(answer: Response): Promise<Problem> {
  const text = await answer.text();
  tellsNothingInside(text);
  expect(answer.headers.get('content-type'), text).toBe('application/problem+json');
  expect(answer.headers.get(API_HEADER)).toBe('1');
  const told = problem.parse(JSON.parse(text));
  expect(told.status).toBe(answer.status);
  expect(told.type).toBe(`urn:liuhen:problem:${told.code}`);
  return told;
}

/** `code path:code …`, for tables. */
export const inShort = ({ status, code, errors = [] }: Problem): string =>
  [status, code, ...errors.map((one) => `${one.path}=${one.code}`)].join(' ');

/** The log of the process, line by line, holds none of these. */
export function logIsSilentOn(lines: readonly string[], secrets: readonly string[]): void {
  expect(lines.length).toBeGreaterThan(0);
  const all = lines.join('\n');
  for (const secret of secrets) {
    expect(all).not.toContain(secret);
    expect(all).not.toContain(encodeURIComponent(secret));
    expect(all).not.toContain(JSON.stringify(secret).slice(1, -1));
  }
}
