/** The one error that crosses between the parts of the extension. */
import type { CallProblem } from './calls.ts';

export class CallError extends Error {
  readonly problem: CallProblem;
  constructor(problem: CallProblem) {
    super(problem.code);
    this.problem = problem;
  }
}

export type Answer<T> = { ok: true; value: T } | { ok: false; problem: CallProblem };

/** What a caller may learn of an error: its code when it is one of ours, otherwise only that there was one. */
export function problemOf(error: unknown): CallProblem {
  return error instanceof CallError ? error.problem : { code: 'unexpected' };
}
