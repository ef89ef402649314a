/** For what must not be done in somebody's chair at lunchtime: a sign-in that is not long ago. */
import { Refusal } from '../problems.ts';
import type { Session } from './sessions.ts';

/**
 * @param ms how long ago the person may have given password and second factor
 * @throws Refusal `sign-in-again`; so does a session whose identity provider did not say when that was
 */
export function freshSince({ authTime }: Pick<Session, 'authTime'>, ms: number, now: number): void {
  const age = authTime === undefined ? Number.POSITIVE_INFINITY : now - Date.parse(authTime);
  if (!(age <= ms)) throw new Refusal('sign-in-again');
}
